"""What compiling by regions costs and gains, against compiling the whole pass and against the pass as it is.

    OMP_NUM_THREADS=1 python benchmarks/compile.py [--latents 12] [--rounds 15] [--amp] [--ways regions whole]

A model of `hvae.zoo.vdvae` with one resolution, 16x16, width 32, batches of 16, weights in channels-last format: blocks of one kind, many
times. Forward and backward. Nothing of an earlier compilation is used. Printed for each way: processor seconds of compiling, of this process
and of those that it starts, and how many programs and files of C++ there were; then time of the pass as it is over that of the compiled one,
median of adjacent rounds (quartiles), above 1 the compiled one is faster."""
import argparse, os, resource, statistics, tempfile, time
import torch
from hvae.elbo import elbo
from hvae.layout import use_channels_last
from hvae.regions import Regions, as_own_program
from hvae.zoo import vdvae

BS,SIZE = 16,16

def plain(model, x, noise): return model.elbo_terms(x, noise)

def make_step(model, run, x, noise, amp):
    def step():
        model.zero_grad()
        with torch.autocast('cpu', dtype=torch.bfloat16, enabled=amp): terms = run(model, x, noise)
        loss = -elbo(terms).mean()
        loss.backward()
        return loss.item()
    return step

def compile_cost(name, step):
    from torch._dynamo.utils import compilation_time_metrics, counters
    from torch._inductor.async_compile import shutdown_compile_workers
    def seen(): return counters['stats']['unique_graphs'],len(compilation_time_metrics.get('compile_file', ()))
    def children():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime
    before,wall,own,others = seen(),time.time(),time.process_time(),children()
    for _ in range(2): step()
    shutdown_compile_workers() # whose time is known at their end
    graphs,files = (b - a for a,b in zip(before, seen()))
    print(f'{name}: {time.process_time() - own:.0f} s of this process, {children() - others:.0f} s of others, {time.time() - wall:.0f} s by the '
          f'clock; {graphs} programs, {files} files of C++', flush=True)

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--latents', type=int, default=12)
    p.add_argument('--rounds', type=int, default=15)
    p.add_argument('--amp', action='store_true')
    p.add_argument('--ways', nargs='*', choices=['regions', 'whole'], default=['regions', 'whole'])
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    model = use_channels_last(vdvae(enc_blocks=f'{SIZE}x4', dec_blocks=f'{SIZE}x{a.latents}', image_size=SIZE, width=32))
    x = torch.randint(0, 256, (BS, 3, SIZE, SIZE)).float().contiguous(memory_format=torch.channels_last)
    noise = {z: torch.randn(BS, *s) for z,s in model.noise_shapes(x).items()}
    runs = dict(regions=Regions(), whole=as_own_program(plain))
    steps = {'as it is': make_step(model, plain, x, noise, a.amp), **{w: make_step(model, runs[w], x, noise, a.amp) for w in a.ways}}
    print(f'torch {torch.__version__}, one thread; {len(model.latents)} latents, {"bf16" if a.amp else "float32"}')
    with tempfile.TemporaryDirectory() as folder:
        os.environ['TORCHINDUCTOR_CACHE_DIR'] = folder
        for w in a.ways: compile_cost(w, steps[w])
        times = {w: [] for w in steps}
        for i in range(a.rounds):
            for w in list(steps)[::1 if i % 2 else -1]:
                start = time.process_time()
                steps[w]()
                times[w].append(time.process_time() - start)
    for w in a.ways:
        low,mid,high = statistics.quantiles([b/c for b,c in zip(times['as it is'], times[w])], n=4)
        print(f'{w:10} {mid:.2f} ({low:.2f} to {high:.2f})   {1000*statistics.median(times[w]):.0f} ms', flush=True)
    if len(a.ways) == 2:
        low,mid,high = statistics.quantiles([b/c for b,c in zip(times['whole'], times['regions'])], n=4)
        print(f'regions, against whole {mid:.2f} ({low:.2f} to {high:.2f})')

if __name__ == '__main__': main()

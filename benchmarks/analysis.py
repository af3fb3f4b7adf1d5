"""What the analysis of a model costs: seconds of each tool of `hvae_analyze`, all at their defaults.

    OMP_NUM_THREADS=1 python benchmarks/analysis.py [--model NAME] [--mnist PATH] [--ops TOOL ...] [--profile]
    OMP_NUM_THREADS=1 python benchmarks/analysis.py --model NAME --against CHECKOUT [--rounds 3]

- mnist_conv: the model of `experiments/mnist_conv.py` with random weights (1.8 million parameters, four latents), 1,000 test images
  of 28x28, and 60,000 training images.
- vdvae: a small VDVAE of the zoo with random weights (four latents, of 2 to 2,048 units), 1,000 test and 5,000 training images of 32x32
  in colour: 3,072 pixels.
- migrated: the model that `hvae_create migration` makes up (13,056 parameters, four latents of 4 to 1,024 units), through `migrate_vdvae`;
  1,000 test and 5,000 training images of 16x16 in colour.
- migrated32: the same for images of 32x32 (54,252 parameters, five latents of 4 to 4,096 units).

Images are made up, or those of an `mnist.npz` (`--mnist PATH`). Printed for each tool: seconds of processor time, and of the clock,
pictures and tables included, and the highest memory that the process has had so far. `--profile` prints where a tool's time goes. With
`--against` this checkout and another one (that of a version before) take turns, each time in a new process, and printed are the medians of
processor time, and of the ratio within a round.
"""
import argparse, cProfile, json, math, os, pstats, resource, subprocess, sys, tempfile, time
from pathlib import Path
from statistics import median
import numpy as np
import torch
from hvae import analyze as page
from hvae.analysis.tools import Subject
from hvae.experiment import Experiment
from hvae.migrate import migrate_vdvae
from hvae.settings import default_sections
from hvae.zoo import vdvae

def made_up(n, shape, n_levels, seed):
    "Images of a few soft blobs each, in levels."
    g = torch.Generator().manual_seed(seed)
    h,w = shape[1:]
    rows,columns = torch.arange(h)[:,None],torch.arange(w)
    x = torch.zeros(n, *shape)
    for _ in range(4):
        place,width,colour = torch.rand(n, 2, generator=g),2 + 3*torch.rand(n, generator=g),torch.rand(n, shape[0], generator=g)
        dy,dx = rows - h*place[:,0,None,None],columns - w*place[:,1,None,None]
        x += colour[:,:,None,None]*torch.exp(-.5*(dx**2 + dy**2)/width[:,None,None]**2)[:,None]
    return (x.clamp(max=1)*(n_levels - 1)).round()

def images(n_train, n_test, shape, n_levels, mnist):
    "Training and test images, and labels of the test images."
    if mnist:
        found = np.load(mnist)
        train,test = [(torch.from_numpy(found[k][:n])[:,None] > 127).float() for k,n in (('x_train', n_train), ('x_test', n_test))]
        return train,test,torch.from_numpy(found['y_test'][:n_test]).long()
    x = made_up(n_train + n_test, shape, n_levels, 0)
    return x[:n_train],x[n_train:],torch.arange(n_test) % 10

def foreign_weights(encoder, latents, sizes, width, zdim, n_mixtures):
    "Made-up weights as openai/vdvae names them, of the resolutions of encoder blocks, latents and learned starts."
    g,found = torch.Generator().manual_seed(0),{}
    def made(name, *shape):
        gain = 1.5 if name.startswith('encoder') else .7 # so that latents depend on images, and what comes of drawn ones is no extreme
        found[name] = gain*torch.randn(*shape, generator=g)/max(math.prod(shape[1:]), 4)**.5
    def conv(name, ni, no, ks):
        made(f'{name}.weight', no, ni, ks, ks)
        made(f'{name}.bias', no)
    def bottleneck(name, ni, no, res):
        inside,ks = width//4,3 if res > 2 else 1
        for i,(a,b,k) in enumerate([(ni, inside, 1), (inside, inside, ks), (inside, inside, ks), (inside, no, 1)], 1):
            conv(f'{name}.c{i}', a, b, k)
    conv('encoder.in_conv', 3, width, 3)
    for i,res in enumerate(encoder): bottleneck(f'encoder.enc_blocks.{i}', width, width, res)
    for i,res in enumerate(latents):
        block = f'decoder.dec_blocks.{i}'
        bottleneck(f'{block}.enc', 2*width, 2*zdim, res)
        bottleneck(f'{block}.prior', width, 2*zdim + width, res)
        conv(f'{block}.z_proj', zdim, width, 1)
        bottleneck(f'{block}.resnet', width, width, res)
    for i,res in enumerate(sizes): made(f'decoder.bias_xs.{i}', 1, width, res, res)
    conv('decoder.out_net.out_conv', width, 10*n_mixtures, 1)
    for name in ('gain', 'bias'): made(f'decoder.{name}', 1, width, 1, 1)
    return found

def migrated():
    "The model of the template of migrations."
    weights = foreign_weights((16, 16, 8, 8, 1), (1, 8, 8, 16), (1, 8, 16), 16, 4, 2)
    return migrate_vdvae(weights, enc_blocks='16x1,16d2,8x1,8d8,1x1', dec_blocks='1x1,8m1,8x1,16m8', dataset='cifar10')

def migrated32():
    "A larger one."
    weights = foreign_weights((32, 32, 16, 16, 8, 8, 1), (1, 8, 8, 16, 32), (1, 8, 16, 32), 24, 4, 4)
    return migrate_vdvae(weights, enc_blocks='32x1,32d2,16x1,16d2,8x1,8d8,1x1', dec_blocks='1x1,8m1,8x1,16m8,32m16', dataset='cifar10')

def small_vdvae():
    "A VDVAE of the zoo, no layer of which is zero."
    model = vdvae(enc_blocks='32x1,32d2,16d2,8d8,1x1', dec_blocks='1x1,8m1,16m8,32m16', width=16, zdim=2, num_mixtures=4)
    with torch.no_grad():
        for p in model.parameters(): p.add_(.02*torch.randn_like(p))
    return model

colour_models = dict(vdvae=(small_vdvae, 32), migrated=(migrated, 16), migrated32=(migrated32, 32))

def subject(name, mnist):
    torch.manual_seed(0)
    params = default_sections()['analysis_params']
    if name == 'mnist_conv':
        experiment = Experiment(str(Path(__file__).parents[1]/'experiments'/'mnist_conv.py'))
        model,params,sizes = experiment.make_model(),experiment.params['analysis_params'],(60_000, 1000, (1, 28, 28), 2)
    else:
        make,size = colour_models[name]
        model,mnist,sizes = make(),None,(5000, 1000, (3, size, size), 256)
    train,test,labels = images(*sizes, mnist)
    with torch.no_grad(): model(test[:2])
    return Subject(model.eval(), test, labels, train, sizes[3] - 1., params)

def measured(s, tool, folder, profile):
    "Seconds of processor time and of the clock that a tool takes, as the page runs it."
    profiler = cProfile.Profile()
    start = time.process_time(),time.perf_counter()
    if profile: profiler.enable()
    try: page._run_and_save(tool, s, folder, lambda line: None, False)
    except ValueError as e: print(f'{tool} refuses: {e}') # so does the page
    profiler.disable()
    took = time.process_time() - start[0],time.perf_counter() - start[1]
    if profile: pstats.Stats(profiler).sort_stats('cumulative').print_stats(60)
    return took

def run(a):
    "Each tool in turn."
    s,took = subject(a.model, a.mnist),{}
    print(f'torch {torch.__version__}, {torch.get_num_threads()} threads; {a.model}, '
          f'{sum(p.numel() for p in s.model.parameters()):,} parameters')
    with tempfile.TemporaryDirectory() as folder:
        for tool in page.chosen_tools(s):
            if a.ops and tool not in a.ops: continue
            took[tool] = measured(s, tool, Path(folder), a.profile)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024
            print(f'{tool:26} {took[tool][0]:8.1f} s of processor time {took[tool][1]:8.1f} s by the clock   at most {memory:,.0f} MB', flush=True)
    total = [sum(t) for t in zip(*took.values())]
    print(f"{'together':26} {total[0]:8.1f} s of processor time {total[1]:8.1f} s by the clock")
    if a.json: Path(a.json).write_text(json.dumps({k: v[0] for k,v in took.items()}))

def times_of(checkout, a, folder):
    "Processor time of each tool in a new process, of one checkout."
    out = Path(folder)/'times.json'
    command = [sys.executable, '-W', 'ignore', __file__, '--model', a.model, '--json', str(out)]
    for option,given in (('--mnist', [a.mnist]), ('--ops', a.ops or [])): command += [option, *given] if any(given) else []
    subprocess.run(command, env=dict(os.environ, PYTHONPATH=str(checkout)), check=True, stdout=subprocess.DEVNULL)
    found = json.loads(out.read_text())
    return found | dict(together=sum(found.values()))

def compare(a):
    "Two checkouts in turns."
    here,rounds = Path(__file__).parents[1],[]
    with tempfile.TemporaryDirectory() as folder:
        for i in range(a.rounds):
            order = [Path(a.against), here][::1 if i % 2 == 0 else -1]
            times = {c: times_of(c, a, folder) for c in order}
            rounds.append((times[Path(a.against)], times[here]))
    print(f'| tool | before (s) | now (s) | before/now, median of {a.rounds} (least to most) |\n|---|---|---|---|')
    for tool in rounds[0][1]:
        ratios = [b[tool]/n[tool] for b,n in rounds]
        print(f'| `{tool}` | {median(b[tool] for b,_ in rounds):.1f} | {median(n[tool] for _,n in rounds):.1f} | '
              f'{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) |')

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--model', choices=['mnist_conv', *colour_models], default='mnist_conv')
    p.add_argument('--mnist', help='path of an mnist.npz')
    p.add_argument('--ops', nargs='+', help='these tools only')
    p.add_argument('--profile', action='store_true')
    p.add_argument('--against', metavar='CHECKOUT', help='another checkout to compare with')
    p.add_argument('--rounds', type=int, default=3)
    p.add_argument('--json', help='a file for the processor times')
    a = p.parse_args()
    compare(a) if a.against else run(a)

if __name__ == '__main__': main()

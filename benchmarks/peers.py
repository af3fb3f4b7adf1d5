"""What a published model costs here, against the published code itself: paired, in one process, one thread.

    OMP_NUM_THREADS=1 python benchmarks/peers.py PATH [--rounds 11] [--widths 32 96] [--only step|parts] [--compile]

PATH is a checkout of openai/vdvae, whose `vae.py` is imported from there. Both sides have the same architecture and as many weights:
14 latents on 32x32 images, batches of 16. The peer's step is its own (zero_grad, its forward pass, backward, clip with `.item()`, its NaN
check, AdamW, average of the weights parameter by parameter), with torch's fused AdamW in place of Apex's. Ours has the same parts:
elbo_terms, backward, GradClip, fused AdamW, EMA. Data is scaled on both sides. Printed: peer's time over ours, the median of adjacent
pairs and its quartiles; above 1 ours is faster. Times are processor seconds of the process, which other work on the machine disturbs least."""
import argparse, copy, math, statistics, sys, time, types
from pathlib import Path
from types import SimpleNamespace
import torch
from hvae.callbacks import EMA, GradClip
from hvae.elbo import elbo
from hvae.layout import use_channels_last
from hvae.mixture import DiscretizedLogisticMixtureHead
from hvae.optimizers import optimizer
from hvae.zoo import vdvae

LAYERS = dict(enc_blocks='32x2,32d2,16x2,16d2,8x2,8d2,4x1,4d4,1x1', dec_blocks='1x1,4m1,4x1,8m4,8x2,16m8,16x3,32m16,32x3')
MEAN,STD,BETAS,BS = 120.63838,64.16736,(.9, .9),16

class Settings(dict):
    "The peer reads its hyper-parameters as attributes, and takes those that are missing for None."
    __getattr__ = dict.get

def peer_model(vae, width):
    return vae.VAE(Settings(LAYERS, width=width, zdim=16, custom_width_str='', bottleneck_multiple=.25, no_bias_above=64, image_size=32,
                            image_channels=3, num_mixtures=10, dataset='cifar10'))

def peer_input(x):
    "Input and target as its data pipeline makes them, (B,H,W,C)."
    return ((x - MEAN)/STD).permute(0, 2, 3, 1).contiguous(),((x - 127.5)/127.5).permute(0, 2, 3, 1).contiguous()

def peer_step(model, amp, forward=None):
    average,rate = copy.deepcopy(model),torch.as_tensor(.999)
    opt = torch.optim.AdamW(model.parameters(), 1e-5, betas=BETAS, weight_decay=.01, fused=True)
    run = forward or model.forward
    def step(x):
        model.zero_grad()
        with torch.autocast('cpu', dtype=torch.bfloat16, enabled=amp): stats = run(*peer_input(x))
        stats['elbo'].backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 200.).item()
        if torch.isnan(stats['distortion']).sum() == 0 and torch.isnan(stats['rate']).sum() == 0 and norm < 400:
            opt.step()
            with torch.no_grad():
                for p,q in zip(model.parameters(), average.parameters()): q.data.mul_(rate).add_(p.data*(1 - rate))
        return stats['elbo'].item()
    return step

def our_step(model, amp, forward=None):
    opt = optimizer('adamw', betas=BETAS, weight_decay=.01)(list(model.parameters()), lr=1e-5)
    clip,ema = GradClip(200.),EMA(.999)
    clip.learn = ema.learn = SimpleNamespace(model=model, hvae=model)
    clip.before_train()
    ema.before_fit()
    run = forward or model.elbo_terms
    def step(x):
        x = x.contiguous(memory_format=torch.channels_last)
        opt.zero_grad()
        with torch.autocast('cpu', dtype=torch.bfloat16, enabled=amp): terms = run(x)
        loss = -elbo(terms).mean()
        loss.backward()
        clip.before_step()
        opt.step()
        ema.after_step()
        return loss.item()
    return step

def compare(name, ours, peer, x, rounds):
    for f in (ours, peer): f(x)
    times = []
    for i in range(rounds):
        pair = {}
        for f in (ours, peer) if i % 2 else (peer, ours):
            start = time.process_time()
            f(x)
            pair[f] = time.process_time() - start
        times.append((pair[ours], pair[peer]))
    low,mid,high = statistics.quantiles([b/a for a,b in times], n=4)
    a,b = (1000*statistics.median(t) for t in zip(*times))
    print(f'{name:58} {mid:.2f} ({low:.2f} to {high:.2f})   {a:.0f} against {b:.0f} ms', flush=True)

def pair(vae, width):
    "Two models of one architecture, no layer of which is zero."
    models = peer_model(vae, width),use_channels_last(vdvae(**LAYERS, width=width))
    with torch.no_grad():
        for m in models:
            for p in m.parameters(): p.add_(.02*torch.randn_like(p))
    counts = [sum(p.numel() for p in m.parameters()) for m in models]
    assert counts[0] == counts[1], counts
    return *models,counts[0]

def steps(vae, width, rounds, compiled):
    x = torch.randint(0, 256, (BS, 3, 32, 32)).float()
    peer,ours,n = pair(vae, width)
    for amp in (False, True):
        name = f'training step, {n/1e6:.2f}M parameters, {"bf16" if amp else "float32"}'
        compare(name, our_step(ours, amp), peer_step(peer, amp), x, rounds)
        if compiled:
            fast,fast_peer = torch.compile(ours.elbo_terms),torch.compile(peer.forward)
            compare(f'{name}, both compiled', our_step(ours, amp, fast), peer_step(peer, amp, fast_peer), x, rounds)
    with torch.no_grad():
        compare(f'ELBO of a batch, {n/1e6:.2f}M parameters', lambda x: elbo(ours.elbo_terms(x.contiguous(memory_format=torch.channels_last))),
                lambda x: peer.forward(*peer_input(x)), x, rounds)
        compare(f'{BS} samples, {n/1e6:.2f}M parameters', lambda x: ours.sample_from_prior(BS, keep=['x_hat'])[1]['x_hat'].sample(),
                lambda x: peer.forward_uncond_samples(BS), x, rounds)

def parts(helpers, rounds):
    "The likelihood alone."
    head = DiscretizedLogisticMixtureHead(256, 10, autoregressive=True, layout='grouped', max_log_scale=math.inf)
    params = torch.randn(BS, 100, 32, 32).contiguous(memory_format=torch.channels_last).requires_grad_()
    x = torch.randint(0, 256, (BS, 3, 32, 32)).float()
    target,last = peer_input(x)[1],params.detach().permute(0, 2, 3, 1).contiguous().requires_grad_()
    def ours(x): return torch.autograd.grad(head(params).log_prob(x).sum(), params)
    def theirs(x): return torch.autograd.grad(helpers.discretized_mix_logistic_loss(target, last).sum(), last)
    compare('mixture of logistics, value and gradient', ours, theirs, x, rounds)
    with torch.no_grad():
        compare('mixture of logistics, a sample', lambda x: head(params).sample(),
                lambda x: helpers.sample_from_discretized_mix_logistic(last, 10), x, rounds)

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('path', type=Path)
    p.add_argument('--rounds', type=int, default=11)
    p.add_argument('--widths', type=int, nargs='*', default=[32, 96])
    p.add_argument('--only', choices=['step', 'parts'])
    p.add_argument('--compile', action='store_true', help='the steps also compiled, which takes minutes')
    a = p.parse_args()
    sys.path.insert(0, str(a.path))
    sys.modules.setdefault('imageio', types.ModuleType('imageio')) # it writes pictures, which is not needed here
    import vae, vae_helpers
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print(f'torch {torch.__version__}, one thread; openai/vdvae over ours, above 1 ours is faster')
    if a.only in (None, 'parts'): parts(vae_helpers, a.rounds)
    for width in a.widths if a.only in (None, 'step') else (): steps(vae, width, a.rounds, a.compile)

if __name__ == '__main__': main()

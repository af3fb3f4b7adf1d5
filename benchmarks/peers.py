"""What a published model costs here, against the published code itself: paired, in one process, one thread.

    OMP_NUM_THREADS=1 python benchmarks/peers.py PATH [--rounds 11] [--widths 32 96] [--only step|parts|memory|pythae] [--compile]

PATH is a checkout of openai/vdvae, whose `vae.py` is imported from there. Both sides have the same architecture and as many weights:
14 latents on 32x32 images, batches of 16. The peer's step is its own (zero_grad, its forward pass, backward, clip with `.item()`, its NaN
check, AdamW, average of the weights parameter by parameter), with torch's fused AdamW in place of Apex's. Ours has the same parts:
elbo_terms, backward, GradClip, fused AdamW, EMA. Data is scaled on both sides. Printed: peer's time over ours, the median of adjacent
pairs and its quartiles; above 1 ours is faster. Times are processor seconds of the process, which other work on the machine disturbs least.
Where pythae is installed: its BaseTrainer with an MLP VAE of 512 hidden units, 10 latents, 28x28 made-up images, batches of 128, against an
experiment of the same model with all defaults (trackers, checkpoints, clip, average weights), and its `get_nll` against `log_weights` with 100
samples. Memory is the highest of a process of its own, beyond what it held before the steps."""
import argparse, contextlib, copy, io, logging, math, statistics, subprocess, sys, tempfile, time, types
from pathlib import Path
from types import SimpleNamespace
import torch
from hvae.callbacks import EMA, GradClip
from hvae.elbo import elbo
from hvae.elbo_model import ElboModel
from hvae.layout import use_channels_last
from hvae.mixture import DiscretizedLogisticMixtureHead
from hvae.optimizers import optimizer
from hvae.zoo import vdvae

LAYERS = dict(enc_blocks='32x2,32d2,16x2,16d2,8x2,8d2,4x1,4d4,1x1', dec_blocks='1x1,4m1,4x1,8m4,8x2,16m8,16x3,32m16,32x3')
MEAN,STD,BETAS,BS = 120.63838,64.16736,(.9, .9),16

BF16 = 'float32','bf16'

class Settings(dict):
    "The peer reads its hyper-parameters as attributes, and takes those that are missing for None."
    __getattr__ = dict.get

def peer_model(vae, width):
    return vae.VAE(Settings(LAYERS, width=width, zdim=16, custom_width_str='', bottleneck_multiple=.25, no_bias_above=64, image_size=32,
                            image_channels=3, num_mixtures=10, dataset='cifar10'))

def peer_input(x):
    "Input and target as its data pipeline makes them, (B,H,W,C)."
    return ((x - MEAN)/STD).permute(0, 2, 3, 1).contiguous(),((x - 127.5)/127.5).permute(0, 2, 3, 1).contiguous()

def peer_step(model, amp, forward=None, lr=1e-5):
    average,rate = copy.deepcopy(model),torch.as_tensor(.999)
    opt = torch.optim.AdamW(model.parameters(), lr, betas=BETAS, weight_decay=.01, fused=True)
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
    step.average,step.opt = average,opt
    return step

def our_step(model, amp, forward=None, lr=1e-5):
    opt = optimizer('adamw', betas=BETAS, weight_decay=.01)(list(model.parameters()), lr=lr)
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
    step.average,step.opt = ema,opt
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

def compiled_steps(name, ours, peer, x, rounds):
    "In bf16, ours compiled by regions and as a whole."
    eager,compiled = peer_step(peer, True),peer_step(peer, True, torch.compile(peer.forward))
    for way in ('regions', 'whole'):
        fast = our_step(ours, True, ElboModel(ours, compile=way, channels_last=True))
        compare(f'{name}, compiled ({way})', fast, eager, x, rounds)
    compare(f'{name}, both compiled (whole)', fast, compiled, x, rounds)

def steps(vae, width, rounds, compiled):
    x = torch.randint(0, 256, (BS, 3, 32, 32)).float()
    peer,ours,n = pair(vae, width)
    for amp in (False, True):
        name = f'training step, {n/1e6:.2f}M parameters, {"bf16" if amp else "float32"}'
        compare(name, our_step(ours, amp), peer_step(peer, amp), x, rounds)
        if compiled and amp: compiled_steps(name, ours, peer, x, rounds)
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

def memory(path, width):
    "The highest memory of a process that takes steps, each side in a process of its own: MB."
    for amp in (False, True):
        used = {}
        for side in ('ours', 'peer'):
            command = [sys.executable, __file__, str(path), '--side', side, '--widths', str(width), *(['--amp'] if amp else [])]
            used[side] = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])
        print(f'{f"memory of a step, width {width}, {BF16[amp]}":58} {used["peer"]/used["ours"]:.2f}   {used["ours"]:.0f} against {used["peer"]:.0f} MB', flush=True)

def memory_of(vae, width, side, amp):
    "Three steps of one side: MB beyond what was held before."
    torch.manual_seed(0)
    model = peer_model(vae, width) if side == 'peer' else use_channels_last(vdvae(**LAYERS, width=width))
    step,x = (peer_step if side == 'peer' else our_step)(model, amp),torch.randint(0, 256, (BS, 3, 32, 32)).float()
    def highest(): return int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])/1024 # ru_maxrss has the parent's in it
    before = highest()
    for _ in range(3): step(x)
    print(highest() - before)

EXPERIMENT = """
from torch import nn
from hvae.all import *
data_params = Hyperparams(dataset='made', batch_size=128)
train_params = Hyperparams(epochs=%d)
def model():
    return hVAE(dict(x=InputBlock(nn.Flatten()), h=SimpleBlock(MLPNet(784, [512], act=nn.ReLU), 'x'),
                     z=TopGenBlock(MLPNet(512, [], 20), prior_shape=(10,), condition='h'),
                     x_hat=OutputBlock([MLPNet(10, [512], 784, act=nn.ReLU), nn.Unflatten(1, (1, 28, 28))], 'z', 'bernoulli')))
"""

def pythae_rows(rounds, n=20_000, epochs=2):
    "The trainer, and importance samples."
    try: from pythae.data.datasets import BaseDataset
    except ImportError: return print('pythae is not installed: its rows are left out')
    from pythae.models import VAE, VAEConfig
    from pythae.trainers import BaseTrainer, BaseTrainerConfig
    from hvae.all import DataSet, Experiment, Training, log_weights
    logging.disable(logging.INFO)
    x = (torch.rand(n + 1000, 1, 28, 28, generator=torch.Generator().manual_seed(0)) < .13)
    class Made(DataSet):
        name,n_levels = 'made',2
        def load(self): return [o.to(torch.uint8).numpy() for o in (x[:n], x[n:], x[n:])]
    def make(): return VAE(VAEConfig(input_dim=(1, 28, 28), latent_dim=10, reconstruction_loss='bce', uses_default_encoder=True,
                                     uses_default_decoder=True))
    def theirs(_):
        with tempfile.TemporaryDirectory() as folder:
            config = BaseTrainerConfig(output_dir=folder, num_epochs=epochs, per_device_train_batch_size=128, per_device_eval_batch_size=128,
                                       learning_rate=1e-3, no_cuda=True)
            data = [BaseDataset(o.float(), torch.zeros(len(o))) for o in (x[:n], x[n:])]
            trainer = BaseTrainer(model=make(), train_dataset=data[0], eval_dataset=data[1], training_config=config)
            with contextlib.redirect_stderr(io.StringIO()): trainer.train() # its bars
    def ours(_):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            (folder/'bench.py').write_text(EXPERIMENT % epochs)
            with contextlib.redirect_stdout(io.StringIO()): Training(Experiment(str(folder/'bench.py')), folder).fit()
    compare(f'{epochs} epochs of {n} images, all that a run does', ours, theirs, None, max(3, rounds//3))
    peer = make().eval()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder)/'bench.py').write_text(EXPERIMENT % epochs)
        model = Experiment(str(Path(folder)/'bench.py')).module.model().eval()
    images = x[:50].float()
    with torch.no_grad():
        compare('100 importance samples of 50 images', lambda x: log_weights(model, x, 100), lambda x: peer.get_nll(x, 100, 100), images, rounds)

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('path', type=Path)
    p.add_argument('--rounds', type=int, default=11)
    p.add_argument('--widths', type=int, nargs='*', default=[32, 96])
    p.add_argument('--only', choices=['step', 'parts', 'memory', 'pythae'])
    p.add_argument('--compile', action='store_true', help='the steps in bf16 also compiled, which takes minutes')
    p.add_argument('--side', choices=['ours', 'peer'], help='only take steps and print the memory that they needed')
    p.add_argument('--amp', action='store_true', help='with --side: bf16')
    a = p.parse_args()
    sys.path.insert(0, str(a.path))
    sys.modules.setdefault('imageio', types.ModuleType('imageio')) # it writes pictures, which is not needed here
    import vae, vae_helpers
    torch.set_num_threads(1)
    torch.manual_seed(0)
    if a.side: return memory_of(vae, a.widths[0], a.side, a.amp)
    print(f'torch {torch.__version__}, one thread; openai/vdvae over ours, above 1 ours is faster')
    if a.only in (None, 'parts'): parts(vae_helpers, a.rounds)
    for width in a.widths if a.only in (None, 'step') else (): steps(vae, width, a.rounds, a.compile)
    for width in a.widths if a.only in (None, 'memory') else (): memory(a.path, width)
    if a.only in (None, 'pythae'): pythae_rows(a.rounds)

if __name__ == '__main__': main()

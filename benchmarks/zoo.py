"""What a published model costs: to build it, to migrate its weights, and to train it as a graph of blocks.

    OMP_NUM_THREADS=1 python benchmarks/zoo.py [--compile] [--rounds 15] [--only build|migrate|step]

- build: each preset of VDVAE on the meta device, with its summary.
- migrate: made-up weights of VDVAE's CIFAR-10 model (39 million parameters) under the original's names, in a file; each measurement in
  a process of its own. Time is that of `migrate_vdvae` less that of reading the file's tensors; memory is the highest that the process
  had, less what it had before, as a multiple of the weights.
- step: forward, backward, clipping, AdamW and average weights of the zoo's VDVAE against hand-written modules of the same architecture
  and weights, with the same noise, in turn in one process. Printed: the median of the ratios of adjacent runs, and their quartiles.
"""
import argparse, statistics, subprocess, sys, tempfile, time
from pathlib import Path
from types import SimpleNamespace
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn
from hvae.callbacks import EMA, GradClip
from hvae.elbo import elbo
from hvae.learner import optimizer
from hvae.migrate.vdvae import migrate_vdvae, vdvae_moves
from hvae.zoo import vdvae, vdvae_layers, vdvae_presets

def quartiles(values): return '{1:.3f}  ({0:.3f} to {2:.3f})'.format(*statistics.quantiles(values, n=4))

def build():
    for name in vdvae_presets:
        start = time.perf_counter()
        with torch.device('meta'): model = vdvae(name)
        built = time.perf_counter()
        total = model.summary()[-1]['parameters']
        print(f'{name:12} {total:12,} parameters  built in {built-start:.2f} s, with its summary in {time.perf_counter()-start:.2f} s')

def original_weights(preset):
    "Random tensors with the names and shapes of the original."
    with torch.device('meta'): ours = dict(vdvae(preset).state_dict())
    weights = {}
    for m in vdvae_moves(vdvae_presets[preset])[0]:
        shape = ours[m.target].shape
        weights[m.source] = torch.randn((1, *shape) if m.how == 'without the batch' else shape)
    return weights

def memory(key):
    "Bytes of memory that this process has (VmRSS), or had at most (VmHWM); Linux."
    line = next(o for o in Path('/proc/self/status').read_text().splitlines() if o.startswith(key))
    return int(line.split()[1])*1024

def measure(path, what):
    "In a process of its own: seconds and bytes."
    with torch.device('meta'): vdvae('cifar10') # what torch loads on first use is not counted
    torch.randn(100_000).sum().item()
    before,start = memory('VmRSS'),time.perf_counter()
    if what == 'read': sum(t.sum().item() for t in load_file(path).values())
    else: sum(p.sum().item() for p in migrate_vdvae(path, hps='cifar10').parameters())
    print(time.perf_counter() - start, memory('VmHWM') - before)

def migrate(rounds):
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp)/'vdvae.safetensors'
        weights = original_weights('cifar10')
        size = sum(t.nbytes for t in weights.values())
        save_file(weights, path)
        runs = {'read': [], 'migrate': []}
        for _ in range(rounds):
            for what,found in runs.items():
                out = subprocess.run([sys.executable, __file__, '--measure', what, str(path)], capture_output=True, text=True, check=True)
                found.append(tuple(map(float, out.stdout.split())))
    read,moved = (statistics.median(s for s,_ in runs[w]) for w in runs)
    highest = {w: statistics.median(b for _,b in runs[w])/size for w in runs}
    print(f"{size/1e6:.0f} MB of weights: read in {read:.2f} s, migrated in {moved:.2f} s, {moved-read:.2f} s beyond reading; "
          f"highest memory {highest['read']:.2f} and {highest['migrate']:.2f} times the weights")

small = dict(enc_blocks='32x2,32d2,16x2,16d2,8x2,8d2,4x1,4d4,1x1', dec_blocks='1x1,4m1,4x1,8m4,8x2,16m8,16x3,32m16,32x3')

class Four(nn.Module):
    "A bottleneck as plain code, with the convolutions of one of ours."
    def __init__(self, net, is_residual=False, down=None):
        super().__init__()
        self.c1,self.c2,self.c3,self.c4 = (m for m in net.modules() if isinstance(m, nn.Conv2d))
        self.is_residual,self.down = is_residual,down

    def forward(self, x):
        h = self.c4(F.gelu(self.c3(F.gelu(self.c2(F.gelu(self.c1(F.gelu(x))))))))
        h = x + h if self.is_residual else h
        return F.avg_pool2d(h, self.down) if self.down else h

class HandBlock(nn.Module):
    def __init__(self, block, res, mixin, zdim):
        super().__init__()
        self.prior,self.posterior,self.project,self.net = Four(block.prior_net),Four(block.posterior_net),block.z_projection,Four(block.net, True)
        self.res,self.mixin,self.zdim = res,mixin,zdim

    def forward(self, states, features, eps):
        h,n = states[self.res],self.zdim
        if self.mixin: h = h + F.interpolate(states[self.mixin][:,:h.shape[1]], scale_factor=self.res//self.mixin)
        qm,qs = self.posterior(torch.cat([features[self.res], h], 1)).chunk(2, 1)
        p = self.prior(h)
        pm,ps,more = p[:,:n],p[:,n:2*n],p[:,2*n:]
        kl = -.5 + ps - qs + .5*(qs.exp()**2 + (qm - pm)**2)/ps.exp()**2
        states[self.res] = self.net(h + more + self.project(qm + qs.exp()*eps))
        return kl.sum((1, 2, 3))

class HandVDVAE(nn.Module):
    "VDVAE as plain code, with the parameters of one of ours."
    def __init__(self, m):
        super().__init__()
        nets = [n for name in m.encoder_names for n in m.blocks[name].modules() if type(n).__name__ == 'ResidualBottleneck']
        encoder,decoder = vdvae_layers(small['enc_blocks'], 'd'),vdvae_layers(small['dec_blocks'], 'm')
        self.first,self.standardize = m.blocks['h32'].net[0],m.blocks['x'].net
        self.encoder = nn.ModuleList(Four(net, True, down) for net,(_,down) in zip(nets, encoder))
        self.decoder = nn.ModuleList(HandBlock(m.blocks[z], *at, m.blocks[z].z_projection.in_channels) for z,at in zip(m.latents, decoder))
        self.starts = {res: m.blocks[f'start{res}'].prior_value for res,_ in decoder}
        self.affine,self.out = m.blocks['x_hat'].net
        self.head = m.blocks['x_hat'].head

    def forward(self, x, noise):
        h = self.first(self.standardize(x))
        features = {x.shape[2]: h}
        for block in self.encoder:
            h = block(h)
            features[h.shape[2]] = h
        states = {res: start.expand(len(x), -1, -1, -1) for res,start in self.starts.items()}
        total = sum(block(states, features, eps) for block,eps in zip(self.decoder, noise.values()))
        out = self.out(states[x.shape[2]]*self.affine.scale + self.affine.bias)
        return (total - self.head(out).log_prob(x).sum((1, 2, 3))).mean()

def timed(f, *args):
    "Seconds of this process's own, which other processes disturb less."
    start = time.process_time()
    f(*args)
    return time.process_time() - start

def compare(name, ours, theirs, args, rounds):
    "Time both in turn; print the ratio ours/theirs."
    for f in (ours, theirs): f(*args)
    times = []
    for i in range(rounds):
        both = {f: timed(f, *args) for f in ((ours, theirs) if i % 2 else (theirs, ours))}
        times.append((both[ours], both[theirs]))
    a,b = (1000*statistics.median(t) for t in zip(*times))
    print(f'{name:62} {quartiles([a/b for a,b in times])}   {a:.0f} against {b:.0f} ms', flush=True)

def step(rounds, width, compiled):
    torch.manual_seed(0)
    model = vdvae(**small, width=width)
    with torch.no_grad():
        for p in model.parameters(): p.add_(.02*torch.randn_like(p)) # no layer is zero
    x = torch.randint(0, 256, (16, 3, 32, 32)).float()
    with torch.no_grad(): noise = {n: torch.randn_like(v) for n,v in model.encode(x).items()}
    hand,parameters = HandVDVAE(model),list(model.parameters())
    def ours(x, noise): return -elbo(model.elbo_terms(x, noise=noise)).mean()
    losses = [ours(x, noise), hand(x, noise)]
    torch.testing.assert_close(*losses, rtol=1e-5, atol=0)
    for a,b in zip(*(torch.autograd.grad(o, parameters) for o in losses)): assert (a - b).norm() <= 1e-3*b.norm() + 1e-6
    opt = optimizer('adamw', betas=(.9, .9), weight_decay=.01)(parameters, lr=1e-5)
    clip,ema = GradClip(200.),EMA(.999)
    clip.learn = ema.learn = SimpleNamespace(model=model, hvae=model)
    clip.before_train()
    ema.before_fit()
    def gradients(loss):
        def run(x, noise):
            opt.zero_grad()
            loss(x, noise).backward()
        return run
    def whole(loss):
        backward = gradients(loss)
        def run(x, noise):
            backward(x, noise)
            clip.before_step()
            opt.step()
            ema.after_step()
        return run
    name = f'VDVAE, {len(model.latents)} latents, width {width}, 32x32, batch 16'
    print(f'{name}, {sum(p.numel() for p in parameters):,} parameters')
    compare('forward and backward', gradients(ours), gradients(hand), (x, noise), rounds)
    compare('training step', whole(ours), whole(hand), (x, noise), rounds)
    if not compiled: return
    fast,fast_hand = torch.compile(ours, fullgraph=True),torch.compile(hand, fullgraph=True)
    compare('training step, both compiled', whole(fast), whole(fast_hand), (x, noise), rounds)

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--compile', action='store_true', help='the step also compiled, which takes minutes')
    p.add_argument('--rounds', type=int, default=15)
    p.add_argument('--width', type=int, default=64)
    p.add_argument('--only', choices=['build', 'migrate', 'step'])
    p.add_argument('--measure', nargs=2, help=argparse.SUPPRESS)
    a = p.parse_args()
    if a.measure: return measure(a.measure[1], a.measure[0])
    print(f'torch {torch.__version__}, {torch.get_num_threads()} threads')
    if a.only in (None, 'build'): build()
    if a.only in (None, 'migrate'): migrate(min(a.rounds, 5))
    if a.only in (None, 'step'): step(a.rounds, a.width, a.compile)

if __name__ == '__main__': main()

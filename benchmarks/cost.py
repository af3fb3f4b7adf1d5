"""What a graph of blocks costs: forward and backward of an `hVAE` against hand-written modules of the same architecture.

    OMP_NUM_THREADS=1 python benchmarks/cost.py [--compile] [--rounds 15]

Both run in turn in one process, with the same weights and the same noise, after checking that they give the same loss and gradients.
A ratio below 1 means that the graph is faster. Printed: the median of the ratios of adjacent runs, and their quartiles.
"""
import argparse, math, statistics, time
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn import Conv2d, Flatten, GELU, Linear, Sequential, SiLU
from hvae.all import GenBlock, InputBlock, OutputBlock, Residual, ResidualGenBlock, SimpleBlock, TopGenBlock, TopSimpleBlock, elbo, hVAE

def normal(params):
    loc,log_std = params.chunk(2, 1)
    return loc,log_std.exp()

def kl(q, p):
    ratio = q[1]/p[1]
    return (.5*(ratio**2 + ((q[0] - p[0])/p[1])**2 - 1) - ratio.log()).flatten(1).sum(1)

def bernoulli_nll(logits, x): return F.binary_cross_entropy_with_logits(logits, x, reduction='none').flatten(1).sum(1)

def ladder(side, w):
    "Three levels of 8, 16 and 32 units for images of `side`*`side` pixels, with nets of width `w`."
    def mlp(ni, no): return Sequential(Linear(ni, w), SiLU(), Linear(w, no))
    return hVAE(dict(
        x     = InputBlock(Flatten()),
        h1    = SimpleBlock(mlp(side*side, w), 'x'),
        h2    = SimpleBlock(mlp(w, w), 'h1'),
        h3    = SimpleBlock(mlp(w, w), 'h2'),
        z3    = TopGenBlock(mlp(w, 16), prior_shape=(8,), condition='h3'),
        z2    = GenBlock(mlp(8, 32), mlp(w + 8, 32), input_id='z3', condition='h2'),
        z1    = GenBlock(mlp(16, 64), mlp(w + 16, 64), input_id='z2', condition='h1'),
        x_hat = OutputBlock(mlp(32, side*side), 'z1', 'bernoulli')))

class HandLadder(nn.Module):
    "The ladder as plain code."
    def __init__(self, m):
        super().__init__()
        b = m.blocks
        self.h1,self.h2,self.h3,self.q3,self.out = b['h1'].net,b['h2'].net,b['h3'].net,b['z3'].net,b['x_hat'].net
        self.p2,self.q2,self.p1,self.q1 = b['z2'].prior_net,b['z2'].posterior_net,b['z1'].prior_net,b['z1'].posterior_net

    def forward(self, x, noise):
        h1 = self.h1(x.flatten(1))
        h2 = self.h2(h1)
        q3 = normal(self.q3(self.h3(h2)))
        z3 = q3[0] + q3[1]*noise['z3']
        p2,q2 = normal(self.p2(z3)),normal(self.q2(torch.cat([h2,z3], 1)))
        z2 = q2[0] + q2[1]*noise['z2']
        p1,q1 = normal(self.p1(z2)),normal(self.q1(torch.cat([h1,z2], 1)))
        z1 = q1[0] + q1[1]*noise['z1']
        p3 = torch.zeros_like(z3),torch.ones_like(z3)
        return (bernoulli_nll(self.out(z1), x.flatten(1)) + kl(q3, p3) + kl(q2, p2) + kl(q1, p1)).mean()

W,NZ = 32,8
def conv(ni, no, mid=16): return Sequential(GELU(), Conv2d(ni, mid, 1), GELU(), Conv2d(mid, mid, 3, padding=1), GELU(), Conv2d(mid, no, 1))

def deep_conv(n_latents=40):
    "A top-down hierarchy of 40 latents at a resolution of 8x8 under three encoder features."
    blocks = dict(x=InputBlock(), h1=SimpleBlock(Conv2d(3, W, 4, 4), 'x'), h2=SimpleBlock(Residual(conv(W, W)), 'h1'),
                  h3=SimpleBlock(Residual(conv(W, W)), 'h2'), start=TopSimpleBlock(None, (W,8,8), prior_data=.1*torch.randn(W, 8, 8)))
    state = 'start'
    for i in range(n_latents, 0, -1):
        blocks[f'z{i}'] = ResidualGenBlock(conv(W, 2*NZ + W), conv(2*W, 2*NZ), Conv2d(NZ, W, 1), Residual(conv(W, W)), state, f'h{1 + i*2//n_latents}')
        state = f'z{i}.state'
    return hVAE(dict(blocks, x_hat=OutputBlock([Conv2d(W, 48, 1), nn.PixelShuffle(4)], state, 'bernoulli')))

class HandDeep(nn.Module):
    "The deep model as plain code."
    def __init__(self, m):
        super().__init__()
        self.h1,self.h2,self.h3,self.out = m.blocks['h1'].net,m.blocks['h2'].net,m.blocks['h3'].net,m.blocks['x_hat'].net
        self.start,self.levels = m.blocks['start'].prior_value,nn.ModuleList(m.blocks[z] for z in m.latents)
        self.which = [int(b.condition.name[1]) - 1 for b in self.levels]

    def forward(self, x, noise):
        h1 = self.h1(x)
        h2 = self.h2(h1)
        features = h1,h2,self.h3(h2)
        h,total = self.start.expand(len(x), -1, -1, -1),0.
        for b,which,eps in zip(self.levels, self.which, noise.values()):
            params = b.prior_net(h)
            p,q = normal(params[:,:2*NZ]),normal(b.posterior_net(torch.cat([features[which],h], 1)))
            z = q[0] + q[1]*eps
            h = b.net(h + params[:,2*NZ:] + b.z_projection(z))
            total = total + kl(q, p)
        return (bernoulli_nll(self.out(h), x) + total).mean()

def graph_loss(model):
    def loss(x, noise): return -elbo(model.elbo_terms(x, noise=noise)).mean()
    return loss

def step(loss, parameters, *args):
    for p in parameters: p.grad = None
    value = loss(*args)
    value.backward()
    return value

def compare(name, ours, theirs, parameters, args, rounds):
    "Time both in turn; print the ratio ours/theirs."
    a,b = step(ours, parameters, *args).item(),step(theirs, parameters, *args).item()
    assert math.isclose(a, b, rel_tol=1e-4), (name, a, b)
    for _ in range(3):
        for f in (ours, theirs): step(f, parameters, *args)
    ratios,seconds = [],([], [])
    repeats = max(1, int(.15/max(1e-4, timed(theirs, parameters, args, 1))))
    for i in range(rounds):
        first,second = (ours, theirs) if i % 2 else (theirs, ours)
        times = {f: timed(f, parameters, args, repeats) for f in (first, second)}
        ratios.append(times[ours]/times[theirs])
        for s,f in zip(seconds, (ours, theirs)): s.append(times[f])
    low,mid,high = statistics.quantiles(ratios, n=4)
    ms = [f'{1000*statistics.median(s):.2f}' for s in seconds]
    print(f'{name:74} {mid:.3f}  ({low:.3f} to {high:.3f})   {ms[0]} against {ms[1]} ms', flush=True)

def timed(f, parameters, args, repeats):
    start = time.perf_counter()
    for _ in range(repeats): step(f, parameters, *args)
    return (time.perf_counter() - start)/repeats

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--compile', action='store_true', help='also compiled, which takes minutes')
    p.add_argument('--rounds', type=int, default=15)
    a = p.parse_args()
    torch.manual_seed(0)
    print(f'torch {torch.__version__}, {torch.get_num_threads()} threads; graph/hand-written, median of {a.rounds} pairs (quartiles)')
    for name,model,hand,x in (('3-level MLP, 28x28, width 256, batch 128', ladder(28, 256), HandLadder, torch.rand(128, 1, 28, 28).round()),
                              ('3-level MLP, 8x8, width 128, batch 128', ladder(8, 128), HandLadder, torch.rand(128, 1, 8, 8).round()),
                              ('40 latents, convolutional, batch 16', deep_conv(), HandDeep, torch.rand(16, 3, 32, 32).round())):
        with torch.no_grad(): noise = {n: torch.randn_like(v) for n,v in model.encode(x).items()}
        ours,theirs,parameters = graph_loss(model),hand(model),list(model.parameters())
        compare(f'{name}: eager', ours, theirs, parameters, (x, noise), a.rounds)
        if not a.compile: continue
        fast,fast_hand = torch.compile(ours, fullgraph=True),torch.compile(theirs, fullgraph=True)
        compare(f'{name}: compiled against compiled', fast, fast_hand, parameters, (x, noise), a.rounds)
        compare(f'{name}: compiled against eager hand-written', fast, theirs, parameters, (x, noise), a.rounds)

if __name__ == '__main__': main()

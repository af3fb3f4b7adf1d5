"""A small VDVAE on CIFAR-10 here, beside the published code itself: bits/dim after equal times on one machine.

    OMP_NUM_THREADS=1 python benchmarks/cifar10.py PATH DATA [--seconds 1200] [--seeds 0 1] [--width 96] [--lr 1e-3] [--to benchmarks/cifar10.csv]

PATH is a checkout of openai/vdvae, whose `vae.py` is imported from there; DATA is an .npz file with `x_train` and `x_test`, (N,32,32,3) uint8.
Both sides have the architecture of `peers.py`, as many weights, batches of 16 of the same images in the same order, bf16, AdamW with the same
constants, a warmup of 100 steps, clipping, and average weights of rate .999. For each seed two processes run **at the same time**, one thread each, so that
both have the same share of the machine; each stops its clock to be tested, three times, with its weights and with their average, in float32, on
all test images. What differs is what a step costs, the order of random numbers, that our loss is of an image and theirs of a dimension, so that
clipping acts on ours alone, and that our average has a warmup: theirs still holds much of the first weights after some hundred steps, so that the two
compare by the weights as they are. Written: bits/dim with its standard error over images, seconds by the clock and of the processor, and steps."""
import argparse, csv, math, subprocess, sys, time, types
from pathlib import Path
import numpy as np
import torch
from hvae.core import bits_per_dim
from hvae.evaluate import dataset_terms
from hvae.layout import use_channels_last
from hvae.zoo import vdvae
from peers import BS, LAYERS, our_step, peer_input, peer_model, peer_step

COLUMNS = ('side','seed','point','wall_seconds','cpu_seconds','steps','parameters','bits_per_dim','se','bits_per_dim_average',
           'se_average') # with the weights as they are, and with their running average
DIMS = 3*32*32

def set_rate(opt, lr):
    "The step size of an optimizer, ours or torch's."
    if hasattr(opt, 'set_hyper'): opt.set_hyper('lr', lr)
    else:
        for group in opt.param_groups: group['lr'] = lr

def side_of(name, width, lr):
    "A model, its step in bf16, and its test: bits/dim of all images or of groups of them, with the weights as they are or with their average."
    if name == 'openai':
        import vae
        model = peer_model(vae, width)
        step = peer_step(model, True, lr=lr)
        @torch.no_grad()
        def test(x, average):
            net = step.average if average else model
            return torch.stack([net.forward(*peer_input(b.float()))['elbo'].double() for b in x.split(20)])/math.log(2)
        return model,step,test
    model = use_channels_last(vdvae(**LAYERS, width=width))
    step = our_step(model, True, lr=lr)
    def test(x, average):
        if average: step.average.show_average()
        terms = dataset_terms(model, x, 100)
        if average: step.average.show_raw()
        return bits_per_dim(sum(terms.values()), DIMS)
    return model,step,test

def mean_and_error(bits): return [round(v, 5) for v in (bits.mean().item(), bits.std().item()/math.sqrt(len(bits)))]

def train(name, seed, width, lr, seconds, x, x_test):
    "Train one side; yields a row of the table at a third, two thirds and all of the time."
    torch.manual_seed(seed)
    model,step,test = side_of(name, width, lr)
    order,n,wall,cpu = torch.Generator().manual_seed(seed),0,0.,0.
    left,n_parameters = [seconds/3, 2*seconds/3, seconds],sum(p.numel() for p in model.parameters())
    while left:
        for batch in torch.randperm(len(x), generator=order).split(BS)[:len(x)//BS]:
            set_rate(step.opt, lr*min(1, (n + 1)/100))
            clock,used = time.perf_counter(),time.process_time()
            step(x[batch].float())
            wall,cpu,n = wall + time.perf_counter() - clock,cpu + time.process_time() - used,n + 1
            if wall < left[0]: continue
            left.pop(0)
            bits = [v for average in (False, True) for v in mean_and_error(test(x_test, average))]
            yield name,seed,3 - len(left),round(wall, 1),round(cpu, 1),n,n_parameters,*bits
            if not left: return

def pictures(path):
    "Training and test images, (N,3,32,32)."
    with np.load(path) as f: return [torch.from_numpy(f[k]).permute(0, 3, 1, 2).contiguous() for k in ('x_train', 'x_test')]

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('path', type=Path)
    p.add_argument('data', type=Path)
    p.add_argument('--seconds', type=float, default=1200.)
    p.add_argument('--seeds', type=int, nargs='+', default=[0, 1])
    p.add_argument('--width', type=int, default=96)
    p.add_argument('--lr', type=float, default=1e-3)
    p.add_argument('--to', type=Path, default=Path('benchmarks/cifar10.csv'))
    p.add_argument('--side', choices=['openai', 'hvae'], help='train one side with the first seed, and print its rows')
    a = p.parse_args()
    torch.set_num_threads(1)
    sys.path.insert(0, str(a.path))
    sys.modules.setdefault('imageio', types.ModuleType('imageio')) # it writes pictures, which is not needed here
    if a.side:
        for row in train(a.side, a.seeds[0], a.width, a.lr, a.seconds, *pictures(a.data)): print(*row, sep=',', flush=True)
        return
    rows = []
    for seed in a.seeds:
        command = [sys.executable, __file__, str(a.path), str(a.data), '--seconds', str(a.seconds), '--seeds', str(seed), '--width', str(a.width),
                   '--lr', str(a.lr)]
        both = [subprocess.Popen([*command, '--side', side], stdout=subprocess.PIPE, text=True) for side in ('openai', 'hvae')]
        for process in both:
            said = process.communicate()[0]
            if process.returncode: raise SystemExit(f'a side ended with exit code {process.returncode}')
            print(said, end='', flush=True)
            rows += [line.split(',') for line in said.splitlines()]
        with open(a.to, 'w', newline='') as f: csv.writer(f).writerows([COLUMNS, *rows])

if __name__ == '__main__': main()

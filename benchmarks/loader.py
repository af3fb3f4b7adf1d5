"""What batches cost: images per second against item-by-item fastai loaders, and the loader's share of a training step.

    OMP_NUM_THREADS=1 python benchmarks/loader.py [--rounds 15]

Both loaders run in turn in one process, each through one epoch of the same 20,000 images of 28x28 bytes in a new order, in batches of
128: an `ArrayLoader`, and fastai's own loaders, which fetch the items of a `TensorDataset` or of a list one by one and collate them.
The share is the time per batch of the digits' training loader, divided by the time of a step (forward, loss, backward, clip, AdamW)
of the `digits_ladder` experiment on a batch that is at hand. Printed: the median of the pairs, and their quartiles.
"""
import argparse, gc, statistics, time
import torch
from fastai.data.core import TfmdDL
from fastai.data.load import DataLoader
from torch.utils.data import TensorDataset
from hvae.data import ArrayLoader, get_dataset
from hvae.elbo import elbo
from hvae.experiment import Experiment

def seconds(f):
    start = time.perf_counter()
    f()
    return time.perf_counter() - start

def epoch(loader):
    for _ in loader: pass

def paired(a, b, rounds):
    "Times of two functions that take turns, [(a, b), ...]."
    a(), b()
    gc.collect()
    gc.disable() # as timeit does: a collection belongs to nobody and takes longer than an epoch
    pairs = []
    for i in range(rounds):
        first,second = (a, b) if i % 2 else (b, a)
        times = {f: seconds(f) for f in (first, second)}
        pairs.append((times[a], times[b]))
    gc.enable()
    return pairs

def report(name, ratios, unit, details):
    low,middle,high = statistics.quantiles(ratios, n=4)
    print(f'{name:58} {middle:7.3g}{unit}  ({low:.3g} to {high:.3g})   {details}', flush=True)

def compare_loaders(rounds, n=20_000, bs=128):
    "Images per second, ours divided by theirs."
    x,y = torch.randint(0, 256, (n, 1, 28, 28), dtype=torch.uint8),torch.randint(0, 10, (n,))
    items = list(zip(x, y))
    kept = dict(bs=bs, shuffle=True, drop_last=True, num_workers=0, device='cpu')
    theirs = {'DataLoader of a TensorDataset': DataLoader(TensorDataset(x, y), **kept), 'TfmdDL of a list of items': TfmdDL(items, **kept)}
    ours = ArrayLoader(x, y, bs, shuffle=True, drop_last=True)
    for name,loader in theirs.items():
        pairs = paired(lambda: epoch(ours), lambda: epoch(loader), rounds)
        rates = [n/statistics.median(o)/1e3 for o in zip(*pairs)]
        report(f'images/s, against {name}', [b/a for a,b in pairs], ' x', f'{rates[0]:.0f} and {rates[1]:.0f} thousand')

def compare_step(rounds, epochs=10, steps=30):
    "Share of a training step that its batch costs."
    experiment = Experiment('digits_ladder')
    model,p,bs = experiment.make_model(),experiment.params['optimizer_params'],experiment.params['data_params'].batch_size
    opt = torch.optim.AdamW(model.parameters(), lr=p.lr, betas=tuple(p.betas), weight_decay=p.weight_decay)
    x = get_dataset('digits').x_train[:bs]
    def step():
        for _ in range(steps):
            (-elbo(model.elbo_terms(x)).mean()).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), p.clip)
            opt.step()
            opt.zero_grad()
    for conversion in ('none', 'dynamic'):
        loader = get_dataset('digits', conversion=conversion).get_train_loader(bs)
        def load():
            for _ in range(epochs): epoch(loader)
        pairs = [(a/epochs/len(loader), b/steps) for a,b in paired(load, step, rounds)]
        us,ms = [statistics.median(o) for o in zip(*pairs)]
        report(f"share of a digits_ladder step, conversion '{conversion}'", [100*a/b for a,b in pairs], ' %',
               f'{1e6*us:.0f} us and {1e3*ms:.2f} ms')

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--rounds', type=int, default=15)
    a = p.parse_args()
    print(f'torch {torch.__version__}, {torch.get_num_threads()} threads; median of {a.rounds} pairs (quartiles)')
    compare_loaders(a.rounds)
    compare_step(a.rounds)

if __name__ == '__main__': main()

"""What batches cost: images per second against item-by-item fastai loaders, and the loader's share of a training step.

    OMP_NUM_THREADS=1 python benchmarks/loader.py [--rounds 15]

Both loaders run in turn in one process, each through one epoch of the same 20,000 images of 28x28 bytes in a new order, in batches of
128: an `ArrayLoader`, and fastai's own loaders, which fetch the items of a `TensorDataset` or of a list one by one and collate them.
The share is the time per batch of the digits' training loader, divided by the time of a step (forward, loss, backward, clip, AdamW)
of the `digits_ladder` experiment on a batch that is at hand. Printed: the median of the pairs, and their quartiles.

`--disk` measures what lies on disk instead: images per second of wall time, and of processor time of this process, in an epoch of a loader
that shuffles, of one array in memory, mapped (.npy), in an HDF5 file in one piece and in packed chunks (with h5py), and of a folder of
JPEG pictures; read here, and by one and two processes.
"""
import argparse, gc, statistics, tempfile, time
from importlib.util import find_spec
from pathlib import Path
import numpy as np
import torch
from fastai.data.core import TfmdDL
from fastai.data.load import DataLoader
from torch.utils.data import TensorDataset
from hvae.data import ArrayLoader, get_dataset
from hvae.datasets import Arrays, ImageFolder
from hvae.elbo import elbo
from hvae.experiment import Experiment
from hvae.on_disk import OnDisk
from PIL import Image

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

def stored_sets(folder, n=20_000, n_pictures=1500):
    "Functions of a number of workers that make data sets of 32x32 pixels in colour: in memory, and on disk in several ways."
    rng = np.random.default_rng(0)
    x = rng.integers(0, 40, (n, 3, 32, 32), dtype=np.uint8)
    np.save(folder/'x.npy', x)
    sets = {'array in memory': lambda w: Arrays(x, n_levels=256), '.npy, mapped': lambda w: OnDisk(folder/'x.npy', n_levels=256, n_workers=w)}
    if find_spec('h5py'):
        import h5py
        with h5py.File(folder/'x.h5', 'w') as file:
            file['whole'] = x
            file.create_dataset('packed', data=x, chunks=(64, 3, 32, 32), compression='gzip')
        for name in ('whole', 'packed'):
            sets[f'HDF5, {name}'] = lambda w, name=name: OnDisk(f'{folder}/x.h5::{name}', n_levels=256, n_workers=w)
    (folder/'pictures').mkdir()
    for i in range(n_pictures):
        Image.fromarray(rng.integers(0, 256, (12, 12, 3), dtype=np.uint8)).resize((96, 96)).save(folder/f'pictures/{i:05}.jpg')
    sets['folder of 96x96 JPEG, to 32x32'] = lambda w: ImageFolder(folder/'pictures', size=32, in_memory=False, n_workers=w)
    return sets

def report_disk(rounds, bs=128):
    "Images per second from memory and from disk."
    with tempfile.TemporaryDirectory() as folder:
        for name,make in stored_sets(Path(folder)).items():
            for workers in (0,) if 'memory' in name else (0, 1, 2):
                loader = make(workers).get_train_loader(bs)
                n,walls,own = len(loader)*bs,[],[]
                epoch(loader) # the first starts the processes
                for _ in range(rounds):
                    start = time.process_time()
                    walls.append(n/seconds(lambda: epoch(loader)))
                    own.append(n/(time.process_time() - start))
                wall,cpu = statistics.median(walls),statistics.median(own)
                print(f'{name:32} {workers} workers  {wall:9.0f} images/s  {cpu:9.0f} a second of its own processor time', flush=True)
                if loader.ahead: loader.ahead.close()

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--rounds', type=int, default=15)
    p.add_argument('--disk', action='store_true')
    a = p.parse_args()
    print(f'torch {torch.__version__}, {torch.get_num_threads()} threads; median of {a.rounds} pairs (quartiles)')
    if a.disk: return report_disk(a.rounds)
    compare_loaders(a.rounds)
    compare_step(a.rounds)

if __name__ == '__main__': main()

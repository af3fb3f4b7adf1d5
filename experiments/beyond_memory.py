"Digits at any place of a frame, in a file that only batches of are ever in memory: 100,000 of them, or as many as the disk holds."
import os, tempfile
from pathlib import Path
import numpy as np
from sklearn.datasets import load_digits
from torch.nn import Flatten, Unflatten
from hvae.all import *

log_params       = Hyperparams(print_every=1)
model_params     = Hyperparams(sizes=(24, 8), width=256)
train_params     = Hyperparams(epochs=2, seed=0)
optimizer_params = Hyperparams(lr=2e-3, warmup=.1)
eval_params      = Hyperparams(n_samples=4)
analysis_params  = Hyperparams(n_images=10)

def block_of_digits(images, start, n):
    "Digits number `start` to `start + n` of the file, each at a place of its own."
    rng = np.random.default_rng(start)
    which,down,across = rng.integers(len(images), size=n),rng.integers(9, size=n),rng.integers(9, size=n)
    x = np.zeros((n, 1, 16, 16), np.uint8)
    rows = np.arange(n)[:,None,None]
    x[rows, 0, down[:,None,None] + np.arange(8)[:,None], across[:,None,None] + np.arange(8)] = images[which]
    return x,which

def moved_digits(n, folder):
    "The files of the digits and of their labels, which are written a block at a time where they are not there yet."
    folder = Path(folder or tempfile.gettempdir())/f'hvae_moved_digits_{n}'
    folder.mkdir(parents=True, exist_ok=True)
    digits,paths = load_digits(),[folder/'x.npy', folder/'y.npy']
    if not all(o.exists() for o in paths):
        new = [o.with_name(f'{os.getpid()}_{o.name}') for o in paths]
        x = np.lib.format.open_memmap(new[0], 'w+', np.uint8, (n, 1, 16, 16))
        y = np.lib.format.open_memmap(new[1], 'w+', np.int64, (n,))
        for i in range(0, n, 10_000):
            x[i:i+10_000],which = block_of_digits(digits.images, i, min(10_000, n - i))
            y[i:i+10_000] = digits.target[which]
        del x,y
        for old,path in zip(new, paths): os.replace(old, path) # a file that is there is whole
    return paths

class MovedDigits(OnDisk):
    "Digits at any place of 16x16 pixels, on disk."
    name = 'moved_digits'
    def __init__(self, n=100_000, folder=None, **kwargs): # how many; where they are kept; `n_workers`, `n_looked`, ...
        x,y = moved_digits(n, folder)
        super().__init__(x, y_train=y, n_levels=17, **kwargs)

data_params = Hyperparams(dataset=MovedDigits, options=dict(n=100_000), batch_size=256)

def model():
    w,(n1,n2) = model_params.width,model_params.sizes
    return hVAE(dict(
        x     = InputBlock([Levels(17), Flatten()]),
        h1    = SimpleBlock(MLPNet(256, [w], w), 'x'),
        h2    = SimpleBlock(MLPNet(w, [w], w), 'h1'),
        z2    = TopGenBlock(MLPNet(w, [], 2*n2), prior_shape=(n2,), condition='h2'),
        z1    = GenBlock(MLPNet(n2, [w], 2*n1, out_scale=.3), MLPNet(w + n2, [w], 2*n1, out_scale=.3), input_id='z2', condition='h1'),
        x_hat = OutputBlock([MLPNet(n1 + n2, [w, w], 2*256), Unflatten(1, (2, 16, 16))], [('z2', 'z1'), 'concat'], DiscretizedLogisticHead(17))))

"""Every argument of the data sets, loaders and readers, given values of wrong kinds and sizes: a right result, or a clear error of ours.

    python tests/doors.py

An error is clear if it is a ValueError, TypeError, KeyError or OSError that is raised in the package, not below it, and says what came.
"""
import linecache, os, sys, tempfile, traceback, warnings
from pathlib import Path
import numpy as np
import torch
from PIL import Image
import hvae
from hvae.arrays import as_array
from hvae.data import ArrayLoader, DataSet, Digits, convert_images, get_dataset
from hvae.datasets import CIFAR10, MNIST, Arrays, FashionMNIST, ImageFolder, MNIST5k, Patches
from hvae.array_files import open_file, read_idx, read_npz
from hvae.reading import PictureReader

WRONG = [None, True, 0, -1, 10**9, 10**30, 1.5, float('nan'), float('inf'), 'x', '', 'a\0b', b'x', [], [1, 'x'], {}, (1, 2), set(), object(), print,
         np.nan*np.ones(3), np.zeros(0), np.array(['a']), np.ones((2, 2))*1j, torch.zeros(0), torch.ones(3).to_sparse(), Path('nowhere'), Digits]
PACKAGE = str(Path(hvae.__file__).parent)

def _before(frame):
    "The lines of a file in which a statement that ends at a frame's line may begin."
    return ''.join(linecache.getline(frame.filename, frame.lineno - i) for i in range(3))

def outcome(f):
    "Nothing if a call gives a result or a clear error; otherwise what was wrong with it."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            f()
    except (ValueError, TypeError, KeyError, OSError) as e:
        last = traceback.extract_tb(e.__traceback__)[-1]
        if not last.filename.startswith(PACKAGE): return f'{type(e).__name__} in {Path(last.filename).name}: {e}'
        if 'raise ' not in last.line and 'raise ' not in _before(last): return f'{type(e).__name__} is not raised on purpose: {e}'
    except Exception as e: return f'{type(e).__name__}: {e}'

def subjects(folder):
    "Names, callables and good arguments."
    x,y = np.random.RandomState(0).rand(20, 3),np.zeros(20)
    def loader(method, **kwargs): return lambda **k: getattr(Arrays(x), method)(**k)
    yield 'Digits',Digits,{}
    yield 'MNIST5k',MNIST5k,{}
    for cls in (MNIST, FashionMNIST, CIFAR10): yield cls.__name__,cls,dict(folder=folder/'set.npz', n_val=5, checksum='0'*16)
    yield 'Patches',Patches,dict(size=4, sizes=(5, 5, 5), seed=0)
    yield 'ImageFolder',ImageFolder,dict(folder=folder/'pictures', size=8, n_channels=1, n_levels=256, background=None, max_pixels=10**6)
    yield 'Arrays',Arrays,dict(x_train=x, x_val=x, x_test=x, y_train=y, y_val=y, y_test=y, n_levels=None, layout=None)
    yield 'Arrays, split',Arrays,dict(x_train=x, y_train=y)
    yield 'ArrayLoader',ArrayLoader,dict(x=torch.tensor(x), y=torch.zeros(20), bs=4, shuffle=False, drop_last=False, device=None, convert=None)
    yield 'ArrayLoader.new',ArrayLoader(torch.tensor(x), torch.zeros(20)).new,dict(dataset=None, bs=3, device=None)
    yield 'ArrayLoader.resume',ArrayLoader(torch.tensor(x), torch.zeros(20)).resume,dict(epoch_seed=1, n_done=0)
    yield 'get_dataset',get_dataset,dict(dataset='digits')
    for method in ('get_train_loader', 'get_val_loader', 'get_test_loader', 'dataloaders'): yield method,loader(method),dict(bs=3, device='cpu')
    yield 'convert_images',lambda **k: convert_images(torch.zeros(2, 3), g=torch.Generator(), **k),dict(conversion='dynamic', n_levels=5)
    yield 'PictureReader',PictureReader,dict(size=8, n_channels=1, n_levels=256, background=0, max_pixels=100)
    yield 'read',PictureReader().read,dict(paths=[folder/'pictures'/'0.png'])
    yield 'read_folder',PictureReader().read_folder,dict(folder=folder/'pictures')
    yield 'open_file',open_file,dict(path=folder/'set.npz')
    yield 'read_npz',read_npz,dict(path=folder/'set.npz')
    yield 'read_idx',read_idx,dict(path=folder/'set.npz', n_dims=3)
    yield 'as_array',as_array,dict(x=x)

def main():
    with tempfile.TemporaryDirectory() as name:
        folder,found,n = Path(name),[],0
        os.chdir(folder)
        (folder/'pictures').mkdir()
        for i in range(10): Image.fromarray(np.full((8, 8), i, np.uint8)).save(folder/'pictures'/f'{i}.png')
        u8 = np.zeros((20, 28, 28), np.uint8)
        np.savez(folder/'set.npz', x_train=u8, y_train=u8[:,0,0], x_test=u8, y_test=u8[:,0,0])
        for name,f,good in subjects(folder):
            common = dict(conversion='none') | (dict(seed=0) if 'seed' not in good else {}) if isinstance(f, type) and issubclass(f, DataSet) else {}
            if name == 'Patches': common = {}
            for argument in {**good, **common}:
                for wrong in WRONG:
                    n += 1
                    bad = outcome(lambda: f(**{**good, **common, argument: wrong}))
                    if bad: found.append(f'{name}({argument}={str(wrong)[:40]}): {bad[:200]}')
        os.chdir('/')
    print(*found, f'{n} calls, {len(found)} of them without a right result or a clear error', sep='\n')
    return bool(found)

if __name__ == '__main__': sys.exit(main())

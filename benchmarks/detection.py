"""How well the scores of a model of MNIST tell other 28x28 pictures apart, all scores side by side.

    OMP_NUM_THREADS=1 python benchmarks/detection.py RUN MNIST.npz [--n 500] [--out benchmarks/detection.csv]

RUN is the folder of a run on binarised MNIST whose model is to be used. Every data set is binarised in the same way: each pixel is 1 with the
probability of its grey level, from one seeded stream. Fashion-MNIST is not among them: no package was found that ships it. What stands in for it:

- letters: A to J in the fonts that matplotlib ships (upright ones, white on black, 20 pixels high, shifted by up to 2 pixels), like notMNIST.
- photographs: patches of 112x112 of six photographs that scikit-image ships, grey, reduced to 28x28: a full grey range, as clothes have.
- textures: the same of brick, grass and gravel.
- inverted, turned: MNIST's own test digits with black and white exchanged, and turned by 90 degrees.
- shuffled: their pixels in one random order.
- grey: pictures of one grey level each, uniform in 0 to 1; black: the same in 0 to .05, the simplest inputs.

The typical ELBO is that of 1,000 training images.
"""
import argparse
from pathlib import Path
import matplotlib
import numpy as np
import torch
from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont
from skimage import color, data
from hvae.checkpoint import load_model
from hvae.core import generator
from hvae.detection import detection_table
from hvae.runs import checkpoint_of
from hvae.scores import scores

def letters(n, rng):
    "Letters A to J in many fonts, grey levels 0 to 1, (N,1,28,28)."
    folder = Path(matplotlib.get_data_path())/'fonts'/'ttf'
    fonts = sorted(p for p in folder.glob('*.ttf') if p.name.startswith(('DejaVu', 'STIXGeneral', 'cmr', 'cmb', 'cmss', 'cmtt', 'cmti'))
                   and 'Display' not in p.name)
    out = np.zeros((n, 1, 28, 28), np.float32)
    for i in range(n):
        font = ImageFont.truetype(str(fonts[rng.integers(len(fonts))]), 24)
        picture = Image.new('L', (28, 28))
        at = 14 + rng.integers(-2, 3, 2)
        ImageDraw.Draw(picture).text(tuple(at), 'ABCDEFGHIJ'[rng.integers(10)], 255, font, anchor='mm')
        out[i,0] = np.asarray(picture)/255
    return out

def patches(n, rng, pictures):
    "Patches of pictures, reduced by 4, (N,1,28,28)."
    out = np.zeros((n, 1, 28, 28), np.float32)
    for i in range(n):
        picture = pictures[rng.integers(len(pictures))]
        y,x = (rng.integers(size - 112) for size in picture.shape)
        out[i,0] = picture[y:y+112,x:x+112].reshape(28, 4, 28, 4).mean((1, 3))
    return out

def grey(picture): return color.rgb2gray(picture) if picture.ndim == 3 else picture/255

def binarised(x, name):
    "Each pixel 1 with the probability of its level."
    x = torch.as_tensor(x, dtype=torch.float32)
    return torch.bernoulli(x, generator=generator(0, f'binarise {name}'))

def sets(mnist, n):
    "Grey levels of each data set by name."
    rng = np.random.default_rng(0)
    x = mnist['x_test'][:n,None].astype(np.float32)/255
    photographs = [grey(getattr(data, f)()) for f in ('astronaut', 'camera', 'chelsea', 'coffee', 'rocket', 'moon')]
    textures = [grey(getattr(data, f)()) for f in ('brick', 'grass', 'gravel')]
    order = rng.permutation(28*28)
    level = rng.random((n, 1, 1, 1)).astype(np.float32)
    flat = np.ones_like(x)
    return dict(letters=letters(n, rng), photographs=patches(n, rng, photographs), textures=patches(n, rng, textures),
                inverted=1 - x, turned=np.rot90(x, 1, (2, 3)).copy(), shuffled=x.reshape(n, -1)[:,order].reshape(x.shape),
                grey=level*flat, black=.05*level*flat)

def main():
    p = argparse.ArgumentParser()
    p.add_argument('run')
    p.add_argument('mnist')
    p.add_argument('--n', type=int, default=500)
    p.add_argument('--out', default='benchmarks/detection.csv')
    args = p.parse_args()
    model,mnist = load_model(checkpoint_of(Path(args.run), 'best')),np.load(args.mnist)
    train = binarised(mnist['x_train'][:1000,None]/255, 'train')
    typical = -scores(model, train, 'nelbo').frame.nelbo.mean()
    def scored(x, name): return scores(model, binarised(x, name), K=5, typical=typical).frame
    others = sets(mnist, args.n)
    # test images behind those that others are made of
    inside = scored(mnist['x_test'][args.n:2*args.n,None]/255, 'inside')
    print(inside.mean().round(2).to_string(), flush=True)
    found = {}
    for name,x in others.items():
        found[name] = scored(x, name)
        table = detection_table(inside, found)
        table['mean_inside'] = [inside[c].mean() for _,c in table.index]
        table['mean'] = [found[a][c].mean() for a,c in table.index]
        table.round(4).to_csv(args.out)
        print(table.loc[name].round(3).to_string(), flush=True)

if __name__ == '__main__': main()

"""Quadratic fields over many repeats: how often chance has a dimension, and how often intervals hold the truth.

    python tests/quadratic.py            # 200 repeats, some minutes
    python tests/quadratic.py --n 20
"""
import argparse
import numpy as np
import torch
from scipy.stats import t
from torch.nn import Flatten, Linear
from hvae.analysis.noise import NoiseStimuli
from hvae.analysis.probe import accuracy_interval
from hvae.analysis.quadratic import QuadraticSearch, quadratic_fields
from hvae.blocks import InputBlock, OutputBlock, TopGenBlock
from hvae.core import generator
from hvae.distributions import NormalHead
from hvae.graph import hVAE
from hvae.nets import MLPNet

def blank():
    "A model that only hands on its images."
    return hVAE(dict(x=InputBlock(Flatten()), z=TopGenBlock(Linear(25, 2), prior_shape=(1,), condition='x'),
                     x_hat=OutputBlock(MLPNet(1, [], 25), 'z', NormalHead('fixed'))))

def kinds(g):
    "Units of 25 pixels: noise; linear with noise; skewed noise; energy; a half linear, half energy one with noise."
    def what(computed):
        x = computed['x'].double()
        noise = torch.randn(len(x), 4, generator=g, dtype=torch.float64)
        energy = x[:,0]**2 + x[:,1]**2
        mixed = x[:,2] + energy/2 + noise[:,3] # variances 1, 1, 1
        return torch.stack([noise[:,0], x[:,0] + noise[:,1], (1.5*noise[:,2]).exp(), energy, mixed], 1)
    return what

NAMES = ['noise', 'linear and noise', 'skewed noise', 'energy', 'linear, energy and noise']
TRUE = dict(dimensions=[0, 0, 0, 2, 2], share=[0, 0, 0, 1, 1/3])
EIGENVALUES,SHARES = {3: 1., 4: .5},{3: 1/2, 4: 1/6} # of each of the two dimensions

def held_by_unit(found, factor):
    "Whether intervals of the eigenvalues, of their shares and of the mean of both eigenvalues hold the truth, by unit and what."
    for u in EIGENVALUES:
        for name,values,errors,truth in (('eigenvalue', found.values, found.errors, EIGENVALUES[u]), ('share of a dimension', found.shares, found.shares_error, SHARES[u])):
            for k,which in enumerate(('first', 'second')): yield f'{NAMES[u]}: {which} {name}',abs(values[u,k] - truth).item() <= factor*errors[u,k].item()
        yield f'{NAMES[u]}: largest eigenvalue of the table',abs(found.spectrum[u,-1] - EIGENVALUES[u]).item() <= factor*found.ends_error[u,1].item()

def main(n_repeats, n=4000):
    model,factor = blank(),t.ppf(.975, QuadraticSearch().n_folds - 1)
    wrong,inside,held = torch.zeros(5),torch.zeros(5),{}
    start = int(np.random.default_rng().integers(2**31))
    for seed in range(start, start + n_repeats):
        found = quadratic_fields(model, kinds(generator(seed, 'units')), (1, 5, 5), n, NoiseStimuli(0., 1.),
                                 search=QuadraticSearch(), bs=250, seed=seed)
        wrong += (found.excitatory + found.suppressive) != torch.tensor(TRUE['dimensions'])
        inside += torch.tensor(((found.table['share from'] < TRUE['share']) & (TRUE['share'] < found.table['share to'])).to_numpy())
        for name,one in held_by_unit(found, factor): held.setdefault(name, []).append(one)
    for i,name in enumerate(NAMES):
        low,high = accuracy_interval(int(wrong[i]), n_repeats)
        print(f'{name:26} wrong number of dimensions {wrong[i]/n_repeats:.3f} ({low:.3f} to {high:.3f}), level {found.level:g}; '
              f'interval of the share holds the truth {inside[i]/n_repeats:.3f}')
    shares = {name: np.mean(o) for name,o in held.items()}
    for name,share in shares.items(): print(f'{100*share:6.1f} %  {name}')
    assert all(accuracy_interval(int(w), n_repeats)[0] < 1.2*found.level for w in wrong), 'more dimensions than by chance'
    assert inside.min()/n_repeats > .88 and min(shares.values()) > .85, 'intervals that are too narrow'

if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--n', type=int, default=200, help='repeats')
    main(parser.parse_args().n)

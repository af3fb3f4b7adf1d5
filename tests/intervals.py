"""How often the intervals of RSA by a jackknife, of the texture modulation index and of the sizes of single units' fields hold the truth, with fresh seeds.

    python tests/intervals.py [TIMES]      # 200 repeats of each case; a few minutes

Two systems of 10 and 8 units see four causes, in part the same. The truth is the mean of ten large samples (600 stimuli each), and
beside it what samples of this size give on average, which differs for similarities that are biased with few stimuli.
The units of the texture index have responses from gamma distributions, whose index is known. Linear units have planted Gabor filters and noise,
energy units pairs of them, whose mean squared gradients are known in closed form.
Prints a table; exits 1 where a share lies outside of what is promised for its case."""
import math, sys
import numpy as np
import pandas as pd
import torch
from torch.nn import Flatten
from hvae.all import *
from hvae.analysis.field_sizes import _gradient_rows, _noise_rows
from units import judged

class Systems:
    "Units of two systems that are linear in four causes, with noise of their own."
    def __init__(self, rng):
        self.a,self.b = rng.standard_normal((4, 10)),rng.standard_normal((4, 8))
        self.b[2:] *= .5
    def draw(self, n, rng):
        causes = rng.standard_normal((n, 4))
        own = causes[:,:2],rng.standard_normal((n, 2)) # half of what the second sees is not seen by the first
        a,b = causes@self.a,np.concatenate(own, 1)@self.b
        return [torch.tensor(v + .5*rng.standard_normal(v.shape)) for v in (a, b)]

def of_rsa(times, n, rng, comparison):
    "Of the jackknife, beside the bootstrap: shares that hold the value of many stimuli, and the mean of this many."
    ways,systems = [RSA(comparison=comparison, jackknife=True), RSA(comparison=comparison, n_draws=100)],Systems(np.random.default_rng(5))
    own = lambda n: [ways[0].matrix(v)[None] for v in systems.draw(n, rng)]
    truth,found,ends = np.mean([ways[0].compare(*own(600)).item() for _ in range(10)]),[],[[], []]
    for k in range(times):
        a,b = own(n)
        found.append(ways[0].compare(a, b))
        for way,at in zip(ways, ends): at.append([e.item() for e in way.interval(found[-1], way.resampled(a, b), torch.ones(n))[1:]])
    mean = torch.stack(found).mean().item()
    for name,at in zip(('jackknife', 'bootstrap'), ends):
        low,high = np.array(at).T
        for what,value in (('many stimuli', truth), (f'{n} stimuli, mean', mean)):
            yield f'RSA {comparison}, {name}, {n} stimuli; value of {what} {value:.3f}',np.mean((low <= value) & (value <= high))

def of_texture(times, n, paired):
    "The interval of an index, the index and Student's t times its error, of ten times as many units, whose index is .2."
    from scipy.stats import t
    gamma = lambda: -torch.rand(n, 10*times, 3, dtype=torch.float64).log().sum(2)
    shared = gamma() if paired else 1.
    index,error = modulation_index(1.5*gamma()*shared, gamma()*shared, paired)
    for words,factor in (('1.96', 1.96), ("Student's t", t.ppf(.975, n - 1))):
        yield f'texture index, {n} images{", paired" if paired else ""}, by {words}',((index - .2).abs() < factor*error).double().mean().item()

def gabor_pairs(n, side, rng):
    "Cosines and sines of planted waves, (n,D) each, of length 1."
    def within(low, high): return torch.tensor(rng.uniform(low, high, n))
    p = dict(x=within(-1, 1), y=within(-1, 1), along=within(1.3, 2), across=within(1.3, 2), orientation=within(0, math.pi), frequency=within(.15, .3))
    return [o.flatten(1)/o.flatten(1).norm(dim=1, keepdim=True) for o in gabor_images(p, (side, side))]

def of_sizes(times, noise, rng, side=12, at_once=20):
    "Sizes of single units: by noise, of answers with so much noise of their own; of energy units by gradients where noise is None."
    from scipy.stats import t
    blank = hVAE(dict(x=InputBlock(Flatten()), z=TopGenBlock(MLPNet(side**2, [], 2), (1,), condition='x'), x_hat=OutputBlock(MLPNet(1, [], side**2), 'z', NormalHead('fixed'))))
    found,truths,factor = [],[],1.96 if noise is not None else t.ppf(.975, 15)
    for k in range(-(-times//at_once)):
        even,odd = gabor_pairs(at_once, side, rng)
        square = lambda e: e.reshape(-1, side, side)
        if noise is None:
            rows,_ = _gradient_rows(blank, lambda c: (c['x'].double()@even.T)**2 + (c['x'].double()@odd.T)**2, torch.tensor(rng.standard_normal((64, 1, side, side))).float())
            energy = even**2 + odd**2 + 2*even*odd*(even*odd).sum(1, keepdim=True)
        else:
            def answered(c): return c['x'].double()@even.T + noise*torch.tensor(rng.standard_normal((len(c['x']), at_once)))
            fields = receptive_fields(blank, answered, (1, side, side), 4000, NoiseStimuli(0., 1.), seed=int(rng.integers(2**31)))
            rows,energy = _noise_rows(fields)[0],even**2
        found.append(rows)
        truths.append(field_extent(square(energy)))
    found,truths = pd.concat(found)[:times],pd.concat(truths)[:times]
    for name in ('x', 'y', 'radius', 'area'):
        gap,error = (found[name] - truths[name])[found.radius.notna()],found[f'± {name}'][found.radius.notna()]
        of = 'energy units by gradients' if noise is None else f'linear units with noise of {noise:g} (median correlation of halves {found.reliability.median():.2f})'
        yield f'{name} of {of}; mean off by {gap.mean()/gap.std():+.2f} standard deviations',(gap.abs() <= factor*error).mean()

def main(times):
    rng = np.random.default_rng()
    torch.manual_seed(int(rng.integers(2**31)))
    cases = [(of_texture(times, n, p), (.84, 1)) for n in (10, 50, 100) for p in (True, False)]
    for c in ('corr', 'cosine', 'cosine_cov'): cases += [(of_rsa(times, n, rng, c), (.76 if (c, n) == ('cosine_cov', 20) else .82, 1)) for n in (20, 60)]
    cases += [(of_sizes(times, noise, rng), (0, 1)) for noise in (.5, 2., None)]
    return judged(cases)

if __name__ == '__main__':
    import warnings
    warnings.simplefilter('ignore')
    with torch.no_grad(): sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200) > 0)

"""How often the intervals of RSA by a jackknife and of the texture modulation index hold the truth, with fresh seeds.

    python tests/intervals.py [TIMES]      # 200 repeats of each case; a few minutes

Two systems of 10 and 8 units see four causes, in part the same. The truth is the mean of ten large samples (600 stimuli each), and
beside it what samples of this size give on average, which differs for similarities that are biased with few stimuli.
The units of the texture index have responses from gamma distributions, whose index is known.
Prints a table; exits 1 where a share lies outside of what is promised for its case."""
import sys
import numpy as np
import torch
from hvae.all import *
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

def main(times):
    rng = np.random.default_rng()
    torch.manual_seed(int(rng.integers(2**31)))
    cases = [(of_texture(times, n, p), (.84, 1)) for n in (10, 50, 100) for p in (True, False)]
    for c in ('corr', 'cosine', 'cosine_cov'): cases += [(of_rsa(times, n, rng, c), (.76 if (c, n) == ('cosine_cov', 20) else .82, 1)) for n in (20, 60)]
    return judged(cases)

if __name__ == '__main__':
    import warnings
    warnings.simplefilter('ignore')
    with torch.no_grad(): sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200) > 0)

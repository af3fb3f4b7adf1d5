"""How often the standard errors of Gabor fits hold the truth: planted Gabor functions, colours and planes, fresh seeds and noise each time.

    python tests/gabors.py [TIMES]      # 200 fields of each case; three minutes or so

Prints the share of fields whose truth lies within 1.96 standard errors, by the number; exits 1 where a share lies outside of what is
promised for its case: .88 with little noise, .85 with much (R² of .4)."""
import math, sys
import numpy as np
import torch
from hvae.all import *
from hvae.analysis.gabors import _weaker_sign
from units import judged

SIZE = 12, 12

def planted(n, g):
    "Gabor functions of amplitude 1, their numbers and their phase."
    def within(low, high): return low + (high - low)*torch.rand(n, generator=g, dtype=torch.float64)
    p = dict(x=within(-2, 2), y=within(-2, 2), along=within(1.5, 2.5), across=within(1.5, 2.5), orientation=within(0, math.pi),
             frequency=within(.12, .3))
    return p,within(-math.pi, math.pi)

def drawn(p, phase):
    even,odd = gabor_images(p, SIZE)
    return phase.cos()[:,None,None]*even - phase.sin()[:,None,None]*odd

def off(found, p):
    "What the numbers of fits are off by, by the table's names."
    q,turns = found.params,((p['orientation'] - found.params['orientation'])/math.pi).round()
    names = dict(x='x (pixels)', y='y (pixels)', along='width along (pixels)', across='width across (pixels)', frequency='frequency (cycles/pixel)')
    turned = (q['orientation'] - p['orientation'] + turns*math.pi).rad2deg()
    return {name: q[k] - p[k] for k,name in names.items()} | {
        'orientation (deg)': turned, 'n_x (cycles)': found.cycles[:,0] - p['frequency']*p['across'],
        'n_y (cycles)': found.cycles[:,1] - p['frequency']*p['along']},turns

def shares(case, found, gaps):
    errors = found.errors
    for name,gap in gaps.items():
        known = errors[name].isfinite()
        yield f'{case}, {name}',(gap.abs() <= 1.96*errors[name] + 1e-9)[known].double().mean().item()

def circular(gap): return torch.remainder(gap + 180, 360) - 180

def of_fields(times, noise, g):
    p,phase = planted(times, g)
    clean = drawn(p, phase)
    added = noise*torch.randn(clean.shape, generator=g, dtype=torch.float64)
    found = fit_gabors(clean + added)
    gaps,turns = off(found, p)
    own = torch.where(turns % 2 != 0, -phase, phase)
    energy,s = clean.square().sum((1, 2)),noise**2
    gaps |= {'phase (deg)': circular((found.params['phase'] - own).rad2deg()), 'amplitude': found.params['amplitude'] - 1,
             'R²': found.r2 - (energy + 8*s)/(energy + 144*s), 'oscillation (share)': found.oscillation - _weaker_sign(clean)}
    yield from shares(f'noise of {noise:g} (median R² {found.r2.median():.2f})', found, gaps)

def of_colours(times, noise, g):
    p,phase = planted(times, g)
    colours = torch.nn.functional.normalize(torch.randn(times, 3, generator=g, dtype=torch.float64), dim=1)
    pattern = drawn(p, phase)
    clean = colours[:,:,None,None]*pattern[:,None]
    found = fit_gabors(clean + noise*torch.randn(clean.shape, generator=g, dtype=torch.float64))
    gaps,_ = off(found, p)
    sign = (found.colours*colours).sum(1).sign()[:,None]
    truth = ColourGaborFits(found.fields, found.fits, found.r2, found.params, .8, images=clean, colours=sign*colours,
                            separable=found.separable)
    energy,s = pattern.square().sum((1, 2)),noise**2
    gaps |= {f'weight of {k}': (found.colours - truth.colours)[:,i] for i,k in enumerate(('red', 'green', 'blue'))}
    gaps |= {'opponency': found.opponency - truth.opponency, 'hue (deg)': circular(found.hue - truth.hue),
             'R²': found.r2 - (energy + 10*s)/(energy + 432*s), 'separable (share)': found.separable - (energy + 146*s)/(energy + 432*s)}
    yield from shares(f'colours, noise of {noise:g} (median R² {found.r2.median():.2f})', found, gaps)

def of_planes(times, noise, g):
    p,_ = planted(times, g)
    clean = torch.stack(gabor_images(p, SIZE), 1)
    clean = torch.linalg.qr(clean.flatten(2).mT).Q.mT.reshape(clean.shape)
    found = fit_gabor_pairs(clean + noise*torch.randn(clean.shape, generator=g, dtype=torch.float64))
    gaps,_ = off(found, p)
    gaps['captured (share)'] = found.captured - found.captured.mean()
    yield from shares(f'planes, noise of {noise:g} (median captured {found.captured.median():.2f})', found, gaps)

def main(times):
    seed = int(np.random.default_rng().integers(2**31))
    g = torch.Generator().manual_seed(seed)
    print(f'seed {seed}')
    return judged([(of_fields(times, .05, g), (.88, 1)), (of_fields(times, .1, g), (.88, 1)), (of_fields(times, .25, g), (.85, 1)),
                   (of_colours(times, .05, g), (.88, 1)), (of_planes(times, .02, g), (.88, 1)), (of_planes(times, .04, g), (.85, 1))])

if __name__ == '__main__':
    import warnings
    warnings.simplefilter('ignore')
    with torch.no_grad(): sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200) > 0)

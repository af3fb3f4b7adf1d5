"""How often the intervals of the measures of units hold the truth, on data whose answers are known, with fresh seeds.

    python tests/units.py [TIMES]      # 200 repeats of each case; half an hour or so, most of it for the readers of DCI

Prints a table; exits 1 where a share lies outside of what is promised for its case."""
import math, sys, time
from dataclasses import replace
import numpy as np
import torch
from hvae.all import *
from hvae.analysis.disentanglement import _dci, _halves, _measured_row, _mig_by_bins, _mig_by_posteriors, _sap, _split
from hvae.analysis.examples import exact_ladder, linear_gaussian
from hvae.analysis.factor_measures import factors_of
from hvae.analysis.level_units import LevelUnits

def passing(n, std=.3):
    "A model of one latent that holds the numbers it sees, with a posterior of known width."
    eye = torch.eye(n).double()
    return hVAE(dict(x=InputBlock(), z=TopGenBlock(linear_gaussian(eye, std), (n,), condition='x'),
                     x_hat=OutputBlock(linear_gaussian(eye, 1.), 'z', 'normal'))).double()

def planted(n, rng):
    "Values of two units for two factors: one knows the first with noise, the other the second, and a bit of the first."
    v = rng.integers((4, 3), size=(n, 2))
    z = np.stack([v[:,0] + .5*rng.standard_normal(n), v[:,1] + .4*v[:,0] + .3*rng.standard_normal(n)], 1)
    return z,{'a': torch.tensor(v[:,0]), 'b': torch.tensor(v[:,1])}

def of_readers(times, n, predictor, rng):
    "DCI: the truth is the mean of samples of this size, as what a reader calls important depends on it; how often that of 20,000 is held is said."
    how,measures,factor_names = CodeReading(predictor, n_shuffles=1),('disentanglement', 'completeness', 'informativeness'),('a', 'b')
    def measured(n, how):
        z,v = planted(n, rng)
        code,factors,sides = LevelUnits(z, [(0,), (1,)], []),factors_of(v, n),_split(n, .3, rng)
        by,_ = _dci(code, factors, how, rng, *sides)
        return {m: (*_measured_row('z', code, m, *by[m]).values(),)[4:7] for m in measures},by
    large,rows = measured(20000, replace(how, n_resamples=2, n_refits=2))[0],[]
    for _ in range(times):
        found,by = measured(n, how)
        for m in measures[1:]: # of each factor, too
            for name,value,half in zip(factor_names, by[m][0], _halves(by[m][1])): found[f'{m} of {name}'] = value,value - half,value + half
        rows.append(found)
    for m in rows[0]:
        value,low,high = np.array([r[m] for r in rows]).T
        held = lambda truth: np.mean((low <= truth) & (truth <= high))
        of_large = f'; {large[m][0]:.3f} of 20,000 in {100*held(large[m][0]):.1f} %' if m in large else ''
        yield f'{m} by {predictor}, {n} examples (mean {value.mean():.3f}{of_large})',held(value.mean())

def of_gaps(times, n, rng):
    "MIG by bins and SAP of the same, without the readers of DCI: the truth is that of one very large sample."
    how,measures = CodeReading(n_shuffles=1),{'MIG (bins)': _mig_by_bins, 'SAP': _sap}
    def measured(n, how, rng):
        z,v = planted(n, rng)
        code,factors,sides = LevelUnits(z, [(0,), (1,)], []),factors_of(v, n),_split(n, .3, rng)
        given = {'MIG (bins)': (code, factors, how, rng), 'SAP': (code, factors, how, rng, *sides)}
        return {m: _measured_row('z', code, m, *f(*given[m])[:3]) for m,f in measures.items()}
    large = measured(20000, CodeReading(n_resamples=2, n_shuffles=1), rng)
    rows = [measured(n, how, rng) for _ in range(times)]
    for m in measures:
        truth,found = large[m]['value'],[r[m] for r in rows]
        hits = [r['low (95 %)'] <= truth <= r['high (95 %)'] for r in found]
        yield f"{m}, {n} examples (truth {truth:.3f}, mean {np.mean([r['value'] for r in found]):.3f})",np.mean(hits)

def of_posteriors(times, n, rng, std=.3):
    "MIG by posteriors: the truth by quadrature, as the draws of a unit given the factors are normal."
    v,at = np.stack(np.meshgrid(range(4), range(3), indexing='ij'), -1).reshape(-1, 2),np.linspace(-5, 9, 20001)
    def density(mean, own): return np.exp(-.5*((at - mean[:,None])/np.hypot(own, std))**2)/np.hypot(own, std)/math.sqrt(2*math.pi)
    information = np.zeros((2, 2))
    for d,by in enumerate((density(v[:,0], .5), density(v[:,1] + .4*v[:,0], .3))):
        for k,m in enumerate((4, 3)):
            given = np.stack([by[v[:,k] == c].mean(0) for c in range(m)])
            information[d,k] = (given*np.log(np.maximum(given, 1e-300)/np.maximum(by.mean(0), 1e-300))).mean(0).sum()*(at[1] - at[0])
    truth,found,hits = np.mean(score_gaps(information)/np.log([4, 3])),[],0
    for _ in range(times):
        z,factors = planted(n, rng)
        code = LevelUnits(z, [(0,), (1,)], [], np.full(z.shape, std))
        row = _measured_row('z', code, 'MIG (posteriors)', *_mig_by_posteriors(code, factors_of(factors, n), CodeReading(n_shuffles=1), rng)[:3])
        found.append(row['value'])
        hits += row['low (95 %)'] <= truth <= row['high (95 %)']
    yield f'MIG (posteriors), {n} examples (truth {truth:.3f}, mean {np.mean(found):.3f})',hits/times

def of_sparsity(times, n, units, rng):
    "Lifetime sparsity of normal units, over stimuli and over units."
    hits = np.zeros(2)
    for k in range(times):
        x = torch.tensor(rng.standard_normal((n, units)))
        row = sparsity(passing(units), x, seed=k).table.iloc[0]
        hits += [row[f'low (95 %, {o})'] <= 1 - 2/math.pi <= row[f'high (95 %, {o})'] for o in ('stimuli', 'units')]
    for o,h in zip(('stimuli', 'units'), hits): yield f'sparsity over {o}, {n} stimuli, {units} units',h/times

def of_selectivity(times, n, rng, frames=1):
    "d' and eta² of a unit that two classes move by one standard deviation, and false alarms among 50 units; of `frames` of a scene in groups."
    hits,y,scene = np.zeros(3),torch.arange(n)%2,np.repeat(range(n), frames)
    for k in range(times):
        own = rng.standard_normal((n, 51))
        own[:,0] += y.numpy()
        x = torch.tensor(own[scene] + (0. if frames == 1 else .1*rng.standard_normal((n*frames, 51))))
        groups = None if frames == 1 else scene
        t = selectivity(passing(51), x, y[scene], draws=ClassDraws(39, 30), seed=k, groups=groups).table
        first,between = t.iloc[0],1. if frames == 1 else 1.01
        hits += [abs(abs(first["d'"]) - between**-.5) <= first["d', ± (95 %)"],
                 first['low (95 %)'] <= .25/(.25 + between) <= first['high (95 %)'], (t['p (corrected)'][1:] <= .05).any()]
    of = f'{n} stimuli' if frames == 1 else f'{n} scenes of {frames} frames'
    for what,h in zip(("d' of 1", 'eta² of 0.2', 'false alarm among 50'), hits): yield f'{what}, {of}',h/times

def of_variability(times, n, rng):
    "Noise correlation within z1 and share of noise of the exact linear-Gaussian hierarchy."
    toy = LinearGaussian(n_x=6, n_z1=4, n_z2=2, seed=3)
    model,zeros = exact_ladder(toy),torch.zeros
    v2,v1 = toy.posterior_z2(zeros(1, 6).double())[1]**2,toy.posterior_z1(zeros(1, 6).double(), zeros(1, 2).double())[1]**2
    J = toy.posterior_z1(zeros(2, 6).double(), torch.eye(2).double())[0].T.numpy()
    cov = v1*np.eye(4) + v2*J@J.T
    r = (cov/np.sqrt(np.outer(np.diag(cov), np.diag(cov))))[np.triu_indices(4, 1)].mean()
    many = toy.sample(100000, torch.Generator().manual_seed(7))[0]
    signal = toy.posterior_z1(many, toy.posterior_z2(many)[0])[0].var(0).numpy()
    share,hits = 100*np.mean(np.diag(cov)/(np.diag(cov) + signal)),np.zeros(2)
    for k in range(times):
        x = toy.sample(n, torch.Generator().manual_seed(int(rng.integers(2**31))))[0]
        found = response_variability(model, x, 50, seed=k)
        p,row = found.pair_table.set_index('levels').loc['z1, z1'],found.table.set_index('level').loc['z1']
        hits += [p['low (95 %)'] <= r <= p['high (95 %)'], row['low (95 %)'] <= share <= row['high (95 %)']]
    for what,h in zip(('mean noise correlation', 'share of noise'), hits): yield f'{what}, {n} images, 50 draws',h/times

def main(times):
    rng = np.random.default_rng()
    cases = [(of_sparsity(times, 200, 20, rng), (.87, 1)), (of_selectivity(times, 120, rng), (.87, 1)),
             (of_selectivity(times, 60, rng, 5), (.87, 1)),
             (of_variability(times, 60, rng), (.87, 1)), (of_gaps(times, 200, rng), (.87, 1)),
             (of_gaps(times, 1000, rng), (.87, 1)), (of_posteriors(times, 200, rng), (.87, 1)), (of_posteriors(times, 1000, rng), (.87, 1)), 
             *((of_readers(times, n, reader, rng), (.8, 1)) for reader in ('lasso', 'forest') for n in (200, 1000))]
    return judged(cases)

def judged(cases):
    "Print the shares of each case; how many lie outside of what is promised."
    wrong = 0
    for case,(least,most) in cases:
        began = time.time()
        for what,share in case:
            inside = share <= .12 if 'false alarm' in what else least <= share <= most
            wrong += not inside
            print(f'{100*share:6.1f} %  {what}{"" if inside else "  WRONG"}  ({time.time() - began:.0f} s)', flush=True)
    return wrong

if __name__ == '__main__':
    import warnings
    warnings.simplefilter('ignore')
    with torch.no_grad(): sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200) > 0)

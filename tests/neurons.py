"""How often the intervals of `neural_predictivity` hold the known answer: simulated neurons, fresh images, neurons and noise each time.

    python tests/neurons.py [REPEATS]     # 200 unless given, 2 to 3 minutes; prints a table, exit 1 where a share is below 93 or above 97 %

A level of three units, `z2`, sees the left half of the data, `z1` the right one. A share of each neuron's signal is linear in the left half: .5 of
a single neuron, and from .2 to .8 in an area of several, .5 on average. Noise is known, and with it reliability. What a reader misses that is learnt
from n images by least squares has a formula (3 units: a factor of (n - 2)/(n - 5) on the variance that is left over), so that R² is known as well. A
row that is called "noise" is of neurons that respond to nothing. Shares that chance takes out of 93 to 97 % (two standard errors of so many
repeats) are marked, and fail beyond that."""
import sys
import numpy as np
import pandas as pd
import torch
from torch.nn.functional import normalize
from hvae.all import *

PARTS = dict(
    x     = InputBlock(),
    left  = SimpleBlock(Slice(0, 3), 'x'),
    right = SimpleBlock(Slice(3, 6), 'x'),
    z2    = TopGenBlock(MLPNet(3, [], 6), prior_shape=(3,), condition='left'),
    z1    = GenBlock(MLPNet(3, [], 6), MLPNet(3, [], 6), input_id='z2', condition='right', concat_posterior=False),
    x_hat = OutputBlock(MLPNet(6, [], 6), [('z2', 'z1'), 'concat'], NormalHead('fixed')))
TRIALS, NOISE = 4, 1.5
RHO = 1/(1 + NOISE**2/TRIALS)

def responses_to(x, share, g):
    "Signals of variance 1, a share of it from the left half, with noise; where the share is nan, noise alone."
    u = len(share)
    left,right = [normalize(torch.randn(3, u, generator=g, dtype=torch.float64), dim=0) for _ in range(2)]
    signal = share.sqrt()*(x[:,:3].double()@left) + (1 - share).sqrt()*(x[:,3:].double()@right)
    return signal.nan_to_num()[:,None] + NOISE*torch.randn(len(x), TRIALS, u, generator=g, dtype=torch.float64)

def truths(n):
    "What is known of readers of three units that are learnt from n images."
    def learnt(r2): return 1 - (1 - r2)*(n - 2)/(n - 5)
    return {'R²': learnt(.5*RHO), 'normalised R²': learnt(.5*RHO)/RHO, 'reliability': RHO, 'difference z2 - z1': 0.}

def held_once(model, n, n_neurons, seed, regression, noise):
    "Whether each interval holds the known answer."
    g = generator(seed, f'{n}/{n_neurons}/{noise}')
    share = .2 + .6*torch.rand(n_neurons, generator=g, dtype=torch.float64) if n_neurons > 1 else torch.tensor([.5], dtype=torch.float64)
    if noise: share = share*float('nan')
    x = torch.randn(n, 6, generator=g)
    found = neural_predictivity(model, x, responses_to(x, share, g), ['z2', 'z1'], regression=regression, seed=seed)
    known,rows = truths(.8*n),{}
    if noise: known = {'correlation': 0.}
    for score,truth in known.items():
        if score in found.scores['z2']:
            row = found.by_area(score).iloc[0]
            rows[score] = row['low (95 %)'] <= truth <= row['high (95 %)']
        elif score == 'reliability':
            low,high = neuron_intervals(found.reliability)
            rows['reliability, single neurons'] = np.mean((low <= truth) & (truth <= high))
        else:
            row = found.differences('R²').iloc[0]
            rows[score] = row.iloc[4] <= truth <= row.iloc[5]
    return rows

def main(times):
    torch.manual_seed(0)
    model = hVAE(PARTS)
    ols,usual,pls = Regression(penalties=(1e-4,), n_inner=0),Regression(),Regression('pls', n_components=3)
    asked = [(300, 1, 'ridge', ols, False), (300, 5, 'ridge', ols, False), (300, 100, 'ridge', ols, False), (1000, 100, 'ridge', ols, False),
             (300, 1, 'ridge, chosen', usual, False), (300, 1, 'pls, chosen', pls, False), (300, 1, 'ridge, chosen', usual, True)]
    table = []
    for n,n_neurons,name,regression,noise in asked:
        held = pd.DataFrame([held_once(model, n, n_neurons, seed, regression, noise) for seed in range(times)]).mean()
        table.append({'images': n, 'neurons': n_neurons, 'readers': name + ', noise'*noise, **(100*held).round(1)})
        print(table[-1], flush=True)
    table = pd.DataFrame(table)
    print(f'Intervals of 95 % that hold the known answer, % of {times} repeats\n' + table.to_string(index=False, na_rep=''))
    shares = table.drop(columns=['images', 'neurons', 'readers']).to_numpy(dtype=float)
    chance = 200*(.95*.05/times)**.5
    out,far = [((shares < 93 - o) | (shares > 97 + o)) for o in (0, chance)]
    print(f'outside of 93 to 97 %: {int(out.sum())} of {int(np.isfinite(shares).sum())}; by more than chance takes ({chance:.1f} %): {int(far.sum())}')
    return int(far.sum() > 0)

if __name__ == '__main__': sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))

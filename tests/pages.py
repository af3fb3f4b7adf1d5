"""Every tool of the analysis on the page of every kind of model: a result, or a refusal in one sentence of four parts that the page shows.

Of every result: whether each picture says what its shades are, whether its values are in a linked file, whether units come in the order
of their nats with the collapsed ones marked, and whether the methods part has words for its tool. Then a unit that prefers dark on light,
which data, fields, Gabor fits and best inputs must show alike, and floors of chance where nothing is to be found.

    python tests/pages.py [--only CASE] [--folder FOLDER]        # cases, and 'polarity' and 'floors'
"""
import argparse, re, sys, tempfile, time, warnings
from collections import Counter
from pathlib import Path
import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from hvae.all import *
from hvae.analysis.tools import analysis_modules
from hvae.analyze import analysis_tools, analyze
from hvae.subjects import subject_for, told_subject
from hvae.experiment import default_sections

OPTIONS = dict(receptive_fields=dict(n=400), generation=dict(n=30), response_variability=dict(n_draws=12), selectivity=dict(draws=ClassDraws(40)),
               sparsity=dict(n_resamples=100), most_exciting_input=dict(n_units=2), latent_step=dict(units=[0]))

def section(**changes):
    return Hyperparams({**default_sections()['analysis_params'], 'n_examples': 40, 'n_images': 4, **changes})

def net(ni, no): return MLPNet(ni, [16], no)

def ladder(n, n_out, shape, head='normal', start=None, sizes=(4, 3)):
    "Two levels over vectors of `n` features."
    low,top = sizes
    last = [net(low + top, n_out)] + ([nn.Unflatten(1, shape)] if shape else [])
    return hVAE(dict(x=InputBlock(start or nn.Flatten()), z2=TopGenBlock(net(n, 2*top), (top,), condition='x'),
                     z1=GenBlock(net(top, 2*low), net(n + top, 2*low), 'z2', 'x'),
                     x_hat=OutputBlock(last, [('z1', 'z2'), 'concat'], head)))

def one_latent(size):
    return hVAE(dict(x=InputBlock([Levels(17), nn.Flatten()]), z=TopGenBlock(net(64, 2*size), (size,), condition='x'),
                     x_hat=OutputBlock([net(size, 128), nn.Unflatten(1, (2, 8, 8))], 'z', DiscretizedLogisticHead(17))))

def conditional():
    return hVAE(dict(x=InputBlock([Levels(17), nn.Flatten()]), y=ContextBlock(nn.Embedding(10, 3), dropout=.1),
                     h=SimpleBlock(net(67, 16), [('x', 'y'), 'concat']), z2=GenBlock(net(3, 4), net(16, 4), 'y', 'h', concat_posterior=False),
                     z1=GenBlock(net(5, 6), net(21, 6), [('z2', 'y'), 'concat'], 'h'),
                     x_hat=OutputBlock([net(8, 128), nn.Unflatten(1, (2, 8, 8))], [('z1', 'z2', 'y'), 'concat'], DiscretizedLogisticHead(17))))

def levelled():
    "Told a real number with each example, which cannot be left out."
    return hVAE(dict(x=InputBlock([Levels(17), nn.Flatten()]), c=ContextBlock(net(1, 3)),
                     z=TopGenBlock(net(67, 6), (3,), condition=[('x', 'c'), 'concat']),
                     x_hat=OutputBlock([net(6, 128), nn.Unflatten(1, (2, 8, 8))], [('z', 'c'), 'concat'], DiscretizedLogisticHead(17))))

def some_labels():
    return hVAE(dict(x=InputBlock([Levels(17), nn.Flatten()]), y=LabelBlock(10, net(64, 10), 'x'),
                     z=TopGenBlock(net(74, 6), (3,), condition=[('x', 'y'), 'concat']),
                     x_hat=OutputBlock([net(13, 128), nn.Unflatten(1, (2, 8, 8))], [('z', 'y'), 'concat'], DiscretizedLogisticHead(17))))

def walk():
    return hVAESequence(hVAE(dict(x=InputBlock(), before=PreviousBlock('z', (2,)),
                                  z=GenBlock(net(2, 4), net(4, 4), input_id='before', condition='x'), x_hat=OutputBlock(net(2, 4), 'z', 'normal'))))

def waves(*shape, seed=0):
    "Smooth made-up examples with two causes, and a class."
    g = torch.Generator().manual_seed(seed)
    n,rest = shape[0],shape[1:]
    causes,size = torch.randn(n, 2, generator=g),int(np.prod(rest))
    x = causes@torch.sin(torch.arange(size)*torch.tensor([[.3], [.7]])) + .2*torch.randn(n, size, generator=g)
    return x.reshape(shape),(causes[:,0] > 0).long()

def arrays(x, y=None, n_test=40, **kwargs):
    "A data set whose test part is the last `n_test` examples."
    a = len(x) - max(n_test, 1)
    parts = [x[:a], x[a-20:a], x[a:]]
    ys = dict(zip(('y_train', 'y_val', 'y_test'), (y[:a], y[a-20:a], y[a:]))) if y is not None else {}
    return Arrays(*parts, **ys, **kwargs)

def table():
    rng = np.random.default_rng(0)
    import pandas as pd
    age = rng.normal(50, 10, 200)
    return Table(pd.DataFrame(dict(age=age, income=np.exp(rng.normal(9, .3, 200)), visits=rng.poisson(3, 200),
                                   blood=rng.choice(['A', 'B', '0'], 200), smoker=np.where(age > 50, 'yes', 'no'))), kinds=dict(income='positive'))

def cases():
    "Name to a function that makes (model, data, the array of the data set by context block, changes of the section)."
    def digits(n=None, keep=None):
        d = Digits()
        if keep is not None: d.x_test,d.y_test = d.x_test[keep(d.y_test)],d.y_test[keep(d.y_test)]
        if n is not None: d.x_test,d.y_test = d.x_test[:n],d.y_test[:n]
        return d
    def pictures(n): return lambda: (ladder(64, 128, (2, 8, 8), DiscretizedLogisticHead(17), [Levels(17), nn.Flatten()]), digits(n), None, {})
    found = {f'{n} examples': pictures(n) for n in (40, 20, 8, 6, 3, 2, 1, 0)}
    found['one class'] = lambda: (one_latent(3), digits(keep=lambda y: y == 3), None, {})
    found['two classes, one of one'] = lambda: (one_latent(3), digits(keep=lambda y: (y == 3) | (torch.arange(len(y)) == (y == 5).nonzero()[0])), None, {})
    found['one latent of one'] = lambda: (one_latent(1), digits(), None, {})
    found['labels given'] = lambda: (conditional(), digits(), {'y': 'label'}, {})
    found['one label given'] = lambda: (conditional(), digits(), {'y': 'label'}, dict(context={'y': 3}))
    found['a label for few'] = lambda: (conditional(), digits(2), {'y': 'label'}, {})
    found['labels of some'] = lambda: (some_labels(), digits(), {'y': 'label'}, {})
    found['labels of some, one example'] = lambda: (some_labels(), digits(1), {'y': 'label'}, {})
    def with_level():
        d = digits()
        for part in ('train', 'val', 'test'): setattr(d, f'level_{part}', getattr(d, f'x_{part}').float().mean((1, 2, 3))[:,None]/16)
        return levelled(), d, {'c': 'level'}, {}
    found['a level given'] = with_level
    def no_labels():
        x,_ = waves(200, 1, 6, 6)
        return ladder(36, 72, (2, 6, 6)), arrays(x), None, {}
    found['no labels'] = no_labels
    def real_labels():
        x,_ = waves(200, 1, 6, 6)
        data = arrays(x)
        data.y_test = data.x_test.mean((1, 2, 3))
        return ladder(36, 72, (2, 6, 6)), data, None, {}
    found['real labels'] = real_labels
    def colour():
        x,y = waves(200, 3, 6, 9)
        return ladder(162, 324, (6, 6, 9)), arrays(x, y), None, {}
    found['colour'] = colour
    def signals():
        x,y = waves(200, 1, 30)
        return ladder(30, 60, (2, 30)), arrays(x, y, layout='NCT'), None, {}
    found['signals'] = signals
    def volume():
        x,y = waves(200, 1, 4, 4, 4)
        return ladder(64, 128, (2, 4, 4, 4)), arrays(x, y, layout='NCDHW'), None, {}
    found['volumes'] = volume
    def rows():
        x,y = waves(200, 7)
        return ladder(7, 14, None), arrays(x, y), None, {}
    found['rows'] = rows
    def counts():
        x,y = waves(200, 9)
        return ladder(9, 9, None, as_head('poisson'), LogCounts()), arrays(torch.poisson(x.exp().clamp(max=20)), y, counts=True), None, {}
    found['counts'] = counts
    def mixed():
        head = MixedHead(dict(age='normal', income='log_normal', visits='negative_binomial', blood=CategoricalHead(3), smoker='bernoulli'))
        features = RowFeatures(head)
        return ladder(features.n_features, head.n_outputs(), None, head, features), table(), None, {}
    found['a table'] = mixed
    def steps(ragged):
        x,y = waves(200, 8, 2)
        if not ragged: return walk(), arrays(x, y, layout='NTD'), None, {}
        return walk(), Ragged([v[:3 + k % 6] for k,v in enumerate(x)]), None, {}
    found['sequences'] = lambda: steps(False)
    found['sequences of several lengths'] = lambda: steps(True)
    def holes():
        x,y = waves(200, 1, 6, 6)
        x[::3,0,0,0] = torch.nan
        return ladder(36, 72, (2, 6, 6)), arrays(x, y, missing=True), None, {}
    found['holes'] = holes
    return found

def trained(model, data, names):
    "A few steps, so that units vary."
    torch.manual_seed(0)
    opt = torch.optim.Adam(model.parameters(), lr=.01)
    x = data.x_train[:200].float()
    given = {c: v[:200] for c,v in data.given('train', names).items()} if names else None
    extra = {'lengths': data.lengths_train[:200]} if hasattr(data, 'lengths_train') else given
    good = ~x.isnan().flatten(1).any(1)
    x,extra = x[good],extra and {c: v[good] for c,v in extra.items()}
    for _ in range(60 if hasattr(model, 'blocks') else 10):
        opt.zero_grad()
        sum(v.mean() for v in model.elbo_terms(x, context=extra).values()).backward()
        opt.step()
    return model.eval()

def refusal_faults(text):
    "What is wrong with what an error says: it is one of ours if it says what came and what to do, in two sentences or more."
    kind,_,said = text.partition(': ')
    if kind not in ('ValueError', 'TypeError', 'KeyError'): return f'{kind} is no refusal: {said[:200]}'
    if 'cannot work with' in said: return f'no words of ours: {said[:300]}'
    if ' got ' not in f' {said}': return f'does not say what came: {said[:200]}'
    if len(re.split(r'[.?] (?=[A-Z])', said)) < 2: return f'does not say what to do: {said[:200]}'

def page_faults(folder, results, errors, subject, lines):
    "What is wrong with a page, in words."
    page = (folder/'index.html').read_text()
    for name,text in errors.items():
        fault = refusal_faults(text)
        if fault: yield f'{name}: {fault}'
        if f'<section id="{name}">' not in page: yield f'{name}: its refusal is not on the page'
    lacks = {name: tool.lacks(subject_for(tool, subject)) for name,tool in analysis_tools.items()}
    for name,lack in lacks.items():
        if lack and f'{name} (needs {lack})' not in page: yield f'{name}: the page does not say that it needs {lack}'
        if not lack and f'<section id="{name}">' not in page: yield f'{name}: applies, and is not on the page'
    for word in ('Traceback', 'nan ', ' nan', '=nan', 'inf '):
        for r in results:
            if word in f'{r.sentence} {r.error_words} ': yield f'{r.name}: {word.strip()} in {r.sentence[:300]}'
    for r in results:
        if not r.sentence[:1].isupper() and not r.sentence[:1].isdigit(): yield f'{r.name}: begins in lower case: {r.sentence[:60]}'
        for stem,table in r.tables().items():
            if not (folder/f'{stem}.csv').is_file(): yield f'{r.name}: no {stem}.csv'
            if f'download="{stem}.csv"' not in page: yield f'{r.name}: no link to {stem}.csv'
            if len(table) and table.select_dtypes('number').shape[1] and table.select_dtypes('number').isna().all(axis=None):
                yield f'{r.name}: {stem} has no number at all'
        for o in folder.glob('*.npz'):
            if f'href="{o.name}"' not in page: yield f'no link to {o.name}'
    body = re.sub(r'base64,[^"]*', '', page)
    if '<td>nan</td>' in body or '>inf<' in body: yield 'nan or inf in a table'
    if re.search(r'<td>–', body) and not 'A dash: ' in body: yield 'a dash that nobody explains'

class Seen:
    "What sheets are called with while it is open: the values behind each picture."
    def __enter__(self):
        self.tiles,self.kept = [],[]
        for module in analysis_modules():
            for name in ('sheet', 'field_sheet'):
                f = getattr(module, name, None)
                if f is not None: self._wrap(module, name, f)
        return self

    def _wrap(self, module, name, f):
        def wrapped(values, *args, **kwargs):
            parts = values.values() if isinstance(values, dict) else [values]
            self.tiles += [t.detach().cpu().double().flatten() for part in parts for t in part]
            return f(values, *args, **kwargs)
        self.kept.append((module, name, f))
        setattr(module, name, wrapped)

    def __exit__(self, *_):
        for module,name,f in self.kept: setattr(module, name, f)

def rows_of(array, size):
    "The rows of an array that can be a picture of so many values."
    shape,n = array.shape,1
    for k in range(len(shape) - 1, -1, -1):
        n *= shape[k]
        if n == size: return torch.as_tensor(np.ascontiguousarray(array)).double().reshape(-1, size)
    return torch.zeros(0, size, dtype=torch.float64)

def normed(t):
    "Rows without their mean, of length 1; 0 where they are constant."
    t = t - t.mean(-1, keepdim=True)
    size = t.norm(dim=-1, keepdim=True)
    return torch.where(size > 1e-9, t/size.clamp(min=1e-300), 0.)

def unsaved(result, tiles):
    "How many pictures are of no array that is saved, up to brightness and contrast, in the unit of the data or of the result."
    measure,n = getattr(result, 'measure', None),0
    for size in {len(t) for t in tiles}:
        own = torch.stack([t for t in tiles if len(t) == size])
        found = torch.cat([rows_of(a, size) for a in result.arrays.values() if a.dtype.kind in 'fiu'] or [torch.zeros(0, size).double()])
        if measure is not None and measure.is_standard and measure.std.numel() == size:
            mean,std = measure.mean.flatten(),measure.std.flatten()
            found = torch.cat([found, (found - mean)/std, found/std])
        alike = normed(own)@normed(found).T if len(found) else torch.zeros(len(own), 1).double()
        n += int(((alike.max(1).values < .9999) & (normed(own).norm(dim=1) > .5)).sum())
    return n

def picture_faults(result):
    "What is wrong with a result's pictures."
    for stem in result.figures(): plt.close('all')
    with Seen() as seen: figures = result.figures()
    n = unsaved(result, seen.tiles)
    if n: yield f'{result.name}: {n} of {len(seen.tiles)} pictures are in no array of its file'
    if any('best' in stem for stem in figures):
        for which in ('random', 'worst'):
            if not any(which in stem for stem in figures): yield f'{result.name}: the best without {which} ones'
    for stem,fig in figures.items():
        texts = ' '.join(t.get_text() for t in fig.findobj(plt.Text))
        bars = [ax for ax in fig.axes if hasattr(ax, '_colorbar')]
        labels = [ax.get_ylabel() or ax.get_xlabel() for ax in bars]
        shown = [im for ax in fig.axes if ax not in bars for im in ax.images]
        shades = [im for im in shown if im.get_array().ndim == 2]
        if len(shades) < len(shown) and 'full colour' not in texts: yield f'{stem}: colours without words for their values'
        is_table = result.look.kind(torch.zeros(1, len(getattr(result.look, 'names', ())))) == 'rows' and not bars and len(fig.axes[0].texts) > 0
        if shades and not is_table and not any(labels): yield f'{stem}: shades without a colour bar and its unit'
        names = [ax.get_title() for ax in fig.axes] + [texts]*stem.startswith('latent_step')
        empty = result.empty_units
        if empty is not None and 0 < len(empty) <= 8 and stem.split('_z')[0] in ('receptive_fields', 'gabor_fits', 'most_exciting_input'):
            rings = sum('○' in k for k in names)
            if rings != int(empty.sum()) and len([k for k in names if k and 'fit' not in k]) >= len(empty):
                yield f'{stem}: {rings} rings for {int(empty.sum())} units that have collapsed'
    plt.close('all')

def order_faults(result):
    "What is wrong with the order of a result's units."
    for stem,table in result.ranked_tables().items():
        if 'unit' not in table: continue
        known = result.unit_nats is not None and len(table) <= result.unit_nats.numel() or result.level_nats
        if known and 'KL (nats)' not in table: yield f'{stem}: units without their nats'
        if 'KL (nats)' not in table: continue
        for level,part in table.groupby('level' if 'level' in table else (lambda _: ''), sort=False):
            nats = part['KL (nats)'].dropna()
            if not nats.is_monotonic_decreasing: yield f'{stem}: units of {level} are not in the order of their nats'
            if 'state' in part and ((nats < result.empty_below) & (part['state'][nats.index] != 'collapsed')).any():
                yield f'{stem}: collapsed units of {level} are not marked'

def methods_faults(folder, results):
    "Tools that the methods part speaks of in bare numbers, or not at all."
    said = (folder/'methods.txt').read_text()
    for name in {k for k in analysis_tools for r in results if r.name == k or r.name.startswith(f'{k}_')}:
        if f"{name.replace('_', ' ').capitalize()}: " in said: yield f'{name}: the methods part has no words for it'
    for given in {r.given for r in results if r.given}:
        if f' of {given}.' not in said: yield f'the methods part does not say that the model was told {given}'
    if 'None' in said or 'nan' in said.split('References')[0].split(): yield 'None or nan in the methods part'

def planted():
    "Two units: the first prefers a dark blob on light, the second the opposite; images of the first kind, on light."
    at = torch.arange(8.) - 3.5
    blob = torch.exp(-(at[:,None]**2 + at**2)/4)
    w = (blob.mean() - blob).flatten()
    top,out = nn.Linear(64, 4),nn.Linear(2, 128)
    with torch.no_grad():
        top.weight.zero_()
        top.bias.copy_(torch.tensor([0., 0., -2., -2.]))
        top.weight[:2] = torch.stack([w, -w])/20
        out.weight.zero_()
        out.weight[:64,0] = 20*w
        out.bias[:64] = 150 + 30*w
        out.bias[64:] = 2.
    model = hVAE(dict(x=InputBlock(nn.Flatten()), z=TopGenBlock(top, (2,), condition='x'),
                      x_hat=OutputBlock([out, nn.Unflatten(1, (2, 8, 8))], 'z', 'normal')))
    g = torch.Generator().manual_seed(0)
    x = 200 - 100*blob*(.5 + torch.rand(200, 1, 1, 1, generator=g)) + 5*torch.randn(200, 1, 8, 8, generator=g)
    return model.eval(),arrays(x)

def brightness(image):
    "How bright each pixel of a picture is drawn, (H,W)."
    return image.to_rgba(image.get_array())[...,:3].mean(-1)

def is_dark(tile):
    "Whether a picture of 8x8 pixels is darker in the middle than in its corners, as it is drawn."
    return tile[3:5,3:5].mean() < np.mean([tile[0,0], tile[0,-1], tile[-1,0], tile[-1,-1]])

def polarity_faults(folder):
    "Where a page shows a unit's preferred picture in another polarity than the data."
    model,data = planted()
    ops = ('reconstruction', 'interpolation', 'neighbours', 'receptive_fields', 'gabor_fits', 'most_exciting_input')
    params = section(ops=ops, options={k: OPTIONS[k] for k in ops if k in OPTIONS} | dict(receptive_fields=dict(n=4000)))
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        _,results,errors = analyze(told_subject(model, data, params, None), folder/'polarity', 'polarity', {}, lambda line: None)
    yield from (f'{k}: {v}' for k,v in errors.items())
    seen = 0
    for r in results:
        for stem,fig in r.figures().items():
            drawn = [(ax.get_title(), brightness(ax.images[0])) for ax in fig.axes if ax.images and not hasattr(ax, '_colorbar')]
            if r.name.split('_z')[0] in ('receptive_fields', 'gabor_fits', 'most_exciting_input'):
                titles = [t for t,_ in drawn if t != 'fit']
                of = [re.match(r'[0-9]+', t)[0] for t in titles] # the unit of each field, and of each fit in their order
                fits = iter(of)
                for t,tile in drawn:
                    unit = next(fits) if t == 'fit' else re.match(r'[0-9]+', t)[0]
                    seen += 1
                    if is_dark(tile) != (unit == '0'): yield f'{stem}: unit {unit} is drawn in the other polarity ({t})'
            else:
                for _,canvas in drawn:
                    for i in range(0, canvas.shape[0] - 7, 9):
                        for j in range(0, canvas.shape[1] - 7, 9):
                            seen += 1
                            if not is_dark(canvas[i:i+8,j:j+8]): yield f'{stem}: an example is drawn in the other polarity'
        plt.close('all')
    if seen < 60: yield f'only {seen} pictures were looked at'

def floor_faults():
    "Floors of chance for labels that say nothing: values stay below, and with four times as many examples a floor is a half or a quarter."
    model,wide = (trained(one_latent(size), Digits(), None) for size in (3, 12))
    x,g = Digits().x_train[:240],torch.Generator().manual_seed(1)
    y,floors = torch.randint(4, (240,), generator=g),{60: {}, 240: {}}
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        for n,own in floors.items():
            above,excess = Counter(),[] # a floor is the highest of 20 shuffles: one label of chance in 21 is above it
            for _ in range(20):
                found = neighbours(model, x[:n], y[torch.randperm(240, generator=g)][:n])
                excess.append(max(found.floor.values()) - found.chance)
                above.update(space for space,share in found.same.items() if share > found.floor[space])
            for space,k in above.items():
                if k > 5: yield f'neighbours of {n}: {k} of 20 labels of chance are above their floor in {space}'
            own['neighbours'] = np.mean(excess),2
            high = 0 # of the whole level's units, one label of chance in a hundred
            for _ in range(5):
                found = selectivity(model, x[:n], y[torch.randperm(240, generator=g)][:n])
                high += bool((found.table['eta²'] > np.quantile(found.null, .99)).any())
            if high > 2: yield f'selectivity of {n}: for {high} of 5 labels of chance a unit is above the floor'
            own['selectivity'] = float(np.median(found.null)),4
            found = response_variability(wide, x[:n], 20, min_variance=1e-9).pair_table.iloc[0] # of 66 pairs of units
            if found['size'] > 2*found['size, shuffled']: yield f'variability of {n}: noise correlations {found["size"]:.3f} of independent units'
            own['noise correlations'] = found['size, shuffled'],2
            own['signal correlations'] = found['signal, shuffled'],2
            own['covariance'] = generation(model, x[:n], n=n, temperatures=(1.,)).table.iloc[1]['covariance, by chance (share)'],2
        gaps = []
        for seed in range(20): # shuffled labels are fitted and scored on as many examples as the labels
            r = decodability(model, x[:120], y[torch.randperm(240, generator=g)][:120], seed=seed).rows[0]
            gaps.append(r['accuracy'] - r['shuffled labels'])
    gap,error = np.mean(gaps),np.std(gaps, ddof=1)/20**.5
    if abs(gap) > 3*error: yield f'decodability: labels of chance are {gap:.3f} ± {error:.3f} from shuffled ones'
    for what,(floor,times) in floors[60].items():
        ratio = floor/floors[240][what][0]
        if not .6*times < ratio < 1.7*times: yield f'{what}: with four times as many examples the floor is {ratio:.2f} times lower, not about {times}'

def check(name, make, folder):
    "The faults of a case, and its numbers of results and refusals."
    model,data,names,changes = make()
    started = time.perf_counter()
    model = trained(model, data, names)
    params = section(options=OPTIONS, **changes)
    if not len(data.x_test):
        try: told_subject(model, data, params, names)
        except ValueError as e: return [f for f in [refusal_faults(f'ValueError: {e}')] if f],0,1
        return ['a data set without test examples is taken'],0,0
    subject,lines = told_subject(model, data, params, names),[]
    to,results,errors = analyze(subject, folder/name.replace(' ', '_').replace(',', ''), name, {}, lines.append)
    faults = [*page_faults(to, results, errors, subject, lines), *methods_faults(to, results)]
    for r in results: faults += [*order_faults(r), *picture_faults(r)]
    return faults,len(results),len(errors)

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--only', nargs='*')
    parser.add_argument('--folder', type=Path)
    given = parser.parse_args()
    folder,wrong = given.folder or Path(tempfile.mkdtemp()),0
    for name,make in cases().items():
        if given.only and name not in given.only: continue
        start = time.process_time()
        try: faults,n,refused = check(name, make, folder)
        except Exception as e:
            import traceback
            print(*traceback.format_exc().splitlines()[-9:], sep='\n')
            faults,n,refused = [f'{type(e).__name__}: {e}'],0,0
        print(f'{name}: {n} results, {refused} refusals, {len(faults)} faults, {time.process_time() - start:.1f} s', flush=True)
        for o in faults: print('   ', o, flush=True)
        wrong += len(faults)
    for name,find in dict(polarity=lambda: polarity_faults(folder), floors=floor_faults).items():
        if given.only and name not in given.only: continue
        faults = list(find())
        print(f'{name}: {len(faults)} faults', *faults, sep='\n    ', flush=True)
        wrong += len(faults)
    sys.exit(f'{wrong} faults' if wrong else 0)

if __name__ == '__main__': main()

"""Every tool of the analysis on the page of every kind of model: a result, or a refusal in one sentence of four parts that the page shows.

    python tests/pages.py [--only CASE] [--folder FOLDER]
"""
import argparse, re, sys, tempfile, time, warnings
from pathlib import Path
import numpy as np
import torch
from torch import nn
from hvae.all import *
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
            if len(table) and table.select_dtypes('number').shape[1] and table.select_dtypes('number').isna().all(None):
                yield f'{r.name}: {stem} has no number at all'
        for o in folder.glob('*.npz'):
            if f'href="{o.name}"' not in page: yield f'no link to {o.name}'
    body = re.sub(r'base64,[^"]*', '', page)
    if '<td>nan</td>' in body or '>inf<' in body: yield 'nan or inf in a table'
    if re.search(r'<td>–', body) and not 'A dash: ' in body: yield 'a dash that nobody explains'

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
    return list(page_faults(to, results, errors, subject, lines)),len(results),len(errors)

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
    sys.exit(f'{wrong} faults' if wrong else 0)

if __name__ == '__main__': main()

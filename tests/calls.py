"""The tools of the analysis, called as users call them: in other forms of the same data, and by mistake.

    python tests/calls.py              # some 20 seconds of one core; exit 1 where a call is neither right nor refused in its own words

Every function of `hvae.analysis` that stands behind `user_call` is called with the data as bytes without an axis for the channel, as a list of
pictures of another type, with labels as columns, lists and masked arrays: the numbers are those of the call with tensors. Then with data of a wrong
width, with wrong channels, with NaN, of text, empty; with labels that are too few or texts; with names that no level has; with shapes of nothing: each is
refused by the name of the tool that was called, and of the argument. Pictures on
another scale than the model's are warned of in one place, in the same words. A tool that takes a model and data, and does not stand behind the
door, needs a reason here."""
import inspect, re, sys, time, warnings
from pathlib import Path
sys.path[0] = str(Path(__file__).parent/'walking') # its parent holds a folder named tensorflow
import numpy as np
import pandas as pd
import torch
from torch import Tensor
from given import draws, few_families, few_positions, one_wave, preferences, small_model, small_sequence
from hvae.all import *
from hvae.analysis.results import Result

APART = { # what takes a model and data, and why it does not stand behind the door
    'a step of tools, which have looked at what they are given': 'at_all_depths block_values given_rows told_rows with_channels_last check_search data_of_call warn_of_scale_of_call shape_of_call',
    'asked where data lie, by tools': 'data_units pixel_range filled_range by_columns',
    'has a door of its own, being a module': 'Readout', 'made by the analysis of a run': 'Subject', 'does not ask the model': 'gabor_fits'}
SHAPE,PREFERRED,FEW = (1, 4, 4),Preferred(**preferences()),Search(n_starts=2, n_steps=2)
X,Y = bars(40, g=generator(0))[0].reshape(40, 1, 4, 4).float(),torch.arange(40)%2
PLANTED = dict(kind=Y, size=torch.arange(40)//2%3)
GRATINGS = GratingStimuli((.1, .2, .3), 4, 4)
AT = dict(what='z1', shape=SHAPE)
SERIES = AT | dict(preferred=PREFERRED, stimuli=few_positions())
UNITS = dict(x=X, min_variance=0.)
STEPS = torch.randn(6, 4, 3, generator=generator(0))
RIGHT = dict( # arguments of each tool beside the model
    nats_by_step=dict(x=STEPS), extrapolation=dict(x=STEPS, n_known=2),
    neighbours=dict(x=X, labels=Y, n=2), interpolation=dict(x=X[:2], y=X[2:4]), representation_similarity=dict(x=X[:12]),
    contrast_variability=UNITS | dict(contrasts=(.5, 1.), n_draws=10), disentanglement=UNITS | dict(factors=PLANTED, what='z1', how=CodeReading('lasso', n_resamples=2, n_refits=2, n_shuffles=1)),
    latent_step=dict(x=X[:6]), level_units=UNITS, divergence=dict(x=X), posterior_draws=dict(x=X, n_draws=10), level_values=dict(x=X),
    neural_predictivity=dict(x=X, responses=draws(40, 2, 2), regression=Regression(n_features=20)), objective_values=dict(x=X, what=UnitOf('z1', 0)),
    decodability=dict(x=X, y=Y, probes=Probes(n_shuffles=1)), reconstruction=dict(x=X), answers=dict(x=X, what='z1'), read_values=dict(x=X, what=['z1']),
    generation=dict(x=X, x_train=X, n=8, shown=Shown(n_nearest=3)), selectivity=UNITS | dict(y=Y, draws=ClassDraws(19, 10)), sparsity=UNITS | dict(n_resamples=10),
    response_variability=UNITS | dict(n_draws=10), most_telling_units=dict(block='z1', x=X), affordable_units=dict(levels=['z1'], x=X), gradient_energy=dict(what='z1', x=X[:3]),
    noise_batches=dict(shape=SHAPE, n=6, noise=NoiseStimuli(0., 1.), bs=4), receptive_fields=AT | dict(n=200, bs=50), quadratic_fields=AT | dict(n=200, bs=20, search=QuadraticSearch(n_shuffles=2)),
    field_sizes=AT | dict(n=200, bs=50), orientation_tuning=AT | dict(stimuli=GratingStimuli(n_orientations=4, n_phases=4)), preferred_stimuli=AT | dict(stimuli=GRATINGS),
    series_strength=SERIES | dict(waves=[one_wave()]), size_tuning=SERIES | dict(radii=(1., 2., 3.)), surround_suppression=SERIES | dict(radius=1.), mask_suppression=SERIES | dict(radius=2.), contrast_response=SERIES,
    mei_pixels=dict(what=UnitOf('z1', 0), shape=SHAPE, limits=Limits(norm=1.), search=FEW), mei_gaussian=dict(what=UnitOf('z1', 0), shape=SHAPE, limits=Limits(norm=1.), search=FEW),
    mei_sheet=AT | dict(limits=Limits(norm=1.), x=X, search=FEW), diverse_meis=dict(what=UnitOf('z1', 0), shape=SHAPE, limits=Limits(norm=1.), n=2, search=FEW),
    mei_transform=dict(what=UnitOf('z1', 0), transform=Affine(X[0]), start=Affine(X[0]).start(2, generator(0)), limits=Limits(norm=1.), search=Search(n_steps=2)), texture_modulation=dict(what='z1', families=few_families()))

def takes(f):
    try: return set(inspect.signature(f).parameters)
    except (TypeError, ValueError): return set()

def tools():
    "The functions of the analysis behind the door, by name; what should be and is not."
    found = {n: getattr(m, n) for m in analysis_modules() for n in m.__all__ if callable(getattr(m, n))}
    behind = {n: f for n,f in found.items() if hasattr(f, 'of_call')}
    open_ = [n for n,f in found.items() if n not in behind and {'model'} < takes(f) and takes(f) & {'x', 'shape', 'what', 'block'}]
    apart = ' '.join(APART.values()).split()
    return behind,[f'{n} takes a model and data, and is not behind user_call' for n in open_ if n not in apart] + [f'{n} is apart, and not there' for n in apart if n not in found]

# Forms of the same

def forms_of_data(x):
    "The same data in other forms."
    if x.ndim == 3: return {'array': x.numpy(), 'list of arrays': [o.double().numpy() for o in x]}
    return {'bytes without a channel': x[:,0].numpy().astype('uint8'), 'list of pictures': [o.numpy().astype('>f8') for o in x], 'rows of pixels': x.flatten(1).half()}

def forms_of_labels(y):
    "The same labels in other forms."
    return {'column': pd.Series(y.numpy(), index=range(len(y), 0, -1)), 'bytes': y.numpy().astype('uint8'), 'list': y.tolist()}

# What is wrong

def wrong_data(x):
    "Data that no model takes, each with its name."
    nan = x.clone()
    nan[1] = float('nan')
    yield from {'wrong width': x[...,1:], 'text': 'pictures', 'texts': ['a', 'b'], 'empty': x[:0], 'nothing in it': [], 'objects': np.array([None]*len(x)), 'complex': x + 1j}.items()
    if x.ndim == 4:
        yield from {'wrong channels': x.expand(-1, 3, -1, -1), 'wrong size without a channel': x[:,0,1:].numpy(), 'NaN': nan,
                    'masked': np.ma.masked_array(x.numpy(), x.numpy() > .5)}.items()

def wrong_labels(y): yield from {'too few': y[:-1], 'too many, as a list': [*y.tolist(), 0], 'texts': np.array(['cat', 'dog'])[y.numpy()], 'one number': 3, 'objects': [None]*len(y)}.items()

def wrong_calls(name, given, data, labels):
    "Argument, what is wrong, and the value, for all mistakes."
    for k in data:
        if k in given: yield from ((k, what, v) for what,v in wrong_data(given[k]))
    for k in labels: yield from ((k, what, v) for what,v in wrong_labels(given[k]))
    for k in ('what', 'block', 'levels', 'blocks'):
        if k in takes(TOOLS[name]) and name not in ('nats_by_step', 'extrapolation'): yield k,'no level',['z1', 'z7'] if isinstance(given.get(k), list) else 'z7'
    if 'shape' in given: yield from (('shape', what, v) for what,v in {'wrong width': (1, 4, 5), 'wrong channels': (3, 4, 4), 'text': 'wide', 'nothing': (), 'halves': (1, 4, 4.5), 'negative': (1, -4, -4)}.items())
    for what,v in {'no model': 'model', 'its blocks': MODEL.blocks}.items(): yield 'model',what,v

# Calls

def leaves(o, at='', depth=0):
    "The arrays of a result, with where they are."
    if isinstance(o, (Tensor, np.ndarray)): yield at,np.asarray(o.detach().double() if isinstance(o, Tensor) else o)
    elif isinstance(o, (bool, int, float, str)): yield at,np.asarray(o)
    elif depth > 5: return
    elif isinstance(o, pd.DataFrame): yield from leaves({k: o[k].to_numpy() for k in o}, at, depth + 1)
    elif isinstance(o, dict):
        for k,v in o.items(): yield from leaves(v, f'{at}.{k}', depth + 1)
    elif isinstance(o, (list, tuple)):
        for i,v in enumerate(o): yield from leaves(v, f'{at}[{i}]', depth + 1)
    elif isinstance(o, Result): yield from leaves(o.tables() | o.arrays, at, depth + 1)
    elif hasattr(o, '__dict__') and not callable(o): yield from leaves(vars(o), at, depth + 1)

def difference(a, b):
    "Where two results differ; '' where they are the same."
    a,b = dict(leaves(a)),dict(leaves(b))
    if a.keys() != b.keys() or not a: return f'one has {len(a)} numbers, the other {len(b)}'
    for k in a:
        if a[k].shape != b[k].shape: return f'{k} is {a[k].shape}, not {b[k].shape}'
        if a[k].dtype.kind in 'fiub' and not np.allclose(a[k].astype(float), b[k].astype(float), rtol=1e-5, atol=1e-6, equal_nan=True): return k
        if a[k].dtype.kind in 'UO' and list(map(str, a[k].ravel())) != list(map(str, b[k].ravel())): return k
    return ''

def call(name, given, warn='ignore'):
    "A call with a model that is the same each time."
    given = dict(given)
    model = given.pop('model') if 'model' in given else STEP_MODEL if name in ('nats_by_step', 'extrapolation') else MODEL
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter(warn)
        out = TOOLS[name](model, **given)
        return list(out) if inspect.isgenerator(out) else out

def wrong_answer(name, given, k, what, value):
    "What is wrong about the answer to a mistake; '' for nothing."
    try: call(name, given | {k: value})
    except (ValueError, TypeError, KeyError) as e:
        said = str(e)
        names = name in said or k != 'shape' and k not in ('model', *TOOLS[name].of_call[0], *TOOLS[name].of_call[1]) # names of blocks go without
        if names and re.search(rf'\b{k}\b', said) and 'got' in said and len(said) > 60: return ''
        return f'{name}({k}: {what}) is refused, but not in the words of the call: {type(e).__name__}: {said[:200]}'
    except Exception as e: return f'{name}({k}: {what}) fails: {type(e).__name__}: {e}'
    return f'{name}({k}: {what}) is taken'

def same_numbers(name, given, data, labels):
    "The calls in other forms that give other numbers."
    whole = call(name, given)
    others = [({k: forms_of_data(given[k])[f] for k in data if k in given}, f) for f in next((forms_of_data(given[k]) for k in data if k in given), {})]
    others += [({k: v}, f) for k in labels for f,v in forms_of_labels(given[k]).items()]
    if 'shape' in given: others.append((dict(shape=[4, 4]), 'shape without a channel, as a list'))
    for changed,form in others:
        try: differs = difference(whole, call(name, given | changed))
        except Exception as e: differs = f'{type(e).__name__}: {e}'
        if differs: yield f'{name} ({form}): {differs}'
    for k in labels: # one is missing
        masked,gap = np.ma.masked_array(given[k].numpy(), np.arange(len(given[k])) == 3),given[k].clone()
        gap[3] = -1
        try: differs = difference(call(name, given | {k: gap}), call(name, given | {k: masked}))
        except Exception as e: differs = f'{type(e).__name__}: {e}'
        if differs: yield f'{name} ({k} masked): {differs}'

def says_scale(name, given):
    "What is wrong about the warning of pictures on another scale than the model's."
    try: call(name, given | dict(x=given['x']*255), 'error')
    except UserWarning as w:
        if f"{name}: the model's data are in 0 to 1 and x goes from 0 to 255" in str(w): return
        yield f'{name} (x of another scale): {w}'
    except Exception as e: yield f'{name} (x of another scale): {type(e).__name__}: {e}'
    else: yield f'{name} (x of another scale): no warning'

def main():
    start,found,n,slow = time.process_time(),list(MISSING),0,{}
    found += [f'{name} has no example here' for name in TOOLS if name not in RIGHT] + [f'{name} is no tool' for name in RIGHT if name not in TOOLS]
    for name in (o for o in TOOLS if o in RIGHT):
        began,(data,labels) = time.process_time(),TOOLS[name].of_call
        given = RIGHT[name]
        if not any(k in given for k in (*data, 'shape')) and name not in ('mei_transform', 'texture_modulation'): found.append(f'{name} has no data in its example')
        found += same_numbers(name, given, data, labels)
        if 'x' in given and given['x'].ndim == 4: found += says_scale(name, given)
        for k,what,value in wrong_calls(name, given, data, labels):
            n += 1
            if bad := wrong_answer(name, given, k, what, value): found.append(bad)
        slow[name] = time.process_time() - began
    worst = sorted(slow, key=slow.get)[-3:]
    print(*found, f'{len(TOOLS)} tools, {n} mistakes, {time.process_time() - start:.0f} s (longest: {", ".join(f"{o} {slow[o]:.1f}" for o in worst)}), {len(found)} wrong', sep='\n')
    return bool(found)

torch.manual_seed(0)
MODEL,STEP_MODEL = small_model().eval(),small_sequence()
TOOLS,MISSING = tools()
if __name__ == '__main__': sys.exit(main())

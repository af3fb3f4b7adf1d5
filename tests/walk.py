"""Give every public function, class and method what a user may give it by mistake, and judge what comes: a clear error, or a right result.

    python tests/walk.py [SEED]        # some 250 calls, each with one argument changed, and 40 command lines
    python tests/walk.py --all         # every change of every argument, and every command line
    python tests/walk.py --all --only hVAE

Each public name has an example in `walking/given.py`, or a reason in `walking/skipped.py`; a name without either fails the test, and so
does an example or a reason of a name that is no longer there. Arguments with
a default are taken from the signature. One argument at a time becomes something of a wrong type, shape, name or number, or the same thing in
other clothes (an array, float64, a whole number); or all arguments with an entry for each example lose their examples, or all but one, or are
turned round. What is right:

- an error of Python's own kinds with a sentence, raised by a frame of hvae, within ten seconds; never one of torch, NumPy or fastai;
- a result without NaN or infinity, unless there was one in the arguments;
- the result of the unchanged call, where the argument is the same in other clothes;
- the rows of the result of the unchanged call, where only the rows of the arguments changed."""
import argparse, contextlib, dataclasses, fnmatch, importlib, inspect, io, itertools, math, os, pkgutil, random, shutil, signal, sys, time, traceback, warnings
from pathlib import Path
os.environ.setdefault('MPLBACKEND', 'agg')
sys.path[0] = str(Path(__file__).parent/'walking') # its parent holds a folder named tensorflow
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy
import hvae
from commands import command_lines, outcome_of_command
from given import EXAMPLES, REFUSED, World
from skipped import SKIPPED
from hvae.analysis.results import Result
from hvae.distributions import Distribution

HERE = Path(hvae.__file__).parent
GOOD = ValueError, TypeError, KeyError, IndexError, OSError, NotImplementedError, ImportError
KNOWN = { # 'name argument: change', with * and ?: why what comes is right though it is not what is said above
    'free_port port: *': 'the system chooses', 'Beta.log_prob value: *': 'a density is 0 or infinite at the ends', 'survey x: empty': 'there is no lowest value of nothing',
    'standard_error x: empty': 'nan for fewer than 2, as its docs say', 'standard_error x: one row': 'nan for fewer than 2, as its docs say', **{f'rms_error squares: {o}': 'nan for fewer than 2, or where all are 0, as its docs say' for o in ('empty', 'one row', 'constant')},
    'psnr ?: constant': 'infinite for an image that is the same, as its docs say',
    'row_correlation ?: constant': 'undefined, as its docs say', 'fit_gabors fields: constant': 'of a field of zeros all is nan, as its docs say',
    'field_extent energy: constant': 'of a field of zeros all is nan, as its docs say', 'field_extent floor: tensor': 'nan where no energy is above the floor, as its docs say',
    'uniform_like like: float64': 'torch draws other numbers of another type', 'logistic_draw loc: float64': 'torch draws other numbers of another type',
    'side_sum a: *': 'levels have a width', 'Probes n_shuffles: zero': 'no control without shuffles', 'texture_modulation families: one less': 'one family has no interval', 'fit_curve y: constant': 'there is no curve in it, as its docs say'}
NOT_BY_ROW = { # name: why its result is of all rows together
    'rdm': 'columns are the same stimuli', 'rdm with repeats': 'as rdm', 'kernel_matrix': 'columns are the same stimuli', 'compare_kernels': 'columns are the same stimuli',
    'centred_kernels': 'columns are the same stimuli', 'cka_chance': 'columns are the same stimuli', 'cka in batches': 'batches go by place', 'rdm_bootstrap': 'chance goes by place',
    'bootstrap_interval': 'rows of the draws are draws', 'jackknife_interval': 'rows of what is left out are stimuli',
    'gradient_energy': 'the mean over stimuli',
    'impute': 'chance goes by place', 'dataset_terms': 'noise goes by place', 'dataset_terms of sequences': 'noise goes by place', 'scores': 'noise goes by place', 'scores of sequences': 'noise goes by place', 'nvae_balance': 'rows are levels', 'efficient_vdvae_balance': 'rows are levels', 'nearest_images': 'both arguments are turned round',
'folded_waves': 'pairs of units', 'nats_of_observed': 'the mean of all rows is in each', 'few_labels': 'chance goes by place', 'phase_scrambled': 'chance goes by place', 'pixel_matched_noise': 'chance goes by place',
'TextureFamily.scaled': 'a mean or a contrast is not of rows', 'Preferred.only': 'units keep their numbers'}

class Nothing: "An object of no use."

# Changes

def clothes(value):
    "The same value in other clothes, each with its name."
    if isinstance(value, Tensor) and type(value) is Tensor:
        yield 'array',value.numpy(force=True).copy()
        yield 'not contiguous',torch.stack([value, value], -1)[...,0]
        if value.is_floating_point():
            yield 'float64',value.double()
            yield 'with gradient',value.detach().clone().requires_grad_()
            if (value == value.round()).all():
                yield 'whole numbers',value.long()
                if value.min() >= 0: yield 'bytes',value.byte()
    elif isinstance(value, bool): yield 'NumPy bool',np.bool_(value)
    elif isinstance(value, int): yield from {'NumPy int': np.int64(value), 'tensor int': torch.tensor(value)}.items()
    elif isinstance(value, float):
        yield from {'NumPy float': np.float32(value) if float(np.float32(value)) == value else np.float64(value), 'tensor float': torch.tensor(value, dtype=torch.float64)}.items()
        if value.is_integer(): yield 'int',int(value)
    elif isinstance(value, tuple): yield 'list',list(value)
    elif type(value) is list: yield 'tuple',tuple(value)
    elif isinstance(value, Path): yield 'path as text',str(value)

def mistakes(value, annotation):
    "What a user may give instead of a value, each with its name."
    if isinstance(value, Tensor):
        yield 'empty',value[:0]
        yield 'one row',value[:1]
        yield 'another dimension',value[...,None]
        yield 'first row alone',value[0] if value.ndim else value
        yield 'transposed',value.transpose(0, -1) if value.ndim else value
        yield 'NaN',value.float()*float('nan')
        yield 'infinite',torch.full_like(value, math.inf) if value.is_floating_point() else value.float()/0
        yield 'constant',torch.zeros_like(value)
        yield 'whole',value.long()
        yield 'complex',value.to(torch.complex64)
        yield 'list of rows',list(value) if value.ndim else [value]
    elif isinstance(value, np.ndarray): yield from {'empty': value[:0], 'NaN': value*np.nan, 'texts': value.astype(str), 'objects': value.astype(object)}.items()
    elif isinstance(value, bool): yield 'number',7
    elif isinstance(value, int): yield from dict(negative=-1, zero=0, fraction=1.5, infinite=math.inf).items()
    elif isinstance(value, float): yield from dict(nan=math.nan, negative=-1., infinite=math.inf, tensor=torch.ones(2)).items()
    elif isinstance(value, str): yield from {'nonsense': 'nonsense', 'no text': '', 'number': 3, 'bytes': b'x', 'zero byte': 'a\0b'}.items()
    elif isinstance(value, Path): yield from {'nowhere': Path(__file__)/'below', 'number': 3, 'zero byte': 'a\0b'}.items()
    elif isinstance(value, (tuple, list)):
        kind = type(value) if type(value) in (tuple, list) else list
        yield from {'empty': kind(), 'of texts': kind(['a', 'b']), 'negative': kind([-1]*len(value)), 'of nothing': kind([None]*len(value)), 'text': 'ab', 'number': 3,
                    'longer': kind([*value, *value[:1]])}.items()
    elif isinstance(value, dict):
        yield from {'empty': {}, 'of texts': {'a': 'b'}, 'more': {**value, 'a': 1}, 'nothing in it': dict.fromkeys(value), 'list': list(value)}.items()
        if len(value) > 1: yield 'one less',dict(list(value.items())[1:])
    elif isinstance(value, nn.Module): yield 'another module',nn.Linear(2, 2)
    if value is None:
        for kind,new in {int: -1, float: math.nan, str: 'nonsense', list: ['nonsense'], dict: {'nonsense': 1}, tuple: (-1,), Tensor: torch.ones(2)}.items():
            if kind is annotation or kind in getattr(annotation, '__args__', ()): yield f'some {kind.__name__}',new
    if not isinstance(value, (str, list, tuple)) and annotation is not str: yield 'text','text'
    if value is not None: yield 'None',None
    yield 'object',Nothing()

def parts_of(o):
    "What an object of the package holds, by name; nothing of others."
    if isinstance(o, dict): return dict(o)
    if isinstance(o, Distribution) or dataclasses.is_dataclass(o) and not isinstance(o, type): return vars(o)
    return {}

def with_rows(o, n, rows):
    "A copy of arguments in which all tensors of `n` rows have other rows."
    if isinstance(o, Tensor) and type(o) is Tensor: return o[rows] if o.ndim and len(o) == n else o
    if isinstance(o, dict): return {k: with_rows(v, n, rows) for k,v in o.items()}
    if type(o) in (list, tuple): return type(o)(with_rows(v, n, rows) for v in o)
    if isinstance(o, Distribution):
        new = object.__new__(type(o))
        vars(new).update({k: with_rows(v, n, rows) for k,v in vars(o).items()})
        return new
    return n_of(o, n, rows)

def n_of(o, n, rows): return len(range(n)[rows]) if type(o) is int and o == n and isinstance(rows, slice) else o

def first_rows(given):
    "How many rows the first tensor of the arguments has; `None` without one."
    for k,v in given.items():
        for _,t in leaves(v) if not isinstance(v, (nn.Module, Result)) else ():
            if type(t) is Tensor and t.ndim: return len(t) if len(t) > 1 else None

ROWS = {'first rows': slice(0, 1), 'two rows': slice(0, 2), 'turned round': None, 'no rows': slice(0, 0)}

def cases(world):
    "Name, argument, what is changed, and the new value, for all."
    for name in EXAMPLES:
        given = given_for(name, world)
        f = target_of(name, given)
        for k,p in parameters_of(f).items():
            if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) or k in ('progress', 'say', 'self') or k not in given and p.default is p.empty: continue
            value = given.get(k, p.default)
            for what,new in itertools.chain(clothes(value), mistakes(value, p.annotation)): yield name,k,what,new
        if 'self' in given and isinstance(given['self'], Distribution) or first_rows(given):
            for what in ROWS: yield name,'*rows',what,None

# Calls

def public():
    "Public names with their objects; the public methods of public classes too. `()` is what happens when an object is called."
    found = {}
    warnings.simplefilter('ignore', FutureWarning) # of modules that have moved
    for m in sorted(o.name for o in pkgutil.walk_packages(hvae.__path__, 'hvae.') if o.name not in ('hvae.all', 'hvae._modidx')):
        module = importlib.import_module(m)
        found |= {name: getattr(module, name) for name in getattr(module, '__all__', []) if callable(getattr(module, name))}
    for name,cls in [o for o in found.items() if isinstance(o[1], type)]:
        for k,v in vars(cls).items():
            if k in ('forward', '__call__'): found[f'{name}()'] = v
            elif not k.startswith('_') and (inspect.isfunction(v) or isinstance(v, (classmethod, staticmethod))): found[f'{name}.{k}'] = v
    return found

def given_for(name, world):
    "The arguments of an example, the same each time."
    torch.manual_seed(0)
    return EXAMPLES[name](world)

def reason_of(name): return next((why for why,names in SKIPPED.items() if any(fnmatch.fnmatchcase(name, p) for p in names.split())), None)

def is_there(name):
    "Whether there is what an example is of; methods may be inherited."
    name = name.split(' ')[0].removesuffix('()')
    cls,_,method = name.partition('.')
    return name in PUBLIC or bool(method) and hasattr(PUBLIC.get(cls), method)

def gone():
    "Names of examples, and of what is said of them, that are no longer there; patterns that fit nothing."
    of_examples = [*REFUSED, *NOT_BY_ROW, *[o.split(' ')[0] for o in KNOWN]]
    patterns = [p for names in SKIPPED.values() for p in names.split()]
    return [*[o for o in EXAMPLES if not is_there(o)], *[o for o in of_examples if o not in EXAMPLES],
            *[p for p in patterns if not fnmatch.filter(PUBLIC, p)]]

def parameters_of(f):
    "The parameters of a callable, by name; none for what has no signature."
    try: return inspect.signature(f).parameters
    except ValueError: return {}

def target_of(name, given):
    "The callable of an example."
    name = name.split(' ')[0]
    if 'self' in given: return given['self'] if name.endswith('()') else getattr(given['self'], name.rpartition('.')[2])
    return PUBLIC[name]

def call(name, given):
    "The result of a call; what is a context is entered, and what comes by and by is taken."
    given = dict(given)
    f = target_of(name, given)
    given.pop('self', None)
    out = f(*given.pop('*', ()), **given)
    if isinstance(out, contextlib._GeneratorContextManager):
        with out as inner: return inner
    if inspect.isgenerator(out): return list(itertools.islice(out, 50))
    if isinstance(out, Result): return out,out.table,out.sentence
    return out

PUBLIC = public()

class Slow(Exception): pass
def too_slow(*args): raise Slow

def attempt(name, given, seed=0):
    "A result, and what is wrong with the error that came instead; '' for a right error."
    signal.signal(signal.SIGALRM, too_slow)
    signal.alarm(10)
    torch.manual_seed(seed)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter('ignore')
            return call(name, given),None
    except Slow: return None,'takes over 10 s'
    except SystemExit as e: return None,'' if e.code == 2 else f'exits with {e.code}'
    except Exception as e: return None,fault_of(e)
    finally:
        signal.alarm(0)
        plt.close('all')

RAW = ('unsupported operand', 'not subscriptable', 'must be a sequence', 'object is not', 'not supported between', 'size of tensor', 'shapes cannot', 'invalid for input', 'xpected')

def fault_of(e):
    "What is wrong with an error; '' if nothing is."
    said = str(e)
    if isinstance(e, OSError) and len(said) > 40: return '' # the system's own message, with the file's name
    frames = traceback.extract_tb(e.__traceback__)
    inside = Path(frames[-1].filename)
    at = f'{inside.name}:{frames[-1].lineno}'
    if not inside.is_relative_to(HERE): return f'{type(e).__name__} of {inside.parent.name}/{inside.name}:{frames[-1].name}: {said[:90]!r}'
    if not isinstance(e, (*GOOD, RuntimeError)): return f'{type(e).__name__} in {at}: {said[:90]!r}'
    if len(said) < 45 or ' ' not in said: return f'bare {type(e).__name__} in {at}: {said[:90]!r}'
    if not any(o in said for o in ('got', 'cannot be computed')) and 'cannot work with' not in said and any(o in said for o in RAW): return f'raw {type(e).__name__} in {at}: {said[:90]!r}'
    return ''

# Judging

def leaves(o, at='', depth=0):
    "The numbers, texts and arrays of a value, with where they are."
    if isinstance(o, (Tensor, np.ndarray, np.generic, bool, int, float, str, bytes)): yield at,o
    elif depth > 6: return
    elif isinstance(o, pd.DataFrame):
        for k in o: yield f'{at}[{k}]',o[k].to_numpy()
    elif isinstance(o, Result): yield from leaves({**vars(o), **o.arrays}, at, depth + 1)
    elif parts_of(o):
        for k,v in parts_of(o).items(): yield from leaves(v, f'{at}.{k}', depth + 1)
    elif isinstance(o, (list, tuple)):
        for i,v in enumerate(o): yield from leaves(v, f'{at}[{i}]', depth + 1)
    elif isinstance(o, nn.Module): yield from leaves({k: t for k,t in o.state_dict(keep_vars=True).items() if not is_lazy(t)}, at, depth + 1)

def as_number(v):
    "An array of real numbers, or `None`."
    v = v.numpy(force=True) if isinstance(v, Tensor) and v.dtype != torch.bfloat16 else np.asarray(v.float().numpy(force=True) if isinstance(v, Tensor) else v)
    return v.astype(float) if v.dtype.kind in 'fiub' else None

def odd_number(o):
    "Where in a value there is NaN or infinity; '' where there is none."
    for at,v in leaves(o):
        n = as_number(v)
        if n is not None and not np.isfinite(n).all(): return at or 'it'
    return ''

def differs(a, b, rtol=2e-3, atol=2e-4):
    "Where two results differ; '' where they do not."
    a,b = dict(leaves(a)),dict(leaves(b))
    if a.keys() != b.keys(): return f'other entries: {sorted(a.keys() ^ b.keys())[:3]}'
    for at,u in a.items():
        m,n = as_number(u),as_number(b[at])
        if m is None or n is None: continue
        if m.shape != n.shape: return f'{at or "it"} of shape {n.shape} instead of {m.shape}'
        if not np.allclose(m, n, rtol, atol, equal_nan=True): return f'{at or "it"} differs by {np.nanmax(np.abs(m - n)):.3g}'
    return ''

def other_rows(usual, new, n, rows):
    "Where a result of other rows has not the rows of the usual result; '' where it has."
    a,b = dict(leaves(usual)),dict(leaves(new))
    for at,u in a.items():
        m = as_number(u)
        if m is None or not m.ndim or len(m) != n: continue
        if at not in b: return f'no {at}'
        told = as_number(b[at])
        if told.shape != m[rows].shape: return f'{at or "it"} of shape {told.shape} instead of {m[rows].shape}'
        if told.size and not np.allclose(told, m[rows], 2e-3, 2e-4, equal_nan=True): return f'{at or "it"} differs by {np.nanmax(np.abs(told - m[rows])):.3g}'
    return ''

class Judge:
    "Calls, and what is wrong with what comes."
    def __init__(self, world): self.world,self.usual = world,{}

    def usually(self, name):
        "The result of the unchanged call, and whether it is drawn by chance."
        if name not in self.usual:
            (a,wrong),(b,_) = (attempt(name, given_for(name, self.world), s) for s in (0, 1))
            if name in REFUSED and wrong == '': return None,True,''
            if wrong is not None: raise RuntimeError(f'the example of {name} fails: {wrong or "an error"}')
            self.usual[name] = a,bool(differs(a, b)),odd_number(a)
        return self.usual[name]

    def is_whole(self, usual): return type(usual) is tuple and usual and isinstance(usual[0], Result) # of all examples together

    def rows(self, name, what):
        "What is wrong with a call with other rows."
        given = given_for(name, self.world)
        n = first_rows(given)
        usual,by_chance,_ = self.usually(name)
        rows = list(reversed(range(n))) if what == 'turned round' else ROWS[what]
        out,wrong = attempt(name, with_rows(given, n, rows))
        if wrong is not None or by_chance or 'g' in given or isinstance(usual, nn.Module) or self.is_whole(usual): return wrong or ''
        if name in NOT_BY_ROW: return ''
        return other_rows(usual, out, n, rows)

    def __call__(self, name, k, what, new):
        "What is wrong with a call with a changed argument."
        if k == '*rows': return self.rows(name, what)
        given = given_for(name, self.world) | {k: new}
        out,wrong = attempt(name, given)
        if wrong is not None: return wrong
        usual,by_chance,odd = self.usually(name)
        same = what in dict(clothes(given_for(name, self.world).get(k, default_of(name, k, given))))
        if same and not (by_chance and what in ('float64', 'whole numbers', 'bytes')): return differs(usual, out)
        if not odd and not odd_number({a: v for a,v in given.items() if a != 'self'}): return odd_number(out) and f'NaN or infinity in {odd_number(out)}'
        return ''

def default_of(name, k, given): return parameters_of(target_of(name, given))[k].default

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('seed', nargs='?', type=int, default=0)
    parser.add_argument('--all', action='store_true')
    parser.add_argument('--only', default='')
    args = parser.parse_args()
    start = time.perf_counter()
    world = World()
    judge,bad = Judge(world),[]
    chance = random.Random(args.seed)
    todo = [o for o in cases(world) if args.only in o[0]]
    if not args.all: todo = chance.sample(todo, min(250, len(todo)))
    for name,k,what,new in todo:
        t0 = time.perf_counter()
        try: wrong = judge(name, k, what, new)
        except Exception as e: wrong = f'the judge fails: {type(e).__name__}: {str(e)[:300]}'
        if time.perf_counter() - t0 > 3: print('slow', name, k, what, round(time.perf_counter() - t0, 1), file=sys.stderr)
        if wrong and not any(fnmatch.fnmatchcase(f'{name} {k}: {what}', p) for p in KNOWN): bad.append(f'{name}({k}: {what}): {wrong}')
    lines = [o for o in command_lines(world) if args.only in o[0]]
    if not args.all: lines = chance.sample(lines, min(40, len(lines)))
    for line in lines:
        wrong = outcome_of_command(line)
        if wrong: bad.append(f'{" ".join(line)}: {wrong}')
    print(*bad, sep='\n')
    missing = [o for o in PUBLIC if o not in EXAMPLES and not reason_of(o)]
    print(f'{len(missing)} public names without an example: {" ".join(missing)}')
    lost = gone()
    if lost: print(f'examples or reasons of what is no longer there: {" ".join(lost)}')
    print(f'{len(todo)} calls of {len(EXAMPLES)} functions, classes and methods, {len(lines)} command lines, {len(bad)} wrong, {time.perf_counter()-start:.0f} s')
    os.chdir('/')
    shutil.rmtree(world.root, ignore_errors=True)
    return bool(bad or missing or lost)

if __name__ == '__main__': sys.exit(main())

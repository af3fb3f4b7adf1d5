"""Run test notebooks in one process, in random order, and name what each leaves behind: gradient mode, threads, types, settings, folder ...

    python tests/order.py [SEED]                  # for about a minute, the order of the seed
    python tests/order.py [SEED] --all            # every notebook
    python tests/order.py --only '(73|75)_'       # those whose names match, in random order

nbdev_test gives one process many notebooks, so whatever one leaves behind is the next one's start. Random generators are set anew before
each notebook: what passes here depends on no seed but its own. Exit 1 if a notebook fails or leaves something behind."""
import argparse, builtins, gc, logging, multiprocessing, os, random, re, signal, socket, subprocess, sys, threading, time, warnings
from pathlib import Path
os.environ.setdefault('MPLBACKEND', 'agg')
del sys.path[0] # this folder holds one named tensorflow
import sympy, torch._dynamo # both change settings when they are first used
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from fastai.basics import defaults
from nbdev.config import get_config
from nbdev.doclinks import nbglob
from nbdev.test import test_nb
from hvae.registry import registered_classes
from hvae.data import _datasets

MODULES = builtins, np, os, plt, random, signal, socket, subprocess, time, torch, torch.nn, torch.nn.functional, torch.optim
OURS = re.compile(r'__main__|hvae\b|hvae_experiment_') # the classes of notebooks and of experiments may come and go
ROOT = Path(__file__).resolve().parent.parent

def of_torch():
    "Torch's switches that outlast a call."
    yield 'gradients', torch.is_grad_enabled()
    yield 'inference mode', torch.is_inference_mode_enabled()
    yield 'default type', torch.get_default_dtype()
    yield 'default device', torch.get_default_device()
    yield 'threads', torch.get_num_threads()
    yield 'deterministic algorithms', (torch.are_deterministic_algorithms_enabled(), torch.is_deterministic_algorithms_warn_only_enabled())
    yield 'anomaly detection', torch.is_anomaly_enabled()
    yield 'autocast', (torch.is_autocast_enabled('cpu'), torch.is_autocast_enabled('cuda'))
    yield 'precision of float32', torch.get_float32_matmul_precision()
    yield 'cudnn', (torch.backends.cudnn.enabled, torch.backends.cudnn.benchmark, torch.backends.cudnn.deterministic)
    yield 'print options of torch', vars(torch._tensor_str.PRINT_OPTS).copy()
    yield 'process group', torch.distributed.is_available() and torch.distributed.is_initialized()

def of_libraries():
    "Settings of matplotlib, numpy, pandas and fastai."
    yield 'rc parameters', {k: mpl.rcParams._get(k) for k in mpl.rcParams}
    yield 'open figures', plt.get_fignums()
    yield 'print options of numpy', np.get_printoptions()
    yield 'errors of numpy', np.geterr()
    yield 'options of pandas', {k: pd.get_option(k) for k in ('display.max_rows', 'display.max_columns', 'display.precision',
                                                              'display.width', 'display.float_format')}
    yield "fastai's defaults", dict(vars(defaults))

def of_process():
    "What the operating system and the interpreter keep."
    yield 'environment', {k: v for k,v in os.environ.items() if not k.startswith('TORCHINDUCTOR_')}
    yield 'working folder', os.getcwd()
    yield 'umask', (lambda mask: (os.umask(mask), mask)[1])(os.umask(0))
    yield 'sys.path', {o for o in sys.path if not Path(o).is_relative_to(ROOT/'nbs')} # the tester adds the folders of notebooks
    yield 'sys.argv', list(sys.argv)
    yield 'recursion limit', sys.getrecursionlimit()
    yield 'filters of warnings', {str(o) for o in warnings.filters if o[2].__module__ == 'builtins'} # imports add those for their own
    yield 'signal handlers', {s.name: signal.getsignal(s) for s in signal.valid_signals() if isinstance(s, signal.Signals)}
    yield 'logging', (logging.root.level, list(logging.root.handlers), logging.root.manager.disable)
    yield 'threads that run on', {t.name for t in threading.enumerate() if not t.daemon}
    yield 'child processes', {o.pid for o in multiprocessing.active_children()}
    yield 'files', {p for p in (ROOT/'nbs').rglob('*') if not {'__pycache__', '.ipynb_checkpoints', '.hypothesis'} & set(p.parts)}

def of_package():
    "Tables that hvae finds names in, and the attributes of modules, which a patch may have replaced."
    gc.collect() # classes that nobody has any more leave the table now, and not in the middle of another notebook
    yield 'registered classes', {k: (v.__module__, v.__qualname__) for k,v in registered_classes().items() if not OURS.match(v.__module__)}
    yield 'data sets', {k: (v.__module__, v.__qualname__) for k,v in _datasets.items() if not OURS.match(v.__module__) or v.__module__[:5] == 'hvae.'}
    loaded = [m for k,m in list(sys.modules.items()) if re.match(r'hvae(\.|$)', k)]
    for m in (*loaded, *MODULES): yield f'module {m.__name__}', {k: id(v) for k,v in vars(m).items() if k[:2] != '__' and k != '_backend_mod'}

def state(): return {k: v for part in (of_torch, of_libraries, of_process, of_package) for k,v in part()}

def difference(old, new):
    "What changed, in words; nothing where an addition does no harm."
    if isinstance(old, dict):
        changed = {k: (old[k], new[k]) for k in old.keys() & new.keys() if old[k] != new[k]}
        return ', '.join([f'{k}: {a!r} became {b!r}' for k,(a,b) in changed.items()] + [f'+{k}' for k in new.keys() - old.keys()]
                         + [f'-{k}' for k in old.keys() - new.keys()])
    if isinstance(old, set): return ', '.join([f'+{o}' for o in sorted(map(str, new - old))] + [f'-{o}' for o in sorted(map(str, old - new))])
    return f'{old!r} became {new!r}'

def leaks(before, after):
    "Names of what a notebook changed, each with how."
    for k,old in before.items():
        new = after[k]
        if k.startswith('module ') or k in ('registered classes', "fastai's defaults"): new = {o: new.get(o) for o in old} # imports may add
        if new != old: yield k,difference(old, new)

def seed_all(seed):
    "Every global generator from one number."
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)

def run(path, seed):
    "Test a notebook as nbdev_test does; whether it passed, its seconds, and what it left behind."
    seed_all(seed)
    before = state()
    passed,seconds = test_nb(path, skip_flags=get_config().tst_flags.split(), basepath=get_config().config_path)
    return passed,seconds,list(leaks(before, state()))

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('seed', nargs='?', type=int, default=int(time.time()), help='of the order')
    parser.add_argument('--all', action='store_true', help='every notebook, however long it takes')
    parser.add_argument('--only', default='', help='a regular expression that names of notebooks match')
    parser.add_argument('--seconds', type=float, default=60, help='no notebook begins later than this, without --all or --only')
    args,start = parser.parse_args(),time.perf_counter()
    os.chdir(ROOT/'nbs')
    paths = [p for p in sorted(nbglob(as_path=True)) if re.search(args.only, p.name)]
    rng,bad,n = random.Random(args.seed),[],0
    rng.shuffle(paths)
    test_nb(ROOT/'nbs'/'99_all.ipynb', skip_flags=[], basepath=ROOT) # a shell and an import of everything change more than a notebook may
    print(f'seed {args.seed}')
    for path in paths:
        if not (args.all or args.only) and time.perf_counter() - start > args.seconds: break
        passed,seconds,left = run(path.absolute(), rng.randrange(2**31))
        n += 1
        print(f'{path.name}: {seconds:.1f} s' + ('' if passed else ', FAILED'), *[f'   leaves {k}: {v[:400]}' for k,v in left], sep='\n', flush=True)
        if left or not passed: bad.append(path.name)
    print(f'{n} of {len(paths)} notebooks in one process, {len(bad)} that fail or leave something behind: {" ".join(bad) or "none"}')
    return bool(bad)

if __name__ == '__main__': sys.exit(main())

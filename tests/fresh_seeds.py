"""The known-answer tests of the notebooks on stimuli, fields, Gabor fits, best images and tuning, with other seeds: all that a cell draws is drawn anew.

    python tests/fresh_seeds.py                     # the quick ones, seeds 1 and 2: a minute or so
    python tests/fresh_seeds.py --long              # all, with 20 fresh seeds: hours of one core; --n 5 takes five
    python tests/fresh_seeds.py --long --only 67b   # those whose names match

Notebooks draw from `hvae.core.generator`, planted answers as well as stimuli and starts. Here its seed is moved on, so that the cells are the
same and their data are not; what a cell asserts is the bound that its measure promises. Prints the share of seeds with which each cell holds, and
what failed; exits 1 where a cell fails with one of the two seeds, or, with `--long`, with more than a tenth of 20."""
import argparse, ast, contextlib, io, linecache, os, re, sys, tempfile, time, types, warnings
from collections import Counter
from pathlib import Path
os.environ.setdefault('MPLBACKEND', 'agg')
sys.path[:1] = [] # this folder holds one named tensorflow
import json
import matplotlib.pyplot as plt
import numpy as np
import torch
import hvae.core

NBS = Path(__file__).resolve().parent.parent/'nbs'
ALL = r'^(65|66|67)[a-h]?_'
QUICK = r'^(65h|66c|67b|67d)_'
moved,plain = 0,hvae.core.generator
def moved_on(seed, name='', device='cpu'): return plain(seed + 10**9*moved, name, device)
moved_on.__wrapped__ = plain

def cells(path):
    "The code cells that are tests or definitions, with the words that stand before them."
    said = ''
    for i,cell in enumerate(json.loads(path.read_text(encoding='utf-8'))['cells']):
        source = ''.join(cell['source'])
        if cell['cell_type'] == 'markdown': said = re.sub(r'[#\s]+', ' ', source).strip()
        elif not re.search(r'^#\|\s*(eval:\s*false|slow|cuda)', source, re.M) and 'nbdev_export(' not in source: yield i,said,source

def run(path):
    "Cell, line and what went wrong (nothing where it held) of each statement that asserts something, and of any other that failed."
    main = types.ModuleType('__main__')
    main.display = lambda *args, **kwargs: None
    sys.modules['__main__'] = main
    torch.manual_seed(moved) # what layers begin with
    for i,_,source in cells(path):
        name = f'<{path.name} cell {i}>'
        linecache.cache[name] = len(source), None, source.splitlines(True), name # so that a function's comments can be read
        for node in ast.parse(source).body: # one by one, so that what follows is asked, too
            code,error = compile(ast.Module([node], []), name, 'exec'),''
            try:
                with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()): exec(code, vars(main))
            except Exception as e: error = f'{type(e).__name__}: {str(e)[:150]}'.replace('\n', ' ')
            said = ast.get_source_segment(source, node)
            if error or re.search(r'^\s*(assert |test_\w+\()|: test_\w+\(', said, re.M): yield i,said.splitlines()[0],error
        plt.close('all')

def main(pattern, seeds, allowed):
    global moved
    hvae.core.generator = moved_on # before any module takes it
    paths,wrong = [p for p in sorted(NBS.glob('*.ipynb')) if re.search(pattern, p.name)],0
    os.chdir(NBS)
    for path in paths:
        began,ran,failed = time.time(),Counter(),{}
        for moved in seeds:
            for i,line,error in run(path):
                ran[i,line] += 1
                if error: failed.setdefault((i, line), []).append(f'{moved}: {error}')
        words = {i: said for i,said,_ in cells(path)}
        n,n_failed = sum(ran.values()),sum(map(len, failed.values()))
        print(f'{path.stem}: {len(ran)} statements, {len(seeds)} seeds, {n - n_failed} of {n} held ({time.time() - began:.0f} s)', flush=True)
        for (i,line),errors in sorted(failed.items()):
            wrong += len(errors) > allowed*len(seeds)
            print(f'    cell {i} ({words[i][:60]}): {line}\n        held with {100 - 100*len(errors)/len(seeds):.0f} % of seeds')
            for error in errors: print(f'        {error}', flush=True)
    print(f'{len(paths)} notebooks; statements that hold with too few seeds: {wrong}')
    return wrong

if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--long', action='store_true', help='all notebooks, fresh seeds')
    parser.add_argument('--n', type=int, default=20, help='how many seeds with --long')
    parser.add_argument('--only', help='notebooks whose names match')
    args = parser.parse_args()
    warnings.simplefilter('always') # as some cells ask what was warned of
    seeds = np.random.default_rng().integers(1, 2**31, args.n).tolist() if args.long else [1, 2]
    with tempfile.TemporaryDirectory() as folder: # for what cells save
        tempfile.tempdir = folder
        sys.exit(main(args.only or (ALL if args.long else QUICK), seeds, .1 if args.long else 0) > 0)

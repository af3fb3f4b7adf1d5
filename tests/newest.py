"""Run the cells of notebooks as nbdev_test would, without nbdev, which does not go with the newest versions that the package allows.

    python tests/newest.py [PATTERN]    # notebooks whose names match; else a set that goes through every floor of the package

Run it with the interpreter of an environment that has the package, SciPy and Hypothesis. Exit 1 if a cell fails."""
import contextlib, io, json, linecache, os, re, sys, time, traceback, types
from importlib.metadata import version
from pathlib import Path
os.environ.setdefault('MPLBACKEND', 'agg')
del sys.path[0] # this folder holds one named tensorflow
NBS = Path(__file__).resolve().parent.parent/'nbs'
CHOSEN = r'^(00|02|10|12|20|21|22|24|25|26|27|32|35|40|43|45|47|50|60|62|70|71|79)_'

def cells(path):
    "The code cells that are tests or definitions."
    for i,cell in enumerate(json.loads(path.read_text())['cells']):
        source = ''.join(cell['source'])
        if cell['cell_type'] != 'code' or re.search(r'^#\|\s*(eval:\s*false|slow|cuda)', source, re.M) or 'nbdev_export(' in source: continue
        yield i,re.sub(r'(?m)^[%!].*', '', source)

def run(path):
    "The error of the first cell that fails, or None."
    main = types.ModuleType('__main__')
    main.display = lambda *args, **kwargs: None
    sys.modules['__main__'] = main
    for i,source in cells(path):
        name = f'<{path.name} cell {i}>'
        linecache.cache[name] = len(source), None, source.splitlines(True), name # so that a function's comments can be read
        try:
            with contextlib.redirect_stdout(io.StringIO()): exec(compile(source, name, 'exec'), vars(main))
        except Exception: return f'{name}\n{traceback.format_exc()}'

if __name__ == '__main__':
    pattern = sys.argv[1] if len(sys.argv) > 1 else CHOSEN
    os.chdir(NBS)
    print(*[f'{o} {version(o)}' for o in ('torch', 'fastai', 'fastcore', 'numpy', 'pandas')], sep=', ')
    paths,failed = [p for p in sorted(NBS.glob('*.ipynb')) if re.search(pattern, p.name)],[]
    for path in paths:
        start,error = time.perf_counter(),run(path)
        print(f'   {path.name}: {time.perf_counter()-start:.1f} s' + (f', FAILED\n{error}' if error else ''), flush=True)
        if error: failed.append(path.name)
    print(f'{len(paths)} notebooks, {len(failed)} failed: {" ".join(failed) or "none"}')
    sys.exit(bool(failed))

"""Check the notebooks of a folder (nbs unless given) against the house style: sizes, layers, docments, examples.

Exit 1 and one line per problem; cells count from 0. A `!` in the table asks for a sentence of excuse in that notebook.
"""
import ast, io, json, re, sys, tokenize
from collections import Counter
from pathlib import Path
from statistics import median

FAIL = {'module LOC': 450, 'words/LOC': 1, 'hidden %': 25, 'kB': 1000}
FAIL_CELL = {'cell LOC': 40, 'picture kB': 1000, 'line': 140}
WARN = {'cells': 110, 'module LOC': 300, 'cell LOC': 25, 'words/LOC': 2, 'hidden %': 15, 'kB': 400, 'picture kB': 400}
LIB, EXPORT, FUNCTION, IMPORT = 'hvae', {'export', 'exports', 'exporti'}, ast.FunctionDef, (ast.Import, ast.ImportFrom)

class Cell:
    def __init__(self, i, cell):
        src, self.i, is_code = ''.join(cell['source']), i, cell['cell_type'] == 'code'
        dirs = self.dirs = dict(re.findall(r'^#\|\s*([\w-]+):?[ \t]*(.*?)\s*$', src, re.M))
        self.exported, self.hidden = bool(EXPORT & set(dirs)), bool({'hide', 'include'} & set(dirs))
        self.target = ''.join(dirs[k] for k in EXPORT & set(dirs))
        self.words = 0 if is_code else len(re.findall(r'\w+', re.sub(r'(?s)```.*?```', '', src)))
        self.py = re.sub(r'(?m)^(\s*)(%\w|!).*', r'\1pass', src) if is_code and '\n%%' not in f'\n{src}' else ''
        lines = src.splitlines() if is_code else []
        self.loc = sum(bool(o.strip()) and not o.strip().startswith('#') for o in lines) if self.exported else 0
        images = [''.join(v) for o in cell.get('outputs', []) for k, v in o.get('data', {}).items() if k.startswith('image/')]
        picture = max([len(o) * (1 if '<svg' in o else .75) / 1000 for o in images], default=0)
        self.figures = {'cell LOC': self.loc, 'picture kB': picture, 'line': max(map(len, lines), default=0)}

def number_of(name):
    "The place of a notebook in the order: 30 < 30a < 31; 1000 for one that makes no module."
    found = re.match(r'(\d\d)([a-z]?)_[^/]*$', name)
    return int(found[1]) + (ord(found[2]) - 96)/100 if found and found[2] else int(found[1]) if found else 1000

class Notebook:
    def __init__(self, path, root):
        raw = json.loads(path.read_text(encoding='utf-8'))['cells']
        self.name, cells = path.relative_to(root).as_posix(), [Cell(i, c) for i, c in enumerate(raw)]
        self.cells, self.number = cells, number_of(self.name)
        self.module = next((c.dirs['default_exp'] for c in cells if 'default_exp' in c.dirs), None)
        self.modules = Counter({self.module: 0})
        for c in cells: self.modules[c.target or self.module] += c.loc
        locs, visible = [c.loc for c in cells if c.exported] or [0], [c.py for c in cells if not (c.exported or c.hidden)]
        self.shown = set(re.findall(r'\w+', re.sub('#.*', '', '\n'.join(visible))))
        worst = {k: max([c.figures[k] for c in cells], default=0) for k in ('cell LOC', 'picture kB')}
        self.figures = {'cells': len(cells), 'module LOC': max(self.modules.values()), 'median LOC': median(locs), **worst,
                        'words/LOC': sum(c.words for c in cells) / sum(locs) if sum(locs) else float('inf'),
                        'hidden %': 100 * sum(c.hidden for c in cells) / max(1, len(cells)), 'kB': path.stat().st_size / 1000}

def over(limits, k, v): return k in limits and (v < limits[k] if k == 'words/LOC' else v > limits[k])
def too_much(limits, figures):
    hint = {'words/LOC': 'write more prose', 'hidden %': 'show more cells'}
    return [f'{k} is {v:.1f}, limit {limits[k]}: {hint.get(k, "cut or split")}' for k, v in figures.items() if over(limits, k, v)]

def check_imports(nb, tree, order):
    for n in [o for o in ast.walk(tree) if isinstance(o, IMPORT)]:
        base = getattr(n, 'module', None) or ''
        for a in n.names:
            mod = f'{base}.{a.name}'.strip('.') if base in ('', LIB) else base
            if mod.split('.')[0] == 'fastai' and nb.number < 40: yield 'imports fastai, which first appears at 40: do without'
            own = mod[len(LIB)+1:] if mod.startswith(f'{LIB}.') and '__' not in mod else ''
            if not own or own == 'all' and (nb.number == 1000 or nb.module == 'cli'): continue
            if a.name == '*' and nb.module != 'all': yield f'takes * from {mod}: name what is imported'
            if base in ('', LIB): yield f'imports the whole of {mod}: write `from {mod} import name`'
            if order.get(own, 100) >= nb.number: yield f'imports {mod}, which no lower-numbered notebook defines: move it down'

def check_symbol(nb, n, src):
    decorators, fn, places = {re.split(r'[(.]', ast.unparse(d))[0] for d in n.decorator_list}, n, []
    doc = ast.get_source_segment(src, n.body[0].value) if ast.get_docstring(n) else ''
    if not re.match(r'r?"', doc) or '\n' in doc: yield 'give it a docstring of one line in double quotes'
    if n.name not in nb.shown and not (n.name == 'forward' and 'patch' in decorators): yield 'use it in a visible cell'
    if isinstance(n, ast.ClassDef): fn = next((o for o in n.body if isinstance(o, FUNCTION) and o.name == '__init__'), None)
    if fn:
        a, kwarg = fn.args, [] if 'delegates' in decorators else [fn.args.kwarg]
        places = [o for o in [*a.posonlyargs, *a.args, a.vararg, *a.kwonlyargs, *kwarg] if o and o.arg not in ('self', 'cls')]
        if fn.returns and ast.unparse(fn.returns) != 'None': places.append(fn.returns)
    elif {'dataclass', 'NamedTuple'} & {*decorators, *map(ast.unparse, n.bases)}:
        places = [o for o in n.body if isinstance(o, ast.AnnAssign)]
    comments = {t.start[0] for t in tokenize.generate_tokens(io.StringIO(src).readline) if t.type == tokenize.COMMENT}
    taken = Counter(o.lineno for o in places)
    for o in places:
        if o.lineno not in comments or taken[o.lineno] > 1: yield f'give `{ast.unparse(o)}` its own line and a comment behind it'

def check_cell(nb, c, order):
    try: tree, problems = ast.parse(c.py), too_much(FAIL_CELL, c.figures)
    except SyntaxError as e: return [f'is not Python ({e.msg}): mend it']
    kinds = {isinstance(n, IMPORT) for n in tree.body if not isinstance(n, ast.Pass)}
    if len(kinds) > 1: problems.append('holds imports and code: give the imports their own cell')
    public = [n for n in tree.body if c.exported and isinstance(n, (FUNCTION, ast.ClassDef)) and n.name[0] != '_']
    return [*problems, *check_imports(nb, tree, order), *(f'`{n.name}`: {o}' for n in public for o in check_symbol(nb, n, c.py))]

def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent/'nbs')
    paths = sorted(p for p in root.rglob('*.ipynb') if not any(o[0] in '._' for o in p.relative_to(root).parts))
    nbs, problems = [Notebook(p, root) for p in paths], []
    order = {m: nb.number for nb in nbs if nb.number < 100 for m in nb.modules}
    for i, nb in enumerate(nbs):
        if not i: print(f'{"notebook":28}', *[f'{k:>10} ' for k in nb.figures])
        print(f'{nb.name:28}', *[f'{v:10.{int(k == "words/LOC")}f}{" !"[over(WARN, k, v)]}' for k, v in nb.figures.items()])
        problems += [f'{nb.name}: {o}' for o in too_much(FAIL, nb.figures)]
        problems += [f'{nb.name}, cell {c.i}: {o}' for c in nb.cells for o in check_cell(nb, c, order)]
    print(*problems, f'{len(nbs)} notebooks checked, {len(problems)} problems', sep='\n')
    return bool(problems)

if __name__ == '__main__': sys.exit(main())

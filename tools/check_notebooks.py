"""Check the notebooks of a folder (nbs unless given) against the house style: sizes, layers, docments, examples.

Exit 1 and one line per problem; cells count from 0. A `!` in the table asks for a sentence of excuse in that notebook. An exported
cell with a line `# Exception: reason` may break the bounds of a cell; the reason is printed.
"""
import ast, io, json, re, sys, tokenize
from collections import Counter
from pathlib import Path
from statistics import median

FAIL = {'module LOC': 350, 'median LOC': 12, '90% LOC': 25, 'run near %': 95, 'nested': 2, 'tuples': 0, 'words/LOC': 1, 'hidden %': 25,
        'kB': 1000}
FAIL_CELL = {'cell LOC': 40, 'picture kB': 1000, 'line': 140, 'code': 110}
WARN = {'cells': 110, 'module LOC': 300, 'median LOC': 8, '90% LOC': 18, 'cell LOC': 25, 'run near %': 95, 'words/LOC': 2, 'hidden %': 15,
        'kB': 400, 'picture kB': 400}
FROM_BELOW = {'words/LOC', 'run near %'}
MOST_ARGUMENTS, CONFIGURATIONS = 10, {'__init__', 'hvae_learner'} # and what makes the published models, hvae.zoo
LIB, EXPORT, FUNCTION, IMPORT = 'hvae', {'export', 'exports', 'exporti'}, ast.FunctionDef, (ast.Import, ast.ImportFrom)
PLACE = re.compile(r'(?<![\w.])(?:/(?:tmp|home|root|Users|work|mnt|private)/[\w.]|\w:\\Users\b)\S*| at 0x[0-9a-f]{8,}|\S*/ipykernel_\d+')
COMPREHENSION = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

def syntax_tree(py):
    "Of a cell; an empty one where it is not Python."
    try: return ast.parse(py)
    except SyntaxError: return ast.Module([], [])

def no_code(tree):
    "The lines of a cell that are parameters (on lines of their own), docstrings or decorators."
    lines = set()
    for n in ast.walk(tree):
        if not isinstance(n, (FUNCTION, ast.ClassDef)): continue
        if ast.get_docstring(n): lines |= set(range(n.body[0].lineno, n.body[0].end_lineno + 1))
        lines |= {d.lineno for d in n.decorator_list}
        if isinstance(n, FUNCTION):
            a = n.args
            places = [*a.posonlyargs, *a.args, *a.kwonlyargs, a.vararg, a.kwarg, n.returns]
            lines |= {o.lineno for o in places if o and o.lineno != n.lineno}
    return lines

def size(py, tree):
    "How many lines of code a cell has."
    apart = no_code(tree)
    return sum(i not in apart and not re.fullmatch(r'\s*(#.*|\):?|\*,|)', o) for i, o in enumerate(py.splitlines(), 1))

def longest_code(py, tree):
    "The longest line without its comment; docstrings and texts of several lines are prose."
    prose, ends = set(), {}
    for n in ast.walk(tree):
        if isinstance(n, (FUNCTION, ast.ClassDef)) and ast.get_docstring(n): prose.add(n.body[0].lineno)
        if isinstance(n, ast.Constant) and '\n' in str(n.value): prose |= set(range(n.lineno, n.end_lineno + 1))
    for t in tokenize.generate_tokens(io.StringIO(py).readline):
        if t.type == tokenize.COMMENT: ends[t.start[0]] = t.start[1]
    return max([len(o[:ends.get(i)].rstrip()) for i, o in enumerate(py.splitlines(), 1) if i not in prose], default=0)

def n_nested(tree):
    "How many comprehensions hold another."
    outer = [n for n in ast.walk(tree) if isinstance(n, COMPREHENSION)]
    return sum(any(isinstance(m, COMPREHENSION) for m in ast.walk(n) if m is not n) for n in outer)

def n_tuples(tree):
    "How many assignments give three values or more to as many names."
    pairs = [(t, n.value) for n in ast.walk(tree) if isinstance(n, ast.Assign) for t in n.targets]
    return sum(isinstance(t, ast.Tuple) and isinstance(v, ast.Tuple) and len(t.elts) > 2 for t, v in pairs)

def texts(output, key=''):
    "All texts of an output but its pixels."
    if isinstance(output, dict): yield from (t for k, v in output.items() for t in texts(v, k))
    elif isinstance(output, list) and not all(isinstance(o, str) for o in output): yield from (t for o in output for t in texts(o, key))
    elif isinstance(output, (list, str)) and (not key.startswith('image/') or key == 'image/svg+xml'): yield ''.join(output)

def run_near(cells):
    "How many of the exported cells with a public name are run in one of the two cells of code behind them, in percent."
    code, near = [c for c in cells if c.is_code], []
    for i, c in enumerate(code):
        names = [n.name for n in c.public if n.name != 'forward']
        text = ' '.join(o.py for o in code[i+1:i+3] if not (o.exported or o.hidden))
        if names: near.append(any(re.search(rf'\b{name}\b', text) for name in names))
    return 100 * sum(near) / len(near) if near else 100

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
        self.is_code, tree = is_code, syntax_tree(self.py)
        self.tree, self.size = tree, size(self.py, tree) if self.exported else 0
        self.public = [n for n in tree.body if self.exported and isinstance(n, (FUNCTION, ast.ClassDef)) and n.name[0] != '_']
        self.excuse = ''.join(re.findall(r'^# Exception: (.*)', src, re.M)[:1])
        self.places = {f[0] for t in texts(cell.get('outputs', [])) for f in PLACE.finditer(t)}
        images = [''.join(v) for o in cell.get('outputs', []) for k, v in o.get('data', {}).items() if k.startswith('image/')]
        picture = max([len(o) * (1 if '<svg' in o else .75) / 1000 for o in images], default=0)
        code = longest_code(self.py, tree) if self.exported and tree.body else 0
        self.figures = {'cell LOC': self.loc, 'picture kB': picture, 'line': max(map(len, lines), default=0), 'code': code}

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
        out = [c for c in cells if c.exported]
        sizes = sorted(c.size for c in out if not all(isinstance(n, IMPORT) for n in c.tree.body)) or [0]
        loc, visible = sum(c.loc for c in out), [c.py for c in cells if not (c.exported or c.hidden)]
        self.shown = set(re.findall(r'\w+', re.sub('#.*', '', '\n'.join(visible))))
        worst = {k: max([c.figures[k] for c in cells], default=0) for k in ('cell LOC', 'picture kB')}
        self.figures = {'cells': len(cells), 'module LOC': max(self.modules.values()), 'median LOC': median(sizes),
                        '90% LOC': sizes[int(.9*(len(sizes) - 1))], **worst, 'run near %': run_near(cells),
                        'nested': sum(n_nested(c.tree) for c in out), 'tuples': sum(n_tuples(c.tree) for c in out),
                        'words/LOC': sum(c.words for c in cells) / loc if loc else float('inf'),
                        'hidden %': 100 * sum(c.hidden for c in cells) / max(1, len(cells)), 'kB': path.stat().st_size / 1000}

def over(limits, k, v): return k in limits and (v < limits[k] if k in FROM_BELOW else v > limits[k])
def too_much(limits, figures):
    hint = {'words/LOC': 'write more prose', 'run near %': 'run what is defined in the next two cells', 'hidden %': 'show more cells', 'nested': 'write loops', 'tuples': 'one assignment a line'}
    return [f'{k} is {v:.1f}, limit {limits[k]}: {hint.get(k, "cut or split")}' for k, v in figures.items() if over(limits, k, v)]

def check_imports(nb, tree, order, exported):
    for n in [o for o in ast.walk(tree) if isinstance(o, IMPORT)]:
        base = getattr(n, 'module', None) or ''
        for a in n.names:
            mod = f'{base}.{a.name}'.strip('.') if base in ('', LIB) else base
            if mod.split('.')[0] == 'fastai' and nb.number < 40: yield 'imports fastai, which first appears at 40: do without'
            own = mod[len(LIB)+1:] if mod.startswith(f'{LIB}.') and '__' not in mod else ''
            if not own or own == 'all' and (nb.number == 1000 or nb.module == 'cli'): continue
            if exported and re.match('_[^_]', a.name): yield f'takes {a.name} of {mod}, which is private: give it a public name there'
            if a.name == '*' and nb.module not in ('all', 'zoo.__init__'): yield f'takes * from {mod}: name what is imported'
            if base in ('', LIB): yield f'imports the whole of {mod}: write `from {mod} import name`'
            if order.get(own, 100) >= nb.number: yield f'imports {mod}, which no lower-numbered notebook defines: move it down'

def check_symbol(nb, n, src):
    decorators, fn, places = {re.split(r'[(.]', ast.unparse(d))[0] for d in n.decorator_list}, n, []
    doc = ast.get_source_segment(src, n.body[0].value) if ast.get_docstring(n) else ''
    if not re.match(r'r?"', doc) or '\n' in doc: yield 'give it a docstring of one line in double quotes'
    if 'patch' in decorators and n.args.args and isinstance(n.args.args[0].annotation, ast.BinOp):
        yield 'patch one class and give the others its method: nbdev documents what is patched into several as a list'
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

def check_arguments(nb, tree):
    "No function has too many arguments but those that are a configuration."
    for n in [o for o in ast.walk(tree) if isinstance(o, FUNCTION) and o.name not in CONFIGURATIONS]:
        many = len([*n.args.posonlyargs, *n.args.args, *n.args.kwonlyargs])
        if many > MOST_ARGUMENTS and not str(nb.module).startswith('zoo.'):
            yield f'`{n.name}` has {many} arguments, limit {MOST_ARGUMENTS}: let what belongs together be one'

def check_cell(nb, c, order):
    try: tree, problems = ast.parse(c.py), [] if c.excuse else too_much(FAIL_CELL, c.figures)
    except SyntaxError as e: return [f'is not Python ({e.msg}): mend it']
    kinds = {isinstance(n, IMPORT) for n in tree.body if not isinstance(n, ast.Pass)}
    if c.py.strip() and not tree.body and not c.dirs: problems.append('holds comments alone: write prose, or delete it')
    if len(kinds) > 1: problems.append('holds imports and code: give the imports their own cell')
    if c.exported: problems += check_arguments(nb, tree)
    problems += [f'its output names a place of a machine, {p!r:.80}: run tools/nbexec.py, or print less' for p in sorted(c.places)]
    return [*problems, *check_imports(nb, tree, order, c.exported), *(f'`{n.name}`: {o}' for n in c.public for o in check_symbol(nb, n, c.py))]

def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent/'nbs')
    paths = sorted(p for p in root.rglob('*.ipynb') if not any(o[0] in '._' for o in p.relative_to(root).parts))
    nbs, problems = [Notebook(p, root) for p in paths], []
    order = {str(m).removesuffix('.__init__'): nb.number for nb in nbs if nb.number < 100 for m in nb.modules}
    for i, nb in enumerate(nbs):
        if not i: print(f'{"notebook":28}', *[f'{k:>10} ' for k in nb.figures])
        print(f'{nb.name:28}', *[f'{v:10.{int(k == "words/LOC")}f}{" !"[over(WARN, k, v)]}' for k, v in nb.figures.items()])
        for c in nb.cells:
            if c.excuse: print(f'   cell {c.i} is an exception: {c.excuse}')
        problems += [f'{nb.name}: {o}' for o in too_much(FAIL, nb.figures)]
        if nb.number < 100 and not nb.module: problems.append(f'{nb.name}: exports to no module: its first cell is #| default_exp NAME')
        problems += [f'{nb.name}, cell {c.i}: {o}' for c in nb.cells for o in check_cell(nb, c, order)]
    print(*problems, f'{len(nbs)} notebooks checked, {len(problems)} problems', sep='\n')
    return bool(problems)

if __name__ == '__main__': sys.exit(main())

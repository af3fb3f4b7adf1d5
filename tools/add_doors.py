"""Put `@checked` before every public function of the exported cells that has none, and import it. Prints what it changed.

    python tools/add_doors.py [NOTEBOOK ...]"""
import ast, re, sys
from pathlib import Path
import nbformat

def exported(cell): return cell.cell_type == 'code' and re.search(r'^#\|\s*exports?\b', cell.source, re.M)

def wants_door(f, inside):
    "Whether a function's arguments are to be looked at."
    names = [re.split(r'[(.]', ast.unparse(d))[0] for d in f.decorator_list]
    arguments = [a for a in f.args.args[inside or 'patch' in names:] if a.annotation]
    return bool(arguments) and set(names) <= {'torch', 'with_presets', 'patch'} and 'as_prop' not in ast.unparse(f)[:40]

def without_door(source, number):
    "Lines (from 0) of public functions with annotated arguments, of methods from 30 on, and of constructors, that have no door."
    for n in ast.parse(source).body:
        patched = isinstance(n, ast.FunctionDef) and any(ast.unparse(d) == 'patch' for d in n.decorator_list)
        if isinstance(n, ast.FunctionDef) and n.name[0] != '_' and (not patched or number >= 30 and n.name != 'forward'):
            if wants_door(n, False): yield n.lineno - 1,''
        elif isinstance(n, ast.ClassDef) and n.name[0] != '_' and not {'Recorded', 'Head', 'Block', 'Sized'} & {ast.unparse(o) for o in n.bases}:
            for o in n.body:
                if isinstance(o, ast.FunctionDef) and o.name == '__init__' and wants_door(o, True): yield o.lineno - 1,'    '

def change(path):
    nb,n = nbformat.read(path, 4),0
    for cell in filter(exported, nb.cells):
        lines = cell.source.split('\n')
        for at,space in sorted(without_door(cell.source, int(path.name[:2])), reverse=True):
            lines.insert(at, f'{space}@checked')
            n += 1
        cell.source = '\n'.join(lines)
    if not n: return 0
    for cell in filter(exported, nb.cells):
        found = re.search(r'^from hvae\.core import (.*)$', cell.source, re.M)
        if found:
            names = found[1].split(', ')
            if 'checked' not in names: cell.source = cell.source.replace(found[0], f"from hvae.core import {', '.join(sorted([*names, 'checked'], key=lambda o: (o[0].islower(), o)))}")
            break
    else:
        cell = next((c for c in filter(exported, nb.cells) if re.search(r'^(from|import) ', c.source, re.M)), None)
        if cell is None: return print(f'{path}: no cell with exported imports, so nothing is changed') or 0
        lines = cell.source.split('\n')
        own = [i for i,l in enumerate(lines) if l.startswith('from hvae.') and l > 'from hvae.core']
        lines.insert(own[0] if own else len(lines), 'from hvae.core import checked')
        cell.source = '\n'.join(lines)
    nbformat.write(nb, path)
    return n

for path in map(Path, sys.argv[1:] or sorted(str(p) for p in Path('nbs').glob('[0-9]*.ipynb') if p.name[:2] not in ('00', '99'))):
    n = change(path)
    if n: print(f'{path}: {n} functions')

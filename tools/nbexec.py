"""Run notebooks and store their outputs and widget state, as the docs site shows them.

Cells that nbdev_test skips (`#| eval: false`, the flags of settings.ini's tst_flags unless --flags names them, calls of
nbdev_export) keep the outputs they had. The result is cleaned as nbdev_clean would, and names no place of the
machine (temporary folders, addresses), so two runs write the same file.

    python tools/nbexec.py nbs/00c_core.ipynb nbs/02_toy.ipynb
    python tools/nbexec.py --check            # run all, write nothing; exit 1 if one fails
    python tools/nbexec.py --check --flags slow --limit 180 nbs/tutorials/*.ipynb    # fail as well where one takes longer, in seconds of processor time
"""
import argparse, hashlib, json, os, re, resource, sys, time
from pathlib import Path
import nbformat
from execnb.nbio import dict2nb, read_nb, write_nb
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbdev.clean import clean_nb
from nbdev.config import get_config
from nbdev.doclinks import nbglob
from nbdev.process import extract_directives

SKIP = 'nbexec-skip'
VIEW, STATE = 'application/vnd.jupyter.widget-view+json', 'application/vnd.jupyter.widget-state+json'

LOCAL = [(re.compile(r'^(?:/\S*)?/ipykernel_\d+/\d+\.py:\d+: (.*\n?)(?:  .*\n?)?', re.M), r'\1'), # a warning's cell and the line quoted from it
         (re.compile(r'/tmp/tmp[a-z0-9_]{8}\b'), 'temporary_folder'), # as long as what it stands for: tables keep their columns
         (re.compile(r' at 0x[0-9a-f]{8,}'), '')]

def no_places(o, key=''):
    "An output without what differs by machine and by run: names of temporary folders, of a kernel's cells, and addresses in memory."
    if isinstance(o, dict): return type(o)({k: no_places(v, k) for k, v in o.items()})
    if isinstance(o, list): return [no_places(v, key) for v in o]
    if not isinstance(o, str) or (key.startswith('image/') and key != 'image/svg+xml'): return o
    for found, new in LOCAL: o = found.sub(new, o)
    return o

def stable_ids(nb, name):
    "Rename the random widget model ids to ones that depend on `name` and on the order in which outputs reach them."
    state = nb.metadata.get('widgets', {}).get(STATE, {}).get('state', {})
    if not state: return nb
    new = {}
    def visit(old):
        if old in new or old not in state: return
        new[old] = hashlib.md5(f'{name}-{len(new)}'.encode()).hexdigest()
        for child in re.findall(r'IPY_MODEL_([0-9a-f]{32})', json.dumps(state[old])): visit(child)
    for cell in nb.cells:
        for out in cell.get('outputs', []):
            view = out.get('data', {}).get(VIEW)
            if view: visit(view['model_id'])
    for old in set(state) - set(new): del state[old]  # no output shows it
    text = re.sub(r'[0-9a-f]{32}', lambda m: new.get(m[0], m[0]), json.dumps(nb))
    nb = nbformat.from_dict(json.loads(text))
    widgets = nb.metadata.widgets[STATE]
    widgets['state'] = {k: widgets['state'][k] for k in sorted(widgets['state'])}
    return nb

def skipped(cell, flags):
    "Whether nbdev_test would pass this cell by."
    dirs = extract_directives(cell, remove=False)
    return dirs.get('eval:', [''])[0].lower() == 'false' or bool(flags & dirs.keys()) or 'nbdev_export'+'(' in cell.source

def environment(cfg):
    "The kernel's: the checkout importable, pictures inline, no warnings that would put a local path into the docs."
    env = {k: v for k, v in os.environ.items() if k != 'MPLBACKEND'}
    path = [str(cfg.config_path), *filter(None, [env.get('PYTHONPATH')])]
    return dict(env, PYTHONWARNINGS='ignore::FutureWarning', PYTHONPATH=os.pathsep.join(path))

def used():
    "Seconds of processor time of all processes that have ended, kernels among them; a busy machine does not change it."
    r = resource.getrusage(resource.RUSAGE_CHILDREN)
    return r.ru_utime + r.ru_stime

def run(path, cfg, flags, timeout):
    "The notebook at `path` with fresh outputs."
    nb, kept = nbformat.read(path, as_version=4), {}
    for i, (cell, parsed) in enumerate(zip(nb.cells, read_nb(path).cells)):
        if cell.cell_type == 'code' and skipped(parsed, flags):
            cell.metadata['tags'] = [SKIP]
            kept[i] = cell.outputs
    nb.metadata.pop('widgets', None)  # else the states of earlier runs pile up
    client = NotebookClient(nb, timeout=timeout, kernel_name='python3', resources=dict(metadata=dict(path=str(path.parent))),
                            skip_cells_with_tag=SKIP, store_widget_state=True, coalesce_streams=True,
                            extra_arguments=['--IPKernelApp.log_level=40'])
    client.execute(env=environment(cfg))
    for i, outputs in kept.items(): nb.cells[i].outputs = outputs
    for cell in nb.cells:
        if cell.cell_type == 'code': cell.outputs = [no_places(o) for o in cell.outputs]
    nb = dict2nb(json.loads(nbformat.writes(stable_ids(nb, path.stem))))
    clean_nb(nb, allowed_metadata_keys=cfg.allowed_metadata_keys.split(),
             allowed_cell_metadata_keys=cfg.allowed_cell_metadata_keys.split())
    return nb

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('notebooks', nargs='*', type=Path, help='all of nbs_path where none is named')
    parser.add_argument('--flags', default='', help='flags of tst_flags whose cells run, separated by spaces')
    parser.add_argument('--timeout', type=int, default=1200, help='seconds that one cell may take')
    parser.add_argument('--limit', type=int, help='seconds of processor time that a notebook may take')
    parser.add_argument('--check', action='store_true', help='write nothing')
    args, cfg = parser.parse_args(), get_config()
    flags = set(cfg.tst_flags.split()) - set(args.flags.split())
    paths = args.notebooks or sorted(nbglob(as_path=True))
    failed = 0
    for path in paths:
        start, cpu = time.time(), used()
        try: nb = run(path, cfg, flags, args.timeout)
        except CellExecutionError as e:
            failed += 1
            print(f'FAIL {os.path.relpath(path)}: {e}', file=sys.stderr)
            continue
        if not args.check: write_nb(nb, path)
        cpu = used() - cpu
        print(f'{os.path.relpath(path)}: {time.time()-start:.1f} s, {cpu:.1f} s of processor time')
        if args.limit and cpu > args.limit:
            failed += 1
            print(f'FAIL {os.path.relpath(path)}: longer than {args.limit} s', file=sys.stderr)
    print(f'{len(paths)-failed} passed, {failed} failed')
    return bool(failed)

if __name__ == '__main__': sys.exit(main())

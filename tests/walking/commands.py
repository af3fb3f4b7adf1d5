"Command lines with a mistake in them, and what is wrong with what comes: it is exit code 2 and one line, or a right result."
import contextlib, io, re, signal, warnings
import matplotlib.pyplot as plt
from hvae.cli import hvae_analyze, hvae_eval, hvae_migrate, hvae_train
from hvae.experiment import default_sections
from hvae.explore import hvae_explore
from hvae.templates import hvae_create

COMMANDS = dict(hvae_train=hvae_train, hvae_eval=hvae_eval, hvae_analyze=hvae_analyze, hvae_migrate=hvae_migrate, hvae_create=hvae_create, hvae_explore=hvae_explore)
NAMES = ['no_such', 'experiments/none.py', '', '.', '..', 'experiments', 'tiny/..', 'run.json', '-x', 'weights.pt', 'tinny']
RUNS = ['none', '', '.', '..', 'experiments', 'experiments/tiny', 'last/..', 'weights.pt', '1', 'migration', '*']
ROOTS = ['none', '', '.', 'weights.pt']
SETS = ['', '=', '.', '.=', 'train_params', 'train_params.epochs', 'train_params.epochs=', '=3', 'train_params=3', 'no_params.a=1', 'train_parms.epochs=1', 'train_params.epoch=1',
        'train_params.epochs=1=2', 'train_params.epochs=(', 'train_params.epochs=__import__("os")', 'a.b.c=1', 'train_params.epochs==1', ' train_params.epochs = 1']
VALUES = ["'text'", 'text', '-1', '0', '1.5', "float('nan')", 'nan', '1e400', '-1e400', '10**3', 'None', 'True', '()', '[1]', '{}', "('a','b')", "b'x'", '1e-3']

def command_lines(world):
    "A command and its arguments, for all."
    for command in ('hvae_train', 'hvae_eval', 'hvae_analyze', 'hvae_migrate', 'hvae_explore'):
        for name in NAMES: yield command,name
        for root in ROOTS if command != 'hvae_explore' else ['weights.pt']: yield command,'tiny','--root',root
        for more in (['--nope'], ['more'], ['--root'], ['--set'] if command != 'hvae_explore' else ['--port', 'x']): yield command,'tiny',*more
        yield (command,)
        if command in ('hvae_train', 'hvae_migrate'): continue
        for run in RUNS: yield command,'tiny','--run',run
        for role in ('none', ''): yield command,'tiny','--role',role
    for run in RUNS: yield 'hvae_train','tiny','--resume',run
    yield 'hvae_train','tiny','--resume','last','--set','train_params.epochs=3'
    for command in ('hvae_train', 'hvae_eval', 'hvae_analyze', 'hvae_migrate'):
        for text in SETS: yield command,'tiny' if command != 'hvae_migrate' else 'moved','--set',text
    for ops in (['nope'], [''], ['divergence', 'nope'], ['divergence', 'divergence'], ['divergense']): yield 'hvae_analyze','tiny','--ops',*ops
    for port in ('-1', '99999', '1.5', ''): yield 'hvae_explore','tiny','--run','none','--port',port
    for kind in ('nope', '', 'modle'): yield 'hvae_create',kind,'mine'
    for name in ('', '.', '1a', 'a-b', 'a/b', 'class', 'a.py', 'tiny', 'ä', 'x'*300): yield 'hvae_create','model',name
    yield from (('hvae_create',), ('hvae_create', 'model'), ('hvae_create', 'model', 'a', 'b'), ('hvae_create', 'model', 'a', '--set', 'b'))
    which = dict(hvae_train=('train_params', 'optimizer_params', 'loss_params', 'data_params', 'log_params'), hvae_eval=('eval_params',), hvae_analyze=('analysis_params',),
                 hvae_migrate=('migration_params',))
    for command,sections in which.items():
        for section in sections:
            for key in sorted(default_sections()[section].keys() - {'compile'}): # which says what it tries, tracebacks and all
                for value in VALUES if key != 'ops' else VALUES[:10]: yield command,'tiny' if command != 'hvae_migrate' else 'moved','--set',f'{section}.{key}={value}'

class _TooLong(Exception): pass
def _ring(*args): raise _TooLong

def outcome_of_command(line):
    "'' if a command line gives one line and exit code 2, or a result; else what is wrong."
    out,err,code = io.StringIO(),io.StringIO(),0
    signal.signal(signal.SIGALRM, _ring)
    signal.alarm(20)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
            warnings.simplefilter('ignore')
            COMMANDS[line[0]](list(line[1:]))
    except SystemExit as e: code = e.code
    except _TooLong: return 'takes over 20 s'
    except BaseException as e: return f'raw {type(e).__name__}: {" ".join(str(e).split())[:150]}'
    finally:
        signal.alarm(0)
        plt.close('all')
    return _wrong(code or 0, out.getvalue(), [o for o in err.getvalue().splitlines() if o.strip()])

def _wrong(code, out, lines):
    if any('Traceback' in o for o in [out, *lines]): return 'a traceback'
    if code == 0: return 'a number that is none' if re.search(r'\b(nan|inf)\b', out) else ''
    if code != 2: return f'exit code {code}: {lines[-1:]}'
    if lines and lines[0].startswith('usage:'): return '' if 'error:' in lines[-1] else f'a usage without an error: {lines}'
    if len(lines) != 1: return f'{len(lines)} lines: {lines[:3]}'
    return '' if len(lines[0]) > 40 else f'a bare line: {lines[0]!r}'

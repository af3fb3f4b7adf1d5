"""Damage the small files of runs: cut short, bits flipped, keys deleted or doubled, types and values changed, links and folders in their place.

    python tests/damage.py [SEED] [CASES]

Whatever reads a run then gives what it gave before, or one line that names the file, and exit code 2. Prints counts."""
import contextlib, io, json, os, random, shutil, sys, tempfile, time, traceback, warnings
from collections import Counter
from pathlib import Path
import torch
import hvae.explore
from hvae.checkpoint import load_model
from hvae.cli import hvae_analyze, hvae_eval, hvae_migrate, hvae_train
from hvae.explore import explore_run, hvae_explore
from hvae.runs import checkpoint_of, find_run

experiment = """
import numpy as np
from hvae.all import *

class Dots(DataSet):
    name,n_levels = 'dots',2
    def load(self):
        x = (np.random.RandomState(0).rand(96, 1, 4, 4) > .6).astype('uint8')
        return x[:64],x[64:80],x[80:]

class Widened(SimpleBlock): pass

data_params     = Hyperparams(dataset=Dots, batch_size=16)
model_params    = Hyperparams(width=8)
log_params      = Hyperparams(trackers=())
train_params    = Hyperparams(epochs=3, save_every=3)
eval_params     = Hyperparams(n_samples=2)
analysis_params = Hyperparams(ops=('divergence',), n_examples=12, n_images=4)
def model():
    return hVAE(dict(x=InputBlock(Flatten()), h=Widened(MLPNet(16, [], model_params.width), 'x'),
                     z=TopGenBlock(MLPNet(model_params.width, [], 4), prior_shape=(2,), condition='h'),
                     x_hat=OutputBlock([MLPNet(2, [8], 16), Unflatten(1, (1, 4, 4))], 'z', 'bernoulli')))
"""
migrated = experiment.replace('def model():', 'def model(migration):').replace('MLPNet(16, [], model_params.width)',
                                                                               "migration.fill(MLPNet(16, [], 8), 'up')")
migrated += "migration_params = Hyperparams(path='foreign.pt')\n"

def call(command, *args):
    "Run a command in this process: its exit code, and what it said."
    out,err,code = io.StringIO(),io.StringIO(),0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try: command([*args])
        except SystemExit as e: code = e.code
    return code,out.getvalue(),err.getvalue()

def numbers(run):
    "What a finished run says."
    return [(run/f).read_bytes() for f in ('test.json', 'train_log.csv', 'val_log.csv')]

def weights(model): return [t.tolist() for t in model.state_dict().values()]

def resume(run):
    code,_,err = call(hvae_train, 'dots', '--resume', str(run))
    return code,err,None if code else numbers(run)

def evaluate(run):
    code,_,err = call(hvae_eval, 'dots', '--run', str(run))
    return code,err,None if code else [json.loads(f.read_text()) for f in run.glob('eval_*.json')]

def analyze(run):
    code,_,err = call(hvae_analyze, 'dots', '--run', str(run))
    return code,err,None if code else sorted(f.read_text() for f in Path('experiments').glob(f'*/analysis/{run.name}/*.csv'))

def explore(run):
    shown = []
    def serve(run, role, *args): shown.append(explore_run(run.folder, role))
    hvae.explore.serve,usual = serve,hvae.explore.serve
    try: code,_,err = call(hvae_explore, 'dots', '--run', str(run))
    finally: hvae.explore.serve = usual
    return code,err,None if code else weights(shown[0].traversal.model if hasattr(shown[0], 'traversal') else load_model(checkpoint_of(run)))

def train_on(run):
    "Begin a training with the weights of a run."
    code,_,err = call(hvae_train, 'dots', '--set', f'train_params.start={run}', '--set', 'train_params.epochs=1')
    return code,err,None if code else (find_run('dots', 'last').folder/'val_log.csv').read_text()

# --- damage: from the bytes of a file to other bytes, or to something else in its place

def cut(path, chance): path.write_bytes(path.read_bytes()[:chance.randrange(max(1, path.stat().st_size))])

def empty(path, chance): path.write_bytes(b'')

def flip(path, chance):
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)

def digit(path, chance):
    data = bytearray(path.read_bytes())
    where = [i for i,b in enumerate(data) if chr(b).isdigit()] or range(len(data))
    data[chance.choice(where)] = ord(chance.choice('0123456789'))
    path.write_bytes(data)

def places(value, path=()):
    "The paths of all entries in nested dicts and lists."
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for k,v in items:
        yield (*path, k)
        yield from places(v, (*path, k))

def changed(path, chance, change):
    "Change one entry of a JSON file."
    content = json.loads(path.read_text())
    where = chance.choice(list(places(content)))
    owner = content
    for k in where[:-1]: owner = owner[k]
    change(owner, where[-1], chance)
    path.write_text(json.dumps(content, indent=1))

def delete(owner, key, chance): del owner[key]

def retype(owner, key, chance):
    owner[key] = chance.choice([None, True, 7, -1, 1.5, float('nan'), float('inf'), 10**40, '', 'x', '../..', '/etc', '\x00', [], {}, [[]], {'a': 1}])

def swap(owner, key, chance):
    others = list(owner) if isinstance(owner, dict) else list(range(len(owner)))
    other = chance.choice(others)
    owner[key],owner[other] = owner[other],owner[key]

def with_json(change): return lambda path, chance: changed(path, chance, change)

def double(path, chance):
    "One key twice, with another value."
    content = json.loads(path.read_text())
    key = chance.choice(list(content))
    text = path.read_text().rstrip()
    path.write_text(text[:-1] + f', {json.dumps(key)}: {json.dumps(chance.choice([None, "step_0000003", 1, {}]))}}}')

def deep(path, chance): path.write_text('['*100_000)
def huge(path, chance): path.write_bytes(path.read_bytes() + b' '*(64*2**20))
def latin(path, chance): path.write_bytes(path.read_bytes().replace(b'e', b'\xe9', 1) if b'e' in path.read_bytes() else b'\xff\xfe')
def nothing(path, chance): path.unlink()

def folder(path, chance):
    path.unlink()
    path.mkdir()

def link(path, chance):
    "A link to a file of the same content elsewhere, with a digit changed."
    other = path.parent.parent/f'elsewhere-{path.name}'
    shutil.move(path, other)
    digit(other, chance)
    path.symlink_to(other.resolve())

def dangling(path, chance):
    path.unlink()
    path.symlink_to('nowhere')

def pipe(path, chance):
    path.unlink()
    os.mkfifo(path)

anything = [cut, empty, flip, digit, latin, nothing, folder, link, dangling, huge]
of_json = [with_json(delete), with_json(retype), with_json(retype), with_json(swap), double, deep]
for name,f in zip(('delete', 'retype', 'retype', 'swap'), of_json): f.__name__ = name

def repoint(path, chance):
    "Let a role of the index be another checkpoint, or something else altogether."
    content = json.loads(path.read_text())
    others = [f.name for f in path.parent.glob('step_*')] + ['../../other', '..', '.', '', '/tmp', 'step_0000099', '../checkpoints/step_0000003']
    content[chance.choice([k for k in content if isinstance(content[k], str)])] = chance.choice(others)
    path.write_text(json.dumps(content))

files = {'run.json': anything + of_json, 'params.json': anything + of_json, 'experiment.py': anything,
         'checkpoints/index.json': anything + of_json + [repoint]*3, 'train_log.csv': anything, 'val_log.csv': anything,
         'test.json': anything + of_json, 'run.lock': anything + of_json}

def case(command, template, name, damage, chance, expected, work):
    "One damage and one command: 'right', 'refused', or what went wrong."
    run = work/'experiments'/'dots'/template.name
    shutil.rmtree(run, ignore_errors=True)
    shutil.copytree(template, run)
    if name == 'run.lock': (run/name).write_text(json.dumps(dict(pid=2**22 + 5, host='elsewhere')))
    if not (run/name).exists(): return None
    try: damage(run/name, chance)
    except (ValueError, IndexError, TypeError): return None # this damage has nothing to change here
    try: code,err,got = command(run)
    except Exception as e: return f'raw {type(e).__name__}: {" ".join(str(e).split())[:100]} ({traceback.extract_tb(e.__traceback__)[-1].name})'
    if code == 0: return 'right' if got == expected else 'wrong in silence'
    if code != 2: return f'exit {code}'
    lines = err.strip().splitlines()
    if len(lines) != 1: return f'{len(lines)} lines: {lines[:2]}'
    return 'refused' if Path(name).name in lines[0] or 'step_' in lines[0] else f'file not named: {lines[0][:160]}'

def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    chance,began = random.Random(seed),time.perf_counter()
    torch.set_num_threads(1)
    start = Path.cwd()
    with tempfile.TemporaryDirectory() as work, contextlib.ExitStack() as stack:
        os.chdir(work)
        stack.callback(os.chdir, start)
        work = Path(work)
        for sub in ('experiments', 'templates', 'here/experiments'): (work/sub).mkdir(parents=True)
        (work/'experiments/dots.py').write_text(experiment)
        (work/'experiments/moved.py').write_text(migrated)
        whole,part,foreign = templates(work)
        commands = {resume: part, evaluate: whole, analyze: whole, explore: whole, train_on: whole}
        expected = {c: intact(c, t, work) for c,t in commands.items()}
        counts,wrong = Counter(),[]
        while sum(counts.values()) < n:
            command,name = chance.choice(list(commands)),chance.choice(list(files))
            damage = chance.choice(files[name])
            shutil.rmtree(work/'experiments/dots', ignore_errors=True)
            one = time.process_time()
            outcome = case(command, commands[command], name, damage, chance, expected[command], work)
            if outcome is None: continue
            if time.process_time() - one > 10: outcome = f'{time.process_time() - one:.0f} s of computing'
            counts[outcome if outcome in ('right', 'refused') else 'wrong'] += 1
            if outcome not in ('right', 'refused'): wrong.append(f'{command.__name__} {name} {damage.__name__}: {outcome}')
        print(f'seed {seed}: {dict(counts)} of {n} in {time.perf_counter() - began:.0f} s')
        for line in wrong: print('  ', line)
        sys.exit(bool(wrong))

def intact(command, template, work):
    run = work/'experiments'/'dots'/template.name
    shutil.rmtree(work/'experiments/dots', ignore_errors=True)
    shutil.copytree(template, run)
    code,err,got = command(run)
    assert code == 0 and got, err
    return got

def templates(work):
    "A finished run, one that was interrupted, and a migrated one."
    assert call(hvae_train, 'dots')[0] == 0
    whole = shutil.move(find_run('dots').folder, work/'templates'/'2026-01-01_00-00-00')
    pid = os.fork()
    if not pid: interrupted()
    os.waitpid(pid, 0)
    part = shutil.move(find_run('dots').folder, work/'templates'/'2026-01-02_00-00-00')
    torch.save(dict(weight=torch.zeros(1)), work/'foreign.pt')
    return Path(whole),Path(part),None

def interrupted():
    "Train up to the second epoch, and die."
    import hvae.runs
    real = hvae.runs.add_row
    def deadly(run, name, row):
        if row['epoch'] == 1 and name == 'val_log.csv': os._exit(9)
        return real(run, name, row)
    import hvae.recording
    hvae.recording.add_row = deadly
    call(hvae_train, 'dots')
    os._exit(1)

if __name__ == '__main__': main()

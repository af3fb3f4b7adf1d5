"""Some thousands of damaged files, wrong arguments, links, full disks and processes at once: each is right, or refused in one line.

    python tests/fuzz.py [SEED] [--n N] [--all] [--only KIND ...]

A case is a kind, a number, and what chance makes of them. It is right if the result is that of what was not damaged, or that which another
reader gives; it is refused if an error of the package's own, or one line and exit code 2, names what is wrong. All else is counted as silent,
traceback, hang (10 s of computing) or memory (1 GB). `--all` tries ten times as many. Prints a table, and exits with 1 if anything is not right."""
import argparse, contextlib, errno, gzip, hashlib, io, json, linecache, os, pickle, random, resource, select, shutil, signal, struct, subprocess, sys
import tempfile, time, traceback, warnings, zipfile, zlib
from collections import Counter, defaultdict
from pathlib import Path
import numpy as np
import safetensors.torch
import torch
from PIL import Image
import hvae
import hvae.all as h
import hvae.cli, hvae.explore
from hvae.checkpoint import load_model, load_training, save_model
from hvae.explore import explore_run, hvae_explore
from hvae.migrate.foreign import read_weights
from hvae.runs import Run, checkpoint_of, find_run, read_rows
from hvae.templates import hvae_create

PACKAGE = str(Path(hvae.__file__).parent)
commands = dict(train=hvae.cli.hvae_train, eval=hvae.cli.hvae_eval, analyze=hvae.cli.hvae_analyze, migrate=hvae.cli.hvae_migrate,
                explore=hvae_explore, create=hvae_create)

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
migrated = experiment.replace('def model():', 'def model(migration):').replace(
    'MLPNet(16, [], model_params.width)', "migration.fill(MLPNet(16, [], 8), 'up')") + "migration_params = Hyperparams(path='foreign.pt')\n"

def small_model(n=6):
    return h.hVAE(dict(x=h.InputBlock(), z=h.TopGenBlock(h.MLPNet(n, [8], 4), prior_shape=(2,), condition='x'),
                       x_hat=h.OutputBlock(h.MLPNet(2, [8], n), 'z', 'bernoulli')))

# --- what is right, and what is refused

class Hang(BaseException): "10 seconds of computing, or half a minute of waiting."

def same(a, b):
    "Whether two results are equal, to the bit."
    if isinstance(a, dict): return isinstance(b, dict) and a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)): return isinstance(b, (list, tuple)) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, torch.Tensor): return isinstance(b, torch.Tensor) and a.dtype == b.dtype and a.shape == b.shape and a.numel() == b.numel() and (
        a.numel() == 0 or torch.equal(a.detach().contiguous().reshape(-1).view(torch.uint8), b.detach().contiguous().reshape(-1).view(torch.uint8)))
    if isinstance(a, np.ndarray): return isinstance(b, np.ndarray) and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    return type(a) is type(b) and (a == b or a != a and b != b)

def _told(text, names):
    "What is wrong with the text of an error; nothing if it is one of ours."
    if not names: return ''
    return '' if any(n in text for n in names) else f'nothing named: {text[:200]}'

def tried(call, expected=None, names=(), judge=same, refuse=False):
    "Call a function of the package: 'right', 'refused', or what is wrong; `refuse` says that no result can be right."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            result = call()
    except (ValueError, TypeError, KeyError, OSError, ImportError) as e:
        frames = traceback.extract_tb(e.__traceback__)
        last = frames[-1]
        lines = ''.join(linecache.getline(last.filename, last.lineno - i) for i in range(4))
        ours = last.filename.startswith(PACKAGE) and 'raise ' in lines
        if not ours and not (isinstance(e, OSError) and e.filename): return f'traceback {type(e).__name__} in {Path(last.filename).name} {last.name}: {str(e)[:150]}'
        wrong = _told(str(e), names)
        return f'traceback {wrong}' if wrong else 'refused'
    except Exception as e:
        last = traceback.extract_tb(e.__traceback__)[-1]
        return f'traceback {type(e).__name__} in {Path(last.filename).name} {last.name}: {" ".join(str(e).split())[:150]}'
    if refuse: return f'silent: {str(result)[:80]!r}'
    return 'right' if judge(expected, result) else 'silent'

def command(name, *args):
    "Run a command in this process: its exit code, and what it said."
    out,err,code = io.StringIO(),io.StringIO(),0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try: commands[name]([str(a) for a in args])
        except SystemExit as e: code = e.code
    return code,out.getvalue(),err.getvalue()

def judged(call, expected, names=(), refuse=False):
    "Run a command that gives (code, err, result): 'right', 'refused', or what is wrong."
    try: code,err,got = call()
    except Exception as e:
        return f'traceback {type(e).__name__}: {" ".join(str(e).split())[:120]} ({traceback.extract_tb(e.__traceback__)[-1].name})'
    if code == 0: return 'silent: exit 0' if refuse else 'right' if same(got, expected) else 'silent'
    if code != 2: return f'traceback exit {code}: {err[-200:]}'
    lines = err.strip().splitlines()
    if lines and lines[0].startswith('usage:'): lines = lines[-1:] # argparse's own
    if len(lines) != 1: return f'traceback {len(lines)} lines: {lines[:2]}'
    wrong = _told(lines[0], names)
    return f'traceback {wrong}' if wrong else 'refused'

# --- damage: from the bytes of a file to other bytes, or to something else in its place

def cut(path, chance): path.write_bytes(path.read_bytes()[:chance.randrange(max(1, path.stat().st_size))])
def empty(path, chance): path.write_bytes(b'')

def flip(path, chance):
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 2, 20])): data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)

def opposite(path, chance):
    "One bit up in one place and the same bit down in another: no sum of bytes sees it."
    data,bit = bytearray(path.read_bytes()),1 << chance.randrange(8)
    up = [i for i,b in enumerate(data) if not b & bit]
    down = [i for i,b in enumerate(data) if b & bit]
    data[chance.choice(up)] ^= bit
    data[chance.choice(down)] ^= bit
    path.write_bytes(data)

def sectors(path, chance):
    "Two pieces of the file change places."
    data,n = bytearray(path.read_bytes()),chance.choice([1, 4, 16, 64])
    i,j = sorted(chance.sample(range(max(2, len(data)//n)), 2))
    data[i*n:i*n+n],data[j*n:j*n+n] = data[j*n:j*n+n],data[i*n:i*n+n]
    path.write_bytes(data)

def zeros(path, chance):
    "A hole, as after a crash of a machine."
    data = bytearray(path.read_bytes())
    at,n = chance.randrange(len(data)),chance.choice([8, 64, 512])
    data[at:at+n] = bytes(len(data[at:at+n]))
    path.write_bytes(data)

def longer(path, chance): path.write_bytes(path.read_bytes() + chance.randbytes(chance.choice([1, 8, 1000])))

def inserted(path, chance):
    data = bytearray(path.read_bytes())
    at = chance.randrange(len(data))
    data[at:at] = chance.randbytes(chance.randrange(1, 9))
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

def with_json(change):
    def damage(path, chance): changed(path, chance, change)
    damage.__name__ = change.__name__
    return damage

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

def loop(path, chance):
    path.unlink()
    path.symlink_to(path.name)

def pipe(path, chance):
    path.unlink()
    os.mkfifo(path)

def repoint(path, chance):
    "Let a role of the index be another checkpoint, or something else altogether."
    content = json.loads(path.read_text())
    others = [f.name for f in path.parent.glob('step_*')] + ['../../other', '..', '.', '', '/tmp', 'step_0000099', '../checkpoints/step_0000003']
    content[chance.choice([k for k in content if isinstance(content[k], str)])] = chance.choice(others)
    path.write_text(json.dumps(content))

in_bytes = [cut, empty, flip, flip, opposite, sectors, zeros, longer, inserted]
in_place = [nothing, folder, dangling, loop, pipe]
anything = in_bytes + in_place + [digit, latin, link, huge]
of_json = [*map(with_json, (delete, retype, retype, swap)), double, deep]

def damaged(path, chance, damages):
    "Damage a file; what was done, or nothing if there was nothing to do."
    damage = chance.choice(damages)
    try: damage(path, chance)
    except (ValueError, IndexError, TypeError): return None # this damage has nothing to change here
    return damage.__name__

def fresh(template, to):
    "A copy of a template in an empty place."
    if to.is_symlink() or to.is_file(): to.unlink()
    shutil.rmtree(to, ignore_errors=True)
    for left in to.parent.glob('elsewhere-*'): left.unlink()
    return shutil.copytree(template, to)

# --- checkpoints and the files of runs

def opened(folder):
    "All that a checkpoint has."
    model = load_model(folder)
    return str(model),dict(model.state_dict()),load_training(folder)

class Checkpoint:
    "config.json, model.safetensors and training.safetensors of a checkpoint."
    weight = 620
    def prepare(self, work):
        torch.manual_seed(0)
        training = {'m': torch.randn(5, 3), 'chance/cpu': torch.arange(40, dtype=torch.uint8)},dict(place=dict(epoch=1, step=3), learner=dict(lr=.001, n=[1, 2, 3]))
        self.template = save_model(small_model(), work/'templates'/'checkpoint', training=training, step=3)
        self.expected = opened(self.template)
        for f in self.template.iterdir(): f.chmod(0o644)
    def case(self, chance, work):
        copy = fresh(self.template, work/'checkpoint')
        name = chance.choice(['config.json', 'model.safetensors', 'training.safetensors'])
        did = damaged(copy/name, chance, anything + (of_json if name.endswith('json') else [rows_swapped]))
        return did and (f'{name} {did}',tried(lambda: opened(copy), self.expected, ['checkpoint']))

def rows_swapped(path, chance):
    "Two rows of a tensor change places, in a file that is well formed."
    with safetensors.safe_open(path, 'pt') as f: header = f.metadata()
    tensors = safetensors.torch.load(path.read_bytes())
    name = chance.choice([n for n,t in tensors.items() if t.ndim and len(t) > 1])
    tensors[name] = tensors[name].flip(0).contiguous()
    path.unlink()
    safetensors.torch.save_file(tensors, path, header)

def contents(folder):
    "What a run says of itself."
    run = Run.open(folder)
    made = run.experiment()
    return run.about['overrides'],json.dumps(made.params, default=str),made.source,checkpoint_of(folder).name,checkpoint_of(folder, 'last').name

class RunFiles:
    "run.json, params.json, experiment.py and index.json, read."
    weight = 330
    names = {'run.json': anything + of_json, 'params.json': anything + of_json, 'experiment.py': anything,
             'checkpoints/index.json': anything + of_json + [repoint]*3}
    def prepare(self, work):
        self.template = trained(work)
        self.expected = None
    def case(self, chance, work):
        if self.expected is None: self.expected = contents(fresh(self.template, work/'run'))
        copy = fresh(self.template, work/'run')
        name = chance.choice(list(self.names))
        did = damaged(copy/name, chance, self.names[name])
        return did and (f'{name} {did}',tried(lambda: contents(copy), self.expected, [Path(name).name, 'step_']))

_made = {}

def trained(work):
    "A finished run."
    if 'whole' not in _made:
        code,_,err = command('train', 'dots')
        assert code == 0, err
        _made['whole'] = Path(shutil.move(find_run('dots').folder, work/'templates'/'2026-01-01_00-00-00'))
    return _made['whole']

def interrupted(work):
    "A run that died in its second epoch."
    if 'part' not in _made:
        pid = os.fork()
        if not pid: die_while_training()
        os.waitpid(pid, 0)
        _made['part'] = Path(shutil.move(find_run('dots').folder, work/'templates'/'2026-01-02_00-00-00'))
    return _made['part']

def die_while_training():
    "Train up to the second epoch, and die."
    import hvae.recording
    real = hvae.recording.add_row
    def deadly(run, name, row):
        if row['epoch'] == 1 and name == 'val_log.csv': os._exit(9)
        return real(run, name, row)
    hvae.recording.add_row = deadly
    command('train', 'dots')
    os._exit(1)

def numbers(run): return [(run/f).read_bytes() for f in ('test.json', 'train_log.csv', 'val_log.csv')]

def resume(run):
    code,_,err = command('train', 'dots', '--resume', run)
    return code,err,None if code else numbers(run)

def evaluate(run):
    code,_,err = command('eval', 'dots', '--run', run)
    return code,err,None if code else [json.loads(f.read_text()) for f in run.glob('eval_*.json')]

def analyze(run):
    code,_,err = command('analyze', 'dots', '--run', run)
    return code,err,None if code else sorted(f.read_text() for f in Path('experiments').glob(f'*/analysis/{run.name}/*.csv'))

def explore(run):
    shown = []
    def serve(run, role, *args): shown.append(explore_run(run.folder, role))
    hvae.explore.serve,usual = serve,hvae.explore.serve
    try: code,_,err = command('explore', 'dots', '--run', run)
    finally: hvae.explore.serve = usual
    return code,err,None if code else bool(shown)

def train_on(run):
    "Begin a training with the weights of a run."
    code,_,err = command('train', 'dots', '--set', f'train_params.start={run}', '--set', 'train_params.epochs=1')
    return code,err,None if code else (find_run('dots', 'last').folder/'val_log.csv').read_text()

class RunCommands:
    "Every file of a run, and the commands that read it."
    weight = 110
    files = {**RunFiles.names, 'train_log.csv': anything, 'val_log.csv': anything, 'test.json': anything + of_json, 'run.lock': anything + of_json}
    def prepare(self, work):
        whole,part = trained(work),interrupted(work)
        self.commands = {resume: part, evaluate: whole, analyze: whole, explore: whole, train_on: whole}
        self.expected = {}
    def placed(self, template, work):
        shutil.rmtree(work/'experiments'/'dots', ignore_errors=True)
        (work/'experiments'/'dots').mkdir()
        return fresh(template, work/'experiments'/'dots'/template.name)
    def case(self, chance, work):
        do,name = chance.choice(list(self.commands)),chance.choice(list(self.files))
        if do not in self.expected: self.expected[do] = do(self.placed(self.commands[do], work))[2]
        run = self.placed(self.commands[do], work)
        if name == 'run.lock': (run/name).write_text(json.dumps(dict(pid=2**22 + 5, host='elsewhere')))
        if not (run/name).exists(): return None
        did = damaged(run/name, chance, self.files[name])
        return did and (f'{do.__name__} {name} {did}',judged(lambda: do(run), self.expected[do], [Path(name).name, 'step_']))

# --- foreign weights

def nested(n, kind):
    "The pickle of dicts or lists in one another."
    if kind == 'list': return b'\x80\x02' + b']'*n + b'a'*(n-1) + b'.'
    return b'\x80\x02' + b'}X\x01\x00\x00\x00a'*n + b'}' + b's'*n + b'.'

def zipped(path, members, kind=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, 'w', kind) as z:
        for name,data in members.items(): z.writestr(name, data)
    return path

def repacked(path, to, kind):
    with zipfile.ZipFile(path) as z: return zipped(to, {n: z.read(n) for n in z.namelist()}, kind)

def inflating(head, n=80):
    "A raw deflate stream of a head and n times 16 MiB of zeros, its checksum and its size; it is made of one piece."
    first = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = first.compress(head) + first.flush(zlib.Z_FULL_FLUSH)
    more,zeros = zlib.compressobj(9, zlib.DEFLATED, -15),bytes(2**24)
    piece = more.compress(zeros) + more.flush(zlib.Z_FULL_FLUSH)
    crc = zlib.crc32(head)
    for _ in range(n): crc = zlib.crc32(zeros, crc)
    return start + piece*n + zlib.compressobj(9, zlib.DEFLATED, -15).flush(),crc,len(head) + n*2**24

def bomb_zip(path, name, head=b''):
    "An archive with one member that becomes a gigabyte."
    (data,crc,size),name = inflating(head),name.encode()
    common = struct.pack('<HHHHHIIIHH', 20, 0, 8, 0, 33, crc, len(data), size, len(name), 0)
    local = b'PK\x03\x04' + common + name + data
    central = b'PK\x01\x02' + struct.pack('<H', 20) + common + struct.pack('<HHHII', 0, 0, 0, 0, 0) + name
    path.write_bytes(local + central + b'PK\x05\x06' + struct.pack('<HHHHIIH', 0, 0, 1, 1, len(central), len(local), 0))

def bomb_gzip(path, head):
    data,crc,size = inflating(head)
    path.write_bytes(b'\x1f\x8b\x08' + bytes(7) + data + struct.pack('<II', crc, size))

def encrypted(path, to):
    "Say of all members that they are encrypted."
    data = bytearray(path.read_bytes())
    for mark,at in ((b'PK\x03\x04', 6), (b'PK\x01\x02', 8)):
        i = data.find(mark)
        while i >= 0:
            data[i+at] |= 1
            i = data.find(mark, i+1)
    to.write_bytes(data)

def bombs(d, good):
    "Files that are small and ask for much, or that go round in circles; and some that are odd and right."
    shared = {'w': torch.ones(2)}
    for _ in range(40): shared = {'a': shared, 'b': shared}
    torch.save(shared, d/'bomb_shared.pt')
    circle = {'w': torch.ones(2)}
    circle['self'] = circle
    torch.save(circle, d/'bomb_circle.pt')
    for kind in ('list', 'dict'):
        (d/f'bomb_deep_{kind}.pth').write_bytes(nested(50_000, kind))
        zipped(d/f'bomb_deep_{kind}.pt', {'archive/data.pkl': nested(50_000, kind), 'archive/version': b'3\n', 'archive/byteorder': b'little'})
    bomb_zip(d/'bomb_pkl.pt', 'archive/data.pkl')
    head = b'\x93NUMPY\x01\x00v\x00' + b"{'descr': '<f4', 'fortran_order': False, 'shape': (335544320,), }".ljust(117) + b'\n'
    bomb_zip(d/'bomb.npz', 'w.npy', head)
    zipped(d/'bomb_entries.npz', {f'{i}.npy': b'' for i in range(60_000)})
    zipped(d/'bomb_entries.pt', {f'archive/{i}': b'' for i in range(60_000)})
    zipped(d/'bomb_paths.npz', {'../../intruded.npy': b'x'})
    torch.save({'w': torch.zeros(1).expand(2**20, 2**20)}, d/'bomb_repeated.pt')
    torch.save({'w': torch.empty(2**20, 2**20, device='meta')}, d/'bomb_meta.pt')
    (d/'bomb_header.safetensors').write_bytes((2**62).to_bytes(8, 'little') + b'{}')
    (d/'bomb_pickle.pt').write_bytes(b"cos\nsystem\n(S'touch intruded'\ntR.")
    encrypted(d/'good.npz', d/'bomb_encrypted.npz')
    encrypted(d/'good.pt', d/'bomb_encrypted.pt')
    repacked(d/'good.pt', d/'odd_deflated.pt', zipfile.ZIP_DEFLATED)
    repacked(d/'good.npz', d/'odd_deflated.npz', zipfile.ZIP_DEFLATED)
    repacked(d/'good.npz', d/'odd_bzip2.npz', zipfile.ZIP_BZIP2)
    repacked(d/'good.pt', d/'odd_lzma.pt', zipfile.ZIP_LZMA)

class Foreign:
    "Weights of other code, in every format, and whatever else has their names."
    weight = 420
    def prepare(self, work):
        torch.manual_seed(0)
        d = self.d = work/'templates'/'foreign'
        d.mkdir()
        self.good = good = {f'layer{i}.weight': torch.randn(3, 4) for i in range(4)}
        safetensors.torch.save_file(good, d/'good.safetensors')
        torch.save({'model': good}, d/'good.pt')
        torch.save(good, d/'good.th', _use_new_zipfile_serialization=False)
        np.savez(d/'good.npz', **{k: t.numpy() for k,t in good.items()})
        np.savez_compressed(d/'good2.npz', **{k: t.numpy() for k,t in good.items()})
        bombs(d, good)
        tensorflow = Path(__file__).parent/'tensorflow'
        for f in tensorflow.glob('graph.ckpt.*'): shutil.copy(f, d/f.name)
        self.tensorflow = read_weights(d/'graph.ckpt')
        self.names = sorted(f.name for f in d.glob('bomb*')) + sorted(f.name for f in d.glob('odd*'))
        self.whole = ['good.safetensors', 'good.pt', 'good.th', 'good.npz', 'good2.npz', 'odd_deflated.pt', 'odd_deflated.npz', 'graph.ckpt.index',
                      'graph.ckpt.data-00000-of-00001']
    def reference(self, path):
        "What other readers say, where a format has no checksums."
        try:
            if path.suffix == '.safetensors': return safetensors.torch.load(path.read_bytes())
            if path.suffix == '.th': return {k: t for k,t in torch.load(path, weights_only=True).items()}
        except Exception: return None # another reader cannot read it either
    def case(self, chance, work):
        if chance.random() < .25:
            name = chance.choice(self.names)
            return name,tried(lambda: dict(read_weights(self.d/name)), self.good, [Path(name).stem], refuse=name.startswith('bomb'))
        name = chance.choice(self.whole)
        d = work/'foreign'
        shutil.rmtree(d, ignore_errors=True)
        d.mkdir()
        for f in self.d.glob('graph.ckpt.*' if name.startswith('graph') else name): shutil.copy(f, d/f.name)
        did = damaged(d/name, chance, in_bytes + in_place + [digit])
        if not did: return None
        path,expected = (d/'graph.ckpt',self.tensorflow) if name.startswith('graph') else (d/name,self.good)
        def judge(a, b): return same(a, b) or same(self.reference(path), b)
        return f'{name} {did}',tried(lambda: dict(read_weights(path)), expected, [path.name, 'the dict'], judge)

# --- data

class Data:
    "Files of images and arrays, for each of the readers."
    weight = 330
    def prepare(self, work):
        d = self.d = work/'templates'/'data'
        (d/'pictures'/'a').mkdir(parents=True)
        g = np.random.RandomState(0)
        x = self.x = g.randint(0, 256, (6, 8, 8)).astype(np.uint8)
        for kind in ('png', 'bmp', 'jpg', 'webp', 'tif'): Image.fromarray(x[0]).save(d/f'p.{kind}')
        for i in range(4): Image.fromarray(x[i]).save(d/'pictures'/'a'/f'{i}.png')
        arrays = dict(x_train=x, y_train=np.arange(6), x_test=x[:3], y_test=np.arange(3))
        np.savez(d/'set.npz', **arrays)
        np.savez_compressed(d/'set2.npz', **arrays)
        idx = b'\x00\x00\x08\x03' + struct.pack('>III', 6, 8, 8) + x.tobytes()
        (d/'images-idx3-ubyte').write_bytes(idx)
        with gzip.GzipFile(d/'images-idx3-ubyte.gz', 'wb', mtime=0) as f: f.write(idx)
        head = b'\x93NUMPY\x01\x00v\x00' + b"{'descr': '<f4', 'fortran_order': False, 'shape': (335544320,), }".ljust(117) + b'\n'
        bomb_zip(d/'bomb.npz', 'x_train.npy', head)
        zipped(d/'bomb_entries.npz', {f'{i}.npy': b'' for i in range(60_000)})
        bomb_gzip(d/'bomb_long.gz', idx)
        Image.new('1', (60_000, 60_000)).save(d/'bomb.png')
        np.savez(d/'bomb_object.npz', **arrays | dict(x_train=np.array([{}, None], dtype=object)))
        encrypted(d/'set.npz', d/'bomb_encrypted.npz')
        (d/'bomb.idx').write_bytes(b'\x00\x00\x08\x03' + struct.pack('>III', 2**31, 2**31, 8) + b'x')
        self.names = [f.name for f in sorted(d.iterdir()) if f.is_file()]
        self.expected = {f: self.read(d/f) for f in self.names if not f.startswith('bomb')}
    def read(self, path):
        from hvae.array_files import read_idx, read_npz
        from hvae.reading import PictureReader
        if path.suffix == '.npz': return dict(read_npz(path))
        if 'idx' in path.name or path.suffix == '.gz': return read_idx(path, 3)
        return np.asarray(PictureReader().read([path]))
    def reference(self, path):
        try:
            if 'idx' in path.name and path.suffix != '.gz': return np.frombuffer(path.read_bytes()[16:], np.uint8).reshape(struct.unpack('>III', path.read_bytes()[4:16]))
            if path.suffix in ('.bmp', '.jpg', '.webp', '.tif'): return np.asarray(Image.open(path).convert('L'))[None,None]
        except Exception: return None # another reader cannot read it either
    def case(self, chance, work):
        name = chance.choice(self.names)
        if name.startswith('bomb'): return name,tried(lambda: self.read(self.d/name), names=[name], refuse=True)
        (work/'data').mkdir(exist_ok=True)
        path = work/'data'/name
        if path.is_symlink() or path.is_file() or path.is_fifo(): path.unlink()
        elif path.is_dir(): path.rmdir()
        shutil.copy(self.d/name, path)
        unsummed = path.suffix in ('.bmp', '.jpg', '.webp', '.tif') # nobody can tell that a pixel was changed
        did = damaged(path, chance, in_place + ([cut, empty] if unsummed else [*in_bytes, digit]))
        def judge(a, b): return same(a, b) or same(self.reference(path), b)
        return did and (f'{name} {did}',tried(lambda: self.read(path), self.expected[name], [name], judge))

# --- arguments

nan,inf = float('nan'),float('inf')
counts = [0, -1, -3, 1.5, nan, inf, 'x', None, [], {}, '1', 10**30]
rates = [0, -1, nan, inf, -inf, 'x', [], {}]
shapes = [(), (0,), (-1,), (1.5,), ('a',), (nan,), ((2,),), None, 3, 'x', (2, 0)]
widths = [[0], [-1], [1.5], ['a'], [nan], [[]], 0, 'x', None, [3, 0]]
wrong_data = [None, 'x', [], object(), float('nan'), 'nan', 'inf', 'empty', 'shape', 'complex', 'rank', 'object', 'sparse']

def as_data(x, how):
    "Data that cannot be right."
    if how == 'nan' or how == 'inf':
        x = x.clone()
        x[1, 2] = float(how)
        return x
    return dict(empty=x[:0], shape=x[:,:3], complex=x*1j, rank=x[0], object=np.array([object()]), sparse=x.to_sparse()).get(how, how) if isinstance(how, str) else how

def doors():
    "Functions with an argument each, and what they must not take."
    x = (torch.rand(40, 6, generator=torch.Generator().manual_seed(0)) > .5).float()
    model,parts = small_model(),(x[:20].numpy(), x[20:30].numpy(), x[30:].numpy())
    def data(**k): return h.Arrays(*parts, **k)
    def learner(**k): return h.hvae_learner(data().dataloaders(10, 'cpu'), small_model(), **k)
    def fit(name, *args, **k):
        learn = learner()
        with learn.no_bar(), learn.no_logging(): getattr(learn, name)(*args, **k)
    def net(cls, shape, **k): return cls(**k)(torch.zeros(2, *shape))
    yield 'MLPNet.ni',lambda v: h.MLPNet(v, [3], 2),[v for v in counts if v is not None]
    yield 'MLPNet.no',lambda v: h.MLPNet(4, [3], v),[v for v in counts if v is not None]
    yield 'MLPNet.hidden',lambda v: h.MLPNet(4, v, 2),widths
    yield 'MLPNet.dropout',lambda v: h.MLPNet(4, [3], 2, dropout=v),[-1, 1.5, nan, inf, 'x', None]
    yield 'ConvNet.channels',lambda v: h.ConvNet(1, v, 2),widths
    yield 'ConvNet.ni',lambda v: h.ConvNet(v, [3], 2),[v for v in counts if v is not None]
    yield 'ConvNet.no',lambda v: h.ConvNet(1, [3], v),[v for v in counts if v is not None]
    yield 'ConvNet.ks',lambda v: h.ConvNet(1, [3], 2, ks=v),[0, -1, 1.5, nan, 'x', None, {}]
    yield 'ConvNet.stride',lambda v: h.ConvNet(1, [3], 2, stride=v),[0, -1, 1.5, nan, 'x', None, {}, [0]]
    yield 'DeconvNet.channels',lambda v: h.DeconvNet(1, v, 2),widths
    yield 'DeconvNet.stride',lambda v: h.DeconvNet(1, [3], 2, stride=v),[0, -1, 1.5, nan, 'x', None, {}, [0]]
    yield 'DeconvNet.no',lambda v: h.DeconvNet(1, [3], v),[v for v in counts if v is not None]
    yield 'TopGenBlock.prior_shape',lambda v: h.TopGenBlock(h.MLPNet(4, [], 4), prior_shape=v, condition='x'),shapes
    yield 'TopSimpleBlock.prior_shape',lambda v: h.TopSimpleBlock(h.MLPNet(4, [], 4), prior_shape=v),shapes[1:]
    yield 'Arrays.n_levels',lambda v: data(n_levels=v),[0, 1, -1, 2.5, nan, inf, 'x', True, [], 10**30]
    yield 'Arrays.conversion',lambda v: data(conversion=v),['x', 1, None, '', 'dynamic ', []]
    yield 'Arrays.x_val',lambda v: h.Arrays(x[:20], as_data(x[20:30], v), x[30:]),[v for v in wrong_data if v is not None]
    yield 'Arrays.x_test',lambda v: h.Arrays(x[:20], x[20:30], as_data(x[30:], v)),[v for v in wrong_data if v is not None]
    yield 'Arrays.x_val of another type',lambda v: h.Arrays(x[:20], (x[20:30]*255).to(v), x[30:]),[torch.uint8, torch.int64, torch.bool]
    yield 'Arrays.y_train',lambda v: h.Arrays(*parts, y_train=v, y_val=np.zeros(10), y_test=np.zeros(10)),[np.zeros(3), 'x', np.zeros((0, 2)), [object()]*20, np.full(20, inf)]
    yield 'dataloaders.bs',lambda v: data().dataloaders(v, 'cpu'),[*counts[:-1], True]
    yield 'learner.lr',lambda v: learner(lr=v),[*rates, True]
    yield 'learner.opt_func',lambda v: learner(opt_func=v),['x', 3, []]
    yield 'learner.loss_func',lambda v: learner(loss_func=v),[3, 'x', lambda t, *y: t['nll'], lambda t, *y: 1., lambda: 1., lambda t, *y: t['nil'].mean()]
    yield 'fit.n_epoch',lambda v: fit('fit', v),[-1, -3, 1.5, nan, 'x', None, True, []]
    yield 'fit.lr',lambda v: fit('fit', 1, lr=v),[*rates, True]
    yield 'fit.wd',lambda v: fit('fit', 1, wd=v),[-1, nan, inf, 'x', []]
    yield 'learner.wd',lambda v: learner(wd=v),[-1, nan, inf, 'x', []]
    for name in ('fit_one_cycle', 'fit_flat_cos', 'fine_tune'): yield f'{name}.n_epoch',lambda v, name=name: fit(name, v),[-1, 1.5, nan, 'x', None]
    yield 'evaluate.bs',lambda v: h.evaluate(model, x[:4], 2, bs=v),[v for v in counts if v not in (10**30,)]
    yield 'evaluate.n_samples',lambda v: h.evaluate(model, x[:4], v),[-1, 1.5, nan, inf, 'x', None, []]
    yield 'evaluate.x',lambda v: h.evaluate(model, as_data(x, v)),wrong_data
    yield 'encode.x',lambda v: model.encode(as_data(x, v)),[v for v in wrong_data if v not in ('empty', 'sparse')]
    yield 'reconstruct.x',lambda v: model.reconstruct(as_data(x, v)),[v for v in wrong_data if v not in ('empty', 'sparse')]
    yield 'encode.bs',lambda v: model.encode(x, bs=v),[0, -1, 1.5, nan, 'x', []]
    yield 'sample.n',lambda v: model.sample_from_prior(v),[v for v in counts if v != 10**30]
    yield 'sample.temperatures',lambda v: model.sample_from_prior(2, v),[-1, nan, inf, 'x', [nan], {'zz': 1.}, {'z': -1.}]
    yield 'reconstruct.depth',lambda v: model.reconstruct(x, depth=v),[-1, 9, 1.5, 'x']
    yield 'ElboLoss.beta',lambda v: h.ElboLoss(v),[-1, nan, inf, 'x', []]
    yield 'ElboLoss.free_nats',lambda v: h.ElboLoss(1., v),[-1, nan, inf, 'x', []]
    yield 'EMA.rate',lambda v: h.EMA(v),[-1, 1, 1.5, nan, inf, 'x', None]
    yield 'GradSkip.skip',lambda v: h.GradSkip(v),[-1, nan, 'x', []]
    yield 'GradAccumulate.n',lambda v: h.GradAccumulate(v),counts[:-1]
    yield 'load_model.folder',lambda v: load_model(v),['nowhere', '', '/', '/etc/passwd', 3, None, 'a\0b', b'x', 'x'*5000]
    yield 'read_weights.path',lambda v: read_weights(v),['nowhere', '', '/', '/etc/passwd', 3, None, 'a\0b', 'x'*5000, '/dev/zero', '/dev/null']
    yield 'save_model.folder',lambda v: save_model(model, v),['', '/', '/dev/null', '/etc/passwd/x', 'a\0b', None, 3, 'x'*5000]
    yield 'get_dataset',lambda v: h.get_dataset(v),['x', '', None, 3, object, 'digit']
    yield 'free_port',lambda v: hvae.explore.free_port(v),[-1, 65536, 10**6, 1.5, 'x', None, 2**70]
    yield 'evaluate with NaN weights',lambda v: h.evaluate(spoiled(model, v), x[:4]),[nan, inf, -inf]

def spoiled(model, value):
    import copy
    model = copy.deepcopy(model)
    with torch.no_grad(): next(model.parameters())[0] = value
    return model

def validated(learn, value):
    "Whether a learner says that its weights are none."
    with torch.no_grad(): next(learn.model.parameters())[0] = value
    with learn.no_bar(), learn.no_logging(), warnings.catch_warnings(record=True) as said:
        warnings.simplefilter('always')
        learn.validate()
    return any('diverged' in str(w.message) for w in said)

def fine():
    "What is right and was refused, or might be: (name, call, expected, judge)."
    x = (torch.rand(40, 6, generator=torch.Generator().manual_seed(0)) > .5).float()
    model = small_model()
    expected = h.evaluate(model, x[:8], 2)
    for t in (torch.float64, torch.float16, torch.bfloat16, torch.uint8, torch.int64, torch.bool):
        yield f'evaluate {t}',lambda t=t: h.evaluate(model, x[:8].to(t), 2),expected
        yield f'reconstruct {t}',lambda t=t: model.reconstruct(x[:8].to(t))[0]['x_hat'],model.reconstruct(x[:8])[0]['x_hat']
    def train(t):
        torch.manual_seed(0)
        part = lambda a: h.ArrayLoader(x[:30].to(t) if a else x[30:].to(t), torch.zeros(30 if a else 10), 10)
        from fastai.data.core import DataLoaders
        torch.manual_seed(0)
        learn = h.hvae_learner(DataLoaders(part(True), part(False)), small_model(), g=torch.Generator().manual_seed(0))
        with learn.no_bar(), learn.no_logging(): learn.fit(1)
        return [float(v) for v in learn.recorder.values[-1]]
    first = train(torch.float32)
    for t in (torch.float64, torch.float16): yield f'train {t}',lambda t=t: train(t),first
    for v in (nan, inf): yield f'validate with {v} weights',lambda v=v: validated(h.hvae_learner(h.Arrays(*(x.numpy(),)*3).dataloaders(10, 'cpu'), small_model()), v),True

class Arguments:
    "Wrong arguments of functions and constructors must be refused; right data of other types must be taken."
    weight = 330
    def prepare(self, work):
        torch.manual_seed(0)
        self.wrong = [(name, f, v) for name,f,values in doors() for v in values]
        self.fine = list(fine())
        self.order = None
    def case(self, chance, work):
        if chance.random() < .1:
            name,f,expected = chance.choice(self.fine)
            outcome = tried(f, expected)
            return f'{name}',outcome if outcome != 'refused' else 'traceback refused though right'
        name,f,value = chance.choice(self.wrong)
        return f'{name} {str(value)[:40]!r}',tried(lambda: f(value), refuse=True)

class CommandArguments:
    "Wrong arguments of commands."
    weight = 160
    odd_names = ['', '.', '..', '/', '/etc', '/etc/passwd', 'dotz', '-', 'x'*300, '../dots', 'dots.txt', '*', 'dots/..']
    def prepare(self, work):
        from hvae.experiment import default_sections
        self.template,self.keys = trained(work),[(s, k) for s,keys in default_sections().items() for k in keys if s != 'model_params']
    def arguments(self, chance):
        name = chance.choice(list(commands))
        if name == 'create': return name,[chance.choice(['dataset', 'model', 'nothing', '']), chance.choice(self.odd_names[:7] + ['torch', 'dots', 'a b', '1a', 'class', 'é'])]
        args = ['dots']
        match chance.randrange(4):
            case 0: args[0] = chance.choice(self.odd_names)
            case 1 if name != 'explore': args += ['--set', self.setting(chance)]
            case 2 if name in ('eval', 'analyze', 'explore'): args += ['--run', chance.choice(self.odd_names)]
            case 2 if name == 'train': args += ['--resume', chance.choice(self.odd_names)]
            case _ if name == 'explore': args += chance.choice([['--port', '-1'], ['--port', '99999999'], ['--n', 'x'], ['--port', '1.5'], ['--role', 'x'], ['--n', '-1'], ['--n', '0']])
            case _: args += ['--root', chance.choice(['/etc/passwd', '/dev/null', '/proc', 'nowhere/at/all' if name not in ('train', 'migrate') else '/proc/x'])]
        return name,args
    def setting(self, chance):
        section,key = chance.choice(self.keys)
        if chance.random() < .3: return chance.choice([f'{section}.{key}x=1', f'{section}x.{key}=1', section, '=', '.=', f'{section}.={key}', '', f'{section}.{key}'])
        return f'{section}.{key}={chance.choice(["[[]]", "-1e400", "object", "{1: 2}", "b"+repr("x"), "1j", "(None,)"])}'
    def case(self, chance, work):
        name,args = self.arguments(chance)
        shutil.rmtree(work/'experiments'/'dots', ignore_errors=True)
        (work/'experiments'/'dots').mkdir()
        fresh(self.template, work/'experiments'/'dots'/self.template.name)
        hvae.explore.serve,usual = (lambda run, role, port, browser, n: explore_run(run.folder, role, n) and hvae.explore.free_port(port)),hvae.explore.serve
        def call():
            code,out,err = command(name, *args)
            return code,err,None
        try: return f'{name} {args}',judged(call, None, refuse=self.must_be_refused(name, args))
        finally: hvae.explore.serve = usual
    def must_be_refused(self, name, args):
        return args[1:2] != ['--set'] or 'object' not in args[2] # a word may be a name

# --- the folder of experiments

def odd_file(path, chance, what):
    if what == 'folder': path.mkdir()
    elif what == 'dangling': path.symlink_to('nowhere.py')
    elif what == 'loop': path.symlink_to(path.name)
    elif what == 'pipe': os.mkfifo(path)
    else: path.write_bytes({'empty': b'', 'binary': chance.randbytes(200), 'nul': b'a = 1\0', 'latin': b'a = "\xe9"\n', 'syntax': b'def (', 'exit': b'import sys; sys.exit(0)',
                            'exit2': b'raise SystemExit("bye")', 'raise': b'1/0', 'recursion': b'def f(): f()\nf()', 'coding': b'# coding: nothing\n', 'deep': b'('*100_000,
                            'huge': b'a = 1\n' + b'#'*(200*2**20), 'interrupt': b'raise KeyboardInterrupt', 'memory': b'a = [0]*10**13', 'model': b'model = 3',
                            'sections': b'from hvae.all import *\ntrain_params = 3\ndef model(): pass', 'wants': b'def model(a, b): pass', 'none': b'def model(): pass',
                            'abort': b'class E(BaseException): pass\nraise E("x")', 'bom': b'\xff\xfea\0=\0001\0'}[what])

class Experiments:
    "The folder of experiments, and the files in it."
    weight = 70
    files = ('folder dangling loop pipe empty binary nul latin syntax exit exit2 raise recursion coding deep huge model memory sections wants none bom').split()
    folders = 'dangling loop file pipe'.split()
    def prepare(self, work): pass
    def case(self, chance, work):
        d = work/'odd'
        shutil.rmtree(d, ignore_errors=True)
        d.mkdir()
        home = os.getcwd()
        os.chdir(d)
        try:
            if chance.random() < .3:
                what,path = chance.choice(self.folders),d/'experiments'
                if what == 'file': path.write_text('x')
                else: odd_file(path, chance, what)
                name,args = chance.choice([('train', ['digits_ladder']), ('create', ['dataset', 'mine']), ('eval', ['digits_ladder']), ('train', ['nothing'])])
            else:
                what = chance.choice(self.files)
                (d/'experiments').mkdir()
                odd_file(d/'experiments'/'mine.py', chance, what)
                name,args = chance.choice([('train', ['mine']), ('train', ['experiments/mine.py']), ('migrate', ['mine']), ('create', ['model', 'mine'])])
            def call():
                code,out,err = command(name, *args)
                return code,err,None
            return f'{name} {args[-1]} {what}',judged(call, None, refuse=True)
        finally: os.chdir(home)

# --- several processes, links, full disks, umask

def forked(f, *args, uid=None, limit=None):
    "Run a function in a process of its own; its result, or an exception's text."
    read,write = os.pipe()
    pid = os.fork()
    if pid == 0:
        result = ['died', None]
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.close(read)
            if limit is not None: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
            if uid: os.setgid(uid), os.setuid(uid)
            result = ['ok', f(*args)]
        except BaseException as e:
            last = traceback.extract_tb(e.__traceback__)[-1]
            result = [type(e).__name__, f'{e} ({Path(last.filename).name} {last.name})', isinstance(e, (ValueError, OSError)) and last.filename.startswith(PACKAGE)
                      or isinstance(e, OSError) and bool(e.filename)]
        try: os.write(write, json.dumps(result, default=str).encode()[:60_000])
        finally: os._exit(0) # also where nobody listens any more
    os.close(write)
    return pid,read

def joined(*jobs):
    "What several processes gave."
    found = []
    for pid,read in jobs:
        with os.fdopen(read, 'rb') as f: data = f.read()
        os.waitpid(pid, 0)
        found.append(json.loads(data or b'["died", null]'))
    return found

class Together:
    "Twelve processes that write the same thing at once: nothing is lost, mixed or half there."
    weight = 16
    def prepare(self, work): self.template,self.part = trained(work),interrupted(work)
    def case(self, chance, work):
        d = work/'together'
        shutil.rmtree(d, ignore_errors=True)
        (d/'experiments').mkdir(parents=True)
        which = chance.choice(['write_new', 'write_whole', 'save_model', 'create', 'add_row', 'evaluate', 'resume', 'analyze', 'save_once'])
        return which,getattr(self, which)(d, chance)
    def write_new(self, d, chance):
        write_new = getattr(h, 'write_new', None) or __import__('hvae.records', fromlist=['x']).write_new
        got = joined(*[forked(write_new, d/'a.json', f'{i}'*1000) for i in range(12)])
        kept = sorted(f.read_text()[:1] for f in d.glob('a*.json'))
        return 'right' if len(kept) == 12 and all(g[0] == 'ok' for g in got) and not list(d.glob('.*')) else f'silent {len(kept)} of 12 kept: {got}'
    def write_whole(self, d, chance):
        from hvae.checkpoint import write_whole
        texts = {f'{i:x}'*200_000 for i in range(12)}
        got = joined(*[forked(write_whole, d/'a.json', t) for t in texts])
        return 'right' if (d/'a.json').read_text() in texts and all(g[0] == 'ok' for g in got) and not list(d.glob('.*')) else f'silent mixed, or lost: {[g for g in got if g[0] != "ok"][:2]}'
    def save_model(self, d, chance):
        got = joined(*[forked(save_model, small_model(), d/'m') for _ in range(12)])
        load_model(d/'m')
        ok,refused = [g for g in got if g[0] == 'ok'],[g for g in got if g[0] == 'FileExistsError' and 'never overwritten' in g[1]]
        return 'right' if len(ok) == 1 and len(refused) == 11 and len(list(d.iterdir())) == 2 else f'silent {len(ok)} saved, {len(refused)} refused: {[g for g in got if g not in ok + refused][:2]}'
    def create(self, d, chance):
        from hvae.templates import create
        got = joined(*[forked(create, 'model', 'mine', d/'experiments') for _ in range(12)])
        ok = [g for g in got if g[0] == 'ok']
        return 'right' if len(ok) == 1 and all(g[0] in ('ok', 'FileExistsError') for g in got) and len(list((d/'experiments').iterdir())) == 1 else f'silent {len(ok)} created: {got[:3]}'
    def add_row(self, d, chance):
        from hvae.runs import add_row
        run = Run.open(shutil.copytree(self.template, d/'run'))
        got = joined(*[forked(lambda i=i: [add_row(run, 'own.csv', dict(epoch=i, value=float(j))) for j in range(20)] and None) for i in range(12)])
        rows = sorted((r['epoch'], r['value']) for r in read_rows(run, 'own.csv'))
        return 'right' if rows == [(float(i), float(j)) for i in range(12) for j in range(20)] else f'silent {len(rows)} of 240 rows: {[g for g in got if g[0] != "ok"][:2]}'
    def evaluate(self, d, chance):
        run = shutil.copytree(self.template, d/'run')
        n = 4
        got = joined(*[forked(command, 'eval', 'dots', '--run', run) for _ in range(n)])
        kept = [json.loads(f.read_text()) for f in run.glob('eval_*.json')]
        return 'right' if len(kept) == n and all(same(k, kept[0]) for k in kept) else f'silent {len(kept)} of {n} kept: {got[:2]}'
    def resume(self, d, chance):
        run = shutil.copytree(self.part, d/'run')
        got = [g[1] for g in joined(*[forked(command, 'train', 'dots', '--resume', run) for _ in range(3)])]
        good = all(g and (g[0] == 0 or g[0] == 2 and 'is being trained' in g[2]) for g in got) and any(g[0] == 0 for g in got)
        return 'right' if good and numbers(run) and len(read_rows(Run.open(run), 'val_log.csv')) == 3 else f'silent {got}'
    def analyze(self, d, chance):
        run = shutil.copytree(self.template, d/'run')
        got = [g[1] for g in joined(*[forked(command, 'analyze', 'dots', '--run', run, '--root', d/'experiments') for _ in range(3)])]
        pages = list(d.glob('experiments/dots/analysis/run*/index.html'))
        return 'right' if len(pages) == 3 and all(g and g[0] == 0 for g in got) else f'silent {len(pages)} of 3 pages: {got}'
    def save_once(self, d, chance):
        from hvae.analysis.results import save_once
        def write(i): return lambda path: path.write_text(f'{i:x}'*100_000)
        got = joined(*[forked(save_once, d/'a.txt', write(i)) for i in range(12)])
        ok,text = [g for g in got if g[0] == 'ok'],(d/'a.txt').read_text()
        return 'right' if len(ok) == 1 and len(set(text)) == 1 and len(text) == 100_000 else f'silent {len(ok)} of 12 say that they wrote'

def tree(folder):
    "Names, modes, link targets and contents."
    def one(f): return os.readlink(f) if f.is_symlink() else f.read_bytes() if f.is_file() else None
    return {str(f.relative_to(folder)): (f.lstat().st_mode, one(f)) for f in sorted(folder.rglob('*'))}

class Links:
    "Links at names that can be guessed: nothing elsewhere is changed."
    weight = 36
    names = ('log.txt train_log.csv val_log.csv test.json model.svg run.lock run.json wandb.json images tensorboard wandb images/kl.png images/samples.png .test.json.tmp '
             'images/.kl.png.tmp checkpoints/index.json checkpoints/.index.json.tmp .run.json.tmp .params.json.tmp checkpoints/.step_0000003-old').split()
    def prepare(self, work): self.whole,self.part = trained(work),interrupted(work)
    def case(self, chance, work):
        d = work/'links'
        shutil.rmtree(d, ignore_errors=True)
        (d/'outside'/'folder').mkdir(parents=True)
        (d/'outside'/'file').write_text('not yours')
        (d/'outside'/'folder'/'file').write_text('not yours')
        do,template = chance.choice([(resume, self.part), (resume, self.part), (evaluate, self.whole), (resume, self.whole)])
        run,name = shutil.copytree(template, d/template.name),chance.choice(self.names)
        path = run/name
        if path.is_dir(): shutil.rmtree(path)
        else: path.unlink(missing_ok=True)
        path.symlink_to(d/'outside'/chance.choice(['file', 'folder', 'nothing']))
        before = tree(d/'outside')
        with contextlib.chdir(d): outcome = judged(lambda: (*do(run)[:2], None), None)
        if tree(d/'outside') != before: outcome = f'silent: changed {[n for n in tree(d/"outside") if tree(d/"outside")[n] != before.get(n)]}'
        return f'{do.__name__} {name}',outcome

class FullDisks:
    "No file may grow beyond some size, or nothing may be written: what was there is whole, and one line says it."
    weight = 44
    def prepare(self, work): self.whole,self.part = trained(work),interrupted(work)
    def case(self, chance, work):
        d = work/'full'
        shutil.rmtree(d, ignore_errors=True)
        (d/'experiments').mkdir(parents=True)
        shutil.copy('experiments/dots.py', d/'experiments')
        shutil.copy('experiments/moved.py', d/'experiments')
        shutil.copy('foreign.pt', d/'foreign.pt')
        name = chance.choice(['eval', 'analyze', 'resume', 'create', 'migrate', 'train', 'save_model', 'write_whole'])
        run = shutil.copytree(self.part if name == 'resume' else self.whole, d/'experiments'/'dots'/'2026-01-01_00-00-00')
        readonly = os.getuid() == 0 and chance.random() < .5
        before = tree(d)
        if readonly:
            for f in (d, *d.rglob('*')): f.chmod(f.stat().st_mode & ~0o222 | 0o444 | (0o111 if f.is_dir() else 0))
            for f in (work, *work.parents): f.chmod(f.stat().st_mode | 0o055)
        limit = None if readonly else chance.choice([0, 100, 1000, 4000, 20_000])
        with contextlib.chdir(d): got, = joined(forked(getattr(self, name), run, uid=65534 if readonly else None, limit=limit))
        after = tree(d)
        if readonly: before = {n: (after.get(n, (0,))[0], c[1]) for n,c in before.items()}
        return f'{name} {"read-only" if readonly else limit}',self.judged(name, got, before, after, run)
    def judged(self, name, got, before, after, run):
        lost = [n for n in before if before[n] != after.get(n) and not n.endswith(('log.txt', '.csv', 'index.json'))]
        if name == 'resume': lost = [n for n in lost if not Path(n).parts[3:4] == ('checkpoints',) and Path(n).name not in ('run.lock',)]
        if name == 'write_whole': lost = [n for n in lost if Path(n).name != 'run.json' or len(after[n][1]) != 5000]
        left = [n for n in after if n not in before and Path(n).name.startswith('.')]
        if lost or left: return f'silent: lost {lost}, left {left}'
        if name in ('save_model', 'write_whole'): return 'right' if got[0] == 'ok' else 'refused' if got[2] else f'traceback {got}'
        if got[0] != 'ok': return f'traceback {got}'
        code,out,err = got[1]
        if code == 0: return 'right'
        if name == 'eval' and 'ELBO' not in out: return f'silent: computed and not shown: {err}'
        if code == 2 and len(err.strip().splitlines()) == 1 and len(err) > 40: return 'refused'
        return f'traceback exit {code}: {err[-300:]}'
    def eval(self, run): return command('eval', 'dots', '--run', run)
    def analyze(self, run): return command('analyze', 'dots', '--run', run)
    def resume(self, run): return command('train', 'dots', '--resume', run)
    def train(self, run): return command('train', 'dots')
    def migrate(self, run): return command('migrate', 'moved')
    def create(self, run): return command('create', 'dataset', 'mine')
    def save_model(self, run): return str(save_model(small_model(), 'm'))
    def write_whole(self, run):
        from hvae.checkpoint import write_whole
        return str(write_whole(run/'run.json', 'x'*5000))

class Umask:
    "Every file and folder that a command makes has the mode that the umask leaves."
    weight = 12
    def prepare(self, work): self.whole,self.part = trained(work),interrupted(work)
    def case(self, chance, work):
        d,umask = work/'umask',chance.choice([0o077, 0o022, 0o002, 0o027])
        shutil.rmtree(d, ignore_errors=True)
        (d/'experiments').mkdir(parents=True)
        for f in ('dots', 'moved'): shutil.copy(f'experiments/{f}.py', d/'experiments')
        shutil.copy('foreign.pt', d/'foreign.pt')
        name = chance.choice(['train', 'eval', 'analyze', 'migrate', 'create', 'resume', 'tensorboard'])
        run = shutil.copytree(self.part if name == 'resume' else self.whole, d/'experiments'/'dots'/'2026-01-01_00-00-00')
        args = dict(train=['dots'], eval=['dots', '--run', run], analyze=['dots', '--run', run], migrate=['moved'], create=['dataset', 'mine'], resume=['dots', '--resume', run],
                    tensorboard=['dots', '--set', "log_params.trackers=('tensorboard','wandb')", '--set', 'train_params.epochs=1'])[name]
        before = tree(d)
        def do():
            os.umask(umask)
            return command({'resume': 'train', 'tensorboard': 'train'}.get(name, name), *args)
        with contextlib.chdir(d): got, = joined(forked(do))
        if got[0] != 'ok' or got[1][0]: return f'{name} {umask:o}',f'traceback {got}'
        odd = {n: oct(m[0] & 0o777) for n,m in tree(d).items() if n not in before and not (d/n).is_symlink() and m[0] & 0o777 != (0o777 if (d/n).is_dir() else 0o666) & ~umask}
        return f'{name} {umask:o}','right' if not odd else f'silent: modes {odd}'

class Killed:
    "What a command leaves behind that is killed is taken away by the next."
    weight = 12
    def prepare(self, work): self.whole = trained(work)
    def case(self, chance, work):
        d = work/'killed'
        shutil.rmtree(d, ignore_errors=True)
        (d/'experiments').mkdir(parents=True)
        for f in ('dots', 'moved'): shutil.copy(f'experiments/{f}.py', d/'experiments')
        shutil.copy('foreign.pt', d/'foreign.pt')
        run = shutil.copytree(self.whole, d/'experiments'/'dots'/'2026-01-01_00-00-00')
        name,n = chance.choice(['eval', 'analyze', 'migrate', 'create']),chance.randint(1, 12)
        args = dict(eval=['dots', '--run', run], analyze=['dots', '--run', run], migrate=['moved'], create=['dataset', 'mine'])[name]
        def die():
            done = [0]
            def counted(real):
                def operation(*a, **k):
                    result = real(*a, **k)
                    done[0] += 1
                    if done[0] == n: os.kill(os.getpid(), signal.SIGKILL)
                    return result
                return operation
            for o in 'replace rename mkdir rmdir unlink link truncate fsync'.split(): setattr(os, o, counted(getattr(os, o)))
            return command(name, *args)
        with contextlib.chdir(d):
            first, = joined(forked(die))
            second, = joined(forked(command, name, *args))
        if second[0] != 'ok' or second[1][0] and not (name == 'create' and 'exists' in second[1][2]): return f'{name} {n}',f'traceback {second}'
        left = [str(f.relative_to(d)) for f in d.rglob('.*')]
        left += [str(f.relative_to(d)) for f in d.glob('experiments/*/analysis/*') if not (f/'index.html').exists()]
        left += [str(f.relative_to(d)) for f in d.glob('experiments/*/migration/*') if not any(f.glob('checkpoints/step_*'))]
        return f'{name} {n}','right' if not left else f'silent: left {left}'

# --- all of them

kinds = [Checkpoint, RunFiles, RunCommands, Foreign, Data, Arguments, CommandArguments, Experiments, Together, Links, FullDisks, Umask, Killed]

def once(kind, i, seed, work):
    "One case: what it was, and its outcome; a case with nothing to change is drawn again."
    for attempt in range(50):
        chance = random.Random(f'{seed}/{type(kind).__name__}/{i}/{attempt}')
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, 10)
        signal.setitimer(signal.ITIMER_REAL, 60)
        try: found = kind.case(chance, work)
        except Hang as e:
            frames = list(traceback.walk_tb(e.__traceback__))
            found = next((f.f_locals['name'] for f,_ in frames if 'name' in f.f_locals), ''),f'hang in {[f.f_code.co_name for f,_ in frames][-6:]}'
        except Exception as e:
            last = traceback.extract_tb(e.__traceback__)[-1]
            found = type(kind).__name__,f'traceback of the test: {type(e).__name__} {e} (line {last.lineno})'
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
        if not found: continue
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak > 2**20: return found[0],f'memory {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak)/2**20:.1f} GB'
        return *found,time.process_time() - began
    return type(kind).__name__,'right',0

def works(made, jobs, seed, work, write):
    "What one process does: its share of the cases, a line for each."
    def late(*args): raise Hang
    signal.signal(signal.SIGPROF, late)
    signal.signal(signal.SIGALRM, late)
    os.chdir(work)
    for k,i in jobs:
        os.write(write, (json.dumps(dict(begins=[k, i])) + '\n').encode())
        what,outcome,*seconds = once(made[k], i, seed, work)
        os.write(write, (json.dumps(dict(kind=type(made[k]).__name__, case=f'{k}/{i}', what=what, outcome=outcome[:500], s=seconds[0] if seconds else 0)) + '\n').encode())
    os._exit(0)

def started(made, jobs, seed, root, number):
    work = root/f'work{number}'
    if not work.exists(): shutil.copytree(root/'ground', work)
    read,write = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        try: works(made, jobs, seed, work, write)
        finally: os._exit(1)
    os.close(write)
    return dict(pid=pid, read=read, rest=b'', jobs=list(jobs), heard=time.time(), number=number, at=None)

def heard(worker, results):
    "Take in what a process has said; False when it has ended."
    data = os.read(worker['read'], 2**16)
    *lines,worker['rest'] = (worker['rest'] + data).split(b'\n')
    for line in map(json.loads, lines):
        worker['heard'] = time.time()
        if 'begins' in line: worker['at'] = tuple(line['begins'])
        else:
            results.append(line)
            worker['jobs'].pop(0)
            if line['outcome'] not in ('right', 'refused'): print('.', line['kind'], line['what'], line['outcome'][:100], flush=True)
    return bool(data)

def run_all(made, jobs, seed, root, n_workers):
    "All cases, on several processes; one that dies or stops is counted, and another goes on after its case."
    results = []
    workers = [started(made, jobs[i::n_workers], seed, root, i) for i in range(n_workers)]
    while workers:
        ready = select.select([w['read'] for w in workers], [], [], 5)[0]
        for w in list(workers):
            alive = heard(w, results) if w['read'] in ready else True
            if alive and time.time() - w['heard'] < 150: continue
            if alive: os.kill(w['pid'], signal.SIGKILL)
            os.waitpid(w['pid'], 0)
            os.close(w['read'])
            workers.remove(w)
            if not w['jobs']: continue
            k,i = w['jobs'].pop(0)
            results.append(dict(kind=type(made[k]).__name__, case=f'{k}/{i}', what='', outcome='hang' if alive else 'traceback the process died', s=0))
            workers.append(started(made, w['jobs'], seed, root, w['number']))
    return results

words = 'right refused silent traceback hang memory'.split()

def table(results):
    "Counts by kind."
    rows = defaultdict(Counter)
    for r in results: rows[r['kind']][r['outcome'].split()[0].rstrip(':')] += 1
    seconds = Counter()
    for r in results: seconds[r['kind']] += r['s']
    yield f"{'kind':<18}{'cases':>7}" + ''.join(f'{w:>11}' for w in words) + f"{'s':>8}"
    rows['all'] = sum(rows.values(), Counter())
    seconds['all'] = sum(seconds.values())
    for kind,c in rows.items(): yield f'{kind:<18}{sum(c.values()):>7}' + ''.join(f'{c[w]:>11}' for w in words) + f'{seconds[kind]:>8.0f}'

def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument('seed', nargs='?', type=int, default=0)
    p.add_argument('--n', type=int, default=2000, help='how many cases')
    p.add_argument('--all', action='store_true', help='ten times as many')
    p.add_argument('--only', nargs='+', metavar='KIND', help='some kinds')
    p.add_argument('--workers', type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(1)
    warnings.simplefilter('ignore')
    began,home = time.time(),Path.cwd()
    chosen = [k for k in kinds if not a.only or k.__name__ in a.only]
    total,n = sum(k.weight for k in chosen),a.n*(10 if a.all else 1)
    with tempfile.TemporaryDirectory(prefix='fuzz') as root:
        root = Path(root)
        for sub in ('ground/experiments', 'templates'): (root/sub).mkdir(parents=True)
        (root/'ground/experiments/dots.py').write_text(experiment)
        (root/'ground/experiments/moved.py').write_text(migrated)
        torch.save({'up.layers.0.0.weight': torch.zeros(8, 16), 'up.layers.0.0.bias': torch.zeros(8)}, root/'ground/foreign.pt')
        os.chdir(root/'ground')
        made,jobs = [],[]
        for cls in chosen:
            kind = cls()
            kind.prepare(root)
            made.append(kind)
            jobs += [(len(made) - 1, i) for i in range(max(1, round(n*cls.weight/total)))]
        shutil.rmtree(root/'ground/experiments/dots', ignore_errors=True)
        random.Random(a.seed).shuffle(jobs)
        print(f'prepared in {time.time() - began:.0f} s', flush=True)
        results = run_all(made, jobs, a.seed, root, a.workers)
        os.chdir(home)
    wrong = [r for r in results if r['outcome'] not in ('right', 'refused')]
    for r in sorted(wrong, key=lambda r: (r['kind'], r['what'])): print(f"  {r['kind']} {r['case']} {r['what']}: {r['outcome']}".replace(str(root), ''))
    print(*table(results), f'seed {a.seed}: {len(wrong)} of {len(results)} neither right nor refused, {time.time() - began:.0f} s', sep='\n')
    sys.exit(bool(wrong))

if __name__ == '__main__': main()

"""Attack what reads foreign weights: pickles that would run code, files changed at random, tensors that lie about their size or do not fit.

    python tests/migrate.py [SEED] [--every]    # --every changes every byte of the files with checksums, not 200 of each

Nothing may run, write or connect; every answer is a dict of tensors or a ValueError that names the file or the tensors. Prints counts."""
import builtins, json, os, pickle, random, runpy, sys, tempfile, warnings, zipfile
from pathlib import Path
import numpy as np
import torch
from safetensors.torch import save_file
from hvae.all import *
from hvae.templates import create

warnings.filterwarnings('ignore', 'Detected pickle protocol')
torch.set_num_threads(1)
root = Path(tempfile.mkdtemp())
done = []

def watch(event, args):
    "Note whatever a file should never make happen."
    if event.startswith(('os.system', 'os.exec', 'os.posix_spawn', 'os.fork', 'subprocess.', 'socket.', 'os.remove', 'os.mkdir', 'shutil.')) or (
            event == 'open' and isinstance(args[1], str) and set(args[1]) & set('wax+')): done.append((event, args))

class Calls:
    "Pickles as the call of a function."
    def __init__(self, function, *args): self.call = function,args
    def __reduce__(self): return self.call

def hostile():
    "Objects that do something when they are unpickled."
    target = str(root/'written')
    yield Calls(os.system, f'touch {target}')
    yield Calls(os.mkdir, target)
    yield Calls(eval, f"open({target!r}, 'w').close()")
    yield Calls(exec, f"import os; os.mkdir({target!r})")
    yield Calls(open, target, 'w')
    yield Calls(__import__, 'antigravity')
    yield Calls(getattr, '', 'join')
    yield Calls(builtins.map, os.mkdir, [target])
    yield Calls(torch.load, target)
    yield Calls(torch.hub.load, 'someone/something', 'model')
    yield Calls(runpy.run_path, target)
    yield torch.nn.Linear(2, 2) # a whole module: harmless, but not data

def read(path):
    "The outcome of reading: 'read' or 'refused'; anything else ends the test."
    before = len(done)
    try: outcome = read_weights(path)
    except (ValueError, FileNotFoundError) as e:
        assert 'the dict' in str(e) or Path(path).stem.split('.')[0] in str(e), e
        outcome = None
    assert len(done) == before, f'{path} made this happen: {done[before:]}'
    assert not (root/'written').exists(), path
    assert outcome is None or all(isinstance(t, torch.Tensor) for t in outcome.values())
    return 'refused' if outcome is None else 'read'

def pickles():
    "Every hostile object, in every kind of file that holds pickles."
    n = 0
    for i,o in enumerate(hostile()):
        for key in ({'w': torch.ones(2), 'x': o}, {'state_dict': {'w': torch.ones(2)}, 'args': [o]}, o):
            for new in (True, False):
                path = root/f'hostile{n}.pt'
                torch.save(key, path, _use_new_zipfile_serialization=new)
                yield path
                n += 1
        for protocol in range(6):
            path = root/f'plain{i}_{protocol}.pth'
            path.write_bytes(pickle.dumps({'w': o}, protocol))
            yield path
        if not isinstance(o, torch.nn.Module): # in a checkpoint of Lightning it is a placeholder
            for new in (True, False):
                path = root/f'lightning{n}.ckpt'
                torch.save({'state_dict': {'w': torch.ones(2)}, 'hyper_parameters': {'x': [o]}}, path, _use_new_zipfile_serialization=new)
                yield path
                n += 1
        path = root/f'array{i}.npz'
        np.savez(path, w=np.array([o, None], dtype=object))
        yield path

def damaged(rng, n):
    "Good files of each format with bytes changed, cut or added."
    weights = {f'layer{i}.weight': torch.randn(3, 4) for i in range(4)}
    save_file(weights, root/'good.safetensors')
    torch.save({'model': weights}, root/'good.pt')
    torch.save(weights, root/'old.th', _use_new_zipfile_serialization=False)
    np.savez(root/'good.npz', **{k: t.numpy() for k,t in weights.items()})
    tensorflow = Path(__file__).parent/'tensorflow'
    (root/'bad.data-00000-of-00001').write_bytes((tensorflow/'graph.ckpt.data-00000-of-00001').read_bytes())
    for good in (root/'good.safetensors', root/'good.pt', root/'old.th', root/'good.npz', tensorflow/'graph.ckpt.index'):
        whole = good.read_bytes()
        for _ in range(n):
            data = bytearray(whole)
            match rng.randrange(4):
                case 0: data = data[:rng.randrange(len(data))]
                case 1: data[rng.randrange(len(data))] = rng.randrange(256)
                case 2:
                    for _ in range(20): data[rng.randrange(len(data))] = rng.randrange(256)
                case 3: data[(at := rng.randrange(len(data))):at] = rng.randbytes(rng.randrange(1, 9))
            path = root/f'bad{good.suffix}'
            path.write_bytes(data)
            yield path

def flipped(rng, n):
    "One byte changed at a time in the formats that keep checksums: how many are refused, and how many change no tensor; no other answer."
    tensorflow = Path(__file__).parent/'tensorflow'
    weights = {f'layer{i}.weight': torch.randn(3, 4) for i in range(4)}
    torch.save({'model': weights}, root/'flip.pt')
    np.savez(root/'flip.npz', **{k: t.numpy() for k,t in weights.items()})
    np.savez_compressed(root/'flip2.npz', **{k: t.numpy() for k,t in weights.items()})
    with zipfile.ZipFile(root/'flip.pt') as stored, zipfile.ZipFile(root/'flip2.pt', 'w', zipfile.ZIP_DEFLATED) as deflated:
        for o in stored.namelist(): deflated.writestr(o, stored.read(o))
    for end in ('index', 'data-00000-of-00001'): (root/f'flip.{end}').write_bytes((tensorflow/f'graph.ckpt.{end}').read_bytes())
    counts = {}
    for name in ('flip.pt', 'flip2.pt', 'flip.npz', 'flip2.npz', 'flip.index', 'flip.data-00000-of-00001'):
        opened,whole = root/('flip' if name.startswith(('flip.index', 'flip.data')) else name),(root/name).read_bytes()
        good = read_weights(opened)
        counts[name] = dict(refused=0, same=0, other=0)
        for at in range(len(whole)) if n is None else rng.sample(range(len(whole)), min(n, len(whole))):
            (root/name).write_bytes(whole[:at] + bytes([whole[at] ^ rng.randrange(1, 256)]) + whole[at+1:])
            try: found = read_weights(opened)
            except ValueError: counts[name]['refused'] += 1
            else: counts[name]['same' if found.keys() == good.keys() and all(map(torch.equal, found.values(), good.values())) else 'other'] += 1
        (root/name).write_bytes(whole)
    return counts

def sizes():
    "Tensors that claim more memory than their file has."
    torch.save({'w': torch.zeros(1).expand(2**20, 2**20)}, root/'repeated.pt')
    yield root/'repeated.pt'
    torch.save({'w': torch.sparse_coo_tensor([[0], [0]], [1.], (2**20, 2**20), check_invariants=True)}, root/'sparse.pt')
    yield root/'sparse.pt'
    torch.save({'w': torch.empty(2**20, 2**20, device='meta')}, root/'meta.pt')
    yield root/'meta.pt'
    (root/'header.safetensors').write_bytes((2**62).to_bytes(8, 'little') + b'{}')
    yield root/'header.safetensors'
    with zipfile.ZipFile(root/'header.npz', 'w') as z:
        z.writestr('w.npy', b'\x93NUMPY\x01\x00v\x00' + b"{'descr': '<f4', 'fortran_order': False, 'shape': (1073741824, 1024), }".ljust(117) + b'\n')
    yield root/'header.npz'

def shards():
    "Indices of several files that are not what they say."
    for name,o in dict(a=torch.ones(2), b=torch.zeros(2)).items(): save_file({name: o}, root/f'{name}.safetensors')
    (root/'sub').mkdir()
    save_file({'c': torch.ones(2)}, root/'sub/c.safetensors')
    maps = [dict(a='../a.safetensors'), dict(a=str(root/'a.safetensors')), dict(c='sub/c.safetensors'), dict(a='c\\c.safetensors'), dict(a='..'), dict(a=''), dict(a=1),
            dict(a=['a.safetensors']), dict(a='b.safetensors'), dict(a='a.safetensors', c='a.safetensors'), dict(a='gone.safetensors'), dict(a='/dev/zero'),
            dict(a='a.pt'), dict(a='many0.safetensors.index.json'), {}, None, [], {'a': 'a\0.safetensors'}]
    for i,weight_map in enumerate(maps):
        path = root/f'many{i}.safetensors.index.json'
        path.write_text(json.dumps(dict(weight_map=weight_map)))
        yield path
    for i,text in enumerate(('{"weight_map": {"a": "a.safetensors", "a": "b.safetensors"}}', '['*10**5, '{}', '{"weight_map": NaN}', 'a', '')):
        path = root/f'text{i}.safetensors.index.json'
        path.write_text(text)
        yield path

def misfits(rng, n):
    "Weights of a family with tensors taken away, added and bent: refused by name."
    os.chdir(root)
    with open(os.devnull, 'w') as null:
        sys.stdout = null
        made = runpy.run_path(str(create('migration', 'foreign')), run_name='__main__')
        sys.stdout = sys.__stdout__
    p = made['migration_params']
    good = read_weights(p.path)
    known = dict(p.hparams, no_bias_above=64) # without it, weights that lack their last bias are of another model that is right
    def migrated(weights): return migrate_family(p.family)(weights, **known)
    assert migrated(good).migration_report.left_over == []
    for i in range(n):
        weights = dict(good)
        name = rng.choice(list(good))
        match rng.randrange(4):
            case 0: del weights[name]
            case 1: weights[f'{name}.more'] = torch.zeros(2)
            case 2: weights[name] = torch.zeros(*good[name].shape, 2)
            case 3: weights[name] = torch.cat([good[name], good[name]])
        try: migrated(weights)
        except ValueError as e: assert len(str(e)) > 40, e
        else: raise AssertionError(f'{name} was accepted, changed in the way of attempt {i}')
    return n

if __name__ == '__main__':
    every = '--every' in sys.argv
    if every: sys.argv.remove('--every')
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(10**6)
    rng = random.Random(seed)
    paths = [*pickles(), *shards()]
    sys.addaudithook(watch)
    outcomes = [read(path) for path in paths]
    assert set(outcomes) == {'refused'}, [p.name for p,o in zip(paths, outcomes) if o == 'read']
    done.clear()
    big = []
    for path in sizes():
        done.clear()
        big.append(read(path))
    assert set(big) == {'refused'}, big
    counts = dict(read=0, refused=0)
    for path in damaged(rng, 300):
        done.clear()
        counts[read(path)] += 1
    changed = flipped(rng, None if every else 200)
    for name,o in changed.items(): print(f'   one byte of {name}: ' + ', '.join(f'{n} {k}' for k,n in o.items()))
    assert not any(o['other'] for o in changed.values()), changed
    print(f'seed {seed}: {len(outcomes)} hostile pickles and indices and {len(big)} tensors of false size refused; of {sum(counts.values())} damaged files '
          f'{counts["refused"]} refused and {counts["read"]} read as tensors; {misfits(rng, 100)} sets of weights that do not fit refused')

"""Small files that ask for much: each reader refuses them in one line, soon and without memory. Files that are right are read.

    python tests/bombs.py [GROUP ...]    # only these, such as arrays

Each case is read in a process of its own. Prints seconds of computing, MB that the process grew by, and what was said."""
import collections, contextlib, gzip, io, json, os, pickle, resource, signal, struct, sys, tempfile, time, warnings, zipfile, zlib
from pathlib import Path
import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import nn
from hvae.blocks import InputBlock, OutputBlock, SimpleBlock, TopGenBlock
from hvae.checkpoint import load_model, load_training, save_model
from hvae.graph import hVAE
from hvae.migrate.foreign import read_weights, state_dicts
from hvae.array_files import read_idx, read_npz
from hvae.reading import PictureReader
from hvae.records import read_json

SECONDS, MB = 4, 300 # on a busy machine

# --- files of torch, from instructions

class Stored:
    "Stands for a storage: `n` floats under a key."
    def __init__(self, key, n): self.key,self.n = key,n

class Pickler(pickle.Pickler):
    def persistent_id(self, o): return ('storage', torch.FloatStorage, o.key, 'cpu', o.n) if isinstance(o, Stored) else None

class Made:
    "Pickles as a call."
    def __init__(self, f, *args): self.call = f,args
    def __reduce__(self): return self.call

def tensor(key, n, shape=None):
    return Made(torch._utils._rebuild_tensor_v2, Stored(key, n), 0, shape or (n,), (1,), False, collections.OrderedDict())

def pickled(o):
    file = io.BytesIO()
    Pickler(file, 2).dump(o)
    return file.getvalue()

ones = np.ones(4, 'f4').tobytes()
weights = {'w': tensor('0', 4)}

def archive(path, pickle, records=None, method=zipfile.ZIP_STORED, prefix=b'', more=(), folder='archive'):
    path.write_bytes(prefix)
    with warnings.catch_warnings(), zipfile.ZipFile(path, 'a' if prefix else 'w', method, allowZip64=True) as z:
        warnings.simplefilter('ignore')
        z.writestr(f'{folder}/data.pkl', pickle if isinstance(pickle, bytes) else pickled(pickle))
        z.writestr(f'{folder}/byteorder', 'little')
        for key,data in (dict(records) if records is not None else {'0': ones}).items(): z.writestr(f'{folder}/data/{key}', data)
        z.writestr(f'{folder}/version', '3\n')
        for name,data in more: z.writestr(name, data)

def raw(*ops): return b'\x80\x02' + b''.join(ops) + b'.'
def shared(depth): return b']K\x00a' + b''.join(b'q\x01]h\x01ah\x01a' for _ in range(depth))

def doubled(depth):
    value = {'w': torch.ones(2)}
    for _ in range(depth): value = {'a': value, 'b': value}
    return value

def nested(depth, wrap=lambda o: {'a': o}):
    value = {'w': 1}
    for _ in range(depth): value = wrap(value)
    return value

def itself():
    value = {'w': torch.ones(2)}
    value['again'] = value
    return value

def instructions():
    "Pickles that are bombs, by name."
    yield 'shared dicts, 40 deep', raw(b'}X\x01\0\0\0wK\1s', *[b'q\1}X\1\0\0\0ah\1sX\1\0\0\0bh\1s']*40)
    yield 'shared lists, 40 deep', raw(b'}X\x01\0\0\0w', shared(40), b's')
    yield 'a dict in itself', raw(b'}q\1X\1\0\0\0ah\1s')
    yield 'dicts, 50,000 deep', raw(b'}', *[b'q\1}X\1\0\0\0ah\1s']*50_000)
    yield 'tuples as a key, 300,000 deep', raw(b'}', b'K\1', b'\x85'*300_000, b'K\1s')
    yield 'tuples, 900,000 deep', raw(b'}X\1\0\0\0wK\1', b'\x85'*900_000, b's')
    yield '200,000 empty dicts', raw(b'}(', *[b'X' + struct.pack('<I', 6) + b'%06d}' % i for i in range(200_000)], b'u')
    yield '5,000,000 empty dicts', raw(b'}X\1\0\0\0w](', b'}'*5_000_000, b'es')
    yield 'an array of bytes', raw(b'}X\1\0\0\0wc__builtin__\nbytearray\nJ\xff\xff\xff\x7f\x85Rs')
    yield 'copies of a text', raw(b'}X\1\0\0\0w](X', struct.pack('<I', 10**6), b'a'*10**6, b'q\1', b'c_codecs\nencode\nh\1X\6\0\0\0utf-32\x86R'*5000, b'es')
    yield 'copies of a set', raw(b'}X\1\0\0\0w](](', b''.join(b'J' + struct.pack('<i', i) for i in range(10**5)), b'eq\1',
                                 b'c__builtin__\nset\nh\1\x85R'*5000, b'es')
    yield 'numbers of one hash', raw(b'}(', *[b'\x8a\x14' + (1 + i*(2**61 - 1)).to_bytes(20, 'little') + b'K\1' for i in range(100_000)], b'u')

def torch_files(root):
    for name,data in instructions():
        archive(root/'a.pt', data)
        yield f'.pt: {name}', read_weights, root/'a.pt'
        (root/'a.pth').write_bytes(data)
        yield f'pickle: {name}', read_weights, root/'a.pth'
        torch.save({'w': torch.ones(2)}, root/'old.th', _use_new_zipfile_serialization=False)
        (root/'a.th').write_bytes((root/'old.th').read_bytes()[:21] + data) # behind the magic number
        yield f'old torch: {name}', read_weights, root/'a.th'
    archive(root/'a.pt', raw(b'}X\1\0\0\0wX' + struct.pack('<I', 2**31), bytes(2**28), b's'), method=zipfile.ZIP_DEFLATED)
    yield '.pt: data.pkl of 256 MB, deflated', read_weights, root/'a.pt'
    archive(root/'a.pt', {'w': tensor('0', 2**28)}, {'0': bytes(2**30)}, zipfile.ZIP_DEFLATED)
    yield '.pt: zeros of 1 GB, deflated', read_weights, root/'a.pt'
    archive(root/'a.pt', weights, more=[(f'archive/data/{i}', b'') for i in range(1, 200_000)])
    yield '.pt: 200,000 empty members', read_weights, root/'a.pt'
    for n in (8, 10**9):
        archive(root/'a.pt', {'w': tensor('0', n)})
        yield f'.pt: {n} numbers of 4', read_weights, root/'a.pt'
    archive(root/'a.pt', {'w': tensor('0', 4, (10**10,))}, method=zipfile.ZIP_DEFLATED)
    yield '.pt: a shape beyond its numbers', read_weights, root/'a.pt'
    for name,n in (('old torch: a shape beyond its numbers', 4), ('old torch: more numbers than bytes', 10**9)):
        parts = [pickle.dumps(o, 2) for o in (0x1950a86a20f9469cfc6c, 1001, dict(little_endian=True))]
        with open(root/'a.th', 'wb') as f:
            f.write(b''.join(parts))
            f.write(pickled_old({'w': tensor('0', n, (10**10,))}))
            f.write(pickle.dumps(['0'], 2) + struct.pack('<q', n) + ones)
        yield name, read_weights, root/'a.th'

def pickled_old(o):
    class Old(Pickler):
        def persistent_id(self, o): return ('storage', torch.FloatStorage, o.key, 'cpu', o.n, None) if isinstance(o, Stored) else None
    file = io.BytesIO()
    Old(file, 2).dump(o)
    return file.getvalue()

# --- archives in which two readings differ

def odd_archives(root):
    path = root/'a.pt'
    other = np.zeros(4, 'f4').tobytes()
    archive(path, weights, prefix=b'x'*100)
    yield 'zip: something before', read_weights, path
    archive(path, weights)
    plain = path.read_bytes()
    path.write_bytes(plain + b'x')
    yield 'zip: something behind', read_weights, path
    archive(path, weights, more=[('archive/data/0', other)])
    yield 'zip: one name twice', read_weights, path
    archive(path, weights, more=[('archive/DATA.PKL', pickled({'w': tensor('version', 1)}))])
    yield 'zip: two pickles', read_weights, path
    data = bytearray(plain)
    at = data.index(b'archive/data/0') # the name at the place, not in the list
    data[at+13:at+14] = b'1'
    path.write_bytes(data)
    yield 'zip: another name at the place', read_weights, path
    directory = plain.index(b'PK\1\2')
    for name,field,value in (('flags', 8, 1), ('method', 10, 8), ('method', 10, 14), ('checksum', 16, 7), ('packed size', 20, 3), ('size', 24, 3), ('place', 42, 3)):
        data = bytearray(plain)
        data[plain.index(b'archive/data/0', directory) - 46 + field] ^= value
        path.write_bytes(data)
        yield f'zip: another {name} in the list', read_weights, path
    data = bytearray(plain)
    first,second = (plain.index(b'archive/' + o, directory) - 46 for o in (b'byteorder', b'data/0'))
    data[second+42:second+46] = data[first+42:first+46]
    path.write_bytes(data)
    yield 'zip: two members at one place', read_weights, path
    n = 2000
    overlapping(path, n)
    yield f'zip: {n} members in one', read_weights, path

def overlapping(path, n):
    "Members that are all the same megabyte."
    body,names = bytes(2**20),[b'archive/data/%05d' % i for i in range(n)]
    packed = zlib.compress(body, 9)[2:-4]
    local = struct.pack('<4s5H3L2H', b'PK\3\4', 20, 0, 8, 0, 0, zlib.crc32(body), len(packed), len(body), len(names[0]), 0) + names[0]
    entries = b''.join(struct.pack('<4s6H3L5H2L', b'PK\1\2', 20, 20, 0, 8, 0, 0, zlib.crc32(body), len(packed), len(body), len(name), 0, 0, 0, 0, 0, 0) + name
                       for name in names)
    start = len(local) + len(packed)
    path.write_bytes(local + packed + entries + struct.pack('<4s4H2LH', b'PK\5\6', 0, 0, n, n, len(entries), start, 0))

# --- other formats

def arrays(root):
    np.savez_compressed(root/'a.npz', w=np.zeros(2**30, np.uint8))
    yield '.npz: zeros of 1 GB as weights', read_weights, root/'a.npz'
    yield '.npz: zeros of 1 GB as data', lambda p: read_npz(p, ('w',)), root/'a.npz'
    with zipfile.ZipFile(root/'b.npz', 'w') as z:
        for i in range(200_000): z.writestr(f'{i}.npy', b'')
    yield '.npz: 200,000 empty members', read_weights, root/'b.npz'
    with zipfile.ZipFile(root/'c.npz', 'w', zipfile.ZIP_LZMA) as z: z.writestr('w.npy', npy((2**28,), bytes(2**28)))
    yield '.npz: packed with LZMA', read_weights, root/'c.npz'
    with zipfile.ZipFile(root/'d.npz', 'w') as z: z.writestr('w.npy', npy((2**40,), b'xxxx'))
    yield '.npz: a shape beyond its numbers', read_weights, root/'d.npz'
    with zipfile.ZipFile(root/'e.npz', 'w') as z: z.writestr('w.npy', npy('('*4000 + ')'*4000, b'xxxx'))
    yield '.npz: a header 4,000 deep', read_weights, root/'e.npz'
    head = bytes([0, 0, 8, 3]) + np.array((2**10,)*3, '>u4').tobytes()
    with gzip.open(root/'a.gz', 'wb') as f:
        f.write(head)
        for _ in range(2**10): f.write(bytes(2**20))
    yield '.gz: zeros of 1 GB', lambda p: read_idx(p, 3), root/'a.gz'

def npy(shape, data):
    text = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".encode()
    text = text.ljust(-(-(len(text) + 11)//64)*64 - 11) + b'\n'
    return b'\x93NUMPY\1\0' + struct.pack('<H', len(text)) + text + data

def headers(root):
    entry = dict(dtype='F32', shape=[0], data_offsets=[0, 0])
    text = json.dumps({f't{i}': entry for i in range(400_000)}).encode()
    (root/'a.safetensors').write_bytes(struct.pack('<Q', len(text)) + text)
    yield '.safetensors: 400,000 empty tensors', read_weights, root/'a.safetensors'
    text = b'{"a":' + b'['*10**6
    (root/'b.safetensors').write_bytes(struct.pack('<Q', len(text)) + text)
    yield '.safetensors: a header 1,000,000 deep', read_weights, root/'b.safetensors'
    text = b'{"__metadata__":{' + b','.join(b'"%d":""' % i for i in range(5*10**6)) + b'}}'
    (root/'c.safetensors').write_bytes(struct.pack('<Q', len(text)) + text)
    yield '.safetensors: 5,000,000 remarks', read_weights, root/'c.safetensors'

def varint(n):
    data = bytearray()
    while n > 127:
        data.append(n & 127 | 128)
        n >>= 7
    return bytes([*data, n])

def field(number, value): return varint(number << 3 | 2) + varint(len(value)) + value if isinstance(value, bytes) else varint(number << 3) + varint(value)

def index(path, entries, data=b''):
    "A TensorFlow index of one block, from what is new in each key, its value, and the letters shared with the key before."
    from hvae.migrate.tensorflow import _crc32c
    block = bytearray()
    for new,value,shared in entries: block += varint(shared) + varint(len(new)) + varint(len(value)) + new + value
    block = bytes(block) + struct.pack('<II', 0, 1)
    table = block + b'\0' + struct.pack('<I', _crc32c(block + b'\0'))
    handle = varint(0) + varint(len(block))
    second = b'\0' + varint(1) + varint(len(handle)) + b'z' + handle + struct.pack('<II', 0, 1)
    start = len(table)
    table += second + b'\0' + struct.pack('<I', _crc32c(second + b'\0'))
    foot = varint(0) + varint(0) + varint(start) + varint(len(second))
    path.write_bytes(table + foot.ljust(40, b'\0') + bytes.fromhex('57fb808b247547db'))
    path.with_suffix('.data-00000-of-00001').write_bytes(data)

def tensorflow(root):
    from hvae.migrate.tensorflow import _crc32c
    head = b'', field(1, 1), 0
    crc = varint(6 << 3 | 5) + struct.pack('<I', _crc32c(bytes(4)))
    def entry(n, crc=crc, size=4, at=0): return field(1, 1) + field(2, field(2, field(1, n))) + field(4, at) + field(5, size) + crc
    index(root/'a.index', [head, (b'w', entry(1), 0)], bytes(4))
    yield 'TensorFlow: right', read_weights, root/'a.index'
    long = b'k'*10**6
    index(root/'b.index', [head, (long, b'', 0), *[(b'%d' % i, b'', 10**6) for i in range(30_000)]])
    yield 'TensorFlow: long keys', read_weights, root/'b.index'
    index(root/'c.index', [head, (b'w', b'\x08' + b'\xff'*10**6, 0)])
    yield 'TensorFlow: a number of 7,000,000 bits', read_weights, root/'c.index'
    index(root/'d.index', [head, *[(b'w%05d' % i, entry(2**24, varint(6 << 3 | 5) + struct.pack('<I', 0), 2**26), 0) for i in range(1000)]], b'')
    os.truncate(root/'d.data-00000-of-00001', 2**26)
    yield 'TensorFlow: 1,000 tensors in one place', read_weights, root/'d.index'
    many = field(1, 1) + field(2, b''.join(field(2, field(1, 2**63)) for _ in range(250_000)))
    index(root/'e.index', [head, (b'w', many, 0)], bytes(4))
    yield 'TensorFlow: 250,000 dimensions', read_weights, root/'e.index'
    index(root/'f.index', [head, *[(b'w%06d' % i, entry(0, crc, 0), 0) for i in range(300_000)]], bytes(4))
    yield 'TensorFlow: 300,000 empty tensors', read_weights, root/'f.index'
    index(root/'g.index', [head, (b'w', entry(0, crc, 0), 0)], b'')
    (root/'g.data-00000-of-00001').unlink()
    os.mkfifo(root/'g.data-00000-of-00001')
    yield 'TensorFlow: a pipe for the numbers', read_weights, root/'g.index'

def flax(root):
    def array(shape, name, data, code=1):
        body = b'\x93' + b'\xdd' + struct.pack('>I', len(shape)) + b''.join(b'\xcf' + struct.pack('>Q', n) for n in shape)
        body += bytes([0xa0 | len(name)]) + name.encode() + b'\xc6' + struct.pack('>I', len(data)) + data
        return b'\xc9' + struct.pack('>I', len(body)) + bytes([code]) + body
    def tree(value): return b'\x81\xa1w' + value
    cases = {'right': tree(array([2, 2], 'float32', ones)), '4 GB that are not there': tree(b'\xc6\xff\xff\xff\xff'),
             'a list of 4,000,000,000': tree(b'\xdd\xff\xff\xff\xff'), '1,000,000 deep': tree(b'\x91'*10**6),
             'a long shape': tree(array([1]*200_000, 'float32', b'')), 'an array of 16 exabytes': tree(array([2**61], 'float64', b'')),
             '1,500,000 numbers': tree(b'\xdd' + struct.pack('>I', 1_500_000) + bytes(1_500_000)), 'objects': tree(array([1], 'object', bytes(8))),
             'another extension': tree(array([1], 'float32', bytes(4), 5)), '300,000 empty arrays': tree(b'\xdd' + struct.pack('>I', 300_000) + array([0], 'int8', b'')*300_000),
             'names twice': b'\x82' + tree(b'\xc0')[1:]*2, 'a tail': tree(b'\xc0') + b'\0', 'a name of bytes': b'\x81\xc4\x01a\xc0',
             'parts of parts': tree(b'\x81\xb9__msgpack_chunked_array__\xc3'), 'no text': tree(b'\xa1\xff')}
    for name,data in cases.items():
        path = root/f'{name.replace(" ", "_")}.msgpack'
        path.write_bytes(data)
        yield f'flax: {name}', read_weights, path

def texts(root):
    for name,text in {'1,000,000 deep': '['*10**6, '300 deep': '['*300 + ']'*300, '4 GB of holes': None, 'a long number': '9'*10**6, '1,300,000 lists': f"[{'[],'*1_300_000}0]"}.items():
        path = root/'a.json'
        path.write_text(text or '')
        if text is None: os.truncate(path, 2**32)
        yield f'JSON: {name}', read_json, path

def pictures(root):
    Image.new('L', (7000, 7000)).save(root/'a.png', compress_level=9)
    yield 'pictures: 50 of 49 million grey zeros', lambda p: PictureReader(n_channels=1).read([p]*50), root/'a.png'
    base,data = Image.new('L', (4, 4)),io.BytesIO()
    base.save(data, 'TIFF')
    tiff = bytearray(data.getvalue())
    start = struct.unpack_from('<L', tiff, 4)[0]
    n = struct.unpack_from('<H', tiff, start)[0]
    entries,at = tiff[start+2:start+2+12*n],len(tiff)
    struct.pack_into('<L', tiff, start + 2 + 12*n, at)
    one = 2 + 12*n + 4
    for i in range(200_000): tiff += struct.pack('<H', n) + entries + struct.pack('<L', at + (i + 1)*one if i < 199_999 else 0)
    (root/'a.tif').write_bytes(tiff)
    yield 'pictures: a TIFF of 200,000 pages', lambda p: PictureReader(n_channels=1).read([p]), root/'a.tif'

def checkpoints(root):
    model = hVAE(dict(x=InputBlock(), h=SimpleBlock(nn.Linear(3, 3), 'x'), z=TopGenBlock(nn.Linear(3, 4), prior_shape=(2,), condition='h'),
                      x_hat=OutputBlock(nn.Linear(2, 3), 'z', 'bernoulli')))
    folder = save_model(model, root/'model', training=({'m': torch.ones(3)}, dict(step=1)))
    yield 'checkpoint: right', load_model, folder
    for name,f in (('model', load_model), ('training', load_training)):
        whole = (folder/f'{name}.safetensors').read_bytes()
        text = json.dumps({f't{i}': dict(dtype='F32', shape=[0], data_offsets=[0, 0]) for i in range(200_000)}).encode()
        (folder/f'{name}.safetensors').write_bytes(struct.pack('<Q', len(text)) + text)
        yield f'checkpoint: {name}.safetensors of 200,000 empty tensors', f, folder
        (folder/f'{name}.safetensors').write_bytes(whole)
    config = (folder/'config.json').read_text()
    for name,text in {'1,000,000 deep': '['*10**6, '400 deep': '{"a":'*400 + '1' + '}'*400, '1,300,000 lists': f"[{'[],'*1_300_000}0]"}.items():
        (folder/'config.json').write_text(text)
        yield f'checkpoint: config.json {name}', load_model, folder
    (folder/'config.json').write_text(config)

def memory(root):
    "Dicts that come from no file."
    yield 'a dict: 40 deep, shared', lambda p: state_dicts(doubled(40)), root
    yield 'a dict: in itself', lambda p: read_weights(itself()), root
    yield 'a dict: 50,000 deep', lambda p: state_dicts(nested(50_000)), root

def right_files(root):
    "What is right is read."
    value = {f'layer{i}.weight': torch.randn(20, 30) for i in range(3000)}
    torch.save({'model': value, 'optimizer': {'state': {i: {'exp_avg': t} for i,t in enumerate(value.values())}, 'param_groups': [{}]}}, root/'a.pt')
    yield 'right: .pt of 3,000 tensors', read_weights, root/'a.pt'
    torch.save(value, root/'a.th', _use_new_zipfile_serialization=False)
    yield 'right: old torch, 3,000 tensors', read_weights, root/'a.th'
    with zipfile.ZipFile(root/'a.pt') as stored, zipfile.ZipFile(root/'b.pt', 'w', zipfile.ZIP_DEFLATED) as z:
        for o in stored.namelist(): z.writestr(o, stored.read(o))
    yield 'right: .pt, deflated', read_weights, root/'b.pt'
    class Pipe(io.RawIOBase): # cannot go back, so sizes follow the data
        def __init__(self, file): self.file = file
        def writable(self): return True
        def write(self, data): return self.file.write(data)
    with open(root/'c.pt', 'wb') as f, zipfile.ZipFile(root/'a.pt') as stored, zipfile.ZipFile(Pipe(f), 'w') as z:
        for o in stored.namelist(): z.writestr(o, stored.read(o))
    yield 'right: .pt, sizes behind the data', read_weights, root/'c.pt'
    with zipfile.ZipFile(root/'a.pt') as stored, zipfile.ZipFile(root/'d.pt', 'w') as z:
        for o in stored.namelist():
            with z.open(o, 'w', force_zip64=True) as f: f.write(stored.read(o))
    yield 'right: .pt, zip64', read_weights, root/'d.pt'
    save_file(value, root/'a.safetensors')
    yield 'right: .safetensors', read_weights, root/'a.safetensors'
    np.savez_compressed(root/'a.npz', **{k: t.numpy() for k,t in value.items()})
    yield 'right: .npz, deflated', read_weights, root/'a.npz'

groups = [torch_files, odd_archives, arrays, headers, tensorflow, flax, texts, pictures, checkpoints, memory, right_files]

def alone(read, path, seconds=20):
    "Read a file in a process of its own: seconds of computing, MB more, what was said."
    inside,outside = os.pipe()
    pid = os.fork()
    if pid: return report(pid, inside, outside)
    signal.alarm(seconds)
    before,start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            read(path)
        said = 'read'
    except ValueError as e: said = f'refused: {e}'
    except MemoryError: said = 'MemoryError'
    except BaseException as e: said = f'{type(e).__name__}: {e}'
    used = time.process_time() - start,(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)/2**10
    os.write(outside, json.dumps([*used, said[:2000], '\n' in said[:2000].strip()]).encode())
    os._exit(0)

def report(pid, inside, outside):
    os.close(outside)
    with open(inside, 'rb') as f: data = f.read()
    status = os.waitpid(pid, 0)[1]
    return json.loads(data) if data else [99, 0, f'ended by signal {status & 127}', False]

def main(*only):
    torch.set_num_threads(1)
    resource.setrlimit(resource.RLIMIT_DATA, (4*2**30, 4*2**30)) # of what is not refused
    wrong = n = 0
    with tempfile.TemporaryDirectory() as folder:
        for group in [g for g in groups if not only or g.__name__ in only]:
            root = Path(folder, group.__name__)
            root.mkdir()
            for name,read,path in group(root):
                seconds,mb,said,lines = alone(read, path)
                named = str(path) in said or 'a dict' in name or path.parent.name in said
                good = said == 'read' if 'right' in name else said.startswith('refused') and named and (not lines or 'pictures' in name)
                bad = not good or seconds > SECONDS*(1 if 'right' not in name else 3) or mb > MB*(1 + ('pictures' in name))
                wrong,n = wrong + bad,n + 1
                print(f'{"WRONG" if bad else "ok   "} {seconds:5.1f} s {mb:6.0f} MB  {name}: {said.replace(folder, "")[:150]!r}', flush=True)
    print(f'{wrong} wrong of {n}')
    sys.exit(bool(wrong))

if __name__ == '__main__': main(*sys.argv[1:])

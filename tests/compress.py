"""Compress with every family of the zoo, change the files, and decode them elsewhere: the same pixels come back, or an error says why not.

    python tests/compress.py [SEED]     # every family, a thousand damaged files, other machines by turns
    python tests/compress.py --long     # ten thousand images as well, and a thousand damaged files of each of three models

Nothing else than the pixels that went in may ever come out. Prints counts."""
import os, random, struct, subprocess, sys, tempfile, time, zlib
from pathlib import Path
import numpy as np
import torch
from torch import nn
from hvae.blocks import OutputBlock
from hvae.compress import _packed, _unpacked, compress, compressed_header, decompress
from hvae.core import generator
from hvae.graph import hVAE
from hvae.zoo import biva, efficient_vdvae, ladder_vae, layer_strings, nvae, tdvae, vae, vdvae
from hvae.zoo.parts import Frame, levels_head, levels_input
from hvae.zoo.stage_layers import SameConv2d
from hvae.zoo.stages import Stages, ladder_stages

torch.set_num_threads(1)

def stages_ladder(shape):
    "A ladder of two convolutional stages, as hvae-oodd has them."
    specs = [[dict(no=8), dict(no=8, stride=2)], [dict(no=8), dict(no=8, stride=2)]]
    frame = Frame(shape[1:], 'auto', 4)
    blocks = ladder_stages(Stages((shape[0], *frame.inside), specs, [dict(n=4, ks=3), dict(n=3)]))
    end = OutputBlock([nn.ELU(), SameConv2d(blocks['d1'].nets[-1].out_shape, 2*shape[0]), *frame.crop], 'd1', levels_head(256))
    return hVAE(dict(x=levels_input(256, *frame.layers), **blocks, x_hat=end))

def families(size):
    "A function for each family that makes a small model, and its number of levels."
    shape, (enc, dec) = (1, *size), layer_strings(size, 2, 1, 1)
    levels = dict(up=dict(strides=[1, 2, 2], filters=8), down=dict(filters=8, latent_variates=2))
    stages = [((8, 3, 1), (8, 3, 2)), ((8, 3, 1), (8, 3, 2))]
    C = dict(width=8, zdim=2, num_mixtures=2, image_size=size, pad='auto')
    return {
        'vae': (lambda: vae(shape=shape, n_levels=256, hidden=16, n_latents=3), 256),
        'vae of bits': (lambda: vae(shape=shape, n_levels=2, hidden=16, n_latents=3), 2),
        'ladder_vae': (lambda: ladder_vae('digits', shape=shape, n_levels=17), 17),
        'ladder_vae with batch norm': (lambda: ladder_vae('digits', shape=shape, n_levels=256, batch_norm=True), 256),
        'biva': (lambda: biva(shape=shape, n_levels=256, stages=stages, n_latents=[(2, 3), 3], pad='auto'), 256),
        'stages': (lambda: stages_ladder(shape), 256),
        'vdvae': (lambda: vdvae(enc_blocks=enc, dec_blocks=dec, image_channels=1, **C), 256),
        'vdvae of colours': (lambda: vdvae(enc_blocks=enc, dec_blocks=dec, image_channels=3, **C), 256),
        'vdvae as published': (lambda: vdvae(enc_blocks=enc, dec_blocks=dec, image_channels=3, formula='vdvae', **C), 256),
        'efficient_vdvae': (lambda: efficient_vdvae(channels=1, res=size, pad='auto', input_filters=8, **levels), 256),
        'nvae': (lambda: nvae(size=size, pad='auto', colours=1, scales=2, groups=1, n_z=2, width=4, halvings=1, n_pre=1, n_post=1,
                              n_components=2), 256)}

def pixels(n, channels, size, n_levels, seed):
    "Images of every sort: noise, one level, ramps, and the two ends."
    g = generator(seed)
    x = torch.randint(0, n_levels, (n, channels, *size), generator=g)
    x[::4] = x[::4, :1, :1, :1]
    ramp = torch.arange(size[1])*(n_levels - 1)//max(1, size[1] - 1)
    x[1::4] = ramp
    x[3], x[-1] = 0, n_levels - 1
    return x.to(torch.uint8)

def zoo(seed, is_long, n=12):
    "Every family there and back, with data of several types."
    done = {}
    for size in ((8, 8), (13, 10))[0 if is_long else 1:]:
        for name, (make, n_levels) in families(size).items():
            torch.manual_seed(seed)
            model = make().eval()
            x = pixels(n, 3 if 'colour' in name or 'published' in name else 1, size, n_levels, seed)
            for dtype, bs in ((torch.uint8, 8), (torch.float32, 3), (torch.int64, 64))[:3 if is_long else 2]:
                data = compress(model, x.to(dtype), bs=bs, check=False, seed=seed)
                back = decompress(model, data)
                assert back.dtype == dtype and torch.equal(back, x.to(dtype)), (name, size, dtype)
                done[name] = done.get(name, 0) + 1
    try: compress(tdvae(n_z1=30, n_z2=6, hidden=40, z2_hidden=(20, 10)), torch.zeros(2, 1, 20, 20))
    except ValueError as e: assert 'needs a likelihood of levels' in str(e)
    else: raise AssertionError('a likelihood of real numbers has no levels')
    return done

def damages(data, rng):
    "Ways to damage a file, by name; each makes another file."
    n = len(data)
    def at(): return rng.randrange(n)
    def flip(d):
        i = at()
        d[i] ^= 1 << rng.randrange(8)
    def byte(d):
        i = at()
        d[i] = (d[i] + rng.randrange(1, 256)) % 256
    def cut(d): del d[at():]
    def hole(d):
        i = at()
        del d[i:i + rng.randrange(1, 9)]
    def more(d): d[at():at()] = rng.randbytes(rng.randrange(1, 9))
    def swap(d):
        k = rng.randrange(1, 65)
        i, j = sorted(rng.sample(range(0, max(2*k + 1, n - k)), 2))
        j = max(j, i + k)
        d[i:i + k], d[j:j + k] = d[j:j + k], d[i:i + k]
    def zeros(d):
        i = at()
        d[i:i + 16] = bytes(len(d[i:i + 16]))
    return dict(flip=flip, byte=byte, cut=cut, hole=hole, more=more, swap=swap, zeros=zeros)

def sealed(d):
    "With the checksum of the file put right, as somebody would who wants to mislead."
    return bytes(d[:-4]) + struct.pack('<I', zlib.crc32(d[:-4]))

def damaged(model, x, data, n, seed):
    "Outcomes by kind: refused, or the very same pixels; anything else ends the test."
    rng, outcomes = random.Random(seed), {}
    while sum(outcomes.values()) < n:
        kinds = damages(data, rng)
        name = rng.choice(list(kinds))
        d = bytearray(data)
        kinds[name](d)
        is_sealed = rng.random() < .5 and len(d) > 4
        bad = sealed(d) if is_sealed else bytes(d)
        if bad == data: continue
        try: back = decompress(model, bad)
        except ValueError as e:
            assert str(e).count('.') >= 1 and len(str(e)) > 60, e
            said = 'refused'
        else:
            assert torch.equal(back, x), (name, is_sealed)
            said = 'the same pixels'
        key = said + (', checksum put right' if is_sealed else '')
        assert said == 'refused' or is_sealed, name
        outcomes[key] = outcomes.get(key, 0) + 1
    return outcomes

def elsewhere(seed):
    "What a file says of threads, batches, type, versions and processor, and what becomes of it where these are others."
    torch.manual_seed(seed)
    make, n_levels = families((8, 8))['ladder_vae']
    model = make().eval()
    x = pixels(24, 1, (8, 8), n_levels, seed)
    told = {}
    def read(name, data, m=model):
        "Decode, and note what came."
        try: back = decompress(m, data)
        except ValueError as e:
            told[name] = 'refused: ' + str(e).split(',')[0]
            return
        assert torch.equal(back, x), name
        told[name] = 'the same pixels'
    for threads in (1, 2):
        torch.set_num_threads(threads)
        data = compress(model, x, bs=8, check=False)
        assert compressed_header(data)['made_with']['threads'] == threads
        for other in (1, 2, 3)[:3 if threads == 1 else 1]:
            torch.set_num_threads(other)
            read(f'made with {threads} threads, read with {other}', data)
            assert torch.get_num_threads() == other # as it was before
    torch.set_num_threads(1)
    for bs in (1, 7, 64): read(f'batches of {bs}', compress(model, x, bs=bs, check=False))
    data = compress(model, x, bs=8, check=False)
    header, sums, words = _unpacked(data)
    def told_so(**made_with): return _packed(header | {'made_with': header['made_with'] | made_with}, sums, words)
    read('another version of torch is named', told_so(torch='1.0.0'))
    read('another version of hvae is named', told_so(hvae='0.0.0'))
    read('another kind of processor is named', told_so(cpu='NEON'))
    sizes = header['sizes']
    assert sizes != sizes[::-1], sizes
    read('batches of other sizes are named', _packed(header | {'sizes': sizes[::-1]}, sums, words))
    read('another largest level is named', _packed(header | {'largest': n_levels + 1}, sums, words)) # which only counts need
    read('another seed', _packed(header | {'seed': 1}, sums, words))
    read('another version of the format', b'hvae\x02' + data[5:])
    torch.manual_seed(seed + 1)
    read('another model', data, make().eval())
    doubled = make().eval()
    doubled.load_state_dict(model.state_dict())
    read('the model in float64', data, doubled.double())
    read('the model in bfloat16', data, doubled.bfloat16())
    nudged = make().eval()
    nudged.load_state_dict(model.state_dict())
    with torch.no_grad(): next(nudged.parameters()).flatten()[0] += 1e-6
    read('one weight changed in the sixth digit', data, nudged)
    return told

def by_another_process(seed):
    "A file of one process, read by others with other settings of the environment; what each says."
    torch.manual_seed(seed)
    model = families((8, 8))['vdvae'][0]().eval()
    x = pixels(12, 1, (8, 8), 256, seed)
    code = """
import sys, torch
sys.path.insert(0, sys.argv[1])
from compress import decompress, families
told = torch.load(sys.argv[3], weights_only=True)
model = families((8, 8))['vdvae'][0]().eval()
model.load_state_dict(told['weights'])
try: back = decompress(model, open(sys.argv[2], 'rb').read())
except ValueError as e: print('refused:', str(e).split('.')[0])
else: print('the same pixels' if torch.equal(back, told['x']) else 'OTHER PIXELS')
"""
    told = {}
    with tempfile.TemporaryDirectory() as tmp:
        path, pixel_path = Path(tmp, 'x.hvae'), Path(tmp, 'x.pt')
        path.write_bytes(compress(model, x, bs=8, check=False))
        torch.save(dict(x=x, weights=model.state_dict()), pixel_path)
        for name, env in {'as it was': {}, 'without AVX-512': {'ATEN_CPU_CAPABILITY': 'avx2', 'ONEDNN_MAX_CPU_ISA': 'AVX2'},
                          'without vectors': {'ATEN_CPU_CAPABILITY': 'default', 'ONEDNN_MAX_CPU_ISA': 'SSE41'},
                          'four threads': {'OMP_NUM_THREADS': '4'}}.items():
            done = subprocess.run([sys.executable, '-c', code, str(Path(__file__).parent), path, pixel_path],
                                  env=os.environ | env, capture_output=True, text=True)
            said = done.stdout.strip()
            assert done.returncode == 0 and said and 'OTHER' not in said, (name, said, done.stderr[-2000:])
            told[name] = said
    return told

def many(seed, n=10_000):
    "Many images of the digits' sort there and back; images a second."
    torch.manual_seed(seed)
    model = vae('digits').eval()
    x = pixels(n, 1, (8, 8), 17, seed)
    start = time.perf_counter()
    data = compress(model, x, check=False)
    middle = time.perf_counter()
    assert torch.equal(decompress(model, data), x)
    return f'{n} images came back; {n/(middle - start):.0f} a second there, {n/(time.perf_counter() - middle):.0f} back'

def main():
    is_long = '--long' in sys.argv
    seed = int(next((a for a in sys.argv[1:] if a.isdigit()), 0))
    start = time.perf_counter()
    for name, n in zoo(seed, is_long).items(): print(f'{name}: {n} ways there and back')
    for name, said in (elsewhere(seed) | by_another_process(seed)).items(): print(f'{name}: {said}')
    size = (8, 8)
    for name in ('vae', 'ladder_vae', 'vdvae')[:3 if is_long else 1]:
        torch.manual_seed(seed)
        make, n_levels = families(size)[name]
        model, x = make().eval(), pixels(24, 1, size, n_levels, seed)
        print(f'a thousand damaged files of {name}:', damaged(model, x, compress(model, x, check=False), 1000, seed))
    if is_long: print(many(seed))
    print(f'{time.perf_counter() - start:.0f} s')

if __name__ == '__main__': main()

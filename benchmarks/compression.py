"""What lossless compression takes: sizes beside the ELBO and other compressors, and the time of networks and coder.

    OMP_NUM_THREADS=1 python benchmarks/compression.py train FOLDER [--mnist NPZ] [--cifar NPZ] [--steps N]   # the models, about half an hour
    OMP_NUM_THREADS=1 python benchmarks/compression.py sizes FOLDER [--mnist NPZ] [--cifar NPZ]      # the table, as CSV
    OMP_NUM_THREADS=1 python benchmarks/compression.py speed FOLDER [--cifar NPZ]

NPZ holds `x_train` and `x_test` of MNIST, (N,28,28), and of CIFAR-10, (N,32,32,3), uint8; a data set without a file is left out. Models are small
and trained for minutes, or for N steps at most: what is measured is the distance of a size from the ELBO, and which compressors even such a model is below.

- sizes: bits a dimension (pixel and colour) of the first test images, all in one file: of the file as it is, without what is paid once (header,
  checksums, and what the first images borrowed), and what the ELBO of the same images says (mean of 4 draws). Other compressors: `each`, one file an
  image, their sizes added; `one`, all images in one: the tensor's bytes, or for picture formats one picture of all images side by side. Bits are packed, eight a byte.
- speed: images a second there and back, and the shares of the networks and of the coder.
"""
import argparse, bz2, csv, io, json, math, sys, time
from contextlib import contextmanager
from pathlib import Path
import numpy as np
import torch
from PIL import Image
from torch import nn
import hvae.compress
from hvae.checkpoint import load_model, save_model
from hvae.coding import Bins, Classes
from hvae.compress import compress, compressed_header, decompress
from hvae.data import get_dataset
from hvae.elbo import elbo
from hvae.everyday import evaluating
from hvae.experiment import Experiment
from hvae.mixture import DiscretizedLogisticMixtureHead
from hvae.zoo import vdvae

small_vdvae = dict(enc_blocks='32x1,32d2,16x2,16d2,8x2,8d2,4x1', dec_blocks='4x2,8m4,8x3,16m8,16x3,32m16,32x1', width=64, zdim=8, num_mixtures=5)
patch_vdvae = dict(enc_blocks='8x2,8d2,4x1,4d4,1x1', dec_blocks='1x1,4m1,4x2,8m4,8x3', image_size=8, width=48, zdim=8, num_mixtures=5)
large_vdvae = dict(enc_blocks='32x2,32d2,16x3,16d2,8x2,8d2,4x1', dec_blocks='4x2,8m4,8x3,16m8,16x5,32m16,32x4', width=96, zdim=8, num_mixtures=10)

def mnist_conv(head=None, n_out=1):
    "The model of experiments/mnist_conv.py, or the same with another likelihood of 256 levels."
    model = Experiment('mnist_conv').make_model()
    if head is None: return model
    from hvae.blocks import InputBlock, OutputBlock
    from hvae.graph import hVAE
    from hvae.layers import Levels
    from hvae.nets import ConvNet
    blocks = {name: b for name, b in model.blocks.items()}
    blocks['x'] = InputBlock([Levels(256), nn.PixelUnshuffle(2)])
    blocks['x_hat'] = OutputBlock([ConvNet(16, [32], 4*n_out), nn.PixelShuffle(2)], 'z1.state', head)
    return hVAE(blocks)

def mixed():
    head = DiscretizedLogisticMixtureHead(256, 5)
    return mnist_conv(head, head.n_outputs(1))

def binarised(x, seed=0):
    "Images as bits that are drawn with the pixels' shares of 255."
    g = torch.Generator().manual_seed(seed)
    return (torch.rand(x.shape, generator=g) < x/255).to(torch.uint8)

def patches(x, size=8, seed=0):
    "The patches (N,C,size,size) that pictures (N,H,W,C) are tiled by, in an order that is drawn."
    x = x.unfold(1, size, size).unfold(2, size, size).flatten(0, 2)
    return x[torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))].contiguous()

def load(name, a):
    "Training and test images, (N,C,H,W) of uint8, or None where there is no file."
    if name == 'digits':
        d = get_dataset('digits')
        x = torch.from_numpy(np.concatenate([np.asarray(o) for o in (d.x_train, d.x_val, d.x_test)])).to(torch.uint8)
        return x[:-1000], x[-1000:] # 797 to train on, so that there are a thousand to test
    path = a.cifar if 'cifar' in name else a.mnist
    if path is None: return None
    with np.load(path) as f: x, test = (torch.from_numpy(f[k]) for k in ('x_train', 'x_test'))
    if name == 'cifar': return x.permute(0, 3, 1, 2).contiguous(), test.permute(0, 3, 1, 2).contiguous()
    if name == 'cifar_patches': return patches(x), patches(test)
    x, test = x[:, None], test[:, None]
    return (x, binarised(test)) if name == 'mnist_bits' else (x, test)

# model, steps, batch size, learning rate, whether each batch is binarised anew
kinds = dict(digits=(lambda: Experiment('digits_ladder').make_model(), 4000, 128, 4e-3, False),
             mnist_bits=(mnist_conv, 2500, 128, 2e-3, True),
             cifar_patches=(lambda: vdvae(**patch_vdvae), 1500, 64, 3e-3, False),
             cifar=(lambda: vdvae(**small_vdvae), 900, 32, 2e-3, False),
             mnist=(mixed, 2500, 128, 2e-3, False))

def fit(model, x, steps, bs, lr, binary):
    "AdamW with a warm-up and a cosine, clipped; averaged weights."
    g = torch.Generator().manual_seed(0)
    opt = torch.optim.AdamW(model.parameters(), lr=lr, betas=(.9, .99), weight_decay=.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, lambda i: min(1, i/100)*(.02 + .98*(1 + math.cos(math.pi*i/steps))/2))
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(.99))
    start = time.process_time()
    for i in range(steps):
        batch = x[torch.randint(len(x), (bs,), generator=g)].float()
        if binary: batch = (torch.rand(batch.shape, generator=g) < batch/255).float()
        loss = -elbo(model.elbo_terms(batch)).mean()
        opt.zero_grad()
        loss.backward()
        norm = nn.utils.clip_grad_norm_(model.parameters(), 200.)
        if norm.isfinite(): opt.step()
        schedule.step()
        average.update_parameters(model)
        if i % 100 == 0: print(f'  step {i}: {loss.item()/math.log(2)/batch[0].numel():.4f} bits/dim, {time.process_time() - start:.0f} s', flush=True)
    model.load_state_dict(average.module.state_dict())
    return time.process_time() - start

def train(a):
    for name, (make, *how) in kinds.items():
        data = load(name, a)
        if data is None or (a.folder/name).exists() or name not in (a.only or kinds): continue
        torch.manual_seed(0)
        model = make().train()
        print(name, flush=True)
        took = fit(model, data[0], min(how[0], a.steps or how[0]), *how[1:])
        save_model(model.eval(), a.folder/name, cpu_seconds=round(took))
        print(f'{name}: {took:.0f} s', flush=True)

def bound(model, x, draws=4):
    "Bits a dimension that the ELBO says, mean of some draws."
    torch.manual_seed(0)
    with torch.no_grad(), evaluating(model):
        nats = [torch.cat([elbo(model.elbo_terms(part.float())) for part in x.split(50)]).double().mean() for _ in range(draws)]
    return -torch.stack(nats).mean().item()/math.log(2)/x[0].numel()

def ours(model, x):
    "Bits of a file, of what is paid once (header and checksums, what was borrowed), and seconds of the processor there and back."
    start = time.process_time()
    data = compress(model, x, check=False)
    there = time.process_time()
    back = decompress(model, data)
    end = time.process_time()
    assert torch.equal(back, x) and back.dtype == x.dtype
    total, unread = compressed_header(data)['borrowed']
    words = hvae.compress._unpacked(data)[2]
    return 8*len(data), 8*len(data) - 32*len(words), 32*(total - unread), there - start, end - there

def pictures(x):
    "Images as those of Pillow; bits are black and white."
    x = x.permute(0, 2, 3, 1).numpy()
    for image in x if x.shape[-1] == 3 else x[..., 0]:
        yield Image.fromarray(image.astype(bool)) if x.max() < 2 else Image.fromarray(image)

def sheet(x):
    "All images in one, as near to a square as they fit."
    n = next(k for k in range(math.isqrt(len(x)), 0, -1) if len(x) % k == 0)
    h, w = x.shape[2:]
    return x.reshape(n, len(x)//n, -1, h, w).permute(2, 0, 3, 1, 4).reshape(1, -1, n*h, len(x)//n*w)

def saved(image, kind):
    "Bits of a picture file, which has the same pixels."
    file = io.BytesIO()
    how = dict(PNG=dict(optimize=True), WEBP=dict(lossless=True, quality=100, method=6), JXL=dict(lossless=True, effort=9))[kind]
    image = image if kind == 'PNG' else image.convert('RGB' if kind == 'WEBP' or image.mode == 'RGB' else 'L')
    image.save(file, kind, **how)
    assert np.array_equal(np.asarray(Image.open(file).convert('RGB')), np.asarray(image.convert('RGB'))), kind
    return 8*file.tell()

def packed(x): return np.packbits(x.numpy()).tobytes() if x.max() < 2 else x.contiguous().numpy().tobytes()

def compressors():
    "Name, and a function of images that gives the bits of one file for all."
    def by_pixels(kind): return lambda x: sum(saved(image, kind) for image in pictures(x))
    def by_bytes(f): return lambda x: 8*len(f(packed(x)))
    found = {'PNG': by_pixels('PNG'), 'WebP': by_pixels('WEBP')}
    try:
        import pillow_jxl # noqa: F401
        found['JPEG XL'] = by_pixels('JXL')
    except ImportError: print('JPEG XL is left out: pip install pillow-jxl-plugin', file=sys.stderr)
    try:
        import zstandard
        found['zstd -22'] = by_bytes(zstandard.ZstdCompressor(level=22).compress)
    except ImportError: print('zstd is left out: pip install zstandard', file=sys.stderr)
    return found | {'bz2 -9': by_bytes(bz2.compress)}

published = [ # data, method, bits/dim, where it stands
    ('mnist_bits', 'BB-ANS', .194, 'a replication with the weights of Townsend, Bird and Barber 2019, 10,000 images; not their own table'),
    ('mnist', 'BB-ANS', 1.41, 'Townsend, Bird and Barber 2019, full MNIST; as quoted by B. Keng 2021, table 1'),
    ('mnist', 'Bit-Swap, 8 latents', 1.273, 'net bits in plots/mnist8 of github.com/fhkingma/bitswap, mean of 100 x 100 images; their ELBO 1.269'),
    ('mnist', 'BB-ANS, 8 latents', 1.272, 'the same, plots/mnist8'),
    ('cifar', 'Bit-Swap, 8 latents', 3.796, 'net bits in plots/cifar8 of github.com/fhkingma/bitswap, mean of 100 x 100 images; their ELBO 3.775'),
    ('cifar', 'BB-ANS, 8 latents', 3.787, 'the same, plots/cifar8'),
    ('cifar', 'Bit-Swap', 3.82, 'Kingma, Abbeel and Ho 2019; as listed of their paper by wizwand.com'),
    ('cifar', 'HiLLoC', 3.56, 'Townsend, Bird, Kunze and Barber 2020, a whole data set; as quoted by Hoogeboom et al. 2021, Autoregressive diffusion models, table 3')]

def seconds_of(folder): return json.loads((folder/'config.json').read_text())['info']['cpu_seconds']

def sizes(a):
    out = csv.writer(sys.stdout)
    out.writerow(['data', 'images', 'method', 'what', 'bits_per_dim', 'note'])
    for name in kinds:
        data = load(name, a)
        if data is None or not (a.folder/name).exists() or name not in (a.only or kinds): continue
        x = data[1][:a.images].contiguous()
        def row(method, what, bits, note=''):
            out.writerow([name, len(x), method, what, f'{bits/x.numel():.4f}', note])
            sys.stdout.flush()
        model = load_model(a.folder/name).eval()
        n_bits, head, borrowed, *seconds = ours(model, x)
        said = bound(model, x)*x.numel()
        row('hvae', 'ELBO', said, f'{len(model.latents)} latents, {sum(p.numel() for p in model.parameters())} parameters, trained for {seconds_of(a.folder/name)} s')
        net = n_bits - borrowed - head
        row('hvae', 'without what is paid once', net, f'{100*(net/said - 1):+.2f} % of the ELBO')
        row('hvae', 'the whole file', n_bits, f'{borrowed//8} bytes borrowed, {head//8} bytes of header and checksums')
        row('hvae', 'speed', x.numel(), f'{len(x)/seconds[0]:.1f} images a second there, {len(x)/seconds[1]:.1f} back')
        for method, f in compressors().items():
            row(method, 'each', sum(f(x[i:i + 1]) for i in range(len(x))))
            row(method, 'one', f(sheet(x) if method in ('PNG', 'WebP', 'JPEG XL') else x))
    for name, method, bits, note in published:
        if name in (a.only or kinds): out.writerow([name, '', method, 'published', f'{bits:.4f}', note])

@contextmanager
def timed():
    "Seconds of the processor in the coder, as they add up."
    spent, now = [0.], [0]
    def clocked(f):
        def g(*args, **kwargs):
            now[0] += 1
            start = time.process_time()
            try: return f(*args, **kwargs)
            finally:
                now[0] -= 1
                if not now[0]: spent[0] += time.process_time() - start
        return g
    parts = [(Bins, 'pop'), (Bins, 'push'), (Classes, 'pop'), (Classes, 'push'), (hvae.compress, 'push_levels'), (hvae.compress, 'pop_levels')]
    before = [getattr(o, name) for o, name in parts]
    for (o, name), f in zip(parts, before): setattr(o, name, clocked(f))
    try: yield spent
    finally:
        for (o, name), f in zip(parts, before): setattr(o, name, f)

def speed(a):
    out = csv.writer(sys.stdout)
    out.writerow(['model', 'parameters', 'images', 'way', 'images_per_second', 'share_of_coder', 'batches'])
    torch.manual_seed(0)
    models = {name: load_model(a.folder/name).eval() for name in kinds if (a.folder/name).exists()}
    models |= {'large vdvae, untrained': vdvae(**large_vdvae).eval()}
    for name, model in models.items():
        x = load('cifar' if name not in kinds else name, a)[1][:min(a.images, 100 if 'large' in name else 300)]
        data = []
        for way, f in dict(there=lambda: data.append(compress(model, x, check=False)), back=lambda: decompress(model, data[0])).items():
            with timed() as spent:
                start = time.process_time()
                f()
                took = time.process_time() - start
            n = sum(p.numel() for p in model.parameters())
            out.writerow([name, n, len(x), way, f'{len(x)/took:.1f}', f'{spent[0]/took:.2f}', len(compressed_header(data[0])['sizes'])])
            sys.stdout.flush()

if __name__ == '__main__':
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('what', choices=['train', 'sizes', 'speed'])
    p.add_argument('folder', type=Path)
    p.add_argument('--mnist')
    p.add_argument('--cifar')
    p.add_argument('--images', type=int, default=1000)
    p.add_argument('--steps', type=int, help='of training at most, for each model')
    p.add_argument('--only', nargs='+', choices=list(kinds), help='these data sets')
    a = p.parse_args()
    torch.set_num_threads(1)
    dict(train=train, sizes=sizes, speed=speed)[a.what](a)

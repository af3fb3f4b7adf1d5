"""How long `load_model` takes, compared with reading the same file with safetensors and `load_state_dict`.

    python benchmarks/load.py [REPEATS]

The model is an hVAE of linear layers with 125 million parameters (500 MB), in the file cache of the operating system. Both ways
alternate, so that a busy machine disturbs both. safetensors maps a file into memory and reads what is touched; the second and
third comparison therefore add up all parameters afterwards. `load_state_dict` gets a model that is built already, at no charge.
"""
import statistics, sys, tempfile, time
from pathlib import Path
import torch
from safetensors.torch import load_file
from torch import nn
from hvae.blocks import GenBlock, InputBlock, OutputBlock, SimpleBlock, TopGenBlock
from hvae.checkpoint import load_model, save_model
from hvae.graph import hVAE
from hvae.nets import MLPNet

def big(w=2416):
    return hVAE(dict(
        x     = InputBlock(nn.Flatten()),
        h1    = SimpleBlock(MLPNet(784, [w, w, w]), 'x'),
        h2    = SimpleBlock(MLPNet(w, [w, w, w]), 'h1'),
        h3    = SimpleBlock(MLPNet(w, [w, w]), 'h2'),
        z3    = TopGenBlock(MLPNet(w, [w], 128), prior_shape=(64,), condition='h3'),
        z2    = GenBlock(MLPNet(64, [w, w], 512), MLPNet(w + 64, [w, w], 512), input_id='z3', condition='h2'),
        z1    = GenBlock(MLPNet(256, [w, w, w], 1024), MLPNet(w + 256, [w, w, w], 1024), input_id='z2', condition='h1'),
        x_hat = OutputBlock(MLPNet(512, [w, w, w, w], 784), 'z1', 'bernoulli')))

def seconds(f):
    start = time.perf_counter()
    f()
    return time.perf_counter() - start

def touched(model): return sum(p.sum().item() for p in model.parameters())

def compare(name, ours, theirs, repeats):
    ours(), theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(repeats)]
    a, b = (statistics.median(o) for o in zip(*pairs))
    low, middle, high = statistics.quantiles([p/q for p, q in pairs], n=4)
    print(f'{name:44} {1000*a:6.0f} ms {1000*b:6.0f} ms   ratio {middle:.2f} (quartiles {low:.2f} to {high:.2f})')

def main(repeats=15):
    torch.manual_seed(0)
    start = time.perf_counter()
    model = big()
    print(f'{sum(p.numel() for p in model.parameters())/1e6:.0f} million parameters, built in {time.perf_counter()-start:.1f} s; '
          f'torch {torch.__version__}, {torch.get_num_threads()} threads, medians of {repeats}')
    print(f'{"":44} {"load_model":>9} {"other":>9}')
    with tempfile.TemporaryDirectory() as tmp:
        folder = save_model(model, Path(tmp)/'big')
        path = folder/'model.safetensors'
        def read(assign):
            model.load_state_dict(load_file(path), assign=assign)
            return model
        compare('load_file + load_state_dict', lambda: load_model(folder), lambda: read(False), repeats)
        compare('the same, all parameters touched', lambda: touched(load_model(folder)), lambda: touched(read(False)), repeats)
        compare('with assign=True, all parameters touched', lambda: touched(load_model(folder)), lambda: touched(read(True)), repeats)

if __name__ == '__main__': main(*map(int, sys.argv[1:]))

"""Kinds of mistakes in an experiment's file: each is one line that names the file or the block, exit code 2, and leaves no folder behind.

    python tests/mistakes.py

Prints a line for each kind, and the count."""
import contextlib, io, os, shutil, sys, tempfile, warnings
from pathlib import Path
import torch
from hvae.cli import hvae_train
torch.set_num_threads(1)
base = '''
import numpy as np, threading
import torch
from torch import nn
from hvae.all import *
class Dots(DataSet):
    name,n_levels = 'dots',2
    def load(self):
        x = (np.random.RandomState(0).rand(96, 1, 4, 4) > .6).astype('uint8')
        return x[:64],x[64:80],x[80:]
class Own(SimpleBlock): pass
data_params = Hyperparams(dataset=Dots, batch_size=16)
log_params = Hyperparams(trackers=())
train_params = Hyperparams(epochs=1)
optimizer_params = Hyperparams(lr=1e-3)
loss_params = Hyperparams(beta=1.)
eval_params = Hyperparams(n_samples=2)
def model():
    return hVAE(dict(x=InputBlock(Flatten()), h=Own(MLPNet(16, [], 8), 'x'),
                     z=TopGenBlock(MLPNet(8, [], 4), prior_shape=(2,), condition='h'),
                     x_hat=OutputBlock([MLPNet(2, [8], 16), Unflatten(1, (1, 4, 4))], 'z', 'bernoulli')))
'''
own_block = '''class Own(SimpleBlock):
    def __init__(self, net, input_id):
        super().__init__(net, input_id)
        {init}
    def forward(self, computed, use_mean=False, **kw):
        {body}
        return super().forward(computed, use_mean=use_mean, **kw)
'''
def block(init='pass', body='pass'): return ('class Own(SimpleBlock): pass\n', own_block.format(init=init, body=body))
H = "h=Own(MLPNet(16, [], 8), 'x')"
kinds = {
 'unregistered layer as net': (H, "h=Own(nn.Bilinear(16, 16, 8), 'x')"),
 'own layer not Recorded': [(H, "h=Own(Mine(), 'x')"), ('class Own(', 'class Mine(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.l = nn.Linear(16, 8)\n    def forward(self, x): return self.l(x)\nclass Own(')],
 'own block makes unsized net': block('self.extra = nn.LazyLinear(3)'),
 'own block makes LazyBatchNorm': block('self.extra = nn.LazyBatchNorm1d()'),
 'net replaced after making': [('    return hVAE', '    m = hVAE'), ("'bernoulli')))", "'bernoulli')))\n    m.blocks['h'].net = nn.Linear(16, 8)\n    return m")],
 'likelihood of wrong shape': ('MLPNet(2, [8], 16), Unflatten(1, (1, 4, 4))', 'MLPNet(2, [8], 25), Unflatten(1, (1, 5, 5))'),
 'wrong head for levels': ("'bernoulli'", "CategoricalHead(5)"),
 'wrong dtype from load': ("astype('uint8')", "astype('float64')*.5"),
 'complex data': ("astype('uint8')", "astype('complex64')"),
 'text data': ("astype('uint8')", "astype('U3')"),
 'forward raises on the first batch': block(body="1/0"),
 'forward raises in training only': block(body="if self.training: raise RuntimeError('not today')"),
 'forward raises in float64': block(body="computed = {k: v.double() for k,v in computed.items()}"),
 'forward returns nothing': ('class Own(SimpleBlock): pass\n', 'class Own(SimpleBlock):\n    def forward(self, computed, use_mean=False, **kw): return None\n'),
 'index out of range in training': block(body="torch.zeros(3)[torch.randint(3, 9, (1,))] if self.training else 0"),
 'wrong input_id': ("MLPNet(16, [], 8), 'x')", "MLPNet(16, [], 8), 'y')"),
 'wrong size of a net': ('MLPNet(16, [], 8)', 'MLPNet(17, [], 8)'),
 'labels missing': ('loss_params = Hyperparams(beta=1.)', "def own(terms, y): return (terms['nll']*y).mean()\nloss_params = Hyperparams(loss=own)"),
 'loss that fails': ('loss_params = Hyperparams(beta=1.)', "def own(terms, *y): return terms['nl'].mean()\nloss_params = Hyperparams(loss=own)"),
 'loss of shape (B,)': ('loss_params = Hyperparams(beta=1.)', "def own(terms, *y): return terms['nll']\nloss_params = Hyperparams(loss=own)"),
 'loss that is a float': ('loss_params = Hyperparams(beta=1.)', "def own(terms, *y): return terms['nll'].mean().item()\nloss_params = Hyperparams(loss=own)"),
 'loss that is detached': ('loss_params = Hyperparams(beta=1.)', "def own(terms, *y): return terms['nll'].mean().detach()\nloss_params = Hyperparams(loss=own)"),
 'loss of wrong arguments': ('loss_params = Hyperparams(beta=1.)', "def own(): return 1.\nloss_params = Hyperparams(loss=own)"),
 'optimizer option unknown': ('lr=1e-3', "lr=1e-3, options=dict(epsilon=1)"),
 'optimizer option out of range': ('lr=1e-3', "lr=1e-3, options=dict(eps=-1.)"),
 'optimizer option of wrong type': ('lr=1e-3', "lr=1e-3, options=dict(eps='x')"),
 'optimizer that fails in step': ('lr=1e-3', "lr=1e-3, optimizer=torch.optim.SparseAdam, weight_decay=None"),
 'optimizer that needs a closure': ('lr=1e-3', "lr=1e-3, optimizer=torch.optim.LBFGS, weight_decay=None, betas=None"),
 'optimizer with a state of its own': [('class Own(SimpleBlock): pass', 'class Own(SimpleBlock): pass\nclass Opt(torch.optim.SGD):\n    def step(self, closure=None):\n        for g in self.param_groups:\n            for p in g["params"]: self.state[p]["seen"] = {1, 2}\n        super().step(closure)'), ('lr=1e-3', "lr=1e-3, optimizer=Opt, betas=None, weight_decay=None")],
 'schedule option wrong': ('beta=1.', "beta=1., kl_schedule='cyclic', kl_options=dict(n_cycles='x')"),
 'schedule option unknown': ('beta=1.', "beta=1., kl_schedule='cyclic', kl_options=dict(cycles=3)"),
 'loader that fails': ('class Own(', "class Bad(ArrayLoader):\n    def create_batches(self, s): raise RuntimeError('the disk is gone')\nclass Own("),
 'load raises': ("x = (np", "raise KeyError('pictures')\n        x = (np"),
 'load of a missing file': ("x = (np", "np.load('missing.npy')\n        x = (np"),
 'load returns four': ("return x[:64],x[64:80],x[80:]", "return x[:64],x[64:80],x[80:],x"),
 'test set of another shape': ("return x[:64],x[64:80],x[80:]", "return x[:64],x[64:80],x[80:,:,:3]"),
 'validation set of another shape': ("return x[:64],x[64:80],x[80:]", "return x[:64],x[64:80,:,:3],x[80:]"),
 'test outside of the support': ("return x[:64],x[64:80],x[80:]", "return x[:64],x[64:80],x[80:] + 3"),
 'model returns a block': ("    return hVAE(dict(", "    return dict(dict("),
 'model raises': ("    return hVAE(", "    raise AttributeError('no')\n    return hVAE("),
 'freeze unknown': ('epochs=1', "epochs=1, freeze=('nope',)"),
 'freeze everything': ('epochs=1', "epochs=1, freeze=('*',)"),
 'recompute unknown': ('epochs=1', "epochs=1, recompute=('nope',)"),
 'start unknown': ('epochs=1', "epochs=1, start='nowhere'"),
 'latent without a draw': ("condition='h')", "condition='h', output_distribution='bernoulli')"),
 'condition unknown': ("condition='h')", "condition='hh')"),
 'prior of wrong shape': ("prior_shape=(2,)", "prior_shape=(3,)"),
 'syntax': ('def model():', 'def model('),
 'fp16 on a CPU': ('epochs=1', "epochs=1, amp='fp16'"),
}
def loader(body, get='get_train_loader'): return [('class Own(', body + 'class Own('), ("    def load(self):", f"    def {get}(self, bs=16, device=None): return Bad(self.x_train, self.y_train, bs, shuffle=True, drop_last=True)\n    def load(self):")]
kinds['loader that fails'] = loader("class Bad(ArrayLoader):\n    def create_batches(self, s): raise RuntimeError('the disk is gone')\n")
kinds['loader that fails later'] = loader("class Bad(ArrayLoader):\n    def create_batches(self, s):\n        for i,b in enumerate(super().create_batches(s)):\n            if i == 2: raise RuntimeError('the disk is gone')\n            yield b\n")
kinds['loader without resume'] = [*loader("class Bad(ArrayLoader):\n    @property\n    def resume(self): raise AttributeError('resume')\n"), ('epochs=1', 'epochs=1, save_every=2')]
def attempt(changes):
    text = base
    for old,new in [changes] if isinstance(changes, tuple) else changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    Path('mine.py').write_text(text)
    out,err,code = io.StringIO(),io.StringIO(),0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try: hvae_train(['mine.py'])
        except SystemExit as e: code = e.code
        except BaseException as e: return f'raw {type(e).__name__}: {" ".join(str(e).split())[:150]}', ''
    lines = err.getvalue().strip().splitlines()
    left = [p for p in Path('experiments').glob('mine/*')] if Path('experiments').exists() else []
    bad = []
    if code != 2: bad.append(f'exit {code}')
    if len(lines) != 1: bad.append(f'{len(lines)} lines')
    if left: bad.append(f'folder left')
    if lines and not any(o in lines[0] for o in ('mine.py', "block '", '_params.')): bad.append('names nothing')
    return ', '.join(bad), (lines or [''])[0]
def main():
    before,wrong = Path.cwd(),0
    with tempfile.TemporaryDirectory() as d:
        os.chdir(d)
        for name,changes in kinds.items():
            shutil.rmtree('experiments', ignore_errors=True)
            bad,line = attempt(changes)
            wrong += bool(bad)
            print(f'{"WRONG" if bad else "ok   "} {name}: {bad} | {line[:230]}')
        os.chdir(before)
    print(f'{wrong} wrong of {len(kinds)}')
    sys.exit(bool(wrong))

if __name__ == '__main__': main()

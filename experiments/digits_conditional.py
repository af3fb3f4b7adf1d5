"""The 8x8 digits, told which digit: p(x | y), and p(x) where no label is given. Trains in about a minute on a CPU."""
from torch import nn
from hvae.all import *

model_params = Hyperparams(width=128, n_z1=8, n_z2=4, n_label=16, dropout=.1)

def model():
    p = model_params
    def net(ni, no): return MLPNet(ni, [p.width], no)
    return hVAE(dict(
        x     = InputBlock([Levels(17), nn.Flatten()]),
        y     = ContextBlock(nn.Embedding(10, p.n_label), dropout=p.dropout), # a share learns p(x)
        h     = SimpleBlock(net(64 + p.n_label, p.width), [('x', 'y'), 'concat']),
        z2    = GenBlock(net(p.n_label, 2*p.n_z2), net(p.width, 2*p.n_z2), 'y', 'h', concat_posterior=False),
        z1    = GenBlock(net(p.n_z2 + p.n_label, 2*p.n_z1), net(p.width + p.n_z2 + p.n_label, 2*p.n_z1),
                         [('z2', 'y'), 'concat'], 'h'),
        x_hat = OutputBlock([net(p.n_z1 + p.n_z2 + p.n_label, 128), nn.Unflatten(1, (2,8,8))],
                            [('z1', 'z2', 'y'), 'concat'], DiscretizedLogisticHead(17))))

data_params = Hyperparams(dataset='digits', context='label', batch_size=64)
train_params = Hyperparams(epochs=60)
optimizer_params = Hyperparams(lr=3e-3)

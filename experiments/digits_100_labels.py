"""The 8x8 digits with 100 labels (M2 of Kingma et al., 2014): the other labels are inferred. Trains in about a minute on a CPU."""
from torch import nn
from hvae.all import *

model_params = Hyperparams(width=128, n_z=8, dropout=.3, noise=.1)

def model():
    p = model_params
    def net(ni, no): return MLPNet(ni, [p.width], no)
    return hVAE(dict(
        x     = InputBlock([Levels(17), nn.Flatten()]),
        y     = LabelBlock(10, [InputNoise(p.noise), MLPNet(64, [p.width]*2, 10, dropout=p.dropout)], 'x'),
        z     = TopGenBlock(net(64 + 10, 2*p.n_z), (p.n_z,), condition=[('x', 'y'), 'concat']),
        x_hat = OutputBlock([net(p.n_z + 10, 128), nn.Unflatten(1, (2,8,8))], [('z', 'y'), 'concat'], DiscretizedLogisticHead(17))))

data_params = Hyperparams(dataset='digits', context='label', labelled=100)
train_params = Hyperparams(epochs=40)
optimizer_params = Hyperparams(lr=4e-3)
loss_params = Hyperparams(kl_warmup=0., classify=50.) # no warm-up: labels that are free to infer are not inferred well

"""The 8x8 digits with half of their pixels missing at random: the encoder is told which. Trains in about a minute on a CPU."""
import torch
from torch import nn
from hvae.all import *

class DigitsMissing(Digits):
    "The digits, of which a share of the pixels was observed: training, validation and test images all have holes."
    name = 'digits_missing'
    def __init__(self, share=.5, **kwargs):
        self.share = share
        super().__init__(**kwargs)

    def load(self):
        parts = super().load()
        for i,part in enumerate(('train', 'val', 'test')):
            chance = torch.rand(parts[2*i].shape, generator=generator(0, f'holes {part}'))
            setattr(self, f'observed_{part}', chance < self.share) # where a value is there
        return parts

model_params = Hyperparams(width=128, n_z1=8, n_z2=4)

def model():
    p = model_params
    def net(ni, no): return MLPNet(ni, [p.width], no)
    return hVAE(dict(
        x     = InputBlock([Levels(17), nn.Flatten()]),
        seen  = ContextBlock(nn.Flatten(), shape=(1,8,8)), # the mask, for the encoder alone
        h     = SimpleBlock(net(128, p.width), [('x', 'seen'), 'concat']),
        z2    = TopGenBlock(net(p.width, 2*p.n_z2), prior_shape=(p.n_z2,), condition='h'),
        z1    = GenBlock(net(p.n_z2, 2*p.n_z1), net(p.width + p.n_z2, 2*p.n_z1), 'z2', 'h'),
        x_hat = OutputBlock([net(p.n_z1 + p.n_z2, 128), nn.Unflatten(1, (2,8,8))], [('z1', 'z2'), 'concat'],
                            DiscretizedLogisticHead(17))))

data_params = Hyperparams(dataset=DigitsMissing, context=dict(seen='observed'), batch_size=64)
train_params = Hyperparams(epochs=80)
optimizer_params = Hyperparams(lr=3e-3)
eval_params = Hyperparams(n_samples=100)

"Whitened patches of nine photographs: sparse units with a linear decoder, under a second level that says how they vary together."
import torch
from torch import nn
from hvae.all import *

log_params       = Hyperparams(print_every=5)
data_params      = Hyperparams(dataset='scenes', options=dict(size=16, f0=.25, sizes=(200_000, 5000, 5000)), batch_size=128)
model_params     = Hyperparams(n1=160, n2=32, width=192, width2=128, noise=.5) # units of z1 and z2; the standard deviation of a pixel given z1
train_params     = Hyperparams(epochs=72, seed=0)
optimizer_params = Hyperparams(lr=2e-3, schedule='cosine', weight_decay=0., warmup=.01, clip=50., ema_rate=.9995)
loss_params      = Hyperparams(kl_warmup=.05)
eval_params      = Hyperparams(n_samples=100)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

class Divided(Recorded, nn.Module):
    "Pixels divided by a root of 1 and their mean square, whose contrast is at most 1."
    def forward(self, x): return x*(1 + x.square().mean(1, keepdim=True)).rsqrt()

class LowScale(Recorded, nn.Module):
    "Locations as they are, and scales of about 4 at most: no patch of the data comes near."
    def forward(self, params):
        loc,raw = params.chunk(2, 1)
        return torch.cat([loc, raw.clamp(max=4.)], 1)

def model():
    p = model_params
    n1,n2,w,w2,sparse = p.n1,p.n2,p.width,p.width2,LaplaceHead('softplus')
    seen = [('d', 'h1', 'z2'), 'concat', MLPNet(256 + w + n2, [w])]
    read = [('d', 'h1', seen, 'z2'), 'concat', nn.Linear(256 + 2*w + n2, 2*n1)] # bounded pixels
    linear = ['x', nn.Linear(256, n1, bias=False), ZeroChannels(2*n1)] # z1's location is linear in the pixels, its scale is not
    return hVAE(dict(
        x     = InputBlock(nn.Flatten()),
        d     = SimpleBlock(Divided(), 'x'),
        h1    = SimpleBlock(MLPNet(256, [w]), 'd'),
        h2    = SimpleBlock(MLPNet(w, [w2]), 'h1'),
        z2    = TopGenBlock(MLPNet(w2, [], 2*n2), prior_shape=(n2,), condition='h2'),
        z1    = GenBlock(MLPNet(n2, [w2], 2*n1, out_scale=.3), None, input_id='z2', condition=[(linear, read), 'add', LowScale()],
                         concat_posterior=False, output_distribution=sparse),
        x_hat = OutputBlock([nn.Linear(n1, 256), nn.Unflatten(1, (1, 16, 16))], 'z1', NormalHead('fixed', scale=p.noise))))

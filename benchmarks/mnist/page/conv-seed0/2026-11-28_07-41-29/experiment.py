"A convolutional hierarchy of four latents for MNIST, dynamically binarised."
from torch import nn
from hvae.all import *
log_params       = Hyperparams(print_every=1)
data_params      = Hyperparams(dataset='mnist', conversion='dynamic', options=dict(n_val=0), batch_size=128) # trains on all 60,000
model_params     = Hyperparams(width=16, n_top=24, n_mid=3, n_low=1) # channels at 14x14 (four times as many at 7x7), and of the latents
train_params     = Hyperparams(epochs=42, seed=0)
optimizer_params = Hyperparams(lr=2e-3, weight_decay=.01, betas=(.9, .99), warmup=.02, clip=200., ema_rate=.9995)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=1000)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def topdown(c, n, state, condition):
    "A latent of n channels that takes up a state of c channels, and lets it run through a bottleneck."
    return ResidualGenBlock(
        prior_net=ResidualBottleneck(c, 2*n + c, scale=.3), posterior_net=ResidualBottleneck(2*c, 2*n, scale=.3),
        z_projection=nn.Conv2d(n, c, 1), net=ResidualBottleneck(c, ratio=.5), input_id=state, condition=condition)

def model():
    p = model_params
    c,c2 = p.width,4*p.width
    return hVAE(dict(
        x     = InputBlock([Levels(2), nn.PixelUnshuffle(2)]),
        h1    = SimpleBlock(ConvNet(4, [c]), 'x'),
        h2    = SimpleBlock(ConvNet(c, [c2, c2], stride=[2, 1], residual=True), 'h1'),
        h3    = SimpleBlock([nn.Flatten(), MLPNet(49*c2, [256])], 'h2'),
        z4    = TopGenBlock(MLPNet(256, [], 2*p.n_top), prior_shape=(p.n_top,), condition='h3'),
        s4    = SimpleBlock([MLPNet(p.n_top, [256], 49*c2), nn.Unflatten(1, (c2, 7, 7))], 'z4'),
        z3    = topdown(c2, p.n_mid, 's4', 'h2'),
        z2    = topdown(c2, p.n_mid, 'z3.state', 'h2'),
        s2    = SimpleBlock([nn.Conv2d(c2, 4*c, 1), nn.PixelShuffle(2)], 'z2.state'),
        z1    = topdown(c, p.n_low, 's2', 'h1'),
        x_hat = OutputBlock([ConvNet(c, [c], 4), nn.PixelShuffle(2)], 'z1.state', 'bernoulli')))

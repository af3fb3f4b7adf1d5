"One latent level for the 8x8 digits, with the parameter count and recipe of digits_ladder: what a hierarchy is compared with."
from torch.nn import Flatten, Unflatten
from hvae.all import *

log_params       = Hyperparams(print_every=5)
data_params      = Hyperparams(dataset='digits', batch_size=128)
model_params     = Hyperparams(size=28, width=226, dropout=.1, noise=.15) # units of z1
train_params     = Hyperparams(epochs=360, seed=0)
optimizer_params = Hyperparams(lr=4e-3, weight_decay=.1, betas=(.9, .99), warmup=.05, clip=50., ema_rate=.998)
loss_params      = Hyperparams(kl_warmup=.2)
eval_params      = Hyperparams(n_samples=100)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model():
    p = model_params
    return hVAE(dict(
        x     = InputBlock([Levels(17), Flatten()]),
        h1    = SimpleBlock([InputNoise(p.noise), MLPNet(64, [p.width]*2, residual=True)], 'x'),
        z1    = TopGenBlock(MLPNet(p.width, [], 2*p.size, out_scale=.3), prior_shape=(p.size,), condition='h1'),
        x_hat = OutputBlock([MLPNet(p.size, [p.width]*2, 2*64, dropout=p.dropout, residual=True), Unflatten(1, (2, 8, 8))],
                            'z1', DiscretizedLogisticHead(17))))

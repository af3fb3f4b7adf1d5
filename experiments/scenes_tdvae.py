"Whitened patches of nine photographs: sparse units with a linear decoder, under a second level that says how they vary together."
from torch import nn
from hvae.all import *

log_params       = Hyperparams(print_every=5)
data_params      = Hyperparams(dataset='scenes', options=dict(size=16, f0=.25, sizes=(200_000, 5000, 5000)), batch_size=128)
model_params     = Hyperparams(n1=160, n2=32, width=192, width2=128, noise=.5) # units of z1 and z2; the standard deviation of a pixel given z1
train_params     = Hyperparams(epochs=40, seed=0)
optimizer_params = Hyperparams(lr=2e-3, schedule='constant', weight_decay=0., warmup=.01, clip=50., ema_rate=.9995)
loss_params      = Hyperparams(kl_warmup=.2)
eval_params      = Hyperparams(n_samples=100)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model():
    p = model_params
    n1,n2,w,w2,sparse = p.n1,p.n2,p.width,p.width2,LaplaceHead('softplus')
    seen = ('x', 'h1', [('x', 'h1', 'z2'), 'concat', MLPNet(256 + w + n2, [w])]) # a linear way from pixels to z1, beside nets
    return hVAE(dict(
        x     = InputBlock(nn.Flatten()),
        h1    = SimpleBlock(MLPNet(256, [w]), 'x'),
        h2    = SimpleBlock(MLPNet(w, [w2]), 'h1'),
        z2    = TopGenBlock(MLPNet(w2, [], 2*n2), prior_shape=(n2,), condition='h2'),
        z1    = GenBlock(MLPNet(n2, [w2], 2*n1, out_scale=.3), nn.Linear(256 + 2*w + n2, 2*n1), input_id='z2',
                         condition=[seen, 'concat'], output_distribution=sparse),
        x_hat = OutputBlock([nn.Linear(n1, 256), nn.Unflatten(1, (1, 16, 16))], 'z1', NormalHead('fixed', scale=p.noise))))

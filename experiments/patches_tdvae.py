"Whitened natural-image patches: sparse units with a linear decoder, under a second level that says how they vary together."
from torch import nn
from hvae.all import *

log_params       = Hyperparams(print_every=5)
data_params      = Hyperparams(dataset='patches', options=dict(size=12, sizes=(100_000, 5000, 5000)), batch_size=128)
model_params     = Hyperparams(n1=192, n2=16, width=192, noise=.4) # units of z1 and z2; the standard deviation of a pixel given z1
train_params     = Hyperparams(epochs=100, seed=0)
optimizer_params = Hyperparams(lr=1e-3, weight_decay=0., warmup=.02, clip=50., ema_rate=.999)
loss_params      = Hyperparams(kl_warmup=.05)
eval_params      = Hyperparams(n_samples=100)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model():
    p = model_params
    n1,n2,w,sparse = p.n1,p.n2,p.width,LaplaceHead('softplus')
    return hVAE(dict(
        x     = InputBlock(nn.Flatten()),
        h1    = SimpleBlock(MLPNet(144, [w]), 'x'),
        h2    = SimpleBlock(MLPNet(w, [w]), 'h1'),
        z2    = TopGenBlock(MLPNet(w, [], 2*n2), prior_shape=(n2,), condition='h2'),
        z1    = GenBlock(MLPNet(n2, [w], 2*n1, out_scale=.3), MLPNet(144 + w + n2, [w], 2*n1), input_id='z2',
                         condition=[('x', 'h1'), 'concat'], output_distribution=sparse),
        x_hat = OutputBlock([nn.Linear(n1, 144), nn.Unflatten(1, (1, 12, 12))], 'z1', NormalHead('fixed', scale=p.noise))))

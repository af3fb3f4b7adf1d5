"A small NVAE for MNIST, dynamically binarised."
from hvae.all import *
from hvae.zoo import nvae

log_params       = Hyperparams(print_every=1)
data_params      = Hyperparams(dataset='mnist', conversion='dynamic', options=dict(n_val=0), batch_size=128) # trains on all 60,000
model_params     = Hyperparams(size=28, colours=1, bits=1, scales=1, groups=4, n_enc=1, n_dec=1, n_z=6, width=6, n_pre=1, n_post=1)
train_params     = Hyperparams(epochs=20, seed=0)
optimizer_params = Hyperparams(lr=2e-3, weight_decay=.01, betas=(.9, .99), warmup=.02, clip=200., ema_rate=.9995)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=1000)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model(): return nvae(**model_params)

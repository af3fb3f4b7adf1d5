"The ladder VAE in its published sizes, for MNIST, dynamically binarised."
from hvae.all import *
from hvae.zoo import ladder_vae

log_params       = Hyperparams(print_every=1)
data_params      = Hyperparams(dataset='mnist', conversion='dynamic', options=dict(n_val=0), batch_size=128) # trains on all 60,000
model_params     = Hyperparams(widths=(512, 256, 128, 64, 32), n_latents=(64, 32, 16, 8, 4))
train_params     = Hyperparams(epochs=160, seed=0)
optimizer_params = Hyperparams(lr=1e-3, weight_decay=.01, betas=(.9, .99), warmup=.02, clip=200., ema_rate=.9995)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=1000)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model(): return ladder_vae('mnist', **model_params)

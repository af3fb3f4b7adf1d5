"The variational autoencoder itself, one latent, for MNIST, dynamically binarised."
from hvae.all import *
from hvae.zoo import vae

log_params       = Hyperparams(print_every=1)
data_params      = Hyperparams(dataset='mnist', conversion='dynamic', options=dict(n_val=0), batch_size=128) # trains on all 60,000
model_params     = Hyperparams(hidden=500, n_latents=40)
train_params     = Hyperparams(epochs=300, seed=0)
optimizer_params = Hyperparams(lr=1e-3, weight_decay=.01, betas=(.9, .99), warmup=.02, clip=200., ema_rate=.9995)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=1000)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model(): return vae('mnist', **model_params)

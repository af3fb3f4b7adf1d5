"A small BIVA of two stages for MNIST, dynamically binarised."
from hvae.all import *
from hvae.zoo import biva

log_params       = Hyperparams(print_every=1)
data_params      = Hyperparams(dataset='mnist', conversion='dynamic', options=dict(n_val=0), batch_size=128) # trains on all 60,000
model_params     = Hyperparams(shape=(1, 28, 28), n_levels=2, n_latents=[32, 16],
                                 stages=[[(24, 5, 2), (24, 3, 1)], [(24, 3, 1), (24, 3, 2)]])
train_params     = Hyperparams(epochs=10, seed=0, amp='bf16')
optimizer_params = Hyperparams(lr=1e-3, weight_decay=.01, betas=(.9, .99), warmup=.02, clip=200., ema_rate=.9995)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=1000)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model(): return biva(**model_params)

"A small VDVAE for MNIST, dynamically binarised."
from hvae.all import *
from hvae.zoo import vdvae

log_params       = Hyperparams(print_every=1)
data_params      = Hyperparams(dataset='mnist', conversion='dynamic', options=dict(n_val=0), batch_size=128) # trains on all 60,000
model_params     = Hyperparams(enc_blocks='28x1,28d2,14x1,14d2,7x2,7d7,1x1', dec_blocks='1x1,7m1,7x3,14m7,28m14',
                                 width=16, custom_width_str='14:32,7:64,1:64', zdim=4, image_size=28, image_channels=1,
                                 output_distribution='bernoulli', mean=.13, std=.34)
train_params     = Hyperparams(epochs=25, seed=0, amp='bf16')
optimizer_params = Hyperparams(lr=2e-3, weight_decay=.01, betas=(.9, .99), warmup=.02, clip=200., ema_rate=.9995)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=1000)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model(): return vdvae(**model_params)

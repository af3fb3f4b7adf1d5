"A small Efficient-VDVAE for MNIST, dynamically binarised."
from hvae.all import *
from hvae.zoo import efficient_vdvae

log_params       = Hyperparams(print_every=1)
data_params      = Hyperparams(dataset='mnist', conversion='dynamic', options=dict(n_val=0), batch_size=128) # trains on all 60,000
model_params     = Hyperparams(channels=1, res=28, output_distribution='bernoulli', input_filters=16,
                                 up=dict(strides=[2, 2, 7, 1], filters=[32, 64, 64, 64], kernel_size=[3, 3, 3, 1],
                                         mid_filters_ratio=[.25, .25, 1., 1.], n_layers=1),
                                 down=dict(filters=[64, 64, 32, 16], n_blocks_per_res=[0, 3, 0, 0], kernel_size=[1, 3, 3, 3],
                                           mid_filters_ratio=[1., 1., .25, .25], n_layers=1, latent_variates=4))
train_params     = Hyperparams(epochs=15, seed=0, amp='bf16')
optimizer_params = Hyperparams(lr=2e-3, weight_decay=.01, betas=(.9, .99), warmup=.02, clip=200., ema_rate=.9995)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=1000)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model(): return efficient_vdvae(**model_params)

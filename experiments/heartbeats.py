"A two-level hierarchy of signals: the beats of a real electrocardiogram, a vector over what a beat is and latents along time."
from torch import nn
from hvae.all import *

log_params       = Hyperparams(print_every=10)
data_params      = Hyperparams(dataset='heartbeats', batch_size=64)
model_params     = Hyperparams(width=24, n2=6, n1=4) # channels; sizes of z2, and of z1 at each of 10 places
train_params     = Hyperparams(epochs=120, seed=0)
optimizer_params = Hyperparams(lr=3e-3, weight_decay=.05, warmup=.05, clip=200., ema_rate=.99)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=100)
analysis_params  = Hyperparams(n_images=8)

def model():
    w,n2,n1 = model_params.width,model_params.n2,model_params.n1
    def up(*args, **kwargs): return DeconvNet(*args, dims=1, **kwargs)
    return hVAE(dict(
        x     = InputBlock(),
        h1    = SimpleBlock(ConvNet(1, [w, w, w], ks=5, stride=2, dims=1), 'x'), # 80 values to 10 places
        h2    = SimpleBlock([nn.Flatten(), MLPNet(10*w, [], 4*w)], 'h1'),
        z2    = TopGenBlock(MLPNet(4*w, [], 2*n2), prior_shape=(n2,), condition='h2'),
        d2    = SimpleBlock([MLPNet(n2, [4*w], 10*w), nn.Unflatten(1, (w, 10))], 'z2'),
        z1    = GenBlock(ConvNet(w, [w], 2*n1, dims=1), ConvNet(2*w, [w], 2*n1, dims=1), 'd2', 'h1'),
        x_hat = OutputBlock(up(w + n1, [w, w, w], 2, ks=5, stride=2), [('d2', 'z1'), 'concat'], 'normal')))

"A two-level hierarchy of small volumes: noisy ellipsoids, of which the best that any model can reach is known."
from torch import nn
from hvae.all import *

log_params       = Hyperparams(print_every=2)
data_params      = Hyperparams(dataset='blobs3d', batch_size=30)
model_params     = Hyperparams(width=16, n2=6, n1=1) # channels; sizes of z2, and of z1 at each of 3x3x3 places
train_params     = Hyperparams(epochs=16, seed=0)
optimizer_params = Hyperparams(lr=3e-3, weight_decay=.01, warmup=.1, clip=2000., ema_rate=.98)
loss_params      = Hyperparams(kl_warmup=.2)
eval_params      = Hyperparams(n_samples=20)
analysis_params  = Hyperparams(n_images=6)

def model():
    w,n2,n1 = model_params.width,model_params.n2,model_params.n1
    return hVAE(dict(
        x     = InputBlock(),
        h1    = SimpleBlock(ConvNet(1, [w//2, w], stride=2, dims=3), 'x'), # 12x12x12 voxels to 3x3x3
        h2    = SimpleBlock([nn.Flatten(), MLPNet(27*w, [], 4*w)], 'h1'),
        z2    = TopGenBlock(MLPNet(4*w, [], 2*n2), prior_shape=(n2,), condition='h2'),
        d2    = SimpleBlock([MLPNet(n2, [4*w], 27*w), nn.Unflatten(1, (w, 3, 3, 3))], 'z2'),
        z1    = GenBlock(ConvNet(w, [w], 2*n1, dims=3), ConvNet(2*w, [w], 2*n1, dims=3), 'd2', 'h1'),
        x_hat = OutputBlock(DeconvNet(w + n1, [w, w//2], 2, stride=2, dims=3), [('d2', 'z1'), 'concat'], 'normal')))

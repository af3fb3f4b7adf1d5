"A three-level ladder of dense nets for MNIST, dynamically binarised."
from torch.nn import Flatten, Unflatten
from hvae.all import *

log_params       = Hyperparams(print_every=1)
data_params      = Hyperparams(dataset='mnist', conversion='dynamic', options=dict(n_val=0), batch_size=128) # trains on all 60,000
model_params     = Hyperparams(sizes=(48, 24, 12), widths=(512, 256, 256), decoder_width=512) # of z1, z2, z3
train_params     = Hyperparams(epochs=220, seed=0)
optimizer_params = Hyperparams(lr=1e-3, weight_decay=.02, warmup=.02, clip=200., skip='adaptive', ema_rate=.9995)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=1000)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model():
    p = model_params
    (n1,n2,n3),(w1,w2,w3) = p.sizes,p.widths
    def prior(ni, nz, w): return MLPNet(ni, [w, w], 2*nz, residual=True, out_scale=.3)
    def posterior(ni, nz, w): return MLPNet(ni, [w], 2*nz, out_scale=.3)
    decoder = MLPNet(n1+n2+n3, [p.decoder_width]*2, 784, residual=True)
    return hVAE(dict(
        x     = InputBlock([Levels(2), Flatten()]),
        h1    = SimpleBlock(MLPNet(784, [w1, w1], residual=True), 'x'),
        h2    = SimpleBlock(MLPNet(w1, [w2, w2], residual=True), 'h1'),
        h3    = SimpleBlock(MLPNet(w2, [w3, w3], residual=True), 'h2'),
        z3    = TopGenBlock(MLPNet(w3, [], 2*n3), prior_shape=(n3,), condition='h3'),
        z2    = GenBlock(prior(n3, n2, w2), posterior(w2 + n3, n2, w2), input_id='z3', condition='h2'),
        z1    = GenBlock(prior(n3 + n2, n1, w1), posterior(w1 + n3 + n2, n1, w1), input_id=[('z3', 'z2'), 'concat'], condition='h1'),
        x_hat = OutputBlock([decoder, Unflatten(1, (1, 28, 28))], [('z3', 'z2', 'z1'), 'concat'], 'bernoulli')))

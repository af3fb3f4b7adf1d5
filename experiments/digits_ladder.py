"A three-level ladder for the 8x8 digits that come with scikit-learn."
from torch.nn import Flatten, Unflatten
from hvae.all import *

log_params       = Hyperparams(print_every=5)
data_params      = Hyperparams(dataset='digits', batch_size=128)
model_params     = Hyperparams(sizes=(24, 8, 4), width=128, decoder_width=192, dropout=.1, noise=.15) # sizes of z1, z2, z3
train_params     = Hyperparams(epochs=360, seed=0)
optimizer_params = Hyperparams(lr=4e-3, weight_decay=.1, betas=(.9, .99), warmup=.05, clip=50., ema_rate=.998)
loss_params      = Hyperparams(kl_warmup=.2)
eval_params      = Hyperparams(n_samples=100)
analysis_params  = Hyperparams(n_images=10, temperatures=(.5, .8, 1.))

def model():
    p = model_params
    w,(n1,n2,n3) = p.width,p.sizes
    def prior(ni, nz): return MLPNet(ni, [w], 2*nz, dropout=p.dropout, out_scale=.3)
    def posterior(ni, nz): return MLPNet(ni, [w], 2*nz, out_scale=.3)
    decoder = MLPNet(n1+n2+n3, [p.decoder_width]*2, 2*64, dropout=p.dropout, residual=True)
    return hVAE(dict(
        x     = InputBlock([Levels(17), Flatten()]),
        h1    = SimpleBlock([InputNoise(p.noise), MLPNet(64, [w])], 'x'),
        h2    = SimpleBlock(MLPNet(w, [w]), 'h1'),
        h3    = SimpleBlock(MLPNet(w, [w]), 'h2'),
        z3    = TopGenBlock(MLPNet(w, [], 2*n3), prior_shape=(n3,), condition='h3'),
        z2    = GenBlock(prior(n3, n2), posterior(w + n3, n2), input_id='z3', condition='h2'),
        z1    = GenBlock(prior(n3 + n2, n1), posterior(w + n3 + n2, n1), input_id=[('z3', 'z2'), 'concat'], condition='h1'),
        x_hat = OutputBlock([decoder, Unflatten(1, (2, 8, 8))], [('z3', 'z2', 'z1'), 'concat'], DiscretizedLogisticHead(17))))

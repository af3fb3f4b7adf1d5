"A two-level ladder for 1,500 rows of 200 made-up counts, whose true rates are known."
from hvae.all import *

log_params       = Hyperparams(print_every=10)
data_params      = Hyperparams(dataset='low_rank_counts', batch_size=120)
model_params     = Hyperparams(sizes=(8, 4), width=128, head='poisson') # sizes of z1 and z2; or 'negative_binomial', ...
train_params     = Hyperparams(epochs=150, seed=0)
optimizer_params = Hyperparams(lr=5e-3, weight_decay=.01, betas=(.9, .99), warmup=.05, clip=50., ema_rate=.99)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=100)
analysis_params  = Hyperparams(n_images=10)

def model():
    p = model_params
    w,(n1,n2),n_x = p.width,p.sizes,200
    head = as_head(p.head)
    return hVAE(dict(
        x     = InputBlock(LogCounts()),
        h1    = SimpleBlock(MLPNet(n_x, [w], w), 'x'),
        z2    = TopGenBlock(MLPNet(w, [w//2], 2*n2), prior_shape=(n2,), condition='h1'),
        z1    = GenBlock(MLPNet(n2, [w//2], 2*n1), MLPNet(w + n2, [w//2], 2*n1), input_id='z2', condition='h1'),
        x_hat = OutputBlock(MLPNet(n1, [], head.n_outputs(n_x)), 'z1', head)))

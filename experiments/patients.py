"A two-level hierarchy for a made-up table: age, income, visits, blood group and smoking of 2,000 patients."
import numpy as np
import pandas as pd
from hvae.all import *

class Patients(Table):
    "Made-up patients, whose columns follow how severe an illness is and how old they are."
    name = 'patients'
    def __init__(self, n=2000, seed=0):
        rng = np.random.default_rng(seed)
        severity,years = rng.normal(size=(2, n))
        smokes = rng.normal(size=n) < severity - .3*years
        blood = rng.choice(['A', 'B', 'AB', '0'], n, p=[.4, .12, .05, .43])
        table = pd.DataFrame(dict(age=50 + 15*years + 5*rng.normal(size=n),
                                  income=np.exp(10 - .5*severity + .3*years + .2*rng.normal(size=n)),
                                  visits=rng.poisson(np.exp(.5 + .7*severity + .3*years)),
                                  blood=blood, smoker=np.where(smokes, 'yes', 'no')))
        super().__init__(table, kinds=dict(income='positive'), seed=seed)

log_params       = Hyperparams(print_every=10)
data_params      = Hyperparams(dataset=Patients, batch_size=100)
model_params     = Hyperparams(sizes=(4, 2), width=64)
train_params     = Hyperparams(epochs=60, seed=0)
optimizer_params = Hyperparams(lr=4e-3, weight_decay=.01, warmup=.05, clip=20., ema_rate=.99)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=100)
analysis_params  = Hyperparams(n_images=10)

def model():
    w,(n1,n2) = model_params.width,model_params.sizes
    head = MixedHead(dict(age='normal', income='log_normal', visits='negative_binomial',
                          blood=CategoricalHead(4), smoker='bernoulli'))
    features = RowFeatures(head)
    return hVAE(dict(
        x     = InputBlock(features),
        h1    = SimpleBlock(MLPNet(features.n_features, [w], w), 'x'),
        z2    = TopGenBlock(MLPNet(w, [w], 2*n2), prior_shape=(n2,), condition='h1'),
        z1    = GenBlock(MLPNet(n2, [w], 2*n1), MLPNet(w + n2, [w], 2*n1), input_id='z2', condition='h1'),
        x_hat = OutputBlock(MLPNet(n1 + n2, [w], head.n_outputs()), [('z2', 'z1'), 'concat'], head)))

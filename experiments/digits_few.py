"A two-level ladder on 200 digits: training ends when the validation ELBO has not risen for 15 epochs."
from hvae.all import *

class FewDigits(Digits):
    "The digits with the first 200 of their training images alone."
    name = 'few_digits'
    def load(self):
        x,y,*others = super().load()
        return x[:200],y[:200],*others

log_params       = Hyperparams(print_every=20)
data_params      = Hyperparams(dataset=FewDigits, batch_size=50)
model_params     = Hyperparams(sizes=(8, 4), width=128)
train_params     = Hyperparams(epochs=400, seed=0, stop_patience=15)
optimizer_params = Hyperparams(lr=4e-3, schedule='constant', weight_decay=0., clip=50., ema_rate=.99)
loss_params      = Hyperparams(kl_warmup=.05)
eval_params      = Hyperparams(n_samples=50)

def model():
    w,(n1,n2) = model_params.width,model_params.sizes
    return hVAE(dict(
        x     = InputBlock([Levels(17), Flatten()]),
        h1    = SimpleBlock(MLPNet(64, [w], w), 'x'),
        h2    = SimpleBlock(MLPNet(w, [w], w), 'h1'),
        z2    = TopGenBlock(MLPNet(w, [w], 2*n2), prior_shape=(n2,), condition='h2'),
        z1    = GenBlock(MLPNet(n2, [w], 2*n1), MLPNet(w + n2, [w], 2*n1), input_id='z2', condition='h1'),
        x_hat = OutputBlock([MLPNet(n1 + n2, [w, w], 128), Unflatten(1, (2, 8, 8))], [('z2', 'z1'), 'concat'],
                            DiscretizedLogisticHead(17))))

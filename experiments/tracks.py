"Tracks of several lengths from a state-space model whose exact likelihood a Kalman filter gives, and a model that learns them."
import math
import torch
from hvae.all import *

class Tracks(Ragged):
    "A damped rotation that is pushed by chance, seen in noise; tracks of 4 to 20 steps of two numbers."
    name = 'tracks'
    turn,damp,push,noise = .5,.95,.3,.2 # radians and factor a step; standard deviations
    def __init__(self, n=2400, seed=0):
        g = generator(seed, 'tracks')
        lengths,z,steps = torch.randint(4, 21, (n,), generator=g),torch.zeros(n, 2),[]
        for _ in range(20):
            z = z@self.motion().T.float() + self.push*torch.randn(n, 2, generator=g)
            steps.append(z + self.noise*torch.randn(n, 2, generator=g))
        super().__init__(unpad_steps(torch.stack(steps, 1), lengths), seed=seed)

    def motion(self):
        c,s = math.cos(self.turn),math.sin(self.turn)
        return self.damp*torch.tensor([[c, -s], [s, c]], dtype=torch.float64)

    def log_prob(self, x):
        "log p of one track (T,2), by a Kalman filter."
        a,one = self.motion(),torch.eye(2, dtype=torch.float64)
        mean,cov,total = torch.zeros(2, dtype=torch.float64),0*one,0.
        for v in x.double():
            mean,cov = a@mean,a@cov@a.T + self.push**2*one
            seen = cov + self.noise**2*one
            total += torch.distributions.MultivariateNormal(mean, seen).log_prob(v).item()
            gain = cov@seen.inverse()
            mean,cov = mean + gain@(v - mean),cov - gain@cov
        return total

    def true_elbo(self, part='test'):
        "Mean log p of a part, nats per track."
        tracks = unpad_steps(getattr(self, f'x_{part}'), getattr(self, f'lengths_{part}'))
        return sum(map(self.log_prob, tracks))/len(tracks)

    def describe(self): return dict(super().describe(), true_elbo=self.true_elbo())

log_params       = Hyperparams(print_every=5)
data_params      = Hyperparams(dataset=Tracks, batch_size=64)
model_params     = Hyperparams(size=2, width=32)
train_params     = Hyperparams(epochs=25, seed=0)
optimizer_params = Hyperparams(lr=5e-3, warmup=.05, clip=100., ema_rate=.99)
loss_params      = Hyperparams(kl_warmup=.1)
eval_params      = Hyperparams(n_samples=100)
analysis_params  = Hyperparams(n_images=4)

def model():
    n,w = model_params.size,model_params.width
    return hVAESequence(hVAE(dict(
        x      = InputBlock(),
        before = PreviousBlock('z', (n,)),
        z      = GenBlock(MLPNet(n, [w], 2*n), MLPNet(2 + n, [w], 2*n), input_id='before', condition='x'),
        x_hat  = OutputBlock(MLPNet(n, [w], 4), 'z', 'normal'))))

"""What the Learner of a run costs: an experiment with all defaults against a bare PyTorch loop, paired.

    OMP_NUM_THREADS=1 python benchmarks/learner.py [--rounds 7] [--images 60000] [--trackers tensorboard]

The three-level MLP of `cost.py` on made-up 28x28 images, batches of 128, three epochs of 60,000 with validation. On one side an experiment's
Learner with everything that is on by default: progress, tables, CSV files, checkpoints after each epoch, gradient norm and clip, guard,
average weights, trackers. On the other a loop that draws batches from the same tensor, and takes steps of the same fused AdamW:
once with clipping and the average weights of the same rates, and once with nothing but the steps. Both validate after each epoch.
A ratio is the bare loop's time over the Learner's: the share of its speed. Printed: median and quartiles over adjacent pairs.
Times are CPU seconds of the process, all its threads, so that other work on the machine counts as little as possible; and seconds
of the clock, which is what a user sees on a quiet machine."""
import argparse, statistics, tempfile, time
from time import perf_counter, process_time
from pathlib import Path
import torch
from fastai.torch_core import set_seed
from hvae.all import DataSet, Experiment, Training, elbo
from cost import ladder

BS,EPOCHS = 128,3

def clock():
    "CPU seconds and seconds of the clock."
    return torch.tensor([process_time(), perf_counter()], dtype=torch.float64)

class Made(DataSet):
    name = 'made'
    n_levels = 2
    n = 60000
    def load(self):
        x = (torch.rand(self.n + 1000, 1, 28, 28, generator=torch.Generator().manual_seed(0)) < .13).to(torch.uint8).numpy()
        return x[:-1000],x[-1000:],x[-1000:]

source = """
from cost import ladder
from hvae.experiment import Hyperparams
data_params = Hyperparams(dataset='made', batch_size=%d)
train_params = Hyperparams(epochs=%d)
def model(): return ladder(28, 256)
"""

def learner(folder, trackers):
    "Everything that a run does while it trains: seconds without and with the start and the end of its trackers."
    (folder/'bench.py').write_text(source % (BS, EPOCHS))
    experiment = Experiment(str(folder/'bench.py'), [f'log_params.trackers={tuple(trackers)!r}'])
    training = Training(experiment, folder)
    start = clock()
    with training.session():
        began = clock()
        training.fit()
        fitted = clock() - began
    return fitted,clock() - start

def bare(data, clip, ema):
    "A loop as one writes it by hand; seconds."
    set_seed(0)
    model,x,x_val = ladder(28, 256),data.x_train,data.x_val
    opt = torch.optim.AdamW(model.parameters(), 1e-3, betas=(.9, .99), weight_decay=.01, fused=True)
    params = list(model.parameters())
    average = [p.detach().clone() for p in params]
    start = clock()
    for _ in range(EPOCHS):
        model.train()
        for idx in torch.randperm(len(x)).split(BS):
            loss = -elbo(model.elbo_terms(x[idx])).mean()
            loss.backward()
            if clip: torch.nn.utils.clip_grad_norm_(params, clip)
            opt.step()
            opt.zero_grad()
            if ema:
                with torch.no_grad(): torch._foreach_lerp_(average, params, 1 - ema)
        model.eval()
        with torch.no_grad(): total = sum(elbo(model.elbo_terms(o)).sum() for o in x_val.split(500))
        total.item()
    return clock() - start

def quartiles(ratios):
    low,mid,high = statistics.quantiles(ratios, n=4)
    return f'{mid:.3f} ({low:.3f} to {high:.3f})'

if __name__ == '__main__':
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--rounds', type=int, default=7)
    p.add_argument('--images', type=int, default=60000)
    p.add_argument('--trackers', nargs='*', default=['tensorboard', 'wandb'])
    args = p.parse_args()
    Made.n = args.images
    data = Made()
    pairs = []
    for i in range(args.rounds + 1): # the first is not counted
        with tempfile.TemporaryDirectory() as folder:
            (fit,whole),same,least = learner(Path(folder), args.trackers),bare(data, 100., .999),bare(data, None, None)
        if i: pairs.append((same/fit, least/fit, whole - fit))
    steps = EPOCHS*(args.images//BS)
    same,least,start = (torch.stack(o).T.tolist() for o in zip(*pairs)) # CPU time, and the clock's
    print(f'{EPOCHS} epochs, {steps} steps, {fit[0]/steps*1e3:.2f} ms of CPU time each with the Learner; its speed as a share of')
    for k,kind in enumerate(('CPU time', 'by the clock')):
        print(f'  a bare loop with clipping and average weights, {kind}: {quartiles(same[k])}')
        print(f'  a bare loop that only takes steps, {kind}:             {quartiles(least[k])}')
        print(f'  start and end of the trackers, once in a run, {kind}: {statistics.median(start[k]):.2f} s')

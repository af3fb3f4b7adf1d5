"""What the analysis of a model costs: seconds of each tool of `hvae_analyze`, all at their defaults.

    OMP_NUM_THREADS=1 python benchmarks/analysis.py [--model mnist_conv|vdvae] [--mnist PATH] [--ops TOOL ...] [--profile]

- mnist_conv: the model of `experiments/mnist_conv.py` with random weights (1.8 million parameters, four latents), 1,000 test images
  of 28x28, and 60,000 training images.
- vdvae: a small VDVAE of the zoo with random weights (four latents, of 2 to 2,048 units), 1,000 test and 5,000 training images of 32x32
  in colour: 3,072 pixels.

Images are made up, or those of an `mnist.npz` (`--mnist PATH`). Printed for each tool: seconds of processor time, and of the clock,
pictures and tables included, and the highest memory that the process has had so far. `--profile` prints where a tool's time goes.
"""
import argparse, cProfile, pstats, resource, tempfile, time
from pathlib import Path
import numpy as np
import torch
from hvae import analyze as page
from hvae.analysis.tools import Subject
from hvae.experiment import Experiment
from hvae.settings import default_sections
from hvae.zoo import vdvae

def made_up(n, shape, n_levels, seed):
    "Images of a few soft blobs each, in levels."
    g = torch.Generator().manual_seed(seed)
    h,w = shape[1:]
    rows,columns = torch.arange(h)[:,None],torch.arange(w)
    x = torch.zeros(n, *shape)
    for _ in range(4):
        place,width,colour = torch.rand(n, 2, generator=g),2 + 3*torch.rand(n, generator=g),torch.rand(n, shape[0], generator=g)
        dy,dx = rows - h*place[:,0,None,None],columns - w*place[:,1,None,None]
        x += colour[:,:,None,None]*torch.exp(-.5*(dx**2 + dy**2)/width[:,None,None]**2)[:,None]
    return (x.clamp(max=1)*(n_levels - 1)).round()

def images(n_train, n_test, shape, n_levels, mnist):
    "Training and test images, and labels of the test images."
    if mnist:
        found = np.load(mnist)
        train,test = [(torch.from_numpy(found[k][:n])[:,None] > 127).float() for k,n in (('x_train', n_train), ('x_test', n_test))]
        return train,test,torch.from_numpy(found['y_test'][:n_test]).long()
    x = made_up(n_train + n_test, shape, n_levels, 0)
    return x[:n_train],x[n_train:],torch.arange(n_test) % 10

def subject(name, mnist):
    torch.manual_seed(0)
    params = default_sections()['analysis_params']
    if name == 'mnist_conv':
        experiment = Experiment(str(Path(__file__).parents[1]/'experiments'/'mnist_conv.py'))
        model,params,sizes = experiment.make_model(),experiment.params['analysis_params'],(60_000, 1000, (1, 28, 28), 2)
    else:
        model = vdvae(enc_blocks='32x1,32d2,16d2,8d8,1x1', dec_blocks='1x1,8m1,16m8,32m16', width=16, zdim=2, num_mixtures=4)
        with torch.no_grad():
            for p in model.parameters(): p.add_(.02*torch.randn_like(p)) # no layer is zero
        sizes,mnist = (5000, 1000, (3, 32, 32), 256),None
    train,test,labels = images(*sizes, mnist)
    with torch.no_grad(): model(test[:2])
    return Subject(model.eval(), test, labels, train, sizes[3] - 1., params)

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--model', choices=['mnist_conv', 'vdvae'], default='mnist_conv')
    p.add_argument('--mnist', help='path of an mnist.npz')
    p.add_argument('--ops', nargs='+', help='these tools only')
    p.add_argument('--profile', action='store_true')
    a = p.parse_args()
    s = subject(a.model, a.mnist)
    print(f'torch {torch.__version__}, {torch.get_num_threads()} threads; {a.model}, '
          f'{sum(p.numel() for p in s.model.parameters()):,} parameters')
    total = [0., 0.]
    with tempfile.TemporaryDirectory() as folder:
        for tool in page.chosen_tools(s):
            if a.ops and tool not in a.ops: continue
            profile = cProfile.Profile()
            start = time.process_time(),time.perf_counter()
            if a.profile: profile.enable()
            for result in page.results_of(tool, s): page._result_html(result, result.save(Path(folder)), tool)
            profile.disable()
            took = time.process_time() - start[0],time.perf_counter() - start[1]
            total = [sum(pair) for pair in zip(total, took)]
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024
            print(f'{tool:22} {took[0]:8.1f} s of processor time {took[1]:8.1f} s by the clock   at most {memory:,.0f} MB', flush=True)
            if a.profile: pstats.Stats(profile).sort_stats('cumulative').print_stats(45)
    print(f"{'together':22} {total[0]:8.1f} s of processor time {total[1]:8.1f} s by the clock")

if __name__ == '__main__': main()

"""What each command takes before it does anything, and what `hvae_train digits_ladder` takes besides training.

    python benchmarks/commands.py [REPEATS] [--checkout FOLDER] [--train EPOCHS]

The commands run in processes of their own, as their entry points in settings.ini say, in turn with `python -c pass`; with a checkout of another
version, in turn with the same command of that. Each number is the median of the wall times, with that of the processor (user and system) in brackets.
`--train` trains digits_ladder for so many epochs, once with each version, and prints both times, the fsyncs that Python makes, and the test ELBO."""
import argparse, configparser, os, re, statistics, subprocess, sys, tempfile, time
from pathlib import Path

home = Path(__file__).resolve().parents[1]
counted = 'import os\nreal,n = os.fsync,[0]\ndef fsync(fd):\n    n[0] += 1\n    return real(fd)\nos.fsync = fsync\n'

def entry_points(checkout):
    "Module and function by command."
    cfg = configparser.ConfigParser(interpolation=None)
    cfg.read(checkout/'settings.ini')
    return {name: at.split(':') for name, at in (o.split('=') for o in cfg['DEFAULT']['console_scripts'].split())}

def run(checkout, code, args, folder):
    "Wall time, processor time and output of a process of this Python."
    env = dict(os.environ, PYTHONPATH=str(checkout), MPLBACKEND='agg', WANDB_MODE='offline')
    before, began = os.times(), time.perf_counter()
    done = subprocess.run([sys.executable, '-c', code, *args], cwd=folder, env=env, capture_output=True, text=True)
    wall, after = time.perf_counter() - began, os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system, done.stdout + done.stderr

def starts(checkouts, repeats, folder):
    "A table of what commands take to start."
    cases = [(name, ('--help',)) for name in entry_points(home)]
    cases += [('hvae_create', ('model', 'mine')), ('hvae_train', ('digit_ladder',))]
    for name, args in [('python', ()), *cases]:
        told = []
        for checkout in checkouts:
            module, function = ('os', 'getpid') if name == 'python' else entry_points(checkout)[name]
            told.append([])
            for _ in range(repeats):
                (folder/'experiments/mine.py').unlink(missing_ok=True)
                told[-1].append(run(checkout, f'from {module} import {function} as f; f()', args, folder)[:2])
        columns = [f'{statistics.median(w for w, _ in o):.2f} ({statistics.median(c for _, c in o):.2f})' for o in told]
        print(f"| `{' '.join([name, *args])}` | {' | '.join(columns)} |", flush=True)

def training(checkouts, epochs, folder):
    "What a training takes."
    for checkout in checkouts:
        code = counted + f'from hvae.cli import hvae_train\nhvae_train()\nprint(n[0], "fsyncs")'
        wall, cpu, out = run(checkout, code, ('digits_ladder', '--set', f'train_params.epochs={epochs}'), folder)
        says = [re.search(o, out) for o in (r'\d+ fsyncs', r'ELBO +(-\S+)')]
        print(f"| {checkout.name} | {wall:.1f} ({cpu:.1f}) | {' | '.join(o[0] if o else out[-200:] for o in says)} |", flush=True)

if __name__ == '__main__':
    p = argparse.ArgumentParser()
    p.add_argument('repeats', type=int, nargs='?', default=5)
    p.add_argument('--checkout', type=Path)
    p.add_argument('--train', type=int)
    args = p.parse_args()
    checkouts = [o.resolve() for o in (args.checkout, home) if o]
    with tempfile.TemporaryDirectory() as tmp:
        if args.repeats: starts(checkouts, args.repeats, Path(tmp))
        if args.train: training(checkouts, args.train, Path(tmp))

"""Kill trainings with SIGKILL at random moments, in the middle of writing too; go on, and compare with one that was never killed.

    python tests/kill.py [SEED]

Weights, averages, optimiser, random generators, logs and test numbers must be equal to the last bit. Prints the moments."""
import os, random, signal, sys, tempfile, time
from pathlib import Path
import hvae.checkpoint, hvae.runs
from hvae.checkpoint import load_training
from hvae.experiment import Experiment
from hvae.runs import Run, checkpoint_of, find_run
from hvae.train import resume, train
import torch

settings = ['train_params.epochs=8', 'train_params.save_every=4', "optimizer_params.skip='adaptive'", 'eval_params.n_samples=2',
            'log_params.print_every=8', 'log_params.trackers=()']

def process(work, *args):
    "Start a process that does some work, without output."
    pid = os.fork()
    if pid: return pid
    code = 1
    try:
        torch.set_num_threads(1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        work(*args)
        code = 0
    finally: os._exit(code)

def ended(pid):
    "Wait for a process; 0 if it ended well, minus the signal if it was killed."
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def start(root): train(Experiment('digits_ladder', settings), root, progress=False)

def go_on(root): resume(find_run('digits_ladder', 'last', root), progress=False)

def die_in(module, name, n, half=False):
    "Kill this process at the n-th call of a function of the package, after half of a file if `half`."
    real,calls = getattr(module, name),[0]
    def deadly(*args, **kwargs):
        calls[0] += 1
        if calls[0] == n:
            if half:
                real(*args, **kwargs)
                path = Path(args[1])
                os.truncate(path, path.stat().st_size//2)
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    setattr(module, name, deadly)

def die(work, root, *where):
    die_in(*where)
    work(root)

def compare(root, reference):
    "Raise an error unless two runs hold the same."
    runs = [find_run('digits_ladder', 'last', r) for r in (reference, root)]
    for name in ('train_log.csv', 'val_log.csv', 'test.json'):
        a,b = [(r.folder/name).read_bytes() for r in runs]
        assert a == b, f'{name} differs:\n{a.decode()}\n{b.decode()}'
    for role in ('last', 'best'):
        a,b = [checkpoint_of(r.folder, role)/'model.safetensors' for r in runs]
        assert a.read_bytes() == b.read_bytes(), f'the {role} model differs'
    (a,va),(b,vb) = [load_training(checkpoint_of(r.folder, 'last')) for r in runs]
    assert va == vb and a.keys() == b.keys(), 'the state of training differs'
    for name in a: assert torch.equal(a[name], b[name]), f'{name} differs'

if __name__ == '__main__':
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else int(time.time())
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory() as tmp:
        tmp = Path(tmp)
        began = time.perf_counter()
        assert ended(process(start, tmp/'whole')) == 0
        seconds = time.perf_counter() - began
        print(f'seed {seed}; never killed: {seconds:.1f} s')
        for i in range(5):
            root,deaths = tmp/str(i),[]
            while True: # until it has got as far as its first checkpoint
                pid,moment = process(start, root),moments.uniform(.1, .9)*seconds
                time.sleep(moment)
                os.kill(pid, signal.SIGKILL)
                assert ended(pid) in (0, -signal.SIGKILL)
                if list(root.glob('*/*/checkpoints/index.json')): break
            deaths.append(f'{moment:.2f} s')
            writes = [('save_file', hvae.checkpoint, True), ('write_whole', hvae.runs, False), ('save_model', hvae.runs, False)]
            name,module,half = moments.choice(writes)
            n = moments.randint(1, 6)
            code = ended(process(die, go_on, root, module, name, n, half)) # and again, while it writes
            deaths.append(f'{"in" if half else "before"} {name} no. {n}' if code else 'not again')
            assert code in (0, -signal.SIGKILL)
            assert ended(process(go_on, root)) == 0
            compare(root, tmp/'whole')
            print(f'killed at {", then ".join(deaths)}: equal to the last bit')

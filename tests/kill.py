"""Kill trainings, go on, and compare with one that was never killed.

    python tests/kill.py [SEED]

First a small training, killed after each of its operations on files in turn, some of them a second time while it goes on; then a larger one,
killed or interrupted at random moments, in the middle of writing too. The finished folders must have the same names and the same bits: weights,
averages, optimiser, random generators, logs, pictures and test numbers. At last one whose checkpoints are some time apart, and whose best one waits in
memory: which checkpoints are there besides the best and the last is chance, and all else must be the same. Prints the counts and the moments."""
import os, random, signal, sys, tempfile, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import hvae.checkpoint, hvae.runs
from hvae.checkpoint import load_training
from hvae.experiment import Experiment
from hvae.runs import checkpoint_of, find_run
from hvae.train import resume, train
import matplotlib.pyplot as plt
import hvae.all, torch, torch._dynamo # once, and not in every process

large = ['train_params.epochs=8', 'train_params.save_every=4', 'train_params.save_seconds=0', "optimizer_params.skip='adaptive'", 'eval_params.n_samples=2',
         'log_params.print_every=8', 'log_params.trackers=()']
dots = """
import numpy as np
from hvae.all import *

class Dots(DataSet):
    name,n_levels = 'dots',2
    def load(self):
        x = (np.random.RandomState(0).rand(96, 16) > .6).astype('uint8')
        return x[:64],x[64:80],x[80:]

data_params  = Hyperparams(dataset=Dots, batch_size=32)
log_params   = Hyperparams(trackers=())
train_params = Hyperparams(epochs=3, save_every=3, keep=1, save_seconds=0)
eval_params  = Hyperparams(n_samples=2)
def model(): return hVAE(dict(x=InputBlock(), z=TopGenBlock(MLPNet(16, [], 4), prior_shape=(2,), condition='x'),
                              x_hat=OutputBlock(MLPNet(2, [8], 16), 'z', 'bernoulli')))
"""

def process(work, *args):
    "Start a process that does some work, without output."
    pid = os.fork()
    if pid: return pid
    code = 1
    try:
        torch.set_num_threads(1)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if not os.environ.get('SHOW_ERRORS'): os.dup2(1, 2)
        work(*args)
        code = 0
    finally: os._exit(code)

def ended(pid):
    "Wait for a process; 0 if it ended well, minus the signal if it was killed."
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def start(name, settings, root): train(Experiment(name, settings), root, progress=False)

def go_on(name, root): resume(find_run(Path(name).stem, 'last', root), progress=False)

def tree(folder):
    "The files of a finished run and what is in them, but for the log, which tells of interruptions, and the costs, which differ each time."
    kept = [f for f in folder.rglob('*') if f.name not in ('log.txt', 'costs.csv')]
    return {str(f.relative_to(folder)): f.read_bytes() if f.is_file() else None for f in kept}

def same_training(a, b):
    "Whether two states of training are equal to the last bit; the order of what stands in the head of such a file is chance."
    (a,va),(b,vb) = load_training(a.parent),load_training(b.parent)
    return va == vb and a.keys() == b.keys() and all(torch.equal(a[n], b[n]) for n in a)

def compare(name, root, reference):
    "Raise an error unless two runs hold the same."
    runs = [find_run(Path(name).stem, 'last', r).folder for r in (reference, root)]
    one,other = map(tree, runs)
    assert one.keys() == other.keys(), f'other names: {sorted(one.keys() ^ other.keys())}'
    differ = [n for n in one if one[n] != other[n] and not (n.endswith('/training.safetensors') and same_training(*(r/n for r in runs)))]
    assert not differ, f'{differ} differ'

# --- after each operation

operations = 'replace rename mkdir rmdir unlink link truncate fsync'.split()

def count(n, file=None):
    "Kill this process after its n-th operation on files; what was counted is kept in a file."
    done = [0]
    def counted(real):
        def operation(*args, **kwargs):
            result = real(*args, **kwargs)
            done[0] += 1
            if done[0] == n: os.kill(os.getpid(), signal.SIGKILL)
            return result
        return operation
    for name in operations: setattr(os, name, counted(getattr(os, name)))
    return done

def start_counted(n, name, root, file=None):
    done = count(n)
    start(name, (), root)
    if file: file.write_text(str(done[0]))

def go_on_counted(n, name, root):
    count(n)
    go_on(name, root)

def has_checkpoint(root): return any(root.glob('*/*/checkpoints/step_*/config.json'))

def killed_after(n, again, name, root, reference):
    "Kill after the n-th operation, and if `again` after so many of the process that goes on; what differs in the end, in words."
    code = ended(process(start_counted, n, name, root))
    if code not in (0, -signal.SIGKILL): return f'no. {n}: exit {code}'
    if not has_checkpoint(root): # nothing to go on with: one starts anew, and what is there is not in the way
        if ended(process(go_on, name, root)) == 0: return f'no. {n}: went on from nothing'
        if ended(process(start, name, (), root)): return f'no. {n}: does not start'
    else:
        if again: ended(process(go_on_counted, again, name, root))
        code = ended(process(go_on, name, root))
        if code: return f'no. {n}, then {again}: does not go on'
    try: compare(name, root, reference)
    except AssertionError as e: return f'no. {n}, then {again}: {str(e)[:300]}'

def every_operation(tmp, chance):
    "Kill a small training after each of its operations."
    (tmp/'dots.py').write_text(dots)
    name = str(tmp/'dots.py')
    assert ended(process(start_counted, -1, name, tmp/'dots', tmp/'n')) == 0
    n,began = int((tmp/'n').read_text()),time.perf_counter()
    cases = [(i, chance.choice((0, chance.randint(1, 12)))) for i in range(1, n+1)]
    with ThreadPoolExecutor(2) as pool:
        wrong = list(filter(None, pool.map(lambda c: killed_after(*c, name, tmp/f'dots{c[0]}', tmp/'dots'), cases)))
    print(f'killed after each of {n} operations, {sum(bool(again) for _,again in cases)} of them twice: {n - len(wrong)} equal to the last '
          f'bit, {time.perf_counter() - began:.0f} s')
    assert not wrong, '\n'.join(wrong)

# --- at random moments

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

windowed = [s for s in large if 'save_' not in s] + ['train_params.save_seconds=.4', 'train_params.epochs=24']

def compare_roles(root, reference):
    "Raise an error unless two runs have the same logs, and the same best and last checkpoint."
    runs = [find_run('digits_ladder', 'last', r).folder for r in (reference, root)]
    one,other = ({n: b for n,b in tree(r).items() if not n.startswith('checkpoints/')} for r in runs)
    assert one.keys() == other.keys(), f'other names: {sorted(one.keys() ^ other.keys())}'
    differ = [n for n in one if one[n] != other[n]]
    for role in ('best', 'last'):
        files = [checkpoint_of(r, role)/'training.safetensors' for r in runs]
        if files[0].parent.name != files[1].parent.name or not same_training(*files): differ.append(role)
        if len({f.with_name('model.safetensors').read_bytes() for f in files}) > 1: differ.append(f'model of {role}')
    assert not differ, f'{differ} differ'

def windows(tmp, chance, n):
    "Kill a training whose checkpoints are some time apart, at random moments, again and again until it is done."
    began = time.perf_counter()
    assert ended(process(start, 'digits_ladder', windowed, tmp/'windows')) == 0
    seconds = time.perf_counter() - began
    for i in range(n):
        root,deaths,code = tmp/f'windows{i}',0,1
        while code:
            work = (go_on, 'digits_ladder', root) if has_checkpoint(root) else (start, 'digits_ladder', windowed, root)
            pid = process(*work)
            if deaths < 4:
                time.sleep(chance.uniform(.1, .9)*seconds)
                os.kill(pid, chance.choice([signal.SIGKILL, signal.SIGINT, signal.SIGTERM]))
            code,deaths = ended(pid),deaths + 1
            assert deaths < 6
        compare_roles(root, tmp/'windows')
        print(f'checkpoints some time apart, killed {deaths - 1} times: the best and the last equal to the last bit')

def go_on_and_die(root, *where):
    die_in(*where)
    go_on('digits_ladder', root)

def random_moments(tmp, chance, n):
    "Kill or interrupt a larger training."
    began = time.perf_counter()
    assert ended(process(start, 'digits_ladder', large, tmp/'whole')) == 0
    seconds = time.perf_counter() - began
    print(f'never killed: {seconds:.1f} s')
    for i in range(n):
        root,deaths = tmp/str(i),[]
        while not has_checkpoint(root): # until it has got as far as its first
            pid,moment,how = process(start, 'digits_ladder', large, root),chance.uniform(.1, .9)*seconds,chance.choice(['KILL', 'INT', 'TERM'])
            time.sleep(moment)
            os.kill(pid, signal.Signals[f'SIG{how}'])
            ended(pid)
        deaths.append(f'SIG{how} at {moment:.2f} s')
        writes = [('save_file', hvae.checkpoint, True), ('write_record', hvae.runs, False), ('save_model', hvae.runs, False)]
        name,module,half = chance.choice(writes)
        nth = chance.randint(1, 6)
        code = ended(process(go_on_and_die, root, module, name, nth, half)) # and again, while it writes
        deaths.append(f'{"in" if half else "before"} {name} no. {nth}' if code else 'not again')
        assert code in (0, -signal.SIGKILL)
        assert ended(process(go_on, 'digits_ladder', root)) == 0
        compare('digits_ladder', root, tmp/'whole')
        print(f'{", then ".join(deaths)}: equal to the last bit')

if __name__ == '__main__':
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else int(time.time())
    print(f'seed {seed}')
    with tempfile.TemporaryDirectory() as tmp:
        plt.subplots()[0].savefig(Path(tmp)/'first.png') # finds its fonts
        every_operation(Path(tmp), random.Random(seed))
        random_moments(Path(tmp), random.Random(seed), 4)
        windows(Path(tmp), random.Random(seed), 3)

"""Train in two processes, on CPUs with gloo, and compare with one process that has the whole batch; kill one of two, and go on.

    python tests/distributed.py

Losses, logs and test numbers must be equal to 1e-5, also after a loss that is not finite in the rows of one process only; a killed process must end the run within seconds, with a clear message and a
checkpoint that one or two processes can go on from. Prints the differences and the seconds."""
import csv, json, os, shutil, signal, socket, subprocess, sys, sysconfig, tempfile, time
from pathlib import Path

settings = ['train_params.epochs=3', 'train_params.save_every=4', 'data_params.batch_size=127', "data_params.conversion='dynamic'",
            "train_params.device='cpu'", 'model_params.dropout=0.', 'model_params.noise=0.', 'loss_params.free_nats=.5',
            "optimizer_params.skip='adaptive'", 'eval_params.n_samples=2', 'log_params.trackers=()'] # 127: the parts are not equal
torchrun = [sys.executable, '-m', 'torch.distributed.run', '--standalone', '--nproc_per_node=2']
accelerate = [sys.executable, '-m', 'accelerate.commands.launch', '--multi_gpu', '--num_processes=2', '--num_machines=1',
              '--mixed_precision=no', '--dynamo_backend=no', f'--main_process_port={29500 + os.getpid()%1000}', '--no_python']
tolerance = 1e-5

def work(root, die_at=0):
    "What each process does: train, or go on with what is there; keep the loss of every step; be killed after a step."
    import hvae.learner, hvae.recording, torch
    from hvae.experiment import Experiment
    from hvae.runs import find_run
    from hvae.train import resume, train
    losses,stop = [],hvae.recording.StopInOrder
    def after_batch(self, usual=stop.after_batch):
        if not self.training: return
        losses.append(self.learn.loss.item())
        if self.train_iter == int(die_at) and os.environ.get('RANK') == '1':
            Path(root, 'died').write_text(str(time.time()))
            os.kill(os.getpid(), signal.SIGKILL)
        usual(self)
    stop.after_batch = after_batch
    passes = [0]
    def forward(self, x, context=None, usual=hvae.learner.ElboModel.forward):
        terms = usual(self, x, context)
        passes[0] += self.training
        row = 126 - self.rank*len(x) # the last image of the whole batch: in the first process's rows only if it is alone
        if self.training and passes[0] == 10 and row < len(x): terms['nll'] = terms['nll'].masked_fill(torch.arange(len(x)) == row, torch.nan)
        return terms
    if list(Path(root).glob('*/*/checkpoints/index.json')): resume(find_run('digits_ladder', 'last', root), progress=False)
    else:
        hvae.learner.ElboModel.forward = forward
        train(Experiment(str(Path(root).parent/'digits_ladder.py'), settings), root, progress=False)
    left = [n for n in ((t/'comm').read_text().strip() for t in Path('/proc/self/task').glob('*')) if 'gloo' in n]
    assert not left, f'the group has been left, and its threads run on: {left}'
    Path(root, f"losses{os.environ.get('RANK', '')}.json").write_text(json.dumps(losses))
    Path(root, f"seed{os.environ.get('RANK', '')}").write_text(str(torch.initial_seed()))

def run(launcher, *args):
    "Run this file, or a command, by a launcher; its exit status and what it printed."
    command = [*launcher, *args] if launcher else [sys.executable, *args]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return done.returncode,done.stdout + done.stderr

def bare(*args):
    "Two processes that nobody watches: the exit status of the first, and what it printed."
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        port = s.getsockname()[1]
    def start(rank):
        names = dict(RANK=rank, LOCAL_RANK=rank, WORLD_SIZE=2, MASTER_ADDR='127.0.0.1', MASTER_PORT=port)
        return subprocess.Popen([sys.executable, *args], env=os.environ | {k: str(v) for k,v in names.items()}, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    first,second = start(0),start(1)
    said = first.communicate(timeout=300)[0]
    second.communicate(timeout=60)
    return first.returncode,said

def of(root): return next(Path(root, 'digits_ladder').iterdir())

def numbers(root):
    "Every number of a run's logs and of its test."
    for name in ('train_log.csv', 'val_log.csv'):
        with open(of(root)/name, newline='') as f:
            for i,row in enumerate(csv.DictReader(f)): yield from ((f'{name} {i} {k}', float(v)) for k,v in row.items())
    yield from ((f'test {k}', v) for k,v in json.loads((of(root)/'test.json').read_text()).items() if isinstance(v, (int, float)))

def compare(what, root, reference):
    "Print and check the largest relative difference of two runs."
    a,b = dict(numbers(reference)),dict(numbers(root))
    assert a.keys() == b.keys(), a.keys() ^ b.keys()
    worst = max(a, key=lambda k: abs(a[k] - b[k])/max(abs(a[k]), 1e-3))
    off = abs(a[worst] - b[worst])/max(abs(a[worst]), 1e-3)
    print(f'{what}: {len(a)} numbers of logs and test, largest relative difference {off:.1e} ({worst})', flush=True)
    assert off < tolerance, f'{worst}: {a[worst]} and {b[worst]}'

def check_steps(root, reference):
    "Print and check the losses step by step, of both processes."
    ref = json.loads(Path(reference, 'losses.json').read_text())
    for rank in '01':
        got = json.loads(Path(root, f'losses{rank}.json').read_text())
        off = max(abs(a - b)/abs(a) for a,b in zip(ref, got, strict=True))
        print(f'losses of process {rank}: {len(got)} steps, largest relative difference {off:.1e}', flush=True)
        assert off < tolerance

def check_killed(what, root, status, said):
    "Print and check how a run ended that lost a process."
    seconds,log = time.time() - float(Path(root, 'died').read_text()),(of(root)/'log.txt').read_text()
    print(f'{what}: ended {seconds:.1f} s after the kill with status {status}; log.txt:', *log.splitlines()[-2:], sep='\n    ', flush=True)
    assert status != 0, said
    assert 'another process of this training has ended' in log and f'--resume {of(root).name}' in log, said
    assert not Path(of(root), 'test.json').exists()
    assert seconds < 60

def main(tmp):
    me,began = str(Path(__file__).resolve()),time.perf_counter()
    one,two,dead,copy = [str(tmp/n) for n in ('one', 'two', 'dead', 'copy')]
    for root in (one, two, dead): Path(root).mkdir()
    (tmp/'digits_ladder.py').write_text((Path(me).parents[1]/'experiments'/'digits_ladder.py').read_text().replace('(17)', '(2)')) # of bits
    def ends_well(launcher, *args):
        status,said = run(launcher, *args)
        assert status == 0, said
        return said
    ends_well(None, me, one)
    ends_well(torchrun, me, two)
    check_steps(two, one)
    assert len({Path(two, f'seed{r}').read_text() for r in '01'}) == 2 # no dropout mask is used twice
    for root in (one, two): assert 'back to the weights of step 8' in (of(root)/'log.txt').read_text()
    compare('two processes', two, one)
    files = [sorted(p.relative_to(of(r)).as_posix() for p in of(r).rglob('*') if p.is_file()) for r in (one, two)]
    assert files[0] == files[1], files # only the first process writes
    assert len(list(Path(two, 'digits_ladder').iterdir())) == 1
    check_killed('killed under a launcher', dead, *run(torchrun, me, dead, '18'))
    shutil.copytree(dead, copy)
    check_killed('killed without one', copy, *bare(me, copy, '27'))
    ends_well(None, me, copy)
    compare('killed twice, the rest in one process', copy, one)
    command = str(Path(sysconfig.get_path('scripts'))/'hvae_train')
    ends_well(accelerate, sys.executable, me, dead)
    compare('killed, the rest in two processes', dead, one)
    overrides = [o for s in ('train_params.epochs=1', *settings[1:]) for o in ('--set', s)]
    for name,launcher in (('alone', [sys.executable]), ('command', accelerate)):
        said = ends_well(launcher, command, str(tmp/'digits_ladder.py'), '--root', str(tmp/name), *overrides)
        assert said.count('test set of digits') == 1, said
    compare('accelerate launch hvae_train', tmp/'command', tmp/'alone')
    print(f'{time.perf_counter() - began:.0f} s')

if __name__ == '__main__':
    if len(sys.argv) > 1: work(*sys.argv[1:])
    else:
        with tempfile.TemporaryDirectory() as tmp: main(Path(tmp))

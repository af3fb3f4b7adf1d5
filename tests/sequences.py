"""Every verb and every command takes a model of sequences, ragged ones too, or says in a line why not.

Run it as `python tests/sequences.py`; it makes a folder of its own and takes it away.
"""
import contextlib, io, json, os, shutil, tempfile, warnings
from pathlib import Path
import torch
from fastai.callback.core import Callback
from fastai.torch_core import set_seed
from hvae.all import *
from hvae.cli import hvae_analyze, hvae_eval, hvae_train
from hvae.explore import explore_run
from hvae.regions import Regions
from hvae.runs import Run, checkpoint_of
from hvae.templates import hvae_create

def model():
    set_seed(0)
    return hVAESequence(hVAE(dict(
        x       = InputBlock(),
        before2 = PreviousBlock('z2', (2,)),
        before1 = PreviousBlock('z1', (2,)),
        z2      = GenBlock(MLPNet(2, [8], 4), MLPNet(4, [8], 4), input_id='before2', condition='x'),
        z1      = GenBlock(MLPNet(4, [8], 4), MLPNet(6, [8], 4), input_id=[('z2', 'before1'), 'concat'], condition='x'),
        x_hat   = OutputBlock(MLPNet(2, [8], 4), 'z1', 'normal')))).eval()

def sequences(n=60):
    g = generator(0)
    return [torch.randn(k, 2, generator=g).cumsum(0) for k in torch.randint(2, 9, (n,), generator=g).tolist()]

def refused(error, text, f):
    "That a call is refused, in words."
    try: f()
    except error as e:
        assert text in str(e), str(e)
        return str(e)
    raise AssertionError(f'not refused: {text}')

def same(a, b, eps=1e-6): assert torch.allclose(torch.as_tensor(a), torch.as_tensor(b), rtol=eps, atol=eps), (a, b)

def verbs():
    "Each verb: the padded batch is each sequence alone; arrays and lists are tensors; what cannot be is refused."
    m,each = model().double(),[s.double() for s in sequences(5)]
    x,n = pad_steps(each)
    g = generator(1)
    eps = {z: torch.randn(5, x.shape[1], 2, generator=g, dtype=torch.float64) for z in ('z2','z1')}
    told = {'lengths': n}
    def own(i): return {z: e[i:i+1,:n[i]] for z,e in eps.items()}
    along = dict( # a value (B,T,...) along time, from data, noise and context
        call=lambda x, e, c: m(x, noise=e, context=c)[0]['x_hat'], encode=lambda x, e, c: m.encode(x, False, e, context=c)['z1'],
        reconstruct=lambda x, e, c: m.reconstruct(x, use_mean=False, noise=e, context=c)[0]['x_hat'],
        reconstruct_top=lambda x, e, c: m.reconstruct(x, 1, use_mean=False, noise=e, context=c)[0]['x_hat'],
        decode=lambda x, e, c: m.decode(dict(z1=x), context=c),
        by_step=lambda x, e, c: m.elbo_terms(x, e, c, by_step=True)['nll'])
    sums = dict( # (B,)
        elbo_terms=lambda x, e, c: elbo(m.elbo_terms(x, e, c)))
    for name,verb in {**along, **sums}.items():
        together = verb(x, eps, told).detach()
        for i,s in enumerate(each):
            alone = verb(s[None], own(i), None)[0].detach()
            same(together[i,:n[i]] if name in along else together[i], alone)
            if name in along: assert not together[i,n[i]:].any(), name
        for padding in (0., 1e30, float('inf')): same(verb(x.nan_to_num(padding), eps, told).detach(), together)
        for data in (x.numpy(), list(x), x.tolist()): same(verb(data, eps, told).detach(), together)
        print(f'  {name}: padded, each alone, arrays and lists')
    for f in (evaluate, dataset_terms):
        first,second = f(m, x, context=told),f(m, x.numpy(), context={'lengths': torch.arange(x.shape[1]) < n[:,None]})
        for k in first: same(first[k], second[k])
    w = log_weights(m, x, 8, g=[generator(i) for i in range(5)], context=told)
    for i,s in enumerate(each): same(log_weights(m, s[None], 8, g=[generator(i)])[:,0], w[:,i])
    print('  evaluate, dataset_terms, log_weights, the bound of K samples')
    assert m.sample_from_prior(2, 3)[0]['x_hat'].shape == (2, 3, 2)
    assert m.extrapolate(x, 2, context=told)[0]['x_hat'].shape == (5, 2, 2)
    for name in ('update','sample_guided','told','encoder','generator','run_blocks'):
        refused(TypeError, 'got an hVAESequence. Use model.step', lambda: getattr(m, name)({}))
    refused(TypeError, 'a model of sequences', lambda: reconstruction_scores(m, x, 1.))
    refused(TypeError, 'hVAESequence', lambda: reestimate_batch_norm(m))
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        data = Ragged(sequences())
    refused(KeyError, "got 'lengths'", lambda: hvae_learner(data.dataloaders(8), hVAE({k: b for k,b in dict(
        x=InputBlock(), z=TopGenBlock(MLPNet(16, [], 4), (2,), condition='x'), x_hat=OutputBlock(MLPNet(2, [], 32), 'z', 'normal')).items()})))
    print('  what makes no sense along time is refused')

def training():
    "Ways to train: plain, compiled by regions, with averaged weights; a batch may be longer than the one before."
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        data = Ragged(sequences())
    trained = {}
    for way in (False, 'regions'):
        set_seed(0)
        learn = hvae_learner(data.dataloaders(16), model(), g=generator(0), compile=way, say=lambda line: None)
        if way: learn.elbo_model._run = Regions('eager') # the program of a step, traced, but run by torch itself: quick to test
        with learn.no_bar(), learn.no_logging(): learn.fit(1, 1e-3) # of a second one the order is drawn behind a validation
        trained[way] = torch.cat([p.detach().flatten() for p in learn.hvae.parameters()])
    same(trained[False], trained['regions'], 1e-3)
    m = ElboModel(model(), generator(0))
    for t in (3, 7, 2): assert m(torch.zeros(4, t, 2))['nll'].shape == (4,)
    with tempfile.TemporaryDirectory() as folder:
        save_model(learn.hvae.eval(), Path(folder)/'m')
        again = load_model(Path(folder)/'m')
        told = data.given('test')
        same(again.encode(data.x_test, context=told)['z1'], learn.hvae.encode(data.x_test, context=told)['z1'])
    print('  training, by regions too, and a checkpoint')

def command(f, *args):
    "What a command prints, and its exit code."
    out,err = io.StringIO(),io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try: f(list(args))
        except SystemExit as e: code = e.code or 0
    return code,out.getvalue(),err.getvalue()

def commands():
    "hvae_create, hvae_train, --resume, hvae_eval, hvae_analyze, hvae_explore on the template of sequences."
    few = ['--set', 'train_params.epochs=2', '--set', 'eval_params.n_samples=3', '--set', 'log_params.trackers=()']
    code,out,err = command(hvae_create, 'sequence', 'waves')
    assert code == 0 and 'hvae_train waves' in out, err
    code,out,err = command(hvae_train, 'waves', *few)
    assert code == 0, err
    for text in ('real steps each', 'nats per sequence', 'steps, a step (nats)', 'KL z2', 'importance-weighted bound, K=3'):
        assert text in out, (text, out)
    (run,) = [p for p in Path('experiments/waves').iterdir() if (p/'test.json').exists()]
    report = json.loads((run/'test.json').read_text())
    assert report['lengths'] == [5, 25] and 'step/kl/z2' in report and (run/'images'/'kl.png').exists()
    print('  hvae_create sequence, hvae_train:', round(report['step/elbo'], 2), 'nats a step')
    code,out,err = command(hvae_train, 'waves', '--resume', 'last')
    assert code == 0 and 'finished already' in out, (out, err)
    code,out,err = command(hvae_eval, 'waves')
    assert code == 0 and 'steps, a step (nats)' in out, err
    code,out,err = command(hvae_analyze, 'waves')
    assert code == 0 and 'nats_by_step' in out and 'extrapolation' in out, (out, err)
    code,out,err = command(hvae_analyze, 'waves', '--ops', 'divergence')
    assert code == 2 and 'needs a model without time' in err, err
    print('  --resume, hvae_eval, hvae_analyze')
    print('  refused:', refused(TypeError, 'sequence', lambda: explore_run(run)))
    return run

def resumed():
    "A training that was interrupted goes on to the same weights."
    from hvae.train import resume, train
    from hvae.checkpoint import load_model
    overrides = ['train_params.epochs=2', 'eval_params.n_samples=0', 'log_params.trackers=()', 'train_params.save_every=3']
    whole = train(Experiment('waves', overrides), 'whole', progress=False)
    experiment = Experiment('waves', overrides)
    training = Training(experiment, 'half', progress=False)
    class Stop(Callback):
        def after_batch(self):
            if self.training and self.learn.train_iter == 8: raise KeyboardInterrupt
    training.learn.add_cb(Stop())
    try: training.fit()
    except KeyboardInterrupt: pass
    (folder,) = [p for p in Path('half/waves').iterdir() if p.is_dir()]
    half = resume(Run.open(folder), progress=False)
    a,b = [load_model(r.folder/'checkpoints'/'last' if (r.folder/'checkpoints'/'last').exists() else checkpoint_of(r.folder, 'last')).state_dict() for r in (whole, half)]
    assert all(torch.equal(a[k], b[k]) for k in a)
    print('  an interrupted run goes on to the bit')

if __name__ == '__main__':
    before,folder = os.getcwd(),tempfile.mkdtemp()
    try:
        print('verbs'); verbs()
        print('training'); training()
        os.chdir(folder)
        print('commands'); commands()
        print('resume'); resumed()
    finally:
        os.chdir(before)
        shutil.rmtree(folder)

"""Call every public name of fastai's Learner on a learner of an hVAE: each works, or says in one line what to use instead.

    python tests/verbs.py

A name that fastai adds is not known here and fails the test, until somebody says what becomes of it."""
import contextlib, io, os, sys, tempfile, warnings
os.environ.setdefault('MPLBACKEND', 'agg')
import fastai.callback.all
import torch
from fastai.callback.core import Callback
from fastai.data.core import DataLoaders
from fastai.interpret import Interpretation
from fastai.learner import Learner
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from hvae.all import *

class Nothing(Callback):
    "A callback that does nothing."

def learner():
    "A learner of a small hierarchy of the digits."
    torch.manual_seed(0)
    model = hVAE(dict(x=InputBlock([Levels(17), nn.Flatten()]), z=TopGenBlock(MLPNet(64, [8], 4), (2,), condition='x'),
                      x_hat=OutputBlock([MLPNet(2, [8], 128), nn.Unflatten(1, (2, 8, 8))], 'z', DiscretizedLogisticHead(17))))
    return hvae_learner(Digits().dataloaders(bs=256), model, lr=1e-3, path=tempfile.mkdtemp())

def saved_and_loaded(learn):
    learn.save('a')
    before = [p.clone() for p in learn.model.parameters()]
    with torch.no_grad(): next(learn.model.parameters()).add_(1)
    learn.load('a')
    assert all(torch.equal(p, q) for p,q in zip(before, learn.model.parameters()))

def top_losses(learn):
    found = Interpretation.from_learner(learn)
    assert len(found.top_losses(4)[0]) == 4

def predictions(learn):
    terms,labels,losses = learn.get_preds(with_loss=True)
    assert len(losses) == len(labels) == len(Digits().x_val) and losses.isfinite().all()
    assert torch.allclose(sum(t for k,t in terms.items() if k == 'nll' or k.startswith('kl/')), losses, rtol=1e-4)

def test_loader(learn):
    x = Digits().x_test
    assert len(learn.get_preds(dl=learn.dls.test_dl(x))[0]['nll']) == len(x)

def plain_loaders(learn):
    data = Digits()
    loaders = [DataLoader(TensorDataset(x, y), batch_size=128) for x,y in ((data.x_train, data.y_train), (data.x_val, data.y_val))]
    plain = hvae_learner(DataLoaders(*loaders), learn.hvae, lr=1e-3)
    with plain.no_bar(), plain.no_logging(): plain.fit(1)
    assert len(plain.get_preds()[0]['nll']) == len(data.x_val)

def manager(name):
    def entered(learn):
        with getattr(learn, name)(): pass
    return entered

def with_callbacks(name):
    def entered(learn):
        cb = Nothing()
        if name.startswith('removed'): learn.add_cb(cb)
        with getattr(learn, name)([cb]): assert (cb in list(learn.cbs)) != name.startswith('removed')
    return entered

def called(name, *args, **kwargs): return lambda learn: getattr(learn, name)(*args, **kwargs)
def read(name): return lambda learn: getattr(learn, name)

def removed(name):
    def both(learn):
        cb = Nothing()
        learn.add_cb(cb)
        getattr(learn, name)(cb if name == 'remove_cb' else [cb])
        assert cb not in list(learn.cbs)
    return both

WORKS = dict(
    add_cb=called('add_cb', Nothing()), add_cbs=called('add_cbs', [Nothing()]), added_cbs=with_callbacks('added_cbs'), create_opt=called('create_opt'),
    fit=called('fit', 1), fit_one_cycle=called('fit_one_cycle', 1), fit_flat_cos=called('fit_flat_cos', 1), fit_sgdr=called('fit_sgdr', 1, 1),
    fine_tune=called('fine_tune', 1), freeze=called('freeze'), freeze_to=called('freeze_to', 0), unfreeze=called('unfreeze'), get_preds=predictions,
    load=saved_and_loaded, save=saved_and_loaded, lr_find=called('lr_find', num_it=10, show_plot=False), metrics=read('metrics'), no_bar=manager('no_bar'),
    no_logging=manager('no_logging'), no_mbar=manager('no_mbar'), loss_not_reduced=manager('loss_not_reduced'),
    validation_context=manager('validation_context'), ordered_cbs=called('ordered_cbs', 'before_fit'), remove_cb=removed('remove_cb'),
    remove_cbs=removed('remove_cbs'), removed_cbs=with_callbacks('removed_cbs'), show_results=called('show_results', n=4),
    show_training_loop=called('show_training_loop'), summary=called('summary'), to_bf16=called('to_bf16'), to_fp16=called('to_fp16'),
    to_fp32=called('to_fp32'), to_contiguous=called('to_contiguous'), validate=called('validate'), to_detach=called('to_detach', {'nll': torch.zeros(2)}))
REFUSED = 'export','predict','tta','to_channelslast','to_non_native_fp16'
NOT_HERE = () if torch.cuda.is_available() else ('to_fp16',) # float16 needs a GPU
WITHIN_FIT = 'all_batches','one_batch','x','y','to_non_native_fp32' # called by fit, with a batch that it has, or the end of what is refused
BESIDE = {'Interpretation.from_learner': top_losses, 'dls.test_dl': test_loader, 'plain torch DataLoaders': plain_loaders,
          'show_top_losses': called('show_top_losses', 4), 'dls.show_batch': lambda learn: learn.dls.show_batch()}

def outcome(name, call):
    "Nothing where a name does what it should; otherwise what it did."
    learn = learner()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), learn.no_bar(), learn.no_logging():
            warnings.simplefilter('ignore')
            call(learn)
    except Exception as e:
        refused = isinstance(e, (NotImplementedError, ValueError)) and 'Use ' in str(e) and '\n' not in str(e)
        return '' if refused and name in (*REFUSED, *NOT_HERE) else f'{type(e).__name__}: {e!s:.200}'
    return 'is not refused' if name in REFUSED else ''

def main():
    names = {n for n in dir(Learner) if not n.startswith('_')}
    known = {*WORKS, *REFUSED, *WITHIN_FIT}
    problems = {n: 'is not known here' for n in names - known}
    for name,call in {**{n: c for n,c in WORKS.items() if n in names}, **{n: called(n) for n in REFUSED}, **BESIDE}.items():
        if said := outcome(name, call): problems[name] = said
    for name,said in problems.items(): print(f'{name}: {said}')
    print(f'{len(WORKS)} verbs that work, {len(REFUSED)} that say what to use, {len(BESIDE)} beside them; {len(problems)} problems')
    return 1 if problems else 0

if __name__ == '__main__': sys.exit(main())

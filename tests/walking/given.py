"What every public function is called with: right arguments, made of one small world of a model, data, and a run that was trained on it."
import contextlib, copy, io, json, os, random, shutil, tempfile
from pathlib import Path
import matplotlib.pyplot as plt
import numpy as np
import torch
from PIL import Image
from torch import nn
from fastai.data.core import DataLoaders
import hvae
from hvae.all import *
from hvae.analysis.examples import digits_ladder, exact_ladder, linear_gaussian, without_float64
from hvae.analyze import Subject
from hvae.core import Recorded
from hvae.distributions import Distribution, Head
from hvae.experiment import Experiment
from hvae.arrays import Rows, survey
from hvae.reading import PictureReader
from hvae.records import a_count
from hvae.recording import Say
from hvae.tracking import Tracker, Trackers

TINY = '''"Random dots, and one latent or two."
import numpy as np
from torch.nn import Flatten, Unflatten
from hvae.all import *
class Own(SimpleBlock): pass
class Dots(DataSet):
    name,n_levels = 'dots',2
    def load(self):
        x = (np.random.RandomState(0).rand(96, 1, 4, 4) > .6).astype('uint8')
        y = np.arange(96)%3
        return x[:64],y[:64],x[64:80],y[64:80],x[80:],y[80:]
data_params      = Hyperparams(dataset=Dots, batch_size=32)
log_params       = Hyperparams(trackers=())
train_params     = Hyperparams(epochs=1)
optimizer_params = Hyperparams(lr=1e-3)
loss_params      = Hyperparams(beta=1.)
eval_params      = Hyperparams(n_samples=2)
analysis_params  = Hyperparams(ops=('divergence',), n_images=4)
def model():
    return hVAE(dict(x=InputBlock(Flatten()), h=Own(MLPNet(16, [], 8), 'x'),
                     z2=TopGenBlock(MLPNet(8, [], 4), prior_shape=(2,), condition='h'),
                     z1=GenBlock(MLPNet(2, [8], 6), MLPNet(8 + 2, [8], 6), 'z2', 'h'),
                     x_hat=OutputBlock([MLPNet(3, [8], 16), Unflatten(1, (1, 4, 4))], 'z1', 'bernoulli')))
'''

MIGRATED = TINY[:TINY.index('def model')].replace('data_params ', "migration_params = Hyperparams(path='weights.pt')\ndata_params ") + '''
def model(migration):
    model = hVAE(dict(x=InputBlock(Flatten()), h1=SimpleBlock(MLPNet(16, [8], 8), 'x'), h2=SimpleBlock(MLPNet(8, [8], 8), 'h1'),
                      z2=TopGenBlock(MLPNet(8, [8], 4), prior_shape=(2,), condition='h2'),
                      z1=GenBlock(MLPNet(2, [8], 6), MLPNet(8 + 2, [8], 6), 'z2', 'h1'),
                      x_hat=OutputBlock([MLPNet(3, [8], 16), Unflatten(1, (1, 4, 4))], 'z1', 'bernoulli')))
    return migration.fill(model, '')
'''

def small_model():
    "A two-level hierarchy of 4x4 binary images."
    torch.manual_seed(0)
    return hVAE(dict(
        x=InputBlock(nn.Flatten()), h1=SimpleBlock(MLPNet(16, [8], 8), 'x'), h2=SimpleBlock(MLPNet(8, [8], 8), 'h1'),
        z2=TopGenBlock(MLPNet(8, [8], 4), prior_shape=(2,), condition='h2'),
        z1=GenBlock(MLPNet(2, [8], 6), MLPNet(8 + 2, [8], 6), 'z2', 'h1'),
        x_hat=OutputBlock([MLPNet(3, [8], 16), nn.Unflatten(1, (1, 4, 4))], 'z1', 'bernoulli'))).eval()

def small_sequence():
    "A model of sequences of three numbers a step."
    torch.manual_seed(0)
    return hVAESequence(hVAE(dict(
        x=InputBlock(), before=PreviousBlock('z', (2,)),
        z=GenBlock(MLPNet(2, [8], 4), MLPNet(3 + 2, [8], 4), 'before', 'x'),
        x_hat=OutputBlock(MLPNet(2, [8], 6), 'z', 'normal')))).eval()

class World:
    "What examples are made of; made once, in a folder of its own."
    def __init__(self):
        self.root = Path(tempfile.mkdtemp())
        shutil.copytree(Path(hvae.__file__).parents[1]/'experiments', self.root/'experiments', ignore=lambda *o: [n for n in o[1] if not n.endswith('.py')])
        os.chdir(self.root)
        (self.root/'experiments'/'tiny.py').write_text(TINY)
        (self.root/'experiments'/'moved.py').write_text(MIGRATED)
        self.experiment = Experiment('tiny')
        with contextlib.redirect_stdout(io.StringIO()): self.run = train(self.experiment, progress=False)
        self.report = json.loads((self.run.folder/'test.json').read_text())
        self.checkpoint = checkpoint_of(self.run.folder)
        self.data = self.experiment.params['data_params'].dataset()
        self.model,self.sequence = small_model(),small_sequence()
        self.g = lambda: torch.Generator().manual_seed(0)
        self.x,self.y = bars(12, g=self.g())[0].reshape(12, 1, 4, 4).float(),torch.arange(12) % 3
        self.steps = torch.randn(6, 4, 3, generator=self.g())
        self.noise = dict(z2=torch.randn(12, 2, generator=self.g()), z1=torch.randn(12, 3, generator=self.g()))
        self.step_noise = dict(z=torch.randn(6, 4, 2, generator=self.g()))
        self.terms = {k: t.detach() for k,t in self.model.elbo_terms(self.x).items()}
        self.computed,self.distributions = self.model(self.x, noise=self.noise)
        self.normal = Normal(torch.zeros(4, 2), torch.ones(4, 2))
        self.saved = save_model(self.model, self.root/'saved')
        self.state = {k: v.clone() for k,v in self.model.state_dict().items()}
        torch.save(self.state, self.root/'weights.pt')
        self.toy = LinearGaussian()
        self.files()
        self.results = self.analysed()

    def files(self):
        "Pictures and arrays to read."
        (self.root/'pictures'/'a').mkdir(parents=True)
        for i in range(12): Image.fromarray(np.full((8, 8), i, np.uint8)).save(self.root/'pictures'/'a'/f'{i}.png')
        u8 = np.zeros((20, 28, 28), np.uint8)
        u8[:,3,3] = np.arange(20)
        np.savez(self.root/'set.npz', x_train=u8, y_train=u8[:,0,0], x_test=u8, y_test=u8[:,0,0])
        colours = np.zeros((20, 32, 32, 3), np.uint8)
        np.savez(self.root/'colours.npz', x_train=colours, y_train=u8[:,0,0], x_test=colours, y_test=u8[:,0,0])
        self.checksums = dict(set='75a00f36ba595610', colours='0208cdaf2f80a2fd')
        (self.root/'bytes.idx').write_bytes(b'\0\0\x08\x02' + (3).to_bytes(4, 'big') + (2).to_bytes(4, 'big') + bytes(6))
        (self.root/'own.cfg').write_text('[data]\nchannels = 1\n')

    def fresh(self): return copy.deepcopy(self.model)
    def new(self, suffix=''): return self.root/'made'/f'{random.randrange(10**12)}{suffix}'

    def analysed(self):
        "A result of every tool."
        m,x = self.model,self.x
        g = torch.Generator().manual_seed(1)
        wave = torch.linspace(-2, 2, 8)
        field = (torch.exp(-wave**2/2)*torch.cos(3*wave))[None]*torch.exp(-wave**2/2)[:,None]
        limits = Limits(norm=1.)
        return dict(
            reconstruction=reconstruction(m, x), generation=generation(m, x, x, n=8, n_nearest=3), divergence=divergence(m, x),
            latent_step=latent_step(m, x), interpolation=interpolation(m, x[:2], x[2:4]), neighbours=neighbours(m, x, self.y, n=2),
            extrapolation=extrapolation(self.sequence, self.steps, 2),
            decodability=decodability(m, x.repeat(5, 1, 1, 1), self.y.repeat(5), n_shuffles=1),
            receptive=receptive_fields(m, 'z1', (1, 4, 4), n=200, bs=50), mei=mei_pixels(m, UnitOf('z1', 0), (1, 4, 4), limits, n_steps=2),
            gabors=fit_gabors(torch.stack([field, field.T]), n_steps=3),
            tuning=orientation_tuning(m, 'z1', (1, 4, 4), n_orientations=4, n_phases=4))

    def loaders(self): return DataLoaders(ArrayLoader(self.x, self.y, bs=4), ArrayLoader(self.x, self.y, bs=6))
    def learner(self, **kwargs): return hvae_learner(self.loaders(), self.fresh(), say=quiet, **kwargs)
    def agent(self): return MigrationAgent(self.state)
    def correlation(self): 
        r = ReverseCorrelation()
        r.add(torch.randn(50, 5, generator=self.g()), torch.randn(50, 2, generator=self.g()))
        return r
    def moments(self):
        m = Moments(5)
        m.add(torch.randn(20, 5, generator=self.g()))
        return m
    def traversal(self): return Traversal(self.model, self.x[:1])
    def stages(self): return Stages((1, 8, 8), [[dict(no=4, stride=2)], [dict(no=4, stride=2)]], [dict(n=2), dict(n=2)])
    def subject(self): return Subject(self.model, self.x, self.y, self.x, 1., self.experiment.params['analysis_params'])

def quiet(*args, **kwargs): pass
def draws(*shape): return torch.randn(*shape, generator=torch.Generator().manual_seed(2))

# Distributions, with a value of each
LOC,SCALE = draws(4, 2),draws(4, 2).exp()
MIXED = dict(logits=draws(4, 3, 2), loc=draws(4, 3, 2), scale=draws(4, 3, 2).exp())
FAMILY = dict(
    Normal=(lambda: Normal(LOC, SCALE), LOC + .3), Laplace=(lambda: Laplace(LOC, SCALE), LOC + .3), Logistic=(lambda: Logistic(LOC, SCALE), LOC + .3),
    NormalMixture=(lambda: NormalMixture(**MIXED), LOC), Beta=(lambda: Beta(SCALE, SCALE + 1), LOC.sigmoid()),
    Bernoulli=(lambda: Bernoulli(LOC), (LOC > 0).float()), Categorical=(lambda: Categorical(MIXED['logits']), torch.ones(4, 2)),
    OneHotCategorical=(lambda: OneHotCategorical(MIXED['logits']), torch.eye(3)[[0, 1, 2, 0]].repeat(1, 2)),
    DiscretizedLogistic=(lambda: DiscretizedLogistic(LOC.sigmoid(), -SCALE, 8), torch.ones(4, 2)),
    DiscretizedLogisticMixture=(lambda: DiscretizedLogisticMixture(draws(4, 5, 2), draws(4, 1, 5, 2), -draws(4, 1, 5, 2).exp(), n_levels=8), torch.ones(4, 1, 2)),
    Coarse=(lambda: CoarseHead(DiscretizedLogisticHead(8), 8)(draws(4, 4)), torch.ones(4, 2)),
    Standardized=(lambda: StandardizedHead('normal', .5, 2.)(draws(4, 4)), LOC))

def module_of(name): return next(m for m in ('distributions', 'discrete', 'standardized', 'stages') if hasattr(getattr(hvae, m), name))

def of_distributions():
    "Examples of the methods of every distribution."
    for name,(make,value) in FAMILY.items():
        at = f'{module_of(name)}.{name}'
        yield f'{at}.log_prob',lambda c, make=make, value=value: dict(self=make(), value=value.clone())
        yield f'{at}.tempered',lambda c, make=make: dict(self=make(), t=.5)
        yield f'{at}.sample',lambda c, make=make: dict(self=make(), g=c.g())
        yield f'{at}.noise',lambda c, make=make: dict(self=make(), g=c.g())
        yield f'{at}.kl',lambda c, make=make, value=value: dict(self=make(), prior=make(), value=value.clone())
        yield f'{at}.has_analytic_kl',lambda c, make=make: dict(self=make(), prior=make())
        if hasattr(make(), 'entropy'): yield f'{at}.entropy',lambda c, make=make: dict(self=make())
        if name not in ('DiscretizedLogistic', 'DiscretizedLogisticMixture', 'Coarse'):
            yield f'{at}.rsample',lambda c, make=make: dict(self=make(), noise=make().noise(c.g()))
        if name in ('Normal', 'Laplace', 'Logistic'): yield f'{at}.mean_distance',lambda c, make=make: dict(self=make(), point=torch.zeros(4, 2))
    yield 'discrete.Coarse.merge',lambda c: dict(self=FAMILY['Coarse'][0](), value=torch.ones(4, 2))
    yield 'distributions.Beta.log_normaliser',lambda c: dict(self=FAMILY['Beta'][0]())
    yield 'discrete.Bernoulli.draw',lambda c: dict(self=FAMILY['Bernoulli'][0](), noise=draws(4, 2))
    for name in ('Categorical', 'OneHotCategorical'):
        yield f'discrete.{name}.draw',lambda c, name=name: dict(self=FAMILY[name][0](), noise=FAMILY[name][0]().noise(c.g()))

# Heads, with how many channels of parameters four channels of values have, and values in their support
HEADS = dict(
    NormalHead=(lambda: NormalHead(), 8, draws(3, 4)), LaplaceHead=(lambda: LaplaceHead(), 8, draws(3, 4)), LogisticHead=(lambda: LogisticHead(), 8, draws(3, 4)),
    NormalMixtureHead=(lambda: NormalMixtureHead(2), 24, draws(3, 4)), BetaHead=(lambda: BetaHead(), 8, draws(3, 4).sigmoid()),
    BernoulliHead=(lambda: BernoulliHead(), 4, torch.ones(3, 4)), CategoricalHead=(lambda: CategoricalHead(3), 12, torch.ones(3, 4)),
    OneHotCategoricalHead=(lambda: OneHotCategoricalHead(4), 4, torch.eye(4)[:3]),
    DiscretizedLogisticHead=(lambda: DiscretizedLogisticHead(8), 8, torch.ones(3, 4)),
    DiscretizedLogisticMixtureHead=(lambda: DiscretizedLogisticMixtureHead(8, 2), 18, torch.ones(3, 4)),
    CoarseHead=(lambda: CoarseHead(DiscretizedLogisticHead(8), 8), 8, torch.ones(3, 4)),
    StandardizedHead=(lambda: StandardizedHead('normal', .5, 2.), 8, draws(3, 4)), UnitLogisticHead=(lambda: UnitLogisticHead(8), 8, torch.ones(3, 4)))

def of_heads():
    "Examples of the methods of every head."
    for name,(make,n,x) in HEADS.items():
        at = f'{module_of(name)}.{name}'
        yield f'{at}()',lambda c, make=make, n=n: dict(self=make(), params=draws(3, n))
        yield f'{at}.check',lambda c, make=make, x=x: dict(self=make(), x=x.clone())
        yield f'{at}.n_outputs',lambda c, make=make: dict(self=make(), n_values=4)
        yield f'{at}.split',lambda c, make=make, n=n: dict(self=make(), params=draws(3, n))

# Layers: arguments, and the shape of an input (or the input)
LAYERS = {
    'layers.Levels': (dict(n_levels=17), (3, 4)), 'layers.Standardize': (dict(mean=.5, std=.5), (3, 4)), 'layers.Residual': (dict(net=nn.Linear(4, 4)), (3, 4)),
    'layers.CausalConv2d': (dict(ni=1, no=2), (3, 1, 5, 5)), 'layers.InputNoise': (dict(std=.1), (3, 4)), 'layers.Slice': (dict(start=0, stop=2), (3, 4)),
    'layers.RandomScale': (dict(), (3, 4)), 'layers.Einsum': (dict(equation='bi,io->bo', sizes=dict(i=4, o=2)), (3, 4)),
    'layers.SpatialBroadcast': (dict(size=4), (3, 2)), 'layers.SpatialBias': (dict(shape=(2, 4, 4)), (3, 2, 4, 4)),
    'layers.ZeroChannels': (dict(no=6), (3, 4)), 'layers.ChannelAffine': (dict(ni=2), (3, 2, 4, 4)), 'layers.FixedScale': (dict(scale=.5), (3, 4)),
    'layers.Constant': (dict(value=1.), (3, 4)),
    'nets.MLPNet': (dict(ni=4, hidden=[8], no=3), (3, 4)), 'nets.ConvNet': (dict(ni=1, channels=[4], no=2), (3, 1, 4, 4)),
    'nets.DeconvNet': (dict(ni=1, channels=[4], no=2), (3, 1, 4, 4)), 'nets.ResidualBottleneck': (dict(ni=8, no=8), (3, 8, 4, 4)),
    'nets.BottleneckStack': (dict(ni=8, res=4), (3, 8, 4, 4)),
    'residual_cells.XavierConv2d': (dict(ni=2, no=4), (3, 2, 4, 4)), 'residual_cells.ResidualCell': (dict(ni=4, inside=2), (3, 4, 4, 4)),
    'residual_cells.HalfProjection': (dict(net=nn.Conv2d(2, 2, 1)), (3, 4, 4, 4)), 'residual_cells.CutBits': (dict(bits=5), torch.full((3, 1, 4, 4), 200.)),
    'nvae_cells.WeightNormConv2d': (dict(ni=2, no=4), (3, 2, 4, 4)), 'nvae_cells.SqueezeExcite': (dict(ni=4), (3, 4, 4, 4)),
    'nvae_cells.FactorizedReduce': (dict(ni=4, no=8), (3, 4, 4, 4)), 'nvae_cells.NvaeCell': (dict(ni=4, ops=['res_elu']), (3, 4, 4, 4)),
    'stages.WeightNormLinear': (dict(ni=4, no=2), (3, 4)), 'stages.SameConv2d': (dict(shape=(2, 4, 4), no=3), (3, 2, 4, 4)),
    'stages.AuxResBlock': (dict(shape=(2, 4, 4), no=2), (3, 2, 4, 4)), 'stages.UnitLevels': (dict(n_levels=8), torch.ones(3, 4)), 'stages.PSwish': (dict(), (3, 4)),
}

def of_layers():
    "Examples of every layer: made, and applied."
    def apply(name, arguments, x):
        module,_,cls = name.partition('.')
        layer = getattr(getattr(hvae, module), cls)(**arguments).eval()
        return {'self': layer, '*': (x.clone() if isinstance(x, torch.Tensor) else draws(*x),)}
    for name,(arguments,x) in LAYERS.items():
        yield name,lambda c, a=arguments: dict(a)
        yield f'{name}()',lambda c, name=name, a=arguments, x=x: apply(name, a, x)

def of_results():
    "Examples of the methods of every result."
    for tool,methods in dict(divergence=('active', 'tables', 'plot', 'figures'), reconstruction=('plot', 'figures'), generation=('plot', 'figures'),
                             latent_step=('plot',), interpolation=('plot',), neighbours=('plot',), extrapolation=('plot', 'figures'), decodability=('plot',),
                             receptive=('plot', 'plot_convergence', 'figures'), mei=('plot', 'plot_ascent', 'figures'), gabors=('plot',),
                             tuning=('plot', 'at_best')).items():
        cls = dict(reconstruction='samples.Reconstruction', generation='samples.Generation', divergence='latents.Divergence', latent_step='latents.LatentStep',
                   interpolation='between.Interpolation', neighbours='between.Neighbours', extrapolation='between.Extrapolation', decodability='probe.Decodability',
                   receptive='receptive.ReceptiveFields', mei='mei.MEI', gabors='tuning.GaborFits', tuning='tuning.Tuning')[tool]
        more = dict(active=dict(level='z1'))
        for m in methods:
            if m == 'at_best': yield f'analysis.{cls}.{m}',lambda c: dict(self=c.results['tuning'], values=c.results['tuning'].strength)
            else: yield f'analysis.{cls}.{m}',lambda c, tool=tool, m=m: dict(self=c.results[tool], **more.get(m, {}))
        yield f'analysis.{cls}.save',lambda c, tool=tool: dict(self=c.results[tool], folder=c.new())

EXAMPLES = dict([*of_distributions(), *of_heads(), *of_layers(), *of_results()]) | {
    # Beginnings
    'core.per_example': lambda c: dict(t=draws(4, 3)),
    'core.bits_per_dim': lambda c: dict(nats=torch.ones(4), n_dims=16),
    'core.generator': lambda c: dict(seed=0),
    'core.nearest': lambda c: dict(name='abc', options=['abd']),
    'core.is_own': lambda c: dict(cls=nn.Linear),
    'core.register': lambda c: dict(cls=nn.Identity),
    'core.registered': lambda c: dict(name='Linear'),
    'core.candidates': lambda c: dict(name='MLPNet'),
    'core.class_scope': lambda c: dict(module='walk'),
    'core.classes_of': lambda c: dict(module='walk'),
    'core.own_classes': lambda c: dict(classes=[nn.Linear]),
    'core.constructor_args': lambda c: dict(obj=nn.Linear(2, 3)),
    'core.to_config': lambda c: dict(obj=nn.Linear(2, 3)),
    'core.from_config': lambda c: dict(config=to_config(nn.Linear(2, 3))),
    'help.help_text': lambda c: dict(obj=MLPNet),
    'help.Docstring': lambda c: dict(text='Words.', obj=MLPNet),
    'sources.is_installed': lambda c: dict(cls=nn.Linear),
    'sources.source_digest': lambda c: dict(cls=c.experiment.classes['Own']),
    'toy.LinearGaussian': lambda c: dict(),
    'toy.LinearGaussian.sample': lambda c: dict(self=c.toy, n=3, g=c.g()),
    'toy.LinearGaussian.log_prob': lambda c: dict(self=c.toy, x=draws(4, 6).double()),
    'toy.LinearGaussian.posterior_z2': lambda c: dict(self=c.toy, x=draws(4, 6).double()),
    'toy.LinearGaussian.posterior_z1': lambda c: dict(self=c.toy, x=draws(4, 6).double(), z2=draws(4, 2).double()),
    'toy.LinearGaussian.log_joint': lambda c: dict(self=c.toy, x=draws(4, 6).double(), z1=draws(4, 3).double(), z2=draws(4, 2).double()),
    'toy.bars': lambda c: dict(n=3, g=c.g()),
    'toy.bars_log_prob': lambda c: dict(x=bars(3, g=c.g())[0]),
    'toy.glyphs': lambda c: dict(n=3, g=c.g()),
    'toy.glyphs_log_prob': lambda c: dict(x=glyphs(3, g=c.g())[0]),
    # Distributions
    'distributions.LocationScale': lambda c: dict(loc=LOC, scale=SCALE), 'distributions.Normal': lambda c: dict(loc=LOC, scale=SCALE),
    'distributions.Laplace': lambda c: dict(loc=LOC, scale=SCALE), 'distributions.Logistic': lambda c: dict(loc=LOC, scale=SCALE),
    'distributions.as_head': lambda c: dict(head='normal'), 'distributions.LocationScaleHead': lambda c: dict(),
    'distributions.NormalHead': lambda c: dict(), 'distributions.LaplaceHead': lambda c: dict(), 'distributions.LogisticHead': lambda c: dict(),
    'distributions.NormalHead.nvae': lambda c: dict(self=NormalHead),
    'distributions.LocationScaleHead.read': lambda c: dict(self=NormalHead(), loc=LOC, raw=LOC),
    'distributions.NormalMixture': lambda c: dict(MIXED), 'distributions.NormalMixtureHead': lambda c: dict(),
    'distributions.Beta': lambda c: dict(concentration1=SCALE, concentration0=SCALE), 'distributions.BetaHead': lambda c: dict(),
    'distributions.unbounded_defaults': lambda c: dict(), 'distributions.LocationScaleHead()': lambda c: dict(self=NormalHead(), params=draws(3, 8)),
    'distributions.kl_formula': lambda c: {'*': (type('Mine', (Distribution,), {}), Normal)},
    'discrete.Bernoulli': lambda c: dict(logits=LOC), 'discrete.BernoulliHead': lambda c: dict(),
    'discrete.Categorical': lambda c: dict(logits=MIXED['logits']), 'discrete.OneHotCategorical': lambda c: dict(logits=MIXED['logits']),
    'discrete.CategoricalHead': lambda c: dict(), 'discrete.OneHotCategoricalHead': lambda c: dict(),
    'discrete.log_mass': lambda c: dict(value=torch.ones(4, 2), loc=LOC, log_scale=-SCALE),
    'discrete.DiscretizedLogistic': lambda c: dict(loc=LOC, log_scale=-SCALE), 'discrete.DiscretizedLogisticHead': lambda c: dict(),
    'discrete.DiscretizedLogisticMixture': lambda c: dict(logits=draws(4, 5, 2), loc=draws(4, 1, 5, 2), log_scale=draws(4, 1, 5, 2)),
    'discrete.DiscretizedLogisticMixtureHead': lambda c: dict(), 'discrete.CoarseHead': lambda c: dict(head=DiscretizedLogisticHead()),
    'standardized.StandardizedHead': lambda c: dict(head='normal', mean=.5, std=2.),
    'standardized.channel_scales': lambda c: dict(batches=[draws(5, 2, 3)]),
    'standardized.far_channels': lambda c: dict(mean=[0., 1.], std=[1., 2.]), 'standardized.far_line': lambda c: dict(mean=[0., 100.], std=[1., 2.]),
    'standardized.moved_line': lambda c: dict(batches=[draws(5, 2, 3)], mean=[0., 1.], std=[1., 2.]),
    # The objective
    'elbo.nll': lambda c: dict(likelihood=Normal(LOC, SCALE), x=LOC + .3),
    'elbo.kl_of': lambda c: dict(prior=c.normal, posterior=Normal(LOC, SCALE)),
    'elbo.kl_terms': lambda c: dict(name='z1', prior=c.normal, posterior=Normal(LOC, SCALE)),
    'elbo.elbo_terms': lambda c: dict(distributions=c.distributions, x=c.x, computed=c.computed),
    'elbo.elbo': lambda c: dict(terms=c.terms),
    'elbo.log_weight': lambda c: dict(computed=c.computed, distributions=c.distributions, x=c.x),
    'elbo.iw_bound': lambda c: dict(log_weights=draws(5, 4)),
    'elbo.nvae_balance': lambda c: dict(kls=draws(3, 4).exp(), levels=dict(a=(2, 4, 4), b=(2, 4, 4), c=(2, 8, 8))),
    'elbo.efficient_vdvae_balance': lambda c: dict(kls=draws(3, 4).exp(), levels=dict(a=(2, 4, 4), b=(2, 4, 4), c=(2, 8, 8))),
    'elbo.ElboLoss': lambda c: dict(),
    'elbo.ElboLoss()': lambda c: dict(self=ElboLoss(free_nats=.1), terms=c.terms),
    
    # Nets
    'layers.unsized': lambda c: dict(module=nn.Linear(2, 3)), 'layers.scale_init': lambda c: dict(module=nn.Linear(2, 3), factor=.5),
    'layers.padded_conv': lambda c: dict(ni=1, no=2), 'layers.as_net': lambda c: dict(net=[nn.Linear(2, 3), nn.ReLU()]),
    'nvae_cells.nvae_op': lambda c: dict(name='res_elu', ni=4, no=4), 'nvae_cells.nvae_ops': lambda c: dict(arch='res_mbconv'),
    'nvae_cells.nvae_groups': lambda c: dict(n_scales=2, n_groups=4), 'nvae_cells.SpectralNorms': lambda c: dict(),
    'nvae_cells.SpectralNorms()': lambda c: dict(self=SpectralNorms(), model=nn.Conv2d(2, 2, 3)),
    'nvae_cells.batch_norm_scales': lambda c: dict(model=nn.BatchNorm2d(2)),
    'stages.init_from_data': lambda c: dict(model=WeightNormLinear(4, 2), x=draws(20, 4)),
    'stages.StackBlock': lambda c: dict(nets=[nn.Linear(4, 4)], input_id='x'),
    'stages.Stages': lambda c: dict(shape=(1, 8, 8), stages=[[dict(no=4, stride=2)]], latents=[dict(n=2)]),
    'stages.vae_stages': lambda c: dict(stages=c.stages()), 'stages.ladder_stages': lambda c: dict(stages=c.stages()), 'stages.biva_stages': lambda c: dict(stages=c.stages()),
    'stages.Stages.up': lambda c: dict(self=c.stages(), i=0, input_id='x'), 'stages.Stages.latent_shape': lambda c: dict(self=c.stages(), i=0),
    'stages.Stages.reading': lambda c: dict(self=c.stages(), i=0), 'stages.Stages.projection': lambda c: dict(self=c.stages(), i=0),
    'stages.Stages.top_latent': lambda c: dict(self=c.stages(), condition='d'), 'stages.Stages.merge': lambda c: dict(self=c.stages(), i=0, input_id='x'),
    'stages.Stages.down': lambda c: dict(self=c.stages(), i=0, latents=['z1']),
    'stages.UnitLogisticHead': lambda c: dict(),
    # Blocks and the graph
    'blocks.InputPipeline': lambda c: dict(recipe=[('a', 'b'), 'concat']),
    
    'blocks.InputBlock': lambda c: dict(net=nn.Flatten()),
    'blocks.SimpleBlock': lambda c: dict(net=nn.Linear(2, 3), input_id='x'),
    'blocks.DualInputBlock': lambda c: dict(net=nn.Bilinear(2, 2, 3), input_ids=['a', 'b']),
    'blocks.TopSimpleBlock': lambda c: dict(net=nn.Linear(2, 3), prior_shape=(2,)),
    'blocks.check_posterior': lambda c: dict(how='absolute'),
    'blocks.merge_posterior': lambda c: dict(prior=c.normal, read=c.normal, how='residual'),
    'blocks.GenBlock': lambda c: dict(prior_net=nn.Linear(2, 4), posterior_net=nn.Linear(5, 4), input_id='z2', condition='h1'),
    'blocks.TopGenBlock': lambda c: dict(net=nn.Linear(3, 4), prior_shape=(2,), condition='h2'),
    'blocks.SimpleGenBlock': lambda c: dict(net=nn.Linear(3, 4), input_id='z2'),
    'blocks.BottomUpBlock': lambda c: dict(net=nn.Linear(3, 4), input_id='x'),
    'blocks.BottomUpGenBlock': lambda c: dict(prior_net=nn.Linear(3, 4), input_id='z2', drawn='up'),
    'blocks.OutputBlock': lambda c: dict(net=nn.Linear(3, 4), input_id='z1', output_distribution='normal'),
    'topdown.ResidualGenBlock': lambda c: dict(prior_net=nn.Linear(2, 6), posterior_net=nn.Linear(4, 4), z_projection=nn.Linear(2, 2), input_id='a', condition='b'),
    'everyday.evaluating': lambda c: dict(model=c.model), 'everyday.check_finite': lambda c: dict(x=draws(3, 4)), 'everyday.check_weights': lambda c: dict(model=c.model),
    'drawing.svg_of': lambda c: dict(model=c.model),
    'graph.hVAE': lambda c: dict(blocks=dict(small_model().blocks.items())),
    'graph.SubGraph': lambda c: dict(blocks=dict(a=InputBlock(), b=SimpleBlock(nn.Linear(2, 3), 'a'))),
    'graph.SubGraph()': lambda c: {'self': SubGraph(dict(x=InputBlock(), b=SimpleBlock(LINEAR, 'x'))), '*': (draws(3, 2),)},
    'graph.GraphPart()': lambda c: dict(self=c.model.encoder, x=c.x),
    'graph.hVAE()': lambda c: dict(self=c.model, x=c.x, noise=c.noise),
    'graph.hVAE.noise_shapes': lambda c: dict(self=c.model, x=c.x),
    'graph.hVAE.elbo_terms': lambda c: dict(self=c.model, x=c.x, noise=c.noise),
    'graph.hVAE.encode': lambda c: dict(self=c.model, x=c.x),
    'graph.hVAE.decode': lambda c: dict(self=c.model, latents=c.model.encode(c.x)),
    'graph.hVAE.reconstruct': lambda c: dict(self=c.model, x=c.x),
    'graph.hVAE.sample_from_prior': lambda c: dict(self=c.model, n=3),
    'graph.hVAE.sample_from_prior with noise': lambda c: dict(self=c.model, n=12, noise=c.noise),
    'graph.hVAE.check_data': lambda c: dict(self=c.model, x=c.x),
    'graph.hVAE.standardize': lambda c: dict(self=exact_ladder(c.toy), x=draws(20, 6).double()),
    'graph.hVAE.standardize_as': lambda c: dict(self=exact_ladder(c.toy), other=exact_ladder(c.toy)),
    'graph.hVAE.update': lambda c: dict(self=c.model, computed=c.computed, z2=c.computed['z2'] + 1),
    'graph.hVAE.freeze': lambda c: {'self': c.fresh(), '*': ('h1',)}, 'graph.hVAE.unfreeze': lambda c: {'self': c.fresh(), '*': ('h1',)},
    'graph.hVAE.summary': lambda c: dict(self=c.model, x=c.x), 'graph.hVAE.draw': lambda c: dict(self=c.model, x=c.x),
    'sequence.PreviousBlock': lambda c: dict(of='z', prior_shape=(2,)),
    'sequence.hVAESequence': lambda c: dict(step=small_sequence().step),
    'sequence.hVAESequence()': lambda c: dict(self=c.sequence, x=c.steps, noise=c.step_noise),
    'sequence.hVAESequence.sample_from_prior': lambda c: dict(self=c.sequence, n=6, n_steps=4, noise=c.step_noise),
    'sequence.hVAESequence.extrapolate': lambda c: dict(self=c.sequence, x=c.steps, n_steps=2, use_mean=True),
    'sequence.hVAESequence.elbo_terms': lambda c: dict(self=c.sequence, x=c.steps, noise=c.step_noise),
    'sequence.hVAESequence.encode': lambda c: dict(self=c.sequence, x=c.steps), 'sequence.hVAESequence.reconstruct': lambda c: dict(self=c.sequence, x=c.steps),
    'sequence.hVAESequence.decode': lambda c: dict(self=c.sequence, latents=c.sequence.encode(c.steps)),
    'sequence.hVAESequence.summary': lambda c: dict(self=c.sequence, x=c.steps), 'sequence.hVAESequence.draw': lambda c: dict(self=c.sequence, x=c.steps),
    'sequence.hVAESequence.noise_shapes': lambda c: dict(self=c.sequence, x=c.steps), 'sequence.hVAESequence.check_data': lambda c: dict(self=c.sequence, x=c.steps),
    'sequence.hVAESequence.standardize': lambda c: dict(self=small_sequence(), x=c.steps), 'sequence.hVAESequence.standardize_as': lambda c: dict(self=small_sequence(), other=small_sequence()),
    'sequence.hVAESequence.freeze': lambda c: {'self': small_sequence(), '*': ('z',)}, 'sequence.hVAESequence.unfreeze': lambda c: {'self': small_sequence(), '*': ('z',)},
    # Numbers about models
    'evaluate.batches': lambda c: dict(x=c.x, bs=5),
    'evaluate.dataset_terms': lambda c: dict(model=c.model, x=c.x), 'evaluate.dataset_terms of sequences': lambda c: dict(model=c.sequence, x=c.steps),
    'evaluate.log_weights': lambda c: dict(model=c.model, x=c.x, n_samples=3, g=c.g()),
    'evaluate.ssim': lambda c: dict(x=c.x.repeat(1, 1, 3, 3), y=1 - c.x.repeat(1, 1, 3, 3)/2, max_val=1.),
    'evaluate.reconstruction_scores': lambda c: dict(model=c.model, x=c.x, max_val=1.),
    'evaluate.evaluate': lambda c: dict(model=c.model, x=c.x, n_samples=2), 'evaluate.evaluate of sequences': lambda c: dict(model=c.sequence, x=c.steps, n_samples=2),
    'evaluate.compare': lambda c: dict(model_a=c.model, model_b=OTHER, x=c.x),
    'evaluate.pixel_baseline': lambda c: dict(x_train=c.x, x_test=c.x, n_levels=2),
    'fitting.reestimate_batch_norm': lambda c: dict(model=with_batch_norm(), n=4, n_batches=2),
    'fitting.init_by_data': lambda c: dict(model=small_model(), x=c.x),
    'zoo.vae': lambda c: dict(shape=(1, 4, 4), hidden=8, n_latents=2),
    'zoo.ladder_vae': lambda c: dict(shape=(1, 4, 4), widths=(8, 4), n_latents=(2, 2)),
    'zoo.biva': lambda c: dict(shape=(1, 8, 8), stages=[[(4, 3, 2)], [(4, 3, 2)]], n_latents=[2, 2]),
    'zoo.tdvae': lambda c: dict(shape=(1, 4, 4), n_z1=4, n_z2=2, hidden=8, z2_hidden=(4,)),
    'zoo.vdvae': lambda c: dict(enc_blocks='4x1,4d4,1x1', dec_blocks='1x1,4m1,4x1', width=8, zdim=2, image_size=4, num_mixtures=2),
    'zoo.vdvae_layers': lambda c: dict(text='4x1,4d4,1x1', mark='d'),
    'zoo.nvae': lambda c: dict(size=28, pad=2, colours=1, bits=1, scales=2, groups=2, n_z=3, width=4, halvings=1, n_pre=1, n_post=1),
    'zoo.efficient_vdvae': lambda c: dict(SMALL_EFFICIENT),
    # Data
    'arrays.whole_number': lambda c: dict(value=3, name='n'), 'arrays.as_array': lambda c: dict(x=np.arange(6.)), 'arrays.blocks': lambda c: dict(x=np.zeros((5, 3))),
    'arrays.digest': lambda c: {'*': (np.arange(3),)}, 'arrays.stored_type': lambda c: dict(dtype=np.dtype('float64')),
    'arrays.rows_of': lambda c: dict(x=np.arange(12.).reshape(6, 2), numbers=np.array([1, 3])), 'arrays.as_tensor': lambda c: dict(x=np.arange(6.)),
    'arrays.Rows': lambda c: dict(source=np.arange(12.).reshape(6, 2)), 'arrays.survey': lambda c: dict(x=np.arange(6.)),
    **{f'arrays.Rows.{m}': (lambda c: dict(self=Rows(np.arange(12.).reshape(6, 2)))) for m in ('raw', 'read', 'numpy', 'tolist')},
    'arrays.Rows.pick': lambda c: dict(self=Rows(np.arange(12.).reshape(6, 2)), which=np.array([1, 3])),
    'arrays.unfit': lambda c: dict(s=survey(np.arange(6.))),
    'batches.data_and_labels': lambda c: dict(batch=(c.x, c.y)), 'batches.first_batch': lambda c: dict(loader=ArrayLoader(c.x, c.y, bs=4)),
    'batches.check_loaders': lambda c: dict(dls=c.loaders()), 'batches.in_order': lambda c: dict(loader=ArrayLoader(c.x, c.y, bs=4)),
    'data.ArrayLoader': lambda c: dict(x=c.x, y=c.y), 'data.ArrayLoader.resume': lambda c: dict(self=ArrayLoader(c.x, c.y, bs=4), epoch_seed=0, n_done=1),
    'data.ArrayLoader.new': lambda c: dict(self=ArrayLoader(c.x, c.y, bs=4)), 'data.ArrayLoader.show_batch': lambda c: dict(self=ArrayLoader(c.x, c.y, bs=4)),
    'data.as_labels': lambda c: dict(y=np.arange(3), n=3, part='training', owner='Mine'),
    'data.convert_images': lambda c: dict(x=c.x, conversion='static', n_levels=2, g=c.g()),
    'data.Digits': lambda c: dict(), 'data.get_dataset': lambda c: dict(dataset='digits'), 'data.show_images': lambda c: dict(x=c.x),
    'data.DataSet.describe': lambda c: dict(self=c.data), 'data.DataSet.dataloaders': lambda c: dict(self=c.data),
    **{f'data.DataSet.get_{part}_loader': (lambda c: dict(self=c.data, bs=5)) for part in ('train', 'val', 'test')},
    'datasets.Patches': lambda c: dict(sizes=(20, 5, 5)),
    'datasets.MNIST': lambda c: dict(folder=c.root/'set.npz', n_val=5, checksum=c.checksums['set']), 'datasets.FashionMNIST': lambda c: dict(folder=c.root/'set.npz', n_val=5, checksum=c.checksums['set']),
    'datasets.CIFAR10': lambda c: dict(folder=c.root/'colours.npz', n_val=5, checksum=c.checksums['colours']),
    'datasets.ImageFolder': lambda c: dict(folder=c.root/'pictures', n_channels=1), 'datasets.Arrays': lambda c: dict(x_train=c.x, y_train=c.y),
    'figures.subplots': lambda c: dict(), 'figures.as_images': lambda c: dict(x=c.x), 'pictures.depth_images': lambda c: dict(model=c.model, x=c.x[:3]),
    'pictures.temperature_images': lambda c: dict(model=c.model, n=2), 'pictures.show_rows': lambda c: dict(rows=dict(a=c.x[:3]), vmax=1.),
    'pictures.show_kl': lambda c: dict(rows=[{'epoch': 1, 'kl/z1': 1.}, {'epoch': 2, 'kl/z1': 2.}]),
    'pictures.save_picture': lambda c: dict(fig=plt.figure(), path=c.new('.png')),
    'reading.shown': lambda c: dict(path=c.root), 'reading.folder_of': lambda c: dict(folder=c.root, name='a folder'), 'reading.open_file': lambda c: dict(path=c.root/'bytes.idx'),
    'reading.read_idx': lambda c: dict(path=c.root/'bytes.idx', n_dims=2), 'reading.read_npz': lambda c: dict(path=c.root/'set.npz'),
    'reading.find_pictures': lambda c: dict(folder=c.root/'pictures'), 'reading.left_out': lambda c: dict(others=[c.root/'a.txt']), 'reading.PictureReader': lambda c: dict(),
    'reading.PictureReader.read': lambda c: dict(self=PictureReader(), paths=[c.root/'pictures'/'a'/'1.png']),
    'reading.PictureReader.read_folder': lambda c: dict(self=PictureReader(), folder=c.root/'pictures'),
    'records.read_small': lambda c: dict(path=c.run.folder/'run.json'), 'records.misfit': lambda c: dict(value=3, form=a_count), 'records.text_sum': lambda c: dict(text='a'),
    'records.write_record': lambda c: dict(path=c.new('.json'), content=dict(a=1)), 'records.read_json': lambda c: dict(path=c.run.folder/'test.json'),
    'records.read_record': lambda c: dict(path=c.run.folder/'test.json', form={}), 'records.write_new': lambda c: dict(path=c.new('.txt'), text='a'),
    'records.only_one': lambda c: dict(path=c.new('.lock'), what='this'),
    # Files of models
    'checkpoint.save_model': lambda c: dict(model=c.model, folder=c.new()), 'checkpoint.load_model': lambda c: dict(folder=c.saved),
    'checkpoint.load_training': lambda c: dict(folder=checkpoint_of(c.run.folder, 'last')), 'checkpoint.write_whole': lambda c: dict(path=c.new('.txt'), text='a'),
    'checkpoint.whole_folder': lambda c: dict(folder=c.new()), 'checkpoint.check_saveable': lambda c: dict(model=c.model), 'checkpoint.defaults_of': lambda c: dict(folder=c.saved),
    'migrate.foreign.read_content': lambda c: dict(path=c.root/'weights.pt'), 'migrate.foreign.state_dicts': lambda c: dict(content=c.state),
    'migrate.foreign.read_weights': lambda c: dict(source=c.root/'weights.pt'), 'migrate.foreign.Move': lambda c: dict(target='a', source='b'),
    'migrate.foreign.Move()': lambda c: dict(self=Move('a', 'b'), foreign=dict(b=torch.ones(2))),
    'migrate.foreign.transfer': lambda c: dict(model=small_model(), foreign=c.state, moves=[Move(k, k) for k in c.state]),
    'migrate.foreign.Report.save': lambda c: dict(self=report_of(c), path=c.new('.csv')), 'migrate.foreign.Report.table': lambda c: dict(self=report_of(c)),
    'migrate.foreign.family': lambda c: dict(name=f'family{random.random()}'), 'migrate.foreign.migrate_family': lambda c: dict(name='vdvae'),
    'migrate.vdvae.migrate_vdvae': lambda c: dict(weights=c.state), 'migrate.nvae.migrate_nvae': lambda c: dict(weights=c.state),
    'migrate.efficient_vdvae.migrate_efficient_vdvae': lambda c: dict(weights=c.state), 'migrate.hvae_oodd.migrate_hvae_oodd': lambda c: dict(weights=c.state),
    'migrate.vdvae.vdvae_hparams': lambda c: dict(weights=c.state, hparams={}), 'migrate.nvae.nvae_hparams': lambda c: dict(weights=c.state),
    'migrate.efficient_vdvae.efficient_vdvae_hparams': lambda c: dict(weights=c.state, hparams={}), 'migrate.hvae_oodd.hvae_oodd_hparams': lambda c: dict(weights=c.state, hparams={}),
    'migrate.vdvae.vdvae_moves': lambda c: dict(hparams=dict(width=8)), 'migrate.nvae.nvae_moves': lambda c: dict(hparams=dict(size=8)),
    'migrate.efficient_vdvae.efficient_vdvae_moves': lambda c: dict(hparams=dict(SMALL_EFFICIENT)), 'migrate.hvae_oodd.hvae_oodd_moves': lambda c: dict(hparams={}),
    'migrate.hvae_oodd.hvae_oodd_model': lambda c: dict(hparams={}), 'migrate.efficient_vdvae.efficient_vdvae_cfg': lambda c: dict(path=c.root/'own.cfg'),
    'migrate.agent.MigrationAgent': lambda c: dict(path=c.root/'weights.pt'), 'migrate.agent.make_agent': lambda c: dict(experiment=Experiment('moved')),
    'migrate.agent.MigrationAgent.model': lambda c: dict(self=c.agent()), 'migrate.agent.migrate': lambda c: dict(experiment=Experiment('moved')),
    'migrate.agent.MigrationAgent.fill': lambda c: dict(self=c.agent(), net=MLPNet(16, [8], 8), source='blocks.h1.net'), 'migrate.agent.MigrationAgent.parts': lambda c: dict(self=c.agent()),
    'migrate.agent.MigrationAgent.get_net': lambda c: dict(self=c.agent(), name='h1.net'), 'migrate.agent.MigrationAgent.get_tensor': lambda c: dict(self=c.agent(), name=next(iter(c.state))),
    **{f'migrate.agent.MigrationAgent.get_{what}': (lambda c: dict(self=c.agent())) for what in ('global_step', 'optimizer_state', 'schedule_state')},
    'migrate.agent.MigrationAgent.report': lambda c: dict(zip(('self', 'model'), filled(c))),
    # Training
    'verbs.check_asked': lambda c: dict(lr=.1), 'verbs.check_callbacks': lambda c: dict(cbs=[KLWarmup()]),
    'verbs.check_metrics': lambda c: dict(metrics=[], model=c.model, x=c.x, labels=[c.y]), 'verbs.check_loss': lambda c: dict(loss_func=ElboLoss(), model=c.model, x=c.x, labels=[c.y]),
    'learner.level_shapes': lambda c: dict(model=c.model, x=c.x), 'learner.noise_shapes': lambda c: dict(model=c.model, x=c.x),
    'learner.part_of': lambda c: dict(t=c.x, rank=0, world=2), 'learner.ElboModel': lambda c: dict(hvae=c.model), 'learner.ElboModel()': lambda c: dict(self=ElboModel(c.model), x=c.x),
    'learner.TermMean': lambda c: dict(name='elbo', func=elbo), 'learner.elbo_metrics': lambda c: dict(model=c.model), 'optimizers.as_opt_func': lambda c: dict(opt_func='adam'), 'optimizers.optimizer': lambda c: dict(opt='adam'),
    'recompute.recompute_blocks': lambda c: {'*': (c.fresh(), 'h1')}, 'learner.LossScaler': lambda c: dict(device='cpu'),
    'scales.training_batches': lambda c: dict(dl=ArrayLoader(c.x, c.y, bs=4)), 'scales.rescales': lambda c: dict(block=InputBlock(nn.Flatten())),
    'scales.moved_from': lambda c: dict(model=standardized_ladder(c), batches=[draws(5, 6).double()]), 'scales.standardize_for': lambda c: dict(model=c.fresh(), dl=ArrayLoader(c.x, c.y, bs=4)), 'learner.what_helps': lambda c: dict(learn=fitted(c)),
    'learner.LossWatch': lambda c: dict(n_values=16), 'learner.hvae_learner': lambda c: dict(dls=c.loaders(), model=c.fresh()),
    'learner.HVAELearner.get_preds': lambda c: dict(self=c.learner()), 'learner.HVAELearner.show_results': lambda c: dict(self=c.learner()),
    **{f'learner.HVAELearner.to_{t}': (lambda c: dict(self=c.learner())) for t in ('bf16', 'fp16', 'fp32')},
    'learner.HVAELearner.summary': lambda c: dict(self=c.learner()), 'learner.HVAELearner.show_top_losses': lambda c: dict(self=c.learner()),
    'learner.HVAELearner.loss_not_reduced': lambda c: dict(self=c.learner()), 'verbs.Verbs.validate': lambda c: dict(self=c.learner()),
    'verbs.Verbs.lr_find': lambda c: dict(self=c.learner(), num_it=4, show_plot=False), 'verbs.Verbs.save': lambda c: dict(self=c.learner(), file='mine'),
    'verbs.Verbs.fit': lambda c: dict(self=c.learner(), n_epoch=1), 'verbs.Verbs.fit_one_cycle': lambda c: dict(self=c.learner(), n_epoch=1),
    'verbs.Verbs.fit_flat_cos': lambda c: dict(self=c.learner(), n_epoch=1), 'verbs.Verbs.fit_sgdr': lambda c: dict(self=c.learner(), n_cycles=1, cycle_len=1),
    'verbs.Verbs.add_cb': lambda c: dict(self=c.learner(), cb=GradClip()), 'verbs.Verbs.create_opt': lambda c: dict(self=c.learner()), 'verbs.Verbs.freeze_to': lambda c: dict(self=c.learner(), n=0),
    'verbs.Verbs.load': lambda c: dict(self=c.learner(), file=learner_file(c)),
    'schedules.kl_constant': lambda c: dict(), 'schedules.kl_linear': lambda c: dict(), 'schedules.kl_logistic': lambda c: dict(), 'schedules.kl_cyclic': lambda c: dict(),
    'schedules.kl_schedule': lambda c: dict(name='linear'), 'schedules.lr_curve': lambda c: dict(name='cosine'), 'schedules.lr_schedule': lambda c: dict(name='cosine', lr=.001),
    'callbacks.KLSchedule': lambda c: dict(schedule=kl_linear()), 'callbacks.KLWarmup': lambda c: dict(), 'callbacks.GradClip': lambda c: dict(), 'callbacks.GradSkip': lambda c: dict(),
    'callbacks.AdaptiveGradSkip': lambda c: dict(), 'callbacks.GradAccumulate': lambda c: dict(n=2), 'callbacks.EMA': lambda c: dict(), 'callbacks.SpectralPenalty': lambda c: dict(weight=.1),
    'callbacks.CollapseWatch': lambda c: dict(), 'callbacks.grad_norm': lambda c: dict(weights=with_gradients()),
    'callbacks.EMA.show_average': lambda c: dict(self=with_average(c)), 'callbacks.EMA.show_raw': lambda c: dict(self=with_average(c)),
    'guards.training_state': lambda c: dict(learn=c.learner()), 'guards.load_training_state': lambda c: state_of(c),
    'guards.first_nonfinite': lambda c: dict(model=c.model, x=c.x), 'guards.Diverged': lambda c: dict(text='It has.'), 'guards.NonFiniteGuard': lambda c: dict(),
    'experiment.find_experiment': lambda c: dict(name='tiny'), 'experiment.Experiment': lambda c: dict(name='tiny'), 'experiment.default_sections': lambda c: dict(),
    'experiment.list_experiments': lambda c: dict(), 'experiment.mistakes_of': lambda c: dict(path=c.root), 'experiment.Hyperparams': lambda c: dict(a=1),
    'experiment.Experiment.change': lambda c: dict(self=Experiment('tiny'), overrides=['train_params.epochs=2']), 'experiment.Experiment.make_model': lambda c: dict(self=c.experiment),
    'runs.Run': lambda c: dict(experiment=c.experiment), 'runs.Run.open': lambda c: dict(self=Run, folder=c.run.folder), 'runs.Run.write': lambda c: dict(self=c.run, name='mine.txt', text='a'),
    'runs.Run.experiment': lambda c: dict(self=c.run), 'runs.Run.model': lambda c: dict(self=c.run), 'runs.find_run': lambda c: dict(name='tiny'),
    'runs.add_row': lambda c: dict(run=c.run, name='mine.csv', row=dict(a=1)), 'runs.read_rows': lambda c: dict(run=c.run, name='val_log.csv'),
    'runs.save_checkpoint': lambda c: dict(run=Run(c.experiment), model=c.model, step=3), 'runs.checkpoint_of': lambda c: dict(run_folder=c.run.folder), 'runs.chance': lambda c: dict(),
    'runs.restore_chance': lambda c: dict(zip(('tensors', 'values'), chance())), 'runs.latest_training': lambda c: dict(run=c.run), 'runs.next_best': lambda c: dict(run=c.run),
    'runs.locked': lambda c: dict(run=c.run),
    'tracking.Trackers': lambda c: dict(trackers=[]), 'tracking.Track': lambda c: dict(tracker=Tracker()), 'tracking.TensorBoardTracker': lambda c: dict(folder=c.new()),
    'tracking.Trackers.log': lambda c: dict(self=Trackers([Tracker()]), values=dict(a=1.), step=1), 'tracking.TensorBoardTracker.log': lambda c: dict(self=TensorBoardTracker(c.new()), values=dict(a=1.), step=1),
    'tracking.Trackers.figures': lambda c: dict(self=Trackers([Tracker()]), figures={}, step=1), 'tracking.TensorBoardTracker.figures': lambda c: dict(self=TensorBoardTracker(c.new()), figures={}, step=1),
    'tracking.Trackers.artifact': lambda c: dict(self=Trackers([Tracker()]), folder=c.checkpoint, name='a'), 'tracking.Trackers.close': lambda c: dict(self=Trackers([])),
    'tracking.TensorBoardTracker.close': lambda c: dict(self=TensorBoardTracker(c.new())), 'tracking.wandb_mode': lambda c: dict(),
    'tracking.open_trackers': lambda c: dict(folder=c.new(), names=()), 'tracking.check_trackers': lambda c: dict(names=('tensorboard',)),
    'tracking.load_from_train': lambda c: dict(ref=c.run.folder),
    'distributed.processes': lambda c: dict(), 'distributed.is_first': lambda c: dict(), 'distributed.join': lambda c: dict(device=torch.device('cpu')),
    'distributed.first_here': lambda c: dict(), 'distributed.leave': lambda c: dict(), 'distributed.first_chance': lambda c: dict(device=torch.device('cpu')),
    'distributed.PartLoader': lambda c: dict(dl=ArrayLoader(c.x, c.y, bs=4), rank=0, world=2), 'distributed.WholeBatch': lambda c: dict(rank=0, world=2),
    'distributed.whole_batch': lambda c: dict(terms=c.terms, n=12, rank=0, parts=lambda t: [t]), 'distributed.any_process': lambda c: dict(flag=True, device=torch.device('cpu')),
    'distributed.WorkerLost': lambda c: dict(reason='It is gone.'), 'distributed.together': lambda c: dict(learn=c.learner()),
    'recording.Say': lambda c: dict(run=c.run), 'recording.Say()': lambda c: dict(self=Say(None), text='a'), 'recording.Say.seconds': lambda c: dict(self=Say(None)),
    'recording.RunLog': lambda c: dict(run=None, say=Say(None)), 'recording.StepBar': lambda c: dict(total=3, shown=False), 'recording.Checkpoints': lambda c: dict(run=None),
    'recording.Checkpoints.check': lambda c: dict(self=Checkpoints(None), loader=ArrayLoader(c.x, c.y, bs=4)),
    'sections.make_learner': lambda c: dict(experiment=c.experiment, model=c.experiment.make_model(), dls=c.data.dataloaders(16)),
    'reports.score_checkpoint': lambda c: dict(experiment=c.experiment, data=c.data, checkpoint=c.checkpoint), 'reports.report_lines': lambda c: dict(report=dict(c.report)),
    'train.finish': lambda c: dict(experiment=c.experiment, run=c.run, data=c.data, say=Say(None), tracker=Trackers([])),
    'reports.draw_pictures': lambda c: dict(experiment=c.experiment, run=c.run, data=c.data, say=Say(None)),
    'sections.objective': lambda c: dict(p=c.experiment.params['loss_params']), 'sections.optimizer_of': lambda c: dict(p=c.experiment.params['optimizer_params']),
    'sections.device_of': lambda c: dict(name='cpu'), 'sections.dataset_of': lambda c: dict(experiment=c.experiment), 'sections.check_levels': lambda c: dict(model=c.model, data=c.data),
    'reports.are_images': lambda c: dict(model=c.model, x=c.x), 'reports.check_report': lambda c: dict(report=dict(c.report)), 'reports.attempt': lambda c: dict(what='this', say=print),
    'reports.checkpoint_to_test': lambda c: dict(run=c.run, say=print), 'reports.picture_paths': lambda c: dict(run=c.run), 'trial.mistakes_before': lambda c: dict(path=c.root),
    'trial.prepare': lambda c: dict(experiment=c.experiment, trial=False),
    'train.train': lambda c: dict(experiment=c.experiment), 'train.resume': lambda c: dict(run=c.run), 'train.evaluate_run': lambda c: dict(run=c.run),
    # Analysis
    'analysis.examples.linear_gaussian': lambda c: dict(weight=draws(3, 2), std=.5), 'analysis.examples.exact_ladder': lambda c: dict(toy=c.toy),
    'analysis.examples.digits_ladder': lambda c: dict(n_steps=2), 'analysis.examples.without_float64': lambda c: dict(model=small_model()),
    'analysis.results.as_pictures': lambda c: dict(x=c.x), 'analysis.results.sheet': lambda c: dict(rows=dict(a=c.x[:3])), 'analysis.results.save_once': lambda c: dict(path=c.new('.txt'), write=lambda p: p.write_text('a')),
    'analysis.samples.reconstruction': lambda c: dict(model=c.model, x=c.x), 'analysis.samples.nearest_images': lambda c: dict(x=c.x, among=c.x),
    'analysis.samples.generation': lambda c: dict(model=c.model, x=c.x, x_train=c.x, n=8, n_nearest=3),
    'analysis.samples.generation of a shape': lambda c: dict(model=c.model, n=8, shape=(1, 4, 4)), 'analysis.samples.Moments': lambda c: dict(n_dims=5),
    'analysis.samples.Moments.add': lambda c: dict(self=c.moments(), x=draws(4, 5)), 'analysis.samples.Moments.squared_norm': lambda c: dict(self=c.moments()),
    'analysis.samples.Moments.std_errors': lambda c: dict(self=c.moments()),
    'analysis.latents.Variance': lambda c: dict(), 'analysis.latents.Variance.add': lambda c: dict(self=Variance(), values=draws(5, 3)),
    'analysis.latents.divergence': lambda c: dict(model=c.model, x=c.x), 'analysis.latents.latent_step': lambda c: dict(model=c.model, x=c.x),
    'analysis.between.interpolation': lambda c: dict(model=c.model, x=c.x[:2], y=c.x[2:4]), 'analysis.between.neighbours': lambda c: dict(model=c.model, x=c.x, labels=c.y, n=2),
    'analysis.between.known_labels': lambda c: dict(labels=c.y), 'analysis.between.extrapolation': lambda c: dict(model=c.sequence, x=c.steps, n_known=2),
    'analysis.probe.level_values': lambda c: dict(model=c.model, x=c.x), 'analysis.probe.accuracy_interval': lambda c: dict(n_right=3, n=10),
    'analysis.probe.decodability': lambda c: dict(model=c.model, x=c.x.repeat(5, 1, 1, 1), y=c.y.repeat(5), n_shuffles=1),
    'analysis.receptive.answers': lambda c: dict(model=c.model, x=c.x, target='z1'), 'analysis.receptive.noise_images': lambda c: dict(n=3, shape=(1, 4, 4), g=c.g()),
    'analysis.receptive.row_correlation': lambda c: dict(a=draws(3, 4), b=draws(4, 3).T), 'analysis.receptive.receptive_fields': lambda c: dict(model=c.model, target='z1', shape=(1, 4, 4), n=200, bs=50),
    'analysis.receptive.field_sheet': lambda c: dict(fields=draws(3, 1, 4, 4)), 'analysis.receptive.ReverseCorrelation': lambda c: dict(),
    'analysis.receptive.gabor_images': lambda c: dict(params=c.results['gabors'].params, size=(8, 8)),
    'analysis.receptive.ReverseCorrelation.add': lambda c: dict(self=c.correlation(), x=draws(20, 5), y=draws(20, 2)), 'analysis.receptive.ReverseCorrelation.covariances': lambda c: dict(self=c.correlation()),
    'analysis.receptive.ReverseCorrelation.fields': lambda c: dict(self=c.correlation()),
    'analysis.mei.UnitOf': lambda c: {'*': ('z1', 0)}, 'analysis.mei.NormOf': lambda c: dict(name='z1'), 'analysis.mei.UnitOf()': lambda c: dict(self=UnitOf('z1', 0), computed=c.computed),
    'analysis.mei.NormOf()': lambda c: dict(self=NormOf('z1'), computed=c.computed), 'analysis.mei.objective_values': lambda c: dict(model=c.model, x=c.x, objective=UnitOf('z1', 0)),
    'analysis.mei.blurred_images': lambda c: dict(x=c.x, sigma=1.), 'analysis.mei.Limits': lambda c: dict(norm=1.), 'analysis.mei.Limits of both': lambda c: dict(norm=1., low=-1., high=1.), 'analysis.mei.Limits.project': lambda c: dict(self=Limits(norm=1.), x=draws(3, 1, 4, 4)),
    'analysis.mei.Limits.radius': lambda c: dict(self=Limits(norm=1.), shape=(1, 4, 4)),
    'analysis.mei.mei_pixels': lambda c: dict(model=c.model, objective=UnitOf('z1', 0), shape=(1, 4, 4), limits=Limits(norm=1.), n_steps=2),
    'analysis.mei.mei_gaussian': lambda c: dict(model=c.model, objective=UnitOf('z1', 0), shape=(1, 4, 4), limits=Limits(norm=1.), n_steps=2),
    'analysis.mei.Affine': lambda c: dict(picture=c.x[0]), 'analysis.mei.Affine.start': lambda c: dict(self=Affine(c.x[0]), n=3, g=c.g()),
    'analysis.mei.Affine()': lambda c: dict(self=Affine(c.x[0]), p=Affine(c.x[0]).start(3, c.g())),
    'analysis.mei.mei_transform': lambda c: dict(model=c.model, objective=UnitOf('z1', 0), transform=Affine(c.x[0]), start=Affine(c.x[0]).start(2, c.g()), limits=Limits(norm=1.), n_steps=2),
    'analysis.tuning.gratings': lambda c: dict(shape=(1, 4, 4), orientation=torch.zeros(2), frequency=torch.ones(2)/4, phase=torch.zeros(2)),
    'analysis.tuning.folded_waves': lambda c: dict(orientation=draws(3), phase=draws(3)), 'analysis.tuning.fit_gabors': lambda c: dict(fields=draws(2, 8, 8), n_steps=3),
    'analysis.tuning.orientation_tuning': lambda c: dict(model=c.model, target='z1', shape=(1, 4, 4), n_orientations=4, n_phases=4),
    'analyze.subject_of': lambda c: dict(model=c.model, data=c.data, params=c.experiment.params['analysis_params']), 'analyze.chosen_tools': lambda c: dict(subject=c.subject()),
    'analyze.results_of': lambda c: dict(name='divergence', subject=c.subject()), 'analyze.index_page': lambda c: dict(title='T', about=dict(a='b'), parts=dict(a='<p>')),
    'analyze.analyze': lambda c: dict(subject=c.subject(), folder=c.new(), title='T', about=dict(a='b')), 'analyze.analyze_run': lambda c: dict(run=c.run),
    # Looking
    'traversal.Traversal': lambda c: dict(model=c.model, x=c.x[:1]), 'traversal.value_limits': lambda c: dict(model=c.model, x=c.x), 'traversal.as_image': lambda c: dict(value=c.x[0]),
    'traversal.as_pixels': lambda c: dict(image=c.x[0], limits=(0., 1.)), 'traversal.drawing': lambda c: dict(model=c.model),
    'traversal.traversal_html': lambda c: dict(model=c.model, x=c.x[:1], n_units=1, n_steps=3), 'traversal.noise_of': lambda c: dict(prior=Normal(LOC, SCALE), value=LOC + .3),
    'traversal.difference_pixels': lambda c: dict(difference=draws(1, 4, 4), most=1.), 'traversal.as_png': lambda c: dict(pixels=np.zeros((4, 4), np.uint8)),
    'traversal.TraversalPage.save': lambda c: dict(self=traversal_html(c.model, c.x[:1], n_units=1, n_steps=3), path=c.new('.html')),
    'traversal.Traversal.start': lambda c: dict(self=c.traversal()), 'traversal.Traversal.move': lambda c: dict(self=c.traversal(), level='z1', unit=0, steps=1.),
    'traversal.Traversal.reset': lambda c: dict(self=c.traversal()), 'traversal.Traversal.prior_of': lambda c: dict(self=c.traversal(), level='z1', values=c.computed),
    'traversal.Traversal.frames': lambda c: dict(self=c.traversal(), level='z1', units=[0], steps=[-1., 1.]), 'traversal.Traversal.level_kls': lambda c: dict(self=c.traversal()),
    'traversal.Traversal.unit_kls': lambda c: dict(self=c.traversal()),
    'widgets.traverse': lambda c: dict(model=c.model, x=c.x[:1]), 'widgets.TraversalWidget': lambda c: dict(traversal=c.traversal()),
    'explore.explore_run': lambda c: dict(folder=c.run.folder), 'explore.explorer_notebook': lambda c: dict(folder=c.run.folder), 'explore.voila_settings': lambda c: dict(port=1234, token='t'),
    'explore.free_port': lambda c: dict(),
    'templates.create': lambda c: dict(kind='model', name=f'n{random.randrange(10**9)}', folder=c.root/'made'), 'templates.kinds': lambda c: dict(),
}
def fitted(c):
    learn = c.learner()
    with learn.no_bar(), learn.no_logging(): learn.fit(1)
    return learn
def standardized_ladder(c): return exact_ladder(c.toy).standardize(draws(20, 6).double())
LINEAR = nn.Linear(2, 3)
OTHER = small_model()
SMALL_EFFICIENT = dict(res=16, input_filters=12,
    up=dict(strides=[1, 2, 4], n_blocks_per_res=[1, 0, 0], filters=[99, 16, 20], mid_filters_ratio=.5, n_layers=[2, 1, 2]),
    down=dict(filters=[16, 12, 12], n_blocks_per_res=[0, 0, 1], latent_variates=[5, 4, 3], mid_filters_ratio=.5))

def with_batch_norm():
    torch.manual_seed(0)
    return hVAE(dict(x=InputBlock(nn.Flatten()), z=TopGenBlock(MLPNet(16, [8], 4), prior_shape=(2,), condition='x'),
                     x_hat=OutputBlock([nn.Linear(2, 8), nn.BatchNorm1d(8), nn.Linear(8, 16), nn.Unflatten(1, (1, 4, 4))], 'z', 'bernoulli')))
def with_gradients():
    net = nn.Linear(2, 3)
    net(torch.ones(4, 2)).sum().backward()
    return list(net.parameters())
def with_average(c):
    average = EMA()
    c.learner(cbs=average)
    return average
def filled(c):
    agent = c.agent()
    return agent,agent.fill(small_model(), '')
def report_of(c): return transfer(small_model(), c.state, [Move(k, k) for k in c.state])
def learner_file(c):
    c.learner().save('mine')
    return 'mine'
def state_of(c):
    learn = c.learner()
    return dict(zip(('learn', 'tensors', 'scalars'), (learn, *training_state(learn))))

# Examples that are refused: what they take is not to be had here
REFUSED = dict.fromkeys([f'migrate.{f}.{what}' for f in ('vdvae', 'nvae', 'efficient_vdvae', 'hvae_oodd') for what in (f'migrate_{f}', f'{f}_hparams', f'{f}_moves')] + [
    'migrate.hvae_oodd.hvae_oodd_model', 'migrate.agent.MigrationAgent.model', 'migrate.agent.MigrationAgent.get_net'],
    'weights of the family') | {'learner.HVAELearner.to_fp16': 'a GPU', 'migrate.efficient_vdvae.efficient_vdvae_cfg': 'a file of the family'}

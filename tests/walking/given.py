"What every public function is called with: right arguments, made of one small world of a model, data, and a run that was trained on it."
import contextlib, copy, io, json, os, random, shutil, tempfile
from pathlib import Path
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import nn
from fastai.data.core import DataLoaders
import hvae
from hvae.all import *
from hvae.analysis.examples import digits_ladder, exact_ladder, linear_gaussian, without_float64
from hvae.analysis.probe import ProbeLabels
from hvae.analysis.tools import Subject
from hvae.distributions import Distribution, Head
from hvae.experiment import Experiment
from hvae.array_files import map_npy
from hvae.arrays import Rows, RowSource, survey
from hvae.budget import Budget
from hvae.on_disk import InLimits
from hvae.reading import PictureReader, find_pictures
from hvae.records import a_count
from hvae.recording import RunPrinter
from hvae.tracking import Tracker, Trackers

TINY = '''"Random dots, and one latent or two."
import numpy as np
import pandas as pd
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

TRACKS = [torch.randn(n, 2, generator=torch.Generator().manual_seed(n)) for n in range(2, 9)]
MIGRATED = TINY[:TINY.index('def model')].replace('data_params ', "migration_params = Hyperparams(path='weights.pt')\ndata_params ") + '''
def model(migration):
    model = hVAE(dict(x=InputBlock(Flatten()), h1=SimpleBlock(MLPNet(16, [8], 8), 'x'), h2=SimpleBlock(MLPNet(8, [8], 8), 'h1'),
                      z2=TopGenBlock(MLPNet(8, [8], 4), prior_shape=(2,), condition='h2'),
                      z1=GenBlock(MLPNet(2, [8], 6), MLPNet(8 + 2, [8], 6), 'z2', 'h1'),
                      x_hat=OutputBlock([MLPNet(3, [8], 16), Unflatten(1, (1, 4, 4))], 'z1', 'bernoulli')))
    return migration.fill(model, '')
'''

def _index_of(c):
    "An index of one shard."
    save_file({'w': torch.ones(2)}, c.root/'shard.safetensors')
    path = c.root/'model.safetensors.index.json'
    path.write_text('{"weight_map": {"w": "shard.safetensors"}}')
    return path

class NoHub:
    "A stand-in for the client of the Hub that takes everything."
    def create_repo(self, **how): pass
    def upload_folder(self, **how): return 'sent'

def _shared(c):
    "A folder with a small model."
    folder = c.root/'shared'
    return folder if folder.exists() else small_model().save_pretrained(folder)

def _npy_of(c):
    "A file of small pictures."
    path = c.root/'rows.npy'
    if not path.exists(): np.save(path, np.random.RandomState(0).randint(0, 256, (60, 1, 4, 4), np.uint8))
    return path

def exported(c):
    "A file that says what it is."
    path = c.root/'exported.pt2'
    if not path.exists(): export(c.model, 'decode', path)
    return path

def told_model():
    "A small model that is told a label, and has learned what stands for none."
    return hVAE(dict(x=InputBlock(nn.Flatten()), y=ContextBlock(nn.Embedding(3, 2), dropout=.1), z=TopGenBlock(nn.Linear(16, 4), (2,), condition='x'),
                     x_hat=OutputBlock(nn.Linear(4, 16), [('z', 'y'), 'concat'], 'bernoulli'))).eval()

def labels_model():
    "A small model whose label is inferred where it is missing."
    return hVAE(dict(x=InputBlock(nn.Flatten()), y=LabelBlock(3, nn.Linear(16, 3), 'x'), z=TopGenBlock(nn.Linear(19, 4), (2,), condition=[('x', 'y'), 'concat']),
                     x_hat=OutputBlock(nn.Linear(5, 16), [('z', 'y'), 'concat'], 'bernoulli'))).eval()

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
            reconstruction=reconstruction(m, x), generation=generation(m, x, x, n=8, shown=Shown(n_nearest=3)), divergence=divergence(m, x),
            latent_step=latent_step(m, x), interpolation=interpolation(m, x[:2], x[2:4]), neighbours=neighbours(m, x, self.y, n=2),
            extrapolation=extrapolation(self.sequence, self.steps, 2),
            decodability=decodability(m, x.repeat(5, 1, 1, 1), self.y.repeat(5), probes=Probes(n_shuffles=1)), similar=representation_similarity(m, x, dict(V1=draws(12, 4))),
            receptive=receptive_fields(m, 'z1', (1, 4, 4), n=200, bs=50), mei=mei_pixels(m, UnitOf('z1', 0), (1, 4, 4), limits, n_steps=2),
            mei_sheet=mei_sheet(m, 'z1', (1, 4, 4), limits, search=Search(n_starts=2, n_steps=2)),
            diverse=diverse_meis(m, UnitOf('z1', 0), (1, 4, 4), limits, 2, search=Search(n_starts=2, n_steps=2)),
            gabors=fit_gabors(torch.stack([field, field.T]), n_steps=3),
            gabor_pairs=fit_gabor_pairs(draws(3, 2, 8, 8), n_steps=3, n_rounds=1), field_sizes=field_sizes(m, ['z1', 'z2'], (1, 4, 4), n=200, bs=50),
            quadratic=quadratic_fields(m, 'z1', (1, 4, 4), n=200, bs=20, search=QuadraticSearch(n_shuffles=2)),
            tuning=orientation_tuning(m, 'z1', (1, 4, 4), GratingStimuli(n_orientations=4, n_phases=4)), **self.of_units(), **self.of_series())

    def of_units(self):
        "A result of every tool that looks at units."
        m,self.many = self.model,self.x.repeat(80//len(self.x) + 1, 1, 1, 1)[:80] + torch.randn(80, 1, 4, 4, generator=torch.Generator().manual_seed(2))*.1
        self.planted = dict(kind=torch.arange(80)%2, size=torch.arange(80)//2%3)
        self.two_kinds = np.stack([v.numpy() for v in self.planted.values()], 1)
        self.codes = np.random.default_rng(0).standard_normal((80, 3))
        self.reading = CodeReading('lasso', n_resamples=2, n_refits=2, n_shuffles=1)
        return dict(
            disentanglement=disentanglement(m, self.many, self.planted, how=self.reading, min_variance=0.),
            sparsity=sparsity(m, self.many, n_resamples=10, min_variance=0.),
            selectivity=selectivity(m, self.many, self.planted['kind'], draws=ClassDraws(19, 10), min_variance=0.),
            variability=response_variability(m, self.x, 10, min_variance=0.),
            contrast=contrast_variability(m, self.x, (.5, 1.), 10, min_variance=0.))

    def drawn_moments(self):
        m = DrawMoments(nonlinearity=torch.relu)
        m.take(Draws(self.codes[None]))
        return m

    def of_series(self):
        "A result of every tool that shows a series of stimuli."
        m = self.model
        return dict(
            statistics=image_statistics(dict(a=draws(3, 1, 8, 8), b=draws(3, 1, 8, 8)), (-1., 1.)), textures=texture_modulation(m, ['z1', 'z2'], few_families()),
            size=size_tuning(m, 'z1', (1, 4, 4), Preferred(**preferences()), (1., 1.5, 2., 2.5, 3.), few_positions()),
            mask=mask_suppression(m, 'z1', (1, 4, 4), Preferred(**preferences()), 2., stimuli=few_positions()),
            contrast_curve=contrast_response(m, 'z1', (1, 4, 4), Preferred(**preferences()), stimuli=few_positions()))

    def loaders(self): return DataLoaders(ArrayLoader(self.x, self.y, bs=4), ArrayLoader(self.x, self.y, bs=6))
    def learner(self, **kwargs): return hvae_learner(self.loaders(), self.fresh(), say=quiet, **kwargs)
    def agent(self): return MigrationAgent(self.state)
    def correlation(self): 
        r = ReverseCorrelation()
        r.add(torch.randn(50, 5, generator=self.g()), torch.randn(50, 2, generator=self.g()))
        return r
    def curvature(self):
        r = QuadraticCorrelation(torch.zeros(5), torch.eye(5))
        r.add(r.products(torch.randn(50, 5, generator=self.g())), torch.randn(50, 2, generator=self.g()))
        return r
    def moments(self):
        m = Moments(5)
        m.add(torch.randn(20, 5, generator=self.g()))
        return m
    def traversal(self): return Traversal(self.model, self.x[:1])
    def stages(self): return Stages((1, 8, 8), [[dict(no=4, stride=2)], [dict(no=4, stride=2)]], [dict(n=2), dict(n=2)])
    def subject(self): return Subject(self.model, self.x, self.y, self.x, 1., self.experiment.params['analysis_params'])

def quiet(*args, **kwargs): pass
def preferences(): return dict(orientation=torch.tensor([0., 1., 2.]), frequency=torch.full((3,), .2), x=torch.zeros(3), y=torch.tensor([0., .5, -.5]))
def one_wave(): return Wave(torch.zeros(3, 1), torch.full((3, 1), .2), torch.tensor([[1., 2.]]), torch.zeros(1), torch.ones(1))
def few_positions(): return ContextStimuli(contrast=1., mean=0., n_phases=3, n_positions=2)
def few_families(): return dict(a=TextureFamily(draws(4, 1, 4, 4), draws(4, 1, 4, 4)), b=TextureFamily(draws(3, 1, 4, 4), draws(3, 1, 4, 4)))
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
    Standardized=(lambda: StandardizedHead('normal', .5, 2.)(draws(4, 4)), LOC),
    Poisson=(lambda: Poisson(LOC), torch.ones(4, 2)), NegativeBinomial=(lambda: NegativeBinomial(LOC, LOC), torch.ones(4, 2)),
    ZeroInflated=(lambda: ZeroInflated(Poisson(LOC), LOC), torch.ones(4, 2)), StudentT=(lambda: StudentT(LOC, SCALE, SCALE + 2), LOC + .3),
    LogNormal=(lambda: LogNormal(LOC, SCALE), SCALE), Mixed=(lambda: Mixed([Normal(LOC[:,:1], SCALE[:,:1]), Poisson(LOC[:,:1])], torch.tensor([1, 0]), list('ab')), torch.ones(4, 2)))

def of_distributions():
    "Examples of the methods of every distribution."
    for name,(make,value) in FAMILY.items():
        at = name
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
    yield 'Beta.log_normaliser',lambda c: dict(self=FAMILY['Beta'][0]())
    for name in ('Poisson', 'NegativeBinomial', 'ZeroInflated'):
        yield f'{name}.draw',lambda c, name=name: dict(self=FAMILY[name][0](), noise=FAMILY[name][0]().noise(c.g()))
    for name in ('Count', 'Mixed'):
        yield f'{name}.scaled',lambda c, name=name: dict(self=FAMILY['Poisson' if name == 'Count' else name][0](), log_size=torch.zeros(4))
    yield 'Mixed.by_column',lambda c: dict(self=FAMILY['Mixed'][0](), values=torch.ones(4, 2))
    yield 'Bernoulli.draw',lambda c: dict(self=FAMILY['Bernoulli'][0](), noise=draws(4, 2))
    for name in ('Categorical', 'OneHotCategorical'):
        yield f'{name}.draw',lambda c, name=name: dict(self=FAMILY[name][0](), noise=FAMILY[name][0]().noise(c.g()))

COLUMNS = dict(a='normal', b='poisson', c='log_normal', d='bernoulli')
PEOPLE = dict(age=[31., 58., 44., 27.]*8, visits=[0, 3, 1, 2]*8, group=['a', 'b', 'c', 'a']*8)

# Heads, with how many channels of parameters four channels of values have, and values in their support
HEADS = dict(
    NormalHead=(lambda: NormalHead(), 8, draws(3, 4)), LaplaceHead=(lambda: LaplaceHead(), 8, draws(3, 4)), LogisticHead=(lambda: LogisticHead(), 8, draws(3, 4)),
    NormalMixtureHead=(lambda: NormalMixtureHead(2), 24, draws(3, 4)), BetaHead=(lambda: BetaHead(), 8, draws(3, 4).sigmoid()),
    BernoulliHead=(lambda: BernoulliHead(), 4, torch.ones(3, 4)), CategoricalHead=(lambda: CategoricalHead(3), 12, torch.ones(3, 4)),
    OneHotCategoricalHead=(lambda: OneHotCategoricalHead(4), 4, torch.eye(4)[:3]),
    DiscretizedLogisticHead=(lambda: DiscretizedLogisticHead(8), 8, torch.ones(3, 4)),
    DiscretizedLogisticMixtureHead=(lambda: DiscretizedLogisticMixtureHead(8, 2), 18, torch.ones(3, 4)),
    CoarseHead=(lambda: CoarseHead(DiscretizedLogisticHead(8), 8), 8, torch.ones(3, 4)),
    StandardizedHead=(lambda: StandardizedHead('normal', .5, 2.), 8, draws(3, 4)), UnitLogisticHead=(lambda: UnitLogisticHead(8), 8, torch.ones(3, 4)),
    PoissonHead=(lambda: PoissonHead(), 4, torch.ones(3, 4)), NegativeBinomialHead=(lambda: NegativeBinomialHead(), 8, torch.ones(3, 4)),
    ZeroInflatedHead=(lambda: ZeroInflatedHead(), 8, torch.ones(3, 4)), StudentTHead=(lambda: StudentTHead(), 12, draws(3, 4)),
    LogNormalHead=(lambda: LogNormalHead(), 8, draws(3, 4).exp()), StandardizedLogHead=(lambda: StandardizedLogHead('log_normal', .5, 2.), 8, draws(3, 4).exp()),
    MixedHead=(lambda: MixedHead(COLUMNS), 6, torch.ones(3, 4)))

def of_heads():
    "Examples of the methods of every head."
    for name,(make,n,x) in HEADS.items():
        at = name
        yield f'{at}()',lambda c, make=make, n=n: dict(self=make(), params=draws(3, n))
        yield f'{at}.check',lambda c, make=make, x=x: dict(self=make(), x=x.clone())
        yield f'{at}.n_outputs',lambda c, make=make: dict(self=make(), n_values=4)
        yield f'{at}.split',lambda c, make=make, n=n: dict(self=make(), params=draws(3, n))

# Layers: arguments, and the shape of an input (or the input)
LAYERS = {
    'Levels': (dict(n_levels=17), (3, 4)), 'Standardize': (dict(mean=.5, std=.5), (3, 4)), 'Residual': (dict(net=nn.Linear(4, 4)), (3, 4)),
    'CausalConv2d': (dict(ni=1, no=2), (3, 1, 5, 5)), 'InputNoise': (dict(std=.1), (3, 4)), 'Slice': (dict(start=0, stop=2), (3, 4)),
    'RandomScale': (dict(), (3, 4)), 'Einsum': (dict(equation='bi,io->bo', sizes=dict(i=4, o=2)), (3, 4)),
    'SpatialBroadcast': (dict(size=4), (3, 2)), 'SpatialBias': (dict(shape=(2, 4, 4)), (3, 2, 4, 4)),
    'ZeroChannels': (dict(no=6), (3, 4)), 'ChannelAffine': (dict(ni=2), (3, 2, 4, 4)), 'FixedScale': (dict(scale=.5), (3, 4)),
    'Constant': (dict(value=1.), (3, 4)),
    'MLPNet': (dict(ni=4, hidden=[8], no=3), (3, 4)), 'ConvNet': (dict(ni=1, channels=[4], no=2), (3, 1, 4, 4)),
    'DeconvNet': (dict(ni=1, channels=[4], no=2), (3, 1, 4, 4)), 'ResidualBottleneck': (dict(ni=8, no=8), (3, 8, 4, 4)), 'RepeatPixels': (dict(scale_factor=2), (3, 1, 4, 4)), 'ImageGELU': (dict(), (3, 1, 4, 4)),
    'BottleneckStack': (dict(ni=8, res=4), (3, 8, 4, 4)),
    'XavierConv2d': (dict(ni=2, no=4), (3, 2, 4, 4)), 'ResidualCell': (dict(ni=4, inside=2), (3, 4, 4, 4)),
    'HalfProjection': (dict(net=nn.Conv2d(2, 2, 1)), (3, 4, 4, 4)), 'CutBits': (dict(bits=5), torch.full((3, 1, 4, 4), 200.)),
    'AutoregressiveConv2d': (dict(ni=2, no=4), (3, 2, 4, 4)), 'AutoregressiveShift': (dict(n_z=2), (3, 2, 4, 4)),
    'WeightNormConv2d': (dict(ni=2, no=4), (3, 2, 4, 4)), 'SqueezeExcite': (dict(ni=4), (3, 4, 4, 4)),
    'FactorizedReduce': (dict(ni=4, no=8), (3, 4, 4, 4)), 'NvaeCell': (dict(ni=4, ops=['res_elu']), (3, 4, 4, 4)),
    'WeightNormLinear': (dict(ni=4, no=2), (3, 4)), 'SameConv2d': (dict(shape=(2, 4, 4), no=3), (3, 2, 4, 4)),
    'AuxResBlock': (dict(shape=(2, 4, 4), no=2), (3, 2, 4, 4)), 'UnitLevels': (dict(n_levels=8), torch.ones(3, 4)), 'PSwish': (dict(), (3, 4)),
}

RULES = dict(AbsolutePosterior=AbsolutePosterior, ResidualPosterior=ResidualPosterior, PrecisionPosterior=PrecisionPosterior, RawPosterior=RawPosterior)

def of_layers():
    "Examples of every layer: made, and applied."
    def apply(name, arguments, x):
        layer = globals()[name](**arguments).eval()
        return {'self': layer, '*': (x.clone() if isinstance(x, torch.Tensor) else draws(*x),)}
    for name,(arguments,x) in LAYERS.items():
        yield name,lambda c, a=arguments: dict(a)
        yield f'{name}()',lambda c, name=name, a=arguments, x=x: apply(name, a, x)

def of_results():
    "Examples of the methods of every result."
    for tool,methods in dict(divergence=('active', 'tables', 'plot', 'figures'), reconstruction=('plot', 'figures'), generation=('plot', 'figures'),
                             latent_step=('plot',), interpolation=('plot',), neighbours=('plot',), extrapolation=('plot', 'figures'), decodability=('plot',), similar=('plot', 'figures'),
                             receptive=('plot', 'plot_convergence', 'figures'), mei=('plot', 'plot_ascent', 'figures'), gabors=('plot',),
                             gabor_pairs=('plot',), field_sizes=('plot', 'tables'), quadratic=('plot', 'plot_spectrum', 'figures', 'tables'),
                             mei_sheet=('plot',), diverse=('plot',),
                             disentanglement=('tables', 'plot', 'figures'), sparsity=('tables', 'plot'),
                             selectivity=('tables', 'plot'), variability=('tables', 'plot', 'figures'), contrast=('plot',),
                             statistics=('plot', 'plot_examples', 'figures'), textures=('plot', 'unit_table', 'differences', 'tables'),
                             size=('plot', 'fits'), mask=('plot', 'tables'), contrast_curve=('plot',),
                             tuning=('plot', 'at_best', 'at_peak')).items():
        cls = dict(receptive='ReceptiveFields', mei='MEI', similar='RepresentationSimilarity', gabors='GaborFits', gabor_pairs='GaborPairs', field_sizes='FieldSizes',
                   mei_sheet='MEISheet', diverse='DiverseMEIs',
                   variability='ResponseVariability', contrast='ContrastVariability',
                   statistics='ImageStatistics', textures='TextureModulation', size='SizeTuning', mask='ContextSuppression',
                   contrast_curve='ContrastResponse',
                   quadratic='QuadraticFields', latent_step='LatentStep').get(tool, tool.capitalize())
        more = dict(active=dict(level='z1'))
        for m in methods:
            if m.startswith('at_'): yield f'{cls}.{m}',lambda c: dict(self=c.results['tuning'], values=c.results['tuning'].strength)
            else: yield f'{cls}.{m}',lambda c, tool=tool, m=m: dict(self=c.results[tool], **more.get(m, {}))
        yield f'{cls}.save',lambda c, tool=tool: dict(self=c.results[tool], folder=c.new())

EXAMPLES = dict([*of_distributions(), *of_heads(), *of_layers(), *of_results()]) | {
    # Beginnings
    'per_example': lambda c: dict(t=draws(4, 3)),
    'bits_per_dim': lambda c: dict(nats=torch.ones(4), n_dims=16),
    'generator': lambda c: dict(seed=0),
    'nearest': lambda c: dict(name='abc', options=['abd']),
    'is_own': lambda c: dict(cls=nn.Linear),
    'register': lambda c: dict(cls=nn.Identity),
    'registered': lambda c: dict(name='Linear'),
    'candidates': lambda c: dict(name='MLPNet'),
    'class_scope': lambda c: dict(module='walk'),
    'classes_of': lambda c: dict(module='walk'),
    'own_classes': lambda c: dict(classes=[nn.Linear]),
    'constructor_args': lambda c: dict(obj=nn.Linear(2, 3)),
    'to_config': lambda c: dict(obj=nn.Linear(2, 3)),
    'from_config': lambda c: dict(config=to_config(nn.Linear(2, 3))),
    'help_text': lambda c: dict(obj=MLPNet),
    'Docstring': lambda c: dict(text='Words.', obj=MLPNet),
    'is_installed': lambda c: dict(cls=nn.Linear),
    'source_digest': lambda c: dict(cls=c.experiment.classes['Own']),
    'LinearGaussian': lambda c: dict(),
    'LinearGaussian.sample': lambda c: dict(self=c.toy, n=3, g=c.g()),
    'LinearGaussian.log_prob': lambda c: dict(self=c.toy, x=draws(4, 6).double()),
    'LinearGaussian.posterior_z2': lambda c: dict(self=c.toy, x=draws(4, 6).double()),
    'LinearGaussian.posterior_z1': lambda c: dict(self=c.toy, x=draws(4, 6).double(), z2=draws(4, 2).double()),
    'LinearGaussian.log_joint': lambda c: dict(self=c.toy, x=draws(4, 6).double(), z1=draws(4, 3).double(), z2=draws(4, 2).double()),
    'bars': lambda c: dict(n=3, g=c.g()),
    'is_running': lambda c: dict(pid=os.getpid()), 'reaches_meta': lambda c: dict(obj=nn.Linear(2, 2)), 'allowance': lambda c: dict(size=1000), 'Budget': lambda c: dict(path=c.root/'set.npz'),
    'count': lambda c: dict(content=dict(a=[1, 2]), budget=Budget(c.root/'set.npz')),
    'whole_file': lambda c: dict(path=c.root/'file.txt'), 'new_file': lambda c: dict(path=c.root/f'{random.random()}.txt'),
    'new_folder': lambda c: dict(folder=c.new(), fill=lambda folder: None),
    'bars_log_prob': lambda c: dict(x=bars(3, g=c.g())[0]),
    'glyphs': lambda c: dict(n=3, g=c.g()),
    'glyphs_log_prob': lambda c: dict(x=glyphs(3, g=c.g())[0]),
    # Distributions
    'LocationScale': lambda c: dict(loc=LOC, scale=SCALE), 'Normal': lambda c: dict(loc=LOC, scale=SCALE),
    'Laplace': lambda c: dict(loc=LOC, scale=SCALE), 'Logistic': lambda c: dict(loc=LOC, scale=SCALE),
    # Signals and volumes
    'axis_names': lambda c: dict(dims=2), 'layer_for': lambda c: dict(kind='Conv', dims=1),
    'DataLook': lambda c: dict(examples='signals', rate=10., unit='mV'), 'DataLook.kind': lambda c: dict(self=DataLook(), x=draws(3, 1, 20)),
    'middle_slices': lambda c: dict(x=draws(2, 1, 4, 5, 6)), 'show_traces': lambda c: dict(x=draws(3, 2, 20), n_cols=2),
    'trace_rows': lambda c: dict(rows=dict(data=draws(3, 1, 20), more=draws(2, 1, 20))), 'show_examples': lambda c: dict(x=draws(3, 1, 20)),
    'trace_pixels': lambda c: dict(x=draws(2, 20), limits=(-1., 1.)), 'electrocardiogram': lambda c: dict(),
    'find_beats': lambda c: dict(x=electrocardiogram()[:3600]), 'Heartbeats': lambda c: dict(),
    'Blobs3d': lambda c: dict(sizes=(6, 3, 3), size=8), 'images_or_signals': lambda c: dict(s=c.subject()),
    'as_head': lambda c: dict(head='normal'), 'LocationScaleHead': lambda c: dict(),
    'NormalHead': lambda c: dict(), 'LaplaceHead': lambda c: dict(), 'LogisticHead': lambda c: dict(),
    'NormalHead.nvae': lambda c: dict(self=NormalHead),
    'LocationScaleHead.read': lambda c: dict(self=NormalHead(), loc=LOC, raw=LOC),
    'NormalMixture': lambda c: dict(MIXED), 'NormalMixtureHead': lambda c: dict(),
    'Beta': lambda c: dict(concentration1=SCALE, concentration0=SCALE), 'BetaHead': lambda c: dict(),
    'unbounded_defaults': lambda c: dict(), 'LocationScaleHead()': lambda c: dict(self=NormalHead(), params=draws(3, 8)),
    'kl_formula': lambda c: {'*': (type('Mine', (Distribution,), {}), Normal)},
    'Bernoulli': lambda c: dict(logits=LOC), 'BernoulliHead': lambda c: dict(),
    'Categorical': lambda c: dict(logits=MIXED['logits']), 'OneHotCategorical': lambda c: dict(logits=MIXED['logits']),
    'CategoricalHead': lambda c: dict(), 'OneHotCategoricalHead': lambda c: dict(),
    'log_mass': lambda c: dict(value=torch.ones(4, 2), loc=LOC, log_scale=-SCALE),
    'DiscretizedLogistic': lambda c: dict(loc=LOC, log_scale=-SCALE), 'DiscretizedLogisticHead': lambda c: dict(),
    'DiscretizedLogisticMixture': lambda c: dict(logits=draws(4, 5, 2), loc=draws(4, 1, 5, 2), log_scale=draws(4, 1, 5, 2)),
    'DiscretizedLogisticMixtureHead': lambda c: dict(), 'CoarseHead': lambda c: dict(head=DiscretizedLogisticHead()),
    'StandardizedHead': lambda c: dict(head='normal', mean=.5, std=2.),
    'require_counts': lambda c: dict(x=torch.ones(3, 4), who='this'), 'require_positive': lambda c: dict(x=torch.ones(3, 4), who='this'),
    'Poisson': lambda c: dict(log_rate=LOC), 'NegativeBinomial': lambda c: dict(log_mean=LOC, log_concentration=LOC),
    'ZeroInflated': lambda c: dict(inner=Poisson(LOC), logits=LOC), 'CountHead': lambda c: dict(), 'PoissonHead': lambda c: dict(),
    'NegativeBinomialHead': lambda c: dict(), 'ZeroInflatedHead': lambda c: dict(head='poisson'), 'ZeroInflatedNegativeBinomialHead': lambda c: dict(),
    'StudentT': lambda c: dict(loc=LOC, scale=SCALE, df=SCALE + 2), 'StudentTHead': lambda c: dict(), 'LogNormal': lambda c: dict(loc=LOC, scale=SCALE),
    'StudentTHead.read': lambda c: dict(self=StudentTHead(4.), **{'*': (LOC, LOC)}), 'LogNormalHead': lambda c: dict(),
    'Mixed': lambda c: dict(parts=[Normal(LOC, SCALE)], order=torch.tensor([1, 0]), names=['a', 'b']), 'MixedHead': lambda c: dict(columns=COLUMNS),
    'StandardizedLogHead': lambda c: dict(head='log_normal', mean=.5, std=2.), 'MixedHead.n_outputs': lambda c: dict(self=MixedHead(COLUMNS), n_values=4),
    'MixedHead.in_logs': lambda c: dict(self=MixedHead(COLUMNS), x=torch.ones(3, 4)),
    **{f'MixedHead.{n}': lambda c: dict(self=MixedHead(COLUMNS), mean=[0., 1., 2., 3.], std=[1., 1., 2., 1.]) for n in ('neutral_scales', 'standardized', 'input_scales')},
    'LogCounts': lambda c: dict(by_total=10.), 'LogCounts()': lambda c: dict(self=LogCounts(), x=torch.ones(3, 4)),
    'RowFeatures': lambda c: dict(head=MixedHead(COLUMNS)), 'RowFeatures()': lambda c: dict(self=RowFeatures(MixedHead(COLUMNS)), x=torch.ones(3, 4)),
    'low_rank_rates': lambda c: dict(n=10, n_columns=5, rank=2, g=c.g()), 'LowRankCounts': lambda c: dict(n=20, n_columns=5, rank=2),
    'LowRankCounts.truth': lambda c: dict(self=LowRankCounts(20, 5, 2), log_rates=LOC), 'LowRankCounts.true_nll': lambda c: dict(self=LowRankCounts(20, 5, 2), part='val'),
    'LowRankCounts.describe': lambda c: dict(self=LowRankCounts(20, 5, 2)), 'fixed_parts': lambda c: dict(n=30),
    'as_frame': lambda c: dict(table=PEOPLE), 'kind_of': lambda c: dict(column=pd.Series(PEOPLE['age'])), 'Table': lambda c: dict(table=PEOPLE),
    'label_notes': lambda c: dict(ys=dict(train=c.y)),
    'Subject.without_labels': lambda c: dict(self=Subject(c.model, c.x, c.y, c.x, 1., Hyperparams()), names={}),
    'Subject.first': lambda c: dict(self=c.subject(), n=3),
    'check_complete': lambda c: dict(frame=pd.DataFrame(PEOPLE), owner='this'), 'Table.codes': lambda c: dict(self=Table(PEOPLE), frame=pd.DataFrame(PEOPLE)),
    'Table.frame': lambda c: dict(self=Table(PEOPLE), x=torch.ones(3, 3)), 'Table.head': lambda c: dict(self=Table(PEOPLE), likelihoods=dict(age='laplace')),
    'Table.describe': lambda c: dict(self=Table(PEOPLE)), 'Table.dataloaders': lambda c: dict(self=Table(PEOPLE), bs=8),
    'clamp_through': lambda c: dict(t=LOC, low=-1., high=1.), 'expose_infinity': lambda c: dict(params=LOC), 'finite_logits': lambda c: dict(t=LOC),
    'cooled_logits': lambda c: dict(logits=LOC, t=.5, dim=1), 'pick_index': lambda c: dict(logits=LOC, noise=draws(4, 2), dim=1),
    'require_levels': lambda c: dict(x=torch.ones(4, 2), n_levels=2, who='this', advice='Round them.'), 'to_level': lambda c: dict(x=LOC, n_levels=8),
    'uniform_like': lambda c: dict(like=LOC, g=c.g()), 'logistic_draw': lambda c: dict(loc=LOC, log_scale=-SCALE, g=c.g()),
    'side_sum': lambda c: dict(z=SCALE, a=SCALE, n=torch.full((4, 2), 5.), weighted=False),
    'channel_scales': lambda c: dict(batches=[draws(5, 2, 3)]),
    'far_channels': lambda c: dict(mean=[0., 1.], std=[1., 2.]), 'far_line': lambda c: dict(mean=[0., 100.], std=[1., 2.]),
    'moved_line': lambda c: dict(batches=[draws(5, 2, 3)], mean=[0., 1.], std=[1., 2.]),
    # The objective
    'nll': lambda c: dict(likelihood=Normal(LOC, SCALE), x=LOC + .3),
    'kl_of': lambda c: dict(prior=c.normal, posterior=Normal(LOC, SCALE)),
    'kl_terms': lambda c: dict(name='z1', prior=c.normal, posterior=Normal(LOC, SCALE)),
    'elbo_terms': lambda c: dict(distributions=c.distributions, x=c.x, computed=c.computed),
    'elbo': lambda c: dict(terms=c.terms),
    'log_weight': lambda c: dict(computed=c.computed, distributions=c.distributions, x=c.x),
    'iw_bound': lambda c: dict(log_weights=draws(5, 4)),
    'nvae_balance': lambda c: dict(kls=draws(3, 4).exp(), levels=dict(a=(2, 4, 4), b=(2, 4, 4), c=(2, 8, 8))),
    'efficient_vdvae_balance': lambda c: dict(kls=draws(3, 4).exp(), levels=dict(a=(2, 4, 4), b=(2, 4, 4), c=(2, 8, 8))),
    'ElboLoss': lambda c: dict(),
    'ElboLoss()': lambda c: dict(self=ElboLoss(free_nats=.1), terms=c.terms),
    
    # Nets
    'unsized': lambda c: dict(module=nn.Linear(2, 3)), 'scale_init': lambda c: dict(module=nn.Linear(2, 3), factor=.5),
    'padded_conv': lambda c: dict(ni=1, no=2), 'as_net': lambda c: dict(net=[nn.Linear(2, 3), nn.ReLU()]),
    'nvae_op': lambda c: dict(name='res_elu', ni=4, no=4), 'nvae_ops': lambda c: dict(arch='res_mbconv'),
    'nvae_groups': lambda c: dict(n_scales=2, n_groups=4), 'SpectralNorms': lambda c: dict(),
    'SpectralNorms()': lambda c: dict(self=SpectralNorms(), model=nn.Conv2d(2, 2, 3)),
    'batch_norm_scales': lambda c: dict(model=nn.BatchNorm2d(2)),
    'weight_matrices': lambda c: dict(model=nn.Conv2d(2, 2, 3)),
    'levels_input': lambda c: dict(n_levels=8), 'levels_head': lambda c: dict(n_levels=8), 'unbounded': lambda c: {'head': NormalHead},
    'flat_output': lambda c: dict(net=[nn.Linear(2, 8)], ni=8, shape=(1, 4, 4), n_levels=8), 'with_presets': lambda c: dict(presets=dict(small=dict(n=2))),
    'resized_shape': lambda c: dict(shape=(2, 4, 4), no=3, stride=2, transposed=False, who='this'),
    'Stages.stack': lambda c: dict(self=c.stages(), shape=(2, 4, 4), specs=[dict(no=4)], in_residual=False), 'Stages.source': lambda c: dict(self=c.stages(), i=1),
    'init_from_data': lambda c: dict(model=WeightNormLinear(4, 2), x=draws(20, 4)),
    'StackBlock': lambda c: dict(nets=[nn.Linear(4, 4)], input_id='x'),
    'Stages': lambda c: dict(shape=(1, 8, 8), stages=[[dict(no=4, stride=2)]], latents=[dict(n=2)]),
    'vae_stages': lambda c: dict(stages=c.stages()), 'ladder_stages': lambda c: dict(stages=c.stages()), 'biva_stages': lambda c: dict(stages=c.stages()),
    'Stages.up': lambda c: dict(self=c.stages(), i=0, input_id='x'), 'Stages.latent_shape': lambda c: dict(self=c.stages(), i=0),
    'Stages.reading': lambda c: dict(self=c.stages(), i=0), 'Stages.projection': lambda c: dict(self=c.stages(), i=0),
    'Stages.top_latent': lambda c: dict(self=c.stages(), condition='d'), 'Stages.merge': lambda c: dict(self=c.stages(), i=0, input_id='x'),
    'Stages.down': lambda c: dict(self=c.stages(), i=0, latents=['z1']),
    'UnitLogisticHead': lambda c: dict(),
    # Blocks and the graph
    'InputPipeline': lambda c: dict(recipe=[('a', 'b'), 'concat']),
    
    'InputBlock': lambda c: dict(net=nn.Flatten()),
    'SimpleBlock': lambda c: dict(net=nn.Linear(2, 3), input_id='x'),
    'DualInputBlock': lambda c: dict(net=nn.Bilinear(2, 2, 3), input_ids=['a', 'b']),
    'TopSimpleBlock': lambda c: dict(net=nn.Linear(2, 3), prior_shape=(2,)),
    'as_posterior_rule': lambda c: dict(posterior='residual'),
    'autoregressive_mask': lambda c: dict(shape=(4, 2, 3, 3)), 'FlowPosterior': lambda c: dict(n_z=2, rule='raw'),
    **{f'Flowed.{what}': (lambda c, more=more: dict(self=Flowed(Normal(torch.zeros(3, 2, 4, 4), torch.ones(3, 2, 4, 4)), []), **more))
       for what,more in dict(rsample={}, log_prob=dict(value=torch.zeros(3, 2, 4, 4)), tempered=dict(t=.5)).items()},
    'FlowPosterior()': lambda c: dict(self=FlowPosterior(2), prior=Normal(torch.zeros(3, 2, 4, 4), torch.ones(3, 2, 4, 4)), read=Normal(torch.zeros(3, 2, 4, 4), torch.ones(3, 2, 4, 4))),
    'Flowed': lambda c: dict(base=Normal(torch.zeros(3, 2, 4, 4), torch.ones(3, 2, 4, 4)), steps=[]),
    **{name: (lambda c: dict()) for name in RULES},
    **{f'{name}()': (lambda c, rule=rule: dict(self=rule(), prior=c.normal, read=Normal(LOC, SCALE))) for name,rule in RULES.items() if rule is not RawPosterior},
    'check_posterior': lambda c: dict(how='absolute'),
    'merge_posterior': lambda c: dict(prior=c.normal, read=c.normal, how='residual'),
    'GenBlock': lambda c: dict(prior_net=nn.Linear(2, 4), posterior_net=nn.Linear(5, 4), input_id='z2', condition='h1'),
    'TopGenBlock': lambda c: dict(net=nn.Linear(3, 4), prior_shape=(2,), condition='h2'),
    'SimpleGenBlock': lambda c: dict(net=nn.Linear(3, 4), input_id='z2'),
    'BottomUpBlock': lambda c: dict(net=nn.Linear(3, 4), input_id='x'),
    'BottomUpGenBlock': lambda c: dict(prior_net=nn.Linear(3, 4), input_id='z2', drawn='up'),
    'OutputBlock': lambda c: dict(net=nn.Linear(3, 4), input_id='z1', output_distribution='normal'),
    'ResidualGenBlock': lambda c: dict(prior_net=nn.Linear(2, 6), posterior_net=nn.Linear(4, 4), z_projection=nn.Linear(2, 2), input_id='a', condition='b'),
    'evaluating': lambda c: dict(model=c.model), 'check_finite': lambda c: dict(x=draws(3, 4)), 'check_weights': lambda c: dict(model=c.model),
    'svg_of': lambda c: dict(model=c.model),
    'hVAE': lambda c: dict(blocks=dict(small_model().blocks.items())),
    'OneHot': lambda c: dict(n_classes=3), 'OneHot()': lambda c: dict(self=OneHot(3), y=torch.tensor([0, 2])), 'n_classes_of': lambda c: dict(net=OneHot(3)),
    'ContextBlock': lambda c: dict(net=nn.Embedding(3, 2)),
    'LabelBlock': lambda c: dict(n_classes=3, net=nn.Linear(4, 3), condition='h', prior=[.5, .3, .2]),
    'hVAE.label_probabilities': lambda c: dict(self=labels_model(), x=c.x), 'label_blocks': lambda c: dict(model=labels_model()),
    'label_accuracy': lambda c: dict(probabilities=torch.eye(3), labels=torch.tensor([0, 2, -1])),
    'few_labels': lambda c: dict(y=torch.arange(12)%3, n=6), 'DataSet.keep_labels': lambda c: dict(self=copy.copy(c.data), n=6),
    'score_labels': lambda c: dict(model=labels_model(), data=c.data, names={'y': 'label'}), 'LabelAccuracy': lambda c: dict(label='y'),
    'labels_known': lambda c: dict(model=labels_model(), given={'y': torch.tensor([0, -1])}), 'labels_line': lambda c: dict(known={'y': (1, 2)}),
    'label_metrics': lambda c: dict(model=labels_model(), loader=ArrayLoader(c.x, c.y, bs=4, context={'y': c.y})),
    
    'hVAE.sample_guided': lambda c: dict(self=told_model(), n=2, context={'y': 1}), 'hVAE.told': lambda c: dict(self=told_model(), context={'y': 1}),
    'label_images': lambda c: dict(model=told_model(), n=2, shape=(1, 4, 4)), 'DataSet.given': lambda c: dict(self=c.data, part='val', context={'y': 'label'}),
    'context_in': lambda c: dict(batch=(c.x, {'y': c.y})), 'first_context': lambda c: dict(loader=ArrayLoader(c.x, c.y, bs=4, context={'y': c.y})),
    'told_at': lambda c: dict(model=told_model(), data=c.data, names={'y': 'label'}, context={'y': 1}),
    'first_parts': lambda c: dict(loader=ArrayLoader(c.x, c.y, bs=4, context={'observed': c.x > .5})),
    'compress': lambda c: dict(model=c.model, x=c.x), 'decompress': lambda c: dict(model=c.model, data=compress(c.model, c.x)),
    'compressed_header': lambda c: dict(data=compress(c.model, c.x)), 'model_checksum': lambda c: dict(model=c.model),
    'ModelProgram': lambda c: dict(model=c.model, what='encode'), 'program_inputs': lambda c: dict(program=ModelProgram(c.model, 'encode'), x=c.x),
    'export': lambda c: dict(model=c.model, program='decode', file=c.root/f'{random.randrange(10**12)}.pt2'), 'export_header': lambda c: dict(file=exported(c)),
    'only_for_python': lambda c: dict(name='size_tuning'),
    'psnr': lambda c: dict(x=c.x, y=1 - c.x, max_val=1.), 'lpips_distance': lambda c: dict(x=c.x, y=1 - c.x, limits=(0., 1.), net=lambda a, b: (a - b).abs().mean((1, 2, 3))),
    'features_of': lambda c: dict(x=c.x, function=lambda t: t.flatten(1)), 'frechet_distance': lambda c: dict(a=draws(12, 3), b=draws(9, 3)),
    'kernel_distance': lambda c: dict(a=draws(12, 3), b=draws(9, 3)), 'fid': lambda c: dict(x=c.x, y=1 - c.x, function=lambda t: t.flatten(1), features='pixels'),
    'kid': lambda c: dict(x=c.x, y=1 - c.x, function=lambda t: t.flatten(1), features='pixels', n_subsets=2),
    'check_examples': lambda c: dict(model=c.model, x=c.x), 'check_examples of sequences': lambda c: dict(model=c.sequence, x=c.steps), 'shape_of_examples': lambda c: dict(model=c.model),
    'write_parquet': lambda c: dict(table=pd.DataFrame(dict(a=[1., 2.])), path=c.root/f'{random.randrange(10**12)}.parquet'),
    'unit_columns': lambda c: dict(name='z', shape=(2, 2)), 'encode_rows': lambda c: dict(model=c.model, x=c.x),
    'latent_frame': lambda c: dict(encoded=encode_rows(c.model, c.x)), 'write_encoded': lambda c: dict(encoded=encode_rows(c.model, c.x), path=c.root/f'{random.randrange(10**12)}.csv'),
    'sample_rows': lambda c: dict(model=c.model, n=3), 'reconstruct_rows': lambda c: dict(model=c.model, x=c.x),
    'picture_bytes': lambda c: dict(x=c.x, limits=(0., 1.)), 'contact_sheet': lambda c: dict(pixels=np.zeros((3, 4, 4), np.uint8)),
    'write_values': lambda c: dict(x=np.zeros((2, 3), np.float32), path=c.root/f'{random.randrange(10**12)}.csv'),
    'impute': lambda c: dict(model=c.model, x=c.x, observed=c.x > .5, n_samples=2, n_steps=3),
    'Noisy': lambda c: dict(sd=.5), 'Pooled': lambda c: dict(size=2), 'Pooled.pool': lambda c: dict(self=Pooled(2), x=c.x), 'Masked': lambda c: dict(observed=c.x > .5),
    'fill_missing': lambda c: dict(x=c.x, observed=c.x > .5), 'masked_data': lambda c: dict(model=c.model, x=c.x, context=None, observed=c.x > .5),
    'n_observed': lambda c: dict(x=c.x, rows={'observed': c.x > .5}), 'nats_of_observed': lambda c: dict(nats=draws(12).double(), rows={'observed': c.x > .5}),
    'evaluate of what was observed': lambda c: dict(model=c.model, x=c.x, n_samples=2, observed=c.x > .5),
    'SubGraph': lambda c: dict(blocks=dict(a=InputBlock(), b=SimpleBlock(nn.Linear(2, 3), 'a'))),
    'SubGraph()': lambda c: {'self': SubGraph(dict(x=InputBlock(), b=SimpleBlock(LINEAR, 'x'))), '*': (draws(3, 2),)},
    'GraphPart()': lambda c: dict(self=c.model.encoder, x=c.x),
    'hVAE()': lambda c: dict(self=c.model, x=c.x, noise=c.noise),
    'hVAE.noise_shapes': lambda c: dict(self=c.model, x=c.x),
    'hVAE.elbo_terms': lambda c: dict(self=c.model, x=c.x, noise=c.noise),
    'hVAE.encode': lambda c: dict(self=c.model, x=c.x),
    'hVAE.decode': lambda c: dict(self=c.model, latents=c.model.encode(c.x)),
    'hVAE.reconstruct': lambda c: dict(self=c.model, x=c.x),
    'hVAE.sample_from_prior': lambda c: dict(self=c.model, n=3),
    'hVAE.sample_from_prior with noise': lambda c: dict(self=c.model, n=12, noise=c.noise),
    'hVAE.check_data': lambda c: dict(self=c.model, x=c.x),
    'hVAE.standardize': lambda c: dict(self=exact_ladder(c.toy), x=draws(20, 6).double()),
    'hVAE.standardize_as': lambda c: dict(self=exact_ladder(c.toy), other=exact_ladder(c.toy)),
    'hVAE.update': lambda c: dict(self=c.model, computed=c.computed, z2=c.computed['z2'] + 1),
    'freeze_parts': lambda c: dict(blocks=c.fresh().blocks, patterns=['h1']), 'hVAE.freeze': lambda c: {'self': c.fresh(), '*': ('h1',)}, 'hVAE.unfreeze': lambda c: {'self': c.fresh(), '*': ('h1',)},
    'hVAE.summary': lambda c: dict(self=c.model, x=c.x), 'hVAE.draw': lambda c: dict(self=c.model, x=c.x),
    'PreviousBlock': lambda c: dict(of='z', prior_shape=(2,)),
    'as_lengths': lambda c: dict(lengths=[2, 1], n=2, n_steps=3), 'pad_steps': lambda c: dict(sequences=[torch.ones(2, 3), torch.ones(1, 3)]),
    'unpad_steps': lambda c: dict(x=torch.ones(2, 3, 1), lengths=[2, 1]), 'as_sequences': lambda c: dict(x=[np.ones((2, 3)), np.ones((1, 3))], name='x'),
    'Ragged': lambda c: dict(x_train=TRACKS), 'Ragged.given': lambda c: dict(self=Ragged(TRACKS), part='test'), 'Ragged.describe': lambda c: dict(self=Ragged(TRACKS)),
    'Ragged.steps_in': lambda c: dict(self=Ragged(TRACKS), part='test'), 'Ragged.get_train_loader': lambda c: dict(self=Ragged(TRACKS), bs=2),
    'BucketLoader': lambda c: dict(x=torch.ones(4, 3, 1), y=torch.zeros(4), bs=2, context=dict(lengths=torch.tensor([1, 2, 3, 3]))),
    'BitsMean': lambda c: dict(n_dims=6, n_steps=3), 'nats_by_step': lambda c: dict(model=c.sequence, x=c.steps), 'NatsByStep.plot': lambda c: dict(self=nats_by_step(c.sequence, c.steps)),
    'hVAESequence': lambda c: dict(step=small_sequence().step),
    'hVAESequence()': lambda c: dict(self=c.sequence, x=c.steps, noise=c.step_noise),
    'hVAESequence.sample_from_prior': lambda c: dict(self=c.sequence, n=6, n_steps=4, noise=c.step_noise),
    'hVAESequence.extrapolate': lambda c: dict(self=c.sequence, x=c.steps, n_steps=2, use_mean=True),
    'hVAESequence.elbo_terms': lambda c: dict(self=c.sequence, x=c.steps, noise=c.step_noise),
    'hVAESequence.encode': lambda c: dict(self=c.sequence, x=c.steps), 'hVAESequence.reconstruct': lambda c: dict(self=c.sequence, x=c.steps),
    'hVAESequence.decode': lambda c: dict(self=c.sequence, latents=c.sequence.encode(c.steps)),
    'hVAESequence.summary': lambda c: dict(self=c.sequence, x=c.steps), 'hVAESequence.draw': lambda c: dict(self=c.sequence, x=c.steps),
    'hVAESequence.noise_shapes': lambda c: dict(self=c.sequence, x=c.steps), 'hVAESequence.check_data': lambda c: dict(self=c.sequence, x=c.steps),
    'hVAESequence.standardize': lambda c: dict(self=small_sequence(), x=c.steps), 'hVAESequence.standardize_as': lambda c: dict(self=small_sequence(), other=small_sequence()),
    'hVAESequence.freeze': lambda c: {'self': small_sequence(), '*': ('z',)}, 'hVAESequence.unfreeze': lambda c: {'self': small_sequence(), '*': ('z',)},
    # Numbers about models
    'batches': lambda c: dict(x=c.x, bs=5),
    'dataset_terms': lambda c: dict(model=c.model, x=c.x), 'dataset_terms of sequences': lambda c: dict(model=c.sequence, x=c.steps),
    'log_weights': lambda c: dict(model=c.model, x=c.x, n_samples=3, g=c.g()),
    'log_weights_above': lambda c: dict(model=c.model, x=c.x, k=1, n_samples=3, g=c.g()), 'compressed_bits': lambda c: dict(x=c.x, n_levels=2),
    'scores': lambda c: dict(model=c.model, x=c.x, K=2, typical=-10.), 'scores of sequences': lambda c: dict(model=c.sequence, x=c.steps, K=2),
    'auroc': lambda c: dict(inside=[1., 2., 3.], outside=[2., 4.]), 'detection_metrics': lambda c: dict(inside=[1., 2., 3.], outside=[2., 4.]),
    'Auroc': lambda c: dict(value=.9, low=.8, high=.95, se=.02), 'Scores': lambda c: dict(frame=pd.DataFrame(dict(nelbo=[1., 2.])), about='nats', left_out={}),
    'detection_table': lambda c: dict(inside=scores(c.model, c.x, 'nelbo'), outside=scores(c.model, 1 - c.x, 'nelbo')),
    'ssim': lambda c: dict(x=c.x.repeat(1, 1, 3, 3), y=1 - c.x.repeat(1, 1, 3, 3)/2, max_val=1.),
    'reconstruction_scores': lambda c: dict(model=c.model, x=c.x, max_val=1.),
    'evaluate': lambda c: dict(model=c.model, x=c.x, n_samples=2), 'evaluate of sequences': lambda c: dict(model=c.sequence, x=c.steps, n_samples=2),
    'compare': lambda c: dict(model_a=c.model, model_b=OTHER, x=c.x),
    'pixel_baseline': lambda c: dict(x_train=c.x, x_test=c.x, n_levels=2),
    'reestimate_batch_norm': lambda c: dict(model=with_batch_norm(), n=4, n_batches=2),
    'init_by_data': lambda c: dict(model=small_model(), x=c.x),
    'vae': lambda c: dict(shape=(1, 4, 4), hidden=8, n_latents=2),
    'ladder_vae': lambda c: dict(shape=(1, 4, 4), widths=(8, 4), n_latents=(2, 2)),
    'biva': lambda c: dict(shape=(1, 8, 8), stages=[[(4, 3, 2)], [(4, 3, 2)]], n_latents=[2, 2]),
    'tdvae': lambda c: dict(shape=(1, 4, 4), n_z1=4, n_z2=2, hidden=8, z2_hidden=(4,)),
    'vdvae': lambda c: dict(enc_blocks='4x1,4d4,1x1', dec_blocks='1x1,4m1,4x1', width=8, zdim=2, image_size=4, num_mixtures=2),
    'vdvae_layers': lambda c: dict(text='4x1,4d4,1x1', mark='d'),
    'nvae': lambda c: dict(size=28, pad=2, colours=1, bits=1, scales=2, groups=2, n_z=3, width=4, halvings=1, n_pre=1, n_post=1),
    'efficient_vdvae': lambda c: dict(SMALL_EFFICIENT),
    # Data
    'whole_number': lambda c: dict(value=3, name='n'), 'as_array': lambda c: dict(x=np.arange(6.)), 'blocks': lambda c: dict(x=np.zeros((5, 3))),
    'digest': lambda c: {'*': (np.arange(3),)}, 'stored_type': lambda c: dict(dtype=np.dtype('float64')),
    'rows_of': lambda c: dict(x=np.arange(12.).reshape(6, 2), numbers=np.array([1, 3])), 'as_tensor': lambda c: dict(x=np.arange(6.)),
    'Rows': lambda c: dict(source=np.arange(12.).reshape(6, 2)), 'survey': lambda c: dict(x=np.arange(6.)),
    **{f'Rows.{m}': (lambda c: dict(self=Rows(np.arange(12.).reshape(6, 2)))) for m in ('raw', 'read', 'numpy', 'tolist')},
    'Rows.pick': lambda c: dict(self=Rows(np.arange(12.).reshape(6, 2)), which=np.array([1, 3])),
    'unfit': lambda c: dict(s=survey(np.arange(6.))),
    'data_and_labels': lambda c: dict(batch=(c.x, c.y)), 'first_batch': lambda c: dict(loader=ArrayLoader(c.x, c.y, bs=4)),
    'check_loaders': lambda c: dict(dls=c.loaders()), 'in_order': lambda c: dict(loader=ArrayLoader(c.x, c.y, bs=4)),
    'ArrayLoader': lambda c: dict(x=c.x, y=c.y), 'ArrayLoader.resume': lambda c: dict(self=ArrayLoader(c.x, c.y, bs=4), epoch_seed=0, n_done=1),
    'ArrayLoader.new': lambda c: dict(self=ArrayLoader(c.x, c.y, bs=4)), 'ArrayLoader.show_batch': lambda c: dict(self=ArrayLoader(c.x, c.y, bs=4)),
    'as_labels': lambda c: dict(y=np.arange(3), n=3, part='training', owner='Mine'),
    'named_parts': lambda c: dict(parts=[1, 2, 3], owner='Mine'), 'find_conversion': lambda c: dict(name='static'),
    'convert_images': lambda c: dict(x=c.x, conversion='static', n_levels=2, g=c.g()), 'batch_conversion': lambda c: dict(conversion='static', n_levels=2),
    'Augmentation': lambda c: dict(steps=['flip', ('shift', dict(pixels=1))], shape=(1, 4, 4), n_levels=2),
    'augment_line': lambda c: dict(changes=['flip', ('shift', dict(pixels=1))]), 
    'Digits': lambda c: dict(), 'get_dataset': lambda c: dict(dataset='digits'), 'show_images': lambda c: dict(x=c.x),
    'memory_map': lambda c: dict(x=np.arange(3.)), 'looked_at': lambda c: dict(x=c.x), 'examples_first': lambda c: dict(x=c.x, name='x'),
    'RowSource': lambda c: dict(), 'InLimits': lambda c: dict(owner='x'), 'map_npy': lambda c: dict(path=_npy_of(c)),
    'open_stored': lambda c: dict(where=_npy_of(c)), 'window_of': lambda c: dict(x=c.x, bs=4), 'order_of': lambda c: dict(x=c.x, window=4, g=c.g()),
    'Ahead': lambda c: dict(rows=[Rows(np.load(_npy_of(c), mmap_mode='r'))]), 'Ahead.close': lambda c: dict(self=Ahead([Rows(np.load(_npy_of(c), mmap_mode='r'))])),
    'processes_for': lambda c: dict(parts=[c.x], n_workers=0, owner='Mine'),
    
    'parts_by_blocks': lambda c: dict(n=50), 'checksum_of': lambda c: dict(), 'OnDisk': lambda c: dict(x_train=_npy_of(c), n_levels=256),
    'PictureRows': lambda c: dict(paths=find_pictures(c.root/'pictures')[0], reader=PictureReader(n_channels=1)),
    'lazy_pictures': lambda c: dict(parts=[find_pictures(c.root/'pictures')[0]], reader=PictureReader(n_channels=1)),
    'DataSet.describe': lambda c: dict(self=c.data), 'DataSet.dataloaders': lambda c: dict(self=c.data),
    **{f'DataSet.get_{part}_loader': (lambda c: dict(self=c.data, bs=5)) for part in ('train', 'val', 'test')},
    'Patches': lambda c: dict(sizes=(20, 5, 5)), 'Scenes': lambda c: dict(size=8, sizes=(20, 9, 9), names=['chelsea', 'brick']),
    'photograph': lambda c: dict(name='chelsea'), 'whitened': lambda c: dict(photo=np.random.RandomState(0).rand(40, 50)),
    'MNIST': lambda c: dict(folder=c.root/'set.npz', n_val=5, checksum=c.checksums['set']), 'FashionMNIST': lambda c: dict(folder=c.root/'set.npz', n_val=5, checksum=c.checksums['set']),
    'CIFAR10': lambda c: dict(folder=c.root/'colours.npz', n_val=5, checksum=c.checksums['colours']),
    'ImageFolder': lambda c: dict(folder=c.root/'pictures', n_channels=1), 'ImageFolder.describe': lambda c: dict(self=ImageFolder(c.root/'pictures', n_channels=1)), 'Arrays': lambda c: dict(x_train=c.x, y_train=c.y),
    'subplots': lambda c: dict(), 'as_images': lambda c: dict(x=c.x), 'depth_images': lambda c: dict(model=c.model, x=c.x[:3]),
    'temperature_images': lambda c: dict(model=c.model, n=2), 'show_rows': lambda c: dict(rows=dict(a=c.x[:3]), vmax=1.),
    'show_kl': lambda c: dict(rows=[{'epoch': 1, 'kl/z1': 1.}, {'epoch': 2, 'kl/z1': 2.}]),
    'save_picture': lambda c: dict(fig=plt.figure(), path=c.new('.png')),
    'shown': lambda c: dict(path=c.root), 'folder_of': lambda c: dict(folder=c.root, name='a folder'), 'open_file': lambda c: dict(path=c.root/'bytes.idx'),
    'read_idx': lambda c: dict(path=c.root/'bytes.idx', n_dims=2), 'read_npz': lambda c: dict(path=c.root/'set.npz'),
    'find_pictures': lambda c: dict(folder=c.root/'pictures'), 'left_out': lambda c: dict(others=[c.root/'a.txt']), 'PictureReader': lambda c: dict(),
    'PictureReader.read_noting': lambda c: dict(self=PictureReader(), paths=[c.root/'pictures'/'a'/'1.png']), 'size_pair': lambda c: dict(size=(4, 6), name='size'),
    'centred': lambda c: dict(x=np.zeros((2, 4, 6)), size=(3, 8)), 'layer_strings': lambda c: dict(size=(8, 12), halvings=1, n_up=1, n_down=1),
    'Frame': lambda c: dict(size=(5, 7), pad='auto', multiple=4), 'PictureReader.read': lambda c: dict(self=PictureReader(), paths=[c.root/'pictures'/'a'/'1.png']),
    'PictureReader.read_folder': lambda c: dict(self=PictureReader(), folder=c.root/'pictures'),
    'open_archive': lambda c: dict(file=open(c.root/'set.npz', 'rb'), budget=Budget(c.root/'set.npz')),
    'read_small': lambda c: dict(path=c.run.folder/'run.json'), 'misfit': lambda c: dict(value=3, form=a_count), 'is_file_name': lambda c: dict(value='a'), 'text_sum': lambda c: dict(text='a'), 'record_sum': lambda c: dict(content=dict(a=1)),
    'write_record': lambda c: dict(path=c.new('.json'), content=dict(a=1)), 'read_json': lambda c: dict(path=c.run.folder/'test.json'),
    'read_record': lambda c: dict(path=c.run.folder/'test.json', form={}), 'write_new': lambda c: dict(path=c.new('.txt'), text='a'),
    'only_one': lambda c: dict(path=c.new('.lock'), what='this'),
    # Files of models
    'save_model': lambda c: dict(model=c.model, folder=c.new()), 'load_model': lambda c: dict(folder=c.saved),
    'load_training': lambda c: dict(folder=checkpoint_of(c.run.folder, 'last')), 'write_whole': lambda c: dict(path=c.new('.txt'), text='a'),
    'whole_folder': lambda c: dict(folder=c.new()), 'check_saveable': lambda c: dict(model=c.model), 'defaults_of': lambda c: dict(folder=c.saved),
    'Content': lambda c: dict(content=dict(c.state), path=c.root/'weights.pt'), 'as_torch_weights': lambda c: dict(weights=c.state), 'moves_for': lambda c: dict(weights=c.state, moves=[], ignore={}),
    'Placeholder': lambda c: {}, 'placeholders': lambda c: dict(names=['project.Config']), 'is_sharded': lambda c: dict(path='model.safetensors'),
    'check_new': lambda c: dict(path=c.root/'not_there.npz'), 'sharded_file': lambda c: dict(path=_index_of(c), read=load_file), 'with_shared': lambda c: dict(tensors=dict(w=torch.ones(2)), metadata=dict(tied='w')),
    'hVAESequence.from_pretrained': lambda c: dict(self=hVAESequence, source=c.sequence.save_pretrained(c.root/f'shared{random.random()}')),
    'hVAESequence.save_pretrained': lambda c: dict(self=c.sequence, folder=c.root/f'shared{random.random()}'),
    'hVAESequence.push_to_hub': lambda c: dict(self=c.sequence, repo_id='me/dots', api=NoHub()),
    'model_card': lambda c: dict(model=small_model(), name='dots'), 'hVAE.save_pretrained': lambda c: dict(self=small_model(), folder=c.root/f'shared{random.random()}'),
    'load_pretrained': lambda c: dict(source=_shared(c)), 'hVAE.from_pretrained': lambda c: dict(self=hVAE, source=_shared(c)), 'pretrained': lambda c: dict(name='digits_ladder'),
    'hVAE.push_to_hub': lambda c: dict(self=small_model(), repo_id='me/dots', api=NoHub()), 'list_pretrained': lambda c: {},
    'weights_below': lambda c: dict(weights={'net.w': torch.ones(2)}, prefix='net'),
    'ema_weights': lambda c: dict(weights={'model.a.w': torch.ones(2), 'model_ema.aw': torch.zeros(2)}),
    'read_content': lambda c: dict(path=c.root/'weights.pt'), 'state_dicts': lambda c: dict(content=c.state),
    'read_weights': lambda c: dict(source=c.root/'weights.pt'), 'Move': lambda c: dict(target='a', source='b'),
    'Move()': lambda c: dict(self=Move('a', 'b'), foreign=dict(b=torch.ones(2))),
    'transfer': lambda c: dict(model=small_model(), foreign=c.state, moves=[Move(k, k) for k in c.state]),
    'Report.save': lambda c: dict(self=report_of(c), path=c.new('.csv')), 'Report.table': lambda c: dict(self=report_of(c)),
    'forget_family': lambda c: dict(name='nobody'),
    'relative_error': lambda c: dict(ours=LOC, theirs=LOC + .1), 'Comparison': lambda c: dict(wanted=dict(a=LOC)),
    'family': lambda c: dict(name=f'family{random.random()}'), 'migrate_family': lambda c: dict(name='vdvae'),
    'migrate_vdvae': lambda c: dict(weights=c.state), 'migrate_nvae': lambda c: dict(weights=c.state),
    'migrate_efficient_vdvae': lambda c: dict(weights=c.state), 'migrate_hvae_oodd': lambda c: dict(weights=c.state),
    'vdvae_hparams': lambda c: dict(weights=c.state, hparams={}), 'nvae_hparams': lambda c: dict(weights=c.state),
    'efficient_vdvae_hparams': lambda c: dict(weights=c.state, hparams={}), 'hvae_oodd_hparams': lambda c: dict(weights=c.state, hparams={}),
    'vdvae_moves': lambda c: dict(hparams=dict(width=8)), 'nvae_moves': lambda c: dict(hparams=dict(size=8)),
    'efficient_vdvae_moves': lambda c: dict(hparams=dict(SMALL_EFFICIENT)), 'hvae_oodd_moves': lambda c: dict(hparams={}),
    'has_trained_activation': lambda c: dict(weights=c.state), 'check_oodd_activation': lambda c: dict(hparams=dict(activation='ReLU', skip_stochastic=True), weights=c.state),
    'check_oodd_strides': lambda c: dict(blocks=[[dict(stride=1)]], input_shape=(1, 4, 4), padded=False),
    'saved_oodd_kwargs': lambda c: dict(content=c.state), 'with_oodd_kwargs': lambda c: dict(saved=dict(activation='ReLU'), given={}),
    'hvae_oodd_model': lambda c: dict(hparams={}), 'efficient_vdvae_cfg': lambda c: dict(path=c.root/'own.cfg'),
    'MigrationAgent': lambda c: dict(path=c.root/'weights.pt'), 'make_agent': lambda c: dict(experiment=Experiment('moved')),
    'MigrationAgent.model': lambda c: dict(self=c.agent()), 'migrate': lambda c: dict(experiment=Experiment('moved')),
    'MigrationAgent.fill': lambda c: dict(self=c.agent(), net=MLPNet(16, [8], 8), source='blocks.h1.net'), 'MigrationAgent.parts': lambda c: dict(self=c.agent()),
    'MigrationAgent.get_net': lambda c: dict(self=c.agent(), name='h1.net'), 'MigrationAgent.get_network': lambda c: dict(self=c.agent(), name='h1.net'), 'MigrationAgent.get_tensor': lambda c: dict(self=c.agent(), name=next(iter(c.state))),
    **{f'MigrationAgent.get_{what}': (lambda c: dict(self=c.agent())) for what in ('global_step', 'optimizer_state', 'schedule_state')},
    'MigrationAgent.report': lambda c: dict(zip(('self', 'model'), filled(c))),
    # Training
    'check_asked': lambda c: dict(lr=.1), 'check_callbacks': lambda c: dict(cbs=[KLWarmup()]),
    'check_metrics': lambda c: dict(metrics=[], model=c.model, x=c.x, labels=[c.y]), 'check_loss': lambda c: dict(loss_func=ElboLoss(), model=c.model, x=c.x, labels=[c.y]),
    'level_shapes': lambda c: dict(model=c.model, x=c.x), 'noise_shapes': lambda c: dict(model=c.model, x=c.x),
    'part_of': lambda c: dict(t=c.x, rank=0, world=2), 'bf16_line': lambda c: dict(device='cpu'), 'ElboModel': lambda c: dict(hvae=c.model), 'ElboModel()': lambda c: dict(self=ElboModel(c.model), x=c.x),
    'TermMean': lambda c: dict(name='elbo', func=elbo), 'elbo_metrics': lambda c: dict(model=c.model), 'as_opt_func': lambda c: dict(opt_func='adam'), 'optimizer': lambda c: dict(opt='adam'),
    'use_channels_last': lambda c: dict(model=c.fresh()), 'suits_channels_last': lambda c: dict(model=c.fresh()), 'LayoutWatch': lambda c: dict(),
    'RepeatPixels': lambda c: dict(scale_factor=2), 'ImageGELU': lambda c: dict(),
    'recompute_blocks': lambda c: {'*': (c.fresh(), 'h1')}, 'LossScaler': lambda c: dict(device='cpu'),
    'training_batches': lambda c: dict(dl=ArrayLoader(c.x, c.y, bs=4)), 'rescales': lambda c: dict(block=InputBlock(nn.Flatten())),
    'moved_from': lambda c: dict(model=standardized_ladder(c), batches=[draws(5, 6).double()]), 'standardize_for': lambda c: dict(model=c.fresh(), dl=ArrayLoader(c.x, c.y, bs=4)), 'what_helps': lambda c: dict(learn=fitted(c)),
    'LossWatch': lambda c: dict(n_values=16), 'hvae_learner': lambda c: dict(dls=c.loaders(), model=c.fresh()),
    'HVAELearner.get_preds': lambda c: dict(self=c.learner()), 'HVAELearner.show_results': lambda c: dict(self=c.learner()),
    **{f'HVAELearner.to_{t}': (lambda c: dict(self=c.learner())) for t in ('bf16', 'fp16', 'fp32')},
    'HVAELearner.summary': lambda c: dict(self=c.learner()), 'HVAELearner.show_top_losses': lambda c: dict(self=c.learner()),
    'HVAELearner.loss_not_reduced': lambda c: dict(self=c.learner()), 'Verbs.validate': lambda c: dict(self=c.learner()),
    'Verbs.lr_find': lambda c: dict(self=c.learner(), num_it=4, show_plot=False), 'Verbs.save': lambda c: dict(self=c.learner(), file='mine'),
    'Verbs.fit': lambda c: dict(self=c.learner(), n_epoch=1), 'Verbs.fit_one_cycle': lambda c: dict(self=c.learner(), n_epoch=1),
    'Verbs.fit_flat_cos': lambda c: dict(self=c.learner(), n_epoch=1), 'Verbs.fit_sgdr': lambda c: dict(self=c.learner(), n_cycles=1, cycle_len=1),
    'Verbs.add_cb': lambda c: dict(self=c.learner(), cb=GradClip()), 'Verbs.create_opt': lambda c: dict(self=c.learner()), 'Verbs.freeze_to': lambda c: dict(self=c.learner(), n=0),
    'Verbs.load': lambda c: dict(self=c.learner(), file=learner_file(c)),
    'kl_constant': lambda c: dict(), 'kl_linear': lambda c: dict(), 'kl_logistic': lambda c: dict(), 'kl_cyclic': lambda c: dict(),
    'kl_schedule': lambda c: dict(name='linear'), 'lr_curve': lambda c: dict(name='cosine'), 'lr_schedule': lambda c: dict(name='cosine', lr=.001),
    'KLSchedule': lambda c: dict(schedule=kl_linear()), 'KLWarmup': lambda c: dict(), 'GradClip': lambda c: dict(), 'GradSkip': lambda c: dict(),
    'AdaptiveGradSkip': lambda c: dict(), 'GradAccumulate': lambda c: dict(n=2), 'EMA': lambda c: dict(), 'SpectralPenalty': lambda c: dict(weight=.1),
    'StopEarly': lambda c: dict(patience=3), 'StopEarly.look': lambda c: dict(self=StopEarly(3), epoch=2, value=-100.),
    'CollapseWatch': lambda c: dict(), 'grad_norm': lambda c: dict(weights=with_gradients()),
    'EMA.show_average': lambda c: dict(self=with_average(c)), 'EMA.show_raw': lambda c: dict(self=with_average(c)),
    'training_state': lambda c: dict(learn=c.learner()), 'load_training_state': lambda c: state_of(c),
    'first_nonfinite': lambda c: dict(model=c.model, x=c.x), 'Diverged': lambda c: dict(text='It has.'), 'NonFiniteGuard': lambda c: dict(),
    'check_has_runs': lambda c: dict(name='tiny'), 'runs_table': lambda c: dict(name='tiny'),
    'Experiment.change_only': lambda c: dict(self=Experiment('tiny'), overrides=['eval_params.seed=1'], section='eval_params', what='a test'),
    'find_experiment': lambda c: dict(name='tiny'), 'Experiment': lambda c: dict(name='tiny'), 'default_sections': lambda c: dict(), 'experiment_sections': lambda c: dict(),
    'timetable': lambda c: dict(), 'ElboModel.uncompile': lambda c: dict(self=ElboModel(c.model, compile='eager')),
    'idle_keys': lambda c: dict(experiment=c.experiment),
    'list_experiments': lambda c: dict(), 'mistakes_of': lambda c: dict(path=c.root), 'Hyperparams': lambda c: dict(a=1),
    'Experiment.change': lambda c: dict(self=Experiment('tiny'), overrides=['train_params.epochs=2']), 'Experiment.make_model': lambda c: dict(self=c.experiment),
    'Run': lambda c: dict(experiment=c.experiment), 'Run.open': lambda c: dict(self=Run, folder=c.run.folder), 'Run.write': lambda c: dict(self=c.run, name='mine.txt', text='a'),
    'Run.experiment': lambda c: dict(self=c.run), 'Run.model': lambda c: dict(self=c.run), 'find_run': lambda c: dict(name='tiny'),
    'add_row': lambda c: dict(run=c.run, name='mine.csv', row=dict(a=1)), 'read_rows': lambda c: dict(run=c.run, name='val_log.csv'),
    'save_checkpoint': lambda c: dict(run=Run(c.experiment), model=c.model, step=3), 'checkpoint_of': lambda c: dict(run_folder=c.run.folder), 'get_rng_states': lambda c: dict(),
    'set_rng_states': lambda c: dict(zip(('tensors', 'values'), get_rng_states())), 'latest_training': lambda c: dict(run=c.run), 'next_best': lambda c: dict(run=c.run),
    'locked': lambda c: dict(run=c.run),
    'Trackers': lambda c: dict(trackers=[]), 'Track': lambda c: dict(tracker=Tracker()), 'TensorBoardTracker': lambda c: dict(folder=c.new()),
    'Trackers.log': lambda c: dict(self=Trackers([Tracker()]), values=dict(a=1.), step=1), 'TensorBoardTracker.log': lambda c: dict(self=TensorBoardTracker(c.new()), values=dict(a=1.), step=1),
    'Trackers.figures': lambda c: dict(self=Trackers([Tracker()]), figures={}, step=1), 'TensorBoardTracker.figures': lambda c: dict(self=TensorBoardTracker(c.new()), figures={}, step=1),
    'Trackers.artifact': lambda c: dict(self=Trackers([Tracker()]), folder=c.checkpoint, name='a'), 'Trackers.close': lambda c: dict(self=Trackers([])),
    'TensorBoardTracker.close': lambda c: dict(self=TensorBoardTracker(c.new())), 'wandb_mode': lambda c: dict(),
    'open_trackers': lambda c: dict(folder=c.new(), names=()), 'check_trackers': lambda c: dict(names=('tensorboard',)),
    'load_from_train': lambda c: dict(ref=c.run.folder),
    'processes': lambda c: dict(), 'is_first': lambda c: dict(), 'join_group': lambda c: dict(device=torch.device('cpu')),
    'local_rank0_first': lambda c: dict(), 'leave_group': lambda c: dict(), 'rank0_rng': lambda c: dict(device=torch.device('cpu')),
    'PartLoader': lambda c: dict(dl=ArrayLoader(c.x, c.y, bs=4), rank=0, world=2), 'WholeBatch': lambda c: dict(rank=0, world=2),
    'any_process': lambda c: dict(flag=True, device=torch.device('cpu')),
    'distributed_fit': lambda c: dict(learn=c.learner()),
    'RunPrinter': lambda c: dict(run=c.run), 'RunPrinter()': lambda c: dict(self=RunPrinter(None), text='a'), 'RunPrinter.seconds': lambda c: dict(self=RunPrinter(None)),
    'RunLog': lambda c: dict(run=None, say=RunPrinter(None)), 'StepBar': lambda c: dict(total=3, shown=False), 'Checkpoints': lambda c: dict(run=None),
    'Checkpoints.check': lambda c: dict(self=Checkpoints(None), loader=ArrayLoader(c.x, c.y, bs=4)),
    'make_learner': lambda c: dict(experiment=c.experiment, model=c.experiment.make_model(), dls=c.data.dataloaders(16)),
    'score_checkpoint': lambda c: dict(experiment=c.experiment, data=c.data, checkpoint=c.checkpoint), 'evaluate_checkpoint': lambda c: dict(experiment=c.experiment, folder=c.checkpoint),
    'report_lines': lambda c: dict(report=dict(c.report)),
    'save_pictures': lambda c: dict(run=c.run, model=c.run.model(), data=c.data, params=c.experiment.params['analysis_params']),
    'Training': lambda c: dict(experiment=c.experiment), 'Training.draw': lambda c: dict(self=Training(c.run)),
    'objective': lambda c: dict(p=c.experiment.params['loss_params']), 'optimizer_of': lambda c: dict(p=c.experiment.params['optimizer_params']),
    'device_of': lambda c: dict(name='cpu'), 'dataset_of': lambda c: dict(experiment=c.experiment), 'check_levels': lambda c: dict(model=c.model, data=c.data),
    'are_images': lambda c: dict(model=c.model, x=c.x), 'check_report': lambda c: dict(report=dict(c.report)), 'attempt': lambda c: dict(what='this', say=print),
    'checkpoint_to_test': lambda c: dict(run=c.run, say=print), 'picture_paths': lambda c: dict(run=c.run), 'mistakes_before': lambda c: dict(path=c.root),
    'prepare': lambda c: dict(experiment=c.experiment, trial=False),
    'train': lambda c: dict(experiment=c.experiment), 'resume': lambda c: dict(run=c.run), 'evaluate_run': lambda c: dict(run=c.run),
    'keep_data': lambda c: dict(run=c.run, data=c.data), 'other_data': lambda c: dict(run=c.run, data=c.data),
    'data_of_run': lambda c: dict(run=c.run, experiment=c.experiment), 'check_same_data': lambda c: dict(run=c.run, data=c.data),
    # Analysis
    'linear_gaussian': lambda c: dict(weight=draws(3, 2), std=.5), 'exact_ladder': lambda c: dict(toy=c.toy),
    'digits_ladder': lambda c: dict(n_steps=2), 'without_float64': lambda c: dict(model=small_model()),
    'standard_error': lambda c: dict(x=draws(5, 2)), 'rms_error': lambda c: dict(squares=draws(5, 2)**2), 'share_error': lambda c: dict(part=draws(5)**2, whole=draws(5)**2 + 1),
    't_interval': lambda c: dict(value=0., error=1., n=10), 'accuracy_error': lambda c: dict(n_right=3, n=10), 'correlation_floor': lambda c: dict(n=10), 'with_error': lambda c: dict(name='a', value=1., error=.1), 'value_with_error': lambda c: dict(value=1., error=.1),
    'DataUnits.value_name': lambda c: dict(self=DataUnits(), look=DataLook()), 'Moments.total_error': lambda c: dict(self=c.moments()), 'Moments.length_error': lambda c: dict(self=c.moments()),
    'plain_value': lambda c: dict(value=c.x), 'resolved_call': lambda c: dict(run=divergence, call=dict(x=c.x), model=c.model), 'file_checksum': lambda c: dict(path='setup.py'), 'package_versions': lambda c: dict(),
    'tool_methods': lambda c: dict(name='divergence', results=[c.results['divergence']]) if 'divergence' in c.results else dict(name='latent_step', results=[c.results['latent_step']]), 'methods_text': lambda c: dict(model=c.model, found={}),
    'gabor_fits': lambda c: dict(model=c.model, what=[], fields=[]), 'scale_bar': lambda c: dict(axes=plt.subplots()[1], low=0., high=1., label='a'),
    'shown_table': lambda c: dict(table=pd.DataFrame({'a': [1.]})), 'table_html': lambda c: dict(stem='a', table=pd.DataFrame({'a': [1.]})),
    'result_html': lambda c: dict(result=c.results['latent_step'], paths=[], tool='latent_step'), 'parameters_html': lambda c: dict(record=dict(a=1)), 'methods_html': lambda c: dict(text='a'),
    'as_pictures': lambda c: dict(x=c.x), 'sheet': lambda c: dict(rows=dict(a=c.x[:3])), 'save_once': lambda c: dict(path=c.new('.txt'), write=lambda p: p.write_text('a')),
    'reconstruction': lambda c: dict(model=c.model, x=c.x), 'nearest_images': lambda c: dict(x=c.x, among=c.x),
    'generation': lambda c: dict(model=c.model, x=c.x, x_train=c.x, n=8, shown=Shown(n_nearest=3)), 'Shown': lambda c: dict(),
    'generation of a shape': lambda c: dict(model=c.model, n=8, shown=Shown(shape=(1, 4, 4))), 'Moments': lambda c: dict(n_dims=5),
    'Moments.add': lambda c: dict(self=c.moments(), x=draws(4, 5)), 'Moments.squared_norm': lambda c: dict(self=c.moments()),
    'Moments.std_errors': lambda c: dict(self=c.moments()),
    'Variance': lambda c: dict(), 'Variance.add': lambda c: dict(self=Variance(), x=draws(5, 3)),
    'DataUnits': lambda c: dict(), 'DataUnits.measured': lambda c: dict(self=DataUnits(torch.zeros(5), torch.ones(5)), x=draws(4, 5)),
    'DataUnits.difference': lambda c: dict(self=DataUnits(torch.zeros(5), torch.ones(5)), d=draws(4, 5)),
    'DataUnits.original': lambda c: dict(self=DataUnits(torch.zeros(5), torch.ones(5)), x=draws(4, 5)),
    'look_of': lambda c: dict(model=c.model), 'as_numbers': lambda c: dict(values=draws(4, 3), name='y'), 'given_rows': lambda c: dict(model=told_model(), x=c.x, context={'y': 1}),
    'RowLook.text': lambda c: dict(self=RowLook(names=('a', 'b')), name='a', value=1.5),
    'RowLook.drawn': lambda c: dict(self=RowLook(names=('a', 'b')), rows={'data': draws(3, 2)}),
    'RowLook.before_after': lambda c: dict(self=RowLook(names=('a', 'b')), before=draws(2), after=draws(2)),
    'data_units': lambda c: dict(model=c.model, shape=(1, 4, 4)), 'pixel_range': lambda c: dict(model=c.model, shape=(1, 4, 4)),
    'PixelRange': lambda c: dict(mean=0., scale=1., is_known=True), 'user_level': lambda c: dict(),
    'filled_range': lambda c: dict(model=c.model, shape=(1, 4, 4), mean=None, scale=None, tool='stimuli'),
    'LatentStep.rms': lambda c: dict(self=c.results['latent_step'], which='plus'),
    # What each unit knows
    'at_contrast': lambda c: dict(x=c.x, contrast=.5),
    'contrast_variability': lambda c: dict(model=c.model, x=c.x, contrasts=(.5, 1.), n_draws=10, min_variance=0.),
    'CodeReading': lambda c: dict(), 'ClassDraws': lambda c: dict(),
    'disentanglement': lambda c: dict(model=c.model, x=c.many, factors=c.planted, what='z1', how=c.reading, min_variance=0.),
    'factors_of': lambda c: dict(factors=c.planted, n=len(c.many)),
    'binned_information': lambda c: dict(codes=c.codes, factors=c.two_kinds), 'score_gaps': lambda c: dict(scores=np.eye(3)),
    'posterior_information': lambda c: dict(mean=c.codes, std=np.ones((80, 3)), factors=c.two_kinds),
    'dci_scores': lambda c: dict(importance=np.eye(3)),
    'Factors.read': lambda c: dict(self=factors_of(c.planted, 80), codes=c.codes, train=np.arange(60), test=np.arange(60, 80)),
    'Factors.informativeness': lambda c: dict(self=factors_of(c.planted, 80), guesses=[np.zeros(20), np.zeros(20)], rows=np.arange(20)),
    'Factors.alone': lambda c: dict(self=factors_of(c.planted, 80), codes=c.codes, train=np.arange(60), test=np.arange(60, 80)),
    'Factors.scores_alone': lambda c: dict(self=factors_of(c.planted, 80), said=[c.codes[:20].T, c.codes[:20].T], rows=np.arange(20)),
    'level_units': lambda c: dict(model=c.model, x=c.many, min_variance=0.), 'unit_cautions': lambda c: dict(codes={}),
    'used_levels': lambda c: dict(codes=level_units(c.model, c.many, min_variance=0.), tool='sparsity'),
    'posterior_draws': lambda c: dict(model=c.model, x=c.x, n_draws=10), 'DrawMoments': lambda c: dict(),
    'DrawMoments.take': lambda c: dict(self=DrawMoments(), draws=Draws(c.codes[None])),
    'DrawMoments.fano': lambda c: dict(self=c.drawn_moments()),
    'DrawMoments.mean_fano': lambda c: dict(self=c.drawn_moments()),
    'correlations_of': lambda c: dict(cov=np.eye(3)), 'NoiseCorrelations': lambda c: dict(levels={'z2': 1, 'z1': 2}),
    'NoiseCorrelations.add': lambda c: dict(self=NoiseCorrelations({'z2': 1, 'z1': 2}), values=c.codes[None]),
    'NoiseCorrelations.off_diagonal': lambda c: dict(self=NoiseCorrelations({'z2': 1, 'z1': 2}), r=np.eye(3), pair=('z2', 'z1')),
    'class_selectivity': lambda c: dict(values=c.codes, y=c.two_kinds[:,0]), 'rates': lambda c: dict(values=c.codes),
    'selectivity': lambda c: dict(model=c.model, x=c.many, y=c.planted['kind'], draws=ClassDraws(19, 10), min_variance=0.),
    'sparseness': lambda c: dict(r=np.abs(c.codes)), 'sparsity': lambda c: dict(model=c.model, x=c.many, n_resamples=10, min_variance=0.),
    'response_variability': lambda c: dict(model=c.model, x=c.x, n_draws=10, min_variance=0.),
    'small_levels': lambda c: dict(s=c.subject()), 'other_levels': lambda c: dict(s=c.subject()),
    'divergence': lambda c: dict(model=c.model, x=c.x), 'latent_step': lambda c: dict(model=c.model, x=c.x),
    'interpolation': lambda c: dict(model=c.model, x=c.x[:2], y=c.x[2:4]), 'neighbours': lambda c: dict(model=c.model, x=c.x, labels=c.y, n=2),
    'known_labels': lambda c: dict(labels=c.y), 'extrapolation': lambda c: dict(model=c.sequence, x=c.steps, n_known=2),
    'analysis_modules': lambda c: dict(), 'found_tools': lambda c: dict(), 'examples_needed': lambda c: dict(n=8, said='8 test examples'), 'has_label': lambda c: dict(y=c.y),
    **{name: (lambda c: dict(s=c.subject())) for name in ('sequence_only', 'one_step_only', 'images_only', 'several_examples', 'large_latents', 'varying_units', 'contrast_stimuli')},
    'first_values': lambda c: dict(s=c.subject(), n=2, names=['z']),
    'data_of_call': lambda c: dict(model=c.model, x=c.x, name='x', tool='a test'), 'labels_of_call': lambda c: dict(y=c.y, n=12, name='y', tool='a test'),
    'warn_of_scale_of_call': lambda c: dict(model=c.model, x=c.x, name='x', tool='a test'), 'shape_of_call': lambda c: dict(model=c.model, shape=(1, 4, 4), name='shape', tool='a test'),
    'check_one_step': lambda c: dict(model=c.model, tool='divergence'), 'check_blocks': lambda c: dict(model=c.model, names=['z1']),
    'block_values': lambda c: dict(model=c.model, x=c.x, what='z1'), 'block_values of several': lambda c: dict(model=c.model, x=c.x, what=['z1', 'h1']),
    'block_values of a function': lambda c: dict(model=c.model, x=c.x, what=UnitOf('z1', 0)), 'data_words': lambda c: dict(x=c.x),
    'ProbeLabels.score': lambda c: dict(self=LABELS, guess=np.array([0, 1])), 'ProbeLabels.interval': lambda c: dict(self=LABELS, guess=np.array([0, 1])),
    # Representations compared, and a level as a module
    'Readout': lambda c: dict(model=c.model, block='z1'), 'Readout of several': lambda c: dict(model=c.model, block=['z2', 'z1'], use_mean=False, range='unit'),
    'Readout()': lambda c: dict(self=Readout(c.model, 'z1'), x=c.x), 'Readout.train': lambda c: dict(self=Readout(c.model, 'z1')),
    'unit_indices': lambda c: dict(shape=(4, 3, 3), units=[0, (3, 0, 2)]), 'LevelReadout': lambda c: dict(block='z1', shape=(3,), units=[2, 0]),
    'LevelReadout()': lambda c: {'self': LevelReadout('z1', (3,)), '*': (draws(4, 3),)},
    'rdm': lambda c: dict(values=draws(6, 4)), 'rdm with repeats': lambda c: dict(values=draws(3, 6, 4), method='crossnobis', precision=torch.eye(4)),
    'noise_precision': lambda c: dict(repeats=draws(3, 6, 4)), 'compare_rdms': lambda c: dict(a=rdm(draws(6, 4)), b=rdm(draws(6, 3)), method='spearman'),
    'rdm_chance': lambda c: dict(a=rdm(draws(6, 4)), b=rdm(draws(6, 3))), 'rdm_ceiling': lambda c: dict(rdms=torch.stack([rdm(draws(6, k)) for k in (2, 3)])),
    'rdm_bootstrap': lambda c: dict(a=rdm(draws(12, 4)), b=rdm(draws(12, 3)), n=4),
    'rdm_jackknife': lambda c: dict(a=rdm(draws(12, 4)), b=rdm(draws(12, 3))), 'stimuli_of_groups': lambda c: dict(groups=np.arange(12)//2, n=12),
    'check_entries': lambda c: dict(entries=['a', 'b'], name='areas'), 'group_numbers': lambda c: dict(groups=[0, 0, 1], n=3),
    'bootstrap_interval': lambda c: dict(estimate=draws(2), draws=draws(20, 2), n_stimuli=6), 'jackknife_interval': lambda c: dict(estimate=draws(2), left_out=draws(6, 2)),
    'kernel_matrix': lambda c: dict(values=draws(6, 4), kernel='rbf'), 'centred_kernels': lambda c: dict(kernels=kernel_matrix(draws(6, 4))),
    'cka': lambda c: dict(a=draws(8, 4), b=draws(8, 3)), 'cka in batches': lambda c: dict(a=draws(8, 4), b=draws(8, 3), bs=4),
    'compare_kernels': lambda c: dict(kernels=kernel_matrix(draws(6, 4)), others=kernel_matrix(draws(6, 3))),
    'cka_chance': lambda c: dict(kernels=kernel_matrix(draws(6, 4)), others=kernel_matrix(draws(6, 3)), debiased=False),
    'cka_ceiling': lambda c: dict(kernels=torch.stack([kernel_matrix(draws(6, k)) for k in (2, 3)])),
    'jackknife_alignments': lambda c: dict(kernels=kernel_matrix(draws(6, 4))[None], others=kernel_matrix(draws(6, 3))[None]),
    'CKA': lambda c: dict(kernel='rbf'), 'RSA': lambda c: dict(comparison='spearman', n_draws=20), 'KnownRDMs': lambda c: dict(matrices=rdm(draws(6, 4))),
    'representation_similarity': lambda c: dict(model=c.model, x=c.x),
    'representation_similarity of areas': lambda c: dict(model=c.model, x=c.x, other=dict(V1=[draws(12, 3), draws(12, 4)]), measure=RSA(n_draws=5)),
    'RepresentationSimilarity.pairs': lambda c: dict(self=c.results['similar']), 'RepresentationSimilarity.tables': lambda c: dict(self=c.results['similar']),
    'RepresentationSimilarity.plot_levels': lambda c: dict(self=c.results['similar']), 'RepresentationSimilarity.plot_matrices': lambda c: dict(self=c.results['similar']),
    'level_values': lambda c: dict(model=c.model, x=c.x), 'accuracy_interval': lambda c: dict(n_right=3, n=10),
    'decodability': lambda c: dict(model=c.model, x=c.x.repeat(5, 1, 1, 1), y=c.y.repeat(5), probes=Probes(n_shuffles=1)), 'Probes': lambda c: dict(),
    'answers': lambda c: dict(model=c.model, x=c.x, target='z1'), 'noise_images': lambda c: dict(n=3, shape=(1, 4, 4), g=c.g()),
    'neural_predictivity': lambda c: dict(model=c.model, x=c.x.repeat(5, 1, 1, 1), responses=draws(len(c.x)*5, 2, 2), regression=Regression(n_features=20), seed=0),
    'read_values': lambda c: dict(model=c.model, x=c.x), 'recording': lambda c: dict(responses=draws(40, 2, 3), n=40), 'Regression': lambda c: dict(),
    'stepped_up': lambda c: dict(r=.5, times=2),
    **{f'NeuralPredictivity.{m}': lambda c, m=m: dict(self=neural_predictivity(c.model, c.x.repeat(5, 1, 1, 1), draws(len(c.x)*5, 2, 2))) for m in ('by_area', 'differences', 'by_neuron', 'plot', 'plot_neurons')},
    'row_correlation': lambda c: dict(a=draws(3, 4), b=draws(4, 3).T), 'receptive_fields': lambda c: dict(model=c.model, target='z1', shape=(1, 4, 4), n=200, bs=50),
    'NoiseStimuli': lambda c: dict(), 'NoiseStimuli.of': lambda c: dict(self=NoiseStimuli(), model=c.model, shape=(1, 4, 4)),
    'field_sheet': lambda c: dict(fields=draws(3, 1, 4, 4)), 'ReverseCorrelation': lambda c: dict(),
    'noise_batches': lambda c: dict(model=c.model, shape=(1, 4, 4), n=6, noise=NoiseStimuli(0., 1.), bs=4),
    'QuadraticCorrelation': lambda c: dict(mean=torch.zeros(5), whiten=torch.eye(5)), 'QuadraticCorrelation.products': lambda c: dict(self=c.curvature(), x=draws(3, 5)),
    'QuadraticCorrelation.add': lambda c: dict(self=c.curvature(), products=draws(20, 15), y=draws(20, 2)), 'QuadraticCorrelation.kernels': lambda c: dict(self=c.curvature()),
    'QuadraticSearch': lambda c: dict(), 'QuadraticSearch.gigabytes': lambda c: dict(self=QuadraticSearch(), shape=(1, 4, 4)),
    'quadratic_fields': lambda c: dict(model=c.model, what='z1', shape=(1, 4, 4), n=200, bs=20, search=QuadraticSearch(n_shuffles=2)),
    'field_extent': lambda c: dict(energy=draws(2, 4, 4)**2), 'gradient_energy': lambda c: dict(model=c.model, what='z1', x=c.x[:3]),
    'field_sizes': lambda c: dict(model=c.model, what='z1', shape=(1, 4, 4), n=200, bs=50), 'principal_angles': lambda c: dict(a=draws(3, 2, 6), b=draws(2, 3, 6).transpose(0, 1)),
    'fit_gabor_pairs': lambda c: dict(planes=draws(3, 2, 8, 8), n_steps=3, n_rounds=1), 'bounded_gabors': lambda c: dict(raw=draws(3, 6), size=(8, 8)),
    'raw_gabors': lambda c: dict(p=bounded_gabors(draws(3, 6), (8, 8)), size=(8, 8)), 'phase_weights': lambda c: dict(p=bounded_gabors(draws(3, 6), (8, 8)), images=draws(3, 2, 8, 8)),
    'gabor_starts': lambda c: dict(images=draws(3, 2, 8, 8)),
    'search_gabors': lambda c: dict(images=draws(3, 2, 8, 8).double(), left_over=lambda p, images: phase_weights(p, images)[2], n_steps=4, n_rounds=1),
    'halves_errors': lambda c: dict(seen=[(draws(30, 4), draws(30, 3))]*2, fields=[draws(3, 4)]*2, n=60),
    'foretold_errors': lambda c: dict(foretold=draws(30, 3), answered=draws(30, 3), n=60, n_pixels=4),
    'gabor_images': lambda c: dict(params=c.results['gabors'].params, size=(8, 8)),
    'row_slopes': lambda c: dict(made=torch.sin, numbers=draws(3, 2)), 'fit_covariance': lambda c: dict(made=lambda q: torch.cat([q, q**2, q**3], 1), numbers=draws(3, 2), values=draws(3, 6)),
    'propagated_errors': lambda c: dict(found=torch.sin, numbers=draws(3, 2), covariance=torch.eye(2).expand(3, 2, 2)), 'fit_share_error': lambda c: dict(r2=torch.tensor([.3, .8]), n=20, n_numbers=8),
    'ReverseCorrelation.add': lambda c: dict(self=c.correlation(), x=draws(20, 5), y=draws(20, 2)), 'ReverseCorrelation.covariances': lambda c: dict(self=c.correlation()),
    'ReverseCorrelation.fields': lambda c: dict(self=c.correlation()),
    'UnitOf': lambda c: {'*': ('z1', 0)}, 'NormOf': lambda c: dict(name='z1'), 'UnitOf()': lambda c: dict(self=UnitOf('z1', 0), computed=c.computed),
    'NormOf()': lambda c: dict(self=NormOf('z1'), computed=c.computed), 'objective_values': lambda c: dict(model=c.model, x=c.x, objective=UnitOf('z1', 0)),
    'side_by_side': lambda c: dict(objectives=[UnitOf('z1', 0), NormOf('z2')]),
    'check_search': lambda c: dict(model=c.model, what=UnitOf('z1', 0), tool='mei_pixels'), 'Search': lambda c: dict(),
    'Search.softness': lambda c: dict(self=Search(blur=1., jitter=1.), i=3), 'Search.falling': lambda c: dict(self=Search(), i=3),
    'values_and_slopes': lambda c: dict(f=lambda x: x.square().sum(-1), x=draws(3, 4)), 'LeakyGradients': lambda c: dict(),
    'blurred_images': lambda c: dict(x=c.x, sigma=1.), 'Limits': lambda c: dict(norm=1.), 'Limits of both': lambda c: dict(norm=1., low=-1., high=1.), 'Limits.project': lambda c: dict(self=Limits(norm=1.), x=draws(3, 1, 4, 4)),
    'Limits.around': lambda c: dict(self=Limits(norm=1.), grey=.5), 'Limits.of': lambda c: dict(self=Limits(norm=1.), model=c.model, shape=(1, 4, 4)), 'Limits.radius': lambda c: dict(self=Limits(norm=1.), shape=(1, 4, 4)),
    'mei_pixels': lambda c: dict(model=c.model, objective=UnitOf('z1', 0), shape=(1, 4, 4), limits=Limits(norm=1.), n_steps=2),
    'mei_gaussian': lambda c: dict(model=c.model, objective=UnitOf('z1', 0), shape=(1, 4, 4), limits=Limits(norm=1.), n_steps=2),
    'at_all_depths': lambda c: dict(model=c.model, x=c.x),
    'Minus': lambda c: dict(what=UnitOf('z1', 0)), 'Minus()': lambda c: dict(self=Minus(UnitOf('z1', 0)), computed=c.computed),
    'with_channels_last': lambda c: dict(model=c.model, x=c.x), 'most_telling_units': lambda c: dict(model=c.model, block='z1', x=c.x),
    'wilson_interval': lambda c: dict(k=3, n=4), 'affordable_units': lambda c: dict(model=c.model, levels=['z1'], x=c.x),
    'mei_sheet': lambda c: dict(model=c.model, what='z1', shape=(1, 4, 4), limits=Limits(norm=1.), search=Search(n_starts=2, n_steps=2)),
    'diverse_meis': lambda c: dict(model=c.model, what=UnitOf('z1', 0), shape=(1, 4, 4), limits=Limits(norm=1.), n=2, search=Search(n_starts=2, n_steps=2)),
    'Affine': lambda c: dict(picture=c.x[0]), 'Affine.start': lambda c: dict(self=Affine(c.x[0]), n=3, g=c.g()),
    'Affine()': lambda c: dict(self=Affine(c.x[0]), p=Affine(c.x[0]).start(3, c.g())),
    'mei_transform': lambda c: dict(model=c.model, objective=UnitOf('z1', 0), transform=Affine(c.x[0]), start=Affine(c.x[0]).start(2, c.g()), limits=Limits(norm=1.), n_steps=2),
    'gratings': lambda c: dict(shape=(1, 4, 4), orientation=torch.zeros(2), frequency=torch.ones(2)/4, phase=torch.zeros(2)),
    'folded_waves': lambda c: dict(orientation=draws(3), phase=draws(3)), 'fit_gabors': lambda c: dict(fields=draws(2, 8, 8), n_steps=3),
    'orientation_tuning': lambda c: dict(model=c.model, target='z1', shape=(1, 4, 4), stimuli=GratingStimuli(n_orientations=4, n_phases=4)),
    'GratingStimuli': lambda c: dict(), 'GratingStimuli.of': lambda c: dict(self=GratingStimuli(), model=c.model, shape=(1, 4, 4)),
    # Noise, textures and contexts
    'check_pictures': lambda c: dict(images=draws(3, 1, 8, 8), tool='a test'), 'clip_to': lambda c: dict(images=draws(3, 1, 8, 8), limits=(-9., 9.)),
    'spectrum_matched_noise': lambda c: dict(images=draws(3, 1, 8, 8), n=2), 'phase_scrambled': lambda c: dict(images=draws(3, 1, 8, 8)),
    'radial_spectrum': lambda c: dict(images=draws(3, 1, 8, 8)), 'image_statistics': lambda c: dict(families=dict(a=draws(3, 1, 8, 8))),
    'pixel_matched_noise': lambda c: dict(images=draws(3, 1, 16, 16), n_steps=20), 'TextureFamily': lambda c: dict(textures=draws(3, 1, 4, 4), noise=draws(3, 1, 4, 4)),
    'TextureFamily.cropped': lambda c: dict(self=TextureFamily(draws(3, 1, 8, 8), draws(3, 1, 8, 8)), size=(4, 4), n=2),
    'TextureFamily.scaled': lambda c: dict(self=TextureFamily(draws(3, 1, 8, 8), draws(3, 1, 8, 8))),
    'texture_families': lambda c: dict(shape=(1, 4, 4), n=2, kinds=('dots',)), 'modulation_index': lambda c: dict(texture=draws(5, 3).exp(), noise=draws(5, 3).exp()),
    'texture_modulation': lambda c: dict(model=c.model, what='z1', families=few_families()),
    'ring_windows': lambda c: dict(size=(8, 8), x=torch.zeros(2), y=torch.zeros(2), outer=torch.tensor([2., 3.])),
    'ContextStimuli': lambda c: dict(), 'ContextStimuli.of': lambda c: dict(self=ContextStimuli(), model=c.model, shape=(1, 4, 4)),
    'Preferred': lambda c: preferences(), 'Preferred.only': lambda c: dict(self=Preferred(**preferences()), units=[0, 2]),
    'Wave': lambda c: dict(orientation=torch.zeros(4, 1), frequency=torch.full((4, 1), .2), outer=torch.tensor([[1., 2.]]), inner=torch.zeros(1), gain=torch.ones(1)),
    'series_strength': lambda c: dict(model=c.model, what='z1', shape=(1, 4, 4), preferred=Preferred(**preferences()), waves=[one_wave()], stimuli=few_positions()),
    'preferred_stimuli': lambda c: dict(model=c.model, what='z1', shape=(1, 4, 4), stimuli=GratingStimuli((.1, .2, .3), 4, 4)),
    'position_errors': lambda c: dict(values=draws(3, 4, 2), f=lambda v: v), 'series_numbers': lambda c: dict(numbers=(1., 2., 3.), what='radii', tool='a test'),
    'fit_curve': lambda c: dict(x=torch.arange(1., 6), y=torch.arange(1., 6).sqrt(), curve=lambda x, p: x**p, low=(.1,), high=(3.,)),
    'size_tuning': lambda c: dict(model=c.model, what='z1', shape=(1, 4, 4), preferred=Preferred(**preferences()), radii=(1., 2., 3.), stimuli=few_positions()),
    'surround_suppression': lambda c: dict(model=c.model, what='z1', shape=(1, 4, 4), preferred=Preferred(**preferences()), radius=1., stimuli=few_positions()),
    'mask_suppression': lambda c: dict(model=c.model, what='z1', shape=(1, 4, 4), preferred=Preferred(**preferences()), radius=2., stimuli=few_positions()),
    'naka_rushton': lambda c: dict(contrast=torch.tensor([.5, 1.]), c50=.5, n=2.),
    'contrast_response': lambda c: dict(model=c.model, what='z1', shape=(1, 4, 4), preferred=Preferred(**preferences()), stimuli=few_positions()),
    'subject_for': lambda c: dict(tool=found_tools()['divergence'], subject=c.subject()),
    'subject_of': lambda c: dict(model=c.model, data=c.data, params=c.experiment.params['analysis_params']), 'chosen_tools': lambda c: dict(subject=c.subject()),
    'results_of': lambda c: dict(name='divergence', subject=c.subject()), 'index_page': lambda c: dict(title='T', about=dict(a='b'), parts=dict(a='<p>')),
    'analyze': lambda c: dict(subject=c.subject(), folder=c.new(), title='T', about=dict(a='b')), 'analyze_run': lambda c: dict(run=c.run),
    # Looking
    'Traversal': lambda c: dict(model=c.model, x=c.x[:1]), 'value_limits': lambda c: dict(model=c.model, x=c.x), 'as_image': lambda c: dict(value=c.x[0]),
    'as_pixels': lambda c: dict(image=c.x[0], limits=(0., 1.)), 'drawing': lambda c: dict(model=c.model),
    'traversal_html': lambda c: dict(model=c.model, x=c.x[:1], n_units=1, n_steps=3), 'noise_of': lambda c: dict(prior=Normal(LOC, SCALE), value=LOC + .3),
    'difference_pixels': lambda c: dict(difference=draws(1, 4, 4), most=1.), 'as_png': lambda c: dict(pixels=np.zeros((4, 4), np.uint8)),
    'TraversalPage.save': lambda c: dict(self=traversal_html(c.model, c.x[:1], n_units=1, n_steps=3), path=c.new('.html')),
    'Traversal.start': lambda c: dict(self=c.traversal()), 'Traversal.move': lambda c: dict(self=c.traversal(), what='z1', unit=0, steps=1.),
    'Traversal.reset': lambda c: dict(self=c.traversal()), 'Traversal.prior_of': lambda c: dict(self=c.traversal(), what='z1', values=c.computed),
    'Traversal.frames': lambda c: dict(self=c.traversal(), what='z1', units=[0], steps=[-1., 1.]), 'Traversal.level_kls': lambda c: dict(self=c.traversal()),
    'Traversal.unit_kls': lambda c: dict(self=c.traversal()), 'Traversal.values': lambda c: dict(self=c.traversal()),
    'TraversalWidget.close': lambda c: dict(self=TraversalWidget(c.traversal())),
    'traverse': lambda c: dict(model=c.model, x=c.x[:1]), 'TraversalWidget': lambda c: dict(traversal=c.traversal()),
    'explore_run': lambda c: dict(folder=c.run.folder), 'explorer_notebook': lambda c: dict(folder=c.run.folder), 'voila_settings': lambda c: dict(port=1234, token='t'),
    'free_port': lambda c: dict(),
    'create': lambda c: dict(kind='model', name=f'n{random.randrange(10**9)}', folder=c.root/'made'), 'kinds': lambda c: dict(),
}
def fitted(c):
    learn = c.learner()
    with learn.no_bar(), learn.no_logging(): learn.fit(1)
    return learn
def standardized_ladder(c): return exact_ladder(c.toy).standardize(draws(20, 6).double())
LABELS = ProbeLabels(np.array([0, 1, 0, 1]), True, np.array([0, 1]), np.array([2, 3]))
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
REFUSED = dict.fromkeys([what for f in ('vdvae', 'nvae', 'efficient_vdvae', 'hvae_oodd') for what in (f'migrate_{f}', f'{f}_hparams', f'{f}_moves')] + [
    'hvae_oodd_model', 'MigrationAgent.model', 'MigrationAgent.get_net', 'MigrationAgent.get_network'],
    'weights of the family') | {'HVAELearner.to_fp16': 'a GPU', 'efficient_vdvae_cfg': 'a file of the family'}

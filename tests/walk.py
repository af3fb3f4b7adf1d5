"""Give every public function and class of the package what a user may give it by mistake: a clear error at the door, or a result.

    python tests/walk.py [SEED]        # 200 calls, each with one argument changed
    python tests/walk.py --all         # every change of every argument, and a table by module

Each public name has an example in EXAMPLES (or a reason in SKIPPED; a name without either fails the test). Arguments that have a default
are taken from the signature. One argument at a time becomes something of a wrong type, shape, name or number. What is right: a result, or an
error of Python's own kinds with a sentence, raised by a frame of hvae. What is not: an error raised inside torch, NumPy, fastai or the
standard library, a bare message, NaN out of numbers, or over ten seconds."""
import argparse, contextlib, importlib, inspect, io, math, os, pkgutil, random, shutil, signal, sys, tempfile, time, traceback, warnings
from collections import Counter
from pathlib import Path
os.environ.setdefault('MPLBACKEND', 'agg')
del sys.path[0] # this folder holds one named tensorflow
import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import Tensor, nn
import hvae
from hvae.all import *
from hvae.analysis.examples import exact_ladder, linear_gaussian
from hvae.distributions import Distribution

HERE = Path(hvae.__file__).parent
GOOD = ValueError, TypeError, KeyError, IndexError, FileNotFoundError, FileExistsError, NotImplementedError, AttributeError
KNOWN = set() # 'module.name argument': not mended yet

def small_model():
    "A two-level hierarchy of 4x4 binary images."
    torch.manual_seed(0)
    return hVAE(dict(
        x=InputBlock(Flatten()), h1=SimpleBlock(MLPNet(16, [8], 8), 'x'), h2=SimpleBlock(MLPNet(8, [8], 8), 'h1'),
        z2=TopGenBlock(MLPNet(8, [8], 4), prior_shape=(2,), condition='h2'),
        z1=GenBlock(MLPNet(2, [8], 6), MLPNet(8 + 2, [8], 6), 'z2', 'h1'),
        x_hat=OutputBlock([MLPNet(3, [8], 16), nn.Unflatten(1, (1, 4, 4))], 'z1', 'bernoulli')))

class Context:
    "What examples are made of; made once."
    def __init__(self):
        from torch.nn import Flatten
        globals()['Flatten'] = Flatten
        self.root = Path(tempfile.mkdtemp())
        shutil.copytree(HERE.parent/'experiments', self.root/'experiments', ignore=lambda *o: [n for n in o[1] if not n.endswith('.py')])
        os.chdir(self.root)
        self.model = small_model()
        self.g = lambda: torch.Generator().manual_seed(0)
        self.x = bars(12, g=self.g())[0].reshape(12, 1, 4, 4).float()
        self.y = torch.arange(12) % 3
        self.terms = self.model.elbo_terms(self.x)
        self.normal = Normal(torch.zeros(4, 2), torch.ones(4, 2))
        self.saved = save_model(self.model, self.root/'saved')
        self.state = {k: v.clone() for k,v in self.model.state_dict().items()}
        torch.save(self.state, self.root/'weights.pt')
        self.toy = LinearGaussian()

EXAMPLES = {
    'core.per_example': lambda c: dict(t=torch.randn(4, 3)),
    'core.bits_per_dim': lambda c: dict(nats=torch.ones(4), n_dims=16),
    'core.generator': lambda c: dict(seed=0),
    'core.nearest': lambda c: dict(name='abc', options=['abd']),
    'core.register': lambda c: dict(cls=nn.Identity),
    'core.registered': lambda c: dict(name='Linear'),
    'core.constructor_args': lambda c: dict(obj=nn.Linear(2, 3)),
    'core.to_config': lambda c: dict(obj=nn.Linear(2, 3)),
    'core.from_config': lambda c: dict(config=to_config(nn.Linear(2, 3))),
    'toy.LinearGaussian': lambda c: dict(),
    'toy.bars': lambda c: dict(n=3),
    'toy.bars_log_prob': lambda c: dict(x=bars(3, g=c.g())[0]),
    'toy.glyphs': lambda c: dict(n=3),
    'toy.glyphs_log_prob': lambda c: dict(x=glyphs(3, g=c.g())[0]),
    'distributions.LocationScale': lambda c: dict(loc=torch.zeros(4, 2), scale=torch.ones(4, 2)),
    'distributions.Normal': lambda c: dict(loc=torch.zeros(4, 2), scale=torch.ones(4, 2)),
    'distributions.Laplace': lambda c: dict(loc=torch.zeros(4, 2), scale=torch.ones(4, 2)),
    'distributions.Logistic': lambda c: dict(loc=torch.zeros(4, 2), scale=torch.ones(4, 2)),
    'distributions.as_head': lambda c: dict(head='normal'),
    'distributions.LocationScaleHead': lambda c: dict(),
    'distributions.NormalHead': lambda c: dict(),
    'distributions.LaplaceHead': lambda c: dict(),
    'distributions.LogisticHead': lambda c: dict(),
    'distributions.NormalMixture': lambda c: dict(logits=torch.zeros(4, 3, 2), loc=torch.zeros(4, 3, 2), scale=torch.ones(4, 3, 2)),
    'distributions.NormalMixtureHead': lambda c: dict(),
    'distributions.Beta': lambda c: dict(concentration1=torch.ones(4, 2), concentration0=torch.ones(4, 2)),
    'distributions.BetaHead': lambda c: dict(),
    'discrete.Bernoulli': lambda c: dict(logits=torch.zeros(4, 2)),
    'discrete.BernoulliHead': lambda c: dict(),
    'discrete.Categorical': lambda c: dict(logits=torch.zeros(4, 3, 2)),
    'discrete.OneHotCategorical': lambda c: dict(logits=torch.zeros(4, 3, 2)),
    'discrete.CategoricalHead': lambda c: dict(),
    'discrete.OneHotCategoricalHead': lambda c: dict(),
    'discrete.log_mass': lambda c: dict(value=torch.ones(4, 2), loc=torch.zeros(4, 2), log_scale=torch.zeros(4, 2)),
    'discrete.DiscretizedLogistic': lambda c: dict(loc=torch.zeros(4, 2), log_scale=torch.zeros(4, 2)),
    'discrete.DiscretizedLogisticHead': lambda c: dict(),
    'discrete.DiscretizedLogisticMixture': lambda c: dict(logits=torch.zeros(4, 5, 1, 2), loc=torch.zeros(4, 5, 1, 2), log_scale=torch.zeros(4, 5, 1, 2)),
    'discrete.DiscretizedLogisticMixtureHead': lambda c: dict(),
    'discrete.CoarseHead': lambda c: dict(head=DiscretizedLogisticHead()),
    'elbo.nll': lambda c: dict(likelihood=c.normal, x=torch.zeros(4, 2)),
    'elbo.kl_of': lambda c: dict(prior=c.normal, posterior=c.normal),
    'elbo.elbo': lambda c: dict(terms=c.terms),
    'elbo.ElboLoss': lambda c: dict(),
    'layers.Levels': lambda c: dict(), 'layers.Standardize': lambda c: dict(mean=.5, std=.5), 'layers.Residual': lambda c: dict(net=nn.Linear(3, 3)),
    'layers.CausalConv2d': lambda c: dict(ni=1, no=2), 'layers.InputNoise': lambda c: dict(std=.1), 'layers.Slice': lambda c: dict(start=0),
    'layers.as_net': lambda c: dict(net=[nn.Linear(2, 3), nn.ReLU()]),
    'nets.MLPNet': lambda c: dict(ni=4, hidden=[8], no=3),
    'nets.ConvNet': lambda c: dict(ni=1, channels=[4], no=2),
    'nets.DeconvNet': lambda c: dict(ni=1, channels=[4], no=2),
    'nets.ResidualBottleneck': lambda c: dict(ni=8, no=8),
    'nets.BottleneckStack': lambda c: dict(ni=8),
    'blocks.InputPipeline': lambda c: dict(recipe=[('a', 'b'), 'concat']),
    'blocks.InputBlock': lambda c: dict(net=nn.Flatten()),
    'blocks.SimpleBlock': lambda c: dict(net=nn.Linear(2, 3), input_id='x'),
    'blocks.DualInputBlock': lambda c: dict(net=nn.Bilinear(2, 2, 3), input_ids=['a', 'b']),
    'blocks.TopSimpleBlock': lambda c: dict(net=nn.Linear(2, 3), prior_shape=(2,)),
    'posteriors.as_posterior_rule': lambda c: dict(posterior='absolute'),
    'posteriors.check_posterior': lambda c: dict(how='absolute'),
    'posteriors.merge_posterior': lambda c: dict(prior=c.normal, read=c.normal, how='residual'),
    'blocks.GenBlock': lambda c: dict(prior_net=nn.Linear(2, 4), posterior_net=nn.Linear(5, 4), input_id='z2', condition='h1'),
    'blocks.TopGenBlock': lambda c: dict(net=nn.Linear(3, 4), prior_shape=(2,), condition='h2'),
    'blocks.SimpleGenBlock': lambda c: dict(net=nn.Linear(3, 4), input_id='z2'),
    'blocks.BottomUpBlock': lambda c: dict(net=nn.Linear(3, 4), input_id='x'),
    'blocks.BottomUpGenBlock': lambda c: dict(prior_net=nn.Linear(3, 4), input_id='z2', drawn='up'),
    'blocks.OutputBlock': lambda c: dict(net=nn.Linear(3, 4), input_id='z1', output_distribution='normal'),
    'graph.hVAE': lambda c: dict(blocks=dict(small_model().blocks.items())),
    'graph.hVAE()': lambda c: dict(x=c.x),
    'graph.hVAE.elbo_terms': lambda c: dict(x=c.x),
    'graph.hVAE.encode': lambda c: dict(x=c.x),
    'graph.hVAE.reconstruct': lambda c: dict(x=c.x),
    'graph.hVAE.sample_from_prior': lambda c: dict(n=3),
    'evaluate.dataset_terms': lambda c: dict(model=c.model, x=c.x),
    'evaluate.log_weights': lambda c: dict(model=c.model, x=c.x, n_samples=3),
    'evaluate.ssim': lambda c: dict(x=c.x.repeat(1, 1, 3, 3), y=c.x.repeat(1, 1, 3, 3), max_val=1.),
    'evaluate.evaluate': lambda c: dict(model=c.model, x=c.x, n_samples=2),
    'fitting.reestimate_batch_norm': lambda c: dict(model=c.model, n=4, n_batches=2),
    'fitting.init_by_data': lambda c: dict(model=small_model(), x=c.x),
    'zoo.vae': lambda c: dict(shape=(1, 4, 4), hidden=8, n_latents=2),
    'zoo.ladder_vae': lambda c: dict(shape=(1, 4, 4), widths=(8, 4), n_latents=(2, 2)),
    'zoo.tdvae': lambda c: dict(shape=(1, 4, 4), n_z1=4, n_z2=2, hidden=8, z2_hidden=(4,)),
    'zoo.vdvae': lambda c: dict(enc_blocks='4x1,4d4,1x1', dec_blocks='1x1,4m1,4x1', width=8, zdim=2, image_size=4, num_mixtures=2),
    'zoo.vdvae_layers': lambda c: dict(text='4x1,4d4,1x1', mark='d'),
    'checkpoint.save_model': lambda c: dict(model=c.model, folder=c.root/f'm{random.random()}'),
    'checkpoint.load_model': lambda c: dict(folder=c.saved),
    'checkpoint.load_training': lambda c: dict(folder=c.saved),
    'checkpoint.write_whole': lambda c: dict(path=c.root/'text', text='a'),
    'data.ArrayLoader': lambda c: dict(x=c.x, y=c.y),
    'data.convert_images': lambda c: dict(x=c.x, conversion='static', n_levels=2, g=c.g()),
    'data.Digits': lambda c: dict(),
    'data.get_dataset': lambda c: dict(dataset='digits'),
    'data.show_images': lambda c: dict(x=c.x),
    'datasets.Patches': lambda c: dict(sizes=(20, 5, 5)),
    'datasets.ImageFolder': lambda c: dict(folder=c.root/'none'),
    'datasets.Arrays': lambda c: dict(x_train=c.x),
    'learner.optimizer': lambda c: dict(opt='adam'),
    'schedules.kl_constant': lambda c: dict(), 'schedules.kl_linear': lambda c: dict(), 'schedules.kl_logistic': lambda c: dict(),
    'schedules.kl_cyclic': lambda c: dict(), 'schedules.kl_schedule': lambda c: dict(name='linear'),
    'schedules.lr_curve': lambda c: dict(name='cosine'), 'schedules.lr_schedule': lambda c: dict(name='cosine', lr=.001),
    'callbacks.KLWarmup': lambda c: dict(), 'callbacks.GradClip': lambda c: dict(), 'callbacks.GradSkip': lambda c: dict(),
    'callbacks.AdaptiveGradSkip': lambda c: dict(), 'callbacks.GradAccumulate': lambda c: dict(n=2), 'callbacks.EMA': lambda c: dict(),
    'callbacks.SpectralPenalty': lambda c: dict(weight=.1), 'callbacks.CollapseWatch': lambda c: dict(),
    'experiment.find_experiment': lambda c: dict(name='digits_ladder'),
    'experiment.Experiment': lambda c: dict(name='digits_ladder'),
    'runs.find_run': lambda c: dict(name='digits_ladder', root=c.root),
    'analysis.examples.linear_gaussian': lambda c: dict(weight=torch.ones(3, 2), std=.5),
    'analysis.examples.exact_ladder': lambda c: dict(toy=c.toy),
    'analysis.results.as_pictures': lambda c: dict(x=c.x),
    'analysis.results.sheet': lambda c: dict(rows=dict(a=c.x[:3])),
    'analysis.samples.reconstruction': lambda c: dict(model=c.model, x=c.x),
    'analysis.samples.nearest_images': lambda c: dict(x=c.x, among=c.x),
    'analysis.samples.generation': lambda c: dict(model=c.model, x=c.x, x_train=c.x, n=8, n_nearest=3),
    'analysis.latents.divergence': lambda c: dict(model=c.model, x=c.x),
    'analysis.latents.latent_step': lambda c: dict(model=c.model, x=c.x),
    'analysis.between.interpolation': lambda c: dict(model=c.model, x=c.x[:2], y=c.x[2:4]),
    'analysis.between.neighbours': lambda c: dict(model=c.model, x=c.x, labels=c.y, n=2),
    'analysis.probe.level_values': lambda c: dict(model=c.model, x=c.x),
    'analysis.probe.accuracy_interval': lambda c: dict(n_right=3, n=10),
    'analysis.probe.decodability': lambda c: dict(model=c.model, x=c.x.repeat(5, 1, 1, 1), y=c.y.repeat(5), n_shuffles=1),
    'analysis.receptive.answers': lambda c: dict(model=c.model, x=c.x, target='z1'),
    'analysis.receptive.noise_images': lambda c: dict(n=3, shape=(1, 4, 4)),
    'analysis.receptive.row_correlation': lambda c: dict(a=torch.randn(3, 4), b=torch.randn(3, 4)),
    'analysis.receptive.receptive_fields': lambda c: dict(model=c.model, target='z1', shape=(1, 4, 4), n=200),
    'analysis.receptive.field_sheet': lambda c: dict(fields=torch.randn(3, 1, 4, 4)),
    'analysis.mei.objective_values': lambda c: dict(model=c.model, x=c.x, objective=UnitOf('z1', 0)),
    'analysis.mei.blurred_images': lambda c: dict(x=c.x, sigma=1.),
    'analysis.mei.mei_pixels': lambda c: dict(model=c.model, objective=UnitOf('z1', 0), shape=(1, 4, 4), limits=Limits(norm=1.), n_steps=2),
    'analysis.mei.mei_gaussian': lambda c: dict(model=c.model, objective=UnitOf('z1', 0), shape=(1, 4, 4), limits=Limits(norm=1.), n_steps=2),
    'analysis.mei.Limits': lambda c: dict(),
    'analysis.tuning.gratings': lambda c: dict(shape=(1, 4, 4), orientation=torch.zeros(2), frequency=torch.ones(2), phase=torch.zeros(2)),
    'analysis.tuning.fit_gabors': lambda c: dict(fields=torch.randn(2, 8, 8), n_steps=3),
    'analysis.tuning.orientation_tuning': lambda c: dict(model=c.model, target='z1', shape=(1, 4, 4), n_orientations=4, n_phases=4),
    'pictures.depth_images': lambda c: dict(model=c.model, x=c.x[:3]),
    'pictures.temperature_images': lambda c: dict(model=c.model, n=2),
    'pictures.show_rows': lambda c: dict(rows=dict(a=c.x[:3]), vmax=1.),
    'traversal.Traversal': lambda c: dict(model=c.model, x=c.x[:1]),
    'traversal.value_limits': lambda c: dict(model=c.model, x=c.x),
    'traversal.as_image': lambda c: dict(value=c.x[0]),
    'traversal.as_pixels': lambda c: dict(image=c.x[0], limits=(0., 1.)),
    'traversal.drawing': lambda c: dict(model=c.model),
    'traversal.traversal_html': lambda c: dict(model=c.model, x=c.x[:1], n_units=1, n_steps=3),
    'widgets.traverse': lambda c: dict(model=c.model, x=c.x[:1]),
    'migrate.foreign.read_content': lambda c: dict(path=c.root/'weights.pt'),
    'migrate.foreign.state_dicts': lambda c: dict(content=c.state),
    'migrate.foreign.read_weights': lambda c: dict(source=c.root/'weights.pt'),
    'migrate.foreign.Move': lambda c: dict(target='a', source='b'),
    'migrate.foreign.transfer': lambda c: dict(model=small_model(), foreign=c.state, moves=[Move(k, k) for k in c.state]),
    'migrate.foreign.family': lambda c: dict(name=f'family{random.random()}'),
    'migrate.foreign.migrate_family': lambda c: dict(name='vdvae'),
    'migrate.vdvae.migrate_vdvae': lambda c: dict(weights=c.state), 'migrate.nvae.migrate_nvae': lambda c: dict(weights=c.state),
    'migrate.efficient_vdvae.migrate_efficient_vdvae': lambda c: dict(weights=c.state),
    'migrate.hvae_oodd.migrate_hvae_oodd': lambda c: dict(weights=c.state),
    'migrate.vdvae.vdvae_hparams': lambda c: dict(weights=c.state, hparams={}), 'migrate.nvae.nvae_hparams': lambda c: dict(weights=c.state),
    'migrate.efficient_vdvae.efficient_vdvae_hparams': lambda c: dict(weights=c.state, hparams={}),
    'migrate.hvae_oodd.hvae_oodd_hparams': lambda c: dict(weights=c.state, hparams={}),
    'migrate.efficient_vdvae.efficient_vdvae_cfg': lambda c: dict(path=c.root/'none.cfg'),
    'migrate.agent.make_agent': lambda c: dict(experiment=Experiment('digits_ladder')),
    'templates.create': lambda c: dict(kind='model', name=f'n{random.randrange(10**9)}', folder=c.root/'made'),
    'templates.hvae_create': lambda c: dict(argv=['nonsense', 'name']),
    'cli.hvae_train': lambda c: dict(argv=['no_such']), 'cli.hvae_eval': lambda c: dict(argv=['no_such']),
    'cli.hvae_migrate': lambda c: dict(argv=['no_such']), 'cli.hvae_analyze': lambda c: dict(argv=['no_such']),
}
# Not walked over: what functions return, what a Learner calls, abstract classes, what needs a run or several processes, and what waits for an example
SKIPPED = set('''
drawing.svg_of verbs.Verbs verbs.check_asked verbs.check_callbacks verbs.check_loss verbs.check_metrics
analysis.between.Interpolation analysis.between.known_labels analysis.between.Neighbours analysis.between.Extrapolation
analysis.between.extrapolation analysis.examples.digits_ladder analysis.examples.NoFloat64 analysis.examples.without_float64
analysis.latents.Variance analysis.latents.Divergence analysis.latents.LatentStep analysis.mei.UnitOf analysis.mei.NormOf
analysis.mei.MEI analysis.mei.Affine analysis.mei.mei_transform analysis.probe.Decodability analysis.receptive.gabor_images
analysis.receptive.ReverseCorrelation analysis.receptive.ReceptiveFields analysis.results.Result analysis.results.save_once
analysis.samples.Reconstruction analysis.samples.Moments analysis.samples.Generation analysis.tuning.folded_waves
analysis.tuning.GaborFits analysis.tuning.Tuning analyze.Subject analyze.subject_of analyze.Tool analyze.chosen_tools
analyze.results_of analyze.index_page analyze.analyze analyze.analyze_run arrays.whole_number arrays.as_array arrays.blocks
arrays.digest arrays.stored_type arrays.Rows arrays.rows_of arrays.as_tensor arrays.Survey arrays.survey arrays.unfit
batches.data_and_labels batches.first_batch batches.check_loaders batches.in_order blocks.Block blocks.GenerativeBlock
callbacks.KLSchedule callbacks.grad_norm checkpoint.whole_folder checkpoint.check_saveable checkpoint.defaults_of door.check_types
door.checked core.is_own core.candidates core.class_scope core.own_classes core.classes_of core.Recorded data.DataNote
data.as_labels data.DataSet datasets.MNIST5k datasets.MNIST datasets.FashionMNIST datasets.CIFAR10 discrete.Discrete
discrete.Coarse distributed.processes distributed.is_first distributed.join distributed.first_here distributed.leave
distributed.first_chance distributed.PartLoader distributed.all_parts distributed.whole_batch distributed.WholeBatch
distributed.any_process distributed.WorkerLost distributed.together distributions.Distribution distributions.kl_formula
distributions.Head distributions.unbounded_defaults drawing.Svg drawing.drawing elbo.kl_terms elbo.elbo_terms elbo.log_weight
elbo.iw_bound elbo.nvae_balance elbo.efficient_vdvae_balance evaluate.batches evaluate.reconstruction_scores evaluate.compare
evaluate.pixel_baseline everyday.evaluating everyday.check_finite everyday.check_weights experiment.Hyperparams
experiment.default_sections experiment.ExperimentError experiment.mistakes_of experiment.list_experiments explore.explore_run
explore.explorer_notebook explore.voila_settings explore.free_port explore.serve explore.hvae_explore figures.ShownOnce
figures.subplots figures.as_images graph.GraphPart graph.SubGraph graph.Summary guards.training_state guards.load_training_state
guards.first_nonfinite guards.Diverged guards.NonFiniteGuard help.help_text help.Docstring help.document help.serve layers.Sized
layers.unsized layers.scale_init layers.padded_conv layers.RandomScale layers.Einsum layers.SpatialBroadcast layers.SpatialBias
layers.ZeroChannels layers.ChannelAffine layers.FixedScale layers.Constant learner.level_shapes learner.noise_shapes
learner.part_of learner.ElboModel learner.TermMean learner.elbo_metrics learner.ReportElbo learner.recompute_blocks
learner.LossScaler learner.HVAELearner learner.standardize_for learner.what_helps learner.LossWatch learner.hvae_learner
migrate.agent.MigrationAgent migrate.agent.migrate migrate.efficient_vdvae.efficient_vdvae_moves migrate.foreign.Weights
migrate.foreign.Report migrate.hvae_oodd.hvae_oodd_model migrate.hvae_oodd.hvae_oodd_moves migrate.nvae.nvae_moves
migrate.vdvae.vdvae_moves nvae_cells.WeightNormConv2d nvae_cells.SqueezeExcite nvae_cells.FactorizedReduce nvae_cells.nvae_op
nvae_cells.NvaeCell nvae_cells.nvae_ops nvae_cells.nvae_groups nvae_cells.SpectralNorms nvae_cells.batch_norm_scales
pictures.show_kl pictures.save_picture reading.shown reading.folder_of reading.open_file reading.read_idx reading.read_npz
reading.open_archive budget.OverBudget budget.allowance budget.Budget budget.count
reading.find_pictures reading.left_out reading.PictureReader recording.Say recording.RunLog recording.StepBar
recording.Checkpoints recording.GoOn recording.StopInOrder records.read_small records.misfit records.text_sum records.write_record
records.read_json records.read_record records.write_new records.only_one residual_cells.XavierConv2d residual_cells.ResidualCell
residual_cells.HalfProjection residual_cells.CutBits runs.Run runs.add_row runs.read_rows runs.save_checkpoint runs.checkpoint_of
runs.chance runs.restore_chance runs.latest_training runs.cut_logs runs.settle runs.next_best runs.locked sequence.PreviousBlock
sequence.hVAESequence sources.is_installed sources.source_digest stages.WeightNormLinear stages.SameConv2d stages.init_from_data
stages.AuxResBlock stages.StackBlock stages.Stages stages.vae_stages stages.ladder_stages stages.biva_stages stages.UnitLevels
stages.UnitLogisticHead stages.PSwish standardized.Standardized standardized.StandardizedHead standardized.channel_scales
standardized.far_channels standardized.far_line standardized.moved_line templates.kinds topdown.ResidualGenBlock tracking.Tracker tracking.Trackers
tracking.Track tracking.TensorBoardTracker tracking.wandb_mode tracking.WandbTracker tracking.open_trackers
tracking.check_trackers tracking.load_from_train train.make_learner train.test_report train.report_lines train.finish
train.draw_pictures train.train train.resume train.fit_run train.evaluate_run traversal.noise_of traversal.difference_pixels
traversal.as_png traversal.TraversalPage widgets.TraversalWidget zoo.biva zoo.efficient_vdvae zoo.nvae
'''.split())

class Nothing: "An object of no use."

def changes(value, annotation):
    "What a user may give instead of a value, each with its name."
    if isinstance(value, Tensor):
        yield 'empty', value[:0]
        yield 'one row', value[:1]
        yield 'another dimension', value[..., None]
        yield 'first row alone', value[0]
        yield 'transposed', value.transpose(0, -1)
        yield 'NaN', value.float()*float('nan')
        yield 'constant', torch.zeros_like(value)
        yield 'whole numbers', value.long()
        yield 'complex', value.to(torch.complex64)
        yield 'array', value.numpy(force=True)
    elif isinstance(value, bool): yield 'number', 7
    elif isinstance(value, int): yield from dict(negative=-1, zero=0, fraction=1.5).items()
    elif isinstance(value, float): yield from dict(nan=math.nan, negative=-1., infinite=math.inf, tensor=torch.ones(2)).items()
    elif isinstance(value, str): yield from {'nonsense': 'nonsense', 'no text': '', 'number': 3}.items()
    elif isinstance(value, Path): yield from {'nowhere': Path(__file__)/'below', 'number': 3}.items()
    elif isinstance(value, (tuple, list)): yield from {'empty': type(value)(), 'of texts': type(value)(['a', 'b']), 'negative': type(value)([-1]*len(value))}.items()
    elif isinstance(value, dict): yield from {'empty': {}, 'of texts': {'a': 'b'}}.items()
    elif isinstance(value, nn.Module): yield 'another module', nn.Linear(2, 2)
    if not isinstance(value, str) and annotation is not str: yield 'text', 'text'
    if value is not None: yield 'None', None
    yield 'object', Nothing()

def public():
    "Every public name, with its object."
    for m in sorted(o.name for o in pkgutil.walk_packages(hvae.__path__, 'hvae.')):
        if m in ('hvae._modidx', 'hvae.all'): continue
        module = importlib.import_module(m)
        for name in getattr(module, '__all__', []): yield f'{m[5:]}.{name}', getattr(module, name)

def target_of(name, c):
    "The callable of an example."
    if name.startswith('graph.hVAE') and name != 'graph.hVAE': return c.model if name.endswith('()') else getattr(c.model, name.split('.')[-1])
    module,_,last = name.rpartition('.')
    return getattr(importlib.import_module(f'hvae.{module}'), last)

def cases(c):
    "Name, function, arguments and what is changed, for all."
    for name,make in EXAMPLES.items():
        f = target_of(name, c)
        pars = inspect.signature(f).parameters
        given = make(c)
        for k,p in pars.items():
            if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) or k in ('progress', 'say', 'self'): continue
            if k not in given and p.default is p.empty: continue
            value = given.get(k, p.default)
            for what,new in changes(value, p.annotation): yield name,k,what,new

def number(result):
    "Tensors of a result."
    if isinstance(result, Tensor): yield result
    elif isinstance(result, dict):
        for o in result.values(): yield from number(o)
    elif isinstance(result, (list, tuple)):
        for o in result: yield from number(o)

class Slow(Exception): pass
def too_slow(*args): raise Slow

def outcome(f, arguments):
    "'' if it is right, else what is wrong."
    out = io.StringIO()
    signal.signal(signal.SIGALRM, too_slow)
    signal.alarm(10)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), warnings.catch_warnings():
            warnings.simplefilter('ignore')
            f(**arguments)
    except Slow: return 'takes over 10 s'
    except SystemExit as e: return '' if e.code in (0, 2) or isinstance(e.code, str) else f'exits with {e.code}'
    except Exception as e:
        if isinstance(e, OSError) and len(str(e)) > 40: return '' # the system's own message, with the file's name
        frames = traceback.extract_tb(e.__traceback__)
        inside = Path(frames[-1].filename)
        said = str(e)
        if not inside.is_relative_to(HERE): return f'{type(e).__name__} of {inside.parent.name}/{inside.name}:{frames[-1].name}: {said[:90]!r}'
        if not isinstance(e, (*GOOD, RuntimeError)) and type(e).__module__[:4] != 'hvae': return f'{type(e).__name__}: {said[:90]!r}'
        if len(said) < 45 or ' ' not in said or isinstance(e, AttributeError):
            return f'bare {type(e).__name__} in {inside.name}:{frames[-1].lineno}: {said[:90]!r}'
        if 'got' not in said and 'cannot work with' not in said and any(o in said for o in ('unsupported operand', 'not subscriptable', 'must be a sequence', 'object is not', 'not supported between',
                                     'size of tensor', 'shapes cannot', "invalid for input", 'Expected', 'expected')): return f'raw {type(e).__name__} in {inside.name}:{frames[-1].lineno}: {said[:90]!r}'
    finally:
        signal.alarm(0)
        plt.close('all')
    return ''

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('seed', nargs='?', type=int, default=0)
    parser.add_argument('--all', action='store_true')
    parser.add_argument('--only', default='')
    args = parser.parse_args()
    c,start = Context(), time.perf_counter()
    os.chdir(c.root)
    torch.manual_seed(0)
    for name,make in EXAMPLES.items():
        if args.only in name:
            wrong = outcome(target_of(name, c), make(c))
            if wrong: print('EXAMPLE', name, wrong)
    todo = [o for o in cases(c) if args.only in o[0]]
    if not args.all: todo = random.Random(args.seed).sample(todo, min(200, len(todo)))
    bad,n = {},Counter()
    for name,k,what,new in todo:
        n[name.rpartition('.')[0]] += 1
        t0 = time.perf_counter()
        wrong = outcome(target_of(name, c), EXAMPLES[name](c) | {k: new})
        if time.perf_counter() - t0 > 3: print('slow', name, k, what, round(time.perf_counter() - t0, 1), file=sys.stderr)
        if wrong and f'{name} {k}' not in KNOWN: bad[name,k,what] = wrong
    for (name,k,what),wrong in bad.items(): print(f'{name}({k}: {what}): {wrong}')
    missing = [k for k,o in public() if callable(o) and k not in EXAMPLES and k not in SKIPPED]
    print(f'{len(missing)} public names without an example: {" ".join(missing)}')
    print(f'{len(todo)} calls of {len(EXAMPLES)} functions, {len(bad)} wrong, {time.perf_counter()-start:.0f} s')
    return bool(bad or missing)

if __name__ == '__main__': sys.exit(main())

"What the walk leaves out, each with its reason; patterns stand for families of methods."

SKIPPED = {
    'abstract: what is called is a subclass of it, and those are walked over': '''
        blocks.Block blocks.GenerativeBlock core.Recorded data.DataSet data.DataSet.load discrete.Discrete distributions.Distribution*
        distributions.Head distributions.Head.* layers.Sized analysis.results.Result analysis.results.Result.* tracking.Tracker tracking.Tracker.*
        discrete.Discrete.rsample distributions.LocationScale.*''',
    'made by the package alone, of what it knows; its methods and properties are walked over': '''
        analysis.between.Extrapolation analysis.between.Interpolation analysis.between.Neighbours analysis.latents.Divergence analysis.latents.LatentStep
        analysis.mei.MEI analysis.probe.Decodability analysis.receptive.ReceptiveFields analysis.samples.Generation analysis.samples.Reconstruction
        analysis.tuning.GaborFits analysis.tuning.Tuning analyze.Subject arrays.Survey discrete.Coarse drawing.Svg graph.GraphPart graph.Summary
        migrate.foreign.Report migrate.foreign.Weights standardized.Standardized traversal.TraversalPage figures.ShownOnce figures.ShownOnce.*
        analysis.examples.NoFloat64''',
    'an error or warning: it takes whatever it has to say': 'data.DataNote experiment.ExperimentError',
    'called by the Learner or with a checkpoint, not by a user': '''
        *.before_* *.after_* *.state_dict *.load_state_dict callbacks.*.clip callbacks.*.limit callbacks.*.accepts learner.LossScaler.step
        guards.NonFiniteGuard.capture learner.HVAELearner.all_batches learner.HVAELearner() learner.ReportElbo learner.HVAELearner
        verbs.Verbs distributed.PartLoader.to_detach recording.Checkpoints.save recording.StopInOrder recording.GoOn
        data.ArrayLoader.randomize data.ArrayLoader.get_idxs data.ArrayLoader.create_batches data.ArrayLoader.sample data.*.load datasets.*.load''',
    'called by the graph, with what it computed before': '''
        blocks.*.link blocks.*.read_with blocks.*.read_prior blocks.*.read_posterior blocks.*.finish blocks.*.merged blocks.*.sample_from_prior blocks.*.likelihood blocks.InputPipeline() blocks.InputPipeline.read
        topdown.*.read_prior topdown.*.read_posterior topdown.*.finish blocks.*Block() stages.StackBlock()''',
    'steps of layers that others of their methods take': '''
        *.extra_repr *.build *.measure layers.Sized.* layers.Sized() residual_cells.XavierConv2d.reset_parameters nvae_cells.WeightNormConv2d.lengths
        nvae_cells.WeightNormConv2d.normalised elbo.ElboLoss.weights elbo.ElboLoss.spent learner.ElboModel.noise learner.ElboModel.autocast stages.*.linear *.unit_log_prob *.from_normal distributions.*.family''',
    'verbs of fastai that are refused by one function, see nbs/41b_verbs': 'verbs.Verbs.export verbs.Verbs.predict verbs.Verbs.tta verbs.Verbs.to_channelslast verbs.Verbs.to_non_native_fp16 sequence.hVAESequence.update',
    'needs several processes, a server or a network; tests/distributed.py and tests/network.py run them': '''
        distributed.all_parts tracking.WandbTracker tracking.WandbTracker.* explore.serve help.serve''',
    'walked over as command lines, see walking/commands.py': 'cli.hvae_* explore.hvae_explore templates.hvae_create',
    'the door itself, which takes anything': 'door.check_types door.checked*',
    'acts on a module, once, when the docs or the package are loaded': 'help.document help.Docstring.expandtabs',
    'a step of train or resume, which are walked over; tests/kill.py tries it at every place': 'train.fit_run trial.on_trial runs.cut_logs runs.settle',
    'functions of a tool are its own': 'analyze.Tool analyze.Tool.*',
    'takes seconds each time; tests/doors.py walks over it': 'datasets.MNIST5k',
    'plain dict': 'experiment.Hyperparams.copy',
}

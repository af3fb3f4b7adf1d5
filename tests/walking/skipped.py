"What the walk leaves out, each with its reason; patterns stand for families of methods."

SKIPPED = {
    'called by compress and decompress, for every symbol; nbs/83_coding.ipynb tries them': '''
        Message Message.* push pop Halves Halves() Halves.* share_above Bins Bins.* Classes Classes.* share_in_table push_levels pop_levels
        ''',
    'called by export, with tensors in the order that it records; nbs/87_export.ipynb runs it': 'ModelProgram.run ModelProgram()',
    'called by neural_predictivity, with what it has looked at; nbs/64a to 64g try them': '''
        jackknife_blocks Jackknifed neuron_intervals r2_scores correlations split_half_reliability normalised AreaMean area_mean Recording fold_numbers Spectrum Spectrum.*
        ridge_path pls_path Readers Readers.* fitted_readers OutOfFold out_of_fold NeuralPredictivity NeuralPredictivity.tables NeuralPredictivity.figures''',
    'needs plenoptic, which is an extra; nbs/65d_textures.ipynb runs it where it is installed': 'import_plenoptic portilla_simoncelli',
    'needs h5py, which is an extra; nbs/37f_stored.ipynb runs it where it is installed': 'import_h5py HDF5Rows',
    'abstract: what is called is a subclass of it, and those are walked over': '''
        RowSource Block GenerativeBlock Recorded DataSet Discrete Discrete.rsample Count Count.rsample Distribution Distribution.* Head Head.* LocationScale.* Sized Sized() Sized.* Result Result.*
        Observation Observation.* Tracker Tracker.* PosteriorRule PosteriorRule.* PosteriorRule() WeightNormed WeightNormed.*''',
    'made by the package alone, of what it knows; its methods and properties are walked over': '''
        Extrapolation Interpolation Neighbours Divergence LatentStep MEI Decodability ReceptiveFields Generation Reconstruction GaborFits ColourGaborFits GaborPairs QuadraticFields FieldSizes Tuning Subject Survey Coarse
        RepresentationSimilarity FieldGabors ColourFieldGabors FieldGabors.plot Divergence.offset picture_html MEISheet DiverseMEIs ImageStatistics TextureModulation SizeTuning ContextSuppression ContrastResponse
        NatsByStep Encoded SampleDistance Svg GraphPart Summary Report Weights Standardized TraversalPage ShownOnce ShownOnce.* NoFloat64 ProbeLabels DataWords Row LeftOver Imputed
        Disentanglement Sparsity Selectivity ResponseVariability ContrastVariability LevelUnits Factors Draws''',
    'an error or warning: it takes whatever it has to say': 'DataNote ExperimentError WorkerLost OverBudget Budget.refuse',
    'called by the Learner or with a checkpoint, not by a user': '''
        LabelAccuracy.* ElboLoss.classified told_lines read_ahead training_lines
        *.before_* *.after_* *.state_dict *.load_state_dict *.clip *.limit *.accepts LossScaler.step NonFiniteGuard.capture HVAELearner HVAELearner() HVAELearner.all_batches
        ReportElbo Verbs PartLoader.to_detach Checkpoints.save StopInOrder ResumeTraining ArrayLoader.randomize ArrayLoader.get_idxs BucketLoader.get_idxs BitsMean.accumulate ArrayLoader.sample
        ArrayLoader.create_batches augmented as_they_are Augmentation() Augmentation.whole Frame.complaint given_arrays as_context given_line given_names *.load whole_batch MigrationAgent.remember HVAELearner.add_cb GradSkip.is_late given_for check_support n_dims_of masks_of closed_holes open_holes check_entries observed_line steps_between_looks can_leave_out leave_out lerp_by
        RecentValues RecentValues.* SmoothLossOnDevice SmoothLossOnDevice.* on_host LateBar late_form HostWaits''',
    'called by the graph, with what it computed before': '''
        *.link *.read_with *.read_prior *.read_posterior *.finish *Block.merged *Block.sample_from_prior *.likelihood *Block() warn_of_scale RawPosterior.merge FlowPosterior.merge InputPipeline() InputPipeline.read Pass
        ContextBlock.* LabelBlock.* LabelPosterior LabelPosterior.* rows_of_classes hVAE.summed_terms *.contexts_for hVAE.blank_context context_rows check_use_mean GuidedHead GuidedHead() as_observed with_observed without_observed mask_for neutral_of log_prob_of_observed check_scores check_alike batch_and_steps check_steps first_step
        end_of_run steps_there fill_padding only_steps without_padding add_steps of_ratio real_steps pad_noise''',
    'a step that other methods of its class take': '''
        check_names is_ours enter_by_name check_sheet
        Masked.* Noisy.* Pooled.start Pooled.log_prob Pooled.draw Pooled.mean
        InLimits() Coarse.merge *.with_log_size CountHead.check CountHead.log_rate StudentT.log_peak Mixed.in_order Mixed.by_part log_gamma_draw beyond_stirling *.extra_repr *.build *.measure *.reset_parameters *.lengths *.normalised *.masked AutoregressiveShift.inverse Flowed.moved *.linear *.bounded *.infer_with settle_bound *.unit_log_prob *.from_normal ElboLoss.weights ElboLoss.spent
        ElboModel.noise ElboModel.laid_out ElboModel.autocast *.run_blocks *.run_steps *.warn_of_unused *.as_input *.check_keep *.check_given *.names_until *.by_latent *.temperatures_by_latent *.check_result *.check_shape''',
    'verbs of fastai that are refused by one function, see nbs/41b_verbs': 'Verbs.export Verbs.predict Verbs.tta Verbs.to_channelslast Verbs.to_non_native_fp16 hVAESequence.update hVAESequence.sample_guided hVAESequence.told hVAESequence.blank_context hVAESequence.summed_terms hVAESequence.label_probabilities',
    'needs several processes, a server or a network; tests/distributed.py and tests/network.py run them': 'all_parts WandbTracker WandbTracker.* serve',
    'what commands say of the machine and of themselves; nbs/03d_arguments, 91_entry and 91a_doctor try them': '''
        CommandParser CommandParser.* Finding version_findings extra_findings machine_findings folder_findings work_finding tracking_finding findings report hvae_doctor
        command_points command_lines experiment_lines hvae_entry leave plain_warnings''',
    'parts of commands that use a model, given what their parser read; nbs/90a_use_commands tries them': '''
        use_parser run_folder check_use Use open_use begin_use Inputs read_files told_context inputs_of''',
    'a command on the frame of those that use a model; nbs/90b_score_command tries it': 'hvae_score hvae_compress',
    'what a table of experiments is made of, read from files and folders that hvae_bench looks at first; nbs/88a to 88c and 90f try them': '''
        BenchRow BenchRow.* BenchTable read_bench_table list_tables find_table find_listed find_trained find_copied CopiedRun bound_file read_bounds drawn_bounds check_images score_in_portions measure_run read_measured bench_entry bench_page check_page write_page
        hvae_bench CostLog CostLog.* training_costs peak_gib experiment_folders''',
    'what a command ends with; nbs/90_cli tries it': 'exit_codes',
    'the door itself, which takes anything': '''
        check_types checked checked_before user_call plain_number short_text bound_arguments is_foreign_error explained_error warn_caller
        check_bools as_device broadcasts_over check_broadcasts checks_argument checks_temperature check_real_tensor checks_data''',
    'made or called by the registry and configurations, of classes and records that are there': '''
        class_functions class_source is_defined_again prefer_classes registered_classes copied_argument ConfigWriter ConfigWriter.*''',
    'a step of kl, log_prob or a head, which look at what they are given': '''
        in_scales kl_by_cross_entropy *.cross_entropy per_channel channel_values reaching_std settings_without_effect''',
    'what the keys of experiments are written with, in nbs/45b_settings; every key is walked over as a command line': '''
        Takes Takes.or_none whole real reals one_of like Key Section Section.*''',
    'places of callbacks, and rows of a table made of them': 'Order Timetable Timetable.by_event',
    'a thin layer over functions that are walked over; nbs/90c and 90e try its mistakes': 'hvae_sample hvae_encode hvae_reconstruct hvae_export',
    'walked over as command lines, see walking/commands.py': 'hvae_train hvae_eval hvae_analyze hvae_migrate hvae_create hvae_explore hvae_runs',
    'acts on a module, once, when the docs or the package are loaded': 'document Docstring.expandtabs',
    'a step of train or resume, which are walked over; tests/kill.py tries it at every place': 'Training.session Training.fit Training.resume on_trial cut_logs rewind_checkpoints',
    'functions of a tool are its own': 'Tool Tool.*',
    'a dict that a pass makes, with the methods of one': 'Computed Computed.*',
    'takes the compiler, which takes seconds for each call; nbs/36m_regions and 41g try it': 'as_own_program Regions Regions() Regions.*',
    'takes seconds each time; tests/doors.py walks over it': 'MNIST5k',
    'called by other modules, with what these have looked at': '''
        take_scales refuse_where one_call in_usual_order as_rows check_batch_size acts_in_training mixes_rows is_compiled rows_at_once in_batches join_waiting seen_in rows_of
        Budget.take shape_text reason_for pack_state unpack_state temporary_name leftovers_in remove_leftovers regular_opener flush_file file_kind name_disk_errors in_own_memory state_tensors tensors_sum
        TorchBudget check_header unique_keys Description describe class_digests fill_tensors rebuild losses
        is_real check_shapes check_values notes_on tensorflow_file flax_file looks_like_flax plain_data sheet_url drawing_buttons page_html
        told_rows told_subject by_columns typical RowLook RowLook.in_units RowLook.kind ends_here why_stopped RunsTable RunsTable.*
        heading picture_box signed share_bar value_tiles labelled parts_of
        n_examples tensors_in row_chunks concat_batches keeps_grad check_blocks name_blocks priors_of_draws sampled_names values_to_drop pair_of block_error
        tensor_value noise_of_examples forgetful_callbacks GenerativeBlock.posterior_of ResidualBottleneck.activate ResidualBottleneck.from_active''',
    'called by representation_similarity, with matrices that it has made; the functions that they call are walked over': 'CKA.* RSA.*',
    'a decorator of functions of the package': 'renamed gathered',
    'adds the outputs of two nets, and refuses what is no such output': 'RawPosterior()',
    "compares with an original's numbers, in a copy of the project": 'without_each project_root fixture_folders Fixture Fixture.* Comparison.note Comparison.left',
    'a plain dict': 'Hyperparams.copy',
    'a former name or way of another function': '''test_report fit_run finish draw_pictures
        join leave first_here first_chance together Say GoOn chance restore_chance settle''',
    'makes former names of functions of the package': 'former_name',
    'reads the index of a run for its checkpoints, which are walked over': 'checkpoints_in at_its_step index_with read_index index_with_best remove_others',
    'walked over through the commands': 'some_text',
    'reads a file, and is walked over by data sets; nbs/40b_tables tries what is no table': 'read_table',
    'takes a model of mixed columns, and refuses others: nbs/40b_tables': 'nats_by_column',
    'looks at what survey returns': 'lost_digits integer_notes real_notes',
}

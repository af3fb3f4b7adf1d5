"""Export every program of every published family, run the files with onnxruntime, and compare them with the models.

    python tests/export.py              # all families
    python tests/export.py vae nvae     # these
    python tests/export.py --short      # one program of each family, another one each

Each file is made with a batch of 2 and run with one of 1 and one of 5; the table has the largest error of all outputs, relative to numbers
above 1, and fails above 1e-5. The models are as small as the families go."""
import sys, tempfile, time
from pathlib import Path
import numpy as np
import onnxruntime
import torch
from torch import nn
from hvae.blocks import OutputBlock
from hvae.core import generator
from hvae.export_programs import PROGRAMS, ModelProgram, export, export_header, program_inputs
from hvae.graph import hVAE
from hvae.zoo import biva, efficient_vdvae, ladder_vae, layer_strings, nvae, tdvae, vae, vdvae
from hvae.zoo.parts import levels_input
from hvae.zoo.stage_layers import SameConv2d
from hvae.zoo.stages import Stages, ladder_stages

SHAPE = 1,4,4
STAGES = ((4,3,1),),((4,3,2),)
UP,DOWN = layer_strings(4, 1, 0, 0)
LEVELS = dict(up=dict(strides=[1,2], filters=8), down=dict(filters=8, latent_variates=2))

def conv_ladder():
    "A ladder of two convolutional stages, as hvae-oodd has them."
    specs = [[dict(no=4)], [dict(no=4, stride=2)]]
    blocks = ladder_stages(Stages(SHAPE, specs, [dict(n=2, ks=3), dict(n=2)]))
    end = OutputBlock([nn.ELU(), SameConv2d(blocks['d1'].nets[-1].out_shape, 1)], 'd1', 'bernoulli')
    return hVAE(dict(x=levels_input(2), **blocks, x_hat=end))

FAMILIES = dict( # the model, and the number of levels of its data
    vae=(lambda: vae(shape=SHAPE, hidden=8, n_latents=3), 2),
    ladder_vae=(lambda: ladder_vae(shape=SHAPE, widths=(8,6), n_latents=(3,2)), 2),
    tdvae=(lambda: tdvae(shape=SHAPE, n_z1=6, n_z2=2, hidden=8, z2_hidden=(4,4)), None),
    conv_ladder=(conv_ladder, 2),
    biva=(lambda: biva(shape=SHAPE, stages=STAGES, n_latents=[(2,3), 2]), 2),
    vdvae=(lambda: vdvae(enc_blocks=UP, dec_blocks=DOWN, image_size=4, image_channels=1, num_mixtures=2, width=8, zdim=2), 256),
    efficient_vdvae=(lambda: efficient_vdvae(channels=1, res=4, input_filters=8, **LEVELS), 256),
    nvae=(lambda: nvae(size=4, colours=1, scales=1, groups=2, n_z=2, width=4, halvings=1, n_pre=1, n_post=1, n_components=2), 256))

def error_of(model, what, x, path):
    "The largest error of a file, and how many values of it were compared."
    export(model, what, path, x)
    assert export_header(path)['program'] == what
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session,program = onnxruntime.InferenceSession(path, options),ModelProgram(model, what)
    names,worst,n_values = [o.name for o in session.get_outputs()],0.,0
    for n in (1, 5):
        inputs = program_inputs(program, x, n, seed=100 + n)
        with torch.no_grad(): wanted = program.run(*inputs.values())
        assert list(wanted) == names
        for v,found in zip(wanted.values(), session.run(None, {k: v.numpy() for k,v in inputs.items()})):
            v = v.numpy()
            assert v.shape == found.shape and np.isfinite(found).all()
            worst,n_values = max(worst, (np.abs(found - v)/np.maximum(np.abs(v), 1)).max()),n_values + v.size
    assert n_values
    return worst

def main(names):
    is_short = '--short' in names
    names = [name for name in names if name != '--short']
    odd = [name for name in names if name not in FAMILIES]
    if odd: sys.exit(f"families are {', '.join(FAMILIES)}, got {', '.join(odd)}")
    print(f"{'family':16}", *(f'{p:>12}' for p in PROGRAMS), f"{'largest':>12}")
    wrong,n_files = [],0
    for i,name in enumerate(names or FAMILIES):
        make,levels = FAMILIES[name]
        wanted = [PROGRAMS[i % len(PROGRAMS)]] if is_short else PROGRAMS
        torch.manual_seed(0)
        model,g = make().eval(),generator(1)
        x = torch.randn(6, *SHAPE, generator=g) if levels is None else torch.randint(0, levels, (6, *SHAPE), generator=g).float()
        with tempfile.TemporaryDirectory() as folder: errors = {p: error_of(model, p, x, Path(folder)/f'{p}.onnx') for p in wanted}
        worst,n_files = max(errors.values()),n_files + len(errors)
        print(f'{name:16}', *(f'{errors[p]:12.1e}' if p in errors else f"{'':12}" for p in PROGRAMS), f'{worst:12.1e}', flush=True)
        if worst > 1e-5: wrong.append(name)
    print(f'{n_files} programs, {time.process_time():.0f} s of the processor')
    if wrong: sys.exit(f"errors above 1e-5: {', '.join(wrong)}")

if __name__ == '__main__': main(sys.argv[1:])

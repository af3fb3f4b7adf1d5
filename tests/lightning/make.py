"""Write the checkpoints of PyTorch Lightning and the sharded folders that the notebooks of migration read.

    pip install lightning accelerate huggingface_hub safetensors
    python tests/lightning/make.py
    pip install pytorch-lightning==1.9.5 "setuptools<70"
    python tests/lightning/make.py old

They are not installed for the tests: what they write is kept here. The models are trained in a temporary folder, whose path is in
the checkpoints, as that of any training is."""
import dataclasses, enum, shutil, sys, tempfile
from pathlib import Path
import torch
from safetensors.torch import save_file
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
OLD = sys.argv[1:] == ['old']
if OLD: import pytorch_lightning as lightning
else: import lightning.pytorch as lightning

class Likelihood(enum.Enum):
    bernoulli = 'bernoulli'
    normal = 'normal'

@dataclasses.dataclass
class Width:
    "An object of a project's own class among the hyper-parameters."
    hidden:int = 6
    latent:int = 2

class Autoencoder(lightning.LightningModule):
    "One latent over 8 values."
    def __init__(self, width, likelihood, folder, rates=(.01, .02)):
        super().__init__()
        self.save_hyperparameters()
        self.encoder = nn.Sequential(nn.Linear(8, width.hidden), nn.BatchNorm1d(width.hidden), nn.ReLU(), nn.Linear(width.hidden, 2*width.latent))
        self.decoder = nn.Sequential(nn.Linear(width.latent, width.hidden), nn.ReLU(), nn.Linear(width.hidden, 8))

    def training_step(self, batch, i):
        x = batch[0]
        loc,log_scale = self.encoder(x).chunk(2, 1)
        z = loc + log_scale.exp()*torch.randn_like(loc)
        kl = (.5*(loc.square() + (2*log_scale).exp() - 1) - log_scale).sum(1)
        loss = (nn.functional.binary_cross_entropy_with_logits(self.decoder(z), x, reduction='none').sum(1) + kl).mean()
        self.log('loss', loss)
        return loss

    def configure_optimizers(self):
        opt = torch.optim.AdamW(self.parameters(), self.hparams.rates[0])
        return dict(optimizer=opt, lr_scheduler=torch.optim.lr_scheduler.CosineAnnealingLR(opt, 4))

def trained(path, callbacks=()):
    "A checkpoint of three epochs; the tensors of its model are kept beside it."
    lightning.seed_everything(0)
    data = DataLoader(TensorDataset(torch.bernoulli(torch.full((32, 8), .3))), batch_size=8)
    model = Autoencoder(Width(), Likelihood.bernoulli, Path('data'))
    with tempfile.TemporaryDirectory() as folder:
        keeps = lightning.callbacks.ModelCheckpoint(folder)
        trainer = lightning.Trainer(max_epochs=3, accelerator='cpu', logger=False, enable_progress_bar=False,
                                    enable_model_summary=False, default_root_dir=folder, callbacks=[keeps, *callbacks])
        trainer.fit(model, data)
        shutil.copyfile(keeps.best_model_path, path) # of the last epoch
    save_file(model.state_dict(), path.with_suffix('.safetensors'))
    return model

def sharded(home, model):
    "The same model in several files, with its decoder under two names, by huggingface_hub and by accelerate."
    import accelerate, huggingface_hub
    model = nn.ModuleDict(dict(encoder=model.encoder, decoder=model.decoder, shared=model.decoder))
    for name in ('huggingface_hub', 'huggingface_hub/one', 'accelerate'): (home/name).mkdir()
    huggingface_hub.save_torch_model(model, home/'huggingface_hub', max_shard_size=200)
    huggingface_hub.save_torch_model(model, home/'huggingface_hub/one')
    accelerate.Accelerator(cpu=True).save_model(model, str(home/'accelerate'), max_shard_size=250)
    print(f'accelerate {accelerate.__version__}, huggingface_hub {huggingface_hub.__version__}')

def main():
    home = Path(__file__).resolve().parent
    if OLD: trained(home/'old.ckpt')
    else:
        sharded(home, trained(home/'plain.ckpt'))
        trained(home/'averaged.ckpt', [lightning.callbacks.EMAWeightAveraging(decay=.9)])
    print(f'lightning {lightning.__version__}, torch {torch.__version__}')

if __name__ == '__main__': main()

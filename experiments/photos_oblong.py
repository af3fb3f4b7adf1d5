"""Oblong colour patches of 18x27 pixels from two photographs, in a small VDVAE, with augmentation. Trains in about a minute on a CPU."""
import numpy as np
from sklearn.datasets import load_sample_images
from hvae.all import *

class PhotoPatches(DataSet):
    "Patches of the two photographs that come with scikit-learn; no pixel is in two parts."
    name,n_levels = 'photo_patches',256

    def load(self):
        photos = np.stack(load_sample_images().images).transpose(0, 3, 1, 2) # (2,3,427,640)
        places = [(k, i, j) for k in range(2) for i in range(0, 408, 18) for j in range(0, 612, 27)]
        x = np.stack([photos[k,:,i:i+18,j:j+27] for k,i,j in places])
        y,parts = np.array([k for k,_,_ in places]),fixed_parts(len(x)) # which photograph
        return [o for part in parts for o in (x[part], y[part])]

log_params       = Hyperparams(trackers=())
data_params      = Hyperparams(dataset=PhotoPatches, batch_size=32, augment=['flip', ('brightness', dict(share=.1))])
model_params     = Hyperparams(width=24, zdim=4)
train_params     = Hyperparams(epochs=10)
optimizer_params = Hyperparams(lr=5e-3, ema_rate=.99, clip=200.)
eval_params      = Hyperparams(n_samples=0)

def model():
    enc,dec = layer_strings((18, 27), halvings=2, n_up=0, n_down=0) # 20x28, 10x14 and 5x7 inside, then one pixel
    return vdvae(enc_blocks=enc, dec_blocks=dec, image_size=(18, 27), pad='auto', mean=110., std=75.,
                 num_mixtures=3, **model_params)

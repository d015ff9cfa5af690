"""What a network sees, as arrays: maps of a score, images made to order, receptive fields, points in a plane.

>>> from textbook_cnn.seeing import receptive_field
>>> from textbook_cnn.vgg16 import vgg16_network
>>> receptive_field(vgg16_network(), "block1_pool").size
(6, 6)
"""

from ._steps import Found as Found
from .activity import LayerActivity as LayerActivity
from .activity import feature_maps, layer_activity
from .attribution import guided_backpropagation, input_gradient, saliency
from .class_activation import grad_cam, occlusion_map
from .embedding import PrincipalComponents as PrincipalComponents
from .embedding import features, pca, tsne
from .inversion import invert_features
from .maximisation import maximise_activation
from .projection import deconvnet
from .receptive import ReceptiveField as ReceptiveField
from .receptive import Window as Window
from .receptive import receptive_field
from .sanity import randomise_from, rank_correlation
from .strongest import Peak as Peak
from .strongest import crop, strongest_windows

__all__ = [
    "crop",
    "deconvnet",
    "feature_maps",
    "features",
    "grad_cam",
    "guided_backpropagation",
    "input_gradient",
    "invert_features",
    "layer_activity",
    "maximise_activation",
    "occlusion_map",
    "pca",
    "randomise_from",
    "rank_correlation",
    "receptive_field",
    "saliency",
    "strongest_windows",
    "tsne",
]

"""VGG16, the network of the last slides, out of this package's own layers, with its published weights.

>>> from textbook_cnn.vgg16 import vgg16_network
>>> vgg16_network().output_shape
(512, 7, 7)
"""

from .architecture import vgg16_network
from .photographs import square_photograph
from .pixels import signed_colours, vgg16_preprocess, vgg16_restore
from .weights import ATTRIBUTION as ATTRIBUTION
from .weights import VGG16Weights as VGG16Weights
from .weights import vgg16_weights

__all__ = [
    "signed_colours",
    "square_photograph",
    "vgg16_network",
    "vgg16_preprocess",
    "vgg16_restore",
    "vgg16_weights",
]

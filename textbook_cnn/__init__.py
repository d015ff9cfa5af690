"""A textbook of convolutional neural networks as a package: small functions that mirror the lecture's derivations.

The names below stand in the order of the lecture.  Those that need more than array code are loaded on first use, so
that ``import textbook_cnn`` stays light.
"""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from .convolution import convolve1d, convolve2d, correlate1d, correlate2d, output_size, pad2d, rot180
from .images import gradient_statistics, image_bytes, image_gradients, luminance, to_float
from .layers import (
    avg_pool2d,
    avg_pool2d_backward,
    conv2d,
    conv2d_backward_bias,
    conv2d_backward_input,
    conv2d_backward_kernel,
    dense,
    dense_backward_bias,
    dense_backward_input,
    dense_backward_weight,
    dropout,
    dropout_backward,
    flatten,
    im2col,
    max_pool2d,
    max_pool2d_backward,
    relu,
    relu_backward,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
    unflatten,
)

try:
    __version__ = version("textbook-cnn")
except PackageNotFoundError:  # run from a source tree that is not installed
    __version__ = "0+unknown"

_LAZY = {
    "adam": ("adam_init", "adam_step"),
    "network": ("Bias", "Conv2D", "Dense", "Dropout", "Flatten", "MaxPool2D", "Network", "ReLU"),
    "reordering": ("pool_first",),
    "parameters": ("load_params", "save_params"),
    "evaluation": ("accuracy", "confusion_matrix", "evaluate", "predict"),
    "schedules": ("one_cycle",),
    "training": ("History", "train"),
    "gradient_check": ("check_gradients",),
    "fast": ("conv2d_loops", "conv2d_shifts", "correlate1d_winograd", "conv2d_winograd", "conv2d_fourier"),
    "image_statistics": ("laplace_density", "gaussian_density", "laplace_kurtosis", "fit_laplace"),
    "seeing": (
        "saliency", "input_gradient", "guided_backpropagation", "grad_cam", "occlusion_map", "deconvnet",
        "maximise_activation", "invert_features", "receptive_field", "feature_maps", "layer_activity",
        "strongest_windows", "crop", "features", "pca", "tsne", "randomise_from", "rank_correlation",
    ),
    "vgg16": (
        "vgg16_network", "vgg16_weights", "vgg16_preprocess", "vgg16_restore", "square_photograph", "signed_colours",
    ),
    "datasets": ("CLASS_NAMES", "CLASS_NAMES_KO", "FashionMNIST", "fashion_mnist"),
}
_HOME = {name: module for module, names in _LAZY.items() for name in names}

__all__ = [
    "image_bytes", "to_float", "luminance", "image_gradients", "gradient_statistics",
    "correlate1d", "convolve1d", "correlate2d", "convolve2d", "rot180", "pad2d", "output_size",
    "conv2d", "im2col", "conv2d_backward_kernel", "conv2d_backward_bias", "conv2d_backward_input",
    "relu", "relu_backward", "max_pool2d", "max_pool2d_backward", "avg_pool2d", "avg_pool2d_backward",
    "flatten", "unflatten", "dense", "dense_backward_weight", "dense_backward_bias", "dense_backward_input",
    "softmax", "softmax_cross_entropy", "softmax_cross_entropy_backward", "dropout", "dropout_backward",
    *_HOME,
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

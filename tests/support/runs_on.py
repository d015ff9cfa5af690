"""Which public function runs on which array libraries, and in what it answers: one table for tests and book.

The tests skip what stands here as not possible, and run everything else; the book prints the table.  Nothing in the
package reads it.
"""

from __future__ import annotations

from typing import NamedTuple

LIBRARIES = {"numpy": "NumPy", "array_api_strict": "array-api-strict", "torch": "PyTorch", "jax": "JAX", "cupy": "CuPy"}


class Support(NamedTuple):
    """What a function answers in, the libraries whose arrays it takes, and why it does not take those of others."""

    answer: str
    libraries: tuple[str, ...] = tuple(LIBRARIES)
    why: str = ""


AS_GIVEN = Support("as given")  # arrays of the same library, on the same device
NUMBERS = Support("numbers")  # Python's
ON_HOST = Support("NumPy")
PICTURES = Support("NumPy", ("numpy",), "pictures to be shown are NumPy arrays")

RUNS_ON: dict[str, Support] = {
    "to_float": AS_GIVEN,
    "luminance": AS_GIVEN,
    "image_gradients": AS_GIVEN,
    "gradient_statistics": NUMBERS,
    "correlate1d": AS_GIVEN,
    "convolve1d": AS_GIVEN,
    "correlate2d": AS_GIVEN,
    "convolve2d": AS_GIVEN,
    "rot180": AS_GIVEN,
    "pad2d": AS_GIVEN,
    "conv2d": AS_GIVEN,
    "im2col": AS_GIVEN,
    "conv2d_backward_kernel": AS_GIVEN,
    "conv2d_backward_bias": AS_GIVEN,
    "conv2d_backward_input": AS_GIVEN,
    "relu": AS_GIVEN,
    "relu_backward": AS_GIVEN,
    "max_pool2d": AS_GIVEN,
    "max_pool2d_backward": AS_GIVEN,
    "avg_pool2d": AS_GIVEN,
    "avg_pool2d_backward": AS_GIVEN,
    "flatten": AS_GIVEN,
    "unflatten": AS_GIVEN,
    "dense": AS_GIVEN,
    "dense_backward_weight": AS_GIVEN,
    "dense_backward_bias": AS_GIVEN,
    "dense_backward_input": AS_GIVEN,
    "softmax": AS_GIVEN,
    "softmax_cross_entropy": AS_GIVEN,
    "softmax_cross_entropy_backward": AS_GIVEN,
    "dropout": AS_GIVEN,
    "dropout_backward": AS_GIVEN,
    "adam_init": AS_GIVEN,
    "adam_step": AS_GIVEN,
    "Network": AS_GIVEN,
    "save_params": Support("a file"),
    "accuracy": NUMBERS,
    "confusion_matrix": ON_HOST,
    "evaluate": NUMBERS,
    "predict": AS_GIVEN,
    "train": AS_GIVEN,
    "check_gradients": NUMBERS,
    "conv2d_loops": AS_GIVEN,
    "conv2d_shifts": AS_GIVEN,
    "correlate1d_winograd": AS_GIVEN,
    "conv2d_winograd": AS_GIVEN,
    "conv2d_fourier": AS_GIVEN,
    "laplace_density": AS_GIVEN,
    "gaussian_density": AS_GIVEN,
    "fit_laplace": NUMBERS,
    "saliency": AS_GIVEN,
    "input_gradient": AS_GIVEN,
    "guided_backpropagation": AS_GIVEN,
    "grad_cam": AS_GIVEN,
    "occlusion_map": AS_GIVEN,
    "deconvnet": AS_GIVEN,
    "maximise_activation": AS_GIVEN,
    "invert_features": AS_GIVEN,
    "feature_maps": AS_GIVEN,
    "layer_activity": NUMBERS,
    "strongest_windows": NUMBERS,
    "crop": PICTURES,
    "features": ON_HOST,
    "pca": ON_HOST,
    "tsne": ON_HOST,
    "randomise_from": AS_GIVEN,
    "rank_correlation": NUMBERS,
    "vgg16_preprocess": ON_HOST,
    "vgg16_restore": ON_HOST,
    "square_photograph": ON_HOST,
    "signed_colours": ON_HOST,
}

# Public names that take no arrays: sizes, records of sizes, and what reads files.
WITHOUT_ARRAYS = (
    "image_bytes",
    "output_size",
    "Bias",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "MaxPool2D",
    "ReLU",
    "pool_first",
    "load_params",
    "History",
    "one_cycle",
    "laplace_kurtosis",
    "receptive_field",
    "vgg16_network",
    "vgg16_weights",
    "CLASS_NAMES",
    "CLASS_NAMES_KO",
    "FashionMNIST",
    "fashion_mnist",
)

"""Layers of a convolutional network, forward and backward together, as pure functions on any array library."""

from .conv2d import conv2d, conv2d_backward_bias, conv2d_backward_input, conv2d_backward_kernel, im2col
from .dense import dense, dense_backward_bias, dense_backward_input, dense_backward_weight, flatten, unflatten
from .dropout import dropout, dropout_backward
from .pooling import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward
from .relu import relu, relu_backward
from .softmax_cross_entropy import softmax, softmax_cross_entropy, softmax_cross_entropy_backward

__all__ = [
    "avg_pool2d", "avg_pool2d_backward", "conv2d", "conv2d_backward_bias", "conv2d_backward_input",
    "conv2d_backward_kernel", "dense", "dense_backward_bias", "dense_backward_input", "dense_backward_weight",
    "dropout", "dropout_backward", "flatten", "im2col", "max_pool2d", "max_pool2d_backward", "relu", "relu_backward",
    "softmax", "softmax_cross_entropy", "softmax_cross_entropy_backward", "unflatten",
]  # fmt: skip

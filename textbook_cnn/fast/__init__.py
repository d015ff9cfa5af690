"""Other ways to compute a convolution layer: by loops, by shifted images, after Winograd, by Fourier transforms.

They all give what `conv2d` gives and are not used in training; the chapter on fast convolution compares them.  With
them stand the layer's two gradients and the max pooling as loops, which chapters show before the functions that train.
"""

from .fourier import conv2d_fourier
from .loops import conv2d_backward_input_loops, conv2d_backward_kernel_loops
from .pool_loops import max_pool2d_backward_loops, max_pool2d_loops
from .sums import conv2d_loops, conv2d_shifts
from .winograd import conv2d_winograd, correlate1d_winograd

__all__ = [
    "conv2d_backward_input_loops",
    "conv2d_backward_kernel_loops",
    "conv2d_fourier",
    "conv2d_loops",
    "conv2d_shifts",
    "conv2d_winograd",
    "correlate1d_winograd",
    "max_pool2d_backward_loops",
    "max_pool2d_loops",
]

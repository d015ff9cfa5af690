"""Other ways to compute a convolution layer: by loops, by shifted images, after Winograd, by Fourier transforms.

They all give what `conv2d` gives and are not used in training; the chapter on fast convolution compares them.  The
loops of the max pooling stand here too: what `max_pool2d` and its gradient give, as the book writes it.
"""

from .fourier import conv2d_fourier
from .pool_loops import max_pool2d_backward_loops, max_pool2d_loops
from .sums import conv2d_loops, conv2d_shifts
from .winograd import conv2d_winograd, correlate1d_winograd

__all__ = [
    "conv2d_fourier",
    "conv2d_loops",
    "conv2d_shifts",
    "conv2d_winograd",
    "correlate1d_winograd",
    "max_pool2d_backward_loops",
    "max_pool2d_loops",
]

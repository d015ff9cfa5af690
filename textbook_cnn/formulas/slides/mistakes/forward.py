"""Mistakes about what a convolution and its layer compute, and about their sizes."""

from __future__ import annotations

from ...examples.conv2d_sizes import counted_layers
from ...examples.convolution import images, numbers
from ...examples.mistakes import layer, strided_sizes
from ...notation.arrays import B_i, I, K, K_ij, X_j, Y_i, m_out
from ...notation.letters import d, i, j, k, m, n, p, s
from ...notation.matrices import Matrix
from ...notation.operators import Conv, Star, StarFull
from ...notation.spelling import Product
from ...notation.sums import Sum
from ...notation.tensors import Tensor
from ...statements.convolution import INPUT, KERNEL, SAME
from ..errata import CLAIMS
from ..wrong_formula import wrong

MISTAKES = (
    wrong(
        "convolution_not_turned",
        "Convolution without the turn",
        "convolve2d.rot180",
        (Conv(I, K), Star(I, K)),
        images,
    ),
    wrong(
        "full_called_same",
        "Full called same",
        "worked.same",
        (StarFull(Matrix(INPUT), Matrix(KERNEL)), Matrix(SAME)),
        numbers,
    ),
    wrong(
        "size_without_stride",
        "Output size without stride",
        "output_size",
        (m_out, m - k + 1),
        strided_sizes,
    ),
    wrong(
        "size_without_floor",
        "Output size without rounding",
        "output_size",
        (m_out, (m + 2 * p - k) / s + 1),
        strided_sizes,
    ),
    wrong(
        "channels_swapped",
        "Kernel indices swapped",
        "conv2d.forward",
        (Y_i, B_i + Sum(Star(X_j, Tensor("K", j, i)), j, 1, n)),
        layer(2, 2, 1, 1),
        ranges=((i, d),),
    ),
    wrong(
        "bias_in_the_sum",
        "Bias inside the sum",
        "conv2d.forward",
        (Y_i, Sum(B_i + Star(X_j, K_ij), j, 1, n)),
        layer(1, 2, 1, 1),
        ranges=((i, d),),
    ),
    wrong(
        "parameters_without_filters",
        "Parameters of one filter only",
        "conv2d.parameters",
        CLAIMS["E5"],
        counted_layers,
    ),
    wrong(
        "bias_a_pixel_counted",
        "320 parameters with one bias per pixel",
        "conv2d.parameters",
        (Product(1, 3, 3, 32) + Product(28, 28, 32), 320),
        counted_layers,
    ),
)

"""Mistakes in the gradients of the convolution layer."""

from __future__ import annotations

from ...examples.conv2d import slide_layer
from ...examples.mistakes import layer, strided_layers
from ...notation.arrays import K, K_ij, X_j, dB_i, dK_ij, dX, dX_j, dY, dY_i
from ...notation.letters import d, i
from ...notation.operators import Conv, ConvFull, StarFull
from ...notation.sums import Sum
from ..errata import CLAIMS
from ..wrong_formula import wrong

MISTAKES = (
    wrong(
        "kernel_gradient_turned",
        "Kernel gradient with a turned operand",
        "conv2d.backward_kernel",
        (dK_ij, Conv(X_j, dY_i)),
        layer(1, 1, 1, 2),
    ),
    wrong(
        "bias_gradient_a_pixel",
        "Bias gradient without the sum",
        "conv2d.backward_bias",
        (dB_i, dY_i),
        layer(1, 1, 1, 2),
    ),
    wrong(
        "kernel_not_turned",
        "Input gradient without the turn",
        "conv2d.backward_input_simplified",
        (dX, StarFull(dY, K)),
        slide_layer,
    ),
    wrong(
        "sum_over_channels",
        "Input gradient summed over the channels",
        "conv2d.backward_input",
        CLAIMS["E15"],
        layer(2, 1, 1, 1),
    ),
    wrong(
        "stride_forgotten",
        "Input gradient without the stride",
        "conv2d.general_backward_input",
        (dX_j, Sum(ConvFull(dY_i, K_ij), i, 1, d)),
        strided_layers,
    ),
)

"""Mistakes in the gradients of the convolution layer."""

from __future__ import annotations

from typing import Any

from ...examples.conv2d import slide_layer
from ...examples.mistakes import general_layer, layer, strided_layers
from ...notation.arrays import K, K_ij, X_j, dB_i, dK_ij, dX, dX_j, dX_j_rc, dY, dY_i, dY_i_pq
from ...notation.cases import Same
from ...notation.letters import c, d, delta, i, l, p, q, r, s, t, u, v
from ...notation.operators import Conv, ConvFull, StarFull
from ...notation.sums import Sum, SumWhere
from ...notation.tensors import Element
from ..errata import CLAIMS
from ..wrong_formula import wrong


def pixel_from(row: Any, column: Any) -> tuple[Any, Any]:
    """Gradient of a pixel as a sum over the outputs and kernel elements that meet it at a row and a column."""
    product = dY_i_pq * Element(K_ij, u, v)
    return dX_j_rc, Sum(SumWhere(product, [Same(row, r), Same(column, c)], [p, q, u, v]), i, 1, d)


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
    wrong(
        "windows_without_stride",
        "The windows of the input gradient without their stride",
        "conv2d.general_backward_input",
        pixel_from(p + delta * u - t, q + delta * v - l),
        general_layer((1, 3), (1, 1), stride=2),
    ),
    wrong(
        "padding_forgotten",
        "Input gradient without the padding",
        "conv2d.general_backward_input",
        pixel_from(s * p + delta * u, s * q + delta * v),
        general_layer((1, 2), (1, 2), padding=((0, 0), (1, 0))),
    ),
)

"""The mistakes that readers meet in books and code, each with an example that refutes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..example import Example
from ..examples.conv2d import slide_layer
from ..examples.conv2d_sizes import counted_layers
from ..examples.convolution import images, numbers
from ..examples.mistakes import (
    any_targets,
    first_adam_step,
    half_dropped,
    layer,
    rectified_number,
    square_dense_layer,
    strided_layers,
    strided_sizes,
    two_images,
    zero_number,
)
from ..examples.network import initial_kernels
from ..examples.pooling import average_pools
from ..formula import Proof
from ..notation.arrays import B_i, K, K_ij, M_pq, T_bk, X_j, X_pq, Y_i, Y_pq, Z, Z_bk
from ..notation.cases import Cases, Greater, Less
from ..notation.derivatives import Gradient
from ..notation.elementary import Root
from ..notation.functions import Softmax
from ..notation.letters import N, b, d, epsilon, eta, i, j, k, m, n, p, q, rho, s, t
from ..notation.matrices import Matrix
from ..notation.operators import Conv, ConvFull, Star, StarFull
from ..notation.spelling import Product
from ..notation.sums import Sum
from ..notation.tensors import Element, Entry, Step, Tensor, Variance
from ..proofs import as_printed
from ..statements.adam import LAST_STEP
from ..statements.conv2d_backward import dB_i, dK_ij, dX, dX_j, dY, dY_i
from ..statements.convolution import INPUT, KERNEL, SAME
from ..statements.pooling import IN_SQUARE, OUT
from .errata import CLAIMS
from .wrong_formula import WrongFormula, by_id

I, m_out = Tensor("I"), Tensor("m'")  # noqa: E741
dZ_bk, P_bk = Gradient(Z_bk), Entry(Softmax(Z), b, k)  # noqa: N816


def on(examples: Callable[[], Iterable[Example]]) -> Proof:
    """Evaluate on an example."""
    return as_printed(examples, "an example")


def wrong(
    name: str, title: str, right: str, row: Any, example: Callable[[], Iterable[Example]], **options: Any
) -> WrongFormula:
    """Return a mistake of one row."""
    return WrongFormula(f"wrong.{name}", title, right, (row,), on(example), **options)


WRONG = by_id(
    (
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
            "320 parameters with a bias a pixel",
            "conv2d.parameters",
            (Product(1, 3, 3, 32) + Product(28, 28, 32), 320),
            counted_layers,
        ),
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
            "weights_transposed",
            "Weights of a dense layer transposed",
            "dense.backward_input",
            (Gradient(Tensor("X", j)), Sum(Tensor("W", j, i) * Gradient(Tensor("Y", i)), i, 1, d)),
            square_dense_layer,
        ),
        wrong(
            "rectified_gradient",
            "The gradient rectified, not the input",
            "relu.backward",
            (Gradient(X_pq), Cases([Gradient(Y_pq), Greater(Gradient(Y_pq), 0)], [0])),
            rectified_number,
        ),
        wrong(
            "rectifier_from_the_right",
            "The derivative 1 at zero",
            "relu.backward",
            (Gradient(X_pq), Cases([0, Less(X_pq, 0)], [Gradient(Y_pq)])),
            zero_number,
        ),
        wrong(
            "average_pool_not_shared",
            "Average pooling hands on the whole gradient",
            "avg_pool2d.backward",
            (Gradient(IN_SQUARE), Gradient(OUT)),
            average_pools,
        ),
        wrong(
            "dropout_not_scaled",
            "Dropout without its scale",
            "dropout.forward",
            (M_pq, Cases([0, Less(Element(Tensor("U"), p, q), rho)], [1])),
            half_dropped,
        ),
        wrong(
            "cross_entropy_sign",
            "Target minus probability",
            "softmax_cross_entropy.backward",
            (dZ_bk, 1 / N * (T_bk - P_bk)),
            two_images,
        ),
        wrong(
            "batch_not_averaged",
            "Mean in the loss, sum in the gradient",
            "softmax_cross_entropy.backward",
            (dZ_bk, P_bk - T_bk),
            two_images,
        ),
        wrong(
            "targets_of_any_sum",
            "Targets that do not sum to 1",
            "softmax_cross_entropy.backward",
            (dZ_bk, 1 / N * (P_bk - T_bk)),
            any_targets,
            forgets="target rows with the sum 1",
        ),
        wrong(
            "averages_not_corrected",
            "Adam without its correction",
            "adam.step",
            (
                Step("P", t),
                Step("P", LAST_STEP) - eta * (Step("M", t) / (Root(Step("V", t)) + epsilon)),
            ),
            first_adam_step,
        ),
        wrong(
            "spread_without_kernel_size",
            "He's spread by channels alone",
            "he_initialisation",
            (Variance(Tensor("K")), 2 / n),
            initial_kernels,
        ),
    )
)

"""Mistakes about the other layers, the loss, Adam, and the first kernels."""

from __future__ import annotations

from ...examples.average_pooling import average_pools
from ...examples.mistakes import (
    any_targets,
    first_adam_step,
    half_dropped,
    rectified_number,
    square_dense_layer,
    two_images,
    zero_number,
)
from ...examples.network import initial_kernels
from ...notation.arrays import K, M_pq, T_bk, U_pq, X_pq, dX_j, dX_pq, dY_i, dY_j_pq, dY_pq, dZ_bk
from ...notation.cases import Cases, Greater, Less
from ...notation.chance import Variance
from ...notation.derivatives import Gradient
from ...notation.elementary import Root
from ...notation.letters import d, epsilon, eta, i, j, n, rho, t
from ...notation.sums import Sum
from ...notation.tensors import Step, Tensor
from ...statements.adam import LAST_STEP
from ...statements.pooling import IN_SQUARE
from ...statements.softmax_cross_entropy import MEAN, P_bk
from ..wrong_formula import wrong

MISTAKES = (
    wrong(
        "weights_transposed",
        "Weights of a dense layer transposed",
        "dense.backward_input",
        (dX_j, Sum(Tensor("W", j, i) * dY_i, i, 1, d)),
        square_dense_layer,
    ),
    wrong(
        "rectified_gradient",
        "The gradient rectified, not the input",
        "relu.backward",
        (dX_pq, Cases([dY_pq, Greater(dY_pq, 0)], [0])),
        rectified_number,
    ),
    wrong(
        "rectifier_from_the_right",
        "The derivative 1 at zero",
        "relu.backward",
        (dX_pq, Cases([0, Less(X_pq, 0)], [dY_pq])),
        zero_number,
    ),
    wrong(
        "average_pool_not_shared",
        "Average pooling hands on the whole gradient",
        "avg_pool2d.backward",
        (Gradient(IN_SQUARE), dY_j_pq),
        average_pools,
    ),
    wrong(
        "dropout_not_scaled",
        "Dropout without its scale",
        "dropout.forward",
        (M_pq, Cases([0, Less(U_pq, rho)], [1])),
        half_dropped,
    ),
    wrong(
        "cross_entropy_sign",
        "Target minus probability",
        "softmax_cross_entropy.backward",
        (dZ_bk, MEAN * (T_bk - P_bk)),
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
        (dZ_bk, MEAN * (P_bk - T_bk)),
        any_targets,
        forgets="target rows with the sum 1",
    ),
    wrong(
        "averages_not_corrected",
        "Adam without its correction",
        "adam.step",
        (Step("P", t), Step("P", LAST_STEP) - eta * (Step("M", t) / (Root(Step("V", t)) + epsilon))),
        first_adam_step,
    ),
    wrong(
        "spread_without_kernel_size",
        "He's spread by channels alone",
        "he_initialisation",
        (Variance(K), 2 / n),
        initial_kernels,
    ),
)

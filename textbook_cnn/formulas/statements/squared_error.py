"""The mean squared error, and the bowl that it is over the kernels of a layer."""

from __future__ import annotations

from ..examples.squared_error import kernels_to_learn, outputs_and_targets
from ..formula import Equation, Formula
from ..formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..notation.arrays import E, K, X, dK
from ..notation.derivatives import Gradient, LossAt, Partial
from ..notation.letters import k, m, p, q
from ..notation.matrix_operations import Inner
from ..notation.operators import Star
from ..notation.sums import Sum, SumOver
from ..notation.tensors import Element, Tensor
from ..proofs import as_printed

Y_k, T_k, D = Tensor("Y", k), Tensor("T", k), Tensor("D")
MEAN = 1 / m
SQUARE = (Y_k - T_k) ** 2
LOSS = Equation(E, MEAN * Sum(SQUARE, k, 1, m))
ENTRIES = as_printed(outputs_and_targets, "arrays of one to six entries, any outputs and targets")
KERNELS = as_printed(kernels_to_learn, "kernels of up to 2×3, any image, kernel, direction and targets")
RESULT = "squared_error.backward"

CHAPTER = 4
FORMULAS = (
    Formula(
        id="squared_error.forward",
        title="Mean squared error",
        slide="",
        rows=(LOSS,),
        functions=("squared_error",),
        proofs=(ENTRIES,),
        derives=RESULT,
        step="premise",
    ),
    Formula(
        id="squared_error.one_term",
        title="The one term that knows an output",
        slide="",
        rows=((Gradient(Y_k), MEAN * Partial(SQUARE, Y_k)),),
        functions=("squared_error_backward",),
        proofs=(ENTRIES,),
        derives=RESULT,
        step="substitution",
    ),
    Formula(
        id="squared_error.backward",
        title="Gradient of the mean squared error",
        slide="",
        rows=((Gradient(Y_k), (2 / m) * (Y_k - T_k)),),
        functions=("squared_error_backward",),
        proofs=(
            ENTRIES,
            formula_for_all_sizes(settings.entries(loss_of(LOSS)), "every number of entries, for the loss as printed"),
        ),
        derives=RESULT,
        step="result",
    ),
    Formula(
        id="squared_error.bowl",
        title="The loss as a bowl over the kernel",
        slide="",
        rows=((LossAt(K + D), LossAt(K) + Inner(dK, D) + MEAN * SumOver(Element(Star(X, D), p, q) ** 2, p, q)),),
        functions=("squared_error", "conv2d", "conv2d_backward_kernel"),
        proofs=(KERNELS,),
    ),
)

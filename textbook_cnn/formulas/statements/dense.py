"""The dense layer, and the weights of a stack of them."""

from __future__ import annotations

from ..code_for_all_sizes import code_for_all_sizes
from ..examples.dense import dense_layers, dense_stacks, unknown_dense_stacks
from ..formula import Equation, Formula
from ..formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..notation.arrays import B_i, W_ij, X_j, Y_i, dB_i, dW_ij, dX_j, dY_i
from ..notation.letters import d, i, j, n, t
from ..notation.sums import Sum
from ..notation.tensors import Step
from ..proofs import as_printed

DENSE = as_printed(dense_layers, "(d, n) = (3, 2), (2, 3), (1, 2), (2, 1)")
DENSE_FORWARD = Equation(Y_i, B_i + Sum(W_ij * X_j, j, 1, n))
DENSE_OF_ALL_SIZES = formula_for_all_sizes(
    settings.dense(loss_of(DENSE_FORWARD)), "every number of images, inputs and outputs; parameters: summed over images"
)
WEIGHTS = r"\text{weights}"

CHAPTER = 6
FORMULAS = (
    Formula(
        id="dense.forward",
        title="Dense layer",
        slide="",
        rows=(DENSE_FORWARD,),
        ranges=((i, d),),
        functions=("dense",),
        proofs=(DENSE, code_for_all_sizes("dense")),
    ),
    Formula(
        id="dense.backward_weight",
        title="Weight gradient of a dense layer",
        slide="",
        rows=((dW_ij, dY_i * X_j),),
        functions=("dense_backward_weight",),
        proofs=(DENSE, DENSE_OF_ALL_SIZES, code_for_all_sizes("dense_backward_weight")),
    ),
    Formula(
        id="dense.backward_bias",
        title="Bias gradient of a dense layer",
        slide="",
        rows=((dB_i, dY_i),),
        functions=("dense_backward_bias",),
        proofs=(DENSE, DENSE_OF_ALL_SIZES, code_for_all_sizes("dense_backward_bias")),
    ),
    Formula(
        id="dense.backward_input",
        title="Input gradient of a dense layer",
        slide="",
        rows=((dX_j, Sum(W_ij * dY_i, i, 1, d)),),
        functions=("dense_backward_input",),
        proofs=(DENSE, DENSE_OF_ALL_SIZES, code_for_all_sizes("dense_backward_input")),
    ),
    Formula(
        id="dense.weights",
        title="Weights of a stack of dense layers",
        slide="DNN Image recognition",
        rows=((Step(WEIGHTS, t), n * d + (t - 1) * d**2),),
        functions=("Dense", "Network"),
        proofs=(
            as_printed(dense_stacks, "up to 6 hidden layers, n and d to 5, counted in the arrays of a network"),
            as_printed(unknown_dense_stacks, "up to 6 hidden layers, every n and d", "code, all sizes"),
        ),
    ),
)

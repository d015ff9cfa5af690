"""The dense layer, and the weights of a stack of them."""

from __future__ import annotations

from ..code_for_all_sizes import code_for_all_sizes
from ..examples import types
from ..examples.dense import dense_batches, dense_layers, dense_stacks, unknown_dense_stacks
from ..formula import Equation, Formula
from ..formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..notation.arrays import B_i, W, W_ij, X, X_bj, X_j, Y_bi, Y_i, dB_i, dW, dW_ij, dX, dX_j, dY, dY_i
from ..notation.cases import Cases, Same
from ..notation.derivatives import Gradient, Partial
from ..notation.letters import N, b, d, i, j, l, n, t
from ..notation.matrix_operations import MatrixProduct, Transposed
from ..notation.sums import Sum
from ..notation.tensors import Step, Tensor
from ..proofs import as_printed, as_run

DENSE = as_printed(dense_layers, "(d, n) = (3, 2), (2, 3), (1, 2), (2, 1)")
DENSE_FORWARD = Equation(Y_i, B_i + Sum(W_ij * X_j, j, 1, n))
EVERY_SIZE = "every number of inputs and outputs"
ONE_IMAGE = formula_for_all_sizes(settings.dense(loss_of(DENSE_FORWARD), images="one"), f"one image, {EVERY_SIZE}")
EACH_IMAGE = formula_for_all_sizes(
    settings.dense(loss_of(DENSE_FORWARD)), f"each of any number of images, {EVERY_SIZE}"
)
FORWARD_OF_A_BATCH = Equation(Y_bi, B_i + Sum(W_ij * X_bj, j, 1, n))
ALL_IMAGES = formula_for_all_sizes(
    settings.dense(loss_of(FORWARD_OF_A_BATCH), images="all"), f"every number of images, {EVERY_SIZE}"
)
Y_l = Tensor("Y", l)
TYPES = as_run(
    types.rows, "integers, truth values and floating-point numbers, and mixtures", "numbers", "types of rows"
)
BATCHES = as_printed(dense_batches, "two images, (d, n) = (3, 2), (2, 3), (1, 2), (2, 1)")
WEIGHTS = r"\text{weights}"


def chain(by: Tensor) -> Equation:
    """∂E/∂ of a parameter or an input, over all outputs that it may reach."""
    return Equation(Gradient(by), Sum(Gradient(Y_l) * Partial(Y_l, by), l, 1, d))


CHAPTER = 6
FORMULAS = (
    Formula(
        id="dense.forward",
        title="Dense layer",
        slide="",
        rows=(DENSE_FORWARD,),
        ranges=((i, d),),
        functions=("dense",),
        proofs=(DENSE, TYPES, code_for_all_sizes("dense")),
    ),
    Formula(
        id="dense.weight_chain",
        title="Chain rule for one weight of a dense layer",
        slide="",
        rows=(chain(W_ij),),
        functions=("dense_backward_weight",),
        proofs=(DENSE,),
        derives="dense.backward_weight",
        step="premise",
    ),
    Formula(
        id="dense.weight_slope",
        title="How the outputs depend on one weight",
        slide="",
        rows=((Partial(Y_l, W_ij), Cases([X_j, Same(l, i)], [0])),),
        functions=("dense_backward_weight",),
        proofs=(DENSE,),
        derives="dense.backward_weight",
        step="substitution",
    ),
    Formula(
        id="dense.backward_weight",
        title="Weight gradient of a dense layer",
        slide="",
        rows=((dW_ij, dY_i * X_j),),
        functions=("dense_backward_weight",),
        proofs=(DENSE, ONE_IMAGE, TYPES, code_for_all_sizes("dense_backward_weight")),
        derives="dense.backward_weight",
        step="result",
    ),
    Formula(
        id="dense.bias_chain",
        title="Chain rule for one bias of a dense layer",
        slide="",
        rows=(chain(B_i),),
        functions=("dense_backward_bias",),
        proofs=(DENSE,),
        derives="dense.backward_bias",
        step="premise",
    ),
    Formula(
        id="dense.bias_slope",
        title="How the outputs depend on one bias",
        slide="",
        rows=((Partial(Y_l, B_i), Cases([1, Same(l, i)], [0])),),
        functions=("dense_backward_bias",),
        proofs=(DENSE,),
        derives="dense.backward_bias",
        step="substitution",
    ),
    Formula(
        id="dense.backward_bias",
        title="Bias gradient of a dense layer",
        slide="",
        rows=((dB_i, dY_i),),
        functions=("dense_backward_bias",),
        proofs=(DENSE, ONE_IMAGE, TYPES, code_for_all_sizes("dense_backward_bias")),
        derives="dense.backward_bias",
        step="result",
    ),
    Formula(
        id="dense.input_chain",
        title="Chain rule for one input of a dense layer",
        slide="",
        rows=(chain(X_j),),
        functions=("dense_backward_input",),
        proofs=(DENSE,),
        derives="dense.backward_input",
        step="premise",
    ),
    Formula(
        id="dense.input_slope",
        title="How the outputs depend on one input",
        slide="",
        rows=((Partial(Y_l, X_j), Tensor("W", l, j)),),
        functions=("dense_backward_input",),
        proofs=(DENSE,),
        derives="dense.backward_input",
        step="substitution",
    ),
    Formula(
        id="dense.backward_input",
        title="Input gradient of a dense layer",
        slide="",
        rows=((dX_j, Sum(W_ij * dY_i, i, 1, d)),),
        functions=("dense_backward_input",),
        proofs=(DENSE, EACH_IMAGE, TYPES, code_for_all_sizes("dense_backward_input")),
        derives="dense.backward_input",
        step="result",
    ),
    Formula(
        id="dense.batch_gradients",
        title="The gradients of what the images of a batch share",
        slide="",
        rows=((dW_ij, Sum(Gradient(Y_bi) * X_bj, b, 1, N)), (dB_i, Sum(Gradient(Y_bi), b, 1, N))),
        functions=("dense_backward_weight", "dense_backward_bias"),
        proofs=(BATCHES, ALL_IMAGES),
    ),
    Formula(
        id="dense.matrices",
        title="The gradients of a dense layer for a batch as matrices",
        slide="",
        rows=((dW, MatrixProduct(Transposed(dY), X)), (dX, MatrixProduct(dY, W))),
        functions=("dense_backward_weight", "dense_backward_input"),
        proofs=(BATCHES,),
    ),
    Formula(
        id="dense.weights",
        title="Weights of a stack of dense layers",
        slide="DNN Image recognition",
        rows=((Step(WEIGHTS, t), n * d + (t - 1) * d**2),),
        functions=("Dense", "Network"),
        proofs=(
            as_printed(
                dense_stacks, "up to 6 hidden layers, n and d to 5, counted in the arrays of a network", "numbers"
            ),
            as_printed(unknown_dense_stacks, "up to 6 hidden layers, every n and d", "code, all sizes"),
        ),
    ),
)

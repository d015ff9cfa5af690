"""The gradient for the input."""

from itertools import product

from ...code_for_all_sizes import code_for_all_sizes
from ...formula import Formula
from ...formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ...notation.arrays import K, K_ij, dX, dX_j, dX_j_rc, dY, dY_i, dY_i_pq
from ...notation.cases import Same
from ...notation.derivatives import Gradient
from ...notation.functions import Rot180
from ...notation.letters import c, d, i, p, q, r, u, v
from ...notation.matrices import Matrix
from ...notation.operators import ConvFull, StarFull
from ...notation.sums import Sum, SumWhere
from ...notation.tensors import Element, Tensor
from ..conv2d import ANY_LAYER, COLUMN, GENERAL, LAYER_SHAPES, ON_THE_SLIDE, ROW, SIMPLIFIED
from . import sizes
from .scalars import PLACES, chain, of_input, of_letter

INPUT = "conv2d_backward_input", "convolve2d"
TURNED = [[Tensor("k", 2, 2), Tensor("k", 2, 1)], [Tensor("k", 1, 2), Tensor("k", 1, 1)]]
INPUT_OF_ALL_SIZES = code_for_all_sizes("conv2d_backward_input")

FORMULAS = (
    Formula(
        id="conv2d.backward_input_chain",
        title="Chain rule for one input pixel",
        slide="Backward input",
        rows=chain(Tensor("x", 1, 1), {**dict.fromkeys(PLACES, 0), (1, 1): Tensor("k", 1, 1)}),
        functions=INPUT,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_input_scalar",
        title="Gradient for every input pixel",
        slide="Backward input",
        rows=tuple((Gradient(Tensor("x", r, c)), of_input(r, c)) for r, c in product((1, 2, 3), repeat=2)),
        functions=INPUT,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_input_matrix",
        title="Input gradient with the turned kernel",
        slide="Backward input",
        rows=((of_letter("x", 3, 3), StarFull(of_letter("y", 2, 2), Matrix(TURNED))),),
        functions=INPUT,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_input_simplified",
        title="Input gradient, simplified",
        slide="Backward input",
        rows=(SIMPLIFIED, (dX, ConvFull(dY, K))),
        layout="implies",
        functions=INPUT,
        proofs=(ON_THE_SLIDE, sizes.ONE_KERNEL),
    ),
    Formula(
        id="conv2d.backward_input_rot180",
        title="Input gradient by cross-correlation",
        slide="",
        rows=((dX, StarFull(dY, Rot180(K))),),
        functions=("conv2d_backward_input", "correlate2d", "rot180"),
        proofs=(ON_THE_SLIDE, formula_for_all_sizes(settings.one_kernel(loss_of(SIMPLIFIED)), sizes.EVERY_SIZE)),
    ),
    Formula(
        id="conv2d.backward_input",
        title="Input gradient",
        slide="Backward input",
        rows=((dX_j, Sum(ConvFull(dY_i, K_ij), i, 1, d)),),
        functions=INPUT,
        proofs=(ANY_LAYER, sizes.IMAGE, INPUT_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.general_backward_input",
        title="Input gradient with stride, padding and dilation",
        slide="",
        rows=(
            (
                dX_j_rc,
                Sum(SumWhere(dY_i_pq * Element(K_ij, u, v), [Same(ROW, r), Same(COLUMN, c)], [p, q, u, v]), i, 1, d),
            ),
        ),
        functions=("conv2d_backward_input",),
        proofs=(GENERAL, *LAYER_SHAPES, sizes.GENERAL_IMAGE, INPUT_OF_ALL_SIZES),
    ),
)

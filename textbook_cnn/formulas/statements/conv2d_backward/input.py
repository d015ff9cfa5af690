"""The gradient for the input."""

from itertools import product

from ...code_for_all_sizes import code_for_all_sizes
from ...examples.conv2d_backward import overlapping_images, pixel_layers
from ...formula import Formula
from ...formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ...notation.arrays import K, K_ij, X, dX, dX_j, dX_j_rc, dY, dY_i, dY_i_pq
from ...notation.cases import Same
from ...notation.derivatives import Gradient
from ...notation.functions import Rot180
from ...notation.letters import c, d, i, p, q, r, u, v
from ...notation.matrices import Matrix
from ...notation.nodes import Node
from ...notation.operators import ConvFull, StarFull
from ...notation.sums import Sum, SumWhere
from ...notation.tensors import Element, PaddedElement, Tensor
from ...proofs import as_printed
from ..conv2d import ANY_LAYER, ON_THE_SLIDE, SIMPLIFIED
from ..convolution import LAST_COLUMN, LAST_ROW
from . import sizes
from .scalars import PLACES, chain, of_input, of_letter, rule

BACKWARD = ("conv2d_backward_input",)
INPUT = (*BACKWARD, "convolve2d")
TURNED = [[Tensor("k", 2, 2), Tensor("k", 2, 1)], [Tensor("k", 1, 2), Tensor("k", 1, 1)]]
MET = dY_i_pq * Element(K_ij, u, v)
GRADIENT = dX_j, Sum(ConvFull(dY_i, K_ij), i, 1, d)
A_PIXEL = as_printed(
    pixel_layers, "one image, (d, n) = (3, 2), (2, 3), (1, 2), (2, 1), three sizes of image and kernel"
)
INPUT_OF_ALL_SIZES = code_for_all_sizes("conv2d_backward_input")


def over_kernel(body: Node) -> Sum:
    """Σ over the places in the kernel."""
    return Sum(Sum(body, v, 0, LAST_COLUMN), u, 0, LAST_ROW)


FORMULAS = (
    Formula(
        id="conv2d.backward_input_rule",
        title="Chain rule for the input",
        slide="",
        rows=rule(Tensor("x", r, c)),
        functions=BACKWARD,
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_input_simplified",
        step="premise",
    ),
    Formula(
        id="conv2d.backward_input_chain",
        title="Chain rule for one input pixel",
        slide="Backward input",
        rows=chain(Tensor("x", 1, 1), {**dict.fromkeys(PLACES, 0), (1, 1): Tensor("k", 1, 1)}),
        functions=BACKWARD,
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_input_simplified",
        step="substitution",
    ),
    Formula(
        id="conv2d.backward_input_scalar",
        title="Gradient for every input pixel",
        slide="Backward input",
        rows=tuple((Gradient(Tensor("x", r, c)), of_input(r, c)) for r, c in product((1, 2, 3), repeat=2)),
        functions=BACKWARD,
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_input_simplified",
        step="substitution",
    ),
    Formula(
        id="conv2d.backward_input_matrix",
        title="Input gradient with the turned kernel",
        slide="Backward input",
        rows=((of_letter("x", 3, 3), StarFull(of_letter("y", 2, 2), Matrix(TURNED))),),
        functions=(*BACKWARD, "correlate2d"),
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_input_simplified",
        step="result",
    ),
    Formula(
        id="conv2d.backward_input_simplified",
        title="Input gradient, simplified",
        slide="Backward input",
        rows=(SIMPLIFIED, (dX, ConvFull(dY, K))),
        layout="implies",
        functions=INPUT,
        proofs=(ON_THE_SLIDE, sizes.ONE_KERNEL),
        derives="conv2d.backward_input_simplified",
        step="result",
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
        id="conv2d.backward_input_seen",
        title="Input gradient, output by output",
        slide="",
        rows=((dX_j_rc, Sum(SumWhere(MET, [Same(p + u, r), Same(q + v, c)], [p, q, u, v]), i, 1, d)),),
        functions=BACKWARD,
        proofs=(A_PIXEL, sizes.IMAGE),
        derives="conv2d.backward_input",
        step="premise",
    ),
    Formula(
        id="conv2d.backward_input_shifted",
        title="Input gradient, weight by weight",
        slide="",
        rows=((dX_j_rc, Sum(over_kernel(PaddedElement(dY_i, r - u, c - v) * Element(K_ij, u, v)), i, 1, d)),),
        functions=BACKWARD,
        proofs=(A_PIXEL, sizes.IMAGE),
        derives="conv2d.backward_input",
        step="substitution",
    ),
    Formula(
        id="convolve2d.full",
        title="Full convolution",
        slide="",
        rows=(
            (
                Element(ConvFull(X, K), r, c),
                over_kernel(PaddedElement(X, r - u, c - v) * Element(K, u, v)),
            ),
        ),
        functions=("convolve2d",),
        proofs=(as_printed(overlapping_images, "images of up to 4×5, kernels of up to 3×3"),),
        derives="conv2d.backward_input",
        step="premise",
    ),
    Formula(
        id="conv2d.backward_input",
        title="Input gradient",
        slide="Backward input",
        rows=(GRADIENT,),
        functions=INPUT,
        proofs=(ANY_LAYER, sizes.IMAGE, INPUT_OF_ALL_SIZES),
        derives="conv2d.backward_input",
        step="result",
    ),
)

"""The gradient for the kernels."""

from ...code_for_all_sizes import code_for_all_sizes
from ...formula import Formula
from ...notation.arrays import K_ij, X, X_j, dK, dK_ij, dY, dY_i, dY_i_pq
from ...notation.derivatives import Gradient
from ...notation.letters import p, q, u, v
from ...notation.operators import Star
from ...notation.sums import SumOver
from ...notation.tensors import Element, PaddedElement, Tensor
from ..conv2d import ANY_LAYER, COLUMN, GENERAL, LAYER_SHAPES, ON_THE_SLIDE, ROW, SIMPLIFIED, entries
from . import sizes
from .scalars import PLACES, chain, of_kernel, of_letter

KERNEL = "conv2d_backward_kernel", "correlate2d"
KERNEL_OF_ALL_SIZES = code_for_all_sizes("conv2d_backward_kernel")

FORMULAS = (
    Formula(
        id="conv2d.backward_kernel_chain",
        title="Chain rule for one kernel element",
        slide="Backward Kernel",
        rows=chain(Tensor("k", 1, 1), {place: Tensor("x", *place) for place in PLACES}),
        functions=KERNEL,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_kernel_scalar",
        title="Gradient for every kernel element",
        slide="Backward Kernel",
        rows=tuple((Gradient(Tensor("k", u, v)), of_kernel(u, v)) for u, v in PLACES),
        functions=KERNEL,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_kernel_matrix",
        title="Kernel gradient as a cross-correlation",
        slide="Backward Kernel",
        rows=((of_letter("k", 2, 2), Star(entries("x", 3, 3), of_letter("y", 2, 2))),),
        functions=KERNEL,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_kernel_simplified",
        title="Kernel gradient, simplified",
        slide="Backward Kernel",
        rows=(SIMPLIFIED, (dK, Star(X, dY))),
        layout="implies",
        functions=KERNEL,
        proofs=(ON_THE_SLIDE, sizes.ONE_KERNEL),
    ),
    Formula(
        id="conv2d.backward_kernel",
        title="Kernel gradient",
        slide="Backward Kernel",
        rows=((dK_ij, Star(X_j, dY_i)),),
        functions=KERNEL,
        proofs=(ANY_LAYER, sizes.PARAMETER, KERNEL_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.general_backward_kernel",
        title="Kernel gradient with stride, padding and dilation",
        slide="",
        rows=((Gradient(Element(K_ij, u, v)), SumOver(dY_i_pq * PaddedElement(X_j, ROW, COLUMN), p, q)),),
        functions=("conv2d_backward_kernel",),
        proofs=(GENERAL, *LAYER_SHAPES, sizes.GENERAL_PARAMETER, KERNEL_OF_ALL_SIZES),
    ),
)

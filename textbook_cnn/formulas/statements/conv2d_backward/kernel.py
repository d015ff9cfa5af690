"""The gradient for the kernels."""

from ...code_for_all_sizes import code_for_all_sizes
from ...formula import Formula
from ...notation.arrays import X, X_j, dK, dK_ij, dY, dY_i
from ...notation.derivatives import Gradient
from ...notation.letters import u, v
from ...notation.operators import Star
from ...notation.tensors import Tensor
from ..conv2d import ANY_LAYER, ON_THE_SLIDE, SIMPLIFIED, entries
from . import sizes
from .scalars import PLACES, chain, of_kernel, of_letter, rule

BACKWARD = ("conv2d_backward_kernel",)
KERNEL = (*BACKWARD, "correlate2d")
GRADIENT = dK_ij, Star(X_j, dY_i)
KERNEL_OF_ALL_SIZES = code_for_all_sizes("conv2d_backward_kernel")

FORMULAS = (
    Formula(
        id="conv2d.backward_kernel_rule",
        title="Chain rule for the kernel",
        slide="",
        rows=rule(Tensor("k", u, v)),
        functions=BACKWARD,
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_kernel_simplified",
        step="premise",
    ),
    Formula(
        id="conv2d.backward_kernel_chain",
        title="Chain rule for one kernel element",
        slide="Backward Kernel",
        rows=chain(Tensor("k", 1, 1), {place: Tensor("x", *place) for place in PLACES}),
        functions=BACKWARD,
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_kernel_simplified",
        step="substitution",
    ),
    Formula(
        id="conv2d.backward_kernel_scalar",
        title="Gradient for every kernel element",
        slide="Backward Kernel",
        rows=tuple((Gradient(Tensor("k", u, v)), of_kernel(u, v)) for u, v in PLACES),
        functions=BACKWARD,
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_kernel_simplified",
        step="substitution",
    ),
    Formula(
        id="conv2d.backward_kernel_matrix",
        title="Kernel gradient as a cross-correlation",
        slide="Backward Kernel",
        rows=((of_letter("k", 2, 2), Star(entries("x", 3, 3), of_letter("y", 2, 2))),),
        functions=KERNEL,
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_kernel_simplified",
        step="result",
    ),
    Formula(
        id="conv2d.backward_kernel_simplified",
        title="Kernel gradient, simplified",
        slide="Backward Kernel",
        rows=(SIMPLIFIED, (dK, Star(X, dY))),
        layout="implies",
        functions=KERNEL,
        proofs=(ON_THE_SLIDE, sizes.ONE_KERNEL),
        derives="conv2d.backward_kernel_simplified",
        step="result",
    ),
    Formula(
        id="conv2d.backward_kernel",
        title="Kernel gradient",
        slide="Backward Kernel",
        rows=(GRADIENT,),
        functions=KERNEL,
        proofs=(ANY_LAYER, sizes.PARAMETER, KERNEL_OF_ALL_SIZES),
    ),
)

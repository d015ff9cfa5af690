"""Formulas that tie forward and backward together: inner products, and second derivatives in either order."""

from __future__ import annotations

from ..examples.convolution import answered_images
from ..formula import Formula
from ..notation.arrays import B_i, K, K_ij, X, X_j, X_j_rc, Y_i, dK_ij, dX_j, dY, dY_i, dY_i_pq
from ..notation.cases import Same
from ..notation.derivatives import Twice
from ..notation.letters import c, d, i, j, n, p, q, r, u, v
from ..notation.matrix_operations import Inner
from ..notation.operators import ConvFull, Star
from ..notation.sums import Sum, SumWhere
from ..notation.tensors import Element
from ..proofs import as_printed
from .conv2d import COLUMN, GENERAL, ROW

WEIGHT = Element(K_ij, u, v)
WITHOUT_BIAS = Sum(Inner(dY_i, Y_i - B_i), i, 1, d)

CHAPTER = 5
FORMULAS = (
    Formula(
        id="conv2d.adjoint",
        title="Forward and backward meet in one number",
        slide="",
        rows=((Inner(dY, Star(X, K)), Inner(ConvFull(dY, K), X)), (Inner(dY, Star(X, K)), Inner(Star(X, dY), K))),
        functions=("correlate2d", "convolve2d"),
        proofs=(as_printed(answered_images, "images of up to 4×5, kernels of up to 3×3"),),
    ),
    Formula(
        id="conv2d.general_adjoint",
        title="The same for a layer with stride, padding and dilation",
        slide="",
        rows=(
            (WITHOUT_BIAS, Sum(Inner(dX_j, X_j), j, 1, n)),
            (WITHOUT_BIAS, Sum(Sum(Inner(dK_ij, K_ij), j, 1, n), i, 1, d)),
        ),
        functions=("conv2d", "conv2d_backward_input", "conv2d_backward_kernel"),
        proofs=(GENERAL,),
    ),
    Formula(
        id="conv2d.second_derivatives",
        title="Second derivatives of a layer",
        slide="",
        rows=(
            (Twice(X_j_rc, WEIGHT), Twice(WEIGHT, X_j_rc)),
            (Twice(X_j_rc, WEIGHT), SumWhere(dY_i_pq, [Same(ROW, r), Same(COLUMN, c)], [p, q])),
        ),
        functions=("conv2d_backward_input", "conv2d_backward_kernel"),
        proofs=(GENERAL,),
    ),
)

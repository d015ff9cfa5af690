"""The transposed convolution layer: what the way back through a layer gives, as a layer of its own."""

from __future__ import annotations

from ..code_for_all_sizes import code_for_all_sizes
from ..examples.conv2d_transpose import general_layers, plain_layers
from ..formula import Formula
from ..notation.arrays import B_j, K_ij, Y_j, dK_ij, dY_j
from ..notation.cases import Same
from ..notation.derivatives import Gradient
from ..notation.letters import c, d, i, j, n, p, q, r, u, v
from ..notation.operators import ConvFull, Star
from ..notation.sums import Sum, SumWhere
from ..notation.tensors import Element, Tensor
from ..proofs import as_printed
from .conv2d import COLUMN, ROW

X_i = Tensor("X", i)
MET = Element(X_i, p, q) * Element(K_ij, u, v)
PLAIN = as_printed(plain_layers, "one image, (d, n) = (3, 2), (2, 3), (1, 2), (2, 1), three sizes of image and kernel")
GENERAL = as_printed(general_layers, "(d, n) = (3, 2), (1, 2), two sizes, stride to 3, dilation to 2, two margins")
ALL_SIZES = code_for_all_sizes("conv2d_transpose")

CHAPTER = 5
FORMULAS = (
    Formula(
        id="conv2d_transpose.forward",
        title="Transposed convolution layer",
        slide="",
        rows=((Y_j, B_j + Sum(ConvFull(X_i, K_ij), i, 1, d)),),
        functions=("conv2d_transpose", "convolve2d"),
        proofs=(PLAIN, ALL_SIZES),
    ),
    Formula(
        id="conv2d_transpose.general",
        title="Transposed convolution layer with stride, padding and dilation",
        slide="",
        rows=(
            (
                Element(Y_j, r, c),
                B_j + Sum(SumWhere(MET, [Same(ROW, r), Same(COLUMN, c)], [p, q, u, v]), i, 1, d),
            ),
        ),
        functions=("conv2d_transpose",),
        proofs=(GENERAL, ALL_SIZES),
    ),
    Formula(
        id="conv2d_transpose.backward",
        title="Gradients of a transposed layer",
        slide="",
        rows=((Gradient(X_i), Sum(Star(dY_j, K_ij), j, 1, n)), (dK_ij, Star(dY_j, X_i))),
        functions=("conv2d_transpose", "conv2d", "conv2d_backward_kernel"),
        proofs=(PLAIN,),
    ),
)

"""The layer as a product of matrices: im2col."""

from __future__ import annotations

from ..code_for_all_sizes import code_for_all_sizes
from ..examples.conv2d_matrices import matrix_layers
from ..formula import Formula
from ..notation.arrays import K_ij, X_bj, Y_bi
from ..notation.cases import Same
from ..notation.derivatives import Gradient
from ..notation.letters import N, b, c, i, j, n, p, q, r, u, v, w
from ..notation.matrix_operations import MatrixProduct, Transposed
from ..notation.sums import SumOver, SumWhere
from ..notation.tensors import Element, PaddedElement, Step, Tensor
from ..proofs import as_printed
from .conv2d import COLUMN, ROW

K_HAT = Tensor(r"\hat{K}")
Y_HAT = Step(r"\hat{Y}", p)
V = Step("V", p)
LAST = i - 1
PLACE_IN_WINDOW = (w * u + v) * n + j - 1
PLACE_IN_ROW = N * q + b - 1
MATRICES = as_printed(
    matrix_layers,
    "two images, (d, n) = (3, 2), (2, 3), stride to 2, dilation to 2, two margins; three images, kernels of 2×1",
)

CHAPTER = 3
FORMULAS = (
    Formula(
        id="im2col.columns",
        title="Windows as columns",
        slide="",
        rows=((Element(V, PLACE_IN_WINDOW, PLACE_IN_ROW), PaddedElement(X_bj, ROW, COLUMN)),),
        functions=("im2col",),
        proofs=(MATRICES, code_for_all_sizes("im2col")),
    ),
    Formula(
        id="im2col.forward",
        title="Convolution layer as a matrix product",
        slide="",
        rows=(
            (Y_HAT, MatrixProduct(K_HAT, V)),
            (Element(K_HAT, LAST, PLACE_IN_WINDOW), Element(K_ij, u, v)),
            (Element(Y_HAT, LAST, PLACE_IN_ROW), Element(Y_bi, p, q)),
        ),
        functions=("conv2d", "im2col"),
        proofs=(MATRICES,),
    ),
    Formula(
        id="im2col.backward_kernel",
        title="Gradient of the kernels as a matrix product",
        slide="",
        rows=((Gradient(K_HAT), SumOver(MatrixProduct(Gradient(Y_HAT), Transposed(V)), p)),),
        functions=("conv2d_backward_kernel", "im2col"),
        proofs=(MATRICES,),
    ),
    Formula(
        id="im2col.backward_input",
        title="Gradient of the input as a matrix product",
        slide="",
        rows=(
            (
                Gradient(Element(X_bj, r, c)),
                SumWhere(
                    Element(MatrixProduct(Transposed(K_HAT), Gradient(Y_HAT)), PLACE_IN_WINDOW, PLACE_IN_ROW),
                    [Same(ROW, r), Same(COLUMN, c)],
                    [p, q, u, v],
                ),
            ),
        ),
        functions=("conv2d_backward_input",),
        proofs=(MATRICES,),
    ),
)

"""The gradients of the layer as sums of products, with the images of a batch added up."""

from __future__ import annotations

from ..examples.loops import looped_layers, uneven_layers
from ..formula import Formula
from ..notation.arrays import K_ij, X_bj, Y_bi
from ..notation.cases import Same
from ..notation.derivatives import Gradient
from ..notation.letters import N, b, c, d, i, p, q, r, u, v
from ..notation.sums import Sum, SumOver, SumWhere
from ..notation.tensors import Element, PaddedElement
from ..proofs import as_printed, as_run
from .conv2d import COLUMN, ROW
from .conv2d_backward.sizes import GENERAL_BATCH
from .sums import MANY

TOLD, WEIGHT, SEEN = Gradient(Element(Y_bi, p, q)), Element(K_ij, u, v), PaddedElement(X_bj, ROW, COLUMN)
LOOPS = as_printed(
    looped_layers, "two images, (d, n) = (2, 3), (2, 1), two sizes, stride to 2, dilation to 2, four paddings"
)
UNEVEN = as_run(uneven_layers, "the same layers, strides and dilations that differ down and across")

CHAPTER = 5
FORMULAS = (
    Formula(
        id="fast.loops_backward_kernel",
        title="Kernel gradient as one sum of products",
        slide="",
        rows=((Gradient(WEIGHT), Sum(SumOver(TOLD * SEEN, p, q), b, 1, N)),),
        functions=("conv2d_backward_kernel_loops", "conv2d_backward_kernel"),
        proofs=(LOOPS, UNEVEN, GENERAL_BATCH, MANY),
    ),
    Formula(
        id="fast.loops_backward_input",
        title="Input gradient as one sum of products",
        slide="",
        rows=(
            (
                Gradient(Element(X_bj, r, c)),
                Sum(SumWhere(TOLD * WEIGHT, [Same(ROW, r), Same(COLUMN, c)], [p, q, u, v]), i, 1, d),
            ),
        ),
        functions=("conv2d_backward_input_loops", "conv2d_backward_input"),
        proofs=(LOOPS, UNEVEN, GENERAL_BATCH, MANY),
    ),
)

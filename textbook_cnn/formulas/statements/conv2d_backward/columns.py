"""Taking windows out of an image, and its adjoint: adding them where they were taken from."""

from ...examples.conv2d_backward import windows_of_symbols
from ...formula import Formula
from ...notation.arrays import X
from ...notation.cases import Same
from ...notation.derivatives import Gradient
from ...notation.letters import c, p, q, r, u, v
from ...notation.sums import SumWhere
from ...notation.tensors import Element, PaddedElement, Tensor
from ...proofs import as_printed
from ..conv2d import COLUMN, ROW

TAKEN = Element(Tensor("V"), p, q, u, v)
WINDOWS = as_printed(windows_of_symbols, "one channel, two sizes, stride to 2, dilation to 2, three margins")

FORMULAS = (
    Formula(
        id="im2col.windows",
        title="A window copies pixels",
        slide="",
        rows=((TAKEN, PaddedElement(X, ROW, COLUMN)),),
        functions=("im2col",),
        proofs=(WINDOWS,),
        derives="im2col.adjoint",
        step="premise",
    ),
    Formula(
        id="im2col.adjoint",
        title="A pixel adds up what its copies are told",
        slide="",
        rows=(
            (
                Gradient(Element(X, r, c)),
                SumWhere(Gradient(TAKEN), [Same(ROW, r), Same(COLUMN, c)], [p, q, u, v]),
            ),
        ),
        functions=("im2col", "conv2d_backward_input"),
        proofs=(WINDOWS,),
        derives="im2col.adjoint",
        step="result",
    ),
)

"""The rectifier."""

from __future__ import annotations

from ..examples import borders, many_numbers
from ..examples.relu import relu_regions
from ..formula import Formula
from ..notation.arrays import X_pq, Y_pq, dX_pq, dY_pq
from ..notation.cases import Cases, Greater, Larger, Less
from ..notation.derivatives import Partial
from ..proofs import as_printed, as_run

SLOPE = Partial(Y_pq, X_pq)
SIGNS = as_printed(relu_regions, "four inputs, all 16 choices of signs", "regions")
MANY = as_run(
    many_numbers.rectified,
    "up to 150 numbers, each a letter plus a whole number, on one to five axes",
    "regions",
    "many through the ReLU",
)
ZEROS = as_run(
    borders.zeros_rectified, "four inputs, each positive, zero or negative", "regions", "zeros under the ReLU"
)

CHAPTER = 6
FORMULAS = (
    Formula(
        id="relu.forward",
        title="Rectifier",
        slide="CNN for Image",
        rows=((Y_pq, Larger(X_pq, 0)),),
        functions=("relu",),
        proofs=(SIGNS, MANY, ZEROS),
        derives="relu.backward",
        step="premise",
    ),
    Formula(
        id="relu.slope",
        title="Slope of the rectifier, and the chain rule",
        slide="",
        rows=((SLOPE, Cases([1, Greater(X_pq, 0)], [0, Less(X_pq, 0)])), (dX_pq, dY_pq * SLOPE)),
        functions=("relu_backward",),
        proofs=(SIGNS,),
        derives="relu.backward",
        step="substitution",
    ),
    Formula(
        id="relu.backward",
        title="Gradient through the rectifier",
        slide="",
        rows=((dX_pq, Cases([dY_pq, Greater(X_pq, 0)], [0])),),
        functions=("relu_backward",),
        proofs=(SIGNS, MANY, ZEROS),
        derives="relu.backward",
        step="result",
    ),
)

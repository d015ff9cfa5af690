"""The sigmoid."""

from __future__ import annotations

from ..examples.sigmoid import sigmoid_of_many, sigmoid_regions
from ..formula import Formula
from ..notation.arrays import X_pq, Y_pq, dX_pq, dY_pq
from ..notation.derivatives import Partial
from ..notation.elementary import Exp
from ..proofs import as_printed, as_run

SLOPE = Partial(Y_pq, X_pq)
INPUTS = as_printed(sigmoid_regions, "four inputs, all 16 choices of signs", "regions")
MANY = as_run(
    sigmoid_of_many,
    "up to 150 numbers, each a letter plus a whole number, on one to five axes",
    "regions",
    "many through the sigmoid",
)

CHAPTER = 6
FORMULAS = (
    Formula(
        id="sigmoid.forward",
        title="Sigmoid",
        slide="",
        rows=((Y_pq, 1 / (1 + Exp(-X_pq))),),
        functions=("sigmoid",),
        proofs=(INPUTS, MANY),
        derives="sigmoid.backward",
        step="premise",
    ),
    Formula(
        id="sigmoid.slope",
        title="Slope of the sigmoid, and the chain rule",
        slide="",
        rows=((SLOPE, Y_pq * (1 - Y_pq)), (dX_pq, dY_pq * SLOPE)),
        functions=("sigmoid_backward",),
        proofs=(INPUTS,),
        derives="sigmoid.backward",
        step="substitution",
    ),
    Formula(
        id="sigmoid.backward",
        title="Gradient through the sigmoid",
        slide="",
        rows=((dX_pq, dY_pq * Y_pq * (1 - Y_pq)),),
        functions=("sigmoid_backward",),
        proofs=(INPUTS, MANY),
        derives="sigmoid.backward",
        step="result",
    ),
)

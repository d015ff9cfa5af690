"""The hyperbolic tangent."""

from __future__ import annotations

from ..examples.tanh import any_inputs, tanh_of_many
from ..formula import Formula
from ..notation.arrays import X_pq, Y_pq, dX_pq, dY_pq
from ..notation.derivatives import Partial
from ..notation.elementary import Exp
from ..proofs import as_printed, as_run

SLOPE = Partial(Y_pq, X_pq)
UP, DOWN = Exp(X_pq), Exp(-X_pq)
INPUTS = as_printed(any_inputs, "four inputs, any numbers")
MANY = as_run(
    tanh_of_many,
    "up to 150 numbers, each a letter plus a whole number, on one to five axes",
    "regions",
    "many through the tanh",
)

CHAPTER = 6
FORMULAS = (
    Formula(
        id="tanh.forward",
        title="Hyperbolic tangent",
        slide="",
        rows=((Y_pq, (UP - DOWN) / (UP + DOWN)),),
        functions=("tanh",),
        proofs=(INPUTS, MANY),
        derives="tanh.backward",
        step="premise",
    ),
    Formula(
        id="tanh.slope",
        title="Slope of the hyperbolic tangent, and the chain rule",
        slide="",
        rows=((SLOPE, 1 - Y_pq**2), (dX_pq, dY_pq * SLOPE)),
        functions=("tanh_backward",),
        proofs=(INPUTS,),
        derives="tanh.backward",
        step="substitution",
    ),
    Formula(
        id="tanh.backward",
        title="Gradient through the hyperbolic tangent",
        slide="",
        rows=((dX_pq, dY_pq * (1 - Y_pq**2)),),
        functions=("tanh_backward",),
        proofs=(INPUTS, MANY),
        derives="tanh.backward",
        step="result",
    ),
)

"""Dropout."""

from __future__ import annotations

from ..examples import many_numbers
from ..examples.dropout import dropped, every_draw
from ..formula import Formula
from ..notation.arrays import M_pq, U_pq, X_pq, Y_pq, dX_pq, dY_pq
from ..notation.cases import Cases, Less
from ..notation.chance import Mean
from ..notation.derivatives import Partial
from ..notation.letters import rho
from ..notation.sums import Indicator
from ..proofs import as_printed, as_run

DROPPED = as_printed(dropped, "six inputs, three rates, twenty drawings", "regions")
MANY = as_run(
    many_numbers.dropped,
    "up to 150 inputs, each a letter plus a whole number, on one to five axes, rates of NumPy's",
    "regions",
    "many dropped",
)
EVERY_DRAW = as_printed(
    every_draw, "two inputs, every draw of quarters, equally likely, rates of 0, 1, 2 and 3 quarters", "regions"
)
SLOPE = Partial(Y_pq, X_pq)
KEPT = 1 - rho

CHAPTER = 6
FORMULAS = (
    Formula(
        id="dropout.forward",
        title="Dropout in training",
        slide="",
        rows=(
            (Y_pq, M_pq * X_pq),
            (M_pq, Cases([0, Less(U_pq, rho)], [1 / (1 - rho)])),
        ),
        functions=("dropout",),
        proofs=(DROPPED, MANY),
        derives="dropout.backward",
        step="premise",
    ),
    Formula(
        id="dropout.chance",
        title="How often a number is dropped",
        slide="",
        rows=((Mean(Indicator(Less(U_pq, rho))), rho),),
        functions=("dropout",),
        proofs=(EVERY_DRAW,),
        derives="dropout.mean",
        step="premise",
    ),
    Formula(
        id="dropout.mean_mask",
        title="Mean of the mask",
        slide="",
        rows=((Mean(M_pq), rho * 0 + KEPT * (1 / KEPT)), (Mean(M_pq), 1)),
        functions=("dropout",),
        proofs=(EVERY_DRAW,),
        derives="dropout.mean",
        step="substitution",
    ),
    Formula(
        id="dropout.mean",
        title="Dropout keeps the mean",
        slide="",
        rows=((Mean(Y_pq), Mean(M_pq) * X_pq), (Mean(Y_pq), X_pq)),
        functions=("dropout",),
        proofs=(EVERY_DRAW,),
        derives="dropout.mean",
        step="result",
    ),
    Formula(
        id="dropout.slope",
        title="Slope of dropout, and the chain rule",
        slide="",
        rows=((SLOPE, M_pq), (dX_pq, dY_pq * SLOPE)),
        functions=("dropout_backward",),
        proofs=(DROPPED,),
        derives="dropout.backward",
        step="substitution",
    ),
    Formula(
        id="dropout.backward",
        title="Gradient through dropout",
        slide="",
        rows=((dX_pq, M_pq * dY_pq),),
        functions=("dropout_backward",),
        proofs=(DROPPED,),
        derives="dropout.backward",
        step="result",
    ),
)

"""Dropout."""

from __future__ import annotations

from ..examples.dropout import dropped
from ..formula import Formula
from ..notation.arrays import M_pq, U_pq, X_pq, Y_pq, dX_pq, dY_pq
from ..notation.cases import Cases, Less
from ..notation.letters import rho
from ..proofs import as_printed

DROPPED = as_printed(dropped, "six inputs, three rates, twenty drawings", "regions")

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
        proofs=(DROPPED,),
    ),
    Formula(
        id="dropout.backward",
        title="Gradient through dropout",
        slide="",
        rows=((dX_pq, M_pq * dY_pq),),
        functions=("dropout_backward",),
        proofs=(DROPPED,),
    ),
)

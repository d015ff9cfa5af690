"""Dropout."""

from __future__ import annotations

from ..examples.dropout import dropped
from ..formula import Formula
from ..notation.arrays import M_pq, X_pq, Y_pq
from ..notation.cases import Cases, Less
from ..notation.derivatives import Gradient
from ..notation.letters import p, q, rho
from ..notation.tensors import Element, Tensor
from ..proofs import as_printed

DROPPED = as_printed(dropped, "six inputs, three rates, twenty drawings", "regions")

CHAPTER = 5
FORMULAS = (
    Formula(
        id="dropout.forward",
        title="Dropout in training",
        slide="",
        rows=(
            (Y_pq, M_pq * X_pq),
            (M_pq, Cases([0, Less(Element(Tensor("U"), p, q), rho)], [1 / (1 - rho)])),
        ),
        functions=("dropout",),
        proofs=(DROPPED,),
    ),
    Formula(
        id="dropout.backward",
        title="Gradient through dropout",
        slide="",
        rows=((Gradient(X_pq), M_pq * Gradient(Y_pq)),),
        functions=("dropout_backward",),
        proofs=(DROPPED,),
    ),
)

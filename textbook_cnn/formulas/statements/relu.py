"""The rectifier."""

from __future__ import annotations

from ..examples.relu import relu_regions
from ..formula import Formula
from ..notation.arrays import X_pq, Y_pq, dX_pq, dY_pq
from ..notation.cases import Cases, Greater, Larger
from ..proofs import as_printed

SIGNS = as_printed(relu_regions, "four inputs, all 16 choices of signs", "regions")

CHAPTER = 6
FORMULAS = (
    Formula(
        id="relu.forward",
        title="Rectifier",
        slide="CNN for Image",
        rows=((Y_pq, Larger(X_pq, 0)),),
        functions=("relu",),
        proofs=(SIGNS,),
    ),
    Formula(
        id="relu.backward",
        title="Gradient through the rectifier",
        slide="",
        rows=((dX_pq, Cases([dY_pq, Greater(X_pq, 0)], [0])),),
        functions=("relu_backward",),
        proofs=(SIGNS,),
    ),
)

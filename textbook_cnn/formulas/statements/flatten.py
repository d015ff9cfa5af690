"""Feature maps as one row."""

from __future__ import annotations

from ..code_for_all_sizes import code_for_all_sizes
from ..examples.flatten import flattened
from ..formula import Formula
from ..notation.arrays import X_j, Y
from ..notation.derivatives import Gradient
from ..notation.letters import h, j, p, q, w
from ..notation.tensors import Element
from ..proofs import as_printed

PLACE = (j - 1) * h * w + p * w + q
FLATTENED = as_printed(flattened, "two images, n ≤ 3, maps of up to 3×4")

CHAPTER = 6
FORMULAS = (
    Formula(
        id="flatten",
        title="Feature maps as one row",
        slide="",
        rows=((Element(Y, PLACE), Element(X_j, p, q)), (Gradient(Element(X_j, p, q)), Gradient(Element(Y, PLACE)))),
        functions=("flatten", "unflatten"),
        proofs=(FLATTENED, code_for_all_sizes("flatten, unflatten")),
    ),
)

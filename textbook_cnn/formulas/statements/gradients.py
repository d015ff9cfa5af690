"""A batch in parts."""

from __future__ import annotations

from ..examples.gradients import batches_in_parts
from ..formula import Formula
from ..notation.arrays import E, P
from ..notation.derivatives import Gradient, PartGradient
from ..notation.letters import N, S, a
from ..notation.sums import Sum
from ..notation.tensors import OfPart
from ..proofs import as_printed

E_a = OfPart("E", a)
N_a = OfPart("N", a)
IN_PARTS = as_printed(batches_in_parts, "a dense layer, 3 to 32 images in 2 or 3 parts, also unequal ones", "regions")

CHAPTER = 7
FORMULAS = (
    Formula(
        id="training.parts",
        title="A batch in parts",
        slide="",
        rows=(
            (E, Sum(N_a / N * E_a, a, 1, S)),
            (Gradient(P), Sum(N_a / N * PartGradient("P", a), a, 1, S)),
        ),
        functions=("train",),
        proofs=(IN_PARTS,),
    ),
)

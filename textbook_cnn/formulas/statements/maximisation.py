"""Images made to order."""

from __future__ import annotations

from typing import Any

from ..examples.maximisation import TARGET, inversions, objectives
from ..formula import Formula
from ..notation.arrays import R, S, X_j, Y_i_pq
from ..notation.cases import Less
from ..notation.letters import h, i, j, lambda_, mu, p, q, w
from ..notation.sums import SumOver, SumWhere
from ..notation.tensors import Element, Tensor
from ..proofs import as_printed
from .attribution import REGIONS

J = Tensor("J")


def squares(body: Any, *indices: Any) -> Any:
    """Sum of the squares of a body over all places."""
    return SumOver(body**2, *indices)


BELOW, BESIDE = Element(X_j, p + 1, q), Element(X_j, p, q + 1)
PIXEL, PLACES = Element(X_j, p, q), [j, p, q]
ROUGHNESS = SumWhere((BELOW - PIXEL) ** 2, [Less(p + 1, h)], PLACES) + SumWhere(
    (BESIDE - PIXEL) ** 2, [Less(q + 1, w)], PLACES
)
PENALTY = mu / 2 * R
SQUARES = squares(PIXEL, *PLACES)
WANTED = Element(Tensor(TARGET, i), p, q)
DIFFERENCE = Y_i_pq - WANTED

CHAPTER = 9
FORMULAS = (
    Formula(
        id="seeing.inversion",
        title="Distance of an image from given feature maps",
        slide="",
        rows=((J, squares(DIFFERENCE, i, p, q) / squares(WANTED, i, p, q) + PENALTY), (R, ROUGHNESS)),
        functions=("invert_features",),
        proofs=(
            as_printed(
                inversions,
                "images of 2×3×2 and 3×2×3, two maps of a convolution layer, six choices of signs",
                "regions",
            ),
        ),
    ),
    Formula(
        id="seeing.objective",
        title="Objective of an image made to order",
        slide="",
        rows=((J, S - lambda_ / 2 * SQUARES - PENALTY), (R, ROUGHNESS)),
        functions=("maximise_activation",),
        proofs=(as_printed(objectives, REGIONS, "regions"),),
    ),
)

"""Images made to order."""

from __future__ import annotations

from typing import Any

from ..example import Example
from ..examples.maximisation import TARGET, inversions, objectives
from ..formula import Formula
from ..notation.arrays import R, S, X_j, Y_i_pq
from ..notation.letters import i, j, lambda_, mu, p, q
from ..notation.nodes import value
from ..notation.printing import ATOM
from ..notation.sums import SumOver
from ..notation.tensors import Element, PaddedElement, Tensor
from ..proofs import as_printed
from .attribution import REGIONS


class Inside(PaddedElement):
    """A difference of neighbours that is left out where one of the two lies outside: Inside(X, p, q, dp, dq)."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        A, *numbers = self.args
        array, (row, column, down, across) = value(A, at), (value(number, at) for number in numbers)
        other = row + down, column + across
        if other[0] >= array.shape[0] or other[1] >= array.shape[1]:
            return 0
        return array[other] - array[row, column]

    def _latex(self, printer: Any) -> str:
        A, row, column, down, across = self.args
        array, at_row, at_column = map(printer._print, (A, row, column))
        place = f"{at_row}{'+1' if down else ''}, {at_column}{'+1' if across else ''}"
        return rf"\left({array}[{place}] - {array}[{at_row}, {at_column}]\right)"


J = Tensor("J")


def squares(body: Any, *indices: Any) -> Any:
    """Sum of the squares of a body over all places."""
    return SumOver(body**2, *indices)


ROUGHNESS = SumOver(Inside(X_j, p, q, 1, 0) ** 2 + Inside(X_j, p, q, 0, 1) ** 2, j, p, q)
PENALTY = mu / 2 * R
SQUARES = squares(Element(X_j, p, q), j, p, q)
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
        proofs=(as_printed(inversions, "two maps of a convolution layer, six choices of signs", "regions"),),
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

"""Principal components and t-SNE."""

from __future__ import annotations

from typing import Any

from ..examples.embedding import MEAN_A, SPREAD, clouds
from ..examples.left_out import fewer_components
from ..formula import Formula
from ..notation.elementary import Log
from ..notation.letters import b, i, j, k, l, m
from ..notation.nodes import Node
from ..notation.printing import POWER, enclosed
from ..notation.sums import Sum, SumApart
from ..notation.tensors import Tensor
from ..proofs import as_printed, as_run
from .evaluation import mean_over_images


class Nearness(Node):
    """How near two points are: 1 where they coincide, falling slowly with their distance."""

    tightness = POWER

    def _latex(self, printer: Any) -> str:
        first, second = (enclosed(part, POWER, printer) for part in self.args)
        return rf"\left(1 + \lVert {first} - {second} \rVert^{{2}}\right)^{{-1}}"


def difference(column: Any) -> Node:
    """Entry of a row of A less the mean of its column."""
    return Tensor("A", b, column) - Tensor(MEAN_A, column)


P_bl = Tensor("P", b, l)
Q_bl = Tensor("Q", b, l)
CLOUDS = as_printed(
    clouds, "eight clouds of four and six points in two and three columns whose components are fractions", "numbers"
)
FEWER = as_run(fewer_components, "one and two components of three columns, and two where none are asked for", "numbers")

CHAPTER = 10
FORMULAS = (
    Formula(
        id="seeing.pca",
        title="Principal components",
        slide="",
        rows=(
            (Tensor(MEAN_A, j), mean_over_images(Tensor("A", b, j))),
            (Tensor("C", j, k), mean_over_images(difference(j) * difference(k))),
            (Sum(Tensor("C", j, k) * Tensor("V", i, k), k, 1, m), Tensor(SPREAD, i) * Tensor("V", i, j)),
            (Sum(Tensor("V", i, j) ** 2, j, 1, m), 1),
            (Tensor("U", b, i), Sum(Tensor("V", i, j) * difference(j), j, 1, m)),
        ),
        functions=("pca",),
        proofs=(CLOUDS, FEWER),
    ),
    Formula(
        id="seeing.tsne",
        title="What t-SNE makes small",
        slide="",
        functions=("tsne",),
        rows=(
            (Tensor("J"), SumApart(P_bl * Log(P_bl / Q_bl), b, l)),
            (Q_bl, Nearness(Tensor("U", b), Tensor("U", l)) / SumApart(Nearness(Tensor("U", i), Tensor("U", j)), i, j)),
        ),
    ),
)

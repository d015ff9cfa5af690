"""What the cases of a proof visit: every row, every element that a row states, every answer to a question."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np

from .example import Disagreement, Example, clipped
from .formula import Equation, Formula
from .notation.derivatives import Gradient, Partial, Twice
from .notation.nodes import value
from .notation.printing import latex
from .notation.questions import Answers
from .notation.tensors import Element, Entry, Tensor

Place = tuple[int, ...]
Index = tuple[Any, int]  # what is printed, and the first value that it can have
PARTLY: Mapping[str, str] = {  # formulas that state a part of an array, and why
    "max_pool2d.padded": "speaks of the pixels; in the margins stands the nearest of them",
    "avg_pool2d.slope": "speaks of pixels in a window; in another pixel the slope is 0",
    "avg_pool2d.backward": "speaks of pixels in a window; in another pixel the slope is 0",
}


class Visits:
    """The cases of one proof of a formula, noted one by one."""

    def __init__(self, formula: Formula) -> None:
        self.rows = dict.fromkeys(formula.equations(), 0)
        self.taken = {} if formula.id in PARTLY else {row: element(row) for row in self.rows}
        self.answers = Answers()
        self.left: dict[Any, set[Place]] = {}  # places in the arrays of an example that no case has been about

    def begin(self) -> None:
        """Begin with another example."""
        self.left = {}

    def note(self, row: Equation, example: Example, chosen: Mapping[Any, int]) -> None:
        """Note a case: its row, and the place of the element that the row states."""
        self.rows[row] += 1
        whole, indices = self.taken.get(row, (None, ()))
        if indices:
            at, key = example.bind(chosen), (whole, *(chosen[each] for each in chosen if each in whole.free_symbols))
            if key not in self.left:
                self.left[key] = places(indices, np.shape(value(whole, at)), at)
            self.left[key].discard(tuple(value(index, at) for index, _ in indices))

    def end(self, example: Example) -> None:
        """End an example: raise `Disagreement` if no case of it is about an element of what a row states."""
        for (whole, *_), left in self.left.items():
            if left:
                words = f"expected a case for every element of {latex(whole)}, got none for that at {list(min(left))}"
                raise Disagreement(f"{clipped(example.words, 60)}: {words}")

    def must_be_all(self) -> None:
        """Raise `Disagreement` if a row has no case, or a question in it not each of its answers."""
        for row, cases in self.rows.items():
            if not cases:
                raise Disagreement(f"{clipped(row.latex(), 60)}: expected a case for every row, got none for this one")
            for side in (row.left, row.right):
                self.answers.must_be_all(side)


def element(row: Equation) -> tuple[Any, tuple[Index, ...]]:
    """The array and the indices of the element that a row states: what stands alone on the left, or on the right.

    A derivative such as ∂Y_i/∂X_j states an element of nothing that has a name.
    """
    left = split(row.left)
    return left if left[1] or isinstance(row.left, Partial | Twice) else split(row.right)


def split(node: Any) -> tuple[Any, tuple[Index, ...]]:
    """The array that an element is taken from, and its indices."""
    if isinstance(node, Gradient):
        whole, indices = split(node.args[0])
        return node.func(whole), indices
    if isinstance(node, Tensor):
        return Tensor(node.name), tuple((index, 1) for index in node.args[1:])
    if isinstance(node, Element | Entry):
        whole, indices = split(node.args[0])
        return whole, (*indices, *((index, int(isinstance(node, Entry))) for index in node.args[1:]))
    return node, ()


def places(indices: tuple[Index, ...], shape: tuple[int, ...], at: Example) -> set[Place]:
    """All places in an array; where a number is printed for an index, those with this number."""
    return set(
        product(
            *(
                range(first, first + size) if index.free_symbols else (value(index, at),)
                for (index, first), size in zip(indices, shape, strict=False)
            )
        )
    )

"""Letters with indices, and their elements."""

from __future__ import annotations

import re
from numbers import Integral
from typing import Any

from ..example import Disagreement, Example
from .names import ARRAY, allowed
from .nodes import Node, value
from .printing import ATOM, POWER, enclosed, in_parentheses, indices, latex, listed, tightness_of_letter

INDEXED = re.compile(r"_\{([^{}]|\{[^{}]*\})*\}$")  # LaTeX that ends in indices, to which no others can be added


def not_below(first: int, place: Any, where: Node) -> Any:
    """Return a place that is not before the first: Python would count it from the end."""
    if isinstance(place, Integral) and place < first:
        raise Disagreement(f"there is no {latex(where)} at {place}: the first is {first}")
    return place


def with_indices(name: str, places: Any, printer: Any) -> str:
    """LaTeX of a letter with its indices, in parentheses if it has some in its name."""
    if not places:
        return name
    return f"{in_parentheses(name) if '_' in name else name}_{{{indices(places, printer)}}}"


class NamedNode(Node):
    """A node whose first argument is the name of an array."""

    tightness = ATOM

    def __new__(cls, name: Any, *indices: Any) -> Node:
        """Refuse a name that prints as something else."""
        allowed(str(name), ARRAY)
        return super().__new__(cls, name, *indices)

    @property
    def name(self) -> str:
        """The letter."""
        return str(self.args[0])


class Tensor(NamedNode):
    """A letter with 1-based indices: Tensor("K", i, j) prints K_{ij} and means the array K[i-1, j-1]."""

    @property
    def tightness(self) -> int:  # type: ignore[override]  # a letter may have an exponent in its name
        """How tightly the letter binds."""
        return tightness_of_letter(self.name)

    def _value(self, at: Example) -> Any:
        array, place = at.array(self.name), [value(index, at) for index in self.args[1:]]
        if any(not 1 <= i <= size for i, size in zip(place, array.shape, strict=False)):
            sizes = list(array.shape[: len(place)])
            raise Disagreement(f"there is no {self.name} at {place}: the sizes are {sizes}")
        return array[tuple(i - 1 for i in place)]

    def _latex(self, printer: Any) -> str:
        return with_indices(self.name, self.args[1:], printer)


class Step(NamedNode):
    """A value that changes from step to step, counted from 0: Step("M", t - 1) prints M_{t - 1}."""

    @property
    def tightness(self) -> int:  # type: ignore[override]  # a letter may have an exponent in its name
        """How tightly the letter binds."""
        return tightness_of_letter(self.name)

    def _value(self, at: Example) -> Any:
        return at.array(self.name)[not_below(0, value(self.args[1], at), self)]

    def _latex(self, printer: Any) -> str:
        return with_indices(str(self.args[0]), self.args[1:], printer)


class OfPart(NamedNode):
    """What belongs to one part of the batch: OfPart("E", a) prints E_a and means the loss of its images alone."""

    @property
    def tightness(self) -> int:  # type: ignore[override]  # a letter may have an exponent in its name
        """How tightly the letter binds."""
        return tightness_of_letter(str(self.args[0]))

    def _value(self, at: Example) -> Any:
        letter, part = self.args
        return at.array(f"{letter} of the parts")[not_below(1, value(part, at), self) - 1]

    def _latex(self, printer: Any) -> str:
        return with_indices(str(self.args[0]), self.args[1:], printer)


class Element(Node):
    """An element by 0-based position: Element(X, p, q) prints X[p, q]."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        array, place = value(self.args[0], at), tuple(value(index, at) for index in self.args[1:])
        if len(place) != array.ndim or any(not 0 <= i < size for i, size in zip(place, array.shape, strict=False)):
            return self.outside(array, place)
        return array[place]

    def outside(self, array: Any, place: tuple[int, ...]) -> Any:
        """Value at a place outside the array."""
        raise Disagreement(f"there is no element {list(place)} of {latex(self.args[0])}, of shape {array.shape}")

    def _latex(self, printer: Any) -> str:
        return f"{enclosed(self.args[0], POWER, printer)}[{listed(self.args[1:], printer)}]"


class PaddedElement(Element):
    """An element of an array that continues with zeros on all sides, as is printed behind the formula."""

    def outside(self, array: Any, place: tuple[int, ...]) -> Any:
        """Zero."""
        return 0


class CentredElement(Element):
    """An element of a kernel with 2r + 1 rows and columns, counted from its middle."""

    def _value(self, at: Example) -> Any:
        kernel, *place = (value(part, at) for part in self.args)
        half = kernel.shape[0] // 2
        if any(abs(index) > half for index in place):
            raise Disagreement(f"there is no element {place} of {latex(self.args[0])}, of half-width {half}")
        return kernel[tuple(index + half for index in place)]


class Entry(Node):
    """An entry by 1-based index of something that is no letter: Entry(Softmax(Z), b, k) prints softmax(Z)_{bk}."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        array, *place = (value(part, at) for part in self.args)
        return array[tuple(not_below(1, index, self) - 1 for index in place)]

    def _latex(self, printer: Any) -> str:
        array, *place = self.args
        text = enclosed(array, ATOM, printer)
        return f"{in_parentheses(text) if INDEXED.search(text) else text}_{{{indices(place, printer)}}}"

"""Letters with indices, their elements, and derivatives by them."""

from __future__ import annotations

from typing import Any

from ..example import Disagreement, Example
from .nodes import ATOM, Node, bound, latex, value


class Tensor(Node):
    """A letter with 1-based indices: Tensor("K", i, j) prints K_{ij} and means the array K[i-1, j-1]."""

    @property
    def name(self) -> str:
        """The letter."""
        return str(self.args[0])

    def _value(self, at: Example) -> Any:
        array, place = at.array(self.name), [value(index, at) for index in self.args[1:]]
        if any(not 1 <= i <= size for i, size in zip(place, array.shape, strict=False)):
            sizes = list(array.shape[: len(place)])
            raise Disagreement(f"there is no {self.name} at {place}: the sizes are {sizes}")
        return array[tuple(i - 1 for i in place)]

    def _latex(self, printer: Any) -> str:
        indices = "".join(map(printer._print, self.args[1:]))
        return f"{self.name}_{{{indices}}}" if indices else self.name


class Gradient(Node):
    """∂E/∂ of a tensor: the derivative of the loss, which the example takes from the shipped forward function."""

    def _value(self, at: Example) -> Any:
        return value(self.args[0], at.gradient())

    def _latex(self, printer: Any) -> str:
        return rf"\frac{{\partial E}}{{\partial {printer._print(self.args[0])}}}"


class Partial(Node):
    """∂y/∂x for two scalars of the example."""

    def _value(self, at: Example) -> Any:
        of, by = (value(part, at) for part in self.args)
        return of.by(by)

    def _latex(self, printer: Any) -> str:
        of, by = map(printer._print, self.args)
        return rf"\frac{{\partial {of}}}{{\partial {by}}}"


class Step(Node):
    """A value that changes from step to step, counted from 0: Step("M", t - 1) prints M_{t - 1}."""

    def _value(self, at: Example) -> Any:
        return at.array(str(self.args[0]))[value(self.args[1], at)]

    def _latex(self, printer: Any) -> str:
        return f"{self.args[0]}_{{{printer._print(self.args[1])}}}"


class Element(Node):
    """An element by 0-based position: Element(X, p, q) prints X[p, q]."""

    def _value(self, at: Example) -> Any:
        array, place = value(self.args[0], at), tuple(value(index, at) for index in self.args[1:])
        if len(place) != array.ndim or any(not 0 <= i < size for i, size in zip(place, array.shape, strict=False)):
            return self.outside(array, place)
        return array[place]

    def outside(self, array: Any, place: tuple[int, ...]) -> Any:
        """Value at a place outside the array."""
        raise Disagreement(f"there is no element {list(place)} of {latex(self.args[0])}, of shape {array.shape}")

    def _latex(self, printer: Any) -> str:
        return f"{bound(self.args[0], ATOM, printer)}[{', '.join(map(printer._print, self.args[1:]))}]"


class PaddedElement(Element):
    """An element of an array that continues with zeros on all sides."""

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


class Slope(Gradient):
    """∂S/∂ of a tensor: the derivative of a score."""

    def _latex(self, printer: Any) -> str:
        return rf"\frac{{\partial S}}{{\partial {printer._print(self.args[0])}}}"


class Twice(Node):
    """∂²E/∂x∂k, first by the second: the derivative by x of the shipped ∂E/∂k."""

    def _value(self, at: Example) -> Any:
        first, second = self.args
        return value(Gradient(second), at).by(value(first, at))

    def _latex(self, printer: Any) -> str:
        first, second = map(printer._print, self.args)
        return rf"\frac{{\partial^2 E}}{{\partial {first} \, \partial {second}}}"


class OfPart(Node):
    """What belongs to one part of the batch: OfPart("E", a) prints E_a and means the loss of its images alone."""

    def _value(self, at: Example) -> Any:
        letter, part = self.args
        return at.array(f"{letter} of the parts")[value(part, at) - 1]

    def _latex(self, printer: Any) -> str:
        letter, part = self.args
        return f"{letter}_{{{printer._print(part)}}}"


class PartGradient(Node):
    """∂E_a/∂P, the derivative of the loss of one part: PartGradient("P", a)."""

    def _value(self, at: Example) -> Any:
        return OfPart(*self.args)._value(at.gradient())

    def _latex(self, printer: Any) -> str:
        letter, part = self.args
        return rf"\frac{{\partial E_{{{printer._print(part)}}}}}{{\partial {letter}}}"

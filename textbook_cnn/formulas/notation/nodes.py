"""The parts a formula is written with: SymPy nodes that know how they print and what they mean.

A node keeps everything in its SymPy arguments and nothing else.  It means something only in an `Instance`,
which gives arrays to the letters and numbers to the sizes, so what is printed and what is computed are one object.
"""

from __future__ import annotations

import math
from functools import reduce
from operator import add, mul
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp
from sympy.core.symbol import Str

if TYPE_CHECKING:
    from ..examples.conv2d import Instance

SUM, PRODUCT, ATOM = 1, 2, 3  # how tightly a node binds; a looser one inside a tighter one gets parentheses


class Disagreement(Exception):  # noqa: N818, what it names is no error of the program
    """Two sides that must be equal are not; the message names the entry and both values."""


def argument(given: Any) -> sp.Basic:
    """Return what SymPy keeps of a node's argument: text as text, lists as tuples."""
    if isinstance(given, str):
        return Str(given)
    return sp.Tuple(*map(argument, given)) if isinstance(given, list) else sp.sympify(given)


class Node(sp.Expr):
    """A SymPy expression with a LaTeX form and a value in an instance."""

    tightness = ATOM
    open_ended = False  # whether it would swallow a factor written after it, as a sum does

    def __new__(cls, *arguments: Any) -> Node:
        """Keep the arguments as SymPy objects."""
        return super().__new__(cls, *map(argument, arguments))

    def _value(self, at: Instance) -> Any:
        raise NotImplementedError

    def _latex(self, printer: Any) -> str:
        raise NotImplementedError


def value(expression: Any, at: Instance) -> Any:
    """Value of a node or of SymPy arithmetic on nodes, numbers and symbols."""
    if isinstance(expression, Node):
        return expression._value(at)
    if isinstance(expression, sp.Symbol):
        return at.number(expression)
    if isinstance(expression, sp.Integer):
        return int(expression)
    if isinstance(expression, sp.Rational):
        return expression
    parts = [value(part, at) for part in expression.args]
    if isinstance(expression, sp.Add | sp.Mul):
        return reduce(add if isinstance(expression, sp.Add) else mul, parts)
    if isinstance(expression, sp.Pow):
        return parts[0] ** parts[1]
    if isinstance(expression, sp.floor):
        return math.floor(parts[0])
    raise TypeError(f"a formula cannot hold {type(expression).__name__}: {expression}")


def latex(expression: Any) -> str:
    """LaTeX with the terms in the order in which they were written."""
    return sp.latex(expression, order="none")


def lines(rows: list[str]) -> str:
    """Join the rows of an aligned display or a matrix, further apart where there are fractions."""
    return (r" \\[0.5em] " if any(r"\frac" in row for row in rows) else r" \\ ").join(rows)


def bound(expression: Any, tightness: int, printer: Any) -> str:
    """LaTeX of a part, in parentheses if it binds less tightly than the whole."""
    own = getattr(expression, "tightness", SUM if isinstance(expression, sp.Add) else ATOM)
    text = printer._print(expression)
    if own >= tightness:
        return text
    return rf"\left({text}\right)" if "\\" in text.replace(r"\star", "") else f"({text})"


class Tensor(Node):
    """A letter with 1-based indices: Tensor("K", i, j) prints K_{ij} and means the array K[i-1, j-1]."""

    @property
    def name(self) -> str:
        """The letter."""
        return str(self.args[0])

    def _value(self, at: Instance) -> Any:
        array, place = at.array(self.name), [value(index, at) for index in self.args[1:]]
        if any(not 1 <= i <= size for i, size in zip(place, array.shape, strict=False)):
            sizes = list(array.shape[: len(place)])
            raise Disagreement(f"there is no {self.name} at {place}: the sizes are {sizes}")
        return array[tuple(i - 1 for i in place)]

    def _latex(self, printer: Any) -> str:
        indices = "".join(map(printer._print, self.args[1:]))
        return f"{self.name}_{{{indices}}}" if indices else self.name


class Gradient(Node):
    """∂E/∂ of a tensor: the derivative of the loss, which the instance takes from the shipped forward function."""

    def _value(self, at: Instance) -> Any:
        return value(self.args[0], at.gradient())

    def _latex(self, printer: Any) -> str:
        return rf"\frac{{\partial E}}{{\partial {printer._print(self.args[0])}}}"


class Partial(Node):
    """∂y/∂x for two scalars of the instance."""

    def _value(self, at: Instance) -> Any:
        of, by = (value(part, at) for part in self.args)
        return of.by(by)

    def _latex(self, printer: Any) -> str:
        of, by = map(printer._print, self.args)
        return rf"\frac{{\partial {of}}}{{\partial {by}}}"


class Step(Node):
    """A value that changes from step to step, counted from 0: Step("M", t - 1) prints M_{t - 1}."""

    def _value(self, at: Instance) -> Any:
        return at.array(str(self.args[0]))[value(self.args[1], at)]

    def _latex(self, printer: Any) -> str:
        return f"{self.args[0]}_{{{printer._print(self.args[1])}}}"


class Element(Node):
    """An element by 0-based position: Element(X, p, q) prints X[p, q]."""

    def _value(self, at: Instance) -> Any:
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

    def _value(self, at: Instance) -> Any:
        kernel, *place = (value(part, at) for part in self.args)
        half = kernel.shape[0] // 2
        if any(abs(index) > half for index in place):
            raise Disagreement(f"there is no element {place} of {latex(self.args[0])}, of half-width {half}")
        return kernel[tuple(index + half for index in place)]


class Negative(Node):
    """A term with a minus sign; in a sum it prints as a difference."""

    tightness = SUM

    def _value(self, at: Instance) -> Any:
        return -value(self.args[0], at)

    def _latex(self, printer: Any) -> str:
        return f"-{bound(self.args[0], PRODUCT, printer)}"


class Plus(Node):
    """A sum whose terms keep their order."""

    tightness = SUM

    def _value(self, at: Instance) -> Any:
        return reduce(plus, (value(term, at) for term in self.args))

    def _latex(self, printer: Any) -> str:
        first, *others = self.args
        text = bound(first, SUM, printer)
        for term in others:
            minus = isinstance(term, Negative)
            text += (" - " if minus else " + ") + bound(term.args[0] if minus else term, SUM + minus, printer)
        return text


class Times(Node):
    """A product whose factors keep their order; a dot stands before a number."""

    tightness = PRODUCT

    def _value(self, at: Instance) -> Any:
        return reduce(mul, (value(factor, at) for factor in self.args))

    def _latex(self, printer: Any) -> str:
        text = ""
        for place, factor in enumerate(self.args, 1):
            open_ended = getattr(factor, "open_ended", False) and place < len(self.args)
            dot = r" \cdot " if factor.is_Number else " "
            text += (dot if text else "") + bound(factor, ATOM if open_ended else PRODUCT, printer)
        return text


class Product(Times):
    """A product with a dot between all factors."""

    def _latex(self, printer: Any) -> str:
        return r" \cdot ".join(bound(factor, PRODUCT, printer) for factor in self.args)


class Power(Node):
    """A power; `value` is that of the base to the exponent."""

    def _value(self, at: Instance) -> Any:
        base, exponent = (value(part, at) for part in self.args)
        return base**exponent

    def _latex(self, printer: Any) -> str:
        return f"{bound(self.args[0], ATOM, printer)}^{{{printer._print(self.args[1])}}}"


class Over(Node):
    """A fraction."""

    def _value(self, at: Instance) -> Any:
        above, below = (value(part, at) for part in self.args)
        return sp.Rational(above, below) if isinstance(above, int) and isinstance(below, int) else above / below

    def _latex(self, printer: Any) -> str:
        above, below = map(printer._print, self.args)
        return rf"\frac{{{above}}}{{{below}}}"


class Slash(Over):
    """A fraction on one line."""

    tightness = PRODUCT

    def _latex(self, printer: Any) -> str:
        above, below = (bound(part, ATOM, printer) for part in self.args)
        return f"{above} / {below}"


def plus(left: Any, right: Any) -> Any:
    """Sum in which one scalar for each i, B (d,), is added to all elements of part i, (d, height, width)."""
    if np.ndim(left) == 1 and np.ndim(right) == 3:
        left = left[:, None, None]
    return left + right


def as_array(parts: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Object array of the given leading shape whose parts are scalars or equally shaped arrays."""
    parts = list(parts)
    inner = np.shape(parts[0])
    array = np.empty((len(parts), *inner), dtype=object)
    for place, part in enumerate(parts):
        array[place] = part
    return array.reshape(*shape, *inner)

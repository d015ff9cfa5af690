"""The parts a formula is written with: SymPy nodes that know how they print and what they mean.

A node keeps everything in its SymPy arguments and nothing else.  It means something only in an `Example`,
which gives arrays to the letters and numbers to the sizes, so what is printed and what is computed are one object.
"""

from __future__ import annotations

import math
import re
from functools import reduce
from operator import add, mul
from typing import Any

import numpy as np
import sympy as sp
from sympy.core.symbol import Str

from ..example import Example

SUM, PRODUCT, ATOM = 1, 2, 3  # how tightly a node binds; a looser one inside a tighter one gets parentheses


def argument(given: Any) -> sp.Basic:
    """Return what SymPy keeps of a node's argument: text as text, lists as tuples."""
    if isinstance(given, str):
        return Str(given)
    return sp.Tuple(*map(argument, given)) if isinstance(given, list) else sp.sympify(given)


class Node(sp.Expr):
    """A SymPy expression with a LaTeX form and a value in an example."""

    tightness = ATOM
    open_ended = False  # whether it would swallow a factor written after it, as a sum does

    def __new__(cls, *arguments: Any) -> Node:
        """Keep the arguments as SymPy objects."""
        return super().__new__(cls, *map(argument, arguments))

    def _value(self, at: Example) -> Any:
        raise NotImplementedError

    def _latex(self, printer: Any) -> str:
        raise NotImplementedError


def value(expression: Any, at: Example) -> Any:
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
    return text if own >= tightness else in_parentheses(text)


def in_parentheses(text: str, low: str = r"\\star\b") -> str:
    """LaTeX in parentheses, which grow where there are more commands than those that match `low`."""
    return rf"\left({text}\right)" if "\\" in re.sub(low, "", text) else f"({text})"


class Negative(Node):
    """A term with a minus sign; in a sum it prints as a difference."""

    tightness = SUM

    def _value(self, at: Example) -> Any:
        return -value(self.args[0], at)

    def _latex(self, printer: Any) -> str:
        return f"-{bound(self.args[0], PRODUCT, printer)}"


class Plus(Node):
    """A sum whose terms keep their order."""

    tightness = SUM

    def _value(self, at: Example) -> Any:
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

    def _value(self, at: Example) -> Any:
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

    def _value(self, at: Example) -> Any:
        base, exponent = (value(part, at) for part in self.args)
        return base**exponent

    def _latex(self, printer: Any) -> str:
        return f"{bound(self.args[0], ATOM, printer)}^{{{printer._print(self.args[1])}}}"


class Over(Node):
    """A fraction."""

    def _value(self, at: Example) -> Any:
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


def row(arrays: Any) -> np.ndarray:
    """All elements in one row."""
    return np.concatenate([np.ravel(array) for array in arrays])

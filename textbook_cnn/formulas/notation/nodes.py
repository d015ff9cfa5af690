"""The parts a formula is written with: SymPy nodes that know how they print and what they mean.

A node keeps everything in its SymPy arguments and nothing else.  It means something only in an `Example`,
which gives arrays to the letters and numbers to the sizes, so what is printed and what is computed are one object.
Sums, products, quotients and powers of nodes are written with Python's operators, and print in the order written.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

import sympy as sp

from ..example import Example
from .look_alikes import no_derivative
from .parts import argument, joined, no_matrix, plus, times
from .printing import ATOM, FRACTION, POWER, PREFIX, PRODUCT, SLASH, SUM, enclosed, latex, side_by_side, tightness


class AsWritten:
    """Operators that keep what is written: `1 - beta_1` prints so, where SymPy would sort and simplify."""

    _op_priority = 20.0  # above that of SymPy's own expressions, so that these operators win on either side

    def __add__(self, other: Any) -> Node:
        return Plus(*joined(Plus, self), other)

    def __radd__(self, other: Any) -> Node:
        return Plus(other, self)

    def __sub__(self, other: Any) -> Node:
        return Plus(*joined(Plus, self), Negative(other))

    def __rsub__(self, other: Any) -> Node:
        return Plus(other, Negative(self))

    def __mul__(self, other: Any) -> Node:
        return Times(*joined(Times, self), other)

    def __rmul__(self, other: Any) -> Node:
        return Times(other, self)

    def __truediv__(self, other: Any) -> Node:
        return Over(self, other)

    def __rtruediv__(self, other: Any) -> Node:
        return Over(other, self)

    def __pow__(self, other: Any, mod: Any = None) -> Node:
        if mod is not None:
            raise TypeError(f"mod: expected no third argument of pow, which a formula cannot print, got {mod}")
        return Power(self, other)

    def __rpow__(self, other: Any) -> Node:
        return Power(other, self)

    def __neg__(self) -> Node:
        return Negative(self)


class Node(AsWritten, sp.Expr):
    """A SymPy expression with a LaTeX form and a value in an example."""

    tightness: int  # one of those of `printing.py`; a class that prints itself says how tightly that binds

    def __init_subclass__(cls) -> None:
        """Refuse a class that does not say how tightly it binds."""
        super().__init_subclass__()
        if "_latex" in vars(cls) and "tightness" not in vars(cls):
            raise TypeError(f"{cls.__name__}: expected a tightness beside _latex")

    def __new__(cls, *arguments: Any) -> Node:
        """Keep the arguments as SymPy objects."""
        return super().__new__(cls, *map(argument, arguments))

    def _value(self, at: Example) -> Any:
        raise NotImplementedError

    def _latex(self, printer: Any) -> str:
        raise NotImplementedError

    def _sympystr(self, printer: Any) -> str:
        return latex(self)


def value(expression: Any, at: Example) -> Any:
    """Value of a node, a letter or a number."""
    if isinstance(expression, Node):
        return expression._value(at)
    if isinstance(expression, AsWritten):  # a letter; SymPy's own symbol of the same name would print alike
        return at.number(expression)
    if isinstance(expression, sp.Integer):
        return int(expression)
    if isinstance(expression, sp.Rational):
        return expression
    raise TypeError(f"a formula cannot hold {type(expression).__name__}: {expression}")


class Negative(Node):
    """A term with a minus sign; in a sum it prints as a difference."""

    tightness = SUM

    def _value(self, at: Example) -> Any:
        return -value(self.args[0], at)

    def _latex(self, printer: Any) -> str:
        return f"-{self.without_sign(printer)}"

    def without_sign(self, printer: Any) -> str:
        """LaTeX of what stands behind the sign."""
        return enclosed(self.args[0], SLASH, printer)


class Plus(Node):
    """A sum whose terms keep their order."""

    tightness = SUM

    def _value(self, at: Example) -> Any:
        return reduce(plus, (value(term, at) for term in self.args))

    def _latex(self, printer: Any) -> str:
        first, *others = self.args
        text = enclosed(first, SUM, printer)
        for term in others:
            if isinstance(term, Negative):
                text += f" - {term.without_sign(printer)}"
            elif term.is_Number and term.is_negative:
                text += f" - {printer._print(-term)}"
            else:
                signed = printer._print(term).startswith("-")
                text += f" + {enclosed(term, SLASH if signed else SUM, printer)}"
        return text


class Times(Node):
    """A product whose factors keep their order; a dot stands before a number."""

    tightness = PRODUCT

    def _value(self, at: Example) -> Any:
        return times([value(factor, at) for factor in self.args])

    def factors(self, printer: Any) -> Iterator[str]:
        """LaTeX of every factor, enclosed where its neighbours would change it."""
        *others, last = self.args
        for factor in others:
            yield enclosed(factor, ATOM if open_ended(factor) else PRODUCT, printer)
        yield enclosed(last, PRODUCT, printer)

    def _latex(self, printer: Any) -> str:
        return side_by_side(self.factors(printer))


def open_ended(factor: Any) -> bool:
    """Whether it would swallow a factor written after it, as a sum does."""
    return open_ended(factor.args[-1]) if isinstance(factor, Times) else tightness(factor) == PREFIX


class Power(Node):
    """A power; `value` is that of the base to the exponent."""

    tightness = POWER

    def _value(self, at: Example) -> Any:
        base, exponent = (no_matrix(value(part, at), "a power") for part in self.args)
        return base**exponent

    def _latex(self, printer: Any) -> str:
        base, exponent = self.args
        return f"{enclosed(base, ATOM, printer)}^{{{printer._print(exponent)}}}"


class Over(Node):
    """A fraction."""

    tightness = FRACTION

    def _value(self, at: Example) -> Any:
        above, below = value(self.args[0], at), no_matrix(value(self.args[1], at), "a fraction")
        if isinstance(below, int | float | sp.Number) and below == 0:  # SymPy would go on with an infinite number
            raise ZeroDivisionError(f"{above} / 0")
        return sp.Rational(above, below) if isinstance(above, int) and isinstance(below, int) else above / below

    def _latex(self, printer: Any) -> str:
        above, below = no_derivative(*map(printer._print, self.args))
        return rf"\frac{{{above}}}{{{below}}}"

"""Sums over indices."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import Any

import sympy as sp

from ..example import Example
from .nodes import Node, value
from .printing import PRODUCT, SUM, enclosed


class Sum(Node):
    """Σ over an index with given bounds: Sum(body, j, 1, n)."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the index that is summed over."""
        body, index, first, last = self.args
        return (body.free_symbols - {index}) | first.free_symbols | last.free_symbols

    def terms(self, at: Example) -> list[Any]:
        """Values of the body for every index."""
        body, index, first, last = self.args
        return [value(body, at.bind({index: m})) for m in range(value(first, at), value(last, at) + 1)]

    def _value(self, at: Example) -> Any:
        return reduce(add, self.terms(at), 0)

    def _latex(self, printer: Any) -> str:
        body, index, first, last = self.args
        index, first, last = map(printer._print, (index, first, last))
        return rf"\sum_{{{index}={first}}}^{{{last}}} {enclosed(body, PRODUCT, printer)}"


class Dotted(Sum):
    """The same sum with its first and last term printed: X_1 ⋆ K_{i1} + … + X_n ⋆ K_{in}."""

    tightness = SUM
    open_ended = False

    def _latex(self, printer: Any) -> str:
        body, index, first, last = self.args
        terms = [enclosed(body.xreplace({index: place}), SUM, printer) for place in (first, last)]
        return rf"{terms[0]} + \dots + {terms[1]}"


class SumOver(Node):
    """Σ over all values that the example gives the indices: SumOver(body, p, q) prints Σ_{p, q}."""

    tightness = PRODUCT
    open_ended = True

    @property
    def body(self) -> sp.Basic:
        """What is summed."""
        return self.args[0]

    @property
    def indices(self) -> tuple[sp.Basic, ...]:
        """What is summed over."""
        return self.args[1:]

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the indices."""
        return self.body.free_symbols - set(self.indices)

    def terms(self, at: Example) -> Iterator[Any]:
        """Values of the body for all values of the indices."""
        return (value(self.body, at.bind(place)) for place in at.assignments(self.indices, {}))

    def _value(self, at: Example) -> Any:
        return reduce(add, self.terms(at), 0)

    def _latex(self, printer: Any) -> str:
        below = ", ".join(map(printer._print, self.indices))
        return rf"\sum_{{{below}}} {enclosed(self.body, PRODUCT, printer)}"


class SumWhere(SumOver):
    """Σ over those values of the indices for which all conditions hold: SumWhere(body, [c1, c2], [p, q, u, v])."""

    @property
    def conditions(self) -> tuple[sp.Basic, ...]:
        """What must hold."""
        return self.args[1].args

    @property
    def indices(self) -> tuple[sp.Basic, ...]:
        """What is summed over."""
        return self.args[2].args

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the indices."""
        return (self.body.free_symbols | self.args[1].free_symbols) - set(self.indices)

    def terms(self, at: Example) -> Iterator[Any]:
        """Values of the body where the conditions hold."""
        places = (at.bind(place) for place in at.assignments(self.indices, {}))
        fitting = (at for at in places if all(value(condition, at) for condition in self.conditions))
        return (value(self.body, at) for at in fitting)

    def _latex(self, printer: Any) -> str:
        below = r" \\ ".join([", ".join(map(printer._print, self.indices)), *map(printer._print, self.conditions)])
        return rf"\sum_{{\substack{{{below}}}}} {enclosed(self.body, PRODUCT, printer)}"


class Indicator(Node):
    """1 where the condition holds, 0 elsewhere; several conditions must all hold."""

    tightness = PRODUCT

    def _value(self, at: Example) -> int:
        return int(all(value(condition, at) for condition in self.args))

    def _latex(self, printer: Any) -> str:
        return "".join(rf"\left[{printer._print(condition)}\right]" for condition in self.args)


class SumApart(Node):
    """Σ over two indices that differ: SumApart(body, b, l) prints Σ_{b ≠ l}."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the two indices."""
        return self.args[0].free_symbols - set(self.args[1:])

    def _latex(self, printer: Any) -> str:
        body, *indices = map(printer._print, self.args)
        return rf"\sum_{{{' ≠ '.join(indices)}}} {body}".replace("≠", r"\ne")

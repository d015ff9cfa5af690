"""Sums over indices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from operator import add
from typing import Any

import sympy as sp

from ..example import Example
from .binding import Binding
from .cases import Condition
from .nodes import value
from .printing import ATOM, INFIX, PREFIX, PRODUCT, SUM, enclosed, in_parentheses, latex
from .questions import Question


class Sum(Binding):
    """Σ over an index with given bounds: Sum(body, j, 1, n)."""

    tightness = PREFIX
    outside = (2, 3)

    @property
    def bound(self) -> tuple[sp.Basic, ...]:
        """The index that is summed over."""
        return (self.args[1],)

    def terms(self, at: Example) -> list[Any]:
        """Values of the body for every index."""
        body, index, first, last = self.args
        return [value(body, at.bind({index: m})) for m in range(value(first, at), value(last, at) + 1)]

    def _value(self, at: Example) -> Any:
        return reduce(add, self.terms(at), 0)

    def _latex(self, printer: Any) -> str:
        body, index, first, last = self.args
        index, first, last = map(printer._print, (index, first, last))
        return rf"\sum_{{{index}={first}}}^{{{last}}} {enclosed(body, INFIX, printer)}"


class Dotted(Sum):
    """The same sum with its first and last term printed: X_1 ⋆ K_{i1} + … + X_n ⋆ K_{in}."""

    tightness = SUM

    def _latex(self, printer: Any) -> str:
        body, index, first, last = self.args
        if index not in body.free_symbols:
            raise ValueError(f"body: expected something with {index}, or dots do not say how many, got {latex(body)}")
        terms = [enclosed(body.xreplace({index: place}), INFIX, printer) for place in (first, last)]
        return rf"{terms[0]} + \dots + {terms[1]}"


class SumOver(Binding):
    """Σ over all values that the example gives the indices: SumOver(body, p, q) prints Σ_{p, q}."""

    tightness = PREFIX

    @property
    def body(self) -> sp.Basic:
        """What is summed."""
        return self.args[0]

    @property
    def indices(self) -> tuple[sp.Basic, ...]:
        """What is summed over."""
        return self.args[1:]

    @property
    def bound(self) -> tuple[sp.Basic, ...]:
        """The same."""
        return self.indices

    def places(self, at: Example) -> Iterator[Example]:
        """The example with all values of the indices, whatever stands for letters of these names outside."""
        numbers = {symbol: number for symbol, number in at.numbers.items() if symbol not in self.indices}
        outside = replace(at, numbers=numbers)
        return (outside.bind(place) for place in outside.assignments(self.indices, {}))

    def terms(self, at: Example) -> Iterator[Any]:
        """Values of the body for all values of the indices."""
        return (value(self.body, at) for at in self.places(at))

    def _value(self, at: Example) -> Any:
        return reduce(add, self.terms(at), 0)

    def _latex(self, printer: Any) -> str:
        below = ", ".join(map(printer._print, self.indices))
        return rf"\sum_{{{below}}} {enclosed(self.body, INFIX, printer)}"


class SumWhere(SumOver, Question):
    """Σ over those values of the indices for which all conditions hold: SumWhere(body, [c1, c2], [p, q, u, v])."""

    tightness = PREFIX

    @property
    def conditions(self) -> tuple[sp.Basic, ...]:
        """What must hold."""
        return self.args[1].args

    @property
    def indices(self) -> tuple[sp.Basic, ...]:
        """What is summed over."""
        return self.args[2].args

    def terms(self, at: Example) -> Iterator[Any]:
        """Values of the body where the conditions hold."""
        for place in self.places(at):
            fits = all(value(condition, place) for condition in self.conditions)
            self.answered(fits)
            if fits:
                yield value(self.body, place)

    def _latex(self, printer: Any) -> str:
        below = r" \\ ".join([", ".join(map(printer._print, self.indices)), *map(printer._print, self.conditions)])
        return rf"\sum_{{\substack{{{below}}}}} {enclosed(self.body, INFIX, printer)}"


class Indicator(Question):
    """1 where the condition holds, 0 elsewhere; several conditions must all hold."""

    def __new__(cls, *conditions: Any) -> Indicator:
        """Refuse what is no condition: a number in the brackets would be read as a place, as in X[p]."""
        if not all(isinstance(condition, Condition) for condition in conditions):
            raise TypeError(f"conditions: expected such as Less(p, q), got {conditions}")
        return super().__new__(cls, *conditions)

    @property
    def tightness(self) -> int:  # type: ignore[override]  # several stand side by side
        """How tightly the brackets bind."""
        return ATOM if len(self.args) == 1 else PRODUCT

    def _value(self, at: Example) -> int:
        answer = all(value(condition, at) for condition in self.args)
        self.answered(answer)
        return int(answer)

    def _latex(self, printer: Any) -> str:
        return "".join(in_parentheses(printer._print(condition), "[", "]") for condition in self.args)


class SumApart(Binding):
    """Σ over two indices that differ: SumApart(body, b, l) prints Σ_{b ≠ l}."""

    tightness = PREFIX

    @property
    def bound(self) -> tuple[sp.Basic, ...]:
        """The two indices."""
        return self.args[1:]

    def _latex(self, printer: Any) -> str:
        body, indices = enclosed(self.args[0], INFIX, printer), map(printer._print, self.bound)
        return rf"\sum_{{{' ≠ '.join(indices)}}} {body}".replace("≠", r"\ne")

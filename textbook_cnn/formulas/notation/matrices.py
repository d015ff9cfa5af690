"""Matrices as the slides print them: every entry, or the first ones with dots, and a part over a brace."""

from __future__ import annotations

from itertools import product
from typing import Any

import sympy as sp

from ..example import Disagreement, Example, clipped
from ..symbols.rings import unequal
from .binding import Binding
from .nodes import Node, value
from .parts import as_array
from .printing import ATOM, POWER, enclosed, lines


def bmatrix(rows: list[list[str]]) -> str:
    """LaTeX of a matrix in square brackets."""
    return r"\begin{bmatrix} " + lines([" & ".join(row) for row in rows]) + r" \end{bmatrix}"


def refuse_number(last: sp.Basic) -> None:
    """Refuse dots before a last entry whose number is known: there may be nothing between."""
    if last.is_Number:
        raise ValueError(f"last: expected a letter, or a matrix with every entry printed, got {last}")


class Matrix(Node):
    """A matrix with every entry printed."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        rows = self.args[0]
        return as_array((value(entry, at) for row in rows for entry in row), (len(rows), len(rows[0])))

    def _latex(self, printer: Any) -> str:
        return bmatrix([[printer._print(entry) for entry in row] for row in self.args[0]])


class Column(Binding):
    """A column with entries 1, 2, ⋮, d printed; its value has all of them."""

    tightness = ATOM
    outside = (2,)

    @property
    def bound(self) -> tuple[sp.Basic, ...]:
        """The index."""
        return (self.args[1],)

    def _value(self, at: Example) -> Any:
        body, index, last = self.args
        size = value(last, at)
        return as_array((value(body, at.bind({index: m})) for m in range(1, size + 1)), (size,))

    def _latex(self, printer: Any) -> str:
        body, index, last = self.args
        refuse_number(last)
        one, two, end = (printer._print(body.xreplace({index: place})) for place in (sp.S(1), sp.S(2), last))
        return bmatrix([[one], [two], [r"\vdots"], [end]])


class Table(Binding):
    """A matrix with rows 1, 2, ⋮, d and columns 1, 2, …, n printed; its value has all of them."""

    tightness = ATOM
    outside = (2, 4)

    @property
    def bound(self) -> tuple[sp.Basic, ...]:
        """The two indices."""
        return self.args[1], self.args[3]

    def _value(self, at: Example) -> Any:
        body, i, rows, j, columns = self.args
        shape = value(rows, at), value(columns, at)
        places = product(range(1, shape[0] + 1), range(1, shape[1] + 1))
        return as_array((value(body, at.bind({i: a, j: b})) for a, b in places), shape)

    def _latex(self, printer: Any) -> str:
        body, i, rows, j, columns = self.args
        refuse_number(rows)
        refuse_number(columns)

        def line(row: Any) -> list[str]:
            places = sp.S(1), sp.S(2), columns
            one, two, end = (printer._print(body.xreplace({i: row, j: place})) for place in places)
            return [one, two, r"\dots", end]

        dots = [r"\vdots", r"\vdots", r"\ddots", r"\vdots"]
        return bmatrix([line(sp.S(1)), line(sp.S(2)), dots, line(rows)])


class Underbrace(Node):
    """A part with its value under a brace; that they are equal is checked wherever the part is evaluated."""

    tightness = POWER

    def _value(self, at: Example) -> Any:
        part, label = (value(argument, at) for argument in self.args)
        if unequal(part, label):
            raise Disagreement(f"over the brace stands {clipped(str(part))}, under it {clipped(str(label))}")
        return part

    def _latex(self, printer: Any) -> str:
        part, label = enclosed(self.args[0], POWER, printer), printer._print(self.args[1])
        return rf"\underbrace{{{part}}}_{{{label}}}"

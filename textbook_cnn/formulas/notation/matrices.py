"""Nodes for the larger shapes on the slides: matrices, columns with dots, braces, case distinctions."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import sympy as sp
from sympy.core.symbol import Str

from ..example import Disagreement, Example
from ..symbols.rings import total, unequal
from .nodes import ATOM, PRODUCT, Node, as_array, bound, lines, row, value


def bmatrix(rows: list[list[str]]) -> str:
    """LaTeX of a matrix in square brackets."""
    return r"\begin{bmatrix} " + lines([" & ".join(row) for row in rows]) + r" \end{bmatrix}"


class Matrix(Node):
    """A matrix with every entry printed."""

    def _value(self, at: Example) -> Any:
        rows = self.args[0]
        return as_array((value(entry, at) for row in rows for entry in row), (len(rows), len(rows[0])))

    def _latex(self, printer: Any) -> str:
        return bmatrix([[printer._print(entry) for entry in row] for row in self.args[0]])


class Column(Node):
    """A column with entries 1, 2, ⋮, d printed; its value has all of them."""

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the index."""
        return (self.args[0].free_symbols - {self.args[1]}) | self.args[2].free_symbols

    def _value(self, at: Example) -> Any:
        body, index, last = self.args
        size = value(last, at)
        return as_array((value(body, at.bind({index: m})) for m in range(1, size + 1)), (size,))

    def _latex(self, printer: Any) -> str:
        body, index, last = self.args
        one, two, end = (printer._print(body.xreplace({index: place})) for place in (sp.S(1), sp.S(2), last))
        return bmatrix([[one], [two], [r"\vdots"], [end]])


class Table(Node):
    """A matrix with rows 1, 2, ⋮, d and columns 1, 2, …, n printed; its value has all of them."""

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the two indices."""
        body, i, rows, j, columns = self.args
        return (body.free_symbols - {i, j}) | rows.free_symbols | columns.free_symbols

    def _value(self, at: Example) -> Any:
        body, i, rows, j, columns = self.args
        shape = value(rows, at), value(columns, at)
        places = product(range(1, shape[0] + 1), range(1, shape[1] + 1))
        return as_array((value(body, at.bind({i: a, j: b})) for a, b in places), shape)

    def _latex(self, printer: Any) -> str:
        body, i, rows, j, columns = self.args

        def line(row: Any) -> list[str]:
            places = sp.S(1), sp.S(2), columns
            one, two, end = (printer._print(body.xreplace({i: row, j: place})) for place in places)
            return [one, two, r"\dots", end]

        dots = [r"\vdots", r"\vdots", r"\ddots", r"\vdots"]
        return bmatrix([line(sp.S(1)), line(sp.S(2)), dots, line(rows)])


class Underbrace(Node):
    """A part with its value under a brace; that they are equal is checked wherever the part is evaluated."""

    def _value(self, at: Example) -> Any:
        part, label = (value(argument, at) for argument in self.args)
        if unequal(part, label):
            raise Disagreement(f"over the brace stands {part}, under it {label}")
        return part

    def _latex(self, printer: Any) -> str:
        part, label = map(printer._print, self.args)
        return rf"\underbrace{{{part}}}_{{{label}}}"


class Floor(Node):
    """⌊x⌋, rounded down."""

    def _value(self, at: Example) -> int:
        return math.floor(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\left\lfloor {printer._print(self.args[0])} \right\rfloor"


class Ceil(Node):
    """⌈x⌉, rounded up."""

    def _value(self, at: Example) -> int:
        return math.ceil(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\left\lceil {printer._print(self.args[0])} \right\rceil"


class Apply(Node):
    """A function of continuous variables: f(τ), or (f ∗ g)(t)."""

    def _latex(self, printer: Any) -> str:
        function, *arguments = self.args
        name = str(function) if isinstance(function, Str) else f"({printer._print(function)})"
        return f"{name}({', '.join(map(printer._print, arguments))})"


class Integral(Node):
    """∫ over one or more variables from −∞ to ∞."""

    def _latex(self, printer: Any) -> str:
        body, *variables = (printer._print(part) for part in self.args)
        signs = r"\int_{-\infty}^{\infty} " * len(variables)
        return signs + body + "".join(rf" \, d{variable}" for variable in variables)


class MatrixProduct(Node):
    """A product of matrices, written side by side."""

    tightness = PRODUCT

    def _value(self, at: Example) -> Any:
        first, *others = (value(part, at) for part in self.args)
        for other in others:
            first = first @ other
        return first

    def _latex(self, printer: Any) -> str:
        parts = [bound(part, PRODUCT + 1, printer) for part in self.args]
        return " ".join(rf"\, {part}" if part.startswith(r"\text") else part for part in parts)


class Transposed(Node):
    """A matrix with rows and columns exchanged."""

    def _value(self, at: Example) -> Any:
        return value(self.args[0], at).T

    def _latex(self, printer: Any) -> str:
        return rf"{bound(self.args[0], ATOM, printer)}^{{\top}}"


class EntryByEntry(Node):
    """A ⊙ B, products of the entries in the same place."""

    tightness = PRODUCT

    def _value(self, at: Example) -> Any:
        left, right = (value(part, at) for part in self.args)
        return left * right

    def _latex(self, printer: Any) -> str:
        left, right = (bound(part, PRODUCT + 1, printer) for part in self.args)
        return rf"{left} \odot {right}"


class Listed(Node):
    """(a, b, …): the elements of all in one row."""

    def _value(self, at: Example) -> np.ndarray:
        return row(value(part, at) for part in self.args)

    def _latex(self, printer: Any) -> str:
        return rf"\left({', '.join(map(printer._print, self.args))}\right)"


class Inner(Node):
    """⟨A, B⟩, the sum of the products of equally placed elements."""

    def _value(self, at: Example) -> Any:
        A, B = (value(part, at) for part in self.args)
        return total(A * B)

    def _latex(self, printer: Any) -> str:
        return rf"\left\langle {', '.join(map(printer._print, self.args))} \right\rangle"

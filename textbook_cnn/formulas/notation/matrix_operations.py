"""Products of matrices and of arrays entry by entry, their transposes, and their elements in one row."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..example import Example
from ..symbols.rings import total
from .nodes import Node, value
from .parts import row
from .printing import ATOM, PRODUCT, enclosed, in_parentheses


class MatrixProduct(Node):
    """A product of matrices, written side by side."""

    tightness = PRODUCT

    def _value(self, at: Example) -> Any:
        first, *others = (value(part, at) for part in self.args)
        for other in others:
            first = first @ other
        return first

    def _latex(self, printer: Any) -> str:
        parts = [enclosed(part, PRODUCT + 1, printer) for part in self.args]
        return " ".join(rf"\, {part}" if part.startswith(r"\text") else part for part in parts)


class Transposed(Node):
    """A matrix with rows and columns exchanged."""

    def _value(self, at: Example) -> Any:
        return value(self.args[0], at).T

    def _latex(self, printer: Any) -> str:
        matrix = self.args[0]
        text = enclosed(matrix, ATOM, printer)
        return rf"{in_parentheses(text) if getattr(matrix, 'raised', False) else text}^{{\top}}"


class EntryByEntry(Node):
    """A ⊙ B, products of the entries in the same place."""

    tightness = PRODUCT

    def _value(self, at: Example) -> Any:
        left, right = (value(part, at) for part in self.args)
        return left * right

    def _latex(self, printer: Any) -> str:
        left, right = (enclosed(part, PRODUCT + 1, printer) for part in self.args)
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

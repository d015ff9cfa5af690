"""Products of matrices and of arrays entry by entry, their transposes, and their elements in one row."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..example import Example
from ..symbols.rings import total
from .nodes import Node, value
from .parts import row
from .printing import ATOM, INFIX, POWER, PRODUCT, enclosed, in_parentheses, listed, side_by_side


class MatrixProduct(Node):
    """A product of matrices, written side by side."""

    tightness = PRODUCT

    def _value(self, at: Example) -> Any:
        first, *others = (value(part, at) for part in self.args)
        for other in others:
            first = first @ other
        return first

    def _latex(self, printer: Any) -> str:
        return side_by_side(enclosed(part, POWER, printer) for part in self.args)


class Transposed(Node):
    """A matrix with rows and columns exchanged."""

    tightness = POWER

    def _value(self, at: Example) -> Any:
        return value(self.args[0], at).T

    def _latex(self, printer: Any) -> str:
        return rf"{enclosed(self.args[0], ATOM, printer)}^{{\top}}"


class EntryByEntry(Node):
    """A ⊙ B, products of the entries in the same place."""

    tightness = INFIX

    def _value(self, at: Example) -> Any:
        left, right = (value(part, at) for part in self.args)
        return left * right

    def _latex(self, printer: Any) -> str:
        left, right = (enclosed(part, POWER, printer) for part in self.args)
        return rf"{left} \odot {right}"


class Listed(Node):
    """(a, b, …): the elements of all in one row."""

    tightness = ATOM

    def _value(self, at: Example) -> np.ndarray:
        return row(value(part, at) for part in self.args)

    def _latex(self, printer: Any) -> str:
        return in_parentheses(listed(self.args, printer))


class Inner(Node):
    """⟨A, B⟩, the sum of the products of equally placed elements."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        A, B = (value(part, at) for part in self.args)
        return total(A * B)

    def _latex(self, printer: Any) -> str:
        return rf"\left\langle {listed(self.args, printer)} \right\rangle"

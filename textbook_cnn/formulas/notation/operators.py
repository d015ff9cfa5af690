"""Operators whose value is what a shipped public function gives.

Names are looked up in the package at the moment of use: a proof always speaks of the code as it is now.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any, ClassVar

from ..example import Example
from ..shipped import shipped
from .nodes import Node, value
from .parts import as_array
from .printing import INFIX, POWER, enclosed


class Operation(Node):
    """Two operands and a sign; the value is what a shipped function gives."""

    tightness = INFIX
    sign: ClassVar[str]
    function: ClassVar[str]
    keywords: ClassVar[dict[str, Any]] = {}

    def _value(self, at: Example) -> Any:
        return shipped(self.function)(*(value(operand, at) for operand in self.args), **self.keywords)

    def _latex(self, printer: Any) -> str:
        left, right = (enclosed(operand, POWER, printer) for operand in self.args)
        return f"{left} {self.sign} {right}"


class Star(Operation):
    """X ⋆ K, cross-correlation where the kernel lies inside."""

    sign, function = r"\star", "correlate2d"


class StarFull(Operation):
    """X ⋆_full K, cross-correlation wherever the two overlap."""

    sign, function, keywords = r"\mathbin{\star_{\mathrm{full}}}", "correlate2d", {"padding": "full"}


class StarSame(Operation):
    """X ⋆_same K, cross-correlation with an output of the size of X."""

    sign, function, keywords = r"\mathbin{\star_{\mathrm{same}}}", "correlate2d", {"padding": "same"}


class Conv(Operation):
    """X ∗ K, convolution where the kernel lies inside."""

    sign, function = "*", "convolve2d"


class ConvFull(Operation):
    """X ∗_full K, convolution wherever the two overlap."""

    sign, function, keywords = r"\mathbin{*_{\mathrm{full}}}", "convolve2d", {"padding": "full"}


class Star1(Operation):
    """x ⋆ k, cross-correlation of sequences."""

    sign, function = r"\star", "correlate1d"


class Star1Full(Operation):
    """x ⋆_full k, cross-correlation of sequences wherever the two overlap."""

    sign, function, keywords = r"\mathbin{\star_{\mathrm{full}}}", "correlate1d", {"padding": "full"}


class Conv1Full(Operation):
    """x ∗_full k, convolution of sequences wherever the two overlap."""

    sign, function, keywords = r"\mathbin{*_{\mathrm{full}}}", "convolve1d", {"padding": "full"}


class DotStar(Operation):
    """K ·⋆ X, a matrix of kernels times a column of channels: (K ·⋆ X)_i = Σ_j X_j ⋆ K_ij."""

    sign, function = r"\mathbin{\cdot\star}", "correlate2d"

    def _value(self, at: Example) -> Any:
        K, X = (value(operand, at) for operand in self.args)
        star = shipped(self.function)
        rows = (reduce(add, (star(channel, kernel) for channel, kernel in zip(X, row, strict=True))) for row in K)
        return as_array(rows, (len(K),))

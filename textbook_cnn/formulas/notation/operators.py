"""Operators whose value calls the shipped public functions by name, and sums over an index.

Names are looked up in the package at the moment of use: a proof always speaks of the code as it is now.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, ClassVar

import sympy as sp

from .nodes import PRODUCT, SUM, Disagreement, Node, as_array, bound, value
from ..symbols.rings import unequal

if TYPE_CHECKING:
    from ..examples.conv2d import Instance

PACKAGE = "textbook_cnn"


def shipped(name: str) -> Callable[..., Any]:
    """Return the public function textbook_cnn.NAME."""
    return getattr(importlib.import_module(PACKAGE), name)


def agree(what: str, expected: Any, function: str, given: Any) -> Any:
    """Return `expected` if the shipped function gives the same, else name the first element in which they differ."""
    difference = unequal(expected, given)
    if difference:
        raise Disagreement(f"{what} (left side) against what {function} returns (right side): {difference}")
    return expected


class Operation(Node):
    """Two operands and a sign; the value is what a shipped function gives."""

    tightness = PRODUCT
    sign: ClassVar[str]
    function: ClassVar[str]
    keywords: ClassVar[dict[str, Any]] = {}

    def _value(self, at: Instance) -> Any:
        return shipped(self.function)(*(value(operand, at) for operand in self.args), **self.keywords)

    def _latex(self, printer: Any) -> str:
        left, right = (bound(operand, PRODUCT + 1, printer) for operand in self.args)
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


class Named(Operation):
    """A shipped function printed by its name: rot180(K), softmax(Z)."""

    tightness = PRODUCT + 1

    def _latex(self, printer: Any) -> str:
        return rf"\text{{{self.function}}}({', '.join(map(printer._print, self.args))})"


class Rot180(Named):
    """rot180(K), the kernel turned by half a turn."""

    function = "rot180"


class Sum(Node):
    """Σ over an index with given bounds: Sum(body, j, 1, n)."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the index that is summed over."""
        body, index, first, last = self.args
        return (body.free_symbols - {index}) | first.free_symbols | last.free_symbols

    def terms(self, at: Instance) -> list[Any]:
        """Values of the body for every index."""
        body, index, first, last = self.args
        return [value(body, at.bind({index: m})) for m in range(value(first, at), value(last, at) + 1)]

    def _value(self, at: Instance) -> Any:
        return reduce(add, self.terms(at), 0)

    def _latex(self, printer: Any) -> str:
        body, index, first, last = self.args
        index, first, last = map(printer._print, (index, first, last))
        return rf"\sum_{{{index}={first}}}^{{{last}}} {bound(body, PRODUCT, printer)}"


class Dotted(Sum):
    """The same sum with its first and last term printed: X_1 ⋆ K_{i1} + … + X_n ⋆ K_{in}."""

    tightness = SUM
    open_ended = False

    def _latex(self, printer: Any) -> str:
        body, index, first, last = self.args
        terms = [bound(body.xreplace({index: place}), SUM, printer) for place in (first, last)]
        return rf"{terms[0]} + \dots + {terms[1]}"


class SumOver(Node):
    """Σ over all values that the instance gives the indices: SumOver(body, p, q) prints Σ_{p, q}."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the indices."""
        return self.args[0].free_symbols - set(self.args[1:])

    def _value(self, at: Instance) -> Any:
        body, *indices = self.args
        return reduce(add, (value(body, at.bind(place)) for place in at.assignments(indices, {})), 0)

    def _latex(self, printer: Any) -> str:
        body, *indices = self.args
        return rf"\sum_{{{', '.join(map(printer._print, indices))}}} {bound(body, PRODUCT, printer)}"


class SumWhere(SumOver):
    """Σ over those values of the indices for which all conditions hold: SumWhere(body, c1, c2, p, q, u, v)."""

    @property
    def conditions(self) -> list[sp.Basic]:
        """What must hold."""
        return [part for part in self.args[1:] if not isinstance(part, sp.Symbol)]

    @property
    def indices(self) -> list[sp.Symbol]:
        """What is summed over."""
        return [part for part in self.args[1:] if isinstance(part, sp.Symbol)]

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the indices."""
        return set().union(*(part.free_symbols for part in (self.args[0], *self.conditions))) - set(self.indices)

    def _value(self, at: Instance) -> Any:
        places = (at.bind(place) for place in at.assignments(self.indices, {}))
        fitting = (at for at in places if all(value(condition, at) for condition in self.conditions))
        return reduce(add, (value(self.args[0], at) for at in fitting), 0)

    def _latex(self, printer: Any) -> str:
        conditions = map(printer._print, self.conditions)
        below = r" \\ ".join([", ".join(map(printer._print, self.indices)), *conditions])
        return rf"\sum_{{\substack{{{below}}}}} {bound(self.args[0], PRODUCT, printer)}"


class DotStar(Operation):
    """K ·⋆ X, a matrix of kernels times a column of channels: (K ·⋆ X)_i = Σ_j X_j ⋆ K_ij."""

    sign, function = r"\mathbin{\cdot\star}", "correlate2d"

    def _value(self, at: Instance) -> Any:
        K, X = (value(operand, at) for operand in self.args)
        star = shipped(self.function)
        rows = (reduce(add, (star(channel, kernel) for channel, kernel in zip(X, row, strict=True))) for row in K)
        return as_array(rows, (len(K),))

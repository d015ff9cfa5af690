"""Polynomials with integer coefficients in named unknowns: the sizes and the indices of a proof for all sizes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from math import prod
from typing import Any

from .sealed import Sealed, hidden

Monomial = tuple[str, ...]  # names in order, a name twice for its square; () for the constant


class Polynomial:
    """Immutable; `terms` maps each monomial to its coefficient, which is not 0."""

    __slots__ = ("_hash", "_names", "terms")

    def __init__(self, terms: Mapping[Monomial, int]) -> None:
        self.terms = {monomial: c for monomial, c in terms.items() if c}
        self._hash: int | None = None
        self._names: frozenset[str] | None = None

    @property
    def names(self) -> frozenset[str]:
        """The unknowns that occur."""
        if self._names is None:
            self._names = frozenset(chain.from_iterable(self.terms))
        return self._names

    def __add__(self, other: Any) -> Polynomial:
        total = dict(self.terms)
        for monomial, c in polynomial(other).terms.items():
            total[monomial] = total.get(monomial, 0) + c
        return Polynomial(total)

    def __sub__(self, other: Any) -> Polynomial:
        total = dict(self.terms)
        for monomial, c in polynomial(other).terms.items():
            total[monomial] = total.get(monomial, 0) - c
        return Polynomial(total)

    def __mul__(self, other: Any) -> Polynomial:
        total: dict[Monomial, int] = {}
        for a, x in self.terms.items():
            for b, y in polynomial(other).terms.items():
                monomial = tuple(sorted(a + b)) if a and b else a or b
                total[monomial] = total.get(monomial, 0) + x * y
        return Polynomial(total)

    __radd__, __rmul__ = __add__, __mul__

    def __pow__(self, exponent: int) -> Polynomial:
        return prod([self] * exponent, start=ONE)

    def __neg__(self) -> Polynomial:
        return Polynomial({monomial: -c for monomial, c in self.terms.items()})

    def __rsub__(self, other: Any) -> Polynomial:
        return polynomial(other) - self

    def __eq__(self, other: object) -> bool:
        return self.terms == polynomial(other).terms

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    @property
    def constant(self) -> int | None:
        """Value of a constant polynomial, else None."""
        if not self.terms:
            return 0
        return self.terms.get(()) if len(self.terms) == 1 else None

    def slope(self, name: str) -> int:
        """Return c if the polynomial is c·name + (terms without name), else 0."""
        alone = sum(name in monomial for monomial in self.terms) == 1
        return self.terms.get((name,), 0) if alone else 0

    def replace(self, values: Mapping[str, Polynomial]) -> Polynomial:
        """Put polynomials in place of names."""
        if self.names.isdisjoint(values):
            return self
        total = Polynomial({m: c for m, c in self.terms.items() if values.keys().isdisjoint(m)})
        for monomial, c in self.terms.items():
            if not values.keys().isdisjoint(monomial):
                rest = tuple(name for name in monomial if name not in values)
                total += prod((values[name] for name in monomial if name in values), start=Polynomial({rest: c}))
        return total

    def __repr__(self) -> str:
        text = ""
        for monomial, c in sorted(self.terms.items(), reverse=True):
            number = [str(abs(c))] if abs(c) != 1 or not monomial else []
            text += (" - " if c < 0 else " + ") + "·".join([*number, *monomial])
        return "-" + text[3:] if text.startswith(" - ") else text[3:] or "0"


class Symbolic(Sealed):
    """What stands for an integer and has a polynomial, which `polynomial` alone can read."""

    __slots__ = ("_polynomial",)

    def __init__(self, p: Polynomial) -> None:
        _POLYNOMIAL.__set__(self, p)


_POLYNOMIAL = hidden(Symbolic, "_polynomial")


def polynomial(x: Any) -> Polynomial:
    """The polynomial of an integer, with or without a symbol."""
    if type(x) is Polynomial:
        return x
    if type(x) is int:
        return _number(x)
    if isinstance(x, Symbolic):
        return _POLYNOMIAL.__get__(x)
    if not isinstance(x, int):
        raise TypeError(f"expected an integer, got {type(x).__name__} {x!r}")
    return _number(int(x))


@lru_cache(4096)
def _number(x: int) -> Polynomial:
    """A number as a polynomial."""
    return Polynomial({(): x})


def unknown(name: str) -> Polynomial:
    """The polynomial that is one name."""
    return Polynomial({(name,): 1})


ZERO, ONE = Polynomial({}), Polynomial({(): 1})

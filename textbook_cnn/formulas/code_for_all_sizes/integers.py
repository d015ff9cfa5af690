"""Integers without a value: a polynomial, and a witness that stands in for it where Python must decide.

`SymInt` is an `int`, so that code which asks for integers takes it.  Its sums, products and quotients carry the
polynomial on.  A comparison is answered at the witness, and the answer is written down as a condition: what the code
computes holds for all sizes that satisfy the conditions of the path it took.
"""

from __future__ import annotations

from numbers import Real
from typing import Any, NoReturn, Protocol

from .polynomials import Polynomial, polynomial


class Knowledge(Protocol):
    """What an unknown integer asks: `Unknowns` answers."""

    def value(self, p: Polynomial) -> int:
        """Return the polynomial at the witness."""

    def integer(self, p: Polynomial) -> int:
        """Return the polynomial as an integer."""

    def at_least_zero(self, p: Polynomial) -> bool:
        """Answer whether p ≥ 0."""

    def zero(self, p: Polynomial) -> bool:
        """Answer whether p = 0."""

    def quotient(self, a: Polynomial, b: Polynomial) -> int:
        """Return ⌊a/b⌋."""


class SymInt(int):
    """An integer with a polynomial; as an `int` it is its witness."""

    polynomial: Polynomial
    unknowns: Knowledge

    def __new__(cls, p: Polynomial, unknowns: Knowledge) -> SymInt:  # noqa: D102
        self = super().__new__(cls, unknowns.value(p))
        self.polynomial, self.unknowns = p, unknowns
        return self

    def __add__(self, other: Any) -> int:
        return self.unknowns.integer(self.polynomial + other)

    def __mul__(self, other: Any) -> int:
        return self.unknowns.integer(self.polynomial * other)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> int:
        return self.unknowns.integer(-self.polynomial)

    def __sub__(self, other: Any) -> int:
        return self.unknowns.integer(self.polynomial - other)

    def __rsub__(self, other: Any) -> int:
        return self.unknowns.integer(polynomial(other) - self.polynomial)

    def __floordiv__(self, other: Any) -> int:
        return self.unknowns.quotient(self.polynomial, polynomial(other))

    def __rfloordiv__(self, other: Any) -> int:
        return self.unknowns.quotient(polynomial(other), self.polynomial)

    def __mod__(self, other: Any) -> int:
        return self - self // other * other

    def __rmod__(self, other: Any) -> int:
        return other - other // self * self

    def __ge__(self, other: Any) -> bool:
        return self.unknowns.at_least_zero(self.polynomial - other)

    def __gt__(self, other: Any) -> bool:
        return self.unknowns.at_least_zero(self.polynomial - other - 1)

    def __le__(self, other: Any) -> bool:
        return self.unknowns.at_least_zero(polynomial(other) - self.polynomial)

    def __lt__(self, other: Any) -> bool:
        return self.unknowns.at_least_zero(polynomial(other) - self.polynomial - 1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Real) and self.unknowns.zero(self.polynomial - other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __bool__(self) -> bool:
        return not self.unknowns.zero(self.polynomial)

    def __hash__(self) -> int:  # of the polynomial: a cache must not take the height for a width of the same witness
        return hash(self.polynomial)

    def __repr__(self) -> str:
        return repr(self.polynomial)


def _refuse(self: SymInt, *_: Any) -> NoReturn:
    raise TypeError(f"the integer {self!r} would lose its symbol here")


for _name in set(dir(int)) - set(dir(object)) - set(vars(SymInt)):  # bit shifts, int(), float(), pow() and the like
    setattr(SymInt, _name, _refuse)


def product_of(sizes: Any) -> int:
    """Product of sizes, of which some may be unknown."""
    total: int = 1
    for size in sizes:
        total = total * size
    return total

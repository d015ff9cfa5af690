"""Integers without a value: a polynomial, and a witness that stands in for it where Python must decide.

`SymInt` says that it is an `int`, so that code which asks for integers takes it, and is none, so that no code in C can
read a number from it.  Its sums, products and quotients carry the polynomial on.  A comparison is answered at the
witness, and the answer is written down as a condition: what the code computes holds for all sizes that satisfy the
conditions of the path it took.  Everything else is refused.
"""

from __future__ import annotations

from typing import Any, Protocol, cast

from .polynomials import Polynomial, Symbolic, polynomial
from .sealed import hidden, refuse, written

UNLIKE = str, bytes, type(None), tuple, list, dict, slice  # no object of these types equals an integer


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


class SymInt(Symbolic, like=dir(int)):
    """What is known of an integer: its polynomial."""

    __slots__ = ("_unknowns",)
    OPEN = frozenset(("__class__",))
    WORDS = "an unknown integer"

    def __init__(self, p: Polynomial, unknowns: Knowledge) -> None:
        Symbolic.__init__(self, p)  # `super` would meet the property below
        _UNKNOWNS.__set__(self, unknowns)

    __class__ = property(lambda _: int)  # what `isinstance` asks

    def __add__(self, other: Any) -> int:
        return _known(self).integer(polynomial(self) + _other(other))

    def __mul__(self, other: Any) -> int:
        return _known(self).integer(polynomial(self) * _other(other))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> int:
        return _known(self).integer(-polynomial(self))

    def __sub__(self, other: Any) -> int:
        return _known(self).integer(polynomial(self) - _other(other))

    def __rsub__(self, other: Any) -> int:
        return _known(self).integer(_other(other) - polynomial(self))

    def __floordiv__(self, other: Any) -> int:
        return _known(self).quotient(polynomial(self), _other(other))

    def __rfloordiv__(self, other: Any) -> int:
        return _known(self).quotient(_other(other), polynomial(self))

    def __mod__(self, other: Any) -> int:
        return cast(int, self - self // other * other)

    def __rmod__(self, other: Any) -> int:
        return cast(int, other - other // self * self)

    def __ge__(self, other: Any) -> bool:
        return _known(self).at_least_zero(polynomial(self) - _other(other))

    def __gt__(self, other: Any) -> bool:
        return _known(self).at_least_zero(polynomial(self) - _other(other) - 1)

    def __le__(self, other: Any) -> bool:
        return _known(self).at_least_zero(_other(other) - polynomial(self))

    def __lt__(self, other: Any) -> bool:
        return _known(self).at_least_zero(_other(other) - polynomial(self) - 1)

    def __eq__(self, other: object) -> bool:
        return type(other) not in UNLIKE and _known(self).zero(polynomial(self) - _other(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __bool__(self) -> bool:
        return not _known(self).zero(polynomial(self))

    def __repr__(self) -> str:
        return written(repr(polynomial(self)))

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return refuse(f"the format {spec!r} of {polynomial(self)!r}") if spec else repr(self)


_UNKNOWNS = hidden(SymInt, "_unknowns")


def _known(size: SymInt) -> Knowledge:
    return cast(Knowledge, _UNKNOWNS.__get__(size))


def _other(x: Any) -> Polynomial:
    """The polynomial of the other operand."""
    if type(x) in (int, bool, SymInt, Polynomial):
        return polynomial(x)
    return refuse(f"expected an integer beside an unknown one, got {type(x).__name__}")


def product_of(sizes: Any) -> int:
    """Product of sizes, of which some may be unknown."""
    total: int = 1
    for size in sizes:
        total = total * size
    return total

"""Polynomial rings with exponentials, logarithms, roots and reciprocals, each of them a generator of its own.

SymPy's expressions can do that too, fifty times slower.  What is shown of these elements is true: they are polynomials
in functions, and equal polynomials are equal functions.  Not every equality is seen, e^a · e^b = e^(a + b) is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from sympy import Symbol

from .rings import Element, Ring


class WithFunctions(Element):
    """A polynomial in the generators and in functions of them."""

    def exp(self) -> WithFunctions:
        """Return the exponential."""
        return self.ring.adjoined("exp", self) if self else self.ring.one

    def log(self) -> WithFunctions:
        """Return the natural logarithm."""
        self.ring.adjoined("reciprocal", self)  # the derivative
        return self.ring.adjoined("log", self)

    def sqrt(self) -> WithFunctions:
        """Return the square root; its square is a power of its own, so not every equality is seen."""
        root = self.ring.adjoined("sqrt", self)
        self.ring.adjoined("reciprocal", root)  # in the derivative
        return root

    def __truediv__(self, other: Any) -> WithFunctions:
        if not isinstance(other, WithFunctions):
            return super().__truediv__(other)
        return self * (1 / other.LC if other.is_ground else self.ring.adjoined("reciprocal", other))

    def __rtruediv__(self, number: Any) -> WithFunctions:
        return self.ring.one * number / self

    def by(self, generator: Element) -> WithFunctions:
        """Differentiate by a generator, through the functions that it occurs in."""
        place = next(iter(generator)).index(1)
        slopes: dict[int, WithFunctions] = {}  # of the functions; inside each are generators and earlier functions
        for k, (kind, inner) in self.ring.functions.items():
            slopes[k] = self.ring.slope(kind, inner, k) * _total(inner, place, slopes)
        return _total(self, place, slopes)

    def vanishes(self) -> bool:
        """Whether it is zero everywhere, once every reciprocal 1 / a, of the latest first, is multiplied by a."""
        numerator = self
        for k, (kind, inner) in reversed(self.ring.functions.items()):
            if kind == "reciprocal" and numerator:
                numerator = _without_reciprocal(numerator, k, inner)
        return not numerator


def _total(f: WithFunctions, place: int, slopes: Mapping[int, WithFunctions]) -> WithFunctions:
    """Derivative by the chain rule: that by the generator itself, and through each function."""
    total = f.diff(place)
    for k, slope in slopes.items():
        if slope and (partial := f.diff(k)):
            total = total + partial * slope
    return total


def _without_reciprocal(f: WithFunctions, k: int, inner: WithFunctions) -> WithFunctions:
    """f · inner^m as a polynomial without generator k = 1 / inner, where m is its highest power in f."""
    parts: dict[int, dict[Any, Any]] = {}
    for monomial, c in f.items():
        parts.setdefault(monomial[k], {})[(*monomial[:k], 0, *monomial[k + 1 :])] = c
    highest = max(parts, default=0)
    return sum((f.ring.from_dict(part) * inner ** (highest - m) for m, part in parts.items()), f.ring.zero)


class RingWithFunctions(Ring):
    """A ring over the rationals with room for functions of its elements; `functions` says which there are."""

    element = WithFunctions
    functions: dict[int, tuple[str, WithFunctions]]
    used: int

    def named(self, names: list[str]) -> Self:
        """Return the same ring with names for its generators and no functions yet."""
        ring = super().named(names)
        ring.functions, ring.used = {}, len(names)
        return ring

    def adjoined(self, kind: str, inner: WithFunctions) -> WithFunctions:
        """Return the generator that stands for a function of an element; the same for the same element."""
        found = next((k for k, known in self.functions.items() if known == (kind, inner)), None)
        if found is None:
            found = self.used
            if found == len(self.symbols):
                raise ValueError(f"there is no room for another function of symbols beside {len(self.functions)}")
            self.used += 1
            self.functions[found] = kind, inner
            self.symbols = (*self.symbols[:found], Symbol(f"{kind}_{len(self.functions)}"), *self.symbols[found + 1 :])
        return self.generator(found)

    def generator(self, place: int) -> WithFunctions:
        """Return the generator at a place."""
        return self.from_dict({self.monomial_basis(place): self.domain.one})

    def slope(self, kind: str, inner: WithFunctions, place: int) -> WithFunctions:
        """Derivative of the function at `place` by what stands inside it."""
        this = self.generator(place)
        if kind == "log":
            return self.adjoined("reciprocal", inner)
        if kind == "sqrt":
            return self.adjoined("reciprocal", this) / 2
        return this if kind == "exp" else -this * this

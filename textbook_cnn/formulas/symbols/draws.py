"""Polynomials in numbers that are drawn from the standard normal distribution, one by one; they know their moments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from itertools import count
from math import inf, nextafter, prod, sqrt
from numbers import Rational
from operator import mul
from typing import Any

import numpy as np

Monomial = tuple[tuple[int, int], ...]  # numbers of draws, each with its power


class Drawn:
    """A polynomial in draws: the coefficient of each monomial."""

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[Monomial, Fraction]) -> None:
        self.terms = {monomial: c for monomial, c in terms.items() if c}

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Rational | float):
            other = Drawn({(): Fraction(other)})
        if not isinstance(other, Drawn):
            return NotImplemented
        sums = dict(self.terms)
        for monomial, c in other.terms.items():
            sums[monomial] = sums.get(monomial, Fraction(0)) + c
        return Drawn(sums)

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Rational | float):
            factor = Fraction(other)
            return Drawn({monomial: c * factor for monomial, c in self.terms.items()})
        if not isinstance(other, Drawn):
            return NotImplemented
        products: dict[Monomial, Fraction] = {}
        for one, a in self.terms.items():
            for two, b in other.terms.items():
                powers = Counter(dict(one))
                powers.update(dict(two))
                monomial = tuple(sorted(powers.items()))
                products[monomial] = products.get(monomial, Fraction(0)) + a * b
        return Drawn(products)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Drawn:
        return self * -1

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __truediv__(self, number: Any) -> Any:
        return self * (1 / Fraction(number))

    def __pow__(self, exponent: int) -> Any:
        return reduce(mul, [self] * exponent)

    def mean(self) -> Fraction:
        """The mean over all draws: that of an even power m is 1 · 3 · … · (m − 1), that of an odd one 0."""
        moments = (
            (prod(0 if m % 2 else prod(range(1, m, 2)) for _, m in powers), c) for powers, c in self.terms.items()
        )
        return sum((moment * c for moment, c in moments), Fraction(0))

    def variance(self) -> RoundedVariance:
        """The mean square less the square of the mean."""
        return RoundedVariance(sqrt((self * self).mean() - self.mean() ** 2))

    def __repr__(self) -> str:
        words = ["·".join([str(c), *(f"z_{place}^{m}" for place, m in powers)]) for powers, c in self.terms.items()]
        return " + ".join(words) or "0"


class RoundedVariance:
    """The variance that belongs to a standard deviation which was rounded to 64 bits.

    The exact deviation lies between the two neighbours of the rounded one, and so the variance between their squares,
    `low` and `high`: it is equal to each number in between, for nothing tells them apart.
    """

    def __init__(self, deviation: float) -> None:
        self.deviation = deviation
        self.low, self.high = (Fraction(nextafter(deviation, end)) ** 2 for end in (0.0, inf))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rational):
            return NotImplemented
        return self.low < Fraction(int(other.numerator), int(other.denominator)) < self.high

    __hash__ = None  # type: ignore[assignment] # what is equal to several numbers cannot have the hash of each

    def __repr__(self) -> str:
        return f"{self.deviation}²"


class KeptArray(np.ndarray):
    """An array whose elements stay what they are when floating-point numbers are asked for."""

    def astype(self, *_: Any, **__: Any) -> Any:
        """The elements as they are."""
        return np.asarray(self)


class StandardNormal(np.random.Generator):
    """A generator whose standard normal numbers are letters, each drawn on its own."""

    def __init__(self) -> None:
        super().__init__(np.random.PCG64(0))  # of which nothing is used
        self.numbers = count()

    def standard_normal(self, size: Any = None, dtype: Any = float, out: Any = None) -> Any:
        """New letters in the given shape."""
        array = np.empty(size, dtype=object)
        array.ravel()[:] = [Drawn({((next(self.numbers), 1),): Fraction(1)}) for _ in range(array.size)]
        return array.view(KeptArray)

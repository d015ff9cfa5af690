"""Linear forms: sums of letters times numbers, which note every product of two of them.

So a function that multiplies sums of inputs by sums of weights, and adds up the products, shows which sums these are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np


class LinearForm:
    """Letters with their coefficients; a product of two forms is a new letter, and the pair is noted."""

    def __init__(self, coefficients: Mapping[str, Fraction], noted: list[tuple[LinearForm, LinearForm]]) -> None:
        self.coefficients = {letter: c for letter, c in coefficients.items() if c}
        self.noted = noted

    def __add__(self, other: Any) -> Any:
        if not isinstance(other, LinearForm):
            return NotImplemented
        letters = self.coefficients.keys() | other.coefficients.keys()
        return LinearForm({a: self.of(a) + other.of(a) for a in letters}, self.noted)

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, LinearForm):
            self.noted.append((self, other))
            return LinearForm({product(len(self.noted)): Fraction(1)}, self.noted)
        if not isinstance(other, Rational | float):
            return NotImplemented
        return LinearForm({a: c * Fraction(other) for a, c in self.coefficients.items()}, self.noted)

    __rmul__ = __mul__

    def __neg__(self) -> LinearForm:
        return self * -1

    def __sub__(self, other: Any) -> Any:
        return self + -other if isinstance(other, LinearForm) else NotImplemented

    def __truediv__(self, number: Any) -> Any:
        return self * (1 / Fraction(number)) if isinstance(number, Rational | float) else NotImplemented

    def of(self, letter: str) -> Fraction:
        """Coefficient of a letter."""
        return self.coefficients.get(letter, Fraction(0))

    def __repr__(self) -> str:
        return " + ".join(f"{c}*{letter}" for letter, c in sorted(self.coefficients.items())) or "0"


def product(number: int) -> str:
    """Letter of a product, counted from 1."""
    return f"product {number}"


def linear_forms(name: str, shape: tuple[int, ...], noted: list[tuple[LinearForm, LinearForm]]) -> np.ndarray:
    """An array of letters of their own, x_0, x_1 and so on, row by row."""
    array = np.empty(shape, dtype=object)
    array.ravel()[:] = [LinearForm({f"{name}_{place}": Fraction(1)}, noted) for place in range(array.size)]
    return array


def coefficients(forms: Sequence[LinearForm], letters: Sequence[str]) -> np.ndarray:
    """Matrix of the coefficients of some letters: a row for each form."""
    return np.array([[form.of(letter) for letter in letters] for form in forms], dtype=object)

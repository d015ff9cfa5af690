"""The first kernels of a network, all drawn one standard deviation above the mean."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import inf, nextafter
from numbers import Rational
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import h, n, w
from ..shipped import shipped


class UnitNormal(np.random.Generator):
    """A generator whose standard normal draws all lie one standard deviation above the mean."""

    def standard_normal(self, size: Any = None, dtype: Any = float, out: Any = None) -> Any:
        """Ones."""
        return np.ones(size, dtype)


class VarianceOf:
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


def initial_kernels() -> Iterator[Example]:
    """Layers with their first kernels, all drawn one standard deviation above the mean."""
    for channels, height, width in product(range(1, 33), range(1, 6), range(1, 6)):
        yield spread("conv2d_1.K", shipped("Conv2D")(3, (height, width)), (channels, 5, 5), (channels, height, width))
    for inputs in range(1, 1001):
        yield spread("dense_1.W", shipped("Dense")(2), (inputs,), (inputs, 1, 1))


def spread(name: str, layer: Any, input_shape: tuple[int, ...], sizes: tuple[int, int, int]) -> Example:
    """Return the variance of a layer's first weights, and n, h, w; a dense layer has windows of one pixel."""
    weights = shipped("Network")([layer], input_shape).init(UnitNormal(np.random.PCG64(0)), dtype="float64")[name]
    (deviation,) = set(weights.ravel().tolist())
    return Example(
        f"n = {sizes[0]}, h = {sizes[1]}, w = {sizes[2]}",
        {"K": np.array(VarianceOf(deviation), dtype=object)},
        numbers=dict(zip((n, h, w), sizes, strict=True)),
    )

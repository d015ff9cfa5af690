"""Inputs of symbols under drawn masks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import p, q, rho
from ..shipped import agree, shipped
from ..symbols.exact import Exact
from ..symbols.rings import derivative, total
from ..symbols.scalars import ring_scalars


def dropped() -> Iterator[Example]:
    """Inputs with the draws of twenty generators, at three rates."""
    for rate, seed in product((Exact(0), Exact(1, 4), Exact(1, 2)), range(20)):
        X, dY = ring_scalars(x=np.ones((2, 3), int), dy=np.ones((2, 3), int))
        Y, M = shipped("dropout")(X, rate, np.random.default_rng(seed))
        draws = np.random.default_rng(seed).random((3, 2), dtype="float32").T
        dX = agree("∂E/∂X", derivative(total(dY * Y), X), "dropout_backward", shipped("dropout_backward")(dY, M))
        yield Example(
            f"rate {rate}, seed {seed}",
            {"X": X, "Y": Y, "M": M, "U": draws},
            {"X": dX, "Y": dY},
            numbers={rho: rate},
            ranges={p: range(2), q: range(3)},
        )


class Given:
    """Stands in for a generator: its random numbers are those that it is given."""

    bit_generator = None

    def __init__(self, draws: np.ndarray) -> None:
        self.draws = draws

    def random(self, size: tuple[int, ...], dtype: str) -> np.ndarray:
        """The numbers, in the shape that is asked for."""
        return self.draws.astype(dtype).T.reshape(size)


class Noted:
    """Stands in for a generator: what it draws can be read afterwards, in the order of the axes of the inputs."""

    bit_generator = None

    def __init__(self, seed: int) -> None:
        self.rng, self.draws = np.random.default_rng(seed), list[np.ndarray]()

    def random(self, size: tuple[int, ...], dtype: Any) -> np.ndarray:
        """Draw numbers from 0 to 1."""
        self.draws.append(self.rng.random(size, dtype).T)
        return self.draws[-1].T


def every_draw() -> Iterator[Example]:
    """Two inputs under all pairs of evenly spaced draws, which are equally likely, at rates that lie among them.

    The two stand beside each other or, at every other rate, one below the other.
    """
    quarters = [Fraction(place, 4) for place in range(4)]
    for rate, shape in zip(quarters, 2 * [(1, 2), (2, 1)], strict=True):
        (X,) = ring_scalars(x=np.ones(shape, int))
        draws = []
        for pair in product(quarters, repeat=2):
            numbers = np.array(pair, dtype=object).reshape(shape)
            Y, M = shipped("dropout")(X, Exact(rate), Given(numbers))
            kept = [0 if number < rate else 1 / (1 - rate) for number in pair]
            agree("zero where the draw is below ρ", np.array(kept, dtype=object).reshape(shape), "dropout", M)
            draws.append((Fraction(1, 16), {"U": numbers, "Y": Y, "M": M}))
        yield Example(
            f"rate {rate}",
            {"X": X, "draws": draws},
            numbers={rho: rate},
            ranges={p: range(shape[0]), q: range(shape[1])},
        )

"""Inputs of symbols under drawn masks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from ..example import Example
from ..notation.letters import p, q, rho
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import ring_scalars


def dropped() -> Iterator[Example]:
    """Inputs with the draws of twenty generators, at three rates."""
    for rate, seed in product((Fraction(0), Fraction(1, 4), Fraction(1, 2)), range(20)):
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

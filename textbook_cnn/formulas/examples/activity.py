"""Feature maps after a ReLU whose mean is exact."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import cycle, product

import numpy as np

from ...seeing import activity
from ..code_for_all_sizes.running import replaced
from ..example import Example
from ..notation.letters import N, b, i, m, n, p, q
from ..shipped import agree, shipped
from ..symbols.scalars import ring_scalars
from .embedding import fractions

ZEROS = r"\text{zeros}"
SIZES = (4, 1, 2), (2, 4, 1), (1, 2, 4)  # images, maps, height and width


def rectified_images() -> Iterator[Example]:
    """Images with maps after a ReLU: as many numbers as a power of two, so that the mean is exact in floating point."""
    for seed, (images, maps, side) in zip(range(16), cycle(SIZES)):
        network = shipped("Network")([shipped("ReLU")()], (maps, side, side))
        X = np.random.default_rng(seed).integers(-8, 8, (images, maps, side, side)).astype(float)
        (row,) = shipped("layer_activity")(network, {}, X)
        Y = network.forward({}, X)[0].astype(int)
        measured = {
            name: np.array(Fraction(number), dtype=object)
            for name, number in ((r"\text{mean}", row.mean), (ZEROS, row.zeros))
        }
        yield Example(
            f"seed {seed}",
            {"Y": Y} | measured,
            numbers={N: images, n: maps, m: side},
            ranges={b: range(1, images + 1), i: range(1, maps + 1), p: range(side), q: range(side)},
        )


def signs_of_images() -> Iterator[Example]:
    """Letters of either sign before a ReLU, one image at a time and two; the code's `float` lets them be."""
    network = shipped("Network")([shipped("ReLU")()], (2, 1, 1))
    for signs, batch in product(product((1, -1), repeat=4), (1, 2)):
        (X,) = ring_scalars(x=np.reshape(signs, (2, 2, 1, 1)))
        Y = np.array([x if x > 0 else 0 * x for x in X.flat], dtype=object).reshape(X.shape)
        with replaced((activity, "float", lambda number: number)):
            (row,) = shipped("layer_activity")(network, {}, X, batch=batch)
        mean, zeros = np.array(row.mean, dtype=object), np.array(Fraction(row.zeros), dtype=object)
        yield Example(
            f"signs {signs}, {batch} at a time",
            {"Y": Y, r"\text{mean}": mean, ZEROS: zeros},
            numbers={N: 2, n: 2, m: 1},
            ranges={b: range(1, 3), i: range(1, 3), p: range(1), q: range(1)},
        )


def uneven_batches() -> Iterator[None]:
    """Three images in two batches behind a ReLU: mean and zeros as simple fractions."""
    network = shipped("Network")([shipped("ReLU")()], (2, 1, 2))
    for seed in range(8):
        X = np.random.default_rng(seed).integers(-4, 5, (3, 2, 1, 2))
        found = shipped("layer_activity")(network, {}, X.astype(float), batch=2)
        measured = fractions(f"seed {seed}", np.array([found[0].mean, found[0].zeros]))
        Y = np.where(X > 0, X, 0)
        expected = [Fraction(int(Y.sum()), Y.size), Fraction(int((Y == 0).sum()), Y.size)]
        agree(f"mean and zeros, seed {seed}", np.array(expected, dtype=object), "layer_activity", measured)
        yield

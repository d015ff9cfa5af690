"""Dense layers behind a ReLU, on weights and inputs that are drawn from a few values: every draw, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import i, j, l, n
from ..shipped import agree, shipped
from ..symbols.draws import KeptArray, StandardNormal
from ..symbols.rings import total
from ..symbols.scalars import Scalar, ring_scalars
from ..symbols.supposed import signs

Draws = list[tuple[Fraction, Any]]  # the probability of each number, or of each row of numbers


def independent(values: Draws, count: int) -> Draws:
    """Rows of so many numbers, each drawn on its own."""
    rows = []
    for drawn in product(values, repeat=count):
        share = Fraction(1)
        for each, _ in drawn:
            share *= each
        rows.append((share, np.array([number for _, number in drawn], dtype=object)))
    return rows


def layer(words: str, weights: Draws, inputs: Draws, place: int = 1) -> Example:
    """One unit on all draws of weights and of what enters the ReLU, which are independent of each other.

    The unit stands in any place; before it stand units whose weights are zero.
    """
    draws = []
    for _, Z in inputs:
        signs(Z)
    for (a, W), (b, Z) in product(weights, inputs):
        X = shipped("relu")(Z)
        units = np.array([*(place - 1) * [0 * W], W])
        expected = np.array([[*(place - 1) * [0], total(W * X)]], dtype=object)
        Y = agree("Σ W X", expected, "dense", shipped("dense")(X[None], units))
        draws.append((a * b, {"W": units, "Z": Z, "X": X, "Y": Y[0]}))
    size = len(weights[0][1])
    places = range(1, size + 1)
    return Example(words, {"draws": draws}, numbers={n: size}, ranges={i: (place,), j: places, l: places})


class Given(np.random.Generator):
    """A generator whose standard normal numbers are given ones."""

    def __init__(self, numbers: np.ndarray) -> None:
        super().__init__(np.random.PCG64(0))  # of which nothing is used
        self.numbers = numbers

    def standard_normal(self, size: Any = None, dtype: Any = float, out: Any = None) -> Any:
        """The given numbers in the given shape, over and over."""
        return np.resize(self.numbers, size).view(KeptArray)


def first_weights(numbers: Draws) -> Draws:
    """The weights of one unit that `Network.init` makes of rows of drawn numbers."""
    network = shipped("Network")([shipped("Dense")(1)], (len(numbers[0][1]),))
    return [(share, network.init(Given(row))["dense_1.W"][0]) for share, row in numbers]


def two_signs(symbols: np.ndarray) -> Draws:
    """Each of some numbers and its negative, equally likely."""
    share = Fraction(1, 2 * len(symbols))
    return [(share, sign * number) for number in symbols for sign in (1, -1)]


def together(first: Any, second: Any) -> Draws:
    """Two inputs that depend on each other, alike and of either sign: (a, b), (b, a) and their negatives."""
    rows = [(first, second), (second, first), (-first, -second), (-second, -first)]
    return [(Fraction(1, 4), np.array(row, dtype=object)) for row in rows]


def drawn_layers() -> Iterator[Example]:
    """Weights that init makes of numbers with the mean zero, symmetric or not; inputs as likely as their negatives."""
    W, Z = ring_scalars(w=np.array([1, 3]), z=np.array([2, 5]))
    symmetric = two_signs(W)
    skew = [(Fraction(1, 3), 2 * W[0]), (Fraction(2, 3), -W[0])]
    for place, (name, values) in enumerate((("symmetric", symmetric), ("skew", skew)), start=1):
        for size in (1, 2):
            weights = first_weights(independent(values, size))
            yield layer(f"{name} weights, n = {size}", weights, independent(two_signs(Z), size), place)
        weights = first_weights(independent(values, 2))
        yield layer(f"{name} weights, inputs that depend on each other", weights, together(*Z), place)
    yield layer("three inputs", first_weights(independent(two_signs(W[:1]), 3)), independent(two_signs(Z[:1]), 3))


def he_layers() -> Iterator[Example]:
    """Weights whose variance is 2/n: −v, 0 and v, of which v and −v are equally likely."""
    (Z,) = ring_scalars(z=np.array([2, 5]))
    for size, number, share in ((1, 2, Fraction(1, 4)), (2, 1, Fraction(1, 2)), (2, 2, Fraction(1, 8))):
        values: Draws = [(share, Scalar(w, w)) for share, w in ((share, number), (share, -number), (1 - 2 * share, 0))]
        rows = independent(values, size)
        weights = first_weights(rows) if size == 2 else rows  # √(2/n) is 1, and exact, for two inputs
        yield layer(f"n = {size}, weights 0 and ±{number}", weights, independent(two_signs(Z), size), number)
    values = [(Fraction(1, 3), number) for number in (1, 0, -1)]
    yield layer("n = 3, weights 0 and ±1", independent(values, 3), independent(two_signs(Z[:1]), 3))


def several_layers() -> Iterator[None]:
    """Every weight of a network is a draw of its own times √(2 / fan-in), exact for 2, 8 and 32; biases are 0.

    The fan-in of a convolution in groups is that of one group.  A number in place of a generator is the seed of one.
    """
    dense = shipped("Dense")
    layers = [shipped("Conv2D")(8, 1), shipped("Conv2D")(8, 2, groups=4), shipped("Flatten")(), dense(8), dense(3)]
    network = shipped("Network")(layers, (2, 3, 3))
    shapes, half = {"conv2d_1": (8, 2, 1, 1), "conv2d_2": (8, 2, 2, 2), "dense_1": (8, 32), "dense_2": (3, 8)}, 1 / 2
    spreads = {"conv2d_1": 1, "conv2d_2": half, "dense_1": half / 2, "dense_2": half}
    found, letters = network.init(StandardNormal()), set[Any]()
    for name, shape in shapes.items():
        W, B = (found[f"{name}.{letter}"] for letter in ("W" if "dense" in name else "K", "B"))
        agree(f"the shape of {name}", np.array(shape), "Network.init", np.array(W.shape))
        agree(f"the biases of {name}", [True] * shape[0], "Network.init", [not drawn.terms for drawn in B])
        for drawn in W.ravel():
            ((letter, factor),) = drawn.terms.items()
            agree(f"draws in a weight of {name}", 1, "Network.init", sum(power for _, power in letter))
            agree(f"the spread of {name}", spreads[name], "Network.init", factor)
            letters.add(letter)
    agree("how many draws there are", sum(map(prod, shapes.values())), "Network.init", len(letters))
    yield
    for seed in (0, 7):
        noted = network.init(seed, dtype="float64")["conv2d_1.K"]
        expected = np.random.default_rng(seed).standard_normal(shapes["conv2d_1"])
        agree(f"the first draws of the seed {seed}", expected, "Network.init", noted)
        yield

"""The whole network on scalars with a witness: forward, loss and backward, by the functions that training runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import inf, nextafter
from numbers import Rational
from typing import Any

import numpy as np

from ...training import gradients
from ..example import Disagreement, Example
from ..notation.letters import N, b, h, n, w
from ..notation.parts import row
from ..shipped import agree, shipped
from ..symbols.rings import derivative
from ..symbols.scalars import ring_scalars
from ..symbols.supposed import order
from . import _by_definition as by_definition

CLASSES, SIZE = 3, (1, 7, 7)
DRAWS, PAIRS = 60, 6  # draws, of which the first have two images, the others one
NAMES = {
    "conv2d_1.K": ("K", 0),
    "conv2d_1.B": ("B", 0),
    "conv2d_2.K": ("K", 1),
    "conv2d_2.B": ("B", 1),
    "dense_1.W": ("W", None),
    "dense_1.B": ("B", 2),
}  # parameters, and how the formula calls them


def network() -> Any:
    """Two convolutions of 2×2 with ReLU and pooling, a dense layer: the lecture's network in small."""
    conv, relu, pool = shipped("Conv2D")(2, 2), shipped("ReLU")(), shipped("MaxPool2D")()
    layers = [conv, relu, pool, conv, relu, pool, shipped("Flatten")(), shipped("Dense")(CLASSES)]
    return shipped("Network")(layers, SIZE)


def images(draw: int) -> int:
    """Number of images of a draw."""
    return 2 if draw < PAIRS else 1


def witness(draw: int) -> dict[str, np.ndarray]:
    """Images, target rows but for their last column, and parameters, drawn from a seed: exact fractions."""
    rng = np.random.default_rng(draw)
    shapes = {"x": (images(draw), *SIZE), **{key.replace(".", "_"): s for key, s in network().parameter_shapes.items()}}
    drawn = {
        key: np.vectorize(lambda m: Fraction(int(m), 16), otypes=[object])(rng.integers(-999, 1000, shape))
        for key, shape in shapes.items()
    }
    rows = [[Fraction(1, 2), Fraction(1, 8)], [Fraction(1, 8), Fraction(1, 2)]]
    return {**drawn, "t": np.array(rows[: images(draw)])}


@dataclass(frozen=True)
class Pass:
    """A forward pass, from which the way back can start."""

    network: Any
    params: dict[str, np.ndarray]
    cache: list[Any]

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        """∂E/∂ of every parameter, and of the images, in one row."""
        dX, grads = self.network.backward(self.params, self.cache, dZ)
        return row([*(grads[key] for key in NAMES), dX])


def letters(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The parameters, or their gradients, under the letters of the formula: K_1, K_2, W, B_1, B_2, B_3."""
    found = {"K": np.empty(2, dtype=object), "B": np.empty(3, dtype=object)}
    for key, (letter, place) in NAMES.items():
        if place is None:
            found[letter] = arrays[key]
        else:
            found[letter][place] = arrays[key]
    return found


def pooled(cache: list[Any]) -> np.ndarray:
    """F[layer, image], the maps after each pooling, from the caches of the two: (input, output)."""
    maps = np.empty((2, len(cache[2][1])), dtype=object)
    for layer, place in enumerate((2, 5)):
        for image, of_image in enumerate(cache[place][1]):
            maps[layer, image] = of_image
    return maps


def trained_networks() -> Iterator[Example]:
    """The network on each witness; what a step of training computes is the same, with pooling first."""
    whole = network()
    reordered = shipped("pool_first")(whole)
    for draw in range(DRAWS):
        X, *P, T = ring_scalars(functions=images(draw) * (CLASSES + 2), **witness(draw))
        params, T = dict(zip(NAMES, P, strict=True)), np.concatenate([T, 1 - T[:, :1] - T[:, 1:]], axis=1)
        Z, cache = whole.forward(params, X)
        agree("Z", by_definition.forward(whole, params, X), "Network.forward", Z)
        for each in (*Z, *T):  # the loss looks for the largest score, the count of right answers in T too
            order(each)
        E = np.asarray(shipped("softmax_cross_entropy")(Z, T), dtype=object)
        step = gradients.loss_and_gradients(reordered, params, X, T, (0, draw, 0))
        grads = {
            key: agree(f"∂E/∂ of {key}", derivative(E[()], array), "a step of training", step.grads[key])
            for key, array in params.items()
        }
        yield Example(
            f"draw {draw}",
            {
                "X": X,
                "F": pooled(cache),
                "T": T,
                "Z": Z,
                "E": agree("E", E, "a step of training", step.loss),
                "network": Pass(whole, params, cache),
                **letters(params),
            },
            {"X": derivative(E[()], X), "Z": shipped("softmax_cross_entropy_backward")(Z, T), **letters(grads)},
            numbers={N: len(X)},
            ranges={b: range(1, len(X) + 1)},
        )


class KnownNormal(np.random.Generator):
    """A generator whose standard normal draws are known: powers of two of either sign, so that quotients are exact."""

    def standard_normal(self, size: Any = None, dtype: Any = float, out: Any = None) -> Any:
        """Two, minus a half, and so on, in the given shape."""
        return np.resize(np.array([2, -0.5, 4, 1, -0.25], dtype), size)


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
    """Layers with their first kernels, drawn from known standard normal numbers."""
    for channels, height, width in product(range(1, 33), range(1, 6), range(1, 6)):
        yield spread("conv2d_1.K", shipped("Conv2D")(3, (height, width)), (channels, 5, 5), (channels, height, width))
    for inputs in range(1, 1001):
        yield spread("dense_1.W", shipped("Dense")(2), (inputs,), (inputs, 1, 1))


def spread(name: str, layer: Any, input_shape: tuple[int, ...], sizes: tuple[int, int, int]) -> Example:
    """Return the variance of a layer's first weights, and n, h, w; a dense layer has windows of one pixel.

    Every weight must be the same multiple of the number that was drawn for it: that is its standard deviation.
    """
    rng = KnownNormal(np.random.PCG64(0))
    weights = shipped("Network")([layer], input_shape).init(rng, dtype="float64")[name]
    deviations = set((weights / rng.standard_normal(weights.shape)).ravel().tolist())
    if len(deviations) > 1:
        raise Disagreement(f"{name} is not a multiple of the numbers drawn: the quotients are {sorted(deviations)}")
    (deviation,) = deviations
    return Example(
        f"n = {sizes[0]}, h = {sizes[1]}, w = {sizes[2]}",
        {"K": np.array(VarianceOf(deviation), dtype=object)},
        numbers=dict(zip((n, h, w), sizes, strict=True)),
    )

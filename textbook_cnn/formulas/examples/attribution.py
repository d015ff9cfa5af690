"""Small networks on symbols, and what the shipped functions that look inside make of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import sympy as sp

from ..example import Example
from ..notation.letters import Letter, j, l, m, n, p, q
from ..shipped import agree, shipped
from ..symbols.rings import total
from ..symbols.scalars import Scalar, scalars
from ..symbols.supposed import signs
from . import _by_definition as by_definition

SEEDS = range(6)
SIZES = (2, 3, 2), (3, 2, 3)  # channels, height and width of images, in turn


def witnesses(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers of either sign, so far apart that no sum of a few of them lies on a border between regions."""
    size = int(np.prod(shape))
    return (rng.integers(100, 10_000, size) * rng.choice([-1, 1], size)).reshape(shape)


def slopes(of: Scalar, X: np.ndarray, *others: np.ndarray) -> np.ndarray:
    """∂S/∂X, element by element, each with its value at the witnesses of all the symbols."""
    known = {s.expression: s.witness for A in (X, *others) for s in A.ravel()}
    found = np.empty(X.shape, dtype=object)
    for place, pixel in np.ndenumerate(X):
        derivative = sp.diff(of.expression, pixel.expression)
        found[place] = Scalar(derivative, derivative.subs(known))
    return found


class SmallNetwork:
    """Convolution, ReLU, dense layer: two feature maps, two classes."""

    def __init__(self, seed: int, padding: str = "valid", sizes: tuple[tuple[int, ...], ...] = SIZES) -> None:
        convolution, dense = shipped("Conv2D")(2, 2, padding=padding), shipped("Dense")(2)
        layers = [convolution, shipped("ReLU")(), shipped("Flatten")(), dense]
        rng = np.random.default_rng(seed)
        self.size = sizes[seed % len(sizes)]
        self.network = shipped("Network")(layers, self.size)
        names = {"conv2d_1.K": "k", "conv2d_1.B": "b", "dense_1.W": "w", "dense_1.B": "c"}
        self.params = {
            key: scalars(names[key], witnesses(rng, shape)) for key, shape in self.network.parameter_shapes.items()
        }
        self.X = scalars("x", witnesses(rng, (1, *self.size)))
        by_definition.forward(self.network, self.params, self.X)

    def score(self, X: np.ndarray, unit: int) -> Scalar:
        """Score of a class for one image."""
        scores = by_definition.forward(self.network, self.params, X)
        return agree("the scores", scores, "Network.forward", self.network.forward(self.params, X)[0])[0, unit]

    def slopes(self, of: Scalar) -> np.ndarray:
        """∂S/∂X for the one image, (n, height, width)."""
        return slopes(of, self.X, *self.params.values())[0]

    @property
    def ranges(self) -> dict[Letter, range]:
        """Channels, rows and columns of the image."""
        channels, rows, columns = self.size
        return {j: range(1, channels + 1), p: range(rows), q: range(columns)}


def class_scores() -> Iterator[Example]:
    """The score of each class in several regions, and its saliency map."""
    for seed, unit in product(SEEDS, (0, 1)):
        small = SmallNetwork(seed)
        wanted = small.score(small.X, unit)
        given = shipped("input_gradient")(small.network, small.params, small.X, unit)[0]
        dX = agree("∂S/∂X", small.slopes(wanted), "input_gradient", given)
        M = shipped("saliency")(small.network, small.params, small.X, unit)[0]
        yield Example(
            f"witnesses {seed}, class {unit}",
            {"X": small.X[0], "M": M},
            {"X": dX},
            numbers={n: small.size[0]},
            ranges=small.ranges,
        )


def channel_scores() -> Iterator[Example]:
    """The score of each channel of the convolution layer: the mean of its feature map, as large as the image."""
    for seed, channel in product(SEEDS, (0, 1)):
        small = SmallNetwork(seed, "same", ((2, 2, 2), (1, 4, 4)))
        Y = small.network.activations(small.params, small.X)["conv2d_1"][0]
        mean = total(Y[channel]) / Y[channel].size
        arguments = small.network, small.params, small.X, channel
        dX = small.slopes(mean)
        G = agree("∂S/∂X", dX, "input_gradient", shipped("input_gradient")(*arguments, layer="conv2d_1")[0])
        yield Example(
            f"witnesses {seed}, channel {channel}",
            {"Y": Y, "S": np.array(mean, dtype=object), "G": G},
            {"X": dX},
            numbers={m: small.size[1], l: channel + 1},
            ranges=small.ranges,
        )


def rectified() -> Iterator[Example]:
    """A ReLU on four inputs, all signs of what comes in, and of what comes back of each: guided backpropagation."""
    network = shipped("Network")([shipped("ReLU")(), shipped("Flatten")(), shipped("Dense")(1)], (1, 2, 2))
    for chosen in product((1, -1), repeat=4):
        X = scalars("x", np.reshape(chosen, (1, 1, 2, 2)))
        places = {p: range(2), q: range(2)}
        for turn in range(4):
            W, B = scalars("w", np.roll([[1, 1, -1, -1]], turn)), scalars("b", [1])
            signs(W)
            G = shipped("guided_backpropagation")(network, {"dense_1.W": W, "dense_1.B": B}, X, 0)[0, 0]
            yield Example(
                f"guided, signs {chosen}, {turn}", {"X": X[0, 0], "G_Y": W.reshape(2, 2), "G_X": G}, ranges=places
            )


"""Layers as (kernel size, stride, dilation)."""

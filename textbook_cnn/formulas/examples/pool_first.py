"""Bias and ReLU before and after the pooling."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import c, j, p, q, r
from ..shipped import agree, shipped
from ..symbols.scalars import ring_scalars
from ..symbols.supposed import order, signs
from . import _by_definition as by_definition
from .pooling import distinct


def pooled_and_rectified() -> Iterator[Example]:
    """Two channels with one window each, in every order of its elements and with every number of positive ones.

    Of four windows each, one order.
    """
    for places, positive in product(permutations(range(4)), range(5)):
        window = 2 * np.reshape(places, (2, 2)) - 2 * (4 - positive) + 1
        yield two_channels(f"window {window.tolist()}", np.array([window, window.T - 2]))
    yield two_channels("four windows", distinct(np.random.default_rng(0), (2, 4, 4)))


def two_channels(words: str, witness: np.ndarray) -> Example:
    """Two channels, and their windows of 2 × 2 side by side."""
    rows, columns = (size // 2 for size in witness.shape[1:])
    X, B, dY = ring_scalars(x=witness, b=[5, -3], dy=np.ones((2, rows, columns), int))
    for channel in X:
        order(channel.ravel())
    signs(X)
    rectified = np.where(X > 0, X, 0)
    agree("max(X, 0)", rectified, "relu", shipped("relu")(X))
    largest = by_definition.largest(X[None], (2, 2), (2, 2))
    agree("the largest of each window", largest, "max_pool2d", shipped("max_pool2d")(X[None]))
    agree("X where it is above 0", rectified, "relu_backward", shipped("relu_backward")(X, X))
    return Example(
        words,
        {"X": X, "B": B},
        {"Y": dY},
        ranges={j: (1, 2), p: range(rows), q: range(columns), r: range(2 * rows), c: range(2 * columns)},
    )


def reordered_networks() -> Iterator[None]:
    """Convolution, ReLU and max pooling, and the network that pool_first makes of them: the same results."""
    rng = np.random.default_rng(0)
    for (window, stride), _ in product((((2, 2), 2), ((2, 2), 1), ((3, 2), 1)), range(8)):
        layers = [shipped("Conv2D")(2, (2, 1)), shipped("ReLU")(), shipped("MaxPool2D")(window, stride)]
        network = shipped("Network")(layers, (1, 5, 4))
        shapes = {"x": (1, 1, 5, 4), "k": (2, 1, 2, 1), "b": (2,)}
        witnesses: dict[str, Any] = {name: rng.integers(-10_000, 10_000, shape) for name, shape in shapes.items()}
        symbols = ring_scalars(**witnesses, dy=np.ones((1, *network.output_shape), int))
        by_definition.forward(network, {"conv2d_1.K": symbols[1], "conv2d_1.B": symbols[2]}, symbols[0])
        first, second = (results(each, *symbols) for each in (network, shipped("pool_first")(network)))
        for name, wanted, given in zip(("Y", "∂E/∂X", "∂E/∂K", "∂E/∂B"), first, second, strict=True):
            agree(f"{name} as the layers stand", wanted, "pool_first", given)
        yield


def results(network: Any, X: np.ndarray, K: np.ndarray, B: np.ndarray, dY: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return Y, ∂E/∂X, ∂E/∂K and ∂E/∂B of a network with one convolution layer."""
    params = {"conv2d_1.K": K, "conv2d_1.B": B}
    Y, cache = network.forward(params, X)
    dX, grads = network.backward(params, cache, dY)
    return Y, dX, grads["conv2d_1.K"], grads["conv2d_1.B"]

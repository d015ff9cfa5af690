"""Feature maps of symbols for pooling with any windows, for pooling before the ReLU, and for flattening."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from typing import Any

import numpy as np

from ..symbols.scalars import ring_scalars
from .conv2d import Instance
from ..notation.letters import c, h, j, n, p, q, r, s, u, v, w
from ..notation.operators import agree, shipped
from ..symbols.rings import derivative, ring_arrays, total

WINDOWS = (((4, 5), (2, 2), 1), ((5, 4), (3, 2), 2), ((4, 5), (2, 3), 1), ((5, 6), (2, 2), 3), ((3, 5), (1, 3), 2))


def distinct(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Different numbers of either sign, none of them 0."""
    size = int(np.prod(shape))
    return (2 * rng.permutation(size) - size - (size % 2 == 0)).reshape(shape)


def pooling(function: str, witness: np.ndarray, window: tuple[int, int], stride: int) -> Instance:
    """Pooling of one image X (n, height, width)."""
    size = [(m - k) // stride + 1 for m, k in zip(witness.shape[1:], window)]
    X, dY = ring_scalars(x=witness, dy=np.ones((len(witness), *size), int))
    Y = shipped(function)(X[None], window, stride=stride)[0]
    given = shipped(f"{function}_backward")(X[None], dY[None], window, stride=stride)[0]
    dX = agree("∂E/∂X", derivative(total(dY * Y), X), f"{function}_backward", given)
    words = f"image {witness.tolist()}, windows {window[0]}×{window[1]}, stride {stride}"
    return Instance(words, {"X": X, "Y": Y}, {"X": dX, "Y": dY}, numbers={h: window[0], w: window[1], s: stride},
                    ranges={j: range(1, len(X) + 1), p: range(size[0]), q: range(size[1]), u: range(window[0]),
                            v: range(window[1]), r: range(X.shape[1]), c: range(X.shape[2])})  # fmt: skip


def largest_in_windows() -> Iterator[Instance]:
    """Every order of six pixels under two windows that share two of them, and larger images in drawn orders."""
    for order in permutations(range(6)):
        yield pooling("max_pool2d", np.reshape(order, (1, 2, 3)), (2, 2), 1)
    rng = np.random.default_rng(0)
    for (size, window, stride), _ in product(WINDOWS, range(4)):
        yield pooling("max_pool2d", distinct(rng, (2, *size)), window, stride)


def average_windows() -> Iterator[Instance]:
    """Images whose windows overlap, touch, or leave pixels out."""
    for size, window, stride in WINDOWS:
        yield pooling("avg_pool2d", np.zeros((2, *size), int), window, stride)


def pooled_and_rectified() -> Iterator[Instance]:
    """Two channels with one window each, in every order of its elements and with every number of positive ones."""
    for order, positive in product(permutations(range(4)), range(5)):
        window = 2 * np.reshape(order, (2, 2)) - 2 * (4 - positive) + 1
        X, B, dY = ring_scalars(x=[window, window.T - 2], b=[5, -3], dy=np.ones((2, 1, 1), int))
        yield Instance(f"window {window.tolist()}", {"X": X, "B": B}, {"Y": dY},
                       ranges={j: (1, 2), p: (0,), q: (0,), r: range(2), c: range(2)})  # fmt: skip


def reordered_networks() -> Iterator[None]:
    """Convolution, ReLU and max pooling, and the network that pool_first makes of them: the same results."""
    rng = np.random.default_rng(0)
    for (window, stride), _ in product((((2, 2), 2), ((2, 2), 1), ((3, 2), 1)), range(8)):
        layers = [shipped("Conv2D")(2, (2, 1)), shipped("ReLU")(), shipped("MaxPool2D")(window, stride)]
        network = shipped("Network")(layers, (1, 5, 4))
        shapes = {"x": (1, 1, 5, 4), "k": (2, 1, 2, 1), "b": (2,)}
        witnesses = {name: rng.integers(-10_000, 10_000, shape) for name, shape in shapes.items()}
        symbols = ring_scalars(**witnesses, dy=np.ones((1, *network.output_shape), int))
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


def flattened() -> Iterator[Instance]:
    """Two images as rows, and back; the formula speaks of the second."""
    for channels, height, width in ((1, 2, 3), (3, 2, 1), (2, 3, 4)):
        X, row = ring_arrays({"x": (2, channels, height, width), "dy": (2, channels * height * width)}).values()
        Y, dX = shipped("flatten")(X), shipped("unflatten")(row, (channels, height, width))
        agree("∂E/∂X", derivative(total(row * Y), X), "unflatten", dX)
        yield Instance(f"n = {channels}, maps of {height}×{width}", {"X": X[1], "Y": Y[1]}, {"X": dX[1], "Y": row[1]},
                       numbers={n: channels, h: height, w: width},
                       ranges={j: range(1, channels + 1), p: range(height), q: range(width)})  # fmt: skip

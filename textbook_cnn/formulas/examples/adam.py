"""Symbols for the other layers of the network, the loss and Adam, and what the shipped functions make of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product
from math import inf, nextafter
from typing import Any

import numpy as np

from ..symbols.scalars import ring_scalars, scalars
from .conv2d import DIMENSIONS, Instance
from ..notation.letters import N, b, beta_1, beta_2, c, d, epsilon, eta, h, i, j, k, n, p, q, rho, t, u, v, w
from ..notation.operators import agree, shipped
from ..symbols.rings import derivative, ring_arrays, total


def relu_regions() -> Iterator[Instance]:
    """Every choice of signs of four inputs."""
    for signs in product((1, -1), repeat=4):
        X, dY = ring_scalars(x=np.reshape(signs, (2, 2)), dy=np.ones((2, 2), int))
        Y = shipped("relu")(X)
        given = shipped("relu_backward")(X, dY)
        dX = agree("∂E/∂X", derivative(total(dY * Y), X), "relu_backward", given)
        yield Instance(f"signs {signs}", {"X": X, "Y": Y}, {"X": dX, "Y": dY}, ranges={p: range(2), q: range(2)})


def max_pool_regions() -> Iterator[Instance]:
    """Every order of the elements of one window, and every choice of the largest in four windows at once."""
    for order in permutations((-1, 2, 5, 7)):
        yield pooling("max_pool2d", np.reshape(order, (1, 2, 2)))
    for largest in product(range(4), repeat=4):
        windows = np.arange(16).reshape(4, 4)
        windows[range(4), largest] += 100
        yield pooling("max_pool2d", windows.reshape(2, 2, 2, 2).transpose(0, 2, 1, 3).reshape(1, 4, 4))


def average_pools() -> Iterator[Instance]:
    """Images of up to 6×6 and windows of up to 3×3."""
    for channels, height, width, size in ((1, 2, 2, 2), (2, 4, 4, 2), (1, 5, 4, 2), (1, 6, 6, 3), (2, 2, 3, 1)):
        yield pooling("avg_pool2d", np.zeros((channels, height, width), int), size)


def pooling(function: str, witness: np.ndarray, size: int = 2) -> Instance:
    """Pooling with windows side by side on one image, X (n, height, width)."""
    channels, height, width = witness.shape
    X, dY = ring_scalars(x=witness, dy=np.ones((channels, height // size, width // size), int))
    Y = shipped(function)(X[None], size)[0]
    given = shipped(f"{function}_backward")(X[None], dY[None], size)[0]
    dX = agree("∂E/∂X", derivative(total(dY * Y), X), f"{function}_backward", given)
    ranges = {j: range(1, len(X) + 1), p: range(Y.shape[1]), q: range(Y.shape[2]), u: range(size), v: range(size)}
    words = f"image {witness.tolist()}, windows {size}×{size}"
    return Instance(words, {"X": X, "Y": Y}, {"X": dX, "Y": dY}, numbers={k: size}, ranges=ranges)


def dense_layers() -> Iterator[Instance]:
    """Dense layers with d units and n inputs; the formulas speak of one image, the gradients are checked for two."""
    for (units, inputs), batch in product(DIMENSIONS, (2, 1)):
        shapes = {"x": (batch, inputs), "w": (units, inputs), "b": (units,), "dy": (batch, units)}
        X, W, B, dY = ring_arrays(shapes).values()
        Y = shipped("dense")(X, W, B)
        E = total(dY * Y)
        dW = agree("∂E/∂W", derivative(E, W), "dense_backward_weight", shipped("dense_backward_weight")(X, dY))
        dB = agree("∂E/∂B", derivative(E, B), "dense_backward_bias", shipped("dense_backward_bias")(dY))
        dX = agree("∂E/∂X", derivative(E, X), "dense_backward_input", shipped("dense_backward_input")(dY, W))
        if batch == 1:
            yield Instance(
                f"d = {units}, n = {inputs}", {"X": X[0], "W": W, "B": B, "Y": Y[0]},
                {"X": dX[0], "W": dW, "B": dB, "Y": dY[0]}, numbers={d: units, n: inputs},
                ranges={i: range(1, units + 1), j: range(1, inputs + 1)},
            )  # fmt: skip


def scores() -> Iterator[Instance]:
    """Scores of two images for three classes, the largest in each place; rows T that sum to 1, or labels."""
    rows = np.array([[1, 3, 2], [0, -1, 5]])
    for first, second in product(range(3), repeat=2):
        Z = scalars("z", [np.roll(rows[0], first), np.roll(rows[1], second)])
        T = scalars("t", [[0.5, 0.25, 0], [0.25, 0.125, 0]])
        T = np.concatenate([T[:, :2], 1 - T[:, :1] - T[:, 1:2]], axis=1)
        yield cross_entropy(f"largest score {first}, {second}, target rows", Z, T, T)
        if first == second:
            labels = np.array([first, (first + 1) % 3])
            one_hot = np.array([[int(label == place) for place in range(3)] for label in labels], dtype=object)
            yield cross_entropy(f"largest score {first}, {second}, labels {labels}", Z, one_hot, labels)


def cross_entropy(words: str, Z: np.ndarray, T: np.ndarray, labels: np.ndarray) -> Instance:
    """Return the loss of the scores Z (batch, classes) for the labels, whose target rows are T."""
    E = np.asarray(shipped("softmax_cross_entropy")(Z, labels), dtype=object)
    given = shipped("softmax_cross_entropy_backward")(Z, labels)
    dZ = agree("∂E/∂Z", derivative(E[()], Z), "softmax_cross_entropy_backward", given)
    batch, classes = Z.shape
    return Instance(words, {"Z": Z, "T": T, "E": E}, {"Z": dZ}, numbers={N: batch, c: classes},
                    ranges={b: range(1, batch + 1), k: range(1, classes + 1)})  # fmt: skip


def dropped() -> Iterator[Instance]:
    """Inputs with the draws of twenty generators, at three rates."""
    for rate, seed in product(map(Fraction, (0, "1/4", "1/2")), range(20)):
        X, dY = ring_scalars(x=np.ones((2, 3), int), dy=np.ones((2, 3), int))
        Y, M = shipped("dropout")(X, rate, np.random.default_rng(seed))
        draws = np.random.default_rng(seed).random((3, 2), dtype="float32").T
        dX = agree("∂E/∂X", derivative(total(dY * Y), X), "dropout_backward", shipped("dropout_backward")(dY, M))
        yield Instance(f"rate {rate}, seed {seed}", {"X": X, "Y": Y, "M": M, "U": draws}, {"X": dX, "Y": dY},
                       numbers={rho: rate}, ranges={p: range(2), q: range(3)})  # fmt: skip


def adam_steps() -> Iterator[Instance]:
    """Three steps of Adam on one parameter, with symbols for gradients, rates and memories."""
    P, G = [scalars("p", [1])], [np.zeros(1, dtype=object), *(scalars(f"g_{step}", [step]) for step in (1, 2, 3))]
    rate, first, second, small = (
        scalars(name, [value], positive=True)[0]
        for name, value in (("eta", 0.5), ("beta", 0.75), ("gamma", 0.875), ("epsilon", 0.125))
    )
    state = shipped("adam_init")({"P": P[0]})
    states = [state]
    for gradient in G[1:]:
        moved, state = shipped("adam_step")({"P": P[-1]}, {"P": gradient}, state, learning_rate=rate, beta1=first,
                                            beta2=second, epsilon=small)  # fmt: skip
        P.append(moved["P"])
        states.append(state)
    letters: dict[str, Any] = {"P": P, "G": G, "M": [s.M["P"] for s in states], "V": [s.V["P"] for s in states]}
    yield Instance("three steps", letters, ranges={t: range(1, 4)},
                   numbers={eta: rate, beta_1: first, beta_2: second, epsilon: small})  # fmt: skip


class UnitNormal(np.random.Generator):
    """A generator whose standard normal draws all lie one standard deviation above the mean."""

    def standard_normal(self, size: Any = None, dtype: Any = float, out: Any = None) -> np.ndarray:
        """Ones."""
        return np.ones(size, dtype)


class RootOf:
    """A 64-bit number as the root of an exact one: equal to a number whose root lies between its two neighbours."""

    def __init__(self, root: float) -> None:
        self.root = root

    def __eq__(self, other: object) -> bool:
        low, high = (Fraction(nextafter(self.root, end)) for end in (0.0, inf))
        return low**2 < Fraction(other.p, other.q) < high**2

    def __repr__(self) -> str:
        return f"{self.root}²"


def initial_kernels() -> Iterator[Instance]:
    """Layers with their first kernels, all drawn one standard deviation above the mean."""
    for channels, height, width in product(range(1, 33), range(1, 6), range(1, 6)):
        yield spread("conv2d_1.K", shipped("Conv2D")(3, (height, width)), (channels, 5, 5), (channels, height, width))
    for inputs in range(1, 1001):
        yield spread("dense_1.W", shipped("Dense")(2), (inputs,), (inputs, 1, 1))


def spread(name: str, layer: Any, input_shape: tuple[int, ...], sizes: tuple[int, int, int]) -> Instance:
    """Return the variance of a layer's first weights, and n, h, w; a dense layer has windows of one pixel."""
    weights = shipped("Network")([layer], input_shape).init(UnitNormal(np.random.PCG64(0)), dtype="float64")[name]
    (deviation,) = set(weights.ravel().tolist())
    return Instance(f"n = {sizes[0]}, h = {sizes[1]}, w = {sizes[2]}", {"K": np.array(RootOf(deviation), dtype=object)},
                    numbers=dict(zip((n, h, w), sizes, strict=True)))  # fmt: skip


def counted_layers() -> Iterator[Instance]:
    """Convolution layers, and the number of elements in the arrays that a network makes for them."""
    small = product(range(1, 6), range(1, 5), range(1, 5), range(1, 4))
    for filters, channels, height, width in ((32, 1, 3, 3), *small):
        layer = shipped("Conv2D")(filters, (height, width), padding="same")
        params = shipped("Network")([layer], (channels, 6, 6)).init(0)
        elements = sum(array.size for array in params.values())
        yield Instance(f"d = {filters}, n = {channels}, h = {height}, w = {width}",
                       {r"\text{parameters}": np.array(elements, dtype=object)},
                       numbers={d: filters, n: channels, h: height, w: width})  # fmt: skip

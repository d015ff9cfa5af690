"""The whole network on scalars with a witness: forward, loss and backward, by the functions that training runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from ...training import gradients
from ..example import Example
from ..notation.letters import N, b, h, n, w
from ..notation.parts import row
from ..shipped import agree, shipped
from ..symbols.draws import Drawn, StandardNormal
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


CHANNELS, INPUTS = (1, 2, 3, 5, 8, 13, 32), (*range(1, 65), 100, 500, 1000)


def initial_kernels() -> Iterator[Example]:
    """Layers with their first kernels, whose numbers are drawn from a generator of symbols."""
    for dtype in ("float32", "float64"):
        made = network().init(0, dtype=dtype)
        agree(f"parameters of {dtype}", len(made), "init", sum(P.dtype == dtype for P in made.values()))
    for channels, height, width in product(CHANNELS, range(1, 6), range(1, 6)):
        yield spread(
            "conv2d_1", "K", shipped("Conv2D")(3, (height, width)), (channels, 5, 5), (channels, height, width)
        )
    for inputs in INPUTS:
        yield spread("dense_1", "W", shipped("Dense")(2), (inputs,), (inputs, 1, 1))


def spread(name: str, letter: str, layer: Any, input_shape: tuple[int, ...], sizes: tuple[int, int, int]) -> Example:
    """Return a layer's first weights, and n, h, w; a dense layer has windows of one pixel."""
    params = shipped("Network")([layer], input_shape).init(StandardNormal(), dtype="float64")
    K = params[f"{name}.{letter}"]
    agree("the mean of the weights", np.zeros(K.shape, int), "init", np.vectorize(Drawn.mean, otypes=[object])(K))
    return Example(
        f"n = {sizes[0]}, h = {sizes[1]}, w = {sizes[2]}",
        {"K": K},
        numbers=dict(zip((n, h, w), sizes, strict=True)),
    )

"""Examples on which mistakes show: the smallest ones, so that the two sides can be read at a glance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import N, b, c, d, delta, i, j, k, n, p, q, rho, s, t
from ..shipped import agree, shipped
from ..symbols.rings import derivative, ring_arrays, total
from ..symbols.scalars import scalars
from ..symbols.supposed import order
from .adam import adam_steps
from .conv2d import general_example, general_layers, layer_example
from .convolution import sizes
from .convolution_layer import ConvolutionLayer, Pair, Shape
from .dropout import dropped
from .softmax_cross_entropy import cross_entropy


def layer(filters: int, channels: int, height: int, width: int) -> Callable[[], Iterator[Example]]:
    """Return a function that yields one convolution layer with 1×1 kernels on an image of that size."""
    return lambda: iter([layer_example(ConvolutionLayer(Shape(filters, channels, (height, width), (1, 1))))])


def general_layer(size: Pair, kernel: Pair, **options: Any) -> Callable[[], Iterator[Example]]:
    """Return a function that yields one layer of one channel and one filter with stride, margins or dilation."""
    shape = Shape(1, 1, size, kernel, **options)
    return lambda: iter([general_example(layer_example(ConvolutionLayer(shape)), shape)])


def strided_layers() -> Iterator[Example]:
    """Convolution layers with stride 2 and without dilation."""
    return (layer for layer in general_layers() if (layer.number(s), layer.number(delta)) == (2, 1))


def strided_sizes() -> Iterator[Example]:
    """Sizes along one axis at stride 2, without padding and dilation."""
    return (size for size in sizes() if tuple(map(size.number, (s, p, delta))) == (2, 0, 1))


def square_dense_layer() -> Iterator[Example]:
    """A dense layer with as many units as inputs, on one image."""
    X, W, dY = ring_arrays({"x": (1, 2), "w": (2, 2), "dy": (1, 2)}).values()
    dX = derivative(total(dY * shipped("dense")(X, W)), X)
    agree("∂E/∂X", dX, "dense_backward_input", shipped("dense_backward_input")(dY, W))
    yield Example(
        "d = n = 2", {"X": X[0], "W": W}, {"X": dX[0], "Y": dY[0]}, numbers={d: 2, n: 2}, ranges={i: (1, 2), j: (1, 2)}
    )


def rectified_number() -> Iterator[Example]:
    """One positive input whose output should become smaller: ∂E/∂Y is negative."""
    X, dY = scalars("x", [[3]]), scalars("dy", [[-2]])
    dX = derivative(total(dY * shipped("relu")(X)), X)
    agree("∂E/∂X", dX, "relu_backward", shipped("relu_backward")(X, dY))
    yield Example("x_11 = 3 and ∂E/∂y_11 = -2", {"X": X}, {"X": dX, "Y": dY}, ranges={p: (0,), q: (0,)})


def zero_number() -> Iterator[Example]:
    """One input that is 0; what goes back there is what relu_backward takes, since there is no derivative."""
    X, dY = np.array([[0]], dtype=object), scalars("dy", [[1]])
    yield Example("x_11 = 0", {"X": X}, {"X": shipped("relu_backward")(X, dY), "Y": dY}, ranges={p: (0,), q: (0,)})


def first_adam_step() -> Iterator[Example]:
    """The first step of Adam alone."""
    return (replace(steps, words="the first step", ranges={t: (1,)}) for steps in adam_steps())


def two_images() -> Iterator[Example]:
    """Scores of two images for two classes; the first shows the second class, the second the first."""
    Z, T = scalars("z", [[0, 1], [2, 0]]), np.array([[0, 1], [1, 0]], dtype=object)
    for scores in Z:
        order(scores)
    yield cross_entropy("two images, labels 2 and 1", Z, T, np.array([1, 0]))


def any_targets() -> Iterator[Example]:
    """Scores of one image for two classes, and target rows of any sum; E is −Σ T log softmax(Z)."""
    Z, T = scalars("z", [[0, 1]]), scalars("t", [[1, 1]])
    E = total(T) * np.log(total(np.exp(Z))) - total(T * Z)
    yield Example(
        "one image, any t_11 and t_12",
        {"Z": Z, "T": T},
        {"Z": derivative(E, Z)},
        numbers={N: 1, c: 2},
        ranges={b: (1,), k: (1, 2)},
    )


def half_dropped() -> Iterator[Example]:
    """Drawings at rate 1/2."""
    return (drawing for drawing in dropped() if 2 * drawing.number(rho) == 1)

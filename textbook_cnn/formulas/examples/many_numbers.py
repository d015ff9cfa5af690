"""Large arrays of few letters: what depends on a size or on the number of axes shows where there are many numbers.

Each number is a letter and a whole number of its own, x + 3 or x + 57, so that no two can be taken for each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from ..shipped import agree, shipped
from ..symbols.scalars import ring_scalars
from ..symbols.supposed import order
from . import _by_definition as by_definition

SHAPES = ((150,), (1, 130), (130, 2), (71, 11), (3, 5, 7), (2, 3, 5, 7), (2, 1, 3, 2, 5))
SCORES = ((150, 3), (2, 130), (71, 11), (4, 1), (9, 2), (1, 5))
WINDOWS = ((1, 1), (1, 2), (2, 1), (1, 5), (4, 1), (3, 4), (11, 2), (2, 12), (9, 9))


def numbers(letter: Any, *shape: int, seed: int = 0) -> np.ndarray:
    """The letter with whole numbers of either sign, all of them different, in a drawn order."""
    size = int(np.prod(shape))
    drawn = np.random.default_rng(seed).permutation(2 * np.arange(size) - size) + 1
    array = letter + drawn.reshape(shape).astype(object)
    array.flags.writeable = False
    return array


def rectified() -> Iterator[str]:
    """Both ways through the rectifier."""
    for shape in SHAPES:
        (x,), (dy,) = ring_scalars(x=["1/3"], dy=["1/3"])
        X, dY = numbers(x, *shape), numbers(dy, *shape, seed=1)
        agree(f"max(X, 0) of shape {shape}", by_definition.rectified(X), "relu", shipped("relu")(X))
        dX = np.array([b if a > 0 else 0 * b for a, b in zip(X.flat, dY.flat, strict=True)], dtype=object)
        agree(f"∂E/∂X of shape {shape}", dX.reshape(shape), "relu_backward", shipped("relu_backward")(X, dY))
        yield f"shape {shape}"


def scored() -> Iterator[str]:
    """The softmax, the loss and its gradient, with three different scores that return in every row."""
    for N, classes in SCORES:
        z = ring_scalars(functions=40, z=[2, 0, 1])[0]
        order(z)
        rows, columns = np.indices((N, classes))
        Z, labels = z[(rows * rows + columns) % 3], (rows[:, 0] * 5 + 1) % classes
        tops = Z.max(axis=1)
        roots = np.exp(Z / 2 - tops[:, None] / 2)  # in parts of the largest, which does not change a share
        powers = roots * roots
        P = powers / powers.sum(axis=1, keepdims=True)
        agree(f"shares of {N}×{classes}", P, "softmax", shipped("softmax")(Z))
        T = np.equal(columns, labels[:, None]).astype(int).astype(object)
        share = (P - T) / N
        given = shipped("softmax_cross_entropy_backward")(Z, labels)
        agree(f"∂E/∂Z of {N}×{classes}", share, "softmax_cross_entropy_backward", given)
        E = sum(np.log(powers.sum(axis=1)) - Z[rows[:, 0], labels] + tops) / N
        given = np.array(shipped("softmax_cross_entropy")(Z, labels), dtype=object)
        agree(f"the loss of {N}×{classes}", np.array(E, dtype=object), "softmax_cross_entropy", given)
        yield f"{N} images, {classes} classes"


def dropped() -> Iterator[str]:
    """Both ways through dropout, at a rate of Python's and at one of NumPy's."""
    for shape, rate in product(SHAPES, (0.5, np.float64(0.5), np.float64(0.75))):
        (x,), (dy,) = ring_scalars(x=["1/3"], dy=["1/3"])
        X, dY = numbers(x, *shape), numbers(dy, *shape, seed=1)
        Y, M = shipped("dropout")(X, rate, np.random.default_rng(2))
        draws = np.random.default_rng(2).random(shape[::-1], dtype="float32").T
        mask = np.where(draws >= rate, int(1 / (1 - rate)), 0).astype(object)
        agree(f"the mask of shape {shape}", mask, "dropout", M)
        agree(f"X · M of shape {shape}", X * mask, "dropout", Y)
        agree(f"∂E/∂X of shape {shape}", dY * mask, "dropout_backward", shipped("dropout_backward")(dY, M))
        yield f"shape {shape}, rate {rate!r}"


def pooled() -> Iterator[str]:
    """Both ways through max pooling, with the result of the way there given and not given."""
    for window, stride in product(WINDOWS, (None, (1, 2))):
        step = stride or window
        (x,), (dy,) = ring_scalars(x=["1/3"], dy=["1/3"])
        X = numbers(x, 2, 1, 13, 14)
        Y = by_definition.largest(X, window, step)
        agree(f"the largest of {window}", Y, "max_pool2d", shipped("max_pool2d")(X, window, stride=stride))
        dY, dX = numbers(dy, *Y.shape, seed=1), np.zeros(X.shape, dtype=object)
        for b, j, p, q in np.ndindex(*Y.shape):
            (row,), (column,) = np.nonzero(X[b, j] == Y[b, j, p, q])
            dX[b, j, row, column] = dX[b, j, row, column] + dY[b, j, p, q]
        for known in ({}, {"Y": Y}):
            given = shipped("max_pool2d_backward")(X, dY, window, stride=stride, **known)
            agree(f"∂E/∂X of {window}", dX, "max_pool2d_backward", given)
        yield f"window {window}, stride {stride}"


def averaged() -> Iterator[str]:
    """Both ways through average pooling."""
    for window, stride in product(WINDOWS, (None, (1, 2))):
        (s, t), (h, w) = stride or window, window
        (x,), (dy,) = ring_scalars(x=["1/3"], dy=["1/3"])
        X = numbers(x, 2, 1, 13, 14)
        places = list(product(range((13 - h) // s + 1), range((14 - w) // t + 1)))
        Y = np.empty((2, 1, (13 - h) // s + 1, (14 - w) // t + 1), dtype=object)
        dY, dX = numbers(dy, *Y.shape, seed=1), np.zeros(X.shape, dtype=object)
        for p, q in places:
            inside = (..., slice(p * s, p * s + h), slice(q * t, q * t + w))
            Y[..., p, q] = X[inside].sum(axis=(2, 3)) / (h * w)
            dX[inside] = dX[inside] + dY[..., p : p + 1, q : q + 1] / (h * w)
        agree(f"the mean of {window}", Y, "avg_pool2d", shipped("avg_pool2d")(X, window, stride=stride))
        given = shipped("avg_pool2d_backward")(X, dY, window, stride=stride)
        agree(f"∂E/∂X of {window}", dX, "avg_pool2d_backward", given)
        yield f"window {window}, stride {stride}"

"""On the border between two regions: zeros, pixels that tie and scores that tie, where a convention says what is right.

A zero is the number; numbers that tie are the same letter.  So these cases are regions too, of fewer letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from ..shipped import agree, shipped
from ..symbols.scalars import ring_scalars
from ..symbols.supposed import order
from .evaluation import right_answers

TIES = (((2, 2), (2, 2), 1, 3), ((2, 3), (2, 2), 1, 2), ((3, 2), (2, 2), 1, 2), ((1, 5), (1, 3), 2, 2))


def zeros_rectified() -> Iterator[str]:
    """Both ways through the rectifier, whose slope at zero is taken for zero."""
    for signs in product((1, 0, -1), repeat=4):
        X, dY = ring_scalars(x=[1, 1, 1, 1], dy=[1, 1, 1, 1])
        X = X * np.array(signs, dtype=object)
        kept = np.array([int(sign > 0) for sign in signs], dtype=object)
        for x, sign in zip(X, signs, strict=True):
            _ = sign and x > 0  # supposed, but of zeros there is nothing to suppose
        agree(f"max(X, 0) of signs {signs}", X * kept, "relu", shipped("relu")(X))
        agree(f"∂E/∂X of signs {signs}", dY * kept, "relu_backward", shipped("relu_backward")(X, dY))
        yield f"signs {signs}"


def tied_pixels() -> Iterator[str]:
    """Both ways through max pooling, by slices and by loops: of the largest pixels the first gets the gradient."""
    for size, window, stride, numbers in TIES:
        for places in product(range(numbers), repeat=size[0] * size[1]):
            rank = np.reshape(places, size)
            out = [(m - k) // stride + 1 for m, k in zip(size, window, strict=True)]
            x, dY = ring_scalars(x=[5, 7, 8][:numbers], dy=np.ones((1, 1, *out), int))
            order(x)
            top, dX = np.empty(out, int), np.zeros((1, 1, *size), dtype=object)
            for p, q in np.ndindex(*out):
                pixels = [(p * stride + u, q * stride + v) for u, v in np.ndindex(*window)]
                first = max(pixels, key=lambda pixel: rank[pixel])
                top[p, q] = rank[first]
                dX[0, 0, *first] = dX[0, 0, *first] + dY[0, 0, p, q]
            words, X = f"image {rank.tolist()}, windows {window[0]}×{window[1]}", x[rank][None, None]
            for loops in ("", "_loops"):
                given = shipped(f"max_pool2d{loops}")(X, window, stride=stride)
                agree(f"Y of {words}", x[top][None, None], f"max_pool2d{loops}", given)
                given = shipped(f"max_pool2d_backward{loops}")(X, dY, window, stride=stride)
                agree(f"∂E/∂X of {words}", dX, f"max_pool2d_backward{loops}", given)
            yield words


def tied_scores() -> Iterator[str]:
    """Predictions where scores tie, and those that count as right: the first class of the largest."""
    network = shipped("Network")([shipped("Dense")(3)], (3,))
    params = {"dense_1.W": np.eye(3), "dense_1.B": np.zeros(3)}
    Z = np.array(list(product((0.0, 1.0, 2.0), repeat=3)))
    first = [max(range(3), key=row.__getitem__) for row in Z]
    given = shipped("predict")(network, params, Z)
    agree("the classes", np.array(first, dtype=object), "predict", given.astype(object))
    yield "27 rows of scores"
    for label in range(3):
        words, data = f"right of 27 with the label {label}", (Z, np.full(27, label))
        accuracy = shipped("evaluate")(network, params, data).accuracy
        agree(words, first.count(label), "evaluate", right_answers(words, accuracy, 27))
        yield words

"""The convolution layer as a product of matrices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product

import numpy as np

from ..example import Example
from ..notation import letters
from ..shipped import shipped
from .conv2d import general_example, layer_example
from .convolution_layer import ConvolutionLayer, Shape


def matrix_layers() -> Iterator[Example]:
    """Layers of two images, and of three, as the matrices that the code multiplies; V is what im2col returns."""
    yield matrix_layer(ConvolutionLayer(Shape(1, 2, (2, 3), (2, 1), 3, stride=2, padding=((1, 0), (2, 1)))))
    for (d, n), stride, padding, dilation in product(((3, 2), (2, 3)), (1, 2), (0, ((1, 0), (2, 1))), (1, 2)):
        shape = Shape(d, n, (4, 3), (2, 2), 2, stride=stride, padding=padding, dilation=dilation)
        if all(shape.output):
            yield matrix_layer(ConvolutionLayer(shape))


def matrix_layer(layer: ConvolutionLayer) -> Example:
    """Return the letters of a layer, and with a hat the same numbers as matrices."""
    shape, keywords = layer.shape, {**layer.shape.keywords, "groups": 1}
    N, d, H, W = layer.dY.shape
    kh, kw = shape.kernel

    def rows(Y: np.ndarray) -> np.ndarray:
        return Y.transpose(2, 1, 3, 0).reshape(H, d, W * N)

    def matrix(K: np.ndarray) -> np.ndarray:
        return K.transpose(0, 2, 3, 1).reshape(d, kh * kw * shape.n)

    without_bias, V = layer.Y - layer.B[:, None, None], shipped("im2col")(layer.X, (kh, kw), **keywords)[:, 0]
    arrays = {"X": layer.X, "K": layer.K, "Y": without_bias, "V": V}
    general = general_example(layer_example(layer), shape)
    return replace(
        general,
        arrays={**arrays, r"\hat{K}": matrix(layer.K), r"\hat{Y}": rows(without_bias)},
        gradients={
            "X": partial(layer.gradient, "X"),
            r"\hat{K}": lambda: matrix(layer.gradient("K")),
            r"\hat{Y}": rows(layer.dY),
        },
        numbers={**general.numbers, letters.N: N},
        ranges={**general.ranges, letters.b: range(1, N + 1)},
    )

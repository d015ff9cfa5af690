"""Transposed convolution layers of symbols, against their definition and the derivatives of a loss."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import Letter, c, d, delta, h, i, j, l, n, p, q, r, s, t, u, v, w
from ..shipped import agree, shipped
from ..symbols.rings import derivative, ring_arrays, total
from .conv2d import DIMENSIONS, SIZES
from .conv2d_backward import general_shapes
from .convolution_layer import Shape


def plain_layers() -> Iterator[Example]:
    """Layers on one image, without stride, padding and dilation, whose output size is left to be found."""
    for (filters, channels), (size, kernel) in product(DIMENSIONS, SIZES):
        yield transposed(Shape(filters, channels, size, kernel), None)


def general_layers() -> Iterator[Example]:
    """Layers with stride, padding and dilation, whose output size is given."""
    for filters, channels in ((3, 2), (1, 2)):
        for shape in general_shapes(filters, channels, (1, 2, 3)):
            yield transposed(shape, shape.size)


def transposed(shape: Shape, size: Any) -> Example:
    """Return the layer that goes the way of a convolution layer back: d maps in, n maps out."""
    X, K, B, dY = ring_arrays(
        {
            "x": (1, shape.d, *shape.output),
            "k": (shape.d, shape.n, *shape.kernel),
            "b": (shape.n,),
            "dy": (1, shape.n, *shape.size),
        }
    ).values()
    Y = shipped("conv2d_transpose")(X, K, B, size, **shape.keywords)
    agree("its definition", by_scattering(shape, X, K, B), "conv2d_transpose", Y)
    E = total(dY * Y)
    dX = shipped("conv2d")(dY, K, **shape.keywords)
    dK = shipped("conv2d_backward_kernel")(dY, X, shape.kernel, **shape.keywords)
    agree("∂E/∂X", derivative(E, X), "conv2d", dX)
    agree("∂E/∂K", derivative(E, K), "conv2d_backward_kernel", dK)
    known = {"X": X[0], "K": K, "B": B, "Y": Y[0]}
    return Example(str(shape), known, {"X": dX[0], "K": dK, "Y": dY[0]}, numbers_of(shape), ranges_of(shape))


def numbers_of(shape: Shape) -> dict[Letter, int]:
    """Size of the kernel, stride, dilation and margins."""
    sides = dict(zip((h, w), shape.kernel, strict=True))
    return sides | {
        d: shape.d,
        n: shape.n,
        s: shape.stride,
        delta: shape.dilation,
        t: shape.margins(0)[0],
        l: shape.margins(1)[0],
    }


def ranges_of(shape: Shape) -> dict[Letter, range]:
    """Places in the input, in the output and in the kernel, and the maps."""
    sides = {(r, c): shape.size, (p, q): shape.output, (u, v): shape.kernel}
    places = {letter: range(m) for pair, size in sides.items() for letter, m in zip(pair, size, strict=True)}
    return places | {i: range(1, shape.d + 1), j: range(1, shape.n + 1)}


def by_scattering(shape: Shape, X: np.ndarray, K: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Every input times a kernel, added where its window lies; what falls outside is lost."""
    Y = np.empty((1, shape.n, *shape.size), dtype=object)
    for j_, *place in np.ndindex(*Y.shape[1:]):
        Y[0, j_, *place] = B[j_]
    places = product(enumerate(shape.starts(0)), enumerate(shape.starts(1)))
    for ((a, top), (b, left)), i_, j_, (y, x) in product(
        places, range(shape.d), range(shape.n), np.ndindex(*shape.kernel)
    ):
        row, column = top + shape.dilation * y, left + shape.dilation * x
        if 0 <= row < shape.size[0] and 0 <= column < shape.size[1]:
            Y[0, j_, row, column] = Y[0, j_, row, column] + X[0, i_, a, b] * K[i_, j_, y, x]
    return Y

"""Layers on symbols for the derivations of their gradients: pixel by pixel, window by window, zeros in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import c, delta, h, l, p, q, r, s, t, u, v, w
from ..shipped import agree, shipped
from ..symbols.rings import derivative, ring_arrays, total
from .conv2d import DIMENSIONS, SIZES, WIDE, general_example, layer_example
from .convolution import images
from .convolution_layer import ConvolutionLayer, Shape

GENERAL_SIZES = ((4, 3), (2, 2)), ((5, 4), (2, 3))  # of the input and of the kernel
MARGINS = ((1, 0), (0, 2)), "same"


def pixel_layers() -> Iterator[Example]:
    """Layers on one image, with the places in the input and in the kernel."""
    for (filters, channels), (size, kernel) in product(DIMENSIONS, SIZES):
        shape = Shape(filters, channels, size, kernel)
        yield general_example(layer_example(ConvolutionLayer(shape)), shape)


def overlapping_images() -> Iterator[Example]:
    """Images and kernels, with all places where the two overlap."""
    for known in images():
        rows, columns = (a + b - 1 for a, b in zip(known.array("X").shape, known.array("K").shape))
        yield replace(known, ranges={r: range(rows), c: range(columns)})


def general_shapes(filters: int, channels: int, strides: tuple[int, ...], margins: Any = MARGINS) -> Iterator[Shape]:
    """Shapes with stride, margins and dilation."""
    for (size, kernel), stride, padding, dilation in product(GENERAL_SIZES, strides, margins, (1, 2)):
        shape = Shape(filters, channels, size, kernel, stride=stride, padding=padding, dilation=dilation)
        if all(shape.output):
            yield shape


def stretched_layers() -> Iterator[Example]:
    """Layers of which X̄ is the input with its zeros, K̄ the kernels spread out, and Ȳ the output at stride 1."""
    for shape in (WIDE, *general_shapes(3, 2, (2, 3))):
        layer = ConvolutionLayer(shape)
        margins = shape.margins(0), shape.margins(1)
        X = np.pad(layer.X[0], ((0, 0), *margins))
        K = np.zeros((*layer.K.shape[:2], shape.reach(0) + 1, shape.reach(1) + 1), dtype=object)
        K[:, :, :: shape.dilation, :: shape.dilation] = layer.K
        Y = shipped("conv2d")(layer.X, layer.K, layer.B, padding=margins, dilation=shape.dilation)[0]
        known = general_example(layer_example(layer), shape)
        yield replace(
            known,
            arrays={**known.arrays, r"\bar{X}": X, r"\bar{K}": K, r"\bar{Y}": Y},
            gradients={**known.gradients, r"\bar{Y}": partial(through_kept, layer.dY[0], Y.shape, shape.stride)},
        )


def through_kept(dY: np.ndarray, sizes: tuple[int, ...], stride: int) -> np.ndarray:
    """∂E/∂Ȳ of E = Σ dY·Y, where Y keeps every so many of Ȳ: what a 1 at each place, alone, would make of E."""
    gradient = np.empty(sizes, dtype=object)
    for place in np.ndindex(*sizes):
        alone = np.zeros(sizes, dtype=int).astype(object)
        alone[place] = 1
        gradient[place] = total(dY * alone[:, ::stride, ::stride])
    return gradient


def kept_outputs() -> Iterator[Example]:
    """The same layers, with all places of the output at stride 1."""
    for known in stretched_layers():
        _, rows, columns = known.array(r"\bar{Y}").shape
        yield replace(known, ranges={**known.ranges, r: range(rows), c: range(columns)})


def copies(X: np.ndarray, shape: Shape) -> np.ndarray:
    """The pixels in every window, [p, q, u, v], and zeros where it lies over the margin."""
    padded = np.pad(X, (shape.margins(0), shape.margins(1)))
    V = np.empty((*shape.output, *shape.kernel), dtype=object)
    for row, column, down, across in np.ndindex(*V.shape):
        place = shape.stride * row + shape.dilation * down, shape.stride * column + shape.dilation * across
        V[row, column, down, across] = padded[place]
    return V


def windows_of_symbols() -> Iterator[Example]:
    """Windows V[p, q, u, v] of an image, from `im2col`, and E = Σ dV·V; both gradients are taken from E.

    To im2col's windows go back what a layer's do whose kernels hold a single 1, each at another place in the window.
    """
    for shape in general_shapes(1, 1, (1, 2), (*MARGINS, "valid")):
        (kh, kw), (H, W), keywords = shape.kernel, shape.output, shape.keywords
        arrays = ring_arrays({"x": (1, 1, *shape.size), "dv": (H, W, kh, kw)})
        columns = shipped("im2col")(arrays["x"], shape.kernel, **keywords)
        V = columns.reshape(H, kh, kw, W).transpose(0, 3, 1, 2)
        agree("the pixels in every window", copies(arrays["x"][0, 0], shape), "im2col", V)
        dX = derivative(total(arrays["dv"] * V), arrays["x"])
        ones = np.eye(kh * kw, dtype=int).astype(object).reshape(kh * kw, 1, kh, kw)
        dY = arrays["dv"].transpose(2, 3, 0, 1).reshape(1, kh * kw, H, W)
        agree("∂E/∂X", dX, "conv2d_backward_input", shipped("conv2d_backward_input")(dY, ones, shape.size, **keywords))
        yield Example(
            str(shape),
            {"X": arrays["x"][0, 0], "V": V},
            {"X": dX[0, 0], "V": arrays["dv"]},
            numbers={
                s: shape.stride,
                delta: shape.dilation,
                t: shape.margins(0)[0],
                l: shape.margins(1)[0],
                h: kh,
                w: kw,
            },
            ranges={
                p: range(H),
                q: range(W),
                u: range(kh),
                v: range(kw),
                r: range(shape.size[0]),
                c: range(shape.size[1]),
            },
        )

"""Convolution layers of symbols: on one image, with stride, margins and dilation, and the example of the slides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

from ..example import Example
from ..notation import letters
from .convolution_layer import ConvolutionLayer, Shape

DIMENSIONS = ((3, 2), (2, 3), (1, 2), (2, 1))  # (d, n); d ≠ n is what finds a wrong bound
WIDE = Shape(2, 3, (2, 3), (1, 2), stride=2, padding=((1, 0), (0, 2)), dilation=2)  # where n is not h
SIZES = (((3, 3), (2, 2)), ((4, 3), (2, 3)), ((3, 4), (1, 2)))  # of the input and of the kernel


def layers(
    *, dimensions: Iterable[tuple[int, int]] = DIMENSIONS, sizes: Any = SIZES, tied: bool = True
) -> Iterator[Example]:
    """Convolution layers with d filters and n channels on one image: X_j, K_ij, B_i, Y_i."""
    for (d, n), (size, kernel) in product(dimensions, sizes):
        yield layer_example(ConvolutionLayer(Shape(d, n, size, kernel, tied=tied)))


def layers_on_two_images() -> Iterator[Example]:
    """The same on two images: X_bj, Y_bi."""
    for (d, n), (size, kernel) in product(DIMENSIONS, SIZES):
        layer = ConvolutionLayer(Shape(d, n, size, kernel, batch=2))
        known = layer_example(layer)
        yield replace(
            known.bind({letters.N: 2}),
            arrays={**known.arrays, "X": layer.X, "Y": layer.Y},
            gradients={**known.gradients, "X": partial(layer.gradient, "X"), "Y": layer.dY},
            ranges={**known.ranges, letters.b: (1, 2)},
        )


def layer_example(layer: ConvolutionLayer) -> Example:
    """Return the letters of a layer on its first image: X_j, K_ij, B_i, Y_i, their gradients, sizes and indices."""
    shape = layer.shape
    return Example(
        words=str(shape),
        arrays={"X": layer.X[0], "K": layer.K, "B": layer.B, "Y": layer.Y[0]},
        gradients={
            "X": lambda: layer.gradient("X")[0],
            "K": partial(layer.gradient, "K"),
            "B": partial(layer.gradient, "B"),
            "Y": layer.dY[0],
        },
        numbers={letters.d: shape.d, letters.n: shape.n, letters.h: shape.kernel[0], letters.w: shape.kernel[1]},
        ranges={
            letters.i: range(1, shape.d + 1),
            letters.j: range(1, shape.n + 1),
            letters.p: range(shape.output[0]),
            letters.q: range(shape.output[1]),
        },
    )


def general_layers() -> Iterator[Example]:
    """Layers with stride, margins of zeros (t above, l to the left) and dilation."""
    sizes = ((4, 3), (2, 2)), ((3, 4), (2, 3))
    for (size, kernel), stride, padding, dilation in product(sizes, (1, 2), (0, ((1, 0), (0, 2)), "same"), (1, 2)):
        shape = Shape(3, 2, size, kernel, stride=stride, padding=padding, dilation=dilation)
        if all(shape.output):
            yield general_example(layer_example(ConvolutionLayer(shape)), shape)
    yield general_example(layer_example(ConvolutionLayer(WIDE)), WIDE)


def general_example(example: Example, shape: Shape) -> Example:
    """Return an example of a layer that also knows stride, dilation and margins, and the places in input and kernel."""
    numbers = {
        letters.s: shape.stride,
        letters.delta: shape.dilation,
        letters.t: shape.margins(0)[0],
        letters.l: shape.margins(1)[0],
    }
    ranges = {
        letters.r: range(shape.size[0]),
        letters.c: range(shape.size[1]),
        letters.u: range(shape.kernel[0]),
        letters.v: range(shape.kernel[1]),
    }
    return replace(example.bind(numbers), ranges={**example.ranges, **ranges})


def slide_layer() -> Iterator[Example]:
    """The example of the slides: one 3×3 image, one 2×2 kernel, one bias per pixel; x_11 is an entry of X."""
    layer = ConvolutionLayer(Shape(1, 1, (3, 3), (2, 2), tied=False))
    arrays = {"X": layer.X[0, 0], "K": layer.K[0, 0], "B": layer.B[0], "Y": layer.Y[0, 0]}
    gradients = {
        "X": lambda: layer.gradient("X")[0, 0],
        "K": lambda: layer.gradient("K")[0, 0],
        "B": lambda: layer.gradient("B")[0],
        "Y": layer.dY[0, 0],
    }
    yield Example(
        words="input 3×3, kernel 2×2",
        arrays={**arrays, **{name.lower(): array for name, array in arrays.items()}},
        gradients={**gradients, **{name.lower(): array for name, array in gradients.items()}},
        ranges={
            **dict.fromkeys((letters.p, letters.q, letters.u, letters.v), (1, 2)),
            **dict.fromkeys((letters.r, letters.c), (1, 2, 3)),
        },
    )

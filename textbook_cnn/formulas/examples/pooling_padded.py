"""Feature maps of symbols with margins under max and average pooling, and windows that reach beyond the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from ..example import Example
from ..notation.letters import c, h, j, l, p, q, r, s, t, u, v, w
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import ring_scalars
from ..symbols.supposed import order
from .many_numbers import numbers
from .pooling import distinct

Pair = tuple[int, int]


class Shape(NamedTuple):
    """Sizes of an image and of its windows, the margins above and to the left, and how many windows there are."""

    size: Pair
    window: Pair
    stride: int
    padding: Any
    corner: Pair
    output: Pair
    ceil_mode: bool = False

    def pixels(self, at: Pair) -> list[Pair]:
        """The pixels under one window, row by row."""
        first = [place * self.stride - margin for place, margin in zip(at, self.corner, strict=True)]
        rows, columns = (range(start, start + k) for start, k in zip(first, self.window, strict=True))
        return [(y, x) for y, x in product(rows, columns) if 0 <= y < self.size[0] and 0 <= x < self.size[1]]

    @property
    def options(self) -> dict[str, Any]:
        """What the functions are called with."""
        return {"stride": self.stride, "padding": self.padding, "ceil_mode": self.ceil_mode}


SHAPES = (
    Shape((3, 4), (2, 2), 1, 1, (1, 1), (4, 5)),
    Shape((4, 3), (3, 2), 2, ((1, 2), (0, 1)), (1, 0), (3, 2)),
    Shape((4, 5), (2, 3), 1, "same", (0, 1), (4, 5)),
    Shape((5, 4), (2, 3), 2, ((1, 0), (2, 0)), (1, 2), (3, 3), True),
    Shape((3, 5), (2, 2), 2, 0, (0, 0), (2, 3), True),
)
LARGE = (
    Shape((13, 14), (3, 4), 2, ((2, 0), (1, 3)), (2, 1), (7, 8)),
    Shape((13, 14), (4, 5), 3, "same", (1, 1), (5, 5)),
    Shape((13, 14), (5, 2), 4, (2, 1), (2, 1), (4, 4), True),
    Shape((13, 14), (9, 9), 9, 0, (0, 0), (2, 2), True),
)


def padded(function: str, shape: Shape, **counting: bool) -> Example:
    """Pooling of one image X (2, height, width) with margins t above and l to the left."""
    X, dY = ring_scalars(x=distinct(np.random.default_rng(0), (2, *shape.size)), dy=np.ones((2, *shape.output), int))
    if function == "max_pool2d":
        for channel in X.reshape(2, -1):
            order(channel)
    options = {**shape.options, **counting}
    Y = shipped(function)(X[None], shape.window, **options)[0]
    given = shipped(f"{function}_backward")(X[None], dY[None], shape.window, **options)[0]
    dX = agree("∂E/∂X", derivative(total(dY * Y), X), f"{function}_backward", given)
    counts = np.empty(shape.output, dtype=object)
    for place in np.ndindex(*shape.output):
        counts[place] = len(shape.pixels(place))
    (top, left), (H, W) = shape.corner, shape.size
    margins = [(margin, shape.window[axis]) for axis, margin in enumerate(shape.corner)]
    continued = np.pad(X, [(0, 0), *margins], mode="edge")
    sizes = {h: shape.window[0], w: shape.window[1], s: shape.stride, t: top, l: left}
    ranges = {p: shape.output[0], q: shape.output[1], u: shape.window[0], v: shape.window[1], r: H, c: W}
    return Example(
        f"image {H}×{W}, windows {shape.window[0]}×{shape.window[1]}, {options}",
        {"X": X, "Y": Y, "C": counts, r"\bar{X}": continued},
        {"X": dX, "Y": dY},
        numbers=sizes,
        ranges={j: range(1, 3), **{letter: range(size) for letter, size in ranges.items()}},
    )


def padded_largest() -> Iterator[Example]:
    """Images with margins under max pooling."""
    for shape in SHAPES:
        yield padded("max_pool2d", shape)


def many_largest() -> Iterator[str]:
    """Both ways through max pooling with margins, of large images."""
    for shape in LARGE:
        X, dY, dX = _many(shape)
        Y = np.empty(dY.shape, dtype=object)
        for place in np.ndindex(*shape.output):
            inside = shape.pixels(place)
            for b in (0, 1):
                pixels = np.array([X[b, 0, y, x] for y, x in inside], dtype=object)
                order(pixels)
                first = int(np.argmax([pixel.witness for pixel in pixels]))
                Y[b, 0, *place] = pixels[first]
                dX[b, 0, *inside[first]] = dX[b, 0, *inside[first]] + dY[b, 0, *place]
        given = shipped("max_pool2d")(X, shape.window, **shape.options)
        agree(f"the largest of {shape}", Y, "max_pool2d", given)
        given = shipped("max_pool2d_backward")(X, dY, shape.window, **shape.options)
        agree(f"∂E/∂X of {shape}", dX, "max_pool2d_backward", given)
        yield str(shape)


def many_averages() -> Iterator[str]:
    """Both ways through average pooling with margins, of large images; beyond the margins nothing counts."""
    for shape, counted in product(LARGE, (True, False)):
        X, dY, dX = _many(shape)
        Y, options = np.empty(dY.shape, dtype=object), {**shape.options, "count_padding": counted}
        for place in np.ndindex(*shape.output):
            inside = shape.pixels(place)
            count = _area(shape, place) if counted else len(inside)
            for b in (0, 1):
                Y[b, 0, *place] = total(np.array([X[b, 0, y, x] for y, x in inside], dtype=object)) / count
            for y, x in inside:
                dX[:, 0, y, x] = dX[:, 0, y, x] + dY[:, 0, *place] / count
        agree(f"the mean of {shape}", Y, "avg_pool2d", shipped("avg_pool2d")(X, shape.window, **options))
        given = shipped("avg_pool2d_backward")(X, dY, shape.window, **options)
        agree(f"∂E/∂X of {shape}", dX, "avg_pool2d_backward", given)
        yield f"{shape}, {counted}"


def _many(shape: Shape) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """An image with numbers of one letter, gradients of another, and zeros."""
    (x,), (dy,) = ring_scalars(x=["1/3"], dy=["1/3"])
    X, dY = numbers(x, 2, 1, *shape.size), numbers(dy, 2, 1, *shape.output, seed=1)
    return X, dY, np.zeros(X.shape, dtype=object)


def _area(shape: Shape, place: Pair) -> int:
    """How many elements of a window lie in the image or its margins: the rest lies beyond the end."""
    around = {"same": (2, 3)}.get(shape.padding) if isinstance(shape.padding, str) else None
    behind = around or AFTER[shape.padding]
    area = 1
    for axis in (0, 1):
        start = place[axis] * shape.stride - shape.corner[axis]
        area *= min(start + shape.window[axis], shape.size[axis] + behind[axis]) - start
    return area


AFTER: dict[Any, Pair] = {((2, 0), (1, 3)): (0, 3), "same": (2, 2), (2, 1): (2, 1), 0: (0, 0)}  # margins behind

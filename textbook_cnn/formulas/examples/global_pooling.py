"""Feature maps of symbols under global average pooling."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..example import Example
from ..notation.letters import c, h, j, r, w
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import ring_scalars
from .many_numbers import numbers


def whole_maps() -> Iterator[Example]:
    """Three maps of a few sizes, of one image."""
    for size in ((1, 1), (2, 3), (4, 5), (3, 1)):
        X, dY = ring_scalars(x=np.zeros((3, *size), int), dy=np.ones(3, int))
        Y = shipped("global_avg_pool2d")(X[None])[0]
        given = shipped("global_avg_pool2d_backward")(X[None], dY[None])[0]
        dX = agree("∂E/∂X", derivative(total(dY * Y), X), "global_avg_pool2d_backward", given)
        yield Example(
            f"maps of {size[0]}×{size[1]}",
            {"X": X, "Y": Y},
            {"X": dX, "Y": dY},
            numbers={h: size[0], w: size[1]},
            ranges={j: range(1, 4), r: range(size[0]), c: range(size[1])},
        )


def many_whole_maps() -> Iterator[str]:
    """Both ways through the means of large maps of two images."""
    (x,), (dy,) = ring_scalars(x=["1/3"], dy=["1/3"])
    X, dY = numbers(x, 2, 3, 13, 14), numbers(dy, 2, 3, seed=1)
    Y, dX = np.empty((2, 3), dtype=object), np.zeros(X.shape, dtype=object)
    for place in np.ndindex(2, 3):
        Y[place] = total(X[place]) / 182
        dX[place] = dX[place] + dY[place] / 182
    agree("the means", Y, "global_avg_pool2d", shipped("global_avg_pool2d")(X))
    agree("∂E/∂X", dX, "global_avg_pool2d_backward", shipped("global_avg_pool2d_backward")(X, dY))
    yield "six maps of 13×14"

"""Axes of arrays whose shape is unknown: when two are the same, and what comes of two arrays together."""

from __future__ import annotations

from collections.abc import Sequence

from .integers import product_of
from .polynomials import polynomial
from .terms import Axis, Block


def same(a: Axis, b: Axis) -> bool:
    """True if two axes are the same product of the same sizes."""
    return list(map(polynomial, a)) == list(map(polynomial, b))


def broadcast(a: Sequence[Axis], b: Sequence[Axis]) -> list[Axis]:
    """Axes of a result of two arrays; an axis of length 1 fits every other."""
    ndim, axes = max(len(a), len(b)), []
    for x, y in zip([()] * (ndim - len(a)) + list(a), [()] * (ndim - len(b)) + list(b), strict=True):
        if x and y and not same(x, y):
            raise TypeError(f"the axes {x} and {y} do not fit together")
        axes.append(x or y)
    return axes


def seen(axes: Sequence[Axis], blocks: Sequence[Block]) -> list[Block]:
    """The indices into an array that was broadcast, for indices into the result."""
    return [block if axis else () for axis, block in zip(axes, blocks[len(blocks) - len(axes) :], strict=True)]


def refined(axes: Sequence[Axis], like: Sequence[Axis]) -> list[Axis]:
    """Axes of zeros, divided into sizes as those of `like` where the lengths agree."""
    return [b if polynomial(product_of(a)) == polynomial(product_of(b)) else a for a, b in zip(axes, like, strict=True)]

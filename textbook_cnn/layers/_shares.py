"""What the average poolings are made of: zeros around the maps and the way back, and how many elements share a mean."""

from __future__ import annotations

from typing import Any

from .. import _options as option
from .._arrays import Array, array_namespace, device, reshape, to_logical, to_memory
from .._windows import Geometry, Margins, Padding, padded
from ._pools import asked, checked_padding

NONE: Margins = ((0, 0), (0, 0))


def surrounded(X: Array, g: Geometry) -> Array:
    """X (N, n, H, W) with zeros around; X itself where there are none to add."""
    return to_logical(padded(to_memory(X), g.padding, (0, 2)))


def cropped(dX: Array, g: Geometry) -> Array:
    """The way back through `surrounded`: what lies inside."""
    if not any(map(sum, g.padding)):
        return dX
    ((top, _), (left, _)), (H, W) = g.padding, g.input_size
    return dX[:, :, top : top + H, left : left + W]


def elements(g: Geometry, padding: Padding, count_padding: bool | None, like: Array) -> Any:
    """How many elements the mean of each window is taken of: a number, or one for each window (1, 1, H', W')."""
    counted = not isinstance(padding, str) if count_padding is None else option.flag("count_padding", count_padding)
    around = NONE
    if counted:
        around = g.padding if padding == "same" else asked(checked_padding(padding, g.kernel_size))
    if around == g.padding:
        return g.kernel_size[0] * g.kernel_size[1]
    rows, columns = (_elements_along(g, axis, around[axis], like) for axis in (0, 1))
    return reshape(rows, 1, 1, g.output_size[0], 1) * reshape(columns, 1, 1, 1, g.output_size[1])


def _elements_along(g: Geometry, axis: int, counted: tuple[int, int], like: Array) -> Array:
    """How many rows or columns of each window count: those of the image and of the counted margins."""
    (before, _), xp = g.padding[axis], array_namespace(like)
    start = xp.arange(g.output_size[axis], dtype=like.dtype, device=device(like)) * g.stride[axis]
    low, high = before - counted[0], before + g.input_size[axis] + counted[1]
    return xp.minimum(start + g.kernel_size[axis], high) - xp.maximum(start, low)


def quotient(xp: Any, A: Array, count: Any) -> Array:
    """An equal share of each element."""
    return A / count

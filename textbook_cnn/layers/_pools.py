"""What the poolings are made of: windows, slices that they meet, what is done element by element, the way back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from .. import _checks as check
from .. import _options as option
from .._arrays import Array, Index, add_at, all_numpy, array_namespace, set_at
from .._checks import Pair
from .._windows import Geometry, Margins, Padding, both, geometry, margins
from ._elements import chosen
from ._sizes import IMAGES

PADDINGS = ("valid", "same")


def pool_geometry(
    X: Array,
    kernel_size: int | Pair,
    stride: int | Pair | None,
    padding: Padding = "valid",
    ceil_mode: bool = False,
    dY: Array | None = None,
) -> Geometry:
    """Geometry of the windows, for the checked shapes of X (N, n, H, W) and, if given, dY."""
    check.axes("X", X, IMAGES)
    g = windows_on(both(X.shape[2:]), kernel_size, stride, padding, ceil_mode)
    if dY is not None:
        check.shape("dY", dY, (*X.shape[:2], *g.output_size), "(batch, n, height', width')")
    return g


def windows_on(
    size: Pair, kernel_size: int | Pair, stride: int | Pair | None, padding: Padding, ceil_mode: bool
) -> Geometry:
    """Geometry of the windows on maps of a size; its padding holds what `ceil_mode` adds behind, too."""
    stride = kernel_size if stride is None else stride
    padding = checked_padding(padding, kernel_size)
    if option.flag("ceil_mode", ceil_mode) and padding != "same":  # whose windows reach the end already
        kernel, step = check.pair("kernel_size", kernel_size, 1), check.pair("stride", stride, 1)
        padding = both(map(_completed, size, kernel, step, asked(padding)))
    return geometry(size, kernel_size, stride=stride, padding=padding)


def checked_padding(padding: Padding, kernel_size: int | Pair) -> str | Margins:
    """The name, or the numbers as ((top, bottom), (left, right)): each less than the window, so that it has a pixel."""
    if isinstance(padding, str):
        return check.choice("padding", padding, PADDINGS)
    around, kernel = margins(padding), check.pair("kernel_size", kernel_size, 1)
    if any(max(sides) >= k for sides, k in zip(around, kernel)):
        raise ValueError(f"padding: expected less than the window of {kernel} pixels on each side, got {around}")
    return around


def asked(padding: str | Margins) -> Margins:
    """The margins of a padding in numbers; none for "valid"."""
    return ((0, 0), (0, 0)) if isinstance(padding, str) else padding


def _completed(size: int, kernel: int, stride: int, sides: Pair) -> Pair:
    """One axis' margins, with as much behind as its last window needs, which begins in the image or before it."""
    before, after = sides
    total = before + size + after
    last = -(-(total - kernel) // stride) * stride  # where the last window starts
    if last >= before + size:
        last = last - stride
    return before, after + max(last + kernel - total, 0)


def offsets_of(g: Geometry) -> list[Index]:
    """For each offset in the window the index of what it meets in the padded X (N, n, H, W)."""
    return [(..., rows, cols) for rows, cols in product(g.slices(0), g.slices(1))]


def edged(X: Array, g: Geometry) -> Array:
    """X with its edges again around it: every window there holds the edge itself, so that its largest stays so."""
    for axis, (before, after) in enumerate(g.padding, 2):
        if before or after:
            first, last = X[_along(axis, 0, 1)], X[_along(axis, -1, None)]
            X = array_namespace(X).concat([first] * before + [X] + [last] * after, axis=axis)
    return X


def folded(dX: Array, g: Geometry) -> Array:
    """The way back through `edged`: what reached an edge's repetitions is added to the edge."""
    for axis, (before, after), size in zip((2, 3), g.padding, g.input_size):
        if before or after:
            whole, dX = dX, dX[_along(axis, before, before + size)]
            for i in range(before):
                dX = add_at(dX, _along(axis, 0, 1), whole[_along(axis, i, i + 1)])
            for i in range(before + size, before + size + after):
                dX = add_at(dX, _along(axis, size - 1, size), whole[_along(axis, i, i + 1)])
    return dX


def _along(axis: int, start: int, stop: int | None) -> Index:
    """Index of a stretch along one axis."""
    return (*[slice(None)] * axis, slice(start, stop), ...)


def way_to_put(g: Geometry) -> Callable[[Array, Index, Array], Array]:
    """How to write into dX: windows that do not overlap need no sum."""
    return set_at if all(s >= k for s, k in zip(g.stride, g.kernel_size)) else add_at


def larger(xp: Any, A: Array, B: Array) -> Array:
    """The larger of two elements."""
    return xp.maximum(A, B)


def may_hold_nan(Y: Array) -> bool:
    """Whether there is a NaN; True where asking would wait for a device, or is not possible while JAX traces."""
    return not all_numpy((Y,)) or bool(array_namespace(Y).any(Y != Y))


def served(xp: Any, dY: Array, X: Array, Y: Array, left: Any) -> tuple[Array, Array]:
    """∂E/∂Y of the windows that are served first here, and which windows are left then."""
    first: Any = left & (X == Y)
    return chosen(xp, dY, first), left ^ first


def served_by_nan(xp: Any, dY: Array, X: Array, Y: Array, left: Any) -> tuple[Array, Array]:
    """The same where a NaN counts as the largest."""
    first: Any = left & ((X == Y) | (X != X))
    return chosen(xp, dY, first), left ^ first

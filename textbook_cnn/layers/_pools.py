"""What the poolings are made of: windows, slices that they meet, what is done element by element, the way back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from .. import _checks as check
from .._arrays import Array, Index, add_at, set_at
from .._checks import Pair
from .._windows import Geometry, geometry
from ._elements import chosen
from ._sizes import IMAGES


def pool_geometry(X: Array, kernel_size: int | Pair, stride: int | Pair | None, dY: Array | None = None) -> Geometry:
    """Geometry of the windows, for the checked shapes of X (N, n, H, W) and, if given, dY."""
    check.axes("X", X, IMAGES)
    g = geometry(tuple(X.shape[2:]), kernel_size, stride=kernel_size if stride is None else stride)
    if dY is not None:
        check.shape("dY", dY, (*X.shape[:2], *g.output_size), "(batch, n, height', width')")
    return g


def offsets_of(g: Geometry) -> list[Index]:
    """For each offset in the window the index of what it meets in X (N, n, H, W)."""
    return [(..., rows, cols) for rows, cols in product(g.slices(0), g.slices(1))]


def way_to_put(g: Geometry) -> Callable[[Array, Index, Array], Array]:
    """How to write into dX: windows that do not overlap need no sum."""
    return set_at if all(s >= k for s, k in zip(g.stride, g.kernel_size)) else add_at


def larger(xp: Any, A: Array, B: Array) -> Array:
    """The larger of two elements."""
    return xp.maximum(A, B)


def served(xp: Any, dY: Array, X: Array, Y: Array, left: Any) -> tuple[Array, Array]:
    """∂E/∂Y of the windows that are served first here, and which windows are left then."""
    first: Any = left & (X == Y)
    return chosen(xp, dY, first), left & ~first


def quotient(xp: Any, A: Array, count: int) -> Array:
    """An equal share of each element."""
    return A / count

"""What several layers do element by element: functions for `elementwise`."""

from __future__ import annotations

from typing import Any

from .._arrays import Array, kept


def plus(xp: Any, A: Array, B: Array) -> Array:
    """The sum of two elements."""
    return A + B


def chosen(xp: Any, dY: Array, where: Array) -> Array:
    """∂E/∂Y of the chosen elements, else 0."""
    return kept(xp, dY, where)

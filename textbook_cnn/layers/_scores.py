"""Scores (batch, classes): what is refused, and their powers of e, in parts of the largest of each row."""

from __future__ import annotations

from typing import Any

from .. import _checks as check
from .._arrays import Array, array_namespace, elementwise

SCORES = "(batch, classes)"


def check_scores(Z: Array) -> None:
    """Refuse what are no scores: other numbers of axes, integers, no classes."""
    check.arrays(Z=Z)
    check.axes("Z", Z, SCORES)
    check.floating("Z", Z)
    if Z.shape[1] == 0:
        raise ValueError(f"Z: expected at least one class, got shape {tuple(Z.shape)}")


def powers_and_sums(Z: Array) -> tuple[Array, Array]:
    """exp(Z) in parts of the largest of each row, and their sums (batch, 1)."""
    xp = array_namespace(Z)
    powers = elementwise(powers_below, Z, xp.max(Z, axis=1, keepdims=True))
    return powers, xp.sum(powers, axis=1, keepdims=True)


def half_below(Z: Array, largest: Array) -> Array:
    """Half of Z minus the largest score of its row: the whole difference of two finite numbers may overflow."""
    return Z / 2 - largest / 2


def powers_below(xp: Any, Z: Array, largest: Array) -> Array:
    """exp of Z minus the largest score of its row."""
    roots = xp.exp(half_below(Z, largest))
    return roots * roots

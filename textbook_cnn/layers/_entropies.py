"""The cross-entropy of each row of scores, and its gradients: what is done element by element, and the sums."""

from __future__ import annotations

from typing import Any

from .._arrays import Array, array_namespace, elementwise
from ._scores import half_below

IMPOSSIBLE = float("-inf")  # the score of a class that cannot be


def row_sums(Z: Array, T: Array) -> tuple[Array, Array, Array]:
    """Of each row: the sum of the powers, half of Σ_k T_k Z_k, and the targets of classes that cannot be."""
    xp = array_namespace(Z)
    largest = xp.max(Z, axis=1, keepdims=True)
    powers, halves, barred = elementwise(_powers_halves_and_barred, Z, largest, T, IMPOSSIBLE)
    return xp.sum(powers, axis=1), xp.sum(halves, axis=1), xp.sum(barred, axis=1)


def _powers_halves_and_barred(xp: Any, Z: Array, largest: Array, T: Array, impossible: float) -> tuple[Array, ...]:
    halves = half_below(Z, largest)
    roots, possible = xp.exp(halves), halves > impossible
    return roots * roots, xp.where(possible, halves, 0) * T, xp.where(possible, 0, T)


def entropies(xp: Any, powers: Array, halves: Array, barred: Array, impossible: float) -> Array:
    """log Σ_l exp(Z_l) − Σ_k T_k Z_k of each row; infinite if a class that cannot be has a target."""
    return xp.log(powers) - 2 * halves + xp.where(barred != 0, -impossible, barred)


def weighted_entropies(
    xp: Any, powers: Array, halves: Array, barred: Array, weights: Array, impossible: float
) -> Array:
    """The same for rows T of any sum, which is the weight of the logarithm."""
    return weights * xp.log(powers) - 2 * halves + xp.where(barred != 0, -impossible, barred)


def mean_differences(xp: Any, powers: Array, total: Array, T: Array, count: int) -> Array:
    """The gradient of the mean of `entropies`."""
    return (powers / total - T) / count


def weighted_differences(xp: Any, powers: Array, total: Array, T: Array, weights: Array, count: Any) -> Array:
    """The gradient of the sum of `weighted_entropies`, divided by `count`."""
    return (powers / total * weights - T) / count

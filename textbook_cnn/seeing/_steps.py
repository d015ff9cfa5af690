"""What images that are changed step by step have in common: what is found, what counts against it, how far to step."""

from __future__ import annotations

from typing import NamedTuple

from .._arrays import Array, add_at, array_namespace, narrowed, widened

MOST_STEPS = 10**6  # more are surely a slip


class Found(NamedTuple):
    """An image that was found step by step, and the objective before each step and after the last, (steps + 1,)."""

    X: Array
    objective: Array


def penalty(X: Array, decay: float, smoothness: float) -> Array:
    """decay/2 · ΣX² + smoothness/2 · Σ(differences of neighbouring pixels)², for each image."""
    xp, axes, wide = array_namespace(X), (1, 2, 3), widened(X)
    down, across = wide[:, :, 1:, :] - wide[:, :, :-1, :], wide[:, :, :, 1:] - wide[:, :, :, :-1]
    rough = xp.sum(down**2, axis=axes) + xp.sum(across**2, axis=axes)
    return narrowed(decay / 2 * xp.sum(wide**2, axis=axes) + smoothness / 2 * rough, X.dtype)


def roughness_gradient(X: Array) -> Array:
    """Gradient of ½ Σ(differences)²: each difference pulls its two pixels together."""
    dX, everything = array_namespace(X).zeros_like(X), slice(None)
    for axis in (2, 3):
        later = tuple(slice(1, None) if m == axis else everything for m in range(4))
        earlier = tuple(slice(None, -1) if m == axis else everything for m in range(4))
        difference = X[later] - X[earlier]
        dX = add_at(add_at(dX, later, difference), earlier, -difference)
    return dX


def unit_size(dX: Array) -> Array:
    """dX with a root mean square of 1 in each image; zeros stay zeros."""
    xp, wide = array_namespace(dX), widened(dX)
    size = xp.sqrt(xp.mean(wide**2, axis=(1, 2, 3), keepdims=True))
    return narrowed(wide / xp.where(size > 0, size, xp.ones_like(size)), dX.dtype)

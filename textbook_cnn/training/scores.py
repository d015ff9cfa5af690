"""The scores that a network gives images, a part of them at a time, and how many are right."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from .. import _options as option
from .._arrays import Array, all_detached, elementwise, is_numpy_array
from ..network.network import Network
from ..network.pool_first import pool_first
from .threads import worker_pool

CPU_PART = 64  # images at a time: small enough for the columns of a layer to stay near the processor
LARGE_PART = 512  # images at a time where that does not matter: each call costs more than it computes


def scores(network: Network, params: Mapping[str, Array], X: Array) -> Iterator[tuple[slice, Array]]:
    """The network's output for slices of the images, without keeping any cache."""
    fast = pool_first(network)  # the same function and parameters, proved
    params = all_detached(option.mapping("params", params))
    size = CPU_PART if is_numpy_array(X) else LARGE_PART
    parts = [slice(i, min(i + size, X.shape[0])) for i in range(0, X.shape[0], size)]

    def run(part: slice) -> Array:
        Z, _ = deque(fast.steps(params, X[part, ...]), maxlen=1).pop()  # the last layer's; caches are let go
        return Z

    if len(parts) == 1 or not is_numpy_array(X):
        yield from zip(parts, map(run, parts))
        return
    with worker_pool() as pool:
        yield from zip(parts, (map if pool is None else pool.map)(run, parts))


def number_right(Z: Array, T: Array, xp: Any) -> Array:
    """How many images have their largest score at their largest target, as a 0-d array; NaN is at no target."""
    return xp.sum(elementwise(_same, xp.argmax(Z, axis=1), xp.argmax(T, axis=1), xp.max(Z, axis=1)))


def _same(xp: Any, A: Array, B: Array, largest: Array) -> Array:
    return xp.astype(A == B, A.dtype) * xp.astype(largest == largest, A.dtype)

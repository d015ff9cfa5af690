"""Values put together from parts: sums with a bias, arrays of arrays, rows of elements."""

from __future__ import annotations

from typing import Any

import numpy as np


def plus(left: Any, right: Any) -> Any:
    """Sum in which one scalar for each i, B (d,), is added to all elements of part i, (d, height, width)."""
    if np.ndim(left) == 1 and np.ndim(right) == 3:
        left = left[:, None, None]
    return left + right


def as_array(parts: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Object array of the given leading shape whose parts are scalars or equally shaped arrays."""
    parts = list(parts)
    inner = np.shape(parts[0])
    array = np.empty((len(parts), *inner), dtype=object)
    for place, part in enumerate(parts):
        array[place] = part
    return array.reshape(*shape, *inner)


def row(arrays: Any) -> np.ndarray:
    """All elements in one row."""
    return np.concatenate([np.ravel(array) for array in arrays])

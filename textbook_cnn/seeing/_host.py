"""Arrays of any library as NumPy's."""

from __future__ import annotations

import numpy as np

from .._arrays import Array, detached, widened
from ..network.parameters import as_numpy


def on_host(A: Array) -> np.ndarray:
    """The array in main memory, without its graph; in float32 if NumPy has no such half precision."""
    A = detached(A)
    try:
        return as_numpy(A)
    except TypeError:  # PyTorch's bfloat16
        return as_numpy(widened(A))

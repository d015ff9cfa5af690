"""Arrays by name that lie in one buffer for each dtype, so that what is done to all of them is done at once."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from .._arrays import Array, array_namespace, device, reshape, widened


class Buffers:
    """Arrays by name, as views of one buffer for each dtype: what is done to all takes one kernel.

    With `wide` those of half precision are of float32, as the averages of Adam are.
    """

    def __init__(self, like: Mapping[str, Array], wide: bool = False) -> None:
        self.views: dict[str, Any] = {}
        self.whole: dict[str, Any] = {}
        for dtype in dict.fromkeys(A.dtype for A in like.values()):
            chosen = {key: A for key, A in like.items() if A.dtype == dtype}
            first = next(iter(chosen.values()))
            xp, sizes = array_namespace(first), [prod(A.shape) for A in chosen.values()]
            zeros = xp.zeros(sum(sizes), dtype=dtype, device=device(first))
            whole = self.whole[str(dtype)] = widened(zeros) if wide else zeros
            ends = np.cumsum(sizes)
            for (key, A), end, size in zip(chosen.items(), ends.tolist(), sizes):
                self.views[key] = reshape(whole[end - size : end], *A.shape)

    def fill(self, values: Mapping[str, Array]) -> None:
        """Set the arrays, by name."""
        for key, view in self.views.items():
            view[...] = values[key]

    def replace(self, whole: Mapping[str, Array]) -> None:
        """Set the buffers themselves, by dtype."""
        for dtype, buffer in self.whole.items():
            buffer[...] = whole[dtype]

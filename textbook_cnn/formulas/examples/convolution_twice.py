"""Images of symbols, and two kernels that follow one another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from ..example import Example
from ..symbols.rings import ring_arrays


def two_kernels() -> Iterator[Example]:
    """Images of up to 5×6 pixels and two kernels, both of which fit in one after the other."""
    for size, first, second in product(((3, 3), (4, 4), (5, 6)), ((1, 1), (2, 2), (3, 2)), ((1, 2), (2, 2), (2, 3))):
        if all(a + b <= m + 1 for a, b, m in zip(first, second, size)):
            X, *K = ring_arrays({"x": size, "k": first, "l": second}).values()
            kernels = np.empty(2, dtype=object)
            kernels[:] = K
            words = "image {}×{}, kernels {}×{} and {}×{}".format(*size, *first, *second)
            yield Example(words, {"X": X, "K": kernels})

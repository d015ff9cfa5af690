"""What a proof supposes of its symbols, beyond what its formula asks: signs, and the order of numbers.

A case then speaks of the values with these signs and in this order, and of no others.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np


def signs(array: np.ndarray) -> None:
    """Suppose that each scalar has the sign of its witness."""
    for scalar in array.ravel():
        _ = scalar > 0


def below(number: Any, bound: Any) -> None:
    """Suppose that a scalar is smaller than a bound, as its witness must be."""
    if not number < bound:
        raise ValueError(f"number: expected one below {bound}, got {number}")


def order(scalars: Iterable[Any]) -> None:
    """Suppose that scalars stand in the order of their witnesses."""
    for below, above in pairwise(sorted(scalars, key=lambda scalar: scalar.witness)):
        _ = below < above

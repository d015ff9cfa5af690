"""Arrays that carry a graph: PyTorch's keep how they were computed, as long as anything that came of them lives."""

from __future__ import annotations

from collections.abc import Mapping

import numpy
from array_api_compat import is_torch_array

from .array_type import Array


def detached(A: Array) -> Array:
    """The numbers of A without the graph that came with them; no copy."""
    return A.detach() if type(A) is not numpy.ndarray and is_torch_array(A) else A


def all_detached(params: Mapping[str, Array]) -> dict[str, Array]:
    """Arrays by name, each without its graph."""
    return {key: detached(A) for key, A in params.items()}

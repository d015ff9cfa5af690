"""Half precision: numbers of two bytes, which are added up in float32."""

from __future__ import annotations

from functools import cache
from typing import Any

from .array_type import Array
from .libraries import array_namespace

HALVES = ("float16", "bfloat16")  # of any library


def is_half(dtype: Any) -> bool:
    """Whether a dtype is one of two bytes for real numbers, float16 or bfloat16."""
    kind: Any = type(dtype)
    return _is_half(kind, dtype)


@cache
def _is_half(kind: Any, dtype: Any) -> bool:
    """The same, kept: by the type first, for dtypes of two libraries warn when they are compared."""
    return str(dtype).rpartition(".")[2] in HALVES


def widened(A: Array) -> Array:
    """A in the dtype in which it is summed: float32 for half precision, else its own."""
    if not is_half(A.dtype):
        return A
    xp = array_namespace(A)
    return xp.astype(A, xp.float32)


def narrowed(A: Array, dtype: Any) -> Array:
    """What was computed of widened arrays, in their own dtype again; other arrays as they are."""
    return array_namespace(A).astype(A, dtype) if is_half(dtype) else A

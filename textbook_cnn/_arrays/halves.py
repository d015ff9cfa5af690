"""Numbers that are added up: half precision in float32, integers in 64 bits."""

from __future__ import annotations

from typing import Any

from .array_type import Array
from .dtypes import is_half
from .libraries import array_namespace
from .promotion import promote


def widened(A: Array) -> Array:
    """A in the dtype in which it is summed: float32 for half precision, else its own."""
    if not is_half(A.dtype):
        return A
    xp = array_namespace(A)
    return xp.astype(A, xp.float32)


def narrowed(A: Array, dtype: Any) -> Array:
    """What was computed of widened arrays, in their own dtype again; other arrays as they are."""
    return array_namespace(A).astype(A, dtype) if is_half(dtype) else A


def summands(**named: Array | None) -> tuple[Any, tuple[Any, ...]]:
    """The dtype in which a result that is a sum of products comes back, and its arguments as they are added up.

    That dtype is what the floating-point arguments have in common (float32 with float64 gives float64, float16 with
    float32 or with bfloat16 gives float32); integers are converted to it, and give int64 among themselves.
    """
    arrays = promote(**named)
    dtype = arrays[0].dtype
    return dtype, tuple(A if A is None else widened(A) for A in arrays) if is_half(dtype) else arrays

"""Types of elements: which are numbers, which are integers, which have two bytes."""

from __future__ import annotations

from functools import cache
from typing import Any

HALVES = ("float16", "bfloat16")  # of any library
INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
REALS = ("bool", *INTEGERS, *HALVES, "float32", "float64")


def is_half(dtype: Any) -> bool:
    """Whether a dtype is one of two bytes for real numbers, float16 or bfloat16."""
    kind: Any = type(dtype)
    return getattr(dtype, "itemsize", 2) == 2 and _named(kind, dtype, HALVES)  # most types are told by their size


def is_real(dtype: Any) -> bool:
    """Whether a dtype is one of those real numbers that every function can compute with."""
    kind: Any = type(dtype)
    return _named(kind, dtype, REALS)


@cache
def _named(kind: Any, dtype: Any, names: tuple[str, ...]) -> bool:
    """Whether a dtype has one of the names; by its type first, for dtypes of two libraries warn when compared."""
    return str(dtype).rpartition(".")[2] in names


@cache
def integral(dtype: Any, xp: Any) -> bool:
    """Whether a dtype of the library `xp` is that of integers or booleans."""
    return not is_half(dtype) and xp.isdtype(dtype, ("bool", "integral"))  # NumPy does not know of bfloat16


def widest_integer(xp: Any) -> Any:
    """The dtype in which integers are summed: int64, or int32 in JAX unless it has been told to use 64 bits."""
    signed = xp.__array_namespace_info__().dtypes(kind="signed integer")
    return signed["int64"] if "int64" in signed else signed["int32"]

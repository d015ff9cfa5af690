"""Arrays of several dtypes in one."""

from __future__ import annotations

from typing import Any

from .array_type import Array
from .dtypes import integral, is_half, widest_integer
from .libraries import array_namespace
from .numbers import readable


def promote(**named: Array | None) -> tuple[Any, ...]:
    """The arrays in one dtype: integers become int64 or, next to others, what the others have in common.

    An integer that does not fit is refused, by the name of its array.
    """
    arrays = tuple(named.values())
    xp = array_namespace(*[A for A in arrays if A is not None])
    dtypes: list[Any] = []
    for A in arrays:
        if A is not None and A.dtype not in dtypes:
            dtypes.append(A.dtype)
    others = [dtype for dtype in dtypes if not integral(dtype, xp)]
    if len(dtypes) == len(others) == 1:
        return arrays
    if others:
        dtype = _common(others, xp)
        return tuple(A if A is None else xp.astype(A, dtype, copy=False) for A in arrays)
    return tuple(A if A is None else _signed(name, A, xp) for name, A in named.items())


def _common(dtypes: list[Any], xp: Any) -> Any:
    """What several floating-point dtypes have in common: float32 for the two halves, of which NumPy cannot tell."""
    several = len(dtypes) > 1
    return xp.result_type(*(xp.float32 if several and is_half(dtype) else dtype for dtype in dtypes))


def _signed(name: str, A: Array, xp: Any) -> Array:
    """Integers in the widest signed type of their library; those of no sign that do not fit would wrap around."""
    dtype = widest_integer(xp)
    converted: Array = xp.astype(A, dtype, copy=False)
    bits = xp.iinfo(dtype).bits
    if not xp.isdtype(A.dtype, "unsigned integer") or xp.iinfo(A.dtype).bits < bits:
        return converted
    negative = converted < 0
    if not readable(negative):
        raise TypeError(f"{name}: expected integers that can be read, got traced ones of {A.dtype}; convert them first")
    if bool(xp.any(negative)):
        raise ValueError(f"{name}: expected integers below 2**{bits - 1}, got larger ones of dtype {A.dtype}")
    return converted

"""What CuPy leaves to its user: functions in one kernel, and in the memory order of their arguments.

CuPy's own functions answer in the order of the axes, whatever the memory order of their arguments, where other
libraries keep it.  Here the axes are permuted into the order in which they lie, which moves no data, and back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any


def elementwise(function: Callable[..., Any], xp: Any, first: Any, *others: Any) -> Any:
    """function(xp, first, *others) as one kernel, in the memory order of the first array."""
    order = _order_of(first)
    found, back = _kernel(function, xp)(*_permuted(order, first, *others)), _inverse(order)
    return tuple(A.transpose(back) for A in found) if isinstance(found, tuple) else found.transpose(back)


def trues(xp: Any, like: Any) -> Any:
    """True everywhere, in the shape and memory order of `like`."""
    order = _order_of(like)
    return xp.ones([like.shape[axis] for axis in order], dtype=xp.bool).transpose(_inverse(order))


def in_memory_order(first: Any, *others: Any) -> list[Any]:
    """Arrays with their axes in the memory order of the first; numbers and 0-d arrays stay as they are."""
    return _permuted(_order_of(first), first, *others)


def _order_of(A: Any) -> list[int]:
    """The axes, from the one with the longest steps in memory to that with the shortest."""
    return sorted(range(A.ndim), key=lambda axis: -abs(A.strides[axis]))


def _inverse(order: list[int]) -> list[int]:
    """The permutation that undoes another."""
    return sorted(range(len(order)), key=order.__getitem__)


def _permuted(order: list[int], *values: Any) -> list[Any]:
    """Arrays with their axes in that order; numbers and 0-d arrays as they are."""
    if any(getattr(A, "ndim", 0) not in (0, len(order)) for A in values):  # its axes would meet others than they ought
        shapes = [getattr(A, "shape", ()) for A in values]
        raise ValueError(f"expected arrays with {len(order)} axes, got shapes {shapes}")
    return [A.transpose(order) if getattr(A, "ndim", -1) == len(order) else A for A in values]


@cache
def _kernel(function: Callable[..., Any], xp: Any) -> Callable[..., Any]:
    """An elementwise function as one kernel; its numbers are arguments of the kernel."""
    return xp.fuse(kernel_name=function.__name__)(partial(function, xp))

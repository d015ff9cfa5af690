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
    found = _kernel(function, xp)(*in_memory_order(first, *others))
    back = _way_back(first)
    return tuple(A.transpose(back) for A in found) if isinstance(found, tuple) else found.transpose(back)


def trues(xp: Any, like: Any) -> Any:
    """True everywhere, in the shape and memory order of `like`."""
    return xp.ones([like.shape[axis] for axis in _memory_order(like)], dtype=xp.bool).transpose(_way_back(like))


def in_memory_order(first: Any, *others: Any) -> list[Any]:
    """Arrays with their axes in the memory order of the first; numbers and 0-d arrays stay as they are."""
    if any(
        getattr(A, "ndim", 0) not in (0, first.ndim) for A in others
    ):  # its axes would meet others than they ought to
        raise ValueError(
            f"expected arrays with {first.ndim} axes, got shapes {[getattr(A, 'shape', ()) for A in others]}"
        )
    order = _memory_order(first)
    return [A.transpose(order) if getattr(A, "ndim", -1) == first.ndim else A for A in (first, *others)]


def _memory_order(A: Any) -> list[int]:
    """The axes, from the one with the longest steps in memory to that with the shortest."""
    return sorted(range(A.ndim), key=lambda axis: -A.strides[axis])


def _way_back(A: Any) -> list[int]:
    """The permutation that undoes that into the memory order of A."""
    return sorted(range(A.ndim), key=_memory_order(A).__getitem__)


@cache
def _kernel(function: Callable[..., Any], xp: Any) -> Callable[..., Any]:
    """An elementwise function as one kernel; its numbers are arguments of the kernel."""
    return xp.fuse(kernel_name=function.__name__)(partial(function, xp))

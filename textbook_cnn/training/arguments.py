"""What a step of training is given, checked and brought to the dtype of the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

from .. import _checks as check
from .. import _options as option
from .._arrays import Array, all_detached, array_namespace, detached, is_numpy_array


def in_dtype_of(P: Array, A: Array) -> Array:
    """A in the dtype of P, which A would widen otherwise."""
    return array_namespace(P).astype(A, P.dtype, copy=False)


def checked_step(value: Any) -> Any:
    """Check a number of steps: an integer that is not negative, or a 0-d array, whose value is not looked at."""
    if isinstance(value, Integral) or not hasattr(value, "dtype"):
        return check.integer("state.step", value, 0)
    check.arrays(**{"state.step": value})
    check.not_boolean("state.step", value)
    check.shape("state.step", value, (), "()")
    return value


def checked_rate(value: Any) -> Any:
    """Check the learning rate: a number that is not negative, or a 0-d array, looked at if it is NumPy's."""
    if isinstance(value, Real) or not hasattr(value, "dtype"):
        return check.number("learning_rate", value, 0)
    check.arrays(learning_rate=value)
    check.floating("learning_rate", value)
    check.shape("learning_rate", value, (), "()")
    if is_numpy_array(value) and value.dtype.kind == "f":  # others are waited for, and symbols have no size
        return check.number("learning_rate", value.item(), 0)
    return detached(value)


def check_arrays(name: str, arrays: Any, like: Mapping[str, Array] | None = None) -> dict[str, Array]:
    """Check a dict of floating-point arrays of one library, and that it has the names and shapes of `like`."""
    arrays = option.mapping(name, arrays)
    if like is not None and set(arrays) != set(like):
        raise ValueError(f"{name}: expected the names of params, {sorted(like)}, got {sorted(arrays)}")
    beside = {} if like is None else {f"params[{key!r}]": P for key, P in like.items()}
    named = {f"{name}[{key!r}]": A for key, A in arrays.items()}
    if named:
        check.arrays(**beside, **named)
    for title, A in named.items():
        check.floating(title, A)
    if like is not None:
        for key, P in like.items():
            check.shape(f"{name}[{key!r}]", arrays[key], P.shape, f"that of params[{key!r}]")
    return all_detached(arrays)

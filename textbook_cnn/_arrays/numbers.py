"""Which arrays are arrays of numbers; all else is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import isfinite, prod
from numbers import Integral, Real
from typing import Any

import numpy

from .array_type import Array
from .dtypes import is_real

NO_NUMBERS = (bool, numpy.timedelta64)  # which Python and NumPy count among the integers
NOT_THERE = ("Tracer", "FakeTensor")  # classes of JAX and PyTorch that stand for arrays
_symbols = 0  # how many proofs are running that hand symbols to the functions


@contextmanager
def symbols_taken() -> Iterator[None]:
    """While in this context, arrays of objects are taken: those of the proofs hold symbols."""
    global _symbols
    _symbols += 1
    try:
        yield
    finally:
        _symbols -= 1


def plain_numbers(values: Iterable[Any]) -> bool:
    """Whether all are NumPy's own arrays of numbers: at once, for a training step asks some hundred times."""
    for A in values:  # noqa: SIM110 - `all` would make a generator, which takes longer than the question
        if type(A) is not numpy.ndarray or A.dtype.kind not in "biuf":
            return False
    return True


def of_numbers(A: Array) -> bool:
    """Whether A is an array of real numbers: no text, records, dates, complex, masked, sparse, no matrix or objects."""
    if plain_numbers((A,)):
        return True
    if issubclass(type(A), type):  # the class of arrays, which has what arrays have
        return False
    if issubclass(type(A), (numpy.matrix, numpy.ma.MaskedArray)):  # `isinstance` would ask symbols for their class
        return False
    return _symbols > 0 or (is_real(A.dtype) and _is_grid(A))


def _is_grid(A: Array) -> bool:
    """Whether there is a number at each place of a grid: PyTorch knows arrays that leave some out, and nested ones."""
    return "sparse" not in str(getattr(A, "layout", "")) and not getattr(A, "is_nested", False)


def fits_memory(shape: tuple[Any, ...]) -> bool:
    """Whether as many elements can be addressed; of sizes that are not known, a proof says so."""
    return any(type(m) is not int for m in shape) or prod(shape) < 1 << 48


def readable(A: Any) -> bool:
    """Whether the numbers in an array can be looked at: while it is traced, as by `jax.jit`, they are not there yet."""
    if any(base.__name__ in NOT_THERE for base in type(A).__mro__):
        return False
    return _done(lambda: A[(slice(1),) * A.ndim].tolist()) if hasattr(A, "data_ptr") else True


def stored(A: Any) -> bool:
    """Whether an array has memory that another library can read: PyTorch's have none under `torch.func`."""
    return readable(A) and (_done(A.data_ptr) if hasattr(A, "data_ptr") else True)


def _done(ask: Any) -> bool:
    """Whether PyTorch answers."""
    try:
        ask()
    except RuntimeError:
        return False
    return True


def fits_index(value: Any) -> bool:
    """Whether an integer is one that an index can be; of a size that is not known, a proof says so."""
    return type(value) is not int or -(1 << 63) <= value < 1 << 63


def fits_float(value: Any) -> bool:
    """Whether a number is one that a float can hold; of a symbol, a proof says so."""
    if type(value) not in (int, float, Fraction) and not isinstance(value, numpy.generic):
        return True
    try:
        return isfinite(value)
    except OverflowError:
        return False


def whole(value: Any) -> bool:
    """Whether a value is a whole number, of Python's or another library's; truth values and spans of time are none."""
    return isinstance(value, Integral) and not isinstance(value, NO_NUMBERS)


def real(value: Any) -> bool:
    """Whether a value is a real number."""
    return isinstance(value, Real) and not isinstance(value, NO_NUMBERS)

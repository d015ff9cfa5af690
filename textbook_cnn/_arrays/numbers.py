"""Which arrays are arrays of numbers; all else is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from typing import Any

import numpy

from .array_type import Array
from .dtypes import is_real

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


def of_numbers(A: Array) -> bool:
    """Whether A is an array of real numbers: no text, records, dates, complex numbers, masks, matrices or objects."""
    if type(A) is numpy.ndarray and A.dtype.kind in "biuf":  # at once: a training step asks some hundred times
        return True
    if issubclass(type(A), (numpy.matrix, numpy.ma.MaskedArray)):  # `isinstance` would ask symbols for their class
        return False
    return _symbols > 0 or is_real(A.dtype)


def fits_memory(shape: tuple[Any, ...]) -> bool:
    """Whether as many elements can be addressed; of sizes that are not known, a proof says so."""
    return any(type(m) is not int for m in shape) or prod(shape) < 1 << 48


def fits_index(value: Any) -> bool:
    """Whether an integer is one that an index can be; of a size that is not known, a proof says so."""
    return type(value) is not int or -(1 << 63) <= value < 1 << 63

"""Arguments as SymPy keeps them, and values put together from parts: sums with a bias, arrays of arrays, rows."""

from __future__ import annotations

from functools import reduce
from operator import mul
from typing import Any

import numpy as np
import sympy as sp
from sympy.core.symbol import Str

from ..example import Disagreement


def plus(left: Any, right: Any) -> Any:
    """Sum in which one scalar for each i, B (d,), is added to all elements of part i, (d, height, width)."""
    if np.ndim(left) == 1 and np.ndim(right) == 3:
        left = left[:, None, None]
    return left + right


def no_matrix(given: Any, inside: str) -> Any:
    """Return a number or a row of numbers: a matrix has powers, roots and inverses of its own."""
    if np.ndim(given) > 1:
        raise Disagreement(f"an array of shape {np.shape(given)} in {inside}, which would be read as a matrix")
    return given


def times(values: list[Any]) -> Any:
    """Product of numbers, among them one array at most: two side by side would be read as a product of matrices."""
    if sum(np.ndim(each) > 0 for each in values) > 1:
        raise Disagreement(f"a product of arrays of shapes {list(map(np.shape, values))} is no product of matrices")
    return reduce(mul, values)


def as_array(parts: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Object array of the given leading shape whose parts are scalars or equally shaped arrays."""
    parts = list(parts)
    inner = np.shape(parts[0])
    array = np.empty((len(parts), *inner), dtype=object)
    for place, part in enumerate(parts):
        array[place] = part
    return array.reshape(*shape, *inner)


def row(arrays: Any) -> np.ndarray:
    """All elements in one row."""
    return np.concatenate([np.ravel(array) for array in arrays])


def argument(given: Any) -> sp.Basic:
    """Return what SymPy keeps of a node's argument: text as text, lists as tuples."""
    if isinstance(given, str):
        return Str(given)
    return sp.Tuple(*map(argument, given)) if isinstance(given, list) else sp.sympify(given)


def joined(kind: type[sp.Expr], left: Any) -> tuple[Any, ...]:
    """What a sum or product goes on from: all terms of a + b if c follows, so that a + b + c is one sum of three."""
    return left.args if type(left) is kind else (left,)

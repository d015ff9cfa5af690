"""Arrays as JSON, for the scripts of a page: the same numbers that a figure shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from .. import _checks as check
from ._given import mapping_of, numbers_of

__all__ = ["arrays_to_json"]

MOST_DIGITS = 17


def arrays_to_json(arrays: Mapping[str, np.ndarray], *, digits: int = 4) -> str:
    """Write arrays as JSON: {"name": {"shape": [...], "values": [...]}}, the values in reading order.

    Parameters
    ----------
    arrays : mapping of str to array of any shape
        Finite real numbers or truth values.
    digits : int
        Significant digits of numbers that are not whole.

    Returns
    -------
    str
        ASCII; safe inside an HTML script element.

    Raises
    ------
    TypeError
        If `arrays` is no mapping, a value no array of real numbers, or `digits` no int.
    ValueError
        If there is no array, a number is not finite, or `digits` is below 1.

    Examples
    --------
    >>> from textbook_cnn.visualize import arrays_to_json
    >>> arrays_to_json({"K": np.array([[1, 2], [-1, 0]]), "b": np.array([1 / 3])})
    '{"K": {"shape": [2, 2], "values": [1, 2, -1, 0]}, "b": {"shape": [1], "values": [0.3333]}}'
    """
    digits = check.integer("digits", digits, 1)
    if digits > MOST_DIGITS:
        raise ValueError(f"digits: expected at most {MOST_DIGITS}, all that a float has, got {digits}")
    written = {name: _written(f"arrays[{name!r}]", A, digits) for name, A in mapping_of("arrays", arrays).items()}
    return json.dumps(written, allow_nan=False).replace("<", "\\u003c")


def _written(name: str, array: np.ndarray, digits: int) -> dict[str, list[Any]]:
    A = numbers_of(name, array, *range(65), least=0)
    values = A.ravel().tolist()
    if A.dtype.kind == "f":
        values = [float(f"{value:.{digits}g}") for value in values]
    return {"shape": list(A.shape), "values": values}

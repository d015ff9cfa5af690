"""Arrays as JSON, for the scripts of a page: the same numbers that a figure shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from ._canvas import mapping_of

__all__ = ["arrays_to_json"]


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
    if isinstance(digits, bool) or not isinstance(digits, int):
        raise TypeError(f"digits: expected an int, got {type(digits).__name__}")
    if digits < 1:
        raise ValueError(f"digits: expected 1 or more, got {digits}")
    written = {str(name): _written(f"arrays[{name!r}]", A, digits) for name, A in mapping_of("arrays", arrays).items()}
    return json.dumps(written, allow_nan=False).replace("<", "\\u003c")


def _written(name: str, array: np.ndarray, digits: int) -> dict[str, list[Any]]:
    if not hasattr(array, "shape"):
        raise TypeError(f"{name}: expected an array, got {type(array).__name__}")
    A = np.asarray(array)
    if A.dtype.kind not in "buif":
        raise TypeError(f"{name}: expected an array of real numbers, got dtype {A.dtype}")
    if not np.isfinite(A).all():
        raise ValueError(f"{name}: expected finite numbers, got NaN or infinity")
    values = A.ravel().tolist()
    if A.dtype.kind == "f":
        values = [float(f"{value:.{digits}g}") for value in values]
    return {"shape": list(A.shape), "values": values}

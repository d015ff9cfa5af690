"""The mean squared error of outputs and targets, from two arrays to one number and back."""

from __future__ import annotations

import math
from typing import Any

from .. import _checks as check
from .._arrays import Array, array_namespace, elementwise, narrowed, widened

__all__ = ["squared_error", "squared_error_backward"]


def squared_error(Y: Array, T: Array) -> Array:
    """Mean squared error between outputs and targets: E = (1/m) Σ_k (Y_k − T_k)², over all m entries.

    Parameters
    ----------
    Y : array of any shape
        Outputs, floating-point.
    T : array, same shape
        Targets: what the outputs should be, floating-point.

    Returns
    -------
    0-d array
        The loss, averaged over all entries, as in Keras and PyTorch; same dtype as `Y`, if `T` has it too. If `Y` has
        half precision, so has the loss, but it is added up in float32.

    Raises
    ------
    TypeError
        If an argument is no array or an array of integers, or the libraries are mixed.
    ValueError
        If the shapes differ, or there are no entries.

    Notes
    -----
    Equation ``squared_error.forward``. The squares are those of the method of least squares [1]_.

    References
    ----------
    .. [1] A.-M. Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", Firmin Didot, 1805.

    Examples
    --------
    >>> import numpy as np
    >>> float(squared_error(np.array([3.0, 0.0]), np.array([1.0, 0.0])))
    2.0
    """
    m = _checked_entries(Y, T)
    squares = elementwise(_squares, widened(Y), widened(T))
    return narrowed(array_namespace(Y).sum(squares) / m, Y.dtype)


def squared_error_backward(Y: Array, T: Array) -> Array:
    """Gradient of the mean squared error with respect to the outputs: ∂E/∂Y_k = (2/m) (Y_k − T_k).

    Parameters
    ----------
    Y : array of any shape
        Outputs, floating-point.
    T : array, same shape
        Targets, floating-point.

    Returns
    -------
    array, same shape
        ∂E/∂Y, same shape as `Y`, and same dtype if `T` has it too; of half precision if `Y` is.

    Raises
    ------
    TypeError, ValueError
        As `squared_error`.

    Notes
    -----
    Equation ``squared_error.backward``.

    Examples
    --------
    >>> import numpy as np
    >>> squared_error_backward(np.array([3.0, 0.0]), np.array([1.0, 0.0]))
    array([2., 0.])
    """
    m = _checked_entries(Y, T)
    return narrowed(elementwise(_slopes, widened(Y), widened(T), m), Y.dtype)


def _squares(xp: Any, Y: Array, T: Array) -> Array:
    return (Y - T) * (Y - T)


def _slopes(xp: Any, Y: Array, T: Array, m: int) -> Array:
    return 2 * (Y - T) / m


def _checked_entries(Y: Array, T: Array) -> int:
    """Check outputs and targets; return how many entries each has."""
    check.arrays(Y=Y, T=T)
    check.floating("Y", Y)
    check.floating("T", T)
    check.shape("T", T, Y.shape, "that of Y")
    if 0 in Y.shape:
        raise ValueError(f"Y: expected at least one entry, got shape {tuple(Y.shape)}; nothing has no mean")
    return math.prod(Y.shape)

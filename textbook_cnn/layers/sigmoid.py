"""The sigmoid, Y = 1 / (1 + exp(−X))."""

from __future__ import annotations

from typing import Any

from .. import _checks as check
from .._arrays import Array, elementwise, narrowed, widened

__all__ = ["sigmoid", "sigmoid_backward"]


def sigmoid(X: Array) -> Array:
    """Sigmoid, or logistic function: Y = 1 / (1 + exp(−X)), element by element.

    Parameters
    ----------
    X : array of any shape
        Input, floating-point; NumPy, CuPy, PyTorch, JAX …

    Returns
    -------
    array, same shape
        Numbers from 0 to 1. Same shape and dtype as `X`, half precision being computed in float32. No exponential
        overflows, and NaN stays NaN.

    Raises
    ------
    TypeError
        If `X` is no array, or an array of integers.

    Notes
    -----
    Equation ``sigmoid.forward``. Computed from the exponential of −|X|, which is at most 1.

    Examples
    --------
    >>> import numpy as np
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    check.arrays(X=X)
    check.floating("X", X)
    return narrowed(elementwise(_sigmoid, widened(X)), X.dtype)


def sigmoid_backward(Y: Array, dY: Array) -> Array:
    """Gradient of the loss for the input of a sigmoid: ∂E/∂X[p, q] = ∂E/∂Y[p, q] Y[p, q] (1 − Y[p, q]).

    Parameters
    ----------
    Y : array of any shape
        What `sigmoid` has returned, floating-point.
    dY : array, same shape
        ∂E/∂Y, floating-point.

    Returns
    -------
    array, same shape
        ∂E/∂X, same dtype as `dY` if `Y` has it too.

    Raises
    ------
    TypeError
        If an argument is no array or an array of integers, or the libraries are mixed.
    ValueError
        If the shapes differ.

    Notes
    -----
    Equation ``sigmoid.backward``.

    Examples
    --------
    >>> import numpy as np
    >>> sigmoid_backward(np.array([0.5, 1.0]), np.array([8.0, 8.0]))
    array([2., 0.])
    """
    check.arrays(Y=Y, dY=dY)
    check.floating("Y", Y)
    check.floating("dY", dY)
    check.shape("dY", dY, Y.shape, "that of Y")
    return narrowed(elementwise(_through_sigmoid, widened(dY), widened(Y)), dY.dtype)


def _sigmoid(xp: Any, X: Array) -> Array:
    powers = xp.exp(xp.where(X < 0, X, -X))  # −|X|, whose derivative a library's graph takes for 0 at 0
    return xp.where(X < 0, powers, 1) / (1 + powers)


def _through_sigmoid(xp: Any, dY: Array, Y: Array) -> Array:
    return dY * (1 - Y) * Y

"""The hyperbolic tangent."""

from __future__ import annotations

from typing import Any

from .. import _checks as check
from .._arrays import Array, elementwise, narrowed, widened

__all__ = ["tanh", "tanh_backward"]


def tanh(X: Array) -> Array:
    """Hyperbolic tangent: Y = (exp(X) − exp(−X)) / (exp(X) + exp(−X)), element by element.

    Parameters
    ----------
    X : array of any shape
        Input, floating-point; NumPy, CuPy, PyTorch, JAX …

    Returns
    -------
    array, same shape
        Numbers from −1 to 1. Same shape and dtype as `X`, half precision being computed in float32; NaN stays NaN.

    Raises
    ------
    TypeError
        If `X` is no array, or an array of integers.

    Notes
    -----
    Equation ``tanh.forward``. Computed by the library, which overflows nowhere.

    Examples
    --------
    >>> import numpy as np
    >>> tanh(np.array([-1000.0, 0.0, 1000.0]))
    array([-1.,  0.,  1.])
    """
    check.arrays(X=X)
    check.floating("X", X)
    return narrowed(elementwise(_tanh, widened(X)), X.dtype)


def tanh_backward(Y: Array, dY: Array) -> Array:
    """Gradient of the loss for the input of a tanh: ∂E/∂X[p, q] = (1 − Y[p, q]²) ∂E/∂Y[p, q].

    Parameters
    ----------
    Y : array of any shape
        What `tanh` has returned, floating-point.
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
    Equation ``tanh.backward``.

    Examples
    --------
    >>> import numpy as np
    >>> tanh_backward(np.array([0.5, 1.0]), np.array([8.0, 8.0]))
    array([6., 0.])
    """
    check.arrays(Y=Y, dY=dY)
    check.floating("Y", Y)
    check.floating("dY", dY)
    check.shape("dY", dY, Y.shape, "that of Y")
    return narrowed(elementwise(_through_tanh, widened(dY), widened(Y)), dY.dtype)


def _tanh(xp: Any, X: Array) -> Array:
    return xp.tanh(X)


def _through_tanh(xp: Any, dY: Array, Y: Array) -> Array:
    return dY * (1 - Y * Y)

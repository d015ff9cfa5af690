"""The rectifier, Y = max(X, 0)."""

from __future__ import annotations

from typing import Any

from .. import _checks as check
from .._arrays import Array, elementwise
from ._elements import chosen

__all__ = ["relu", "relu_backward"]


def relu(X: Array) -> Array:
    """Rectified linear unit: Y = max(X, 0), element by element.

    Parameters
    ----------
    X : array of any shape
        Input; NumPy, CuPy, PyTorch, JAX …

    Returns
    -------
    array, same shape
        Same shape and dtype as `X`. NaN stays NaN.

    Raises
    ------
    TypeError
        If `X` is no array, or one of booleans.

    Notes
    -----
    Equation ``relu.forward``, slide "CNN for Image" (``activation='relu'``). In networks of many layers since [1]_ and
    [2]_.

    References
    ----------
    .. [1] V. Nair and G. E. Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", 27th International
       Conference on Machine Learning, 2010.
    .. [2] X. Glorot, A. Bordes and Y. Bengio, "Deep Sparse Rectifier Neural Networks", Proceedings of the Fourteenth
       International Conference on Artificial Intelligence and Statistics, 2011.
       https://proceedings.mlr.press/v15/glorot11a.html

    Examples
    --------
    >>> import numpy as np
    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    check.arrays(X=X)
    check.not_boolean("X", X)
    check.ordered("X", X)
    return elementwise(_positive_part, X)


def relu_backward(X: Array, dY: Array) -> Array:
    """Gradient of the loss for the input of a ReLU: ∂E/∂X[p, q] = ∂E/∂Y[p, q] where X[p, q] > 0, else 0.

    Parameters
    ----------
    X : array of any shape
        Input of the forward pass.
    dY : array, same shape
        ∂E/∂Y.

    Returns
    -------
    array, same shape
        ∂E/∂X, same shape and dtype as `dY`. At X = 0, where the ReLU has no derivative, 0 is taken; where X is NaN,
        ∂E/∂Y passes, as in PyTorch; an infinite or NaN ∂E/∂Y does not, where X is 0 or less.

    Raises
    ------
    TypeError
        If an argument is no array or one of booleans, or the libraries are mixed.
    ValueError
        If the shapes differ.

    Notes
    -----
    Equation ``relu.backward``; the slides take ∂E/∂Y before the ReLU.

    Examples
    --------
    >>> import numpy as np
    >>> relu_backward(np.array([-2.0, 0.0, 3.0]), np.array([5.0, 5.0, 5.0]))
    array([0., 0., 5.])
    """
    check.arrays(X=X, dY=dY)
    check.not_boolean("X", X)
    check.not_boolean("dY", dY)
    check.ordered("X", X)
    check.shape("dY", dY, X.shape, "that of X")
    return elementwise(_where_positive, dY, X)


def _positive_part(xp: Any, X: Array) -> Array:
    return xp.maximum(X, 0)


def _where_positive(xp: Any, dY: Array, X: Array) -> Array:
    return chosen(xp, dY, ~(X <= 0))  # so written, it is true of NaN

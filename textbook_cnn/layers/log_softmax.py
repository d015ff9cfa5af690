"""The logarithm of the softmax, and its gradient."""

from __future__ import annotations

from typing import Any

from .. import _checks as check
from .._arrays import Array, array_namespace, elementwise, narrowed, widened
from ._scores import SCORES, check_scores, half_below, powers_below

__all__ = ["log_softmax", "log_softmax_backward"]


def log_softmax(Z: Array) -> Array:
    """Turn scores into logarithms of probabilities: Y_k = Z_k − log Σ_l exp(Z_l).

    Parameters
    ----------
    Z : array (batch, classes)
        Scores, floating-point.

    Returns
    -------
    array (batch, classes)
        Logarithms of the probabilities, at most 0; same dtype as `Z`, half precision being computed in float32. They
        keep their digits where `softmax` rounds to zero. A score of −∞ stays −∞; a row with NaN, with +∞ or of −∞ alone
        is NaN throughout, as in PyTorch.

    Raises
    ------
    TypeError
        If `Z` is no array, or an array of integers.
    ValueError
        If `Z` has not two axes, or no classes.

    Notes
    -----
    Equation ``log_softmax.forward``. On its accuracy see [1]_.

    References
    ----------
    .. [1] P. Blanchard, D. J. Higham and N. J. Higham, "Accurately Computing the Log-Sum-Exp and Softmax Functions",
       IMA Journal of Numerical Analysis, 2021. doi:10.1093/imanum/draa038

    Examples
    --------
    >>> import numpy as np
    >>> log_softmax(np.array([[0.0, 1000.0]]))
    array([[-1000.,     0.]])
    """
    check_scores(Z)
    scores = widened(Z)
    xp = array_namespace(scores)
    largest = xp.max(scores, axis=1, keepdims=True)
    total = xp.sum(elementwise(powers_below, scores, largest), axis=1, keepdims=True)
    return narrowed(elementwise(_logarithms, scores, largest, total), Z.dtype)


def log_softmax_backward(Y: Array, dY: Array) -> Array:
    """Gradient of the loss for the scores: ∂E/∂Z_bk = ∂E/∂Y_bk − e^{Y_bk} Σ_{l=1}^{c} ∂E/∂Y_bl.

    Parameters
    ----------
    Y : array (batch, classes)
        What `log_softmax` has returned, floating-point.
    dY : array (batch, classes)
        ∂E/∂Y, floating-point.

    Returns
    -------
    array (batch, classes)
        ∂E/∂Z, same dtype as `dY` if `Y` has it too; half precision is summed in float32.

    Raises
    ------
    TypeError
        If an argument is no array or an array of integers, or the libraries are mixed.
    ValueError
        If `Y` has not two axes, or the shapes differ.

    Notes
    -----
    Equation ``log_softmax.backward``.

    Examples
    --------
    >>> import numpy as np
    >>> log_softmax_backward(np.log(np.array([[0.25, 0.75]])), np.array([[1.0, 0.0]]))
    array([[ 0.75, -0.75]])
    """
    check.arrays(Y=Y, dY=dY)
    check.axes("Y", Y, SCORES)
    check.floating("Y", Y)
    check.floating("dY", dY)
    check.shape("dY", dY, Y.shape, "that of Y")
    slopes = widened(dY)
    total = array_namespace(slopes).sum(slopes, axis=1, keepdims=True)
    return narrowed(elementwise(_without_share, slopes, widened(Y), total), dY.dtype)


def _logarithms(xp: Any, Z: Array, largest: Array, total: Array) -> Array:
    return 2 * half_below(Z, largest) - xp.log(total)


def _without_share(xp: Any, dY: Array, Y: Array, total: Array) -> Array:
    return dY - xp.exp(Y) * total

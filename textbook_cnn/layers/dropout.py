"""Dropout: in training, each element is dropped with some probability and the others are scaled up."""

from __future__ import annotations

from typing import Any

from .. import _checks as check
from .. import _options as option
from .._arrays import Array, device, elementwise, narrowed, widened

__all__ = ["dropout", "dropout_backward"]


def dropout(X: Array, rate: float, rng: Any) -> tuple[Array, Array]:
    """Dropout in training: Y = X · M, where M is 0 with probability `rate`, else 1 / (1 − rate).

    Parameters
    ----------
    X : array of any shape
        Input, floating-point.
    rate : float
        Probability in [0, 1) of dropping an element; any real number, a fraction too.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Returns
    -------
    Y : array, same shape
        Same shape and dtype as `X`. On average over masks it is `X`. Half precision is rounded once.
    mask : array, same shape
        The mask M, which `dropout_backward` takes.

    Raises
    ------
    TypeError
        If `X` is no array or an array of integers, `rate` no number, or `rng` no generator.
    ValueError
        If `rate` is outside [0, 1).

    Notes
    -----
    Equation ``dropout.forward``. The method is that of [1]_.

    References
    ----------
    .. [1] N. Srivastava, G. E. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, "Dropout: a Simple Way to
       Prevent Neural Networks from Overfitting", Journal of Machine Learning Research, 2014.
       https://jmlr.org/papers/v15/srivastava14a.html

    Examples
    --------
    >>> import numpy as np
    >>> Y, mask = dropout(np.ones(6), 0.5, np.random.default_rng(0))
    >>> Y
    array([2., 2., 2., 0., 0., 0.])
    """
    xp = check.arrays(X=X)
    check.floating("X", X)
    rate = check.number("rate", rate, 0, 1)
    draws = (
        option.generator("rng", rng).random(tuple(X.shape)[::-1], dtype="float32").T
    )  # drawn in the memory order of X, the batch last
    Y, mask = elementwise(_masked, widened(X), xp.asarray(draws, device=device(X)), rate, 1 - rate)
    return narrowed(Y, X.dtype), narrowed(mask, X.dtype)


def dropout_backward(dY: Array, mask: Array) -> Array:
    """Gradient of the loss for the input of a dropout: ∂E/∂X[p, q] = M[p, q] ∂E/∂Y[p, q].

    Parameters
    ----------
    dY : array of any shape
        ∂E/∂Y.
    mask : array, same shape
        The mask that `dropout` returned.

    Returns
    -------
    array, same shape
        ∂E/∂X.

    Raises
    ------
    TypeError
        If an argument is no array or an array of integers, or the libraries are mixed.
    ValueError
        If the shapes differ.

    Notes
    -----
    Equation ``dropout.backward``; the mask stays as it was drawn.

    Examples
    --------
    >>> import numpy as np
    >>> dropout_backward(np.array([1.0, 2.0]), np.array([2.0, 0.0]))
    array([2., 0.])
    """
    check.arrays(dY=dY, mask=mask)
    check.floating("dY", dY)
    check.floating("mask", mask)
    check.shape("mask", mask, dY.shape, "that of dY")
    return elementwise(_product, dY, mask)


def _masked(xp: Any, X: Array, draws: Array, rate: float, kept: float) -> tuple[Array, Array]:
    mask = xp.astype(draws >= rate, X.dtype) / kept
    return X * mask, mask


def _product(xp: Any, A: Array, B: Array) -> Array:
    return A * B

"""Softmax, and the cross-entropy loss of its result, from scores to one number and back."""

from __future__ import annotations

from typing import Any

from .. import _checks as check
from .._arrays import Array, array_namespace, device, elementwise

__all__ = ["softmax", "softmax_cross_entropy", "softmax_cross_entropy_backward"]

SCORES = "(batch, classes)"
ROW_SUM_TOLERANCE = 1e-3  # float32 rows of thousands of classes sum to 1 within less


def softmax(Z: Array) -> Array:
    """Turn scores into probabilities: P_k = exp(Z_k) / Σ_l exp(Z_l).

    Parameters
    ----------
    Z : array (batch, classes)
        Scores, floating-point.

    Returns
    -------
    array (batch, classes)
        Probabilities; each row sums to 1. Same dtype as `Z`. The largest score of a row is subtracted first, so that
        no exponential overflows.

    Raises
    ------
    TypeError
        If `Z` is no array, or an array of integers.
    ValueError
        If `Z` has not two axes, or no classes.

    Notes
    -----
    Equation ``softmax``.

    Examples
    --------
    >>> import numpy as np
    >>> softmax(np.array([[0.0, 0.0, 1000.0, 1000.0]]))
    array([[0. , 0. , 0.5, 0.5]])
    """
    _check_scores(Z)
    return _softmax(Z)


def softmax_cross_entropy(Z: Array, labels: Array) -> Array:
    """Mean cross-entropy between the softmax of the scores and the labels: E = −(1/N) Σ_images Σ_k T_k log P_k.

    Parameters
    ----------
    Z : array (batch, classes)
        Scores, floating-point.
    labels : array (batch,) of integers, or array (batch, classes)
        The right class of each image, counted from 0; or target rows T, each with the sum 1.

    Returns
    -------
    0-d array
        The loss, in nats, averaged over the batch; same dtype as `Z`.

    Raises
    ------
    TypeError
        If an argument is no array, `Z` holds integers, one label per image is no integer, or the libraries are mixed.
    ValueError
        If the shapes do not fit, a label is out of range, a target row does not sum to 1, or the batch is empty.

    Notes
    -----
    Equation ``softmax_cross_entropy.forward``. Computed as log Σ_l exp(Z_l) − Σ_k T_k Z_k.

    Examples
    --------
    >>> import numpy as np
    >>> float(softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([1])))  # log 2
    0.6931471805599453
    """
    return cross_entropy_of_targets(Z, targets(Z, labels))


def softmax_cross_entropy_backward(Z: Array, labels: Array) -> Array:
    """Gradient of the mean cross-entropy for the scores: ∂E/∂Z_bk = (1/N) (softmax(Z)_bk − T_bk).

    Parameters
    ----------
    Z : array (batch, classes)
        Scores, floating-point.
    labels : array (batch,) of integers, or array (batch, classes)
        As in `softmax_cross_entropy`; N is the number of images.

    Returns
    -------
    array (batch, classes)
        ∂E/∂Z, same dtype as `Z`.

    Raises
    ------
    TypeError, ValueError
        As `softmax_cross_entropy`.

    Notes
    -----
    Equation ``softmax_cross_entropy.backward``; it needs Σ_k T_k = 1, which is checked.

    Examples
    --------
    >>> import numpy as np
    >>> softmax_cross_entropy_backward(np.array([[0.0, 0.0]]), np.array([1]))
    array([[ 0.5, -0.5]])
    """
    return cross_entropy_of_targets_backward(Z, targets(Z, labels))


def targets(Z: Array, labels: Array) -> Array:
    """Check scores and labels; return the labels as target rows (batch, classes) with the dtype of Z."""
    xp = check.arrays(Z=Z, labels=labels)
    _check_scores(Z)
    if Z.shape[0] == 0:
        raise ValueError("Z: expected at least one image, got none, and the mean of nothing is undefined")
    return target_rows(labels, Z.shape, Z.dtype, xp)


def target_rows(labels: Array, scores_shape: tuple[int, ...], dtype: Any, xp: Any) -> Array:
    """The labels as rows T of the shape and dtype of the scores, checked: a class in range, or rows with the sum 1."""
    N, classes = scores_shape
    if labels.ndim == 1:
        check.shape("labels", labels, (N,), "(batch,)")
        if not xp.isdtype(labels.dtype, "integral"):
            raise TypeError(f"labels: expected integers, one class per image, got dtype {labels.dtype}")
        low, high = int(xp.min(labels)), int(xp.max(labels))
        if low < 0 or high >= classes:
            raise ValueError(f"labels: expected classes 0 to {classes - 1}, got {low if low < 0 else high}")
        return xp.astype(labels[:, None] == xp.arange(classes, device=device(labels))[None, :], dtype)
    check.shape("labels", labels, (N, classes), "(batch,) or (batch, classes)")
    rows = xp.astype(labels, dtype, copy=False)
    if not bool(xp.all(xp.abs(xp.sum(rows, axis=1) - 1) <= ROW_SUM_TOLERANCE)):  # so written, it catches NaN
        raise ValueError("labels: expected target rows that each sum to 1, got a row that does not")
    return rows


def cross_entropy_of_targets(Z: Array, T: Array) -> Array:
    """`softmax_cross_entropy` of target rows that have been checked: what a training step calls."""
    xp = array_namespace(Z)
    powers, halves = elementwise(_powers_and_halves, Z, xp.max(Z, axis=1, keepdims=True), T)
    return xp.sum(elementwise(_entropies, xp.sum(powers, axis=1), xp.sum(halves, axis=1))) / Z.shape[0]


def cross_entropy_of_targets_backward(Z: Array, T: Array) -> Array:
    """`softmax_cross_entropy_backward` of target rows that have been checked: what a training step calls."""
    return elementwise(_mean_differences, *_powers_and_sums(Z), T, Z.shape[0])


def _softmax(Z: Array) -> Array:
    return elementwise(_shares, *_powers_and_sums(Z))


def _powers_and_sums(Z: Array) -> tuple[Array, Array]:
    """exp(Z) in parts of the largest of each row, and their sums (batch, 1)."""
    xp = array_namespace(Z)
    powers = elementwise(_powers, Z, xp.max(Z, axis=1, keepdims=True))
    return powers, xp.sum(powers, axis=1, keepdims=True)


def _half_below(Z: Array, largest: Array) -> Array:
    """Half of Z minus the largest score of its row: the whole difference of two finite numbers may overflow."""
    return Z / 2 - largest / 2


def _powers(xp: Any, Z: Array, largest: Array) -> Array:
    roots = xp.exp(_half_below(Z, largest))
    return roots * roots


def _powers_and_halves(xp: Any, Z: Array, largest: Array, T: Array) -> tuple[Array, Array]:
    return _powers(xp, Z, largest), _half_below(Z, largest) * T


def _entropies(xp: Any, powers: Array, halves: Array) -> Array:
    return xp.log(powers) - 2 * halves


def _shares(xp: Any, powers: Array, total: Array) -> Array:
    return powers / total


def _mean_differences(xp: Any, powers: Array, total: Array, T: Array, count: int) -> Array:
    return (powers / total - T) / count


def _check_scores(Z: Array) -> None:
    check.arrays(Z=Z)
    check.axes("Z", Z, SCORES)
    check.floating("Z", Z)
    if Z.shape[1] == 0:
        raise ValueError(f"Z: expected at least one class, got shape {tuple(Z.shape)}")

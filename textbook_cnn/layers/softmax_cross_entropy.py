"""Softmax, and the cross-entropy loss of its result, from scores to one number and back."""

from __future__ import annotations

from typing import Any

from .._arrays import Array, array_namespace, elementwise, narrowed, widened
from ._entropies import (
    IMPOSSIBLE,
    entropies,
    mean_differences,
    row_sums,
    weighted_differences,
    weighted_entropies,
)
from ._scores import check_scores, powers_and_sums
from ._targets import only_counting, targets, weighted_targets

__all__ = ["softmax", "softmax_cross_entropy", "softmax_cross_entropy_backward"]


def softmax(Z: Array) -> Array:
    """Turn scores into probabilities: P_k = exp(Z_k) / Σ_l exp(Z_l).

    Parameters
    ----------
    Z : array (batch, classes)
        Scores, floating-point.

    Returns
    -------
    array (batch, classes)
        Probabilities; each row sums to 1. Same dtype as `Z`; half precision is computed in float32. The largest score
        of a row is subtracted first, so that no exponential overflows. A score of −∞ has the probability 0; a row
        with NaN, with +∞ or of −∞ alone is NaN throughout, as in PyTorch.

    Raises
    ------
    TypeError
        If `Z` is no array, or an array of integers.
    ValueError
        If `Z` has not two axes, or no classes.

    Notes
    -----
    Equation ``softmax``. Named in [1]_; [2]_ proves how accurate it is when the largest score is taken off.

    References
    ----------
    .. [1] J. S. Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs, with Relationships
       to Statistical Pattern Recognition", Neurocomputing, Springer, 1990. doi:10.1007/978-3-642-76153-9_28
    .. [2] P. Blanchard, D. J. Higham and N. J. Higham, "Accurately Computing the Log-Sum-Exp and Softmax Functions",
       IMA Journal of Numerical Analysis, 2021. doi:10.1093/imanum/draa038

    Examples
    --------
    >>> import numpy as np
    >>> softmax(np.array([[0.0, 0.0, 1000.0, 1000.0]]))
    array([[0. , 0. , 0.5, 0.5]])
    """
    check_scores(Z)
    return narrowed(_softmax(widened(Z)), Z.dtype)


def softmax_cross_entropy(
    Z: Array, labels: Array, *, class_weights: Array | None = None, ignore_index: int | None = None
) -> Array:
    """Mean cross-entropy between the softmax of the scores and the labels: E = −(1/N) Σ_images Σ_k T_k log P_k.

    Parameters
    ----------
    Z : array (batch, classes)
        Scores, floating-point.
    labels : array (batch,) of integers, or array (batch, classes)
        The right class of each image, counted from 0; or target rows T, each with the sum 1.
    class_weights : array (classes,), optional
        What a mistake in each class costs, finite and at least 0; 1 each if left out. As in PyTorch, the sum is then
        divided by the sum of the labels' weights instead of N; with target rows, which are weighted entry by entry,
        still by N.
    ignore_index : int, optional
        Images with this label do not count, in the sum or in the mean, whatever their scores are; not for target rows.

    Returns
    -------
    0-d array
        The loss, in nats, averaged over the batch; same dtype as `Z`, half precision being summed in float32. A class
        with the score −∞ costs nothing where its target is 0, and ∞ elsewhere. A row whose softmax is NaN makes it NaN.

    Raises
    ------
    TypeError
        If an argument is no array, `Z` holds integers, labels (batch,) or `ignore_index` are no integers, or the
        libraries are mixed.
    ValueError
        If the shapes do not fit, a label is out of range, a target row does not sum to 1, a weight is negative or not
        finite, or nothing counts: the batch is empty, or all labels are ignored or weigh 0. Numbers that are traced
        cannot be refused: under `jax.jit` or `torch.func.vmap` such labels, rows or weights make the loss NaN.

    Notes
    -----
    Equation ``softmax_cross_entropy.forward``; with weights, or images that do not count,
    ``softmax_cross_entropy.weights``, and for target rows ``softmax_cross_entropy.weighted_rows``. Computed as log Σ_l
    exp(Z_l) − Σ_k T_k Z_k. The logarithm of a probability as the price of a forecast is that of [1]_.

    References
    ----------
    .. [1] I. J. Good, "Rational Decisions", Journal of the Royal Statistical Society, Series B, 1952.
       doi:10.1111/j.2517-6161.1952.tb00104.x

    Examples
    --------
    >>> import numpy as np
    >>> float(softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([1])))  # log 2
    0.6931471805599453
    >>> Z, labels = np.array([[0.0, 0.0], [99.0, 0.0], [9.0, 0.0]]), np.array([1, 0, -1])
    >>> round(float(softmax_cross_entropy(Z, labels, ignore_index=-1)), 6)  # log 2 and 0
    0.346574
    >>> round(float(softmax_cross_entropy(Z, labels, class_weights=np.array([1.0, 3.0]), ignore_index=-1)), 6)
    0.51986
    """
    if class_weights is None and ignore_index is None:
        return cross_entropy_of_targets(Z, targets(Z, labels))
    T, kept, total = weighted_targets(Z, labels, class_weights, ignore_index)
    xp = array_namespace(T)
    losses = elementwise(weighted_entropies, *row_sums(widened(Z), T), xp.sum(T, axis=1), IMPOSSIBLE)
    return narrowed(xp.sum(only_counting(kept, losses)) / total, Z.dtype)


def softmax_cross_entropy_backward(
    Z: Array, labels: Array, *, class_weights: Array | None = None, ignore_index: int | None = None
) -> Array:
    """Gradient of the mean cross-entropy for the scores: ∂E/∂Z_bk = (1/N) (softmax(Z)_bk − T_bk).

    Parameters
    ----------
    Z : array (batch, classes)
        Scores, floating-point.
    labels : array (batch,) of integers, or array (batch, classes)
        As in `softmax_cross_entropy`; N is the number of images.
    class_weights : array (classes,), optional
        As in `softmax_cross_entropy`.
    ignore_index : int, optional
        As in `softmax_cross_entropy`; the rows of images that do not count are 0.

    Returns
    -------
    array (batch, classes)
        ∂E/∂Z, same dtype as `Z`. It is finite where the loss is ∞, and NaN in the rows whose softmax is, as in PyTorch.

    Raises
    ------
    TypeError, ValueError
        As `softmax_cross_entropy`.

    Notes
    -----
    Equation ``softmax_cross_entropy.backward``; it needs Σ_k T_k = 1, which is checked. With weights, or images that
    do not count, ``softmax_cross_entropy.weights``; for target rows it is the derivative of
    ``softmax_cross_entropy.weighted_rows``.

    Examples
    --------
    >>> import numpy as np
    >>> softmax_cross_entropy_backward(np.array([[0.0, 0.0]]), np.array([1]))
    array([[ 0.5, -0.5]])
    """
    if class_weights is None and ignore_index is None:
        return cross_entropy_of_targets_backward(Z, targets(Z, labels))
    T, kept, total = weighted_targets(Z, labels, class_weights, ignore_index)
    weights = array_namespace(T).sum(T, axis=1, keepdims=True)
    dZ = elementwise(weighted_differences, *powers_and_sums(widened(Z)), T, weights, total)
    return narrowed(only_counting(kept, dZ), Z.dtype)


def cross_entropy_of_targets(Z: Array, T: Array) -> Array:
    """`softmax_cross_entropy` of target rows that have been checked: what a training step calls."""
    scores = widened(Z)
    xp = array_namespace(scores)
    losses = elementwise(entropies, *row_sums(scores, widened(T)), IMPOSSIBLE)
    return narrowed(xp.sum(losses) / Z.shape[0], Z.dtype)


def cross_entropy_of_targets_backward(Z: Array, T: Array) -> Array:
    """`softmax_cross_entropy_backward` of target rows that have been checked: what a training step calls."""
    dZ = elementwise(mean_differences, *powers_and_sums(widened(Z)), widened(T), Z.shape[0])
    return narrowed(dZ, Z.dtype)


def _softmax(Z: Array) -> Array:
    return elementwise(_shares, *powers_and_sums(Z))


def _shares(xp: Any, powers: Array, total: Array) -> Array:
    return powers / total

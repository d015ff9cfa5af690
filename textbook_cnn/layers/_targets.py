"""Labels as target rows, checked; and the weights that classes and images have in the loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import _checks as check
from .._arrays import Array, array_namespace, device, readable, trues, widened
from ._scores import check_scores

ROW_SUM_TOLERANCE = 1e-3  # float32 rows of thousands of classes sum to 1 within less
LOWEST_INTEGER = -(1 << 63)
INFINITE, UNDEFINED = float("inf"), float("nan")


def targets(Z: Array, labels: Array) -> Array:
    """Check scores and labels; return the labels as target rows (batch, classes) with the dtype of Z."""
    xp = check.arrays(Z=Z, labels=labels)
    check_scores(Z)
    if Z.shape[0] == 0:
        raise ValueError("Z: expected at least one image, got none, and the mean of nothing is undefined")
    return target_rows(labels, Z.shape, Z.dtype, xp)


def target_rows(labels: Array, scores_shape: tuple[int, ...], dtype: Any, xp: Any) -> Array:
    """The labels as rows T of the shape and dtype of the scores, checked: a class in range, or rows with the sum 1."""
    N, classes = scores_shape
    check.ordered("labels", labels)
    if labels.ndim == 1:
        check.shape("labels", labels, (N,), "(batch,)")
        if not xp.isdtype(labels.dtype, "integral"):
            raise TypeError(f"labels: expected integers, one class per image, got dtype {labels.dtype}")
        named = labels[:, None] == xp.arange(classes, device=device(labels))[None, :]
        rows, in_range = xp.astype(named, dtype), xp.any(named, axis=1, keepdims=True)
        return sound(xp, rows, in_range, lambda: f"labels: expected classes 0 to {classes - 1}, got {_wrong(labels)}")
    check.shape("labels", labels, (N, classes), "(batch,) or (batch, classes)")
    rows = xp.astype(labels, dtype, copy=False)
    near = xp.abs(xp.sum(widened(rows), axis=1, keepdims=True) - 1) <= ROW_SUM_TOLERANCE  # so written, it catches NaN
    return sound(xp, rows, near, lambda: "labels: expected target rows that each sum to 1, got a row that does not")


def sound(xp: Any, A: Array, held: Any, refusal: Callable[[], str]) -> Array:
    """A, if everywhere `held`; else refused or, where it is traced and nothing can be asked, NaN in its place."""
    if not readable(held):
        return xp.where(held, A, UNDEFINED)
    if not bool(xp.all(held)):
        raise ValueError(refusal())
    return A


def _wrong(labels: Array) -> int:
    """A label that is out of range: the smallest if it is negative, else the largest."""
    xp = array_namespace(labels)
    return min(int(xp.min(labels)), 0) or int(xp.max(labels))


def weighted_targets(
    Z: Array, labels: Array, class_weights: Array | None, ignore_index: int | None
) -> tuple[Array, Array | None, Any]:
    """Target rows times weights, in the dtype for sums; which images count; and the sum that a mean is divided by."""
    check.arrays(Z=Z, labels=labels)
    scores = widened(Z)
    weights = _checked_weights(scores, class_weights)
    kept = None if ignore_index is None else _counting(scores, labels, ignore_index)
    T = only_counting(kept, targets(scores, only_counting(kept, labels)))
    if weights is not None:
        T = T * weights[None, :]
    if labels.ndim == 2:
        return T, kept, Z.shape[0]
    xp = array_namespace(T)
    total = xp.sum(T)
    none = "labels: expected at least one that counts, got none, and the mean of nothing is undefined"
    return T, kept, sound(xp, total, total > 0, lambda: none)


def only_counting(kept: Array | None, A: Array) -> Array:
    """A with zeros in the rows of images that do not count, whatever stood there."""
    if kept is None:
        return A
    xp = array_namespace(A)
    return xp.where(kept if A.ndim == 1 else kept[:, None], A, xp.zeros_like(A))


def _checked_weights(Z: Array, class_weights: Array | None) -> Array | None:
    """The weights of the classes in the dtype in which scores are summed, each checked."""
    if class_weights is None:
        return None
    xp = check.arrays(Z=Z, class_weights=class_weights)
    check_scores(Z)
    check.shape("class_weights", class_weights, (Z.shape[1],), "(classes,)")
    weights = xp.astype(class_weights, Z.dtype, copy=False)
    some = "class_weights: expected finite numbers of at least 0, got a negative one, infinity or NaN"
    return sound(xp, weights, (weights >= 0) & (weights < INFINITE), lambda: some)


def _counting(Z: Array, labels: Array, ignore_index: int) -> Any:
    """Which labels count, (batch,): all but those that equal `ignore_index`."""
    ignored = check.integer("ignore_index", ignore_index, LOWEST_INTEGER)
    xp = check.arrays(Z=Z, labels=labels)
    check_scores(Z)
    if labels.ndim != 1:
        raise ValueError(f"ignore_index: expected None beside target rows, got {ignored}")
    if not xp.isdtype(labels.dtype, "integral"):
        raise TypeError(f"labels: expected integers, one class per image, got dtype {labels.dtype}")
    check.ordered("labels", labels)
    limits = xp.iinfo(labels.dtype)
    if limits.min <= ignored <= limits.max:
        return labels != ignored
    return trues(labels)  # no label can be it

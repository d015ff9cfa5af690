"""How good a network is: predictions, loss, accuracy, and which classes it confuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from .. import _checks as check
from .._arrays import Array, array_namespace, detached, readable, widened
from ..layers.softmax_cross_entropy import cross_entropy_of_targets
from ..network.network import Network
from ..network.parameters import as_numpy
from .data import check_scored, check_some, checked_data
from .scores import number_right, scores

MOST_CLASSES = 10_000  # of a table of counts, which then takes 800 MB


class Evaluation(NamedTuple):
    """Mean cross-entropy in nats, and the share of images whose class is right."""

    loss: float
    accuracy: float


def predict(network: Network, params: Mapping[str, Array], X: Array) -> Array:
    """Class that the network gives each image: the one with the largest score.

    Parameters
    ----------
    network : Network
        Its output is (batch, classes).
    params : dict of arrays
        From `Network.init` or `train`.
    X : array (batch, *input_shape)
        Images, floating-point.

    Returns
    -------
    array (batch,) of integers
        Classes, counted from 0.

    Raises
    ------
    TypeError, ValueError
        If `X` or `params` does not fit the network, there are no images, or a score is NaN: then none is the largest.

    Examples
    --------
    >>> from textbook_cnn import Dense
    >>> network = Network([Dense(2)], (2,))
    >>> predict(network, {"dense_1.W": np.eye(2), "dense_1.B": np.zeros(2)}, np.array([[0.2, 0.8]]))
    array([1])
    """
    xp = check_scored("X", network, X)
    found = [(xp.argmax(Z, axis=1), xp.max(Z, axis=1)) for _, Z in scores(network, params, detached(X))]
    _check_some_largest(xp.concat([largest for _, largest in found]))
    return xp.concat([classes for classes, _ in found])


def evaluate(network: Network, params: Mapping[str, Array], data: tuple[Array, Array]) -> Evaluation:
    """Mean loss and accuracy on a set of images, without dropout.

    Parameters
    ----------
    network : Network
        Its output is (batch, classes).
    params : dict of arrays
        From `Network.init` or `train`.
    data : (X, labels)
        Images (batch, *input_shape), floating-point, and their classes (batch,), counted from 0, or target rows.

    Returns
    -------
    Evaluation
        loss (nats an image) and accuracy (0 to 1), as Python numbers. An image with a score that is NaN counts as
        wrong, and makes the loss NaN.

    Raises
    ------
    TypeError, ValueError
        If `data` or `params` does not fit the network, or there are no images.

    Examples
    --------
    >>> from textbook_cnn import Dense
    >>> network = Network([Dense(2)], (2,))
    >>> params = {"dense_1.W": np.eye(2), "dense_1.B": np.zeros(2)}
    >>> evaluate(network, params, (np.array([[0.0, 0.0]]), np.array([0])))
    Evaluation(loss=0.6931471805599453, accuracy=1.0)
    """
    X, T = checked_data("data", network, data, params)
    xp, total, right = array_namespace(X), 0.0, 0
    for part, Z in scores(network, params, X):
        total = total + cross_entropy_of_targets(widened(Z), T[part, :]) * Z.shape[0]
        right = right + number_right(Z, T[part, :], xp)
    return Evaluation(float(total) / X.shape[0], int(right) / X.shape[0])


def accuracy(labels: Array, predicted: Array) -> float:
    """Share of images whose predicted class is the right one.

    Parameters
    ----------
    labels : array (batch,) of integers
        The right classes.
    predicted : array (batch,) of integers
        The predicted classes, from `predict`.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    TypeError, ValueError
        If the arguments are not two rows of integers of one length and library, from 0 on, or are empty.

    Notes
    -----
    Equation ``accuracy``.

    Examples
    --------
    >>> accuracy(np.array([0, 1, 2, 2]), np.array([0, 1, 2, 0]))
    0.75
    """
    labels, predicted = _classes(labels, predicted)
    return float(np.mean(labels == predicted))


def confusion_matrix(labels: Array, predicted: Array, classes: int | None = None) -> np.ndarray:
    """Count how often each class was predicted as each other.

    Parameters
    ----------
    labels : array (batch,) of integers
        The right classes.
    predicted : array (batch,) of integers
        The predicted classes, from `predict`.
    classes : int, optional
        Number of classes, at most 10,000; one more than the largest that occurs if left out.

    Returns
    -------
    numpy array (classes, classes) of int64
        Row: right class. Column: predicted class.

    Raises
    ------
    TypeError, ValueError
        If the arguments are not two rows of integers of one length, are empty, or a class or `classes` is out of range.

    Notes
    -----
    Equation ``confusion_matrix``.

    Examples
    --------
    >>> confusion_matrix(np.array([0, 1, 1, 1]), np.array([0, 0, 1, 1]))
    array([[1, 0],
           [1, 2]])
    """
    labels, predicted = _classes(labels, predicted)
    limit = MOST_CLASSES if classes is None else check.integer("classes", classes, 1)
    if limit > MOST_CLASSES:
        raise ValueError(f"classes: expected at most {MOST_CLASSES}, for the table to fit into memory, got {limit}")
    for name, values in (("labels", labels), ("predicted", predicted)):
        if values.max() >= limit:
            raise ValueError(f"{name}: expected classes 0 to {limit - 1}, got {values.max()}")
    size = int(max(labels.max(), predicted.max())) + 1 if classes is None else limit
    return np.bincount(labels * size + predicted, minlength=size**2).reshape(size, size)


def _check_some_largest(largest: Array) -> None:
    """Refuse images without a largest score."""
    xp = array_namespace(largest)
    if readable(largest) and xp.any(largest != largest):
        raise ValueError("X: expected images whose scores are numbers, got NaN among them; look at X and params")


def _classes(labels: Array, predicted: Array) -> tuple[np.ndarray, np.ndarray]:
    """Both rows of classes as NumPy int64, checked."""
    xp, rows = check.arrays(labels=labels, predicted=predicted), []
    for name, A in (("labels", labels), ("predicted", predicted)):
        check.axes(name, A, "(batch,)")
        check.read(name, A)
        if not xp.isdtype(A.dtype, "integral"):
            raise TypeError(f"{name}: expected integers, got dtype {A.dtype}")
        row = as_numpy(detached(A))
        low, high = (int(row.min()), int(row.max())) if row.size else (0, 0)
        if low < 0 or high >= 1 << 63:
            raise ValueError(f"{name}: expected classes from 0 to 2**63 - 1, got {low} to {high}")
        rows.append(row.astype(np.int64))
    check.shape("predicted", rows[1], rows[0].shape, "that of labels")
    check_some("labels", rows[0])
    return rows[0], rows[1]

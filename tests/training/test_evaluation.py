"""Predictions, loss, accuracy and confusion matrix, counted by hand."""

import threading

import numpy as np
import pytest

from tests.support import oracles
from tests.support.libraries import Library, assert_equals, assert_raises
from textbook_cnn import (
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Network,
    accuracy,
    confusion_matrix,
    evaluate,
    predict,
)
from textbook_cnn.network import layers
from textbook_cnn.training import scores
from textbook_cnn.training.threads import worker_pool

ROWS = Network([Dense(3)], (4,))
PARAMS = {"dense_1.W": np.random.default_rng(0).standard_normal((3, 4)), "dense_1.B": np.array([0.1, -0.2, 0.0])}
BOTH = pytest.mark.parametrize("N", [1, 7, 63, 64, 65, 128, 300])  # around the number of images a slice


def images(N, seed=1):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((N, 4)), rng.integers(0, 3, N)


def scores_by_hand(X):
    return X @ PARAMS["dense_1.W"].T + PARAMS["dense_1.B"]


@BOTH
def test_loss_and_accuracy_of_any_number_of_images(N):
    X, labels = images(N)
    Z = scores_by_hand(X)
    found = evaluate(ROWS, PARAMS, (X, labels))
    assert type(found.loss) is type(found.accuracy) is float
    np.testing.assert_allclose(found.loss, oracles.cross_entropy(Z, oracles.one_hot(labels, 3)), rtol=1e-12)
    assert found.accuracy == sum(max(range(3), key=row.__getitem__) == label for row, label in zip(Z, labels)) / N
    assert evaluate(ROWS, PARAMS, [X, oracles.one_hot(labels, 3)]) == found


@BOTH
def test_predictions_of_any_number_of_images(N):
    X, _ = images(N)
    expected = [max(range(3), key=row.__getitem__) for row in scores_by_hand(X)]
    np.testing.assert_array_equal(predict(ROWS, PARAMS, X), expected)


@pytest.mark.parametrize(
    ("name", "N", "sizes"),
    [
        ("numpy", 64, [64]),
        ("numpy", 130, [64, 64, 2]),
        ("array_api_strict", 600, [512, 88]),
        ("array_api_strict", 512, [512]),
        ("cupy", 1030, [512, 512, 6]),
    ],
)
def test_images_a_part(name, N, sizes):
    xp, (X, _) = Library(name), images(N)
    found = list(scores.scores(ROWS, {key: xp.array(A) for key, A in PARAMS.items()}, xp.array(X)))
    ends = np.cumsum(sizes).tolist()
    assert [part for part, _ in found] == [slice(end - size, end) for end, size in zip(ends, sizes)]
    for part, Z in found:
        assert_equals(xp, Z, scores_by_hand(X)[part], tolerance=1e-14)


@pytest.mark.parametrize(("workers", "threads"), [(1, 1), (2, 2)])
def test_workers_share_the_parts(monkeypatch, workers, threads):
    seen, real = [], layers.f.dense

    def noting(*arguments):
        seen.append(threading.get_ident())
        return real(*arguments)

    monkeypatch.setattr(layers.f, "dense", noting)
    monkeypatch.setattr(scores, "worker_pool", lambda: worker_pool(workers))
    for N, count in ((130, 3), (128, 2)):
        seen.clear()
        predict(ROWS, PARAMS, images(N)[0])
        assert (len(seen), len(set(seen))) == (count, threads)


def test_one_part_needs_no_workers(monkeypatch):
    monkeypatch.setattr(scores, "worker_pool", None)
    assert predict(ROWS, PARAMS, images(64)[0]).shape == (64,)
    strict = Library("array_api_strict")
    params = {key: strict.array(A) for key, A in PARAMS.items()}
    assert predict(ROWS, params, strict.array(images(600)[0])).shape == (600,)


def test_on_every_library(xp):
    X, labels = images(600)  # several parts everywhere
    params = {key: xp.array(A, "float32") for key, A in PARAMS.items()}
    found = evaluate(ROWS, params, (xp.array(X, "float32"), xp.array(labels)))
    Z = scores_by_hand(X)
    np.testing.assert_allclose(found.loss, oracles.cross_entropy(Z, oracles.one_hot(labels, 3)), rtol=1e-5)
    expected = [max(range(3), key=row.__getitem__) for row in Z]
    predicted = predict(ROWS, params, xp.array(X, "float32"))
    assert_equals(xp, predicted, expected, "int64")
    right = np.array(expected) == labels
    assert accuracy(xp.array(labels), predicted) == found.accuracy == right.mean()
    np.testing.assert_array_equal(
        confusion_matrix(xp.array(labels), predicted),
        [[sum((labels == k) & (np.array(expected) == m)) for m in range(3)] for k in range(3)],
    )


def test_first_of_equal_scores_wins():
    params = {"dense_1.W": np.zeros((3, 4)), "dense_1.B": np.array([1.0, 2.0, 2.0])}
    np.testing.assert_array_equal(predict(ROWS, params, np.ones((2, 4))), [1, 1])


def test_dropout_is_off():
    network = Network([Dropout(0.9), Dense(3)], (4,))
    X, labels = images(50)
    assert evaluate(network, PARAMS, (X, labels)) == evaluate(ROWS, PARAMS, (X, labels))
    np.testing.assert_array_equal(predict(network, PARAMS, X), predict(ROWS, PARAMS, X))


def test_accuracy_and_confusion_by_hand():
    labels, predicted = np.array([0, 1, 2, 2, 2]), np.array([0, 2, 2, 1, 2])
    assert accuracy(labels, predicted) == 3 / 5
    assert type(accuracy(labels, predicted)) is float
    matrix = confusion_matrix(labels, predicted)
    np.testing.assert_array_equal(matrix, [[1, 0, 0], [0, 0, 1], [0, 1, 2]])  # rows: the right classes
    assert matrix.dtype == np.int64
    larger = confusion_matrix(labels, predicted, 5)
    assert larger.shape == (5, 5)
    np.testing.assert_array_equal(larger[:3, :3], matrix)
    assert larger.sum() == 5


def test_one_class_cannot_be_confused():
    for classes in (None, 1):
        np.testing.assert_array_equal(confusion_matrix(np.array([0, 0]), np.array([0, 0]), classes), [[2]])


@pytest.mark.parametrize("dtype", ["uint8", "int8"])
def test_confusion_of_narrow_integers_does_not_wrap(dtype):
    labels = np.array([99, 100], dtype)
    matrix = confusion_matrix(labels, labels[::-1])
    assert matrix.shape == (101, 101)
    assert matrix[99, 100] == matrix[100, 99] == 1
    assert matrix.sum() == 2


@pytest.mark.parametrize("scores_of", [[np.nan, 0, 1], [0, np.nan, 1], [np.nan] * 3])
@pytest.mark.parametrize("N", [1, 70])
def test_scores_that_are_nan_are_no_class(scores_of, N):
    X, labels = images(N)
    params = {"dense_1.W": np.zeros((3, 4)), "dense_1.B": np.array(scores_of)}
    with pytest.raises(ValueError, match="^X: expected images whose scores are numbers, got NaN"):
        predict(ROWS, params, X)
    found = evaluate(ROWS, params, (X, labels))
    assert np.isnan(found.loss)
    assert found.accuracy == 0


def test_one_image_with_nan_is_wrong_and_the_others_are_counted():
    X, params = np.eye(3, 4), {"dense_1.W": np.eye(3, 4), "dense_1.B": np.zeros(3)}
    X[0, 0] = np.nan
    found = evaluate(ROWS, params, (X, np.arange(3)))
    assert np.isnan(found.loss)
    assert found.accuracy == 2 / 3


def test_infinite_scores_have_a_largest():
    params = {"dense_1.W": np.zeros((3, 4)), "dense_1.B": np.array([-np.inf, np.inf, 0])}
    np.testing.assert_array_equal(predict(ROWS, params, np.ones((2, 4))), [1, 1])


SOME = np.array([0, 1])


@pytest.mark.parametrize("function", [accuracy, confusion_matrix])
@pytest.mark.parametrize(
    ("error", "name", "labels", "predicted"),
    [
        (TypeError, "labels", [0, 1], SOME),
        (TypeError, "labels", None, SOME),
        (TypeError, "labels", SOME * 1.0, SOME),
        (TypeError, "labels", SOME == 1, SOME),
        (TypeError, "labels", np.array(["0", "1"]), SOME),
        (TypeError, "predicted", SOME, [0, 1]),
        (TypeError, "predicted", SOME, SOME * 1.0),
        (ValueError, "labels", SOME[None], SOME),
        (ValueError, "labels", np.array(0), SOME),
        (ValueError, "predicted", SOME, SOME[None]),
        (ValueError, "predicted", SOME, SOME[:1]),
        (ValueError, "labels", SOME[:0], SOME[:0]),
        (ValueError, "labels", SOME - 1, SOME),
        (ValueError, "predicted", SOME, np.array([0, 1 << 63], "uint64")),
        (ValueError, "labels", np.array([0, (1 << 64) - 1], "uint64"), np.array([0, -1])),
    ],
)
def test_rows_of_classes_are_checked(function, error, name, labels, predicted):
    with assert_raises(error, name):
        function(labels, predicted)


@pytest.mark.parametrize(
    ("error", "name", "labels", "predicted", "classes"),
    [
        (ValueError, "labels", np.array([0, -1]), SOME, None),
        (ValueError, "predicted", SOME, np.array([0, -1]), None),
        (ValueError, "labels", np.array([0, 3]), SOME, 3),
        (ValueError, "predicted", SOME, np.array([0, 3]), 3),
        (ValueError, "classes", SOME, SOME, 0),
        (TypeError, "classes", SOME, SOME, 2.0),
        (TypeError, "classes", SOME, SOME, "2"),
        (ValueError, "classes", SOME, SOME, 10_001),
        (ValueError, "classes", SOME, SOME, 1 << 40),
        (ValueError, "labels", np.array([0, 10_000]), SOME, None),
        (ValueError, "labels", np.array([0, (1 << 63) - 1]), SOME, None),
        (ValueError, "predicted", SOME, np.array([0, 1 << 62]), None),
    ],
)
def test_classes_out_of_range_are_refused(error, name, labels, predicted, classes):
    with assert_raises(error, name):
        confusion_matrix(labels, predicted, classes)


X, LABELS = images(3)


@pytest.mark.parametrize(
    ("error", "name", "data"),
    [
        (TypeError, "data", X),
        (TypeError, "data", None),
        (TypeError, "data", (X,)),
        (TypeError, "data", (X, LABELS, LABELS)),
        (TypeError, r"data\[0\]", (X.tolist(), LABELS)),
        (TypeError, r"data\[0\]", (X.astype(int), LABELS)),
        (TypeError, r"data\[1\]", (X, LABELS.tolist())),
        (TypeError, "labels", (X, LABELS * 1.0)),
        (ValueError, r"data\[0\]", (X[:, :3], LABELS)),
        (ValueError, r"data\[0\]", (X[0], LABELS)),
        (ValueError, "(data.*|X)", (X[:0], LABELS[:0])),
        (ValueError, "labels", (X, LABELS[:2])),
        (ValueError, "labels", (X, LABELS + 3)),
        (ValueError, "labels", (X, LABELS - 3)),
        (ValueError, "labels", (X, oracles.one_hot(LABELS, 4))),
        (ValueError, "labels", (X, oracles.one_hot(LABELS, 3) / 2)),
    ],
)
def test_evaluate_refuses(error, name, data):
    with assert_raises(error, name):
        evaluate(ROWS, PARAMS, data)


@pytest.mark.parametrize(
    ("error", "name", "X"),
    [
        (TypeError, "X", X.tolist()),
        (TypeError, "X", None),
        (TypeError, "X", X.astype(int)),
        (ValueError, "X", X[:, :3]),
        (ValueError, "X", X[0]),
        (ValueError, "X", X[:0]),
        (ValueError, "X", np.array(1.0)),
    ],
)
def test_predict_refuses(error, name, X):
    with assert_raises(error, name):
        predict(ROWS, PARAMS, X)


@pytest.mark.parametrize("network", [None, Dense(3), [Dense(3)], "network"])
def test_what_is_no_network_is_refused(network):
    with assert_raises(TypeError, "network"):
        evaluate(network, PARAMS, (X, LABELS))
    with assert_raises(TypeError, "network"):
        predict(network, PARAMS, X)


def test_networks_whose_output_is_no_row_of_scores_are_refused():
    network, maps = Network([Conv2D(3, 1)], (1, 2, 2)), np.ones((2, 1, 2, 2))
    with assert_raises(ValueError, "network", "classes"):
        evaluate(network, network.init(0), (maps, SOME))
    with assert_raises(ValueError, "network", "classes"):
        predict(network, network.init(0), maps)
    flat = Network([Conv2D(3, 1), Flatten()], (1, 1, 1))
    assert predict(flat, flat.init(0), np.ones((2, 1, 1, 1))).shape == (2,)

"""The cross-entropy with weights for the classes, and of images that do not count, against PyTorch and by hand."""

import numpy as np
import pytest

from tests.support import oracles
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import softmax_cross_entropy, softmax_cross_entropy_backward

RNG = np.random.default_rng(0)
Z = 3 * RNG.standard_normal((7, 4))
LABELS = np.array([0, 3, 1, 1, 2, 0, 3])
WEIGHTS = np.array([0.5, 2.0, 0.0, 3.0])
ROWS = RNG.dirichlet(np.ones(4), 7)
TOLERANCE = {"float32": 2e-6, "float64": 1e-14}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("ignored", [None, -100, 0, 3, 9])
@pytest.mark.parametrize("weighted", [False, True])
def test_pytorch_agrees(dtype, ignored, weighted):
    torch = torch_or_skip()
    labels = np.where(np.arange(7) % 3, LABELS, LABELS if ignored is None else ignored)
    theirs = torch.tensor(Z.astype(dtype), requires_grad=True)
    weight = torch.tensor(WEIGHTS.astype(dtype)) if weighted else None
    other = {} if ignored is None else {"ignore_index": ignored}
    loss = torch.nn.functional.cross_entropy(theirs, torch.tensor(labels), weight=weight, **other)
    loss.backward()
    keywords = {"class_weights": WEIGHTS if weighted else None, "ignore_index": ignored}
    found = softmax_cross_entropy(Z.astype(dtype), labels, **keywords)
    dZ = softmax_cross_entropy_backward(Z.astype(dtype), labels, **keywords)
    assert found.dtype == dZ.dtype == dtype
    np.testing.assert_allclose(found, loss.item(), rtol=TOLERANCE[dtype])
    np.testing.assert_allclose(dZ, theirs.grad.numpy(), atol=TOLERANCE[dtype])


def test_pytorch_agrees_on_target_rows():
    torch = torch_or_skip()
    theirs = torch.tensor(Z, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(theirs, torch.tensor(ROWS), weight=torch.tensor(WEIGHTS))
    loss.backward()
    np.testing.assert_allclose(softmax_cross_entropy(Z, ROWS, class_weights=WEIGHTS), loss.item(), rtol=1e-14)
    dZ = softmax_cross_entropy_backward(Z, ROWS, class_weights=WEIGHTS)
    np.testing.assert_allclose(dZ, theirs.grad.numpy(), atol=1e-15)


def test_on_every_library(xp):
    keywords = {"class_weights": xp.array(WEIGHTS, "float64"), "ignore_index": 3}
    P, T, w = oracles.softmax(Z), oracles.one_hot(LABELS, 4), np.where(LABELS == 3, 0, WEIGHTS[LABELS])
    right = -(w * np.log(P[range(7), LABELS])).sum() / w.sum()
    scores, labels = xp.array(Z, seed=1), xp.array(LABELS)
    assert_equals(xp, softmax_cross_entropy(scores, labels, **keywords), right, "float64", tolerance=1e-14)
    right = (P - T) * w[:, None] / w.sum()
    dZ = softmax_cross_entropy_backward(scores, labels, **keywords)
    np.testing.assert_allclose(xp.numpy(dZ), right, atol=1e-15)


@pytest.mark.parametrize("kind", ["int8", "uint8", "int64", "uint64"])
def test_a_number_that_no_label_can_be_ignores_nothing(kind):
    found = softmax_cross_entropy(Z, LABELS.astype(kind), ignore_index=-(2**62))
    np.testing.assert_allclose(found, softmax_cross_entropy(Z, LABELS), rtol=1e-15)


@pytest.mark.filterwarnings("error")
def test_scores_of_images_that_do_not_count_may_be_anything():
    scores = Z.copy()
    scores[0], scores[5] = np.nan, [0, -np.inf, 1, -np.inf]
    rest = [1, 2, 3, 4, 6]
    found = softmax_cross_entropy(scores, LABELS, ignore_index=0)
    np.testing.assert_allclose(found, softmax_cross_entropy(Z[rest], LABELS[rest]), rtol=1e-14)
    dZ = softmax_cross_entropy_backward(scores, LABELS, ignore_index=0)
    np.testing.assert_array_equal(dZ[[0, 5]], 0)
    np.testing.assert_allclose(dZ[rest], softmax_cross_entropy_backward(Z[rest], LABELS[rest]), rtol=1e-14)


@pytest.mark.filterwarnings("error")
def test_a_class_that_cannot_be_and_has_no_weight_costs_nothing():
    scores, labels = np.array([[0.0, -np.inf], [0.0, 0.0]]), np.array([1, 0])
    assert softmax_cross_entropy(scores, labels, class_weights=np.array([1.0, 1.0])) == np.inf
    loss = softmax_cross_entropy(scores, labels, class_weights=np.array([1.0, 0.0]))
    np.testing.assert_allclose(loss, np.log(2), rtol=1e-15)


def test_half_precision_is_added_up_in_single_precision():
    scores, labels = np.zeros((5000, 4), "float16"), np.full(5000, 3)
    loss = softmax_cross_entropy(scores, labels, class_weights=np.full(4, 60.0))  # their sum is no number of float16
    assert loss.dtype == "float16"
    assert loss == np.float16(np.log(4))


def test_gradient_against_differences():
    keywords = {"class_weights": WEIGHTS, "ignore_index": 1}
    dZ = oracles.central_difference(lambda A: softmax_cross_entropy(A, LABELS, **keywords), Z, 1e-5)
    np.testing.assert_allclose(softmax_cross_entropy_backward(Z, LABELS, **keywords), dZ, atol=1e-8)


@pytest.mark.parametrize("function", [softmax_cross_entropy, softmax_cross_entropy_backward])
@pytest.mark.parametrize(
    ("error", "name", "keywords"),
    [
        (TypeError, "class_weights", {"class_weights": WEIGHTS.tolist()}),
        (TypeError, "class_weights", {"class_weights": WEIGHTS.astype(object)}),
        (TypeError, "class_weights", {"class_weights": WEIGHTS * 1j}),
        (TypeError, "class_weights", {"class_weights": 2.0}),
        (ValueError, "class_weights", {"class_weights": WEIGHTS[:3]}),
        (ValueError, "class_weights", {"class_weights": WEIGHTS[:, None]}),
        (ValueError, "class_weights", {"class_weights": -WEIGHTS}),
        (ValueError, "class_weights", {"class_weights": np.array([1.0, 1.0, np.nan, 1.0])}),
        (ValueError, "class_weights", {"class_weights": np.array([1.0, 1.0, np.inf, 1.0])}),
        (ValueError, "labels", {"class_weights": 0 * WEIGHTS}),
        (TypeError, "ignore_index", {"ignore_index": 1.0}),
        (TypeError, "ignore_index", {"ignore_index": True}),
        (TypeError, "ignore_index", {"ignore_index": "1"}),
        (ValueError, "ignore_index", {"ignore_index": 2**63}),
        (ValueError, "labels", {"ignore_index": 5, "labels": LABELS + 1}),
        (ValueError, "labels", {"ignore_index": 3, "labels": np.full(7, 3)}),
        (TypeError, "labels", {"ignore_index": 3, "labels": LABELS * 1.0}),
        (ValueError, "ignore_index", {"ignore_index": 3, "labels": ROWS}),
        (ValueError, "labels", {"ignore_index": 3, "labels": LABELS[:3]}),
        (ValueError, "Z", {"ignore_index": 3, "Z": Z[:0], "labels": LABELS[:0]}),
    ],
)
def test_refuses(function, error, name, keywords):
    given = {"Z": Z, "labels": LABELS, **keywords}
    with assert_raises(error, name):
        function(given.pop("Z"), given.pop("labels"), **given)

"""Softmax and cross-entropy: extreme scores, kinds of labels, the mean over the batch, and what they refuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, dtype_name, torch_or_skip
from textbook_cnn import softmax, softmax_cross_entropy, softmax_cross_entropy_backward

CALLS = [Call("softmax", ((3, 4),), oracles.softmax, "refused")]
ELSEWHERE = {
    "softmax_cross_entropy": "its labels are classes or rows that add up to 1",
    "softmax_cross_entropy_backward": "its labels are classes or rows that add up to 1",
}

TOLERANCE = {"float32": 2e-6, "float64": 1e-14}
both = pytest.mark.parametrize("dtype", ["float32", "float64"])


@both
@pytest.mark.parametrize("scale", [1, 1000])
def test_on_every_library(xp, dtype, scale):
    rng = np.random.default_rng(0)
    scores, labels = np.round(rng.standard_normal((5, 4)) * scale), np.array([0, 3, 1, 1, 2])
    Z, c, T = xp.array(scores, dtype, seed=1), xp.array(labels), oracles.one_hot(labels, 4)
    P = oracles.softmax(scores)
    assert_equals(xp, softmax(Z), P, dtype, tolerance=TOLERANCE[dtype])
    loss = softmax_cross_entropy(Z, c)
    assert loss.ndim == 0
    assert_equals(xp, loss, oracles.cross_entropy(scores, T), dtype, tolerance=TOLERANCE[dtype])
    assert_equals(xp, softmax_cross_entropy_backward(Z, c), (P - T) / 5, dtype, tolerance=TOLERANCE[dtype])


@both
@pytest.mark.parametrize("kind", ["int8", "uint8", "int32", "int64", "float32", "float64"])
def test_labels_as_classes_or_as_target_rows(xp, dtype, kind):
    scores, labels = np.random.default_rng(1).standard_normal((3, 4)), np.array([2, 0, 3])
    Z = xp.array(scores, dtype)
    kinds = (
        [xp.array(oracles.one_hot(labels, 4), kind)]
        if "float" in kind
        else [
            xp.array(labels, kind),
            xp.array(oracles.one_hot(labels, 4), kind),
        ]
    )
    T = oracles.one_hot(labels, 4)
    for given_labels in kinds:
        loss = softmax_cross_entropy(Z, given_labels)
        assert_equals(xp, loss, oracles.cross_entropy(scores, T), dtype, tolerance=TOLERANCE[dtype])
        dZ = softmax_cross_entropy_backward(Z, given_labels)
        assert_equals(xp, dZ, (oracles.softmax(scores) - T) / 3, dtype, tolerance=TOLERANCE[dtype])


def test_soft_target_rows(xp):
    scores, T = np.array([[1.0, 2.0, 3.0]]), np.array([[0.2, 0.5, 0.3]])
    loss = softmax_cross_entropy(xp.array(scores), xp.array(T))
    assert_equals(xp, loss, oracles.cross_entropy(scores, T), "float64", tolerance=1e-15)


@both
def test_scores_of_a_thousand_neither_overflow_nor_vanish(xp, dtype):
    Z = xp.array([[1000, -1000, 0], [-1000, -1000, -1000], [1000, 1000, -1000]], dtype)
    third = 1 / np.dtype(dtype).type(3)
    assert_equals(xp, softmax(Z), [[1, 0, 0], [third] * 3, [0.5, 0.5, 0]], dtype)
    assert_equals(xp, softmax_cross_entropy(Z[:1, ...], xp.array([1])), 2000, dtype)
    assert_equals(xp, softmax_cross_entropy(Z[:1, ...], xp.array([0])), 0, dtype)
    assert_equals(xp, softmax_cross_entropy_backward(Z[:1, ...], xp.array([1])), [[1, -1, 0]], dtype)


@pytest.mark.parametrize("scores", [[1e300, -1e300], [5e-324, 0.0], [1e-310, -1e-310], [1e300, 1e300]])
def test_huge_and_subnormal_scores(xp, scores):
    Z = xp.array([scores])
    P = [1, 0] if scores == [1e300, -1e300] else [0.5, 0.5]
    assert_equals(xp, softmax(Z), [P], "float64")
    loss = 0 if P == [1, 0] else np.log(2)
    assert_equals(xp, softmax_cross_entropy(Z, xp.array([0])), loss, "float64", tolerance=1e-15)


@pytest.mark.parametrize(("dtype", "huge"), [("float32", 3e38), ("float64", 1.5e308)])
def test_scores_whose_difference_is_no_number(xp, dtype, huge):
    Z, right, wrong = xp.array([[huge, -huge], [-huge, huge]], dtype), xp.array([0, 1]), xp.array([1, 0])
    assert_equals(xp, softmax(Z), [[1, 0], [0, 1]], dtype)
    assert_equals(xp, softmax_cross_entropy(Z, right), 0, dtype)
    assert_equals(xp, softmax_cross_entropy_backward(Z, right), [[0, 0], [0, 0]], dtype)
    assert_equals(xp, softmax_cross_entropy_backward(Z, wrong), [[0.5, -0.5], [-0.5, 0.5]], dtype)
    with np.errstate(over="ignore"):  # 2 · huge is no number of this dtype
        assert_equals(xp, softmax_cross_entropy(Z, wrong), np.inf, dtype)


@given(st.integers(1, 4), st.integers(1, 6), st.floats(-1e3, 1e3), st.integers(0, 99))
def test_a_number_added_to_all_scores_changes_nothing(N, classes, shift, seed):
    rng = np.random.default_rng(seed)
    Z, labels = rng.standard_normal((N, classes)), rng.integers(0, classes, N)
    np.testing.assert_allclose(softmax(Z + shift), softmax(Z), rtol=1e-9)
    np.testing.assert_allclose(softmax(Z).sum(axis=1), 1, rtol=1e-14)
    loss = softmax_cross_entropy(Z + shift, labels)
    np.testing.assert_allclose(loss, oracles.cross_entropy(Z, oracles.one_hot(labels, classes)), rtol=1e-9, atol=1e-12)


@given(st.integers(1, 4), st.integers(1, 6), st.integers(0, 99))
def test_gradient_against_differences(N, classes, seed):
    rng = np.random.default_rng(seed)
    Z, T = 3 * rng.standard_normal((N, classes)), rng.dirichlet(np.ones(classes), N)
    dZ = oracles.central_difference(lambda A: softmax_cross_entropy(A, T), Z, 1e-5)
    np.testing.assert_allclose(softmax_cross_entropy_backward(Z, T), dZ, atol=1e-8)


def test_pytorch_agrees():
    torch = torch_or_skip()
    rng = np.random.default_rng(2)
    scores, labels = 30 * rng.standard_normal((8, 10)), rng.integers(0, 10, 8)
    Z = torch.tensor(scores, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(Z, torch.tensor(labels))
    loss.backward()
    np.testing.assert_allclose(softmax_cross_entropy(scores, labels), loss.item(), rtol=1e-14)
    np.testing.assert_allclose(softmax_cross_entropy_backward(scores, labels), Z.grad.numpy(), atol=1e-15)


def test_loss_is_the_mean_over_the_batch():
    Z, labels = np.array([[2.0, 0.0]]), np.array([1])
    many = softmax_cross_entropy(np.repeat(Z, 7, axis=0), np.repeat(labels, 7))
    np.testing.assert_allclose(many, softmax_cross_entropy(Z, labels), rtol=1e-15)
    dZ = softmax_cross_entropy_backward(np.repeat(Z, 7, axis=0), np.repeat(labels, 7))
    np.testing.assert_allclose(dZ, np.repeat(softmax_cross_entropy_backward(Z, labels), 7, axis=0) / 7, rtol=1e-15)


def test_one_class_costs_nothing(xp):
    Z, labels = xp.array([[5.0]]), xp.array([0])
    assert_equals(xp, softmax(Z), [[1]], "float64")
    assert_equals(xp, softmax_cross_entropy(Z, labels), 0, "float64")
    assert_equals(xp, softmax_cross_entropy_backward(Z, labels), [[0]], "float64")


def test_softmax_of_no_images_has_no_rows(xp):
    assert_equals(xp, softmax(xp.array(np.ones((0, 3)))), np.ones((0, 3)), "float64")


def test_arguments_stay(xp):
    scores, rows = np.array([[1.0, 2.0]]), np.array([[1.0, 0.0]])
    Z, T = xp.array(scores), xp.array(rows)
    for function in (softmax_cross_entropy, softmax_cross_entropy_backward):
        assert dtype_name(function(Z, T)) == "float64"
    softmax(Z)
    np.testing.assert_array_equal(xp.numpy(Z), scores)
    np.testing.assert_array_equal(xp.numpy(T), rows)


Z = np.zeros((3, 4))
LABELS = np.array([0, 1, 3])
ROWS = oracles.one_hot(LABELS, 4)


@pytest.mark.parametrize("function", [softmax_cross_entropy, softmax_cross_entropy_backward])
@pytest.mark.parametrize(
    ("error", "name", "scores", "labels"),
    [
        (ValueError, "labels", Z, np.array([0, 1, 4])),
        (ValueError, "labels", Z, np.array([0, -1, 3])),
        (ValueError, "labels", Z, np.array([0, 1])),
        (ValueError, "labels", Z, np.array([0, 1, 2, 3])),
        (ValueError, "labels", Z, np.array(1)),
        (ValueError, "labels", Z, np.array([], dtype=int)),
        (TypeError, "labels", Z, np.array([0.0, 1.0, 3.0])),
        (TypeError, "labels", Z, np.array([True, False, True])),
        (TypeError, "labels", Z, np.array(["0", "1", "3"])),
        (TypeError, "labels", Z, [0, 1, 3]),
        (TypeError, "labels", Z, 1),
        (TypeError, "labels", Z, None),
        (ValueError, "labels", Z, ROWS * 2),
        (ValueError, "labels", Z, ROWS * 0),
        (ValueError, "labels", Z, ROWS - 0.1),
        (ValueError, "labels", Z, ROWS * np.nan),
        (ValueError, "labels", Z, np.where(ROWS, np.inf, 0)),
        (ValueError, "labels", Z, ROWS[:, :3]),
        (ValueError, "labels", Z, ROWS[:2]),
        (ValueError, "labels", Z, ROWS[None]),
        (ValueError, "Z", np.zeros((0, 4)), LABELS[:0]),
        (ValueError, "Z", np.zeros((3, 0)), LABELS),
        (ValueError, "Z", np.zeros(3), LABELS),
        (ValueError, "Z", np.zeros((3, 4, 1)), LABELS),
        (TypeError, "Z", np.zeros((3, 4), int), LABELS),
        (TypeError, "Z", Z.tolist(), LABELS),
        (TypeError, "Z", None, LABELS),
    ],
)
def test_refuses(function, error, name, scores, labels):
    with assert_raises(error, name):
        function(scores, labels)


@pytest.mark.parametrize("function", [softmax_cross_entropy, softmax_cross_entropy_backward])
def test_labels_of_another_library_are_refused(function):
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    with pytest.raises(TypeError, match=r"one library, got Z from numpy, labels from array_api_strict"):
        function(Z, strict.asarray(LABELS))


def test_softmax_needs_rows_of_scores():
    for scores in (np.zeros(3), np.zeros((2, 3, 4)), np.zeros((2, 0))):
        with assert_raises(ValueError, "Z"):
            softmax(scores)


INF, NAN = np.inf, np.nan
PYTORCH = {
    "a class that cannot be": ([[0.0, -INF, 1.0]], [2]),
    "the right class cannot be": ([[0.0, -INF, 1.0]], [1]),
    "a row of targets on a class that cannot be": ([[0.0, -INF, 1.0]], [[0.5, 0.25, 0.25]]),
    "one class alone can be": ([[-INF, 4.0, -INF], [1.0, 2.0, 3.0]], [1, 0]),
    "not a number": ([[NAN, 0.0, 1.0], [1.0, 2.0, 3.0]], [1, 0]),
    "subnormal": ([[1e-310, -5e-324, 0.0]], [1]),
}


@pytest.mark.filterwarnings("error")
@both
@pytest.mark.parametrize("case", PYTORCH)
def test_scores_that_are_no_ordinary_numbers_as_in_pytorch(case, dtype):
    torch = torch_or_skip()
    scores, labels = PYTORCH[case]
    Z, T = np.array(scores, dtype), np.array(labels)
    T = T.astype(dtype) if T.ndim == 2 else T
    theirs = torch.tensor(Z, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(theirs, torch.tensor(T))
    loss.backward()
    np.testing.assert_allclose(softmax_cross_entropy(Z, T), loss.item(), rtol=TOLERANCE[dtype])
    np.testing.assert_allclose(softmax_cross_entropy_backward(Z, T), theirs.grad.numpy(), atol=TOLERANCE[dtype])
    np.testing.assert_allclose(softmax(Z), torch.softmax(theirs, 1).detach().numpy(), rtol=TOLERANCE[dtype])


@pytest.mark.filterwarnings("error")
@both
def test_a_class_that_cannot_be_costs_nothing_without_a_target(xp, dtype):
    Z, T = xp.array([[0.0, -INF, 1.0]], dtype), xp.array([[0.5, 0.0, 0.5]], dtype)
    right = np.log(1 + np.exp(1)) - 0.5  # PyTorch gives NaN here
    assert_equals(xp, softmax_cross_entropy(Z, T), right, dtype, tolerance=TOLERANCE[dtype])
    right = np.log(1 + np.exp(1)) - 1
    assert_equals(xp, softmax_cross_entropy(Z, xp.array([2])), right, dtype, tolerance=TOLERANCE[dtype])
    assert_equals(xp, softmax_cross_entropy(Z, xp.array([1])), INF, dtype)


def test_rows_without_a_largest_number_are_no_numbers():
    for row in ([-INF, -INF], [INF, 0.0]):
        Z, labels = np.array([row]), np.array([0])
        with np.errstate(invalid="ignore"):
            assert np.isnan(softmax(Z)).all()
            assert np.isnan(softmax_cross_entropy(Z, labels))
            assert np.isnan(softmax_cross_entropy_backward(Z, labels)).all()


@pytest.mark.parametrize("name", ["float16", "bfloat16"])
def test_half_precision_is_added_up_in_single_precision(name):
    dtype = name if name == "float16" else pytest.importorskip("ml_dtypes", reason="not installed").bfloat16
    Z, labels = np.zeros((300, 4096), dtype), np.zeros(300, int)
    loss, dZ, P = softmax_cross_entropy(Z, labels), softmax_cross_entropy_backward(Z, labels), softmax(Z)
    assert loss.dtype == dZ.dtype == P.dtype == np.dtype(dtype)
    assert loss == np.asarray(np.log(4096), "float32").astype(dtype)
    np.testing.assert_array_equal(P, np.full(Z.shape, 2.0**-12, dtype))
    np.testing.assert_array_equal(dZ[:, 1:], np.full((300, 4095), np.float32(2**-12) / 300).astype(dtype))
    rows = np.full(Z.shape, 2.0**-12, dtype)  # whose sum is 1, but not in half precision
    assert softmax_cross_entropy(Z, rows) == loss


def test_labels_beside_scores_of_half_precision_on_every_library(xp):
    if "strict" in repr(xp):
        pytest.skip("array_api_strict has no half precision")
    Z = xp.array(np.zeros((2, 4)), "float16")
    loss = softmax_cross_entropy(Z, xp.array([0, 3]))
    assert dtype_name(loss) == "float16"
    assert float(loss) == float(np.float16(np.log(4)))

"""The mean squared error and its gradient."""

import numpy as np
import pytest

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import squared_error, squared_error_backward

SHAPE = (2, 4, 8, 2)  # 128 entries: the mean of whole numbers is exact
CALLS = [
    Call("squared_error", (SHAPE, SHAPE), lambda Y, T: np.mean((Y - T) ** 2), "refused", any_shape=True),
    Call("squared_error_backward", (SHAPE, SHAPE), lambda Y, T: (Y - T) / 64, "refused", any_shape=True),
]


def test_values(xp):
    Y, T = xp.array([[3.0, 0.5], [-1.0, 2.0]]), xp.array([[1.0, 0.5], [1.0, -2.0]])
    assert_equals(xp, squared_error(Y, T), 6, "float64")
    assert_equals(xp, squared_error_backward(Y, T), [[1, 0], [-1, 2]], "float64")


@pytest.mark.parametrize("shape", [(), (1,), (3, 1, 2)])
def test_the_mean_is_over_all_entries_whatever_the_shape(xp, shape):
    Y = np.full(shape, 5.0)
    assert_equals(xp, squared_error(xp.array(Y), xp.array(Y - 3)), 9, "float64")
    assert_equals(xp, squared_error_backward(xp.array(Y), xp.array(Y - 3)), np.full(shape, 6 / Y.size), "float64")


def test_a_perfect_answer_costs_nothing():
    Y = np.random.default_rng(0).standard_normal((3, 4))
    assert squared_error(Y, Y.copy()) == 0
    assert not squared_error_backward(Y, Y.copy()).any()


def test_gradient_against_differences():
    Y, T = np.random.default_rng(1).standard_normal((2, 3, 4))
    dY = oracles.central_difference(lambda A: squared_error(A, T), Y)
    np.testing.assert_allclose(squared_error_backward(Y, T), dY, atol=1e-9)


def test_pytorch_agrees():
    torch = torch_or_skip()
    Y, T = np.random.default_rng(2).standard_normal((2, 5, 3, 4))
    theirs = torch.tensor(Y, requires_grad=True)
    loss = torch.nn.functional.mse_loss(theirs, torch.tensor(T))
    loss.backward()
    np.testing.assert_allclose(squared_error(Y, T), loss.item(), rtol=1e-14)
    np.testing.assert_allclose(squared_error_backward(Y, T), theirs.grad.numpy(), rtol=1e-13)


def test_half_precision_is_added_up_in_single_precision():
    Y = np.full(100_000, 2, "float16")
    loss = squared_error(Y, np.zeros_like(Y))
    assert loss.dtype == "float16"
    assert loss == 4
    dY = squared_error_backward(Y[:8] * 0 + 48_000, np.zeros(8, "float16"))  # 2 · 48000 is no number of half precision
    assert dY.dtype == "float16"
    np.testing.assert_array_equal(dY, np.full(8, 12_000))


def test_bfloat16_is_added_up_in_single_precision():
    bfloat16 = pytest.importorskip("ml_dtypes", reason="ml_dtypes is not installed").bfloat16
    Y = np.ones(4096, bfloat16)
    loss = squared_error(Y, np.zeros_like(Y))
    assert loss.dtype == bfloat16
    assert loss == 1
    assert squared_error_backward(Y, np.zeros_like(Y)).dtype == bfloat16


@pytest.mark.parametrize("function", [squared_error, squared_error_backward])
def test_refuses(function):
    with assert_raises(ValueError, "T", "that of Y"):
        function(np.ones((2, 3)), np.ones(3))
    with assert_raises(ValueError, "Y", "at least one entry"):
        function(np.ones((2, 0)), np.ones((2, 0)))
    with assert_raises(TypeError, "T", "floating-point"):
        function(np.ones(2), np.ones(2, int))
    with assert_raises(TypeError, "Y", "floating-point"):
        function(np.ones(2, int), np.ones(2))
    for wrong in (np.ones(2, complex), np.ones(2, object), np.ma.ones(2)):
        with assert_raises(TypeError, "Y", "real numbers"):
            function(wrong, np.ones(2))
    for letter, arrays in (("Y", (None, np.ones(2))), ("T", (np.ones(2), [1.0, 1.0]))):
        with assert_raises(TypeError, letter, "array"):
            function(*arrays)


@pytest.mark.parametrize("function", [squared_error, squared_error_backward])
def test_refuses_arrays_of_two_libraries(function):
    torch = torch_or_skip()
    with pytest.raises(TypeError, match="Y from numpy, T from torch"):
        function(np.ones(2), torch.ones(2))

"""Every numeric function, on every array library: values, dtype, device, and that its arguments stay as they were."""

import array_api_strict
import numpy as np
import pytest

from tests.support.calls import NUMERIC, Call, gathered, home, missing
from tests.support.libraries import assert_equals, assert_raises

CALLS, ELSEWHERE = gathered()
every_call = pytest.mark.parametrize("call", CALLS, ids=str)


def results(value):
    return value if isinstance(value, tuple) else (value,)


def with_one_replaced(call, replace):
    """For each array argument: its name, and all arguments with that one replaced."""
    arrays = [np.array(A, "float64") for A in call.values()]
    for i, name in enumerate(call.arrays):
        yield name, [replace(A) if i == k else A for k, A in enumerate(arrays)]


@pytest.mark.parametrize("name", NUMERIC)
def test_every_function_is_called_or_says_why_not(name):
    problem = missing(name)
    assert not problem, problem


def test_what_is_called_is_public_and_nothing_is_said_twice():
    called = {call.name for call in CALLS}
    assert called | set(ELSEWHERE) <= set(NUMERIC)
    assert not called & set(ELSEWHERE)
    assert all(why.strip() for why in ELSEWHERE.values())


def test_a_function_without_a_call_is_told_where_to_write_it(monkeypatch):
    monkeypatch.setattr("tests.support.calls.gathered", lambda: ([], {}))
    for name in ("conv2d_backward_bias", "relu", "pad2d"):
        assert name in missing(name)
        assert home(name) in missing(name)
    assert home("conv2d_backward_bias") == "tests/layers/test_conv2d_backward.py"
    assert home("pad2d") == "tests/test_convolution.py"


def test_a_call_draws_what_it_says():
    call = Call("relu_backward", ((3, 4), (50,)), None, "kept", draws={"dY": (5, 7), "X": lambda rng, shape: shape})
    X, dY = call.values(-100, 100)
    assert X == (3, 4)
    assert set(dY) == {5, 6}
    (X,) = Call("relu", ((50,),), None, "kept").values(-2, 0)
    assert set(X) == {-2, -1}


@every_call
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_floating_point(xp, call, dtype):
    values = call.values()
    expected = results(call.expected([A.astype(np.float64) for A in values]))
    arrays = [xp.array(A, dtype, seed) for seed, A in enumerate(values)]
    found = results(call(*arrays))
    assert len(found) == len(expected)
    for part, right in zip(found, expected):
        tolerance = 0 if call.integers != "refused" else {"float32": 1e-6, "float64": 1e-14}[dtype]
        assert_equals(xp, part, right, dtype, tolerance=tolerance)
    for A, before in zip(arrays, values):
        np.testing.assert_array_equal(xp.numpy(A), before)


@every_call
@pytest.mark.parametrize("dtype", ["uint8", "int8", "int64"])
def test_integers(xp, call, dtype):
    low, high = (200, 256) if dtype == "uint8" else (-100, 100)  # sums of these wrap around in one byte
    values = [A.astype(dtype).astype("int64") for A in call.values(low, high)]
    arrays = [xp.array(A, dtype) for A in values]
    if call.integers == "refused":
        with assert_raises(TypeError, rf"({'|'.join(call.arrays)})", "floating-point"):
            call(*arrays)
    else:
        result_dtype = dtype if call.integers == "kept" else "int64"
        assert_equals(xp, call(*arrays), call.expected(values), result_dtype)


@pytest.mark.parametrize("call", [call for call in CALLS if not call.view], ids=str)
def test_result_is_a_new_array(call):
    arrays = [np.array(A, "float64") for A in call.values()]
    for part in results(call(*arrays)):
        assert not any(np.shares_memory(part, A) for A in arrays)


@every_call
@pytest.mark.parametrize(
    "junk", [[[1.0]], 2.0, "1", ("a",), np.array(["1"]), np.array([b"1"]), {}], ids=lambda junk: f"{junk!r}"
)
def test_what_is_no_array_of_numbers_is_refused(call, junk):
    for name, arguments in with_one_replaced(call, lambda A: junk):
        with assert_raises(TypeError, name):
            call(*arguments)


@every_call
def test_none_is_refused_where_an_array_is_needed(call):
    for name, arguments in with_one_replaced(call, lambda A: None):
        if not call.may_be_none(name):
            with assert_raises(TypeError, name):
                call(*arguments)


@every_call
def test_two_libraries_are_refused(call):
    for name, arguments in with_one_replaced(call, array_api_strict.asarray):
        if len(arguments) > 1:
            with pytest.raises(TypeError, match=rf"(?s)one library.*got .*{name} from array_api_strict"):
                call(*arguments)


@pytest.mark.parametrize("call", [call for call in CALLS if not call.any_shape], ids=str)
def test_wrong_number_of_axes_is_refused(call):
    for name, arguments in with_one_replaced(call, lambda A: A[None]):
        with assert_raises(ValueError, name):  # a function of arrays of any shape says so: Call(..., any_shape=True)
            call(*arguments)


@pytest.mark.parametrize("call", [call for call in CALLS if call.any_shape], ids=str)
def test_functions_of_any_shape_take_a_stack(call, xp):
    values = [A[None] for A in call.values()]
    arrays = [xp.array(A, "float64") for A in values]
    right = results(call.expected([A[0] for A in values]))[0]
    assert_equals(xp, call(*arrays), right[None] if np.ndim(right) else right, tolerance=1e-14)  # one number stays one

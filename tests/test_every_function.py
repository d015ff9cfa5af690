"""Every numeric function, on every array library: values, dtype, device, and that its arguments stay as they were."""

import inspect

import array_api_strict
import numpy as np
import pytest

import textbook_cnn as cnn
from tests.support.calls import CALLS, ELSEWHERE, NUMERIC
from tests.support.libraries import assert_equals, assert_raises

every_call = pytest.mark.parametrize("call", CALLS, ids=str)
ANY_SHAPE = {"relu", "relu_backward", "dropout_backward", "rot180", "pad2d", "luminance"}
VIEWS = {"rot180", "flatten", "unflatten"}  # only another shape or order of the same elements


def results(value):
    return value if isinstance(value, tuple) else (value,)


def array_names(call):
    return list(inspect.signature(getattr(cnn, call.name)).parameters)[: len(call.shapes)]


def with_one_replaced(call, replace):
    """For each array argument: its name, and all arguments with that one replaced."""
    arrays = [np.array(A, "float64") for A in call.values()]
    for i, name in enumerate(array_names(call)):
        yield name, [replace(A) if i == k else A for k, A in enumerate(arrays)]


def test_table_names_every_function():
    assert {call.name for call in CALLS} | ELSEWHERE == set(NUMERIC)
    assert not {call.name for call in CALLS} & ELSEWHERE


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
    values = call.values(low, high)
    arrays = [xp.array(A, dtype) for A in values]
    if call.integers == "refused":
        with assert_raises(TypeError, rf"({'|'.join(array_names(call))})", "floating-point"):
            call(*arrays)
    else:
        result_dtype = dtype if call.integers == "kept" else "int64"
        assert_equals(xp, call(*arrays), call.expected(values), result_dtype)


@pytest.mark.parametrize("call", [call for call in CALLS if call.name not in VIEWS], ids=str)
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
        if name == "B":
            continue  # the bias may be left out
        with assert_raises(TypeError, name):
            call(*arguments)


@every_call
def test_two_libraries_are_refused(call):
    for name, arguments in with_one_replaced(call, array_api_strict.asarray):
        if len(arguments) > 1:
            with pytest.raises(TypeError, match=rf"(?s)one library.*got .*{name} from array_api_strict"):
                call(*arguments)


@every_call
def test_wrong_number_of_axes_is_refused(call):
    for name, arguments in with_one_replaced(call, lambda A: A[None]):
        if call.name not in ANY_SHAPE:
            with assert_raises(ValueError, name):
                call(*arguments)


@pytest.mark.parametrize("name", sorted(ANY_SHAPE))
def test_functions_of_any_shape_take_a_stack(name, xp):
    (call,) = (call for call in CALLS if call.name == name)
    values = [A[None] for A in call.values()]
    arrays = [xp.array(A, "float64") for A in values]
    assert_equals(xp, call(*arrays), results(call.expected([A[0] for A in values]))[0][None], tolerance=1e-14)

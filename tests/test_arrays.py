"""What the package asks of an array, which every library's arrays have, and those of unknown size in part."""

import subprocess
import sys
from fractions import Fraction
from types import SimpleNamespace
from typing import Protocol

import numpy as np
import pytest

import textbook_cnn as cnn
from textbook_cnn._arrays import Array, add_at, copy, memory_order, number_like, set_at, sliding_rows
from textbook_cnn.formulas.code_for_all_sizes.running import BRANCHES


class Nothing(Protocol):
    """A protocol that asks for nothing: what it has, every protocol has."""


ASKED = set(vars(Array)) - set(vars(Nothing))
# What no function that is proved for all sizes uses.
NOT_OF_UNKNOWN_SIZE = {
    *("__neg__", "__radd__", "__sub__", "__rsub__", "__rmul__", "__rtruediv__", "__mod__", "__pow__"),
    *("__lt__", "__le__", "__gt__", "__ge__", "__float__", "__int__", "__bool__"),
}


def missing(A):
    return {name for name in ASKED if not hasattr(A, name)}


def test_what_is_asked():
    assert {"shape", "ndim", "dtype", "T", "mT", "__getitem__", "__add__", "__matmul__", "__bool__"} <= ASKED
    assert missing(3.0) >= {"shape", "ndim", "dtype", "__getitem__", "__matmul__"}


def test_every_library_has_it(xp):
    A = xp.array(np.ones((2, 3)), "float32")
    assert missing(A) == set()
    assert isinstance(A.shape, tuple)
    assert all(isinstance(m, int) for m in A.shape)
    assert (tuple(A.shape), A.ndim) == ((2, 3), 2)
    assert tuple(A.T.shape) == tuple(A.mT.shape) == (3, 2)


def test_arrays_of_exact_numbers_have_it():
    assert missing(np.array([[Fraction(1, 3)]], dtype=object)) == set()


@pytest.mark.parametrize("branch", BRANCHES)
def test_arrays_of_unknown_size_have_what_the_layers_use(branch):
    assert missing(BRANCHES[branch].unknown("X", 2, 3)) == NOT_OF_UNKNOWN_SIZE


class Changes:
    """As JAX has it: an array that cannot be changed in place answers with another one."""

    def __init__(self, A):
        self.A, self.at = A, {0: SimpleNamespace(set=lambda B: (A, "set", B), add=lambda B: (A, "added", B))}


def test_arrays_that_cannot_be_changed_are_asked_for_others():
    assert set_at(Changes("A"), 0, "B") == ("A", "set", "B")
    assert add_at(Changes("A"), 0, "B") == ("A", "added", "B")


def test_others_are_changed_in_place():
    A = np.zeros(3)
    assert set_at(A, (1,), 5) is A
    assert add_at(A, (slice(1, None),), 2) is A
    assert A.tolist() == [0, 7, 2]


def test_numbers_stay_numbers_and_arrays_take_the_dtype_of_others():
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    other = strict.asarray([1.0], dtype=strict.float32, device=strict.Device("device1"))
    assert number_like(0.5, other) == 0.5
    found = number_like(np.float64(0.5), np.ones(1, np.float32))
    assert (found.dtype, float(found)) == (np.float32, 0.5)
    found = number_like(strict.asarray(0.5, dtype=strict.float64, device=strict.Device("device1")), other)
    assert (found.dtype, found.device) == (strict.float32, other.device)
    assert number_like(np.float64(0.5), other).device == other.device


def test_arrays_whose_axes_would_meet_others_than_they_ought_are_refused():
    A, row = np.ones((2, 3)).T, np.arange(3.0)
    ordered = memory_order.in_memory_order(A, np.ones((3, 2)), 2.0, np.float64(5.0))
    assert [np.shape(B) for B in ordered] == [(2, 3), (2, 3), (), ()]
    with pytest.raises(ValueError, match=r"^expected arrays with 2 axes, got shapes \[\(3, 2\), \(3,\), \(\)\]$"):
        memory_order.in_memory_order(A, row, 2.0)


def test_windows_of_rows_are_a_view():
    Z = np.arange(12.0).reshape(6, 2)
    assert np.shares_memory(sliding_rows(Z, 3, 2), Z)


def test_a_copy_is_an_array_of_its_own():
    A = np.arange(3.0)
    B = copy(A)
    B[0] = 9
    assert A.tolist() == [0, 1, 2]


def test_the_namespace_of_numpy_is_looked_for_when_it_is_used():
    """It imports numpy.f2py and numpy.testing, which take as long as NumPy itself."""
    code = "import sys, numpy, textbook_cnn as cnn; found = 'array_api_compat.numpy' in sys.modules; "
    code += "cnn.relu(numpy.ones(1)); print(found, 'array_api_compat.numpy' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "True"]


@pytest.mark.parametrize("dtype", ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8", "longdouble", "bfloat16"])
def test_infinite_gradients_of_what_was_not_chosen_are_zero_in_every_byte_order(dtype):
    dtype = np.dtype(pytest.importorskip("ml_dtypes").bfloat16 if dtype == "bfloat16" else dtype)
    X, dY = np.array([-1.0, 2.0, 3.0]).astype(dtype), np.array([np.inf, np.nan, 5.0]).astype(dtype)
    np.testing.assert_array_equal(cnn.relu_backward(X, dY).astype("f8"), [0, np.nan, 5])
    found = cnn.max_pool2d_backward(X[None, None, None], np.full((1, 1, 1, 1), np.inf).astype(dtype), (1, 3))
    np.testing.assert_array_equal(found.astype("f8"), [[[[0, 0, np.inf]]]])


@pytest.mark.parametrize("dtype", ["int8", ">i2", ">i4", ">u8"])
def test_integers_are_chosen_in_every_byte_order(dtype):
    found = cnn.relu_backward(np.array([-1, 2, 3]), np.array([1, 1, 0]).astype(dtype))
    np.testing.assert_array_equal(found, [0, 1, 0])

"""`pad2d` beyond zeros: every kind of border against `numpy.pad`, PyTorch and by hand, and what is refused."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import pad2d

MODES = ("constant", "reflect", "edge", "wrap")
IMAGE = np.arange(24.0).reshape(2, 3, 4)
IN_TORCH = {"constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular"}
side = st.integers(0, 9)


@given(
    arrays.arrays(
        "int64", st.tuples(st.integers(1, 2), st.integers(1, 5), st.integers(1, 5)), elements=st.integers(0, 9)
    ),
    st.tuples(st.tuples(side, side), st.tuples(side, side)),
    st.sampled_from(MODES),
)
def test_as_numpy(X, padding, mode):
    found = pad2d(X, padding, mode)
    np.testing.assert_array_equal(found, np.pad(X, ((0, 0), *padding), mode=mode))
    assert found.dtype == X.dtype
    assert not np.shares_memory(found, X)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dtype", ["float32", "uint8", "bool"])
def test_on_every_library(xp, mode, dtype):
    X = xp.array(IMAGE % 2, dtype, seed=3)
    found = pad2d(X, ((2, 1), (5, 0)), mode)
    assert_equals(xp, found, np.pad(IMAGE % 2, ((0, 0), (2, 1), (5, 0)), mode=mode), dtype)


@pytest.mark.parametrize("mode", MODES)
def test_as_pytorch_with_its_gradient(mode):
    torch = torch_or_skip()
    X = torch.tensor(IMAGE[None], requires_grad=True)
    right = torch.nn.functional.pad(X, (3, 2, 1, 2), IN_TORCH[mode])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = pad2d(X, ((1, 2), (3, 2)), mode)
        unchanged = pad2d(X, 0, mode)
    assert torch.equal(found, right)
    weights = torch.arange(float(right.numel()), dtype=torch.float64).reshape(right.shape)
    (dX,) = torch.autograd.grad((found * weights).sum(), X)
    assert torch.equal(dX, torch.autograd.grad((right * weights).sum(), X)[0])
    assert torch.equal(torch.autograd.grad(unchanged.sum(), X)[0], torch.ones_like(X))


def test_by_hand():
    row = np.array([[1, 2, 3]])
    assert pad2d(row, (0, 4), "edge").tolist() == [[1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3]]
    assert pad2d(row, (0, 4), "wrap").tolist() == [[3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1]]
    assert pad2d(row, (0, 4), "reflect").tolist() == [[1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3]]
    assert pad2d(row[:, :1], (0, 2), "reflect").tolist() == [[1, 1, 1, 1, 1]]  # one pixel is its own mirror image


@pytest.mark.parametrize("mode", ["reflect", "edge", "wrap"])
def test_of_no_pixels_nothing_is_continued(mode):
    with assert_raises(ValueError, "X", "pixels"):
        pad2d(np.ones((2, 0)), 1, mode)
    assert pad2d(np.ones((2, 0)), (1, 0), mode).shape == (4, 0)


@pytest.mark.parametrize(
    ("error", "mode"),
    [(ValueError, "zeros"), (ValueError, "Edge"), (TypeError, None), (TypeError, 0), (TypeError, b"edge")],
)
def test_refuses_other_modes(error, mode):
    with assert_raises(error, "mode"):
        pad2d(IMAGE, 1, mode)


@pytest.mark.parametrize("mode", MODES)
def test_refuses_more_than_memory_holds(mode, xp):
    with assert_raises(ValueError, "padding", "memory"):
        pad2d(xp.array(IMAGE), 1 << 61, mode)


@pytest.mark.parametrize("padding", [b"\1\2", bytearray(b"\1\2"), memoryview(b"\1\2")])
def test_bytes_are_no_pair(padding):
    with assert_raises(TypeError, "padding"):
        pad2d(IMAGE, padding)

"""Half precision: the layers of products add up in float32 and answer in the dtype that they were given."""

from functools import partial

import numpy as np
import pytest

import textbook_cnn as cnn
from tests.support.libraries import Library, dtype_name

MAPS, KERNELS = (2, 4, 7, 6), (6, 2, 3, 2)
KEYWORDS = {"stride": (2, 1), "padding": "same", "groups": 2}
OUT = (2, 6, 4, 6)
CALLS = {
    "conv2d": (partial(cnn.conv2d, **KEYWORDS), (MAPS, KERNELS, (6,))),
    "conv2d_backward_kernel": (lambda X, dY: cnn.conv2d_backward_kernel(X, dY, (3, 2), **KEYWORDS), (MAPS, OUT)),
    "conv2d_backward_bias": (cnn.conv2d_backward_bias, (OUT,)),
    "conv2d_backward_bias, one per pixel": (partial(cnn.conv2d_backward_bias, tied=False), (OUT,)),
    "conv2d_backward_input": (lambda dY, K: cnn.conv2d_backward_input(dY, K, (7, 6), **KEYWORDS), (OUT, KERNELS)),
    "conv2d_transpose": (lambda X, K, B: cnn.conv2d_transpose(X, K, B, (7, 6), **KEYWORDS), (OUT, KERNELS, (4,))),
    "dense": (cnn.dense, ((5, 300), (7, 300), (7,))),
    "dense_backward_weight": (cnn.dense_backward_weight, ((300, 5), (300, 7))),
    "dense_backward_bias": (cnn.dense_backward_bias, ((300, 7),)),
    "dense_backward_input": (cnn.dense_backward_input, ((5, 300), (300, 7))),
    "correlate2d": (cnn.correlate2d, ((20, 20), (9, 9))),
    "convolve1d": (partial(cnn.convolve1d, padding="full"), ((300,), (200,))),
}
LIBRARIES = ("numpy float16", "numpy bfloat16", "torch float16", "torch bfloat16", "jax float16", "jax bfloat16")
every_half = pytest.mark.parametrize("half", LIBRARIES)


class Half:
    """Arrays of half precision in one library."""

    def __init__(self, name):
        library, self.dtype = name.split()
        self.library = Library(library)
        self.unit = 2.0 ** (-10 if self.dtype == "float16" else -7)  # between 1 and the next number

    def array(self, values):
        if self.library.name == "torch":
            return self.library.xp.tensor(np.asarray(values)).to(getattr(self.library.xp, self.dtype))
        if self.dtype == "bfloat16":
            kinds = pytest.importorskip("ml_dtypes", reason="NumPy has bfloat16 from ml_dtypes alone")
            values = np.asarray(values).astype(kinds.bfloat16)
        else:
            values = np.asarray(values, self.dtype)
        return values if self.library.name == "numpy" else self.library.xp.asarray(values)

    def exact(self, A):
        """The values in float64."""
        if self.library.name == "torch":
            return A.double().numpy()
        return np.asarray(A).astype(np.float64)


@every_half
@pytest.mark.parametrize("name", CALLS)
def test_as_in_float64_rounded_once(half, name):
    half, (call, shapes), rng = Half(half), CALLS[name], np.random.default_rng(4)
    arrays = [half.array(rng.standard_normal(shape)) for shape in shapes]
    found, right = call(*arrays), call(*map(half.exact, arrays))
    assert dtype_name(found) == half.dtype
    size = sum(abs(half.exact(A)).max() for A in arrays)  # sums may cancel: float32 rounds by their terms
    np.testing.assert_allclose(half.exact(found), right, rtol=half.unit / 2, atol=size * 300 * 2.0**-23)


@every_half
def test_sums_that_overflow_or_stall_on_the_way(half):
    half = Half(half)
    large = half.array([40000.0, 40000.0, -40000.0])
    right = half.exact(large[:1])[0]
    ones = half.array([1.0, 1.0, 1.0])
    many = half.array([2048.0] + [1.0] * 2048)
    for total, terms in ((right, large), (4096, many)):
        row, column = terms[None, :], terms[:, None]
        weights = half.array(np.ones(len(terms)))[None, :]
        for sum_of in (
            cnn.dense(row, weights),
            cnn.dense_backward_bias(column),
            cnn.dense_backward_weight(column, weights.T),
            cnn.dense_backward_input(row, weights.T),
            cnn.correlate2d(row, weights),
            cnn.convolve1d(terms, weights[0, :]),
            cnn.conv2d(row[None, None], weights[None, None]),
            cnn.conv2d_backward_bias(row[None, None]),
            cnn.conv2d_backward_kernel(row[None, None], weights[None, None]),
            cnn.conv2d_backward_input(terms[None, :, None, None], weights.T[:, :, None, None]),
        ):
            assert half.exact(sum_of).ravel().tolist() == [total]
    bias = cnn.dense(large[None, :2], ones[None, :2], large[2:])  # too large before the bias
    assert half.exact(bias).tolist() == [[right]]


def test_the_order_in_memory_is_kept():
    """The batch stays last, as it came, so that the next layer copies nothing."""
    X = np.ones((6, 3, 6, 8), np.float16).transpose(3, 1, 0, 2)
    Y = cnn.conv2d(X, np.ones((4, 3, 3, 3), np.float16))
    assert sorted(range(4), key=lambda axis: -Y.strides[axis]) == [2, 1, 3, 0]


@every_half
def test_dropout_keeps_the_dtype(half):
    half = Half(half)
    X = half.array(np.arange(1.0, 9.0))
    Y, mask = cnn.dropout(X, 0.5, np.random.default_rng(0))
    assert dtype_name(Y) == dtype_name(mask) == half.dtype
    assert set(half.exact(mask)) == {0.0, 2.0}
    np.testing.assert_array_equal(half.exact(Y), half.exact(X) * half.exact(mask))

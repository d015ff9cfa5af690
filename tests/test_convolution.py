"""Convolution and cross-correlation against SciPy, NumPy and plain loops; padding; output size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises
from textbook_cnn import convolve1d, convolve2d, correlate1d, correlate2d, output_size, pad2d, rot180


def _on_a_row(oracle):
    return lambda x, k, **keywords: oracle(x[None], k[None], **keywords)[0]


SIGNAL, TAPS, IMAGE, KERNEL = (9,), (4,), (6, 5), (2, 3)
CALLS = [
    *(
        Call(name, shapes, oracle, "int64", keywords={"padding": padding})
        for name, shapes, oracle in (
            ("correlate1d", (SIGNAL, TAPS), _on_a_row(oracles.correlate2d)),
            ("convolve1d", (SIGNAL, TAPS), _on_a_row(oracles.convolve2d)),
            ("correlate2d", (IMAGE, KERNEL), oracles.correlate2d),
            ("convolve2d", (IMAGE, KERNEL), oracles.convolve2d),
        )
        for padding in ("valid", "same", "full")
    ),
    Call("rot180", ((2, 3, 4),), oracles.rot180, "kept", any_shape=True, view=True),
    Call(
        "pad2d",
        ((2, 3, 4),),
        lambda A, _: np.pad(A, ((0, 0), (1, 0), (2, 3))),
        "kept",
        (((1, 0), (2, 3)),),
        any_shape=True,
    ),
]
ELSEWHERE = {"output_size": "its arguments are sizes"}

ONES = np.ones((3, 4))
sizes = st.tuples(st.integers(1, 9), st.integers(1, 9))
kernels = st.tuples(st.integers(1, 7), st.integers(1, 7))


def numbers(seed, *shape):
    return np.random.default_rng(seed).integers(-9, 10, shape)


def fits(size, kernel):
    return all(k <= m for m, k in zip(size, kernel))


@given(sizes, kernels, st.integers(0, 99))
def test_full_is_scipys(size, kernel, seed):
    x, k = numbers(seed, *size), numbers(seed + 1, *kernel)
    np.testing.assert_array_equal(correlate2d(x, k, padding="full"), signal.correlate2d(x, k, "full"))
    np.testing.assert_array_equal(convolve2d(x, k, padding="full"), signal.convolve2d(x, k, "full"))


@given(sizes, kernels, st.integers(0, 99))
def test_valid_is_scipys(size, kernel, seed):
    x, k = numbers(seed, *size), numbers(seed + 1, *kernel)
    if fits(size, kernel):  # where none fits SciPy swaps the two
        np.testing.assert_array_equal(correlate2d(x, k), signal.correlate2d(x, k, "valid"))
        np.testing.assert_array_equal(convolve2d(x, k), signal.convolve2d(x, k, "valid"))
    else:
        with assert_raises(ValueError, "k", "no larger than the padded input"):
            correlate2d(x, k)


@given(sizes, kernels, st.integers(0, 99))
def test_same_is_full_cropped_with_the_odd_zero_at_the_bottom_and_right(size, kernel, seed):
    x, k = numbers(seed, *size), numbers(seed + 1, *kernel)
    top, left = (k_size // 2 for k_size in kernel)  # rows of "full" before the first of "same"
    crop = np.s_[top : top + size[0], left : left + size[1]]
    np.testing.assert_array_equal(correlate2d(x, k, padding="same"), signal.correlate2d(x, k, "full")[crop])
    np.testing.assert_array_equal(convolve2d(x, k, padding="same"), signal.convolve2d(x, k, "full")[crop])


def test_same_looks_ahead_with_an_even_kernel():
    right_neighbour = np.array([0, 1])
    np.testing.assert_array_equal(correlate1d(np.array([1, 2, 3]), right_neighbour, padding="same"), [2, 3, 0])


@given(st.integers(1, 12), st.integers(1, 7), st.integers(0, 99))
def test_one_dimension_is_numpys(length, size, seed):
    x, k = numbers(seed, length), numbers(seed + 1, size)
    np.testing.assert_array_equal(convolve1d(x, k, padding="full"), np.convolve(x, k, "full"))
    np.testing.assert_array_equal(correlate1d(x, k, padding="full"), np.correlate(x, k, "full"))
    if size <= length:
        np.testing.assert_array_equal(convolve1d(x, k), np.convolve(x, k, "valid"))
        np.testing.assert_array_equal(correlate1d(x, k), np.correlate(x, k, "valid"))


def test_worked_example_of_the_slides():
    X, K = np.array([[1, 6, 2], [5, 3, 1], [7, 0, 4]]), np.array([[1, 2], [-1, 0]])
    np.testing.assert_array_equal(correlate2d(X, K), [[8, 7], [4, 5]])
    np.testing.assert_array_equal(convolve2d(X, K), [[7, 5], [11, 3]])


@given(sizes, kernels, st.integers(0, 99))
def test_convolution_commutes_when_full(size, kernel, seed):
    x, k = numbers(seed, *size), numbers(seed + 1, *kernel)
    np.testing.assert_array_equal(convolve2d(x, k, padding="full"), convolve2d(k, x, padding="full"))


def test_dtypes_of_two_arguments_meet(xp):
    x, k = xp.array([[200, 201]], "uint8"), xp.array([[200, -1]], "int16")
    assert_equals(xp, correlate2d(x, k), [[200 * 200 - 201]], "int64")
    assert_equals(xp, correlate2d(x, xp.array([[0.5, 1]], "float32")), [[301]], "float32")
    assert_equals(xp, correlate2d(xp.array([[1, 2]], "float32"), xp.array([[0.1, 0]], "float64")), [[0.1]], "float64")


def test_extreme_numbers_keep_their_digits():
    tiny, huge = 5e-324, 1e300  # the smallest subnormal
    np.testing.assert_array_equal(correlate2d(np.array([[tiny, huge]]), np.array([[2.0, 3.0]])), [[3 * huge]])
    np.testing.assert_array_equal(correlate2d(np.array([[tiny]]), np.array([[2.0]])), [[2 * tiny]])


def test_output_size_without_stride_padding_and_dilation():
    assert [output_size(m, k) for m, k in ((5, 2), (5, 1), (2, 2), (9, 4))] == [4, 5, 1, 6]


@given(st.integers(1, 30), st.integers(1, 7), st.integers(1, 4), st.integers(0, 3), st.integers(1, 3))
def test_output_size_counts_windows(size, kernel, stride, padding, dilation):
    found = len(oracles.windows_in(size + 2 * padding, kernel, stride, dilation))
    keywords = {"stride": stride, "padding": padding, "dilation": dilation}
    if found:
        assert output_size(size, kernel, **keywords) == found
    else:
        with assert_raises(ValueError, "kernel_size"):
            output_size(size, kernel, **keywords)


@pytest.mark.parametrize(
    ("error", "name", "arguments", "keywords"),
    [
        (TypeError, "size", (3.0, 2), {}),
        (TypeError, "size", ("3", 2), {}),
        (ValueError, "size", (0, 1), {}),
        (TypeError, "kernel_size", (3, (2, 2)), {}),
        (ValueError, "kernel_size", (3, 0), {}),
        (TypeError, "stride", (3, 2), {"stride": 1.5}),
        (TypeError, "stride", (3, 2), {"stride": True}),
        (ValueError, "stride", (3, 2), {"stride": 0}),
        (ValueError, "padding", (3, 2), {"padding": -1}),
        (TypeError, "padding", (3, 2), {"padding": "same"}),
        (ValueError, "dilation", (3, 2), {"dilation": 0}),
        (TypeError, "dilation", (3, 2), {"dilation": None}),
    ],
)
def test_output_size_refuses(error, name, arguments, keywords):
    with assert_raises(error, name):
        output_size(*arguments, **keywords)


def test_output_size_takes_integers_of_any_kind():
    answer = output_size(np.int64(9), np.uint8(3), stride=np.int32(2))
    assert answer == 4
    assert type(answer) is int


@pytest.mark.parametrize("function", [correlate1d, convolve1d, correlate2d, convolve2d])
@pytest.mark.parametrize(
    ("error", "padding"),
    [
        (ValueError, "some"),
        (ValueError, "1"),
        (ValueError, ""),
        (ValueError, "VALID"),
        (TypeError, 1),
        (TypeError, None),
        (TypeError, (1, 1)),
        (TypeError, ["full"]),
    ],
)
def test_unknown_padding_is_refused(function, error, padding):
    x = np.ones(3) if function in (correlate1d, convolve1d) else ONES
    with assert_raises(error, "padding", "'valid', 'same', 'full'"):
        function(x, x, padding=padding)


@pytest.mark.parametrize("function", [correlate2d, convolve2d])
def test_empty_arrays_are_refused(function):
    with assert_raises(ValueError, "(x|input_size)", "at least 1"):
        function(np.ones((0, 3)), np.ones((1, 1)))
    with assert_raises(ValueError, "(k|kernel_size)", "at least 1"):
        function(np.ones((3, 3)), np.ones((1, 0)))


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 99))
def test_rot180_turns_by_half(height, width, seed):
    K = numbers(seed, 2, height, width)
    np.testing.assert_array_equal(rot180(K), np.rot90(K, 2, axes=(1, 2)))


def test_rot180_refuses_a_sequence():
    with assert_raises(ValueError, "K"):
        rot180(np.ones(3))


@pytest.mark.parametrize(
    ("padding", "widths"),
    [
        (0, ((0, 0), (0, 0))),
        (2, ((2, 2), (2, 2))),
        ((1, 2), ((1, 1), (2, 2))),
        ([1, 0], ((1, 1), (0, 0))),
        (((0, 1), (2, 0)), ((0, 1), (2, 0))),
        (((0, 0), (0, 0)), ((0, 0), (0, 0))),
    ],
)
def test_pad2d(xp, padding, widths):
    values = numbers(0, 2, 3, 4)
    X = xp.array(values, "float32", seed=1)
    Y = pad2d(X, padding)
    assert_equals(xp, Y, np.pad(values, ((0, 0), *widths)), "float32")
    Y += 1  # a new array even where nothing is added
    np.testing.assert_array_equal(xp.numpy(X), values)


@pytest.mark.parametrize(
    ("error", "padding"),
    [
        (ValueError, -1),
        (ValueError, (0, -1)),
        (TypeError, 1.5),
        (TypeError, True),
        (TypeError, None),
        (TypeError, "same"),
        (TypeError, "1"),
        (TypeError, (1, 2, 3)),
        (ValueError, ((1, 2, 3), 1)),
        (TypeError, (1.0, 1)),
        (TypeError, ("1", "1")),
    ],
)
def test_pad2d_refuses(error, padding):
    with assert_raises(error, "padding"):
        pad2d(ONES, padding)


def test_pad2d_refuses_a_sequence():
    with assert_raises(ValueError, "X"):
        pad2d(np.ones(3), 1)

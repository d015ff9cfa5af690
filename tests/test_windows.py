"""Geometry of sliding windows, the windows themselves, and that `columns_adjoint` is the adjoint of taking columns."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support import oracles
from tests.support.libraries import assert_equals, assert_raises
from textbook_cnn._windows import columns_adjoint, geometry, windows

pairs = {
    name: st.tuples(st.integers(1, top), st.integers(1, top))
    for name, top in (("size", 9), ("kernel", 4), ("stride", 3), ("dilation", 3))
}
margin = st.integers(0, 2)
paddings = st.one_of(
    st.sampled_from(["valid", "same", "full"]),
    margin,
    st.tuples(margin, margin),
    st.tuples(st.tuples(margin, margin), st.tuples(margin, margin)),
)


@given(pairs["size"], pairs["kernel"], pairs["stride"], paddings, pairs["dilation"])
def test_sizes_count_the_windows(size, kernel, stride, padding, dilation):
    expected = oracles.output_size(size, kernel, stride, padding, dilation)
    keywords = {"stride": stride, "padding": padding, "dilation": dilation}
    if 0 in expected:
        with assert_raises(ValueError, "kernel_size", "no larger than the padded input"):
            geometry(size, kernel, **keywords)
        return
    g = geometry(size, kernel, **keywords)
    assert g.output_size == expected
    assert g.padding == oracles.margins(padding, size, kernel, stride, dilation)


@given(pairs["size"], pairs["kernel"], pairs["stride"], pairs["dilation"])
def test_same_gives_the_size_over_the_stride_rounded_up(size, kernel, stride, dilation):
    g = geometry(size, kernel, stride=stride, padding="same", dilation=dilation)
    assert g.output_size == tuple(-(-m // s) for m, s in zip(size, stride))
    assert all(after - before in (0, 1) for before, after in g.padding)  # the odd zero: bottom and right


@given(pairs["size"], pairs["kernel"], pairs["stride"], paddings, pairs["dilation"])
def test_windows_hold_what_their_definition_says(size, kernel, stride, padding, dilation):
    assume(0 not in oracles.output_size(size, kernel, stride, padding, dilation))
    g = geometry(size, kernel, stride=stride, padding=padding, dilation=dilation)
    X = np.arange(2 * 3 * size[0] * size[1]).reshape(size[0], 2, size[1], 3)  # axes (H, n, W, N)
    (top, bottom), (left, right) = g.padding
    Z = np.pad(X, ((top, bottom), (0, 0), (left, right), (0, 0)))
    V = windows(X, g)
    assert V.shape == (g.output_size[0], *kernel, 2, g.output_size[1], 3)
    for p, u, v, j, q, b in np.ndindex(V.shape):
        assert V[p, u, v, j, q, b] == Z[p * stride[0] + u * dilation[0], j, q * stride[1] + v * dilation[1], b]


@given(pairs["size"], pairs["kernel"], pairs["stride"], paddings, pairs["dilation"])
def test_columns_are_added_where_windows_take_them(size, kernel, stride, padding, dilation):
    assume(0 not in oracles.output_size(size, kernel, stride, padding, dilation))
    g, rng = geometry(size, kernel, stride=stride, padding=padding, dilation=dilation), np.random.default_rng(0)
    X = rng.integers(-9, 10, (size[0], 6, size[1], 3))  # two groups of three channels
    Z = np.pad(X, ((0, 0), (0, 0), g.padding[1], (0, 0))).reshape(size[0], 2, 3, -1, 3)
    taken = [Z[:, :, :, v * dilation[1] :: stride[1]][:, :, :, : g.output_size[1]] for v in range(kernel[1])]
    dV = rng.integers(-9, 10, (size[0], 2, kernel[1], 3, g.output_size[1], 3))
    assert np.vdot(np.stack(taken, axis=2), dV) == np.vdot(X, columns_adjoint(dV, g))


def test_strided_and_stacked_windows_agree(xp):
    X = np.random.default_rng(0).integers(-9, 10, (7, 2, 6, 3))
    g = geometry((7, 6), (3, 2), stride=(2, 1), padding=((1, 0), (0, 2)), dilation=(1, 2))
    expected = np.pad(X, ((1, 0), (0, 0), (0, 2), (0, 0)))
    expected = [[[expected[2 * p + u, :, 2 * v : 2 * v + 6] for v in range(2)] for u in range(3)] for p in range(3)]
    assert_equals(xp, windows(xp.array(X, "float32", seed=2), g), expected, "float32")


def test_geometry_is_plain_integers():
    g = geometry((np.int64(5), 4), np.uint8(2), stride=[1, 2], padding=[[1, 0], np.int32(2)])
    assert g == ((2, 2), (1, 2), (1, 1), ((1, 0), (2, 2)), (5, 4), (5, 4))
    assert {type(m) for field in g[:3] + g[4:] for m in field} == {int}


@pytest.mark.parametrize(
    ("error", "name", "keywords"),
    [
        (TypeError, "kernel_size", {"kernel_size": 2.0}),
        (TypeError, "kernel_size", {"kernel_size": "22"}),
        (TypeError, "kernel_size", {"kernel_size": None}),
        (ValueError, "kernel_size", {"kernel_size": 0}),
        (ValueError, "kernel_size", {"kernel_size": (2, 2, 2)}),
        (ValueError, "kernel_size", {"kernel_size": (1, 6)}),
        (ValueError, "kernel_size", {"kernel_size": 3, "dilation": 3}),
        (ValueError, "stride", {"stride": 0}),
        (ValueError, "stride", {"stride": (1, -1)}),
        (TypeError, "stride", {"stride": 1.5}),
        (TypeError, "stride", {"stride": True}),
        (TypeError, "stride", {"stride": np.array([1, 1])}),
        (ValueError, "stride", {"stride": ()}),
        (ValueError, "dilation", {"dilation": 0}),
        (TypeError, "dilation", {"dilation": (1, 2.5)}),
        (ValueError, "padding", {"padding": "half"}),
        (ValueError, "padding", {"padding": "2"}),
        (ValueError, "padding", {"padding": -1}),
        (TypeError, "padding", {"padding": 0.5}),
        (TypeError, "padding", {"padding": None}),
        (TypeError, "padding", {"padding": True}),
        (TypeError, "padding", {"padding": (1, 1, 1)}),
        (TypeError, "padding", {"padding": ("1", 1)}),
        (ValueError, "padding", {"padding": ((1, 1, 1), (1, 1))}),
        (ValueError, "padding", {"padding": ((1, -1), (1, 1))}),
    ],
)
def test_geometry_refuses(error, name, keywords):
    with assert_raises(error, name):
        geometry((5, 5), **{"kernel_size": 2, **keywords})

"""Arrays by name in one buffer for each dtype."""

import numpy as np
import pytest

from tests.support.libraries import Library, dtype_name
from textbook_cnn.training.buffers import Buffers

VALUES = {"K": ((2, 1, 3), "float32"), "W": ((4,), "float64"), "B": ((), "float32"), "E": ((0, 2), "float32")}


def numbers(xp, start=1):
    rng = np.random.default_rng(start)
    return {key: xp.array(rng.integers(1, 100, shape), dtype) for key, (shape, dtype) in VALUES.items()}


@pytest.mark.parametrize("name", ["numpy", "cupy"])
def test_views_of_one_buffer_for_each_dtype(name):
    xp = Library(name)
    like = numbers(xp)
    buffers = Buffers(like)
    assert {key: (tuple(A.shape), dtype_name(A)) for key, A in buffers.views.items()} == VALUES
    assert {dtype: A.shape for dtype, A in buffers.whole.items()} == {"float32": (7,), "float64": (4,)}
    assert all(not xp.numpy(A).any() for A in (*buffers.views.values(), *buffers.whole.values()))
    buffers.fill(like)
    assert all((xp.numpy(A) == xp.numpy(like[key])).all() for key, A in buffers.views.items())
    whole = np.concatenate([xp.numpy(like[key]).ravel() for key in ("K", "B", "E")])
    np.testing.assert_array_equal(xp.numpy(buffers.whole["float32"]), whole)
    np.testing.assert_array_equal(xp.numpy(buffers.whole["float64"]), xp.numpy(like["W"]))


@pytest.mark.parametrize("name", ["numpy", "cupy"])
def test_what_replaces_the_buffers_shows_in_the_views(name):
    xp = Library(name)
    buffers = Buffers(numbers(xp))
    buffers.replace({"float32": xp.array(np.arange(7), "float32"), "float64": xp.array(np.arange(4) + 50.0)})
    np.testing.assert_array_equal(xp.numpy(buffers.views["K"]), np.arange(6).reshape(2, 1, 3))
    assert float(buffers.views["B"]) == 6
    np.testing.assert_array_equal(xp.numpy(buffers.views["W"]), [50, 51, 52, 53])


def test_buffers_lie_where_the_arrays_do():
    xp = Library("array_api_strict-device1")
    buffers = Buffers(numbers(xp))
    assert {A.device for A in (*buffers.views.values(), *buffers.whole.values())} == {xp.device}


def test_no_arrays_no_buffers():
    assert Buffers({}).whole == Buffers({}).views == {}

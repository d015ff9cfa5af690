"""Images whose batch lies last in memory stay so from layer to layer: on NumPy by itself, on CuPy by our doing."""

import numpy as np
import pytest

from tests.support.libraries import Library
from textbook_cnn import (
    Dropout,
    MaxPool2D,
    ReLU,
    avg_pool2d,
    avg_pool2d_backward,
    conv2d,
    conv2d_backward_input,
    dense,
    dense_backward_input,
    dropout_backward,
    max_pool2d,
    max_pool2d_backward,
    relu,
    relu_backward,
)
from textbook_cnn._arrays import add_at, elementwise, set_at, sliding_rows, stacked_columns, trues
from textbook_cnn.network import Bias

RNG = np.random.default_rng(0)
BATCH_LAST = [2, 1, 3, 0]  # of the axes (batch, n, height, width), the longest steps in memory first


@pytest.fixture(params=["numpy", "cupy"])
def library(request):
    return Library(request.param)


def maps(library, *shape, order=BATCH_LAST):
    """Normal numbers whose axes lie in memory in the given order."""
    A = RNG.standard_normal([shape[axis] for axis in order], dtype=np.float32)
    return library.array(A).transpose([order.index(axis) for axis in range(len(shape))])


def order_of(A):
    return sorted(range(A.ndim), key=lambda axis: -abs(A.strides[axis]))


MAPS, POOLED = (5, 3, 8, 6), (5, 3, 4, 3)
KEPT = {
    "relu": lambda maps: relu(maps(*MAPS)),
    "relu_backward": lambda maps: relu_backward(maps(*MAPS), maps(*MAPS)),
    "max_pool2d": lambda maps: max_pool2d(maps(*MAPS)),
    "max_pool2d_backward": lambda maps: max_pool2d_backward(maps(*MAPS), maps(*POOLED)),
    "avg_pool2d": lambda maps: avg_pool2d(maps(*MAPS)),
    "avg_pool2d_backward": lambda maps: avg_pool2d_backward(maps(*MAPS), maps(*POOLED)),
    "conv2d": lambda maps: conv2d(maps(*MAPS), maps(4, 3, 3, 3), maps(4, order=[0])),
    "conv2d_backward_input": lambda maps: conv2d_backward_input(maps(*MAPS), maps(3, 4, 3, 3)),
    "dropout_backward": lambda maps: dropout_backward(maps(*MAPS), maps(*MAPS)),
    "Bias": lambda maps: Bias().forward({"B": maps(3, order=[0])}, maps(*MAPS))[0],
}


@pytest.mark.parametrize("name", KEPT)
def test_the_batch_stays_last(library, name):
    found = KEPT[name](lambda *shape, **options: maps(library, *shape, **options))
    assert order_of(found) == BATCH_LAST


def test_dropout_keeps_it_too(library):
    from textbook_cnn._devices import own_generator

    X = maps(library, *MAPS)
    rng = own_generator(0, X) or np.random.default_rng(0)
    Y, mask = Dropout(0.5).forward({}, X, rng)
    assert order_of(Y) == BATCH_LAST
    assert mask.shape == X.shape


def test_rows_lie_with_the_batch_last(library):
    X, W, B = (maps(library, *shape, order=order) for shape, order in (((5, 7), [1, 0]), ((4, 7), [0, 1]), ((4,), [0])))
    Y = dense(X, W, B)
    assert order_of(Y) == [1, 0]
    assert order_of(dense_backward_input(Y, W)) == [1, 0]


def test_a_chain_of_layers_copies_nothing_into_another_order(library):
    """What one layer leaves is what the next one finds: (height, n, width, batch) as one stretch of memory."""
    X = maps(library, *MAPS)
    for layer in (ReLU(), MaxPool2D()):
        X, _ = layer.forward({}, X)
        assert X.transpose(BATCH_LAST).flags.c_contiguous


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [2, 1, 3, 0], [1, 3, 0, 2]])
def test_elementwise_functions_are_right_in_every_order(library, order):
    def parts(xp, A, B, number):
        return A * number + B, xp.maximum(A, B)

    A, B = maps(library, 2, 3, 4, 5, order=order), maps(library, 2, 3, 4, 5)
    row = maps(library, 1, 3, 1, 1)
    for other in (B, row):
        total, largest = elementwise(parts, A, other, 2.0)
        expected, host = (2 * library.numpy(A) + library.numpy(other)), library.numpy(other)
        np.testing.assert_allclose(library.numpy(total), expected, rtol=1e-6)
        np.testing.assert_array_equal(library.numpy(largest), np.maximum(library.numpy(A), host))
        if library.name == "cupy":  # NumPy takes the order of the one or the other
            assert order_of(total) == order_of(largest) == order


def test_axes_that_run_backwards_have_a_place_in_the_order_too(library):
    A = maps(library, 2, 3, 4, 5, order=[0, 1, 2, 3])[::-1]
    found = elementwise(twice, A)
    np.testing.assert_array_equal(library.numpy(found), 2 * library.numpy(A))
    assert order_of(found) == [0, 1, 2, 3]


def twice(xp, A):
    return A * 2


def test_parts_are_set_and_added_in_every_order(library):
    for order in ([0, 1, 2, 3], [2, 1, 3, 0], [3, 0, 1, 2]):
        A, B = maps(library, 4, 3, 5, 6, order=order), maps(library, 2, 3, 5, 6)
        expected, index = library.numpy(A).copy(), (slice(0, 4, 2), slice(None), slice(None), slice(None))
        expected[index] = library.numpy(B)
        np.testing.assert_array_equal(library.numpy(set_at(A, index, B)), expected)
        expected[index] += library.numpy(B)
        np.testing.assert_array_equal(library.numpy(add_at(A, index, B)), expected)


def test_trues_lie_as_what_they_are_like(library):
    A = maps(library, *MAPS)
    found = trues(A)
    assert order_of(found) == BATCH_LAST
    assert library.numpy(found).dtype == bool
    assert library.numpy(found).all()
    assert found.shape == A.shape


@pytest.mark.parametrize(("size", "step"), [(1, 1), (3, 1), (3, 2), (2, 3), (8, 1), (7, 5)])
def test_windows_of_rows(library, size, step):
    Z = maps(library, 8, 3, 5, order=[0, 2, 1])
    host = library.numpy(Z)
    expected = np.stack([np.moveaxis(host[p : p + size], 0, -1) for p in range(0, 8 - size + 1, step)])
    np.testing.assert_array_equal(library.numpy(sliding_rows(Z, size, step)), expected)


@pytest.mark.parametrize(("kernel", "stride", "dilation"), [(1, 1, 1), (3, 1, 1), (2, 2, 1), (3, 1, 2), (2, 3, 4)])
def test_columns_of_windows(library, kernel, stride, dilation):
    X = maps(library, 4, 3, 9, 5, order=[0, 1, 2, 3])
    count = (9 - dilation * (kernel - 1) - 1) // stride + 1
    columns = [slice(v * dilation, v * dilation + stride * (count - 1) + 1, stride) for v in range(kernel)]
    expected = np.stack([library.numpy(X)[:, :, chosen] for chosen in columns], axis=1)
    np.testing.assert_array_equal(library.numpy(stacked_columns(X, columns)), expected)

"""Gradients of a batch that is cut into parts: the same sum, every image once, dropout masks that differ."""

import numpy as np
import pytest
from numpy.random import default_rng

from tests.support import oracles
from tests.support.libraries import Library
from textbook_cnn import Conv2D, Dense, Dropout, Flatten, MaxPool2D, Network, ReLU
from textbook_cnn.network import layers
from textbook_cnn.training import gradients
from textbook_cnn.training.threads import worker_pool


@pytest.mark.parametrize("N", [1, 2, 31, 32, 33, 64, 100, 129, 300, 1100])
def test_gradients_of_a_batch_do_not_depend_on_how_it_is_cut(N):
    rng = np.random.default_rng(N)
    X, labels = rng.standard_normal((N, 1, 4, 4)), rng.integers(0, 3, N)
    network = Network([Conv2D(4, 3, padding="same"), ReLU(), MaxPool2D(), Flatten(), Dense(3)], (1, 4, 4))
    params, T = network.init(0, dtype="float64"), oracles.one_hot(labels)
    cuts = gradients.parts(X)
    assert [i for cut in cuts for i in range(N)[cut]] == list(range(N))
    with worker_pool(2) as pool:
        step = gradients.loss_and_gradients(network, params, X, T, (0,), pool)
    alone = gradients.loss_and_gradients(network, params, X, T, (0,))
    assert all(np.array_equal(step.grads[key], alone.grads[key]) for key in params)
    Z, cache = network.forward(params, X)
    _, grads = network.backward(params, cache, (oracles.softmax(Z) - T) / N)
    np.testing.assert_allclose(step.loss, oracles.cross_entropy(Z, T), rtol=1e-12)
    assert int(step.right) == (Z.argmax(axis=1) == labels).sum()
    for key in params:
        np.testing.assert_allclose(step.grads[key], grads[key], atol=1e-13)


@pytest.mark.parametrize("half", ["float16", "bfloat16"])
def test_the_parts_of_a_batch_in_half_precision_are_added_up_in_float32(half):
    kinds, rng = pytest.importorskip("ml_dtypes", reason="NumPy has bfloat16 from ml_dtypes alone"), default_rng(0)
    dtype = np.dtype(getattr(kinds, half, half))
    X, T = abs(rng.standard_normal((6000, 64))).astype(dtype), oracles.one_hot([0] * 6000, classes=10).astype(dtype)
    network = Network([Dense(10)], (64,))
    params = {key: P.astype(dtype) for key, P in network.init(0).items()}
    step = gradients.loss_and_gradients(network, params, X, T, (0,))
    X, T, W, B = (A.astype("float64") for A in (X, T, params["dense_1.W"], params["dense_1.B"]))
    dZ = (oracles.softmax(X @ W.T + B) - T) / len(X)
    for key, right in (("dense_1.W", dZ.T @ X), ("dense_1.B", dZ.sum(axis=0))):
        assert step.grads[key].dtype == dtype
        error = abs(step.grads[key].astype("float64") - right).max() / abs(right).max()
        assert error < 0.5 * float(kinds.finfo(dtype).eps)


def test_every_part_of_every_batch_has_a_dropout_mask_of_its_own(monkeypatch):
    masks, real = [], layers.f.dropout

    def note(X, rate, rng):
        Y, mask = real(X, rate, rng)
        masks.append(mask.tobytes())
        return Y, mask

    monkeypatch.setattr(layers.f, "dropout", note)
    network, X, T = Network([Dropout(0.5), Dense(3)], (4,)), np.ones((64, 4)), oracles.one_hot([0] * 64)
    params = network.init(0, dtype="float64")
    for seed in ((0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0)):  # seed of the training, epoch, batch
        gradients.loss_and_gradients(network, params, X, T, seed)
    assert len(masks) == len(set(masks)) == 8
    gradients.loss_and_gradients(network, params, X, T, (0, 0, 0))
    assert masks[8:] == masks[:2]


@pytest.mark.parametrize("N", [1, 2, 15, 16, 17, 32, 33, 95, 96, 97, 192, 193, 1000])
def test_parts_are_an_even_number_of_16_to_48_images_with_a_smaller_one_at_most_at_the_end(N):
    cuts = gradients.parts(np.empty((N, 1)))
    sizes = [cut.stop - cut.start for cut in cuts]
    assert (cuts[0].start, cuts[-1].stop) == (0, N)
    assert [cut.start for cut in cuts[1:]] == [cut.stop for cut in cuts[:-1]]
    assert len(set(sizes[:-1])) <= 1
    assert sizes[-1] <= sizes[0] <= 48
    assert len(sizes) % 2 == 0 or N < 32 or N > 192
    assert sizes[0] >= min(N, 16)


@pytest.mark.parametrize("name", ["array_api_strict", "cupy"])
def test_elsewhere_than_in_numpy_a_batch_is_one_part(name):
    assert gradients.parts(Library(name).array(np.empty((300, 1)))) == [slice(0, 300)]


def test_what_training_never_uses_is_not_computed(monkeypatch):
    """The gradient for the images."""
    monkeypatch.setattr(layers.f, "conv2d_backward_input", None)
    network = Network([Conv2D(2, 3), Flatten(), Dense(3)], (1, 3, 3))
    params, X = network.init(0, dtype="float64"), np.ones((2, 1, 3, 3))
    step = gradients.loss_and_gradients(network, params, X, oracles.one_hot([0, 1]), (0,))
    assert list(step.grads) == list(params)


def test_the_parts_are_what_workers_share():
    shared = []

    class Pool:
        def map(self, function, *arguments):
            shared.extend(zip(*arguments))
            return list(map(function, *arguments))

    network, X = Network([Dense(3)], (4,)), np.ones((64, 4))
    params, T = network.init(0, dtype="float64"), oracles.one_hot([0] * 64)
    step = gradients.loss_and_gradients(network, params, X, T, (0,), Pool())
    assert shared == [(0, slice(0, 32)), (1, slice(32, 64))]
    np.testing.assert_array_equal(step.loss, gradients.loss_and_gradients(network, params, X, T, (0,)).loss)

"""The activation functions as layers, alone and in LeNet as it is printed elsewhere, against PyTorch."""

from itertools import pairwise

import numpy as np
import pytest

from tests.support.libraries import torch_or_skip
from textbook_cnn import (
    AvgPool2D,
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
    Network,
    ReLU,
    Sigmoid,
    Tanh,
    check_gradients,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
    train,
)

RNG = np.random.default_rng(0)
ACTIVATIONS = {Sigmoid: "sigmoid", Tanh: "tanh", ReLU: "relu"}


def lenet(activation, pool):
    """LeNet-5, with fewer filters: two convolutions 5×5, each with an activation and a pool, and three dense layers."""
    bend = activation()
    layers = [Conv2D(3, 5, padding=2), bend, pool(2), Conv2D(4, 5), bend, pool(2), Flatten()]
    return Network([*layers, Dense(12), bend, Dense(8), bend, Dense(10)], (1, 28, 28))


def in_pytorch(torch, activation, pool, X, weights):
    bend, smaller = getattr(torch, ACTIVATIONS[activation]), getattr(torch.nn.functional, pool)
    first, second, *dense = zip(weights[::2], weights[1::2])
    Y = smaller(bend(torch.nn.functional.conv2d(X, *first, padding=2)), 2)
    Y = smaller(bend(torch.nn.functional.conv2d(Y, *second)), 2).flatten(1)
    for W, B in dense[:-1]:
        Y = bend(Y @ W.T + B)
    return Y @ dense[-1][0].T + dense[-1][1]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("pool", "theirs"), [(AvgPool2D, "avg_pool2d"), (MaxPool2D, "max_pool2d")])
def test_lenet_is_pytorchs(activation, pool, theirs):
    torch = torch_or_skip()
    network = lenet(activation, pool)
    params = {key: RNG.standard_normal(shape) / 4 for key, shape in network.parameter_shapes.items()}
    X, labels = RNG.standard_normal((3, 1, 28, 28)), np.array([4, 0, 9])
    leaves = [torch.tensor(P, requires_grad=True) for P in params.values()]
    image = torch.tensor(X, requires_grad=True)
    scores = in_pytorch(torch, activation, theirs, image, leaves)
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(labels))
    loss.backward()
    Z, cache = network.forward(params, X)
    np.testing.assert_allclose(Z, scores.detach().numpy(), rtol=1e-11)
    np.testing.assert_allclose(softmax_cross_entropy(Z, labels), loss.item(), rtol=1e-13)
    dX, grads = network.backward(params, cache, softmax_cross_entropy_backward(Z, labels))
    np.testing.assert_allclose(dX, image.grad.numpy(), atol=1e-14)
    for key, leaf in zip(params, leaves):
        np.testing.assert_allclose(grads[key], leaf.grad.numpy(), atol=1e-13, err_msg=key)


@pytest.mark.parametrize("activation", [Sigmoid, Tanh])
def test_gradients_against_differences(activation):
    network = Network([Conv2D(2, 3), activation(), Flatten(), Dense(3)], (1, 5, 5))
    params = network.init(0, dtype="float64")
    X, labels = RNG.standard_normal((4, 1, 5, 5)), np.array([0, 1, 2, 1])
    assert max(check_gradients(network, params, (X, labels)).values()) < 1e-6


@pytest.mark.parametrize("activation", [Sigmoid, Tanh])
def test_a_network_with_it_learns(activation):
    X = RNG.standard_normal((200, 4)).astype("float32")
    labels = (X[:, 0] * X[:, 1] > 0).astype(int)  # no network without a bend can tell
    network = Network([Dense(16), activation(), Dense(2)], (4,))
    keywords = {"epochs": 60, "learning_rate": 0.02, "batch_size": 20, "progress": False}
    _, history = train(network, network.init(0), (X, labels), **keywords)
    assert history.loss[-1] < 0.2 < 0.6 < history.loss[0]


def test_names_and_shapes():
    network = Network([Sigmoid(), Tanh(), Sigmoid()], (2, 3, 3))
    assert network.names == ("sigmoid_1", "tanh_1", "sigmoid_2")
    assert all(layer.pointwise for layer in network.layers)
    assert all(a == b for a, b in pairwise([layer.output_shape((2, 3, 3)) for layer in network.layers]))

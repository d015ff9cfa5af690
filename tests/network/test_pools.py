"""The pooling layers: every option handed on both ways, shapes predicted, LeNet's mean pools against PyTorch."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support import oracles
from tests.support.libraries import assert_raises, torch_or_skip
from textbook_cnn import (
    AvgPool2D,
    Conv2D,
    Dense,
    GlobalAvgPool2D,
    MaxPool2D,
    Network,
    ReLU,
    check_gradients,
    receptive_field,
)

margin = st.integers(0, 1)
steps = st.one_of(st.integers(1, 3), st.tuples(st.integers(1, 3), st.integers(1, 3)))
windows = st.one_of(st.integers(2, 3), st.tuples(st.integers(2, 3), st.integers(2, 3)))
paddings = st.one_of(st.sampled_from(["valid", "same"]), margin, st.tuples(margin, margin))
options = {"padding": paddings, "ceil_mode": st.booleans()}
pools = st.one_of(
    st.builds(MaxPool2D, windows, st.one_of(st.none(), steps), **options),
    st.builds(
        AvgPool2D, windows, st.one_of(st.none(), steps), **options, count_padding=st.sampled_from([None, True, False])
    ),
    st.just(GlobalAvgPool2D()),
)
UNEVEN = {"padding": ((1, 0), (2, 1)), "ceil_mode": True}


@given(pools, st.tuples(st.integers(1, 3), st.integers(1, 7), st.integers(1, 7)), st.integers(1, 3))
def test_predicted_shapes_are_the_actual_ones(layer, shape, N):
    try:
        predicted = layer.output_shape(shape)
    except ValueError:
        assume(False)
    X = np.random.default_rng(0).standard_normal((N, *shape))
    Y, cache = layer.forward({}, X)
    assert Y.shape == (N, *predicted)
    dX, grads = layer.backward({}, cache, np.ones(Y.shape))
    assert dX.shape == X.shape
    assert grads == layer.parameter_shapes(shape) == {}


@pytest.mark.parametrize(
    ("layer", "name", "counting"),
    [
        (MaxPool2D((2, 3), 2, **UNEVEN), "max_pool2d", {}),
        (AvgPool2D((2, 3), 2, **UNEVEN), "avg_pool2d", {}),
        (AvgPool2D((2, 3), 2, **UNEVEN, count_padding=False), "avg_pool2d", {"count_padding": False}),
    ],
)
def test_pools_hand_every_option_on(layer, name, counting):
    X = np.random.default_rng(0).integers(-9, 10, (2, 2, 5, 6)) * 1.0
    keywords = {"stride": 2, **UNEVEN, **counting}
    Y, cache = layer.forward({}, X)
    np.testing.assert_allclose(Y, getattr(oracles, name)(X, (2, 3), **keywords), rtol=1e-14)
    dX, _ = layer.backward({}, cache, Y + 1)
    expected = getattr(oracles, f"{name}_backward")(X, Y + 1, (2, 3), **keywords)
    np.testing.assert_allclose(dX, expected, rtol=1e-13, atol=1e-13)


def test_windows_beyond_the_edge_have_receptive_fields():
    network = Network([Conv2D(1, 3), AvgPool2D(3, 2, padding=1), MaxPool2D(2, 1, padding="same")], (1, 9, 9))
    field = receptive_field(network, "max_pool2d_1")
    assert (field.size, field.step, field.start) == ((7, 7), (2, 2), (-1, -1))


def test_a_network_with_means_against_pytorch():
    """Convolution, mean pool, convolution, mean pool with padding, global mean, dense: output and all gradients."""
    torch = torch_or_skip()
    layers = [Conv2D(4, 3), ReLU(), AvgPool2D(2), Conv2D(5, 2), AvgPool2D(3, 2, padding=1), GlobalAvgPool2D(), Dense(3)]
    network = Network(layers, (2, 10, 9))
    params, rng = network.init(0, dtype="float64"), np.random.default_rng(1)
    X = rng.standard_normal((4, 2, 10, 9))
    theirs = {name: torch.tensor(A, requires_grad=True) for name, A in params.items()}
    functions, x = torch.nn.functional, torch.tensor(X, requires_grad=True)
    y = functions.avg_pool2d(torch.relu(functions.conv2d(x, theirs["conv2d_1.K"], theirs["conv2d_1.B"])), 2)
    y = functions.avg_pool2d(functions.conv2d(y, theirs["conv2d_2.K"], theirs["conv2d_2.B"]), 3, 2, padding=1)
    y = functions.linear(y.mean((2, 3)), theirs["dense_1.W"], theirs["dense_1.B"])
    Y, cache = network.forward(params, X)
    np.testing.assert_allclose(Y, y.detach(), rtol=1e-12, atol=1e-13)
    dY = rng.standard_normal(Y.shape)
    y.backward(torch.tensor(dY))
    dX, grads = network.backward(params, cache, dY)
    np.testing.assert_allclose(dX, x.grad, rtol=1e-11, atol=1e-13)
    for name, found in grads.items():
        np.testing.assert_allclose(found, theirs[name].grad, rtol=1e-11, atol=1e-13)


def test_gradients_of_pools_against_differences():
    layers = [Conv2D(2, 2), MaxPool2D(3, 2, padding=1), AvgPool2D(2, 1, padding="same"), GlobalAvgPool2D(), Dense(2)]
    network = Network(layers, (1, 6, 7))
    X = np.random.default_rng(3).standard_normal((3, 1, 6, 7))
    found = check_gradients(network, network.init(0, dtype="float64"), (X, np.array([0, 1, 1])))
    assert max(found.values()) < 1e-6


@pytest.mark.parametrize("kind", [MaxPool2D, AvgPool2D])
@pytest.mark.parametrize(
    ("error", "name", "wrong"),
    [
        (ValueError, "padding", {"padding": 2}),
        (ValueError, "padding", {"padding": "full"}),
        (TypeError, "padding", {"padding": 0.5}),
        (TypeError, "padding", {"padding": None}),
        (TypeError, "ceil_mode", {"ceil_mode": "False"}),
        (TypeError, "kernel_size", {"kernel_size": "2"}),
        (ValueError, "kernel_size", {"kernel_size": 0}),
        (TypeError, "stride", {"stride": 1.5}),
    ],
)
def test_options_are_checked_when_the_layer_is_made(kind, error, name, wrong):
    with assert_raises(error, name):
        kind(**wrong)


def test_counting_is_checked_and_numbers_become_python_s():
    with assert_raises(TypeError, "count_padding"):
        AvgPool2D(count_padding=1)
    layer = AvgPool2D(np.int8(2), padding=np.int64(1), ceil_mode=np.bool_(True), count_padding=np.bool_(False))
    assert layer == AvgPool2D((2, 2), (2, 2), padding=((1, 1), (1, 1)), ceil_mode=True, count_padding=False)
    assert layer.ceil_mode is True
    assert layer.count_padding is False

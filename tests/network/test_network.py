"""Networks: forward and backward by hand, on every library; parameters, summary, pool_first; what they refuse."""

import re

import numpy as np
import pytest

from tests.support import oracles
from tests.support.libraries import assert_equals, assert_raises, dtype_name
from textbook_cnn import (
    Bias,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPool2D,
    Network,
    ReLU,
    dropout,
    pool_first,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)

SMALL = Network([Conv2D(3, (2, 3), padding="same"), ReLU(), MaxPool2D(), Flatten(), Dense(4)], (2, 4, 6))
LECTURE = Network(
    [
        Conv2D(32, 3, padding="same"),
        ReLU(),
        MaxPool2D(),
        Conv2D(64, 3, padding="same"),
        ReLU(),
        MaxPool2D(),
        Flatten(),
        Dense(100),
        ReLU(),
        Dropout(0.4),
        Dense(10),
    ],
    (1, 28, 28),
)


def whole_numbers(network, seed=0, N=3):
    """Parameters and images of whole numbers: every sum is exact."""
    rng = np.random.default_rng(seed)
    params = {key: rng.integers(-3, 4, shape) for key, shape in network.parameter_shapes.items()}
    return params, rng.integers(-3, 4, (N, *network.input_shape))


def small_by_hand(params, X):
    """Output of every layer of SMALL."""
    convolved = oracles.conv2d(X, params["conv2d_1.K"], params["conv2d_1.B"], padding="same")
    rectified = np.where(convolved > 0, convolved, 0)
    pooled = oracles.max_pool2d(rectified)
    rows = np.array([image.ravel() for image in pooled])
    return convolved, rectified, pooled, rows, oracles.dense(rows, params["dense_1.W"], params["dense_1.B"])


def small_gradients_by_hand(params, X, dY):
    convolved, rectified, pooled, rows, _ = small_by_hand(params, X)
    grads = {"dense_1.W": oracles.dense_backward_weight(rows, dY), "dense_1.B": sum(dY)}
    d_pooled = oracles.dense_backward_input(dY, params["dense_1.W"]).reshape(pooled.shape)
    d_convolved = oracles.max_pool2d_backward(rectified, d_pooled) * (convolved > 0)
    grads["conv2d_1.K"] = oracles.conv2d_backward_kernel(X, d_convolved, (2, 3), padding="same")
    grads["conv2d_1.B"] = oracles.conv2d_backward_bias(d_convolved)
    return oracles.conv2d_backward_input(d_convolved, params["conv2d_1.K"], (4, 6), padding="same"), grads


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_forward_and_backward_by_hand(xp, dtype):
    values, images = whole_numbers(SMALL)
    dY = np.random.default_rng(1).integers(-3, 4, (3, 4))
    params, X = {key: xp.array(A, dtype) for key, A in values.items()}, xp.array(images, dtype)
    Y, cache = SMALL.forward(params, X)
    assert_equals(xp, Y, small_by_hand(values, images)[-1], dtype)
    dX, grads = SMALL.backward(params, cache, xp.array(dY, dtype))
    expected_input, expected = small_gradients_by_hand(values, images, dY)
    assert_equals(xp, dX, expected_input, dtype)
    assert list(grads) == list(params)
    for key, grad in grads.items():
        assert_equals(xp, grad, expected[key], dtype)
        np.testing.assert_array_equal(xp.numpy(params[key]), values[key])
    np.testing.assert_array_equal(xp.numpy(X), images)


def test_activations_are_the_outputs_of_all_layers(xp):
    values, images = whole_numbers(SMALL)
    found = SMALL.activations({key: xp.array(A, "float32") for key, A in values.items()}, xp.array(images, "float32"))
    assert list(found) == list(SMALL.names) == ["conv2d_1", "relu_1", "max_pool2d_1", "flatten_1", "dense_1"]
    for Y, expected in zip(found.values(), small_by_hand(values, images)):
        assert_equals(xp, Y, expected, "float32")


def test_activations_of_pool_first_keep_the_convolution_and_its_bias():
    params, X = whole_numbers(SMALL)
    fast = pool_first(SMALL)
    found = fast.activations(params, X.astype(float))
    names = ["conv2d_1", "max_pool2d_1", "conv2d_1_bias", "relu_1", "flatten_1", "dense_1"]
    assert list(found) == list(fast.output_names) == names
    convolved, _, pooled, _, scores = small_by_hand(params, X)
    bias = params["conv2d_1.B"][:, None, None]
    np.testing.assert_array_equal(found["conv2d_1"], convolved - bias)
    np.testing.assert_array_equal(found["relu_1"], pooled)
    np.testing.assert_array_equal(found["conv2d_1_bias"], found["max_pool2d_1"] + bias)
    np.testing.assert_array_equal(found["dense_1"], scores)


def test_input_gradient_can_be_left_out():
    params, X = whole_numbers(SMALL)
    X = X.astype(float)
    Y, cache = SMALL.forward(params, X)
    dX, grads = SMALL.backward(params, cache, Y, input_gradient=False)
    assert dX is None
    for key, grad in SMALL.backward(params, cache, Y)[1].items():
        np.testing.assert_array_equal(grads[key], grad)


def test_nothing_is_hidden_between_forward_and_backward():
    params, X = whole_numbers(SMALL)
    Y, cache = SMALL.forward(params, X.astype(float))
    SMALL.forward(params, -X.astype(float))  # another pass in between
    dX, _ = SMALL.backward(params, cache, Y)
    np.testing.assert_array_equal(dX, small_gradients_by_hand(params, X, Y)[0])


def test_gradients_of_all_kinds_of_layers_against_differences():
    layers = [
        Conv2D(4, 3, stride=(1, 2), padding=1, groups=2),
        Bias(),
        ReLU(),
        MaxPool2D(2, 1),
        Dropout(0.3),
        Conv2D(3, 2, padding="full", dilation=2),
        Flatten(),
        Dense(5),
        ReLU(),
        Dropout(0.5),
        Dense(3),
    ]
    network, rng = Network(layers, (2, 4, 5)), np.random.default_rng(0)
    params = {key: rng.standard_normal(shape) for key, shape in network.parameter_shapes.items()}
    X, labels = rng.standard_normal((2, 2, 4, 5)), np.array([0, 2])

    def loss(images, **changed):  # the generator is made anew: the same elements are dropped each time
        Z, _ = network.forward({**params, **changed}, images, rng=np.random.default_rng(7))
        return float(softmax_cross_entropy(Z, labels))

    Z, cache = network.forward(params, X, rng=np.random.default_rng(7))
    dX, grads = network.backward(params, cache, softmax_cross_entropy_backward(Z, labels))
    np.testing.assert_allclose(dX, oracles.central_difference(loss, X), atol=1e-8)
    for key, A in params.items():
        difference = oracles.central_difference(lambda P, key=key: loss(X, **{key: P}), A)
        np.testing.assert_allclose(grads[key], difference, atol=1e-8, err_msg=key)
        assert np.abs(difference).max() > 1e-4  # else the comparison would say little


def test_dropout_only_with_a_generator():
    network, X = Network([Dropout(0.5)], (50,)), np.ones((4, 50))
    for _ in range(2):
        Y, cache = network.forward({}, X)
        np.testing.assert_array_equal(Y, X)
        np.testing.assert_array_equal(network.backward({}, cache, 3 * X)[0], 3 * X)
    Y, cache = network.forward({}, X, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(Y, dropout(X, 0.5, np.random.default_rng(0))[0])
    np.testing.assert_array_equal(network.backward({}, cache, 3 * X)[0], 3 * Y)


def test_no_images():
    params = SMALL.init(0)
    Y, cache = SMALL.forward(params, np.ones((0, 2, 4, 6), np.float32))
    assert Y.shape == (0, 4)
    dX, grads = SMALL.backward(params, cache, Y)
    assert dX.shape == (0, 2, 4, 6)
    assert not any(grad.any() for grad in grads.values())


def test_names_are_numbered_by_kind():
    names = [
        "conv2d_1",
        "relu_1",
        "max_pool2d_1",
        "conv2d_2",
        "relu_2",
        "max_pool2d_2",
        "flatten_1",
        "dense_1",
        "relu_3",
        "dropout_1",
        "dense_2",
    ]
    assert list(LECTURE.names) == names
    assert LECTURE.parameter_shapes == {
        "conv2d_1.K": (32, 1, 3, 3),
        "conv2d_1.B": (32,),
        "conv2d_2.K": (64, 32, 3, 3),
        "conv2d_2.B": (64,),
        "dense_1.W": (100, 3136),
        "dense_1.B": (100,),
        "dense_2.W": (10, 100),
        "dense_2.B": (10,),
    }
    assert LECTURE.output_shape == (10,)


def test_names_may_be_given():
    network = Network([Dense(3), Dense(2)], (4,), ["hidden", "scores"])
    assert list(network.init(0)) == ["hidden.W", "hidden.B", "scores.W", "scores.B"]


def test_summary_has_keras_numbers():
    text = str(LECTURE.summary())
    rows = re.findall(r"^ (\w+) \((\w+)\)\s+\(None, ([\d, ]+)\)\s+([\d,]+)\s*$", text, re.M)
    expected = [
        ("Conv2D", "32, 28, 28", 320),
        ("ReLU", "32, 28, 28", 0),
        ("MaxPool2D", "32, 14, 14", 0),
        ("Conv2D", "64, 14, 14", 9 * 32 * 64 + 64),
        ("ReLU", "64, 14, 14", 0),
        ("MaxPool2D", "64, 7, 7", 0),
        ("Flatten", "3136", 0),
        ("Dense", "100", 313_700),
        ("ReLU", "100", 0),
        ("Dropout", "100", 0),
        ("Dense", "10", 1010),
    ]
    assert [(kind, shape, int(count.replace(",", ""))) for _, kind, shape, count in rows] == expected
    assert [name for name, *_ in rows] == list(LECTURE.names)
    total = sum(count for *_, count in expected)
    assert f"Total params: {total:,} ({total * 4 / 2**20:.2f} MB" in text
    assert f"Trainable params: {total:,}" in text
    assert "Non-trainable params: 0" in text
    assert repr(LECTURE.summary()) == text  # at the prompt it shows itself


def test_summary_line_by_line():
    text = Network([Flatten(), Dense(1200)], (2, 3, 4)).summary()
    thin, thick = "─" * 66, "═" * 66
    assert text.split("\n") == [
        thin,
        " Layer (type)                  Output Shape               Param #",
        thick,
        " flatten_1 (Flatten)           (None, 24)                       0",
        " dense_1 (Dense)               (None, 1200)                30,000",
        thick,
        " Total params: 30,000 (117.19 KB as float32)",
        " Trainable params: 30,000",
        " Non-trainable params: 0",
        thin,
    ]
    assert " (None, 2, 2, 3) " in Network([MaxPool2D()], (2, 4, 6)).summary()


@pytest.mark.parametrize(("units", "said"), [(2**17 - 1, "1023.99 KB"), (2**17, "1.00 MB"), (3 * 2**17, "3.00 MB")])
def test_summary_counts_in_megabytes_from_one_on(units, said):
    """Two parameters a unit, of four bytes each."""
    assert f"({said} as float32)" in Network([Dense(units)], (1,)).summary()


def test_summary_gives_the_size_in_memory():
    assert "Total params: 350 (1.37 KB" in Network([Dense(50)], (6,)).summary()  # 350 · 4 / 1024
    assert "Total params: 0 (0.00 KB" in Network([ReLU()], (6,)).summary()


def test_summary_agrees_with_init():
    total = sum(A.size for A in LECTURE.init(0).values())
    assert f"Total params: {total:,} " in LECTURE.summary()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_init_is_hes(dtype):
    params = LECTURE.init(np.random.default_rng(0), dtype=dtype)
    assert {key: A.shape for key, A in params.items()} == LECTURE.parameter_shapes
    assert {dtype_name(A) for A in params.values()} == {dtype}
    for key, fan_in in (("conv2d_1.K", 9), ("conv2d_2.K", 9 * 32), ("dense_1.W", 3136), ("dense_2.W", 100)):
        A = params[key].astype(np.float64)
        spread = (2 / fan_in) ** 0.5
        assert abs(A.mean()) < 5 * spread / A.size**0.5
        assert abs(A.var() / spread**2 - 1) < 5 * (2 / A.size) ** 0.5
        assert abs((A**4).mean() / spread**4 - 3) < 5 * (96 / A.size) ** 0.5  # the kurtosis of normal numbers
    assert not any(params[key].any() for key in params if key.endswith(".B"))


def test_grouped_kernels_are_initialised_by_what_they_see():
    K = Network([Conv2D(256, 3, groups=4)], (64, 3, 3)).init(0)["conv2d_1.K"]
    assert abs(K.var() / (2 / (9 * 16)) - 1) < 0.05


def test_init_repeats_itself():
    one, same, other = SMALL.init(5), SMALL.init(np.random.default_rng(5)), SMALL.init(6)
    for key in one:
        np.testing.assert_array_equal(one[key], same[key])
    assert (one["dense_1.W"] != other["dense_1.W"]).any()


def test_init_on_a_gpu_names_what_is_missing():
    try:
        import cupy

        available = cupy.cuda.is_available()
    except ImportError:
        available = False
    if available:
        assert type(SMALL.init(0, device="cuda")["dense_1.W"]) is cupy.ndarray
    else:
        with pytest.raises(RuntimeError, match=r"device: 'cuda' needs (CuPy|an NVIDIA GPU)"):
            SMALL.init(0, device="cuda")
    assert isinstance(SMALL.init(0, device="cpu")["dense_1.W"], np.ndarray)


@pytest.mark.parametrize(
    ("error", "name", "keywords"),
    [
        (TypeError, "rng", {"rng": None}),
        (TypeError, "rng", {"rng": "0"}),
        (TypeError, "rng", {"rng": 0.5}),
        (ValueError, "rng", {"rng": -1}),
        (ValueError, "dtype", {"dtype": "int32"}),
        (ValueError, "dtype", {"dtype": "float16"}),
        (TypeError, "dtype", {"dtype": np.float32}),
        (ValueError, "device", {"device": "tpu"}),
    ],
)
def test_init_refuses(error, name, keywords):
    with assert_raises(error, name):
        SMALL.init(**{"rng": 0, **keywords})


@pytest.mark.parametrize("pool", [MaxPool2D(), MaxPool2D(3, 1), MaxPool2D((1, 2), (2, 1))])
def test_pool_first_is_the_same_function_with_the_same_gradients(pool):
    start = [Conv2D(3, 3, padding="same"), ReLU(), pool, Conv2D(4, 2, bias=False), ReLU(), MaxPool2D()]
    network = Network([*start, Flatten(), Dense(2)], (2, 8, 8))
    fast = pool_first(network)
    kinds = [type(layer).__name__ for layer in fast.layers]
    assert kinds == ["Conv2D", "MaxPool2D", "Bias", "ReLU", "Conv2D", "ReLU", "MaxPool2D", "Flatten", "Dense"]
    assert list(fast.names[:4]) == ["conv2d_1", "max_pool2d_1", "conv2d_1", "relu_1"]  # the bias is the convolution's
    assert fast.names[4:] == network.names[3:]
    assert fast.parameter_shapes == network.parameter_shapes
    params, X = whole_numbers(network)  # small whole numbers: ties are common
    X = X.astype(float)
    (Y, cache), (same, cache_fast) = network.forward(params, X), fast.forward(params, X)
    np.testing.assert_array_equal(Y, same)
    dX, grads = network.backward(params, cache, Y)
    same, grads_fast = fast.backward(params, cache_fast, Y)
    np.testing.assert_array_equal(dX, same)
    for key in params:
        np.testing.assert_array_equal(grads[key], grads_fast[key])


def test_pool_first_of_a_network_of_sixty_layers():
    block = [Conv2D(2, 1), ReLU(), MaxPool2D(1), ReLU()]
    network = Network([*(layer for _ in range(15) for layer in block)], (2, 2, 3))
    fast, rng = pool_first(network), np.random.default_rng(2)
    assert [type(layer).__name__ for layer in fast.layers] == ["Conv2D", "MaxPool2D", "Bias", "ReLU", "ReLU"] * 15
    params = {key: rng.integers(-1, 3, shape).astype(float) for key, shape in network.parameter_shapes.items()}
    X = rng.integers(-3, 4, (2, 2, 2, 3)).astype(float)
    (Y, cache), (same, cache_fast) = network.forward(params, X), fast.forward(params, X)
    np.testing.assert_array_equal(Y, same)
    expected, found = network.backward(params, cache, Y), fast.backward(params, cache_fast, Y)
    np.testing.assert_array_equal(found[0], expected[0])
    assert list(found[1]) == list(expected[1]) == list(params)
    for key in params:
        np.testing.assert_array_equal(found[1][key], expected[1][key])


def test_pool_first_leaves_other_networks_alone():
    network = Network([Conv2D(2, 3), ReLU(), ReLU(), MaxPool2D(), Conv2D(2, 1), MaxPool2D()], (1, 9, 9))
    assert pool_first(network) == network
    assert pool_first(pool_first(LECTURE)) == pool_first(LECTURE)


class Mirrored(ReLU):
    """Made of a ReLU, but its largest output is that of the smallest input."""

    def forward(self, own, X, rng=None):
        return -X, None


def test_pool_first_moves_no_layer_that_only_looks_like_one_of_its_three():
    network = Network([Conv2D(2, 3), Mirrored(), MaxPool2D()], (1, 8, 8))
    assert pool_first(network) == network


def test_pool_first_refuses_what_is_no_network():
    with assert_raises(TypeError, "network"):
        pool_first([Conv2D(2, 3), ReLU(), MaxPool2D()])

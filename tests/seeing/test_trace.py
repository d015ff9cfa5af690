"""A forward pass that keeps what the layers saw, and the way back from any layer to any earlier one."""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from tests.seeing import plain
from tests.support.libraries import Library, assert_equals, assert_raises
from textbook_cnn import AvgPool2D, Conv2D, GlobalAvgPool2D, MaxPool2D, Network, ReLU, Sigmoid, Tanh
from textbook_cnn._devices import blas
from textbook_cnn.network.layer import Layer
from textbook_cnn.seeing._trace import choice_of_units, one_thread, place_of, score, score_gradient, shape_after, trace

NETWORK, PARAMS, IMAGES = plain.small_network()
ALL = len(NETWORK.layers)


@pytest.mark.parametrize("until", [None, 0, 3, ALL - 1])
def test_inputs_of_the_layers_that_were_run_and_the_last_output(until):
    seen = trace(NETWORK, PARAMS, IMAGES) if until is None else trace(NETWORK, PARAMS, IMAGES, until=until)
    values = [plain.run(NETWORK, PARAMS, image, stop=None if until is None else until + 1) for image in IMAGES]
    expected = [np.stack(each) for each in zip(*values)]
    assert len(seen.inputs) == (ALL if until is None else until + 1)
    for found, Y in zip([*seen.inputs, seen.output], expected, strict=True):
        np.testing.assert_allclose(found, Y, atol=1e-12)


@pytest.mark.parametrize("to", [None, 1, 4, ALL])
def test_the_way_back_ends_where_it_is_told(to):
    seen, dY = trace(NETWORK, PARAMS, IMAGES[:1]), np.array([[1.0, -2.0, 3.0]])
    found = seen.back(dY) if to is None else seen.back(dY, to=to)
    start = plain.run(NETWORK, PARAMS, IMAGES[0], stop=to or 0)[-1]
    slopes = plain.jacobian(lambda A: plain.run(NETWORK, PARAMS, A, start=to or 0)[-1], start)
    np.testing.assert_allclose(found[0], (slopes.T @ dY[0]).reshape(start.shape), atol=1e-7)


def threads():
    return [library.num_threads for library in blas().lib_controllers]


class Watched(ReLU):
    """Notes how many threads products have while it runs."""

    noted: ClassVar[list] = []

    def forward(self, own, X, rng=None):
        self.noted.append(threads())
        return X, None

    def backward(self, own, cache, dY, input_gradient=True):
        self.noted.append(threads())
        return dY, {}


def test_matrix_products_have_one_thread_on_both_ways_and_what_they_had_afterwards():
    """Also where two looks overlap in threads, the first to come being the first to go."""
    network, Watched.noted = Network([Watched()], (2,)), []
    with threadpool_limits(2):
        before = threads()
        seen = trace(network, {}, np.ones((1, 2)))
        seen.back(np.ones((1, 2)))
        first, second = one_thread(), one_thread()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert set(threads()) == {1}
        second.__exit__(None, None, None)
        assert threads() == before
    assert Watched.noted
    assert {count for noted in Watched.noted for count in noted} == {1}


class Unknown(Layer):
    kind = "unknown"
    parameters = ()

    def output_shape(self, shape):
        return shape

    def parameter_shapes(self, shape):
        return {}

    def forward(self, own, X, rng=None):
        return X, None


def test_there_is_no_way_back_through_a_layer_of_others():
    network = Network([ReLU(), Unknown()], (2,))
    with assert_raises(TypeError, "network", "layers of this package"):
        trace(network, {}, np.ones((1, 2))).back(np.ones((1, 2)))


def test_places_and_shapes():
    assert [place_of(NETWORK, name) for name in NETWORK.names] == list(range(ALL))
    assert place_of(NETWORK, None) == ALL - 1
    outputs = plain.run(NETWORK, PARAMS, IMAGES[0])[1:]
    assert [shape_after(NETWORK, place) for place in range(ALL)] == [Y.shape for Y in outputs]
    with assert_raises(TypeError, "network"):
        place_of("VGG16", None)
    with assert_raises(TypeError, "layer"):
        place_of(NETWORK, 3)
    with assert_raises(ValueError, "layer", "relu_1"):
        place_of(NETWORK, "relu_9")


@pytest.mark.parametrize("name", ["numpy", "array_api_strict", "array_api_strict-device1", "cupy"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_chosen_units_and_their_scores(name, dtype):
    xp = Library(name)
    X = xp.array(IMAGES, dtype)
    kinds = (2, np.int64(2), (0, 3, 1), np.array([3, 0, 2]), [xp.array(number) for number in (1, 1, 0)])
    for unit, units in zip(kinds, ([2, 2, 2], [2, 2, 2], [0, 3, 1], [3, 0, 2], [1, 1, 0])):
        chosen = choice_of_units(NETWORK, 4, unit, X)
        assert_equals(xp, chosen, np.eye(4)[units], dtype)
        Y = np.arange(72.0).reshape(3, 4, 2, 3)
        expected = [Y[b, u].sum() / 6 for b, u in enumerate(units)]
        assert_equals(xp, score(xp.array(Y, dtype), chosen), expected, dtype, tolerance=1e-6)
        rows = Y[:, :, 0, 0]
        assert_equals(xp, score(xp.array(rows, dtype), chosen), rows[range(3), units], dtype)
        slopes = np.eye(4)[units][:, :, None, None] / 6 + 0 * Y
        assert_equals(xp, score_gradient(xp.array(Y, dtype), chosen), slopes, dtype, tolerance=1e-7)
        assert_equals(xp, score_gradient(xp.array(rows, dtype), chosen), np.eye(4)[units], dtype)


@pytest.mark.parametrize(
    "unit",
    [
        1.9,
        np.float64(1.0),
        np.array(1.0),
        np.array([0.0, 1.0, 2.0]),
        "1",
        "012",
        b"012",
        [0, 1.0, 2],
        {0, 1, 2},
        {0: 1, 1: 2, 2: 0},
    ],
)
def test_units_are_integers(unit):
    with assert_raises(TypeError, "unit", ""):
        choice_of_units(NETWORK, 4, unit, IMAGES)


@pytest.mark.parametrize("unit", [True, np.True_, np.array([True, False, True]), [0, 1, False]])
def test_truth_values_are_no_units(unit):
    with assert_raises(TypeError, "unit", "integer"):
        choice_of_units(NETWORK, 4, unit, IMAGES)


def test_units_of_every_width_and_library(xp):
    for dtype in ("int8", "uint8", "int64", "uint64") if xp.name != "torch" else ("int8", "uint8", "int64"):
        found = choice_of_units(NETWORK, 4, xp.array([3, 0, 2], dtype), xp.array(IMAGES))
        assert_equals(xp, found, np.eye(4)[[3, 0, 2]])
    for unit in (-1, 4, [0, 1, 4], np.array([2**63 + 1] * 3, "uint64")):
        with assert_raises(ValueError, "unit", ""):
            choice_of_units(NETWORK, 4, unit, IMAGES)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_scores_of_half_precision_are_means_of_float32(dtype):
    """The sum of 64 × 64 numbers of 40000 is out of reach of two bytes."""
    torch = Library("torch")
    Y = torch.xp.full((1, 4, 64, 64), 40000.0, dtype=getattr(torch.xp, dtype))
    found = score(Y, Y[:, :, 0, 0] * 0 + 1)
    assert found.dtype == Y.dtype
    assert found.tolist() == ([math.inf] if dtype == "float16" else [float((4 * Y[0, 0, 0, 0].float()).to(Y.dtype))])
    chosen = torch.xp.eye(4, dtype=Y.dtype)[:1]
    assert score(Y, chosen).tolist() == [float(Y[0, 0, 0, 0])]


@dataclass(frozen=True)
class Squared(Layer):
    """A layer of one's own, with a way back of its own."""

    kind = "squared"

    def forward(self, own, X, rng=None):
        return X**2, X

    def backward(self, own, cache, dY, input_gradient=True):
        return 2 * cache * dY, {}


class Steeper(ReLU):
    """Made of a layer of the package, but not the same."""

    def forward(self, own, X, rng=None):
        return 3 * X, None

    def backward(self, own, cache, dY, input_gradient=True):
        return 3 * dY, {}


@pytest.mark.parametrize("rule", ["gradient", "guided", "deconvnet"])
def test_layers_of_ones_own_go_their_own_way_back(rule):
    network, X = Network([Squared(), Steeper()], (2,)), np.array([[3.0, -5.0]])
    seen = trace(network, {}, X)
    np.testing.assert_array_equal(seen.output, [[27.0, 75.0]])
    np.testing.assert_array_equal(seen.back(np.array([[1.0, -1.0]]), rule=rule), [[18.0, 30.0]])


def test_the_way_back_through_pools_with_margins_and_curves():
    layers = [
        Conv2D(2, 2),
        Sigmoid(),
        MaxPool2D(3, 2, padding=1),
        Tanh(),
        AvgPool2D(2, 1, padding=1),
        GlobalAvgPool2D(),
    ]
    network, rng = Network(layers, (1, 6, 7)), np.random.default_rng(5)
    params, X = network.init(0, dtype="float64"), rng.standard_normal((1, 1, 6, 7))
    weights, found = np.array([[1.0, -2.0]]), np.zeros(X.size)
    for i in range(X.size):
        moved = [X.copy(), X.copy()]
        moved[0].flat[i] += 1e-6
        moved[1].flat[i] -= 1e-6
        found[i] = (
            np.sum(weights * (network.forward(params, moved[0])[0] - network.forward(params, moved[1])[0])) / 2e-6
        )
    np.testing.assert_allclose(trace(network, params, X).back(weights), found.reshape(X.shape), atol=1e-8)

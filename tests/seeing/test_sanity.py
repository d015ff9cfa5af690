"""Maps of a network that has learnt something change when its weights are drawn anew (Adebayo and others, 2018)."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from tests.seeing import plain
from tests.support.libraries import Library, assert_equals, assert_raises
from textbook_cnn import Conv2D, Dense, Flatten, MaxPool2D, Network, ReLU, evaluate, fashion_mnist, to_float, train
from textbook_cnn.seeing import (
    grad_cam,
    guided_backpropagation,
    occlusion_map,
    randomise_from,
    rank_correlation,
    saliency,
)

NETWORK = Network([Conv2D(6, 5), ReLU(), MaxPool2D(2), Flatten(), Dense(10)], (1, 28, 28))
SHOWN = 6
SMALL, PARAMS, _ = plain.small_network()
RNG = np.random.default_rng(1)


@pytest.fixture(scope="module")
def trained():
    """Parameters, and some images with their classes."""
    images, labels = fashion_mnist("train", source="sample")
    X = to_float(images[:600])[:, None]
    data = X, labels[:600]
    params, _ = train(
        NETWORK, NETWORK.init(0), data, epochs=6, batch_size=32, learning_rate=3e-3, validation=None, progress=False
    )
    assert evaluate(NETWORK, params, data).accuracy > 0.85
    return params, X[:SHOWN], labels[:SHOWN]


MAPS = {
    "saliency": saliency,
    "guided backpropagation": lambda *a: np.abs(guided_backpropagation(*a)[:, 0]),
    "Grad-CAM": lambda *a: grad_cam(*a, layer="relu_1"),
    "occlusion": lambda n, p, X, units: np.stack(
        [occlusion_map(n, p, X[k : k + 1], int(unit), size=7, stride=3) for k, unit in enumerate(units)]
    ),
}


def agreement(method, params, others, X, units):
    """Mean rank correlation of the maps that are not zero; one that becomes zero agrees with nothing."""
    pairs = zip(method(NETWORK, params, X, units), method(NETWORK, others, X, units))
    found = [rank_correlation(a, b) if b.any() else 0.0 for a, b in pairs if a.any()]
    assert len(found) >= 2
    return np.mean(found)


@pytest.mark.parametrize("name", MAPS)
def test_maps_are_those_of_the_weights(trained, name):
    params, X, units = trained
    assert agreement(MAPS[name], params, params, X, units) == pytest.approx(1)
    changed = [
        agreement(MAPS[name], params, randomise_from(NETWORK, params, "conv2d_1", seed), X, units) for seed in range(3)
    ]
    assert np.mean(changed) < 0.6


@pytest.mark.parametrize("name", ["saliency", "Grad-CAM", "occlusion"])
def test_maps_hang_on_the_last_layer_too(trained, name):
    params, X, units = trained
    changed = [
        agreement(MAPS[name], params, randomise_from(NETWORK, params, "dense_1", seed), X, units) for seed in range(3)
    ]
    assert np.mean(changed) < 0.6


def test_guided_backpropagation_keeps_more_of_its_map_than_the_gradient(trained):
    """It restores edges of the image whatever the last layer says: the warning of its docstring."""
    params, X, units = trained
    kept = {
        name: np.mean(
            [
                agreement(MAPS[name], params, randomise_from(NETWORK, params, "dense_1", seed), X, units)
                for seed in range(3)
            ]
        )
        for name in ("saliency", "guided backpropagation")
    }
    assert kept["guided backpropagation"] > kept["saliency"]


def test_a_map_that_ignores_the_network_is_found_out(trained):
    """Edges of the image alone, which some methods come close to, do not change at all."""
    params, X, units = trained

    def edges(network, params, X, units):
        return np.abs(np.diff(X[:, 0], axis=1))

    others = randomise_from(NETWORK, params, "conv2d_1", 0)
    assert agreement(edges, params, others, X, units) == pytest.approx(1)


@pytest.mark.parametrize("values", [RNG.standard_normal((2, 50)), RNG.integers(0, 4, (2, 50)).astype(float)])
def test_rank_correlation(values):
    A, B = values
    assert rank_correlation(A, B) == pytest.approx(spearmanr(A, B).statistic)
    assert rank_correlation(A, np.exp(A)) == pytest.approx(1)
    assert rank_correlation(A, -A) == pytest.approx(-1)


def test_randomise_from_draws_this_layer_and_all_later_ones():
    changed = randomise_from(SMALL, PARAMS, "conv2d_2", 0)
    kept = {key for key in PARAMS if np.array_equal(changed[key], PARAMS[key])}
    assert kept == {"conv2d_1.K", "conv2d_1.B"}
    assert all(changed[key].dtype == PARAMS[key].dtype and changed[key].shape == PARAMS[key].shape for key in PARAMS)
    assert not changed["dense_2.B"].any()
    again = randomise_from(SMALL, PARAMS, "conv2d_2", np.random.default_rng(0))
    assert all(np.array_equal(changed[key], again[key]) for key in PARAMS)


@pytest.mark.parametrize("name", ["array_api_strict", "array_api_strict-device1", "cupy"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_is_drawn_anew_is_of_the_library_and_dtype_of_the_rest(name, dtype):
    xp = Library(name)
    changed = randomise_from(SMALL, {key: xp.array(A, dtype) for key, A in PARAMS.items()}, "conv2d_2", 0)
    expected = randomise_from(SMALL, {key: A.astype(dtype) for key, A in PARAMS.items()}, "conv2d_2", 0)
    for key, A in changed.items():
        assert_equals(xp, A, expected[key], dtype)


def test_rank_correlation_of_two_values_and_of_maps_of_any_shape_and_library():
    assert rank_correlation(np.array([1.0, 2.0]), np.array([5.0, -5.0])) == pytest.approx(-1)
    A, B = RNG.standard_normal((2, 3, 4))
    strict = Library("array_api_strict-device1")
    assert rank_correlation(strict.array(A), strict.array(B)) == pytest.approx(
        spearmanr(A.ravel(), B.ravel()).statistic
    )


def test_refuses_ranks_and_layers():
    with assert_raises(ValueError, "A", "differ"):
        rank_correlation(np.ones(1), np.ones(1))
    with assert_raises(ValueError, "B", "differ"):
        rank_correlation(np.arange(3.0), np.ones(3))
    with assert_raises(TypeError, "A", "array"):
        rank_correlation([1.0, 2.0], np.ones(2))
    with assert_raises(TypeError, "B", "array"):
        rank_correlation(np.ones(2), [1.0, 2.0])
    with assert_raises(ValueError, "layer"):
        randomise_from(SMALL, PARAMS, "conv2d_9", 0)

    with assert_raises(ValueError, "A", "differ"):
        rank_correlation(np.ones(3), np.arange(3.0))
    with assert_raises(ValueError, "B", "that of A"):
        rank_correlation(np.ones(3), np.arange(4.0))
    with assert_raises(ValueError, "params"):
        randomise_from(SMALL, {}, "conv2d_2", 0)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_has_no_rank_is_refused(wrong):
    with assert_raises(ValueError, "A", "finite"):
        rank_correlation(np.array([1.0, wrong, 3.0]), np.arange(3.0))
    with assert_raises(ValueError, "B", "finite"):
        rank_correlation(np.arange(3.0), np.array([1.0, wrong, 3.0]))


@pytest.mark.parametrize("name", ["torch", "jax"])
def test_ranks_of_half_precision_and_of_arrays_with_a_graph(name):
    library, (A, B) = Library(name), RNG.integers(-9, 9, (2, 60)).astype("float32")
    expected = spearmanr(A, B).statistic
    first = library.array(A).requires_grad_() if name == "torch" else library.array(A)
    second = library.array(B).to(library.xp.bfloat16) if name == "torch" else library.array(B).astype("bfloat16")
    assert rank_correlation(first, library.array(B)) == pytest.approx(expected)
    assert rank_correlation(second, second) == pytest.approx(1)
    assert rank_correlation(
        first.detach().to(second.dtype) if name == "torch" else first.astype("bfloat16"), second
    ) == (pytest.approx(expected))


def test_ranks_of_integers_and_truth_values():
    A, B = np.array([2**63 + 1, 2**63, 2**63 + 2], "uint64"), np.array([True, False, True])
    assert rank_correlation(A, B) == pytest.approx(spearmanr([1, 0, 2], [1, 0, 1]).statistic)


def test_whole_numbers_cannot_hold_what_is_drawn():
    whole = {key: np.ones(A.shape, int) for key, A in PARAMS.items()}
    with assert_raises(TypeError, r"params\['conv2d_1.K'\]", "floating"):
        randomise_from(SMALL, whole, "conv2d_2", 0)


def test_parameters_of_other_shapes_and_layers_left_out_are_refused():
    with assert_raises(ValueError, r"params\['dense_2.B'\]", "shape"):
        randomise_from(SMALL, {**PARAMS, "dense_2.B": np.ones(4)}, "conv2d_2", 0)
    with assert_raises(TypeError, "layer", "string"):
        randomise_from(SMALL, PARAMS, None, 0)
    with assert_raises(TypeError, "params", "dict"):
        randomise_from(SMALL, list(PARAMS), "conv2d_2", 0)


def test_half_precision_is_drawn_anew_in_half_precision():
    torch = Library("torch")
    for dtype in (torch.xp.float16, torch.xp.bfloat16):
        params = {key: torch.array(A).to(dtype) for key, A in PARAMS.items()}
        changed = randomise_from(SMALL, params, "conv2d_2", 0)
        assert {A.dtype for A in changed.values()} == {dtype}
        expected = randomise_from(SMALL, {key: A.astype("float32") for key, A in PARAMS.items()}, "conv2d_2", 0)
        np.testing.assert_allclose(changed["dense_1.W"].float().numpy(), expected["dense_1.W"], rtol=2**-8)

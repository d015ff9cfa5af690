"""Activity, strongest windows, principal components, t-SNE, ranks, and weights drawn anew."""

import sys

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from tests.seeing import plain
from tests.support.libraries import assert_raises
from textbook_cnn.seeing import (
    crop,
    feature_maps,
    features,
    layer_activity,
    pca,
    randomise_from,
    rank_correlation,
    strongest_windows,
    tsne,
)

NETWORK, PARAMS, IMAGES = plain.small_network()
RNG = np.random.default_rng(1)


def test_feature_maps_of_some_layers():
    found = feature_maps(NETWORK, PARAMS, IMAGES, layers=["relu_2", "relu_1"], batch=2)
    assert list(found) == ["relu_2", "relu_1"]
    for name, Y in found.items():
        stop = NETWORK.names.index(name) + 1
        expected = [plain.run(NETWORK, PARAMS, image, stop=stop)[-1] for image in IMAGES]
        np.testing.assert_allclose(Y, expected, atol=1e-12)


@pytest.mark.parametrize("batch", [1, 2, 64])
def test_layer_activity(batch):
    rows = layer_activity(NETWORK, PARAMS, IMAGES, batch=batch)
    assert [row.name for row in rows] == list(NETWORK.names)
    outputs = [plain.run(NETWORK, PARAMS, image)[1:] for image in IMAGES]
    for i, row in enumerate(rows):
        Y = np.stack([output[i] for output in outputs])
        assert row.shape == Y.shape[1:]
        assert row.mean == pytest.approx(Y.sum() / Y.size)
        assert row.zeros == pytest.approx(sum(value == 0 for value in Y.ravel()) / Y.size)
    assert 0.2 < rows[1].zeros < 0.8  # the ReLU makes zeros, and not only zeros


def test_features_are_rows_of_one_layer():
    expected = np.stack([plain.run(NETWORK, PARAMS, image, stop=3)[-1].ravel() for image in IMAGES])
    np.testing.assert_allclose(features(NETWORK, PARAMS, IMAGES, layer="max_pool2d_1"), expected, atol=1e-12)


def test_strongest_windows():
    maps = RNG.permutation(5 * 2 * 4 * 3).reshape(5, 2, 4, 3).astype(float)
    peaks = strongest_windows(maps, 1, count=3)
    everything = sorted(((maps[b, 1, p, q], b, p, q) for b, p, q in np.ndindex(5, 4, 3)), reverse=True)
    best = {}
    for value, *place in everything:
        best.setdefault(place[0], (value, *place))
    assert [(v, b, p, q) for b, p, q, v in peaks] == list(best.values())[:3]


def test_crop_is_gray_outside():
    image = np.arange(24, dtype=np.uint8).reshape(4, 6)
    np.testing.assert_array_equal(crop(image, (1, 3, 2, 5)), image[1:3, 2:5])
    part = crop(image, (-1, 5, -2, 7))
    np.testing.assert_array_equal(part[1:5, 2:8], image)
    assert (part[0] == 128).all()
    assert (part[:, :2] == 128).all()
    assert (part[:, 8:] == 128).all()
    assert (crop(image, (10, 12, 0, 3)) == 128).all()
    assert crop(np.zeros((4, 4, 3), np.uint8), (0, 2, 3, 5)).shape == (2, 2, 3)


def test_principal_components_are_those_of_scikit_learn():
    A = RNG.standard_normal((40, 3)) @ RNG.standard_normal((3, 7)) + 5
    found, judge = pca(A, 3), PCA(3).fit(A)
    signs = np.sign(np.sum(found.directions * judge.components_, axis=1))
    np.testing.assert_allclose(found.directions, signs[:, None] * judge.components_, atol=1e-10)
    np.testing.assert_allclose(found.points, signs * judge.transform(A), atol=1e-10)
    np.testing.assert_allclose(found.shares, judge.explained_variance_ratio_)


def test_principal_components_are_eigenvectors_of_the_covariances():
    A = RNG.standard_normal((30, 4))
    covariance = sum(np.outer(row, row) for row in A - A.mean(axis=0)) / 30
    found = pca(A, 4)
    for direction, share in zip(found.directions, found.shares):
        np.testing.assert_allclose(covariance @ direction, share * np.trace(covariance) * direction, atol=1e-12)
        assert direction[np.abs(direction).argmax()] > 0
    assert found.shares.sum() == pytest.approx(1)


def test_tsne_keeps_groups_apart():
    A = np.concatenate([RNG.standard_normal((15, 6)), RNG.standard_normal((15, 6)) + 30])
    points = tsne(A, perplexity=5)
    distance = np.linalg.norm(points[:, None] - points[None], axis=2) + 1e9 * np.eye(30)
    assert ((distance.argmin(axis=1) < 15) == (np.arange(30) < 15)).all()


def neighbours(A, perplexity):
    """P of t-SNE in loops: Gaussian weights whose entropy is log(perplexity), found by bisection, made symmetric."""
    P = np.zeros((len(A), len(A)))
    for b, row in enumerate(A):
        distances = np.array([np.sum((row - other) ** 2) for other in A])
        low, high = 1e-9, 1e9
        for _ in range(200):
            precision = np.sqrt(low * high)
            weights = np.exp(-precision * (distances - np.sort(distances)[1]))
            weights[b] = 0
            weights /= weights.sum()
            entropy = -sum(w * np.log(w) for w in weights if w > 0)
            low, high = (precision, high) if entropy > np.log(perplexity) else (low, precision)
        P[b] = weights
    return (P + P.T) / (2 * len(A))


def divergence(P, points):
    """The printed objective, term by term."""
    near = {(i, j): 1 / (1 + np.sum((points[i] - points[j]) ** 2)) for i, j in np.ndindex(P.shape) if i != j}
    total = sum(near.values())
    return sum(P[pair] * np.log(P[pair] / (near[pair] / total)) for pair in near if P[pair] > 0)


def test_tsne_is_where_its_objective_is_smallest():
    A = RNG.standard_normal((24, 4)) * (5, 3, 1, 1)
    points, P = tsne(A, perplexity=6), neighbours(A, 6)
    judge = TSNE(perplexity=6, init="pca", random_state=0).fit(A)
    least = divergence(P, points)
    assert least == pytest.approx(judge.kl_divergence_, abs=0.01)
    assert least < divergence(P, pca(A).points) - 0.1
    for seed in range(5):
        moved = points + 0.1 * points.std() * np.random.default_rng(seed).standard_normal(points.shape)
        assert divergence(P, moved) > least


def test_tsne_without_scikit_learn_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.manifold", None)
    with pytest.raises(ModuleNotFoundError, match="pip install scikit-learn"):
        tsne(np.ones((9, 2)), perplexity=3)


@pytest.mark.parametrize("values", [RNG.standard_normal((2, 50)), RNG.integers(0, 4, (2, 50)).astype(float)])
def test_rank_correlation(values):
    A, B = values
    assert rank_correlation(A, B) == pytest.approx(spearmanr(A, B).statistic)
    assert rank_correlation(A, np.exp(A)) == pytest.approx(1)
    assert rank_correlation(A, -A) == pytest.approx(-1)


def test_randomise_from_draws_this_layer_and_all_later_ones():
    changed = randomise_from(NETWORK, PARAMS, "conv2d_2", 0)
    kept = {key for key in PARAMS if np.array_equal(changed[key], PARAMS[key])}
    assert kept == {"conv2d_1.K", "conv2d_1.B"}
    assert all(changed[key].dtype == PARAMS[key].dtype and changed[key].shape == PARAMS[key].shape for key in PARAMS)
    assert not changed["dense_2.B"].any()
    again = randomise_from(NETWORK, PARAMS, "conv2d_2", np.random.default_rng(0))
    assert all(np.array_equal(changed[key], again[key]) for key in PARAMS)


def test_refuses():
    with assert_raises(ValueError, "components", "at most 2"):
        pca(np.eye(2), 3)
    with assert_raises(ValueError, "A", "differ"):
        pca(np.ones((3, 3)), 1)
    with assert_raises(ValueError, "perplexity"):
        tsne(np.eye(3), perplexity=3)
    with assert_raises(ValueError, "A", "differ"):
        rank_correlation(np.ones(3), np.arange(3.0))
    with assert_raises(ValueError, "B", "that of A"):
        rank_correlation(np.ones(3), np.arange(4.0))
    with assert_raises(ValueError, "channel", "0 to 1"):
        strongest_windows(np.zeros((1, 2, 3, 3)), 2)
    with assert_raises(ValueError, "window"):
        crop(np.zeros((4, 4), np.uint8), (2, 2, 0, 1))
    with assert_raises(TypeError, "image", "uint8"):
        crop(np.zeros((4, 4)), (0, 2, 0, 1))
    with assert_raises(ValueError, "params"):
        randomise_from(NETWORK, {}, "conv2d_2", 0)
    with assert_raises(TypeError, "layers"):
        feature_maps(NETWORK, PARAMS, IMAGES, layers="relu_1")
    with assert_raises(ValueError, "layers", "at least one"):
        feature_maps(NETWORK, PARAMS, IMAGES, layers=[])
    with assert_raises(ValueError, "layer", "conv2d_1"):
        feature_maps(NETWORK, PARAMS, IMAGES, layers=["conv"])
    with assert_raises(ValueError, "batch"):
        feature_maps(NETWORK, PARAMS, IMAGES, layers=["relu_1"], batch=0)
    with assert_raises(ValueError, "X", "at least one"):
        layer_activity(NETWORK, PARAMS, IMAGES[:0])
    with assert_raises(ValueError, "X", "at least one"):
        features(NETWORK, PARAMS, IMAGES[:0], layer="relu_1")

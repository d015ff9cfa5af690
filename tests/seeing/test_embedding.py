"""Features of images as points: principal components and t-SNE."""

import sys

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from tests.seeing import plain
from tests.support.libraries import assert_raises
from textbook_cnn.seeing import features, pca, tsne

NETWORK, PARAMS, IMAGES = plain.small_network()
RNG = np.random.default_rng(1)


def test_features_are_rows_of_one_layer():
    expected = np.stack([plain.run(NETWORK, PARAMS, image, stop=3)[-1].ravel() for image in IMAGES])
    np.testing.assert_allclose(features(NETWORK, PARAMS, IMAGES, layer="max_pool2d_1"), expected, atol=1e-12)


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
    rng = np.random.default_rng(0)  # of its own: on one draw in thirty scikit-learn 1.5 puts a point in the wrong group
    A = np.concatenate([rng.standard_normal((15, 6)), rng.standard_normal((15, 6)) + 30])
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


def test_tsne_is_that_of_scikit_learn():
    A = RNG.standard_normal((40, 5))
    for options, judged in (({}, (30, 0)), ({"perplexity": 7, "seed": 3}, (7, 3))):
        judge = TSNE(perplexity=judged[0], init="pca", random_state=judged[1]).fit_transform(A)
        np.testing.assert_array_equal(tsne(A, **options), judge)


def test_tsne_hands_its_seed_on(monkeypatch):
    """To begin at the principal components scikit-learn hardly needs it."""
    seeds = []
    monkeypatch.setattr("sklearn.manifold.TSNE", lambda **options: seeds.append(options["random_state"]) or PCA(2))
    tsne(np.eye(40))
    tsne(np.eye(40), seed=5)
    assert seeds == [0, 5]


def test_principal_components_have_no_unit():
    A = RNG.standard_normal((9, 4))
    for scale in (1e-9, 1e9):
        np.testing.assert_allclose(pca(scale * A).points, scale * pca(A).points, rtol=1e-9)
        np.testing.assert_allclose(pca(scale * A).shares, pca(A).shares)


def test_two_components_if_not_told_and_as_many_as_there_are_if_asked():
    A = RNG.standard_normal((4, 3))
    assert pca(A).points.shape == (4, 2)
    assert pca(A).directions.shape == (2, 3)
    assert pca(A, 3).shares.shape == (3,)
    assert pca(A[:, :1], 1).shares.tolist() == [1.0]


def test_tsne_without_scikit_learn_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.manifold", None)
    with pytest.raises(ModuleNotFoundError, match="pip install scikit-learn"):
        tsne(np.ones((9, 2)), perplexity=3)


def test_refuses():
    with assert_raises(ValueError, "components", "at most 2"):
        pca(np.eye(2), 3)
    with assert_raises(ValueError, "A", "differ"):
        pca(np.ones((3, 3)), 1)
    assert tsne(np.eye(9), perplexity=0.5).shape == (9, 2)
    for perplexity in (0, 3):
        with assert_raises(ValueError, "perplexity"):
            tsne(np.eye(3), perplexity=perplexity)
    with assert_raises(ValueError, "seed"):
        tsne(np.eye(3), perplexity=2, seed=-1)
    with assert_raises(ValueError, "components", "at least 1"):
        pca(np.eye(2), 0)
    for function in (pca, tsne):
        with assert_raises(TypeError, "A", "array"):
            function([[1.0]])
        with assert_raises(TypeError, "A", "floating"):
            function(np.eye(40, dtype=int))
        with assert_raises(ValueError, "A", "batch"):
            function(np.ones(40))
    with assert_raises(ValueError, "X", "at least one"):
        features(NETWORK, PARAMS, IMAGES[:0], layer="relu_1")

"""Features of images as points: principal components and t-SNE."""

import subprocess
import sys

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from tests.seeing import plain
from tests.support.libraries import Library, assert_raises, dtype_name
from tests.support.places import ROOT
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


RISKY = """
import sys
import numpy as np
from textbook_cnn.seeing import tsne
rows = np.random.default_rng(0).standard_normal((12, 3))
made = {made}
try:
    points = tsne(made, perplexity=4)
    print(bool(np.isfinite(points).all() and np.ptp(points) > 0), flush=True)
except ValueError as error:
    print(error, flush=True)
"""


def told(made):
    """What t-SNE says of such rows, in a process of its own: where scikit-learn crashes, that is what ends."""
    command = [sys.executable, "-W", "ignore", "-c", RISKY.format(made=made)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("made", ["np.zeros((12, 3))", "np.full((12, 3), 0.1) + 1e-17 * rows", "rows[[5] * 12]"])
def test_tsne_of_equal_rows_is_refused_before_scikit_learn_crashes(made):
    assert told(made).startswith("A: expected rows that differ by more than rounding")


@pytest.mark.parametrize(
    "made",
    [
        *("1e100 * rows", "1e30 * rows", "1e-30 * rows", "1e-310 * rows", "(1e-42 * rows).astype('float32')"),
        *("np.r_[rows, 1e200 * rows[:1]]", "1e10 + rows", "rows[[0, 1, 2] * 4]", "rows * [1, 0, 0]", "rows[:, :2]"),
    ],
)
def test_tsne_of_sizes_that_scikit_learn_crashes_on_or_collapses(made):
    assert told(made) == "True"


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
@pytest.mark.parametrize("function", [pca, tsne])
def test_what_is_no_number_has_no_place(function, wrong):
    with assert_raises(ValueError, "A", "finite"):
        function(np.array([[1.0, 2.0], [3.0, wrong], [5.0, 1.0]]))


def test_tsne_refuses_too_little():
    for A in (RNG.standard_normal((30, 1)), RNG.standard_normal((1, 30)), np.zeros((40, 0)), np.zeros((0, 3))):
        with assert_raises(ValueError, "A|perplexity", ""):
            tsne(A, perplexity=0.5)
    with assert_raises(ValueError, "seed", "4294967295"):
        tsne(RNG.standard_normal((40, 3)), seed=2**32)


@pytest.mark.parametrize(
    "rows", [np.full((7, 3), 0.1), 0.1 + 1e-17 * RNG.standard_normal((7, 3)), np.full((100_000, 1), 0.1, "float32")]
)
def test_rows_that_are_equal_up_to_rounding_have_no_components(rows):
    with assert_raises(ValueError, "A", "more than rounding"):
        pca(rows, 1)


def test_a_constant_column_has_no_share():
    """Not even of a number that has no exact mean, nor one that is large beside the others."""
    for constant in (0.1, 1e20, 1e-300):
        A = np.column_stack([np.full(1000, constant), np.arange(1000.0), np.arange(1000.0) % 2])
        found = pca(A, 3)
        judge = pca(A[:, 1:], 2)
        np.testing.assert_allclose(found.shares, [*judge.shares, 0], atol=1e-30)
        np.testing.assert_allclose(found.directions[:2], np.column_stack([[0, 0], judge.directions]), atol=1e-12)


@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e200, 1e307])
def test_principal_components_of_the_smallest_and_largest_numbers(scale):
    A = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0], [9.0, 2.0]])
    found, judge = pca(scale * A), PCA(2).fit(A)
    rtol = 1e-3 if scale < 1e-300 else 1e-12
    np.testing.assert_allclose(found.shares, judge.explained_variance_ratio_, rtol=rtol)
    np.testing.assert_allclose(np.abs(found.points) / scale, np.abs(judge.transform(A)), rtol=10 * rtol)


@pytest.mark.parametrize(
    ("name", "dtype"), [("numpy", "float16"), ("torch", "float16"), ("torch", "bfloat16"), ("jax", "bfloat16")]
)
def test_principal_components_of_half_precision_are_computed_in_float32(name, dtype):
    A = (RNG.standard_normal((4000, 3)) @ RNG.standard_normal((3, 7)) + 5).astype("float32")
    library = Library(name)
    half = library.array(A).to(getattr(library.xp, dtype)) if name == "torch" else library.array(A).astype(dtype)
    found, judge = pca(half, 3), PCA(3).fit(np.asarray(half.tolist()))
    assert dtype_name(found.shares) == dtype
    np.testing.assert_allclose(found.shares.astype(float), judge.explained_variance_ratio_, rtol=2**-7)
    signs = np.sign(np.sum(found.directions.astype(float) * judge.components_, axis=1))
    np.testing.assert_allclose(found.directions.astype(float), signs[:, None] * judge.components_, atol=2**-8)


def test_features_come_without_their_graph():
    torch = Library("torch")
    params = {key: torch.array(A).requires_grad_() for key, A in PARAMS.items()}
    X = torch.array(IMAGES).requires_grad_()
    expected = features(NETWORK, PARAMS, IMAGES, layer="relu_2")
    np.testing.assert_allclose(features(NETWORK, params, X, layer="relu_2"), expected, atol=1e-12)
    half = {key: torch.array(A).to(torch.xp.bfloat16) for key, A in PARAMS.items()}
    found = features(NETWORK, half, torch.array(IMAGES).to(torch.xp.bfloat16), layer="relu_1")
    assert dtype_name(found) == "bfloat16"
    np.testing.assert_allclose(found.astype(float), features(NETWORK, PARAMS, IMAGES, layer="relu_1"), atol=0.2)


@pytest.mark.skipif(np.dtype(np.longdouble).itemsize == 8, reason="long double is a double on this machine")
@pytest.mark.parametrize("method", [pca, tsne])
def test_longer_numbers_than_lapacks_are_refused(method):
    with assert_raises(TypeError, "A", "at most 64 bits"):
        method(np.eye(9, 4, dtype=np.longdouble))

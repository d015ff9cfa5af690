"""Half precision in the other ways to compute a layer: added up in float32, and rounded once, to its own dtype."""

import numpy as np
import pytest

import textbook_cnn as cnn
from tests.support.libraries import assert_equals, with_halves

# 2048 + 1 and 256 + 1 are no numbers of these dtypes: added to one by one in half precision, they would stay.
LARGE = {"float16": 2048.0, "bfloat16": 256.0}
LAYERS = ("conv2d_fourier", "conv2d_loops", "conv2d_shifts", "conv2d_winograd")


def numpys(dtype):
    return np.float16 if dtype == "float16" else pytest.importorskip("ml_dtypes").bfloat16


def large_first(large):
    K = np.ones((1, 1, 3, 3))
    K[0, 0, 0, 0] = large
    return K


@pytest.mark.parametrize("name", LAYERS)
def test_layers(xp, name):
    xp = with_halves(xp)
    ones, K = np.ones((1, 1, 4, 4)), large_first(2048)
    found = getattr(cnn, name)(xp.array(ones, "float16"), xp.array(K, "float16"))
    assert_equals(xp, found, np.full((1, 1, 2, 2), 2056.0), "float16")


@pytest.mark.parametrize("dtype", LARGE)
def test_on_numpy_with_bfloat16_too(dtype):
    half, large = numpys(dtype), LARGE[dtype]
    ones, K = np.ones((1, 1, 3, 3), half), large_first(large).astype(half)
    found = [getattr(cnn, name)(ones, K) for name in LAYERS]
    found.append(cnn.conv2d_backward_kernel_loops(ones, K, 1))
    found.append(cnn.conv2d_backward_input_loops(K, ones, 1, padding="full"))
    for A in found:
        assert A.dtype == half
        assert A.tolist() == [[[[large + 8]]]]


@pytest.mark.parametrize("dtype", LARGE)
def test_a_signal(dtype):
    half, large = numpys(dtype), LARGE[dtype]
    found = cnn.correlate1d_winograd(np.ones(3, half), np.array([large, 1, 1], half))
    assert found.dtype == half
    assert found.tolist() == [large + 2]


@pytest.mark.parametrize("dtype", LARGE)
def test_gradients_of_overlapping_pools(dtype):
    half, large = numpys(dtype), LARGE[dtype]
    X, dY = np.array([[[[0, 0, 5, 0, 0]]]], half), np.array([[[[large, 1, 1]]]], half)
    found = cnn.max_pool2d_backward_loops(X, dY, (1, 3), stride=1)
    assert found.dtype == half
    assert found.tolist() == [[[[0, 0, large + 2, 0, 0]]]]


@pytest.mark.parametrize("pool", ["max_pool2d_backward", "max_pool2d_backward_loops"])
def test_integers_too_large_to_be_added_are_named(pool):
    with pytest.raises(ValueError, match=r"^dY: expected integers below 2\*\*63"):
        getattr(cnn, pool)(np.ones((1, 1, 2, 2)), np.full((1, 1, 1, 1), 2**63, np.uint64))

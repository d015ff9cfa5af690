"""Global average pooling: one mean for each map, and equal shares on the way back."""

import numpy as np
import pytest

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip, with_halves
from textbook_cnn import global_avg_pool2d, global_avg_pool2d_backward

MAPS = (2, 4, 6, 5)
CALLS = [
    Call("global_avg_pool2d", (MAPS,), oracles.global_avg_pool2d, "refused"),
    Call("global_avg_pool2d_backward", (MAPS, (2, 4)), oracles.global_avg_pool2d_backward, "refused"),
]


def test_pytorch_agrees():
    torch = torch_or_skip()
    rng = np.random.default_rng(0)
    for shape in ((1, 1, 1, 1), (3, 2, 7, 5), (2, 5, 1, 9)):
        X, dY = rng.standard_normal(shape), rng.standard_normal(shape[:2])
        x = torch.tensor(X, requires_grad=True)
        y = torch.nn.functional.adaptive_avg_pool2d(x, 1).flatten(1)
        y.backward(torch.tensor(dY))
        np.testing.assert_allclose(global_avg_pool2d(X), y.detach().numpy(), rtol=1e-13, atol=1e-15)
        np.testing.assert_allclose(global_avg_pool2d_backward(X, dY), x.grad.numpy(), rtol=1e-14)


def test_gradient_against_differences():
    rng = np.random.default_rng(1)
    X, G = rng.standard_normal((2, 3, 4, 5)), rng.standard_normal((2, 3))
    dX = oracles.central_difference(lambda A: (G * global_avg_pool2d(A)).sum(), X)
    np.testing.assert_allclose(global_avg_pool2d_backward(X, G), dX, atol=1e-9)


def test_half_precision_is_added_up_in_float32(xp):
    xp = with_halves(xp)
    assert_equals(xp, global_avg_pool2d(xp.array(np.full((1, 1, 8, 8), 40000.0), "float16")), [[40000]], "float16")
    assert_equals(xp, global_avg_pool2d(xp.array(np.ones((1, 2, 64, 64)), "float16")), [[1, 1]], "float16")


def test_no_images(xp):
    none = xp.array(np.ones((0, 3, 4, 4)))
    assert_equals(xp, global_avg_pool2d(none), np.ones((0, 3)), "float64")
    assert_equals(xp, global_avg_pool2d_backward(none, global_avg_pool2d(none)), np.ones((0, 3, 4, 4)), "float64")


@pytest.mark.parametrize("shape", [(2, 4, 0, 5), (2, 4, 6, 0), (2, 4, 6), (2, 4)])
def test_maps_without_pixels_or_axes_are_refused(shape):
    with assert_raises(ValueError, "X"):
        global_avg_pool2d(np.ones(shape))
    with assert_raises(ValueError, "X"):
        global_avg_pool2d_backward(np.ones(shape), np.ones((2, 4)))


@pytest.mark.parametrize("shape", [(2, 3), (1, 4), (2, 4, 1, 1), (2,)])
def test_gradients_of_a_wrong_shape_are_refused(shape):
    with assert_raises(ValueError, "dY"):
        global_avg_pool2d_backward(np.ones(MAPS), np.ones(shape))


def test_integers_and_what_is_no_array_are_refused():
    for wrong in (np.ones(MAPS, int), np.ones(MAPS, bool), [[1.0]], None, "X", 1.0):
        with assert_raises(TypeError, "X"):
            global_avg_pool2d(wrong)
    for wrong in (np.ones((2, 4), int), [[1.0]], None):
        with assert_raises(TypeError, "dY"):
            global_avg_pool2d_backward(np.ones(MAPS), wrong)

"""The last class that a type of labels can hold, and differences of numbers whose squares cannot be told apart."""

import numpy as np
import pytest

from tests.support import oracles
from tests.support.libraries import assert_equals
from textbook_cnn import softmax_cross_entropy, softmax_cross_entropy_backward, squared_error, squared_error_backward


@pytest.mark.parametrize(("kind", "classes"), [("uint8", 256), ("int8", 128)])
def test_labels_reach_the_last_of_their_type(xp, kind, classes):
    labels = np.array([classes - 1, 0, classes // 2])
    T = oracles.one_hot(labels, classes)
    Z = 4 * T  # e⁴ / (e⁴ + classes − 1) for the right class
    P = np.where(T == 1, np.e**4, 1) / (np.e**4 + classes - 1)
    loss = softmax_cross_entropy(xp.array(Z), xp.array(labels, kind))
    assert_equals(xp, loss, np.log(np.e**4 + classes - 1) - 4, "float64", tolerance=1e-14)
    dZ = softmax_cross_entropy_backward(xp.array(Z), xp.array(labels, kind))
    assert_equals(xp, dZ, (P - T) / 3, "float64", tolerance=1e-14)


@pytest.mark.parametrize(("dtype", "large"), [("float64", 1e8), ("float32", 2.0**20)])
def test_a_small_difference_of_large_numbers_is_exact(xp, dtype, large):
    Y, T = xp.array([large + 1, large - 1], dtype), xp.array([large, large], dtype)
    assert_equals(xp, squared_error(Y, T), 1, dtype)
    assert_equals(xp, squared_error_backward(Y, T), [1, -1], dtype)

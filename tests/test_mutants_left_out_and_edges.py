"""What a function does when an argument is left out, and at the edge of a range."""

import numpy as np
import pytest

from textbook_cnn import dropout, output_size


class Constant(np.random.Generator):
    """A generator that draws one number again and again."""

    def __init__(self, number):
        super().__init__(np.random.PCG64(0))
        self.number = number

    def random(self, size=None, dtype="float64", out=None):
        return np.full(size, self.number, dtype)


def test_output_size_without_stride_padding_and_dilation():
    assert [output_size(m, k) for m, k in ((5, 2), (5, 1), (2, 2), (9, 4))] == [4, 5, 1, 6]


@pytest.mark.parametrize("rate", [0.0, 0.25, 0.5])
def test_a_number_drawn_as_the_rate_itself_is_kept(rate):
    X = np.arange(1.0, 7.0).reshape(2, 3)
    Y, mask = dropout(X, rate, Constant(rate))
    np.testing.assert_array_equal(mask, np.full((2, 3), 1 / (1 - rate)))
    np.testing.assert_array_equal(Y, X * (1 / (1 - rate)))


def test_dropout_draws_numbers_of_32_bits_the_last_axis_first():
    draws = np.random.default_rng(7).random((5, 4), dtype="float32").T
    _, mask = dropout(np.ones((4, 5)), 0.5, np.random.default_rng(7))
    np.testing.assert_array_equal(mask, np.where(draws < 0.5, 0, 2))

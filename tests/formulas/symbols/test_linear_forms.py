"""Linear forms, and the products that they note."""

from fractions import Fraction

import numpy as np
import pytest

from textbook_cnn.formulas.symbols.linear_forms import coefficients, linear_forms, product


def test_sums_and_multiples_have_the_coefficients_of_what_was_added():
    noted = []
    a, b, c = linear_forms("x", (3,), noted)
    forms = [2 * a - b / 4, a + b - a, -c * 0.5]
    expected = [[2, Fraction(-1, 4), 0], [0, 1, 0], [0, 0, Fraction(-1, 2)]]
    assert coefficients(forms, ["x_0", "x_1", "x_2"]).tolist() == expected
    assert not noted


def test_a_matrix_product_is_noted_row_by_row():
    noted = []
    X, K = linear_forms("x", (1, 2), noted), linear_forms("k", (2, 1), noted)
    ((Y,),) = X @ K
    assert [tuple(map(repr, pair)) for pair in noted] == [("1*x_0", "1*k_0"), ("1*x_1", "1*k_1")]
    assert Y.coefficients == {product(1): 1, product(2): 1}


def test_a_letter_with_the_coefficient_zero_is_left_out():
    (a,) = linear_forms("x", (1,), [])
    assert repr(a - a) == "0"
    assert (a * 0.0).coefficients == {}


@pytest.mark.parametrize("wrong", [lambda a: a + 1, lambda a: a - 1, lambda a: a * "2", lambda a: a / a, np.exp])
def test_what_is_not_linear_is_refused(wrong):
    (a,) = linear_forms("x", (1,), [])
    with pytest.raises(TypeError):
        wrong(a)

"""The chain rule's picture: a way for each output, its two factors, and the sum."""

import numpy as np
import pytest
from matplotlib.patches import FancyArrowPatch

from tests.visualize.drawn import K, X, numbers, words
from textbook_cnn.visualize import plot_chain_rule

WINDOW = X[:2, :2]


def test_each_way_has_its_two_factors():
    ax = plot_chain_rule(WINDOW, K, 8)
    assert len([patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]) == 8
    assert numbers(ax) == [1, 1, 6, 2, 5, -1, 3, 0]
    assert [text for text in words(ax) if "pq" not in text and "$" in text] == [
        "$y_{11}$",
        "$y_{12}$",
        "$y_{21}$",
        "$y_{22}$",
        "$k_{11}$",
        "$E$",
    ]
    assert words(ax)[-1] == "1·1 + 2·6 + (\N{MINUS SIGN}1)·5 + 0·3 = 8"


def test_a_way_with_the_factor_0_is_pale():
    ax = plot_chain_rule(np.array([[0, 3]]), np.array([[1, 2]]), 6, name="x_{11}")
    arrows = [patch.get_edgecolor() for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
    assert arrows[0] == arrows[1] != arrows[2] == arrows[3]
    assert "$x_{11}$" in words(ax)


def test_shapes_must_agree():
    with pytest.raises(ValueError, match="gradients: expected the shape of factors"):
        plot_chain_rule(WINDOW, X, 0)

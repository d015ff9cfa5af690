"""A perceptron sees all numbers, a convolutional network a window."""

import numpy as np
import pytest

from tests.visualize.drawn import GRAY
from textbook_cnn.visualize import plot_perceptron_and_cnn


def test_perceptron_sees_all_numbers_and_the_other_a_window():
    figure = plot_perceptron_and_cnn(GRAY, np.ones((6, 2, 3)), classes=7)
    words = " ".join(text.get_text() for ax in figure.axes for text in ax.texts)
    assert "12 numbers" in words
    assert "6 feature maps\n2 × 3" in words
    assert words.count("7\nclasses") == 2
    with pytest.raises(ValueError, match="classes: expected"):
        plot_perceptron_and_cnn(GRAY, np.ones((6, 2, 3)), classes=0)

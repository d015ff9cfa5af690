"""Paddings show their zeros and the valid part."""

import numpy as np
import pytest

from tests.visualize.drawn import FULL, SAME, VALID, K, X, numbers
from textbook_cnn.visualize import plot_paddings


@pytest.mark.parametrize(
    ("name", "output", "zeros"), [("valid", VALID, (0, 0)), ("same", SAME, (0, 1)), ("full", FULL, (1, 1))]
)
def test_paddings_show_the_zeros_that_the_output_implies(name, output, zeros):
    ax = plot_paddings(X, K, {name: output}).axes[0]
    assert numbers(ax) == [*np.pad(X, zeros).ravel(), *K.ravel(), *output.ravel()]


def test_paddings_frame_the_valid_part():
    for name, output in (("valid", VALID), ("same", SAME), ("full", FULL)):
        ax = plot_paddings(X, K, {name: output}).axes[0]
        first = [text for text in ax.texts if text.get_text() not in "⋆="][X.size :]
        frame = ax.patches[-1]
        inside = [
            text.get_text()
            for text in first
            if frame.get_x() < text.get_position()[0] < frame.get_x() + frame.get_width()
            and frame.get_y() < text.get_position()[1] < frame.get_y() + frame.get_height()
        ]
        assert inside == ["8", "7", "4", "5"], name

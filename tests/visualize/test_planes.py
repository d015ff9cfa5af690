"""Colour planes are those of the image."""

import numpy as np

from tests.visualize.drawn import COLOUR, shown
from textbook_cnn.visualize import plot_planes


def test_planes_are_those_of_the_image_in_order():
    drawn = shown(plot_planes(COLOUR))
    np.testing.assert_array_equal(drawn[0], COLOUR)
    for plane in range(3):
        np.testing.assert_array_equal(drawn[plane + 1], COLOUR[:, :, plane])

"""Images are drawn as given."""

import numpy as np

from tests.visualize.drawn import GRAY, MAPS, numbers, shown
from textbook_cnn.visualize import plot_image, plot_images


def test_image_is_drawn_as_given_with_its_numbers_and_scale():
    ax = plot_image(GRAY, numbers=True, scale=True, title="gray")
    np.testing.assert_array_equal(shown(ax.figure)[0], GRAY)
    assert numbers(ax) == list(range(12))
    assert ax.get_title() == "gray"
    assert ax.images[0].get_clim() == (0, 255)
    assert len(ax.figure.axes) == 2


def test_numbers_are_white_on_dark_pixels_and_black_on_light_ones():
    ax = plot_image(np.array([[0, 255]], dtype=np.uint8), numbers=True)
    assert [text.get_color() for text in ax.texts] == ["white", "black"]


def test_scale_of_a_float_image_is_its_range_or_the_limits_given():
    assert plot_image(np.array([[-1.0, 3.0]])).images[0].get_clim() == (-1, 3)
    assert plot_image(np.array([[-1.0, 3.0]]), limits=(0, 1)).images[0].get_clim() == (0, 1)
    assert plot_image(np.array([[2.0, 2.0]])).images[0].get_clim() == (2, 3)


def test_images_keep_their_order_and_titles():
    figure = plot_images(MAPS, list("abcde"), columns=2)
    np.testing.assert_array_equal(np.stack(shown(figure)), MAPS)
    assert [ax.get_title() for ax in figure.axes if ax.images] == list("abcde")

"""Maps beside an image or over it."""

import numpy as np
import pytest

from tests.visualize.drawn import GRAY, MAP, image_of
from textbook_cnn.visualize import plot_attribution, plot_attributions


def test_map_is_drawn_with_its_scale():
    ax = plot_attribution(MAP, title="map")
    np.testing.assert_array_equal(image_of(ax), MAP)
    assert ax.images[-1].get_clim() == (-1.0, 2.0)
    assert ax.images[-1].get_cmap().name == "viridis"
    assert ax.get_title() == "map: 2 × 2"
    assert len(ax.figure.axes) == 2  # with a colour bar


def test_signed_map_has_zero_in_the_middle():
    drawn = plot_attribution(MAP, signed=True).images[-1]
    assert drawn.get_clim() == (-2.0, 2.0)
    assert drawn.get_cmap().name == "RdBu_r"


def test_map_of_zeros_has_a_scale():
    assert plot_attribution(np.zeros((2, 2))).images[-1].get_clim() == (0.0, 1.0)
    assert plot_attribution(np.zeros((2, 2)), signed=True).images[-1].get_clim() == (-1.0, 1.0)


def test_map_is_laid_over_the_whole_image():
    ax = plot_attribution(MAP, GRAY)
    np.testing.assert_array_equal(image_of(ax, 0), GRAY)
    assert ax.images[-1].get_extent() == [-0.5, 3.5, 2.5, -0.5]
    assert 0 < ax.images[-1].get_alpha() < 1


def test_maps_stand_beside_their_image():
    figure = plot_attributions(GRAY, {"a": MAP, "b": MAP}, overlaid=["b"], signed=["a"])
    panels = [ax for ax in figure.axes if ax.get_title()]
    assert [ax.get_title() for ax in panels] == ["image: 3 × 4", "a: 2 × 2", "b: 2 × 2"]
    assert [len(ax.images) for ax in panels] == [1, 2, 2]
    assert panels[1].images[-1].get_alpha() == 1
    assert panels[2].images[-1].get_alpha() < 1
    with pytest.raises(ValueError, match="signed: expected titles among a, b; got 'c'"):
        plot_attributions(GRAY, {"a": MAP, "b": MAP}, signed=["c"])

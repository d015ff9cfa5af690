"""Layers from left to right: what stands above and below each, and bars for the classes."""

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from textbook_cnn.visualize import plot_layers

OUTPUTS = {"image": np.eye(6)[np.newaxis], "maps": np.arange(96.0).reshape(6, 4, 4), "scores": np.array([1.0, -3.0])}


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_each_layer_has_its_name_and_its_size():
    names = ["image", "1 map\n6 × 6", "maps", "6 maps\n4 × 4", "scores", "2 numbers"]
    assert words(plot_layers(OUTPUTS)) == names


def test_the_first_maps_are_drawn_from_above_and_numbers_as_a_column():
    images = plot_layers(OUTPUTS).axes[0].images
    drawn = [np.asarray(image.get_array()) for image in images]
    np.testing.assert_array_equal(drawn[0], OUTPUTS["image"][0])
    np.testing.assert_array_equal(drawn[1:5], OUTPUTS["maps"][:4])
    np.testing.assert_array_equal(drawn[5], [[1.0], [-3.0]])
    heights = [image.get_extent()[2] for image in images[1:5]]
    assert heights == sorted(heights, reverse=True)
    left, right, low, high = images[0].get_extent()
    assert right - left == pytest.approx(high - low)  # a square image is drawn as a square
    assert figure_is_in_proportion(images[0].axes)


def figure_is_in_proportion(ax):
    return ax.get_aspect() == 1.0


def test_classes_make_bars_as_long_as_the_numbers():
    figure = plot_layers(OUTPUTS, ["shirt", "boot"])
    assert words(figure)[-2:] == ["shirt", "boot"]
    bars = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle) and patch.get_fill()]
    assert [bar.get_width() / abs(bars[1].get_width()) for bar in bars] == pytest.approx([1 / 3, -1.0])


@pytest.mark.parametrize(
    ("outputs", "classes", "message"),
    [
        ({}, (), "outputs: expected at least one entry"),
        ({"a": np.ones((2, 2))}, (), r"outputs\['a'\]: expected an array with 1 or 3 axes, got shape \(2, 2\)"),
        ({"a": np.ones(2)}, ["x"], "classes: expected a name for each of 2 numbers, got 1"),
        ({str(place): np.ones(2) for place in range(13)}, (), "outputs: expected at most 12, got 13"),
    ],
)
def test_what_cannot_be_drawn_is_refused(outputs, classes, message):
    with pytest.raises(ValueError, match=message):
        plot_layers(outputs, classes)

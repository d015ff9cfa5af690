"""Layers from left to right: what stands above and below each, and bars for the classes."""

import numpy as np
import pytest
from matplotlib.text import Annotation

from textbook_cnn.visualize import plot_layers

MAPS = np.arange(96.0).reshape(6, 4, 4)
OUTPUTS = {"image": np.eye(6)[np.newaxis], "maps": MAPS, "answer": np.array([0.25, 0.75])}


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts if text.get_text()]


def arrows(figure):
    return [text for text in figure.axes[0].texts if isinstance(text, Annotation)]


def test_each_layer_has_its_name_and_its_size():
    assert words(plot_layers(OUTPUTS)) == ["image", "6 × 6", "maps", "6 maps, 4 × 4", "answer", "2 numbers"]


def test_what_is_said_below_can_be_given():
    assert words(plot_layers(OUTPUTS, notes=["", "b", "c"])) == ["image", "maps", "b", "answer", "c"]


def test_the_first_maps_are_drawn_two_in_a_row_and_numbers_as_a_column():
    images = plot_layers(OUTPUTS).axes[0].images
    drawn = [np.asarray(image.get_array()) for image in images]
    np.testing.assert_array_equal(drawn[0], OUTPUTS["image"][0])
    np.testing.assert_array_equal(drawn[1:5], MAPS[:4])
    np.testing.assert_array_equal(drawn[5], [[0.25], [0.75]])
    left, right, low, high = np.array([image.get_extent() for image in images[1:5]]).T
    assert left[0] == left[2] < left[1] == left[3], "two columns"
    assert low[0] == low[1] > low[2] == low[3], "two rows, the first above"
    np.testing.assert_allclose(right - left, high - low)  # a square map is drawn as a square
    assert images[0].axes.get_aspect() == 1.0


def test_maps_of_a_layer_share_a_scale():
    images = plot_layers(OUTPUTS).axes[0].images
    assert {image.get_clim() for image in images[1:5]} == {(MAPS[:4].min(), MAPS[:4].max())}


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3), (12, 3)])
def test_four_layers_stand_in_a_row_with_an_arrow_between_any_two(count, rows):
    figure = plot_layers({str(place): np.ones((1, 2, 2)) for place in range(count)})
    corners = [image.get_extent() for image in figure.axes[0].images]
    assert len({low for _, _, low, _ in corners}) == rows
    assert len(arrows(figure)) == count - 1
    low, high = figure.axes[0].get_ylim()
    assert all(low < bottom < top < high for _, _, bottom, top in corners)


def test_classes_make_bars_as_long_as_their_shares_the_longest_told():
    figure = plot_layers(OUTPUTS, ["shirt", "boot"])
    assert words(figure)[-5:] == ["shirt", "boot", "75%", "answer", "2 numbers"]
    widths = [patch.get_width() for patch in figure.axes[0].patches if patch.get_fill()]
    assert widths[0] / widths[1] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("outputs", "classes", "notes", "message"),
    [
        ({}, (), (), "outputs: expected at least one entry"),
        ({"a": np.ones((2, 2))}, (), (), r"outputs\['a'\]: expected an array with 1 or 3 axes, got shape \(2, 2\)"),
        ({"a": np.ones(2)}, ["x"], (), "classes: expected a name for each of 2 numbers, got 1"),
        ({"a": np.array([0.0, 2.0])}, ["x", "y"], (), r"outputs\['a'\]: expected numbers from 0 to 1 .*, got 0 to 2"),
        ({"a": np.array([-1.0, 1.0])}, ["x", "y"], (), r"outputs\['a'\]: expected numbers from 0 to 1 .*, got -1 to 1"),
        ({"a": np.ones(2)}, (), ["x", "y"], "notes: expected 1 strings, got 2"),
        ({str(place): np.ones(2) for place in range(13)}, (), (), "outputs: expected at most 12, got 13"),
    ],
)
def test_what_cannot_be_drawn_is_refused(outputs, classes, notes, message):
    with pytest.raises(ValueError, match=message):
        plot_layers(outputs, classes, notes=notes)

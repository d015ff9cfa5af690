"""Points, patches and kernels in groups."""

import numpy as np
import pytest

from tests.visualize.drawn import GRAY, image_of
from textbook_cnn.visualize import plot_embedding, plot_image_rows, plot_kernel_evolution


def test_points_have_their_places_and_classes():
    points, labels = np.arange(8.0).reshape(4, 2), np.array([1, 0, 1, 1])
    ax = plot_embedding(points, labels, ["shirt", "bag"], x_label="x")
    for number, drawn in enumerate(ax.collections):
        np.testing.assert_array_equal(drawn.get_offsets(), points[labels == number])
    assert len(plot_embedding(points, labels, ["shirt", "bag"]).get_xticks()) == 0
    with pytest.raises(ValueError, match=r"points: expected shape \(4, 2\)"):
        plot_embedding(points[:3], labels, ["shirt", "bag"])
    with pytest.raises(ValueError, match="class_names: expected a name"):
        plot_embedding(points, labels, ["shirt"])
    with pytest.raises(ValueError, match="at most 10"):
        plot_embedding(points, labels, list("abcdefghijk"))


def test_kernels_of_all_times_share_a_scale():
    times = {"start": np.ones((3, 2, 2)), "end": -4 * np.ones((3, 2, 2))}
    figure = plot_kernel_evolution(times)
    drawn = [ax for ax in figure.axes if ax.images]
    assert [image_of(ax)[0, 0] for ax in drawn] == [1, 1, 1, -4, -4, -4]
    assert {ax.images[0].get_clim() for ax in drawn} == {(-4.0, 4.0)}
    assert [ax.get_ylabel() for ax in drawn][::3] == ["start", "end"]
    with pytest.raises(ValueError, match="of one shape"):
        plot_kernel_evolution({"start": np.ones((3, 2, 2)), "end": np.ones((2, 2, 2))})


def test_rows_of_images():
    figure = plot_image_rows({"a": [GRAY, GRAY + 1], "b": [GRAY + 2, GRAY + 3]}, ["left", "right"])
    assert [image_of(ax)[0, 0] for ax in figure.axes] == [0, 1, 2, 3]
    assert [ax.get_title() for ax in figure.axes] == ["left", "right", "", ""]
    assert [ax.texts[0].get_text() for ax in figure.axes[::2]] == ["a", "b"]
    with pytest.raises(ValueError, match="rows of one length"):
        plot_image_rows({"a": [GRAY], "b": [GRAY, GRAY]})
    with pytest.raises(ValueError, match="rows of one length"):
        plot_image_rows({"a": []})

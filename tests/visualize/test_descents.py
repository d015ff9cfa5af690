"""Steps on a curve and paths in a bowl."""

import numpy as np
import pytest

from textbook_cnn.visualize import plot_bowl, plot_descents

X, Y = np.linspace(-2, 2, 9), np.linspace(-1, 1, 5)
LOSSES = X**2 + Y[:, None] ** 2
PATH = np.array([[2.0, 1.0], [1.0, 0.5], [0.5, 0.25]])


def test_every_panel_shows_the_curve_and_the_steps_of_its_path():
    figure = plot_descents(X, X**2, {"slow": PATH, "fast": PATH[:2]})
    assert [ax.get_title() for ax in figure.axes] == ["slow", "fast"]
    for ax, path in zip(figure.axes, (PATH, PATH[:2]), strict=True):
        curve, steps, start = (line.get_xydata() for line in ax.lines)
        np.testing.assert_array_equal(curve, np.stack([X, X**2], axis=1))
        np.testing.assert_array_equal(steps, path)
        np.testing.assert_array_equal(start, path[:1])


@pytest.mark.parametrize(("count", "labelled"), [(2, [0, 1]), (3, [1, 2]), (4, [2, 3])])
def test_what_is_lowest_in_each_column_says_what_the_axis_is(count, labelled):
    figure = plot_descents(X, X**2, {str(name): PATH for name in range(count)})
    assert [place for place, ax in enumerate(figure.axes) if ax.get_xlabel()] == labelled
    assert [place for place, ax in enumerate(figure.axes) if ax.get_ylabel()] == list(range(0, count, 2))


def test_a_bowl_has_one_scale_and_its_paths_look_different():
    ax = plot_bowl(X, Y, LOSSES, {"a": PATH, "b": PATH[::-1]}, x_label="first", y_label="second")
    np.testing.assert_array_equal(ax.lines[1].get_xydata(), PATH[::-1])
    assert ax.get_aspect() == 1
    assert len({(line.get_color(), line.get_marker()) for line in ax.lines}) == 2
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("first", "second")


def test_lines_of_equal_loss_are_where_the_loss_is_so():
    ax = plot_bowl(X, Y, np.broadcast_to(np.abs(X), (5, 9)), {"a": PATH}, x_label="", y_label="")
    drawn = list(zip(ax.collections[0].levels, ax.collections[0].get_paths(), strict=True))
    assert [len(path.vertices) > 0 for _, path in drawn] == [True] * 6 + [False]  # the last is at the highest loss
    for level, path in drawn[:6]:
        np.testing.assert_allclose(np.abs(path.vertices[:, 0]), level)


def test_panels_have_one_scale():
    figure = plot_descents(X, X**2, {"near": PATH, "far": PATH * [-3, 9]})
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in figure.axes}) == 1

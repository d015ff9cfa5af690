"""Tables of numbers, some boxes coloured."""

from tests.visualize.drawn import VALID, X, numbers
from textbook_cnn.visualize import plot_tables


def test_tables_colour_the_boxes_asked_for():
    figure = plot_tables({"X": X, "Y": VALID}, {"X": X > 4})
    coloured = [patch.get_facecolor() != (1, 1, 1, 1) for patch in figure.axes[0].patches]
    assert coloured == list((X > 4).ravel())
    assert numbers(figure.axes[1]) == [8, 7, 4, 5]
    assert [ax.get_title() for ax in figure.axes] == ["X", "Y"]

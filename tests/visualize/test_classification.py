"""What was taken for what."""

import numpy as np

from tests.visualize.drawn import COUNTS, MAPS, NAMES, shown, words
from textbook_cnn.visualize import plot_class_accuracy, plot_confusion_matrix, plot_misclassified


def test_confusion_matrix_shows_counts_and_shares_of_the_row():
    ax = plot_confusion_matrix(COUNTS, NAMES)
    np.testing.assert_allclose(shown(ax.figure)[0], [[80, 20, 0], [10, 90, 0], [0, 0.5, 99.5]])
    assert words(ax)[:6] == ["8\n80%", "2\n20%", "0", "1\n10%", "9\n90%", "0"]
    assert [text.get_position() for text in ax.texts[:4]] == [(0, 0), (1, 0), (2, 0), (0, 1)]  # column, row
    assert [label.get_text() for label in ax.get_yticklabels()] == NAMES
    assert [label.get_text() for label in ax.get_xticklabels()] == NAMES
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("answer of the network", "true class")


def test_class_accuracy_puts_the_hardest_class_last():
    ax = plot_class_accuracy(COUNTS, NAMES)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["bag", "coat", "shirt"]
    np.testing.assert_allclose([bar.get_width() for bar in ax.patches], [99.5, 90, 80])


def test_misclassified_images_name_truth_and_answer():
    figure = plot_misclassified(MAPS[:2], np.array([0, 1]), np.array([1, 2]), NAMES)
    np.testing.assert_array_equal(np.stack(shown(figure)), MAPS[:2])
    titles = [ax.get_title() for ax in figure.axes if ax.images]
    assert titles == ["shirt\ntaken for\ncoat", "coat\ntaken for\nbag"]

"""Arrays that the tests draw, and what they read off a drawing."""

import numpy as np
from matplotlib.figure import Figure

X = np.array([[1, 6, 2], [5, 3, 1], [7, 0, 4]])
K = np.array([[1, 2], [-1, 0]])
VALID = np.array([[8, 7], [4, 5]])
SAME = np.array([[8, 7, 1], [4, 5, -3], [7, 8, 4]])
FULL = np.array([[0, -1, -6, -2], [2, 8, 7, 1], [10, 4, 5, -3], [14, 7, 8, 4]])
GRAY = np.arange(12, dtype=np.uint8).reshape(3, 4)
COLOUR = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
MAP = np.array([[-1.0, 0.5], [2.0, 0.0]])
MAPS = np.arange(5 * 2 * 3.0).reshape(5, 2, 3) - 10
COUNTS = np.array([[8, 2, 0], [1, 9, 0], [0, 5, 995]])
NAMES = ["shirt", "coat", "bag"]
HISTORY = {
    "loss": [0.7, 0.4],
    "accuracy": [0.75, 0.875],
    "validation_loss": [0.5, 0.45],
    "validation_accuracy": [0.8, 0.85],
    "seconds": [1.0, 1.0],
}


def image_of(ax, place=-1):
    return np.asarray(ax.images[place].get_array())


def figure_of(drawn):
    return drawn if isinstance(drawn, Figure) else drawn.figure


def shown(figure):
    """Arrays that the panels of a figure show as images, without the colour bars."""
    return [np.asarray(ax.images[0].get_array()) for ax in figure.axes if ax.images]


def words(ax):
    return [text.get_text() for text in ax.texts]


def numbers(ax):
    """Whole numbers written into a drawing, in the order of drawing."""
    texts = [text.replace("\N{MINUS SIGN}", "-") for text in words(ax)]
    return [int(text) for text in texts if text.lstrip("-").isdigit()]

"""Pictures of what a classifier gets right and wrong."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ._canvas import single_axes
from ._given import columns_of, names_of, numbers_of, whole_numbers_of
from .bars import plot_bars
from .images import plot_images

__all__ = ["plot_class_accuracy", "plot_confusion_matrix", "plot_misclassified"]


MOST_CLASSES = 60


def _counts(counts: object) -> np.ndarray:
    """Check a confusion matrix."""
    array = whole_numbers_of("counts", counts, 2)
    if array.shape[0] != array.shape[1]:
        raise ValueError(f"counts: expected a square matrix, got shape {array.shape}")
    if len(array) > MOST_CLASSES:
        raise ValueError(f"counts: expected at most {MOST_CLASSES} classes, as more cannot be read, got {len(array)}")
    if (array < 0).any() or (array.sum(axis=1) == 0).any():
        raise ValueError("counts: expected counts of 0 or more and at least one image of every class")
    return array


def plot_confusion_matrix(counts: np.ndarray, class_names: Sequence[str], *, ax: Axes | None = None) -> Axes:
    r"""Draw a confusion matrix: a row for each true class, a column for each answer.

    Parameters
    ----------
    counts : array of integers, shape (m, m)
        ``counts[t, a]`` images of class t were taken for class a.
    class_names : sequence of m str
        Names of the classes.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes
        Each box holds the count and, below it, its share of the row in percent, which is also its colour;
        a share that rounds to 0 is left out.

    Raises
    ------
    TypeError
        If `counts` is not an array of integers.
    ValueError
        If it is not square, has a negative entry or an empty row, or the number of names differs.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_confusion_matrix
    >>> ax = plot_confusion_matrix(np.array([[9, 1], [2, 8]]), ["shirt", "coat"])
    >>> [text.get_text() for text in ax.texts]
    ['9\n90%', '1\n10%', '2\n20%', '8\n80%']
    """
    counts = _counts(counts)
    names = names_of("class_names", class_names, len(counts))
    share = 100 * counts / counts.sum(axis=1, keepdims=True)
    ax = single_axes(ax, max(0.4 * len(counts) + 1.1, 3.6), 0.4 * len(counts) + 1.7)
    drawn = ax.imshow(share, cmap="gray_r", vmin=0, vmax=100)
    for (true, answer), count in np.ndenumerate(counts):
        percent = f"{share[true, answer]:.0f}"
        text = f"{count}" if percent == "0" else f"{count}\n{percent}%"
        ink = "white" if share[true, answer] > 55 else "black"
        ax.text(answer, true, text, color=ink, fontsize=8.5, ha="center", va="center", linespacing=1.15)
    places = np.arange(len(counts))
    ax.set_xticks(places, names, rotation=45, ha="right", rotation_mode="anchor")
    ax.set_yticks(places, names)
    ax.set(xlabel="answer of the network", ylabel="true class")
    ax.figure.colorbar(drawn, ax=ax, label="share of the true class (%)", location="bottom", aspect=40)
    return ax


def plot_class_accuracy(counts: np.ndarray, class_names: Sequence[str], *, ax: Axes | None = None) -> Axes:
    """Draw the share of right answers class by class, from a confusion matrix.

    Parameters
    ----------
    counts : array of integers, shape (m, m)
        ``counts[t, a]`` images of class t were taken for class a.
    class_names : sequence of m str
        Names of the classes.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes
        Classes stand in the order of their accuracy, the hardest at the bottom.

    Raises
    ------
    TypeError, ValueError
        As `plot_confusion_matrix`.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_class_accuracy
    >>> ax = plot_class_accuracy(np.array([[8, 2], [1, 9]]), ["shirt", "coat"])
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['coat', 'shirt']
    """
    counts = _counts(counts)
    names = names_of("class_names", class_names, len(counts))
    accuracy = np.diag(counts) / counts.sum(axis=1)
    order = np.argsort(-accuracy, kind="stable")
    ordered = [names[place] for place in order]
    ax = plot_bars(accuracy[order], ordered, x_label="right answers (% of the class)", percent=True, ax=ax)
    ax.set_xlim(0, 115)
    ax.set_xticks(range(0, 101, 20))
    return ax


def plot_misclassified(
    images: np.ndarray,
    labels: np.ndarray,
    predicted: np.ndarray,
    class_names: Sequence[str],
    *,
    columns: int = 4,
) -> Figure:
    r"""Draw images that were taken for something else, with the true class and the answer above each.

    Parameters
    ----------
    images : array, shape (m, h, w)
        The images.
    labels, predicted : arrays of integers, shape (m,)
        True class and answer for each image.
    class_names : sequence of str
        Names of the classes.
    columns : int
        Images in a row.

    Returns
    -------
    Figure

    Raises
    ------
    TypeError
        If an argument is not an array of numbers.
    ValueError
        If the lengths differ, an answer is right, or a class has no name.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_misclassified
    >>> figure = plot_misclassified(np.zeros((1, 28, 28)), np.array([0]), np.array([1]), ["shirt", "coat"])
    >>> figure.axes[0].get_title()
    'shirt\ntaken for\ncoat'
    """
    images, columns = numbers_of("images", images, 3), columns_of(columns)
    labels, predicted = whole_numbers_of("labels", labels, 1), whole_numbers_of("predicted", predicted, 1)
    class_names = names_of("class_names", class_names)
    if not len(images) == len(labels) == len(predicted):
        raise ValueError(
            f"labels, predicted: expected {len(images)} numbers, one for each image, "
            f"got {len(labels)} and {len(predicted)}"
        )
    if (labels == predicted).any():
        raise ValueError(f"predicted: image {int(np.argmax(labels == predicted))} was classified rightly")
    if max(labels.max(), predicted.max()) >= len(class_names) or min(labels.min(), predicted.min()) < 0:
        raise ValueError(f"class_names: expected a name for every class, got {len(class_names)} names")
    titles = [
        f"{class_names[true]}\ntaken for\n{class_names[answer]}" for true, answer in zip(labels, predicted, strict=True)
    ]
    return plot_images(images, titles, columns=columns)

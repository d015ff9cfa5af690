"""Pictures of many things at once: images as points, kernels in the course of training, patches side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import CenteredNorm, Normalize
from matplotlib.figure import Figure

from ._canvas import finish, new_figure, single_axes
from ._given import label_of, limits_of, mapping_of, names_of, numbers_of, row_of, whole_numbers_of
from .images import plot_image

__all__ = ["plot_embedding", "plot_image_rows", "plot_kernel_evolution"]

MARKS = "osv^D<>pPX"
LEGEND: dict[str, Any] = {"loc": "upper center", "bbox_to_anchor": (0.45, -0.12), "ncols": 4, "columnspacing": 1}
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#767676", "#8C2D04", "#332288")


def plot_embedding(
    points: np.ndarray,
    labels: np.ndarray,
    class_names: Sequence[str],
    *,
    x_label: str = "",
    y_label: str = "",
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw images as points, a colour and a mark for each class.

    Parameters
    ----------
    points : array, shape (m, 2)
        Place of each image.
    labels : array of integers, shape (m,)
        Class of each image.
    class_names : sequence of at most 10 str
        Names of the classes.
    x_label, y_label : str
        What the axes show; where they have no meaning, leave them out, and no numbers are written.
    title : str
        Text above the drawing.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    TypeError
        If an argument is no array of real numbers.
    ValueError
        If the shapes differ, a class has no name, or there are more than ten.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_embedding
    >>> ax = plot_embedding(np.eye(2), np.array([0, 1]), ["shirt", "coat"])
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['shirt', 'coat']
    """
    points, labels = numbers_of("points", points, 2), whole_numbers_of("labels", labels, 1)
    class_names = names_of("class_names", class_names, in_legend=True)
    x_label, y_label, title = label_of("x_label", x_label), label_of("y_label", y_label), label_of("title", title)
    if points.shape != (len(labels), 2):
        raise ValueError(f"points: expected shape ({len(labels)}, 2), one point for each label, got {points.shape}")
    if len(class_names) > len(COLOURS):
        raise ValueError(f"class_names: expected at most {len(COLOURS)} names, got {len(class_names)}")
    if labels.min() < 0 or labels.max() >= len(class_names):
        raise ValueError(f"class_names: expected a name for every class, got {len(class_names)} names")
    ax = single_axes(ax, 4.8, 5.0)
    for number, (name, colour, mark) in enumerate(zip(class_names, COLOURS, MARKS)):
        x, y = points[labels == number].T
        ax.scatter(x, y, s=14, color=colour, marker=mark, alpha=0.75, linewidths=0, label=name)
    finish(ax, x_label, y_label, title)
    if not x_label and not y_label:
        ax.set(xticks=[], yticks=[])
    ax.legend(frameon=False, fontsize=9.5, markerscale=1.6, **LEGEND)
    return ax


def plot_kernel_evolution(snapshots: Mapping[str, np.ndarray]) -> Figure:
    """Draw kernels as small images in the course of training: a column for each kernel, time goes down.

    Parameters
    ----------
    snapshots : mapping of str to array, shape (m, kh, kw)
        When, and the kernels then; the same m kernels each time.

    Returns
    -------
    Figure
        Blue below zero, white at zero, red above; one scale for all.

    Raises
    ------
    TypeError
        If `snapshots` is not a mapping or holds something else than arrays of real numbers.
    ValueError
        If there is no snapshot, or their shapes differ.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_kernel_evolution
    >>> figure = plot_kernel_evolution({"start": np.ones((8, 3, 3)), "epoch 1": -np.ones((8, 3, 3))})
    >>> figure.get_suptitle()
    '8 kernels of 3 × 3, 2 times'
    """
    arrays = {name: numbers_of(f"snapshots[{name!r}]", K, 3) for name, K in mapping_of("snapshots", snapshots).items()}
    shapes = {K.shape for K in arrays.values()}
    if len(shapes) != 1:
        raise ValueError(f"snapshots: expected arrays of one shape, got {sorted(shapes)}")
    (count, kh, kw), rows = shapes.pop(), len(arrays)
    norm = CenteredNorm(halfrange=max(float(np.abs(K).max()) for K in arrays.values()) or 1.0)
    cell = min(5.6 / count, 0.55)
    figure = new_figure(cell * count + 1.9, cell * rows * kh / kw * 1.12 + 0.6)
    figure.suptitle(f"{count} kernels of {kh} × {kw}, {rows} times", fontsize=12)
    grid = figure.subplots(rows, count, squeeze=False)
    for line, (name, K) in zip(grid, arrays.items(), strict=True):
        for ax, kernel in zip(line, K, strict=True):
            ax.imshow(kernel, cmap="RdBu_r", norm=norm, interpolation="nearest")
            ax.set(xticks=[], yticks=[])
            ax.spines[:].set(visible=True, color="#9a9a9a", linewidth=0.6)
        line[0].set_ylabel(name, rotation=0, ha="right", va="center", fontsize=9.5)
    figure.colorbar(ScalarMappable(norm, "RdBu_r"), ax=grid, label="weight", pad=0.02, aspect=20)
    return figure


def plot_image_rows(
    rows: Mapping[str, Sequence[np.ndarray]],
    titles: Sequence[str] | None = None,
    *,
    limits: tuple[float, float] | None = None,
    label: str = "",
) -> Figure:
    """Draw images in rows, each row with its name: the patches that excite a channel most, one row a channel.

    Parameters
    ----------
    rows : mapping of str to sequence of arrays, shape (h, w) or (h, w, 3)
        Name and images of each row; as many in each row.
    titles : sequence of str, optional
        One title a column.
    limits : (float, float), optional
        One scale for all grey images: the numbers drawn black and white. A colour bar shows it.
    label : str
        What the numbers are, written at the colour bar.

    Returns
    -------
    Figure

    Raises
    ------
    TypeError
        If `rows` is not a mapping, or an image is no array of real numbers.
    ValueError
        If there is no image, or the rows have different lengths.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_image_rows
    >>> figure = plot_image_rows({"channel 3": [np.zeros((5, 5)), np.ones((5, 5))]}, ["first", "second"])
    >>> [ax.get_title() for ax in figure.axes]
    ['first', 'second']
    """
    images = {name: row_of(f"rows[{name!r}]", row) for name, row in mapping_of("rows", rows).items()}
    limits, label = limits_of("limits", limits), label_of("label", label)
    lengths = {len(row) for row in images.values()}
    if len(lengths) != 1 or not (columns := lengths.pop()):
        raise ValueError(f"rows: expected rows of one length, at least 1, got {[len(row) for row in images.values()]}")
    heads = names_of("titles", titles, columns) if titles is not None else [""] * columns
    cell = min(4.8 / columns, 1.2)
    room = (0.3 if titles is not None else 0.05) + (0.6 if limits else 0)
    figure = new_figure(cell * columns + 0.9, (cell + 0.03) * len(images) + room)
    grid = figure.subplots(len(images), columns, squeeze=False)
    for number, (line, (name, row)) in enumerate(zip(grid, images.items(), strict=True)):
        for ax, image, head in zip(line, row, heads, strict=True):
            colours = image.dtype.kind == "f" and image.ndim == 3
            plot_image(image, ax=ax, title=head if number == 0 else "", limits=(0.0, 1.0) if colours else limits)
        line[0].text(-0.06, 0.5, name, transform=line[0].transAxes, ha="right", va="center", fontsize=9.5)
    if limits:
        bar = ScalarMappable(Normalize(*limits), "gray")
        figure.colorbar(bar, ax=grid, location="bottom", label=label, aspect=40, pad=0.02)
    return figure

"""A network as its layers, from the image to the classes, drawn from what each layer hands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from ._canvas import BLUE, GRAY, draw_picture, new_figure
from ._given import mapping_of, names_of, numbers_of

__all__ = ["plot_layers"]

HEIGHT = 6.0  # of the drawing, in its own units; a layer is 2 wide
MAPS = 4  # of a layer are drawn
STEP = 3.0  # from a layer to the next
SMALLEST, LARGEST = 0.7, 1.4  # side of a map
MOST = 12  # layers: more cannot be told apart


def plot_layers(outputs: Mapping[str, np.ndarray], classes: Sequence[str] = ()) -> Figure:
    r"""Draw what each layer of a network hands on for one image, from left to right.

    The first maps stand above each other, each on a scale of its own; numbers in a row are drawn as a column of pixels.

    Parameters
    ----------
    outputs : mapping from str to array, shapes (d, h, w) or (d,)
        What stands above each layer, and its output for one image: d maps, or d numbers.
    classes : sequence of str
        Names for the numbers of the last layer, which is then drawn as bars. By default it is drawn as the others are.

    Returns
    -------
    Figure

    Raises
    ------
    TypeError
        If an output is no array of real numbers.
    ValueError
        If its axes are not one or three, there is no output, or the classes are not as many as the last numbers.

    Examples
    --------
    >>> from textbook_cnn.visualize import plot_layers
    >>> outputs = {"image": np.eye(6)[np.newaxis], "maps": np.ones((2, 4, 4)), "classes": np.array([0.1, 0.9])}
    >>> figure = plot_layers(outputs, ["shirt", "boot"])
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['image', '1 map\n6 × 6', 'maps', '2 maps\n4 × 4', 'classes', 'shirt', 'boot']
    """
    given = mapping_of("outputs", outputs, MOST)
    layers = {name: numbers_of(f"outputs[{name!r}]", value, 1, 3) for name, value in given.items()}
    names = list(layers)
    classes = names_of("classes", classes)
    if classes and len(classes) != layers[names[-1]].size:
        raise ValueError(f"classes: expected a name for each of {layers[names[-1]].size} numbers, got {len(classes)}")
    figure = new_figure(0.75 + 1.15 * len(layers) + 0.6 * bool(classes), 2.9)
    ax = figure.subplots()
    ax.set_axis_off()
    ax.set_aspect("equal")
    largest = max(max(layer.shape[1:], default=1) for layer in layers.values())
    for place, (name, layer) in enumerate(layers.items()):
        x = STEP * place
        ax.text(x + 1, HEIGHT + 0.5, name, ha="center", fontsize=9)
        if place:
            _arrow(ax, x - 0.75, x - 0.15)
        if classes and name == names[-1]:
            _bars(ax, layer.reshape(-1), classes, x)
        elif layer.ndim == 1:
            _column(ax, layer, x)
        else:
            _pile(ax, layer, x, largest)
    ax.set(xlim=(-0.6, STEP * len(layers) - 0.6 + 1.6 * bool(classes)), ylim=(-2.2, HEIGHT + 1.4))
    return figure


def _pile(ax: Axes, maps: np.ndarray, x: float, largest: int) -> None:
    """Draw the first maps above each other, each a little to the right of the one below."""
    count = min(len(maps), MAPS)
    size = max(SMALLEST, LARGEST * max(maps.shape[1:]) / largest)
    for number in range(count):
        above = (count - 1) / 2 - number
        draw_picture(
            ax, maps[number], x + 1 - size / 2 + 0.12 * above, HEIGHT / 2 - size / 2 + 1.08 * size * above, size
        )
    words = f"{len(maps)} map{'s' * (len(maps) > 1)}\n{maps.shape[1]} × {maps.shape[2]}"
    ax.text(x + 1, -0.4, words, ha="center", va="top", fontsize=8)


def _column(ax: Axes, numbers: np.ndarray, x: float) -> None:
    """Draw numbers as a column of pixels, the first above."""
    column = numbers.reshape(-1, 1)
    low, high = float(column.min()), float(column.max())
    place = (x + 0.8, x + 1.2, 0.0, HEIGHT)
    ax.imshow(
        column, cmap="gray", vmin=low, vmax=high if high > low else low + 1, extent=place, aspect="equal", zorder=3
    )
    ax.add_patch(Rectangle((x + 0.8, 0), 0.4, HEIGHT, fill=False, edgecolor=GRAY, linewidth=0.8, zorder=4))
    words = f"{numbers.size:,} number{'s' * (numbers.size > 1)}"
    ax.text(x + 1, -0.4, words, ha="center", va="top", fontsize=8)


def _bars(ax: Axes, numbers: np.ndarray, classes: Sequence[str], x: float) -> None:
    """Draw the last numbers as bars, each with its name; the longest is as long as there is room."""
    step, longest = HEIGHT / len(numbers), float(np.abs(numbers).max()) or 1.0
    for place, (number, name) in enumerate(zip(numbers, classes)):
        y = HEIGHT - step * (place + 1)
        ax.add_patch(Rectangle((x, y + 0.15 * step), 1.2 * float(number) / longest, 0.7 * step, color=BLUE))
        ax.text(x + 1.3, y + 0.5 * step, name, va="center", fontsize=min(8.0, 40 * step / HEIGHT + 4))


def _arrow(ax: Axes, start: float, end: float) -> None:
    place = HEIGHT / 2
    ax.add_patch(FancyArrowPatch((start, place), (end, place), arrowstyle="-|>", mutation_scale=9, color=GRAY))

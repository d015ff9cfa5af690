"""A network as its layers, from the image to the classes, drawn from what each layer hands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ._canvas import BLUE, GRAY, draw_picture, new_figure
from ._given import mapping_of, names_of, numbers_of

__all__ = ["plot_layers"]

SIDE, GAP, MAP = 16.0, 6.0, 7.6  # of an image, between two layers, of one of several maps: ten units are an inch
SHOWN = 4  # maps of a layer
IN_A_ROW = 4  # layers: more would be too small to be seen
MOST = 12  # layers: more cannot be told apart
COLUMN = 2.0  # width of numbers one below the other
LABELS, BARS, SHARE = 9.0, 10.0, 4.0  # widths of the names, of the longest bar, of what is written beside it
ABOVE, BELOW = 4.0, 5.0  # room for words


def plot_layers(outputs: Mapping[str, np.ndarray], classes: Sequence[str] = (), *, notes: Sequence[str] = ()) -> Figure:
    r"""Draw what each layer of a network hands on for one image, from left to right, four layers in a row.

    A single map is drawn grey, as the image is; of several the first four are drawn on one scale. Numbers without
    rows and columns are drawn as a column of pixels, the first above.

    Parameters
    ----------
    outputs : mapping from str to array, shapes (d, h, w) or (d,)
        What stands above each layer, and its output for one image: d maps, or d numbers. At most twelve.
    classes : sequence of str
        Names for the numbers of the last layer, shares from 0 to 1, which are then drawn as bars.
        By default it is drawn as the others are.
    notes : sequence of str
        What stands below each layer; by default how many maps or numbers it has.

    Returns
    -------
    Figure
        The figure.

    Raises
    ------
    TypeError
        If `outputs` is no mapping, or an output no array of real numbers.
    ValueError
        If its axes are not one or three, there is no output, the classes are not as many as the last numbers, these
        are not from 0 to 1, or the notes are not as many as the layers.

    Examples
    --------
    >>> from textbook_cnn.visualize import plot_layers
    >>> outputs = {"image": np.eye(6)[np.newaxis], "maps": np.ones((2, 4, 4)), "classes": np.array([0.1, 0.9])}
    >>> figure = plot_layers(outputs, ["shirt", "boot"])
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_text()]
    ['image', '6 × 6', 'maps', '2 maps, 4 × 4', 'shirt', 'boot', '90%', 'classes', '2 numbers']
    """
    given = mapping_of("outputs", outputs, MOST)
    layers = {name: numbers_of(f"outputs[{name!r}]", value, 1, 3) for name, value in given.items()}
    classes = _classes_of(classes, *list(layers.items())[-1])
    written = names_of("notes", notes)
    below = names_of("notes", written, len(layers)) if written else [_size(layer) for layer in layers.values()]
    figure = new_figure(1, 1)
    ax = figure.subplots()
    width = lowest = 0.0
    for number, (name, layer) in enumerate(layers.items()):
        if number % IN_A_ROW == 0:
            left, lowest = 0.0, -(SIDE + ABOVE + BELOW) * (number // IN_A_ROW)
        if number:
            _arrow(ax, left, lowest + SIDE / 2)
            left += GAP
        named = classes if number == len(layers) - 1 else ()
        across, centre = _draw(ax, layer, named, left, lowest)
        ax.text(centre, lowest + SIDE + 0.8, name, fontsize=9, ha="center", va="bottom")
        ax.text(centre, lowest - 0.8, below[number], fontsize=9, ha="center", va="top")
        left += across
        width = max(width, left)
    ax.set(xlim=(-0.5, width + 0.5), ylim=(lowest - BELOW, SIDE + ABOVE))
    ax.set_aspect("equal")
    ax.set_axis_off()
    figure.set_size_inches((width + 1) / 10, (SIDE + ABOVE + BELOW - lowest) / 10)
    return figure


def _classes_of(value: Sequence[str], name: str, last: np.ndarray) -> list[str]:
    """Names for the numbers of the last layer, if there are any, which are shares then."""
    classes = names_of("classes", value)
    if not classes:
        return classes
    if len(classes) != last.size:
        raise ValueError(f"classes: expected a name for each of {last.size} numbers, got {len(classes)}")
    if last.min() < 0 or last.max() > 1:
        got = f"{last.min():g} to {last.max():g}"
        raise ValueError(f"outputs[{name!r}]: expected numbers from 0 to 1 where classes are named, got {got}")
    return classes


def _size(layer: np.ndarray) -> str:
    """How many maps or numbers a layer hands on."""
    if layer.ndim == 1:
        return f"{layer.size:,} number{'s' * (layer.size > 1)}"
    size = f"{layer.shape[1]} × {layer.shape[2]}"
    return size if len(layer) == 1 else f"{len(layer)} maps, {size}"


def _draw(ax: Axes, layer: np.ndarray, classes: Sequence[str], left: float, bottom: float) -> tuple[float, float]:
    """Draw a layer; return how wide it is, and the middle of what is drawn."""
    if classes:
        _bars(ax, layer.reshape(-1), classes, left, bottom)
        return LABELS + BARS + SHARE, left + (LABELS + BARS) / 2
    if layer.ndim == 1:
        _column(ax, layer, left + (MAP - COLUMN) / 2, bottom)
        return MAP, left + MAP / 2
    if len(layer) == 1:
        draw_picture(ax, layer[0], left, bottom, SIDE)
    else:
        _maps(ax, layer[:SHOWN], left, bottom)
    return SIDE, left + SIDE / 2


def _maps(ax: Axes, maps: np.ndarray, left: float, bottom: float) -> None:
    """Draw maps two in a row, on one scale."""
    limits = float(maps.min()), float(maps.max())
    for number, each in enumerate(maps):
        row, column = divmod(number, 2)
        corner = left + column * (SIDE - MAP), bottom + (1 - row) * (SIDE - MAP)
        draw_picture(ax, each, *corner, MAP, limits=limits, cmap="viridis")


def _column(ax: Axes, numbers: np.ndarray, left: float, bottom: float) -> None:
    """Draw numbers as a column of pixels, the first above."""
    low, high = float(numbers.min()), float(numbers.max())
    place = (left, left + COLUMN, bottom, bottom + SIDE)
    top = high if high > low else low + 1
    ax.imshow(numbers[:, np.newaxis], cmap="viridis", vmin=low, vmax=top, extent=place, zorder=3)
    ax.add_patch(Rectangle((left, bottom), COLUMN, SIDE, fill=False, edgecolor=GRAY, linewidth=0.8, zorder=4))


def _bars(ax: Axes, shares: np.ndarray, names: Sequence[str], left: float, bottom: float) -> None:
    """Draw a bar for each class, the longest in blue with its share."""
    step, best = SIDE / len(names), int(shares.argmax())
    for place, (share, name) in enumerate(zip(shares, names, strict=True)):
        middle, colour = bottom + SIDE - (place + 0.5) * step, BLUE if place == best else GRAY
        weight = "bold" if place == best else "normal"
        ax.text(left + LABELS - 0.6, middle, name, fontsize=7.5, ha="right", va="center", weight=weight)
        ax.barh(middle, share * BARS, min(step * 0.66, 3), left + LABELS, color=colour)
    text = left + LABELS + float(shares[best]) * BARS + 0.4, bottom + SIDE - (best + 0.5) * step
    ax.text(*text, f"{shares[best]:.0%}", fontsize=7.5, va="center")


def _arrow(ax: Axes, left: float, middle: float) -> None:
    """Draw an arrow across a gap."""
    style = {"arrowstyle": "-|>", "color": GRAY, "linewidth": 1.4, "mutation_scale": 11}
    ax.annotate("", (left + GAP - 0.9, middle), (left + 0.9, middle), arrowprops=style)

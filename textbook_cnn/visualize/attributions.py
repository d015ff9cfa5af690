"""Pictures of what a score depends on: maps beside the image or laid over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .._options import flag
from ._canvas import panels, single_axes
from ._given import columns_of, images_of, label_of, mapping_of, names_of, numbers_of
from .images import plot_image

__all__ = ["plot_attribution", "plot_attributions"]


def plot_attribution(
    attribution: np.ndarray,
    image: np.ndarray | None = None,
    *,
    title: str = "",
    signed: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw one map of an image with its scale: dark where it is low, bright where it is high.

    Parameters
    ----------
    attribution : array, shape (h', w')
        The map.
    image : array, shape (h, w) or (h, w, 3), optional
        Image to lay the map over, half transparent; the map is stretched over it.
    title : str
        Text above, before the shape of the map, which is always written.
    signed : bool
        Colours for numbers of either sign: blue below zero, white at zero, red above.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes
        With a colour bar.

    Raises
    ------
    TypeError
        If `attribution` or `image` is no array of real numbers.
    ValueError
        If a shape does not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_attribution
    >>> plot_attribution(np.eye(7), title="Grad-CAM").get_title()
    'Grad-CAM: 7 × 7'
    """
    values, title, signed = numbers_of("attribution", attribution, 2), label_of("title", title), flag("signed", signed)
    below = np.full((*values.shape, 3), 1.0) if image is None else images_of("image", image)
    ax = single_axes(ax, 2.6, 2.4)
    size = f"{values.shape[0]} × {values.shape[1]}"
    title = f"{title}: {size}" if title else size
    plot_image(below, ax=ax, title=title)
    height, width = below.shape[:2]
    if signed:
        high = float(np.abs(values).max()) or 1.0
        low, cmap = -high, "RdBu_r"
    else:
        low, high, cmap = min(float(values.min()), 0.0), float(values.max()), "viridis"
        high = high if high > low else low + 1
    drawn = ax.imshow(
        values,
        cmap=cmap,
        vmin=low,
        vmax=high,
        extent=(-0.5, width - 0.5, height - 0.5, -0.5),
        interpolation="nearest" if image is None else "bilinear",
        alpha=1.0 if image is None else 0.6,
    )
    ax.figure.colorbar(drawn, ax=ax, shrink=0.75, aspect=18, pad=0.03).ax.tick_params(labelsize=8)
    ax.set_axis_off()
    return ax


def plot_attributions(
    image: np.ndarray,
    maps: Mapping[str, np.ndarray],
    *,
    overlaid: Sequence[str] = (),
    signed: Sequence[str] = (),
    columns: int = 3,
) -> Figure:
    """Draw an image, and beside it several maps of it, each with its own scale.

    Parameters
    ----------
    image : array, shape (h, w) or (h, w, 3)
        The image.
    maps : mapping of str to array, shape (h', w')
        Title and numbers of each map.
    overlaid : sequence of str
        Titles of the maps to lay over the image.
    signed : sequence of str
        Titles of the maps with numbers of either sign.
    columns : int
        Panels in a row.

    Returns
    -------
    Figure
        The image first, then a panel for each map.

    Raises
    ------
    TypeError
        If the image or a map is no array of real numbers.
    ValueError
        If there is no map, or a title is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_attributions
    >>> figure = plot_attributions(np.zeros((28, 28)), {"saliency": np.eye(28)})
    >>> [ax.get_title() for ax in figure.axes if ax.get_title()]
    ['image: 28 × 28', 'saliency: 28 × 28']
    """
    picture, columns = images_of("image", image), columns_of(columns)
    maps = {title: numbers_of(f"maps[{title!r}]", values, 2) for title, values in mapping_of("maps", maps).items()}
    overlaid, signed = names_of("overlaid", overlaid), names_of("signed", signed)
    for name, titles in (("overlaid", overlaid), ("signed", signed)):
        unknown = [title for title in titles if title not in maps]
        if unknown:
            raise ValueError(f"{name}: expected titles among {', '.join(maps)}; got {unknown[0]!r}")
    figure, axes = panels(len(maps) + 1, columns, (1.85, 1.75))
    plot_image(picture, ax=axes[0], title=f"image: {picture.shape[0]} × {picture.shape[1]}")
    for ax, (title, values) in zip(axes[1:], maps.items(), strict=True):
        under = picture if title in overlaid else None
        plot_attribution(values, under, title=title, signed=title in signed, ax=ax)
    return figure

"""Pictures of images: one with its numbers, many in a grid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from .. import _options as options
from ._canvas import panels, single_axes, write_numbers
from ._given import MOST_BOXES, colours_of, columns_of, images_of, label_of, limits_of, names_of, numbers_of

__all__ = ["plot_image", "plot_images"]

NUMBERED_PIXEL = 0.26  # inches: the smallest pixel in which three digits can be read


def _limits(values: np.ndarray, limits: tuple[float, float] | None) -> Normalize:
    """Find the ends of the scale: those given, 0 and 255 for bytes, otherwise the extremes of `values`."""
    if limits is not None:
        return Normalize(*limits, clip=True)  # before it divides: shares of a small difference may be infinite
    if values.dtype == np.uint8:
        return Normalize(0, 255)
    low, high = float(values.min()), float(values.max())
    return Normalize(low, high if high > low else low + 1)


def plot_image(
    image: np.ndarray,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    numbers: bool = False,
    scale: bool = False,
    limits: tuple[float, float] | None = None,
    cmap: str = "gray",
) -> Axes:
    """Draw one image, row 0 at the top, if wanted with the number in every pixel.

    Parameters
    ----------
    image : array, shape (h, w) or (h, w, 3)
        Grey image of any real dtype, or colour image: uint8 in 0..255 or float in 0..1.
    ax : Axes, optional
        Where to draw; by default in a new figure.
    title : str, optional
        Text above the image.
    numbers : bool
        Write the value of each pixel into it (grey images only).
    scale : bool
        Add a colour bar.
    limits : (float, float), optional
        Values drawn at the two ends of the colour map. By default 0 and 255 for uint8, else the extremes.
    cmap : str
        Name of a matplotlib colour map.

    Returns
    -------
    Axes
        Its ``figure`` is what a notebook shows.

    Raises
    ------
    TypeError
        If `image` is not an array of real numbers.
    ValueError
        If its shape is neither (h, w) nor (h, w, 3), or numbers are wanted on a colour image.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_image
    >>> ax = plot_image(np.array([[0, 255], [128, 64]], dtype=np.uint8), numbers=True)
    >>> [text.get_text() for text in ax.texts]
    ['0', '255', '128', '64']
    """
    image, limits, colours = images_of("image", image), limits_of("limits", limits), colours_of("cmap", cmap)
    numbers, scale = options.flag("numbers", numbers), options.flag("scale", scale)
    title = "" if title is None else label_of("title", title)
    if image.ndim == 3 and numbers:
        raise ValueError("numbers: a pixel of a colour image holds three; draw one plane, image[:, :, 0]")
    if numbers and image.size > MOST_BOXES:
        raise ValueError(f"numbers: expected at most {MOST_BOXES} pixels, as more cannot be read, got {image.size}")
    height, width = image.shape[:2]
    pixel = NUMBERED_PIXEL if numbers else 3.2 / max(height, width)
    ax = single_axes(ax, max(width * pixel, 2), max(height * pixel, 1.2))
    norm = _limits(image, limits)
    drawn = ax.imshow(image, cmap=colours, norm=norm, interpolation="nearest")
    if numbers:
        write_numbers(ax, image, colours, norm, size=7)
    if scale:
        ax.figure.colorbar(drawn, ax=ax, shrink=0.8)
    ax.set_title(title, fontsize=9.5)
    ax.set_axis_off()
    return ax


def plot_images(
    images: np.ndarray | Sequence[np.ndarray],
    titles: Sequence[str] | None = None,
    *,
    columns: int = 5,
    numbers: bool = False,
    scale: bool = False,
    limits: tuple[float, float] | None = None,
    cmap: str = "gray",
) -> Figure:
    """Draw many images in a grid, row by row.

    Parameters
    ----------
    images : array, shape (m, h, w) or (m, h, w, 3), or sequence of m arrays (h, w) or (h, w, 3)
        The images; in a sequence they may differ in size.
    titles : sequence of m str, optional
        One title an image.
    columns : int
        Images in a row.
    numbers, limits, cmap
        As in `plot_image`, for every image.
    scale : bool
        Add one colour bar for all images; then `limits` is required, since one bar needs one scale.

    Returns
    -------
    Figure
        A panel for each image.

    Raises
    ------
    TypeError
        If an image is not an array of real numbers.
    ValueError
        If there is no image, a shape does not fit, or the number of titles differs.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_images
    >>> figure = plot_images(np.zeros((3, 28, 28)), ["T-shirt", "bag", "coat"], columns=2)
    >>> [ax.get_title() for ax in figure.axes if ax.images]
    ['T-shirt', 'bag', 'coat']
    """
    several = numbers_of("images", images, 3, 4) if hasattr(images, "shape") else options.sequence("images", images)
    if len(several) == 0:
        raise ValueError("images: expected at least one image, got none")
    columns, limits, scale = columns_of(columns), limits_of("limits", limits), options.flag("scale", scale)
    numbers = options.flag("numbers", numbers)
    colours_of("cmap", cmap)
    if scale and limits is None:
        raise ValueError("limits: one colour bar needs one scale; give limits=(low, high)")
    shown = [images_of(f"images[{place}]", image) for place, image in enumerate(several)]
    titles = [""] * len(shown) if titles is None else names_of("titles", titles, len(shown))
    height, width = np.max([image.shape[:2] for image in shown], axis=0)
    across = width * NUMBERED_PIXEL + 0.3 if numbers else 4.8 / max(min(columns, len(shown)), 3)
    lines = max(title.count("\n") + 1 if title else 0 for title in titles)
    figure, axes = panels(len(shown), columns, (across, across * height / width + 0.18 * lines))
    for ax, image, title in zip(axes, shown, titles, strict=True):
        plot_image(image, ax=ax, title=title, numbers=numbers, limits=limits, cmap=cmap)
    if scale:
        figure.colorbar(axes[0].images[0], ax=axes, shrink=0.8)
    return figure

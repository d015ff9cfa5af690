"""Pictures of the colour planes of an image."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from ._canvas import panels
from ._given import names_of, numbers_of
from .images import plot_image

__all__ = ["plot_planes"]


def plot_planes(image: np.ndarray, *, names: Sequence[str] = ("red", "green", "blue")) -> Figure:
    r"""Draw a colour image beside its three planes, each plane as a grey image on the scale 0..255 or 0..1.

    Parameters
    ----------
    image : array, shape (h, w, 3)
        uint8 in 0..255 or float in 0..1.
    names : sequence of 3 str
        Names of the planes.

    Returns
    -------
    Figure
        Four panels; a bright pixel in a plane means much of that colour.

    Raises
    ------
    TypeError
        If `image` is not an array of real numbers.
    ValueError
        If its shape is not (h, w, 3) or there are not three names.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_planes
    >>> figure = plot_planes(np.zeros((4, 6, 3), dtype=np.uint8))
    >>> [ax.get_title() for ax in figure.axes[:4]]
    ['colour\n4 × 6 × 3', 'red\n4 × 6', 'green\n4 × 6', 'blue\n4 × 6']
    """
    image = numbers_of("image", image, 3)
    if image.shape[2] != 3:
        raise ValueError(f"image: expected the shape (h, w, 3), got {image.shape}")
    names = names_of("names", names, 3)
    height, width, _ = image.shape
    top = 255 if image.dtype.kind in "ui" else 1
    figure, axes = panels(4, 2, (2.1, 2.1 * height / width + 0.4))
    plot_image(image, ax=axes[0], title=f"colour\n{height} × {width} × 3")
    for plane, (ax, name) in enumerate(zip(axes[1:], names, strict=True)):
        plot_image(image[:, :, plane], ax=ax, title=f"{name}\n{height} × {width}", limits=(0, top))
    figure.colorbar(axes[-1].images[0], ax=axes, location="bottom", aspect=40, label="stored value")
    return figure

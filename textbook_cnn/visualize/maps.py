"""Pictures of what a layer holds and gives: its kernels and its feature maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import CenteredNorm, Normalize
from matplotlib.figure import Figure, FigureBase

from ._canvas import new_figure
from ._given import columns_of, label_of, mapping_of, names_of, numbers_of

__all__ = ["plot_feature_maps", "plot_kernels"]


def _draw_small_images(
    part: FigureBase,
    images: np.ndarray,
    columns: int,
    cmap: str,
    norm: Normalize,
    titles: Sequence[str],
) -> None:
    """Draw a grid of images on one scale."""
    grid = part.subplots(-(-len(images) // columns), columns, squeeze=False).ravel()
    for ax in grid[len(images) :]:  # the last row may have empty panels
        ax.set_axis_off()
    for ax, image, title in zip(grid, images, titles, strict=False):
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color="#9a9a9a", linewidth=0.6)  # weights near zero are as white as the page
        ax.imshow(image, cmap=cmap, norm=norm, interpolation="nearest")
        ax.set_title(title, fontsize=10, pad=3)


def _heads(titles: Sequence[str] | None, count: int) -> list[str]:
    return [""] * count if titles is None else names_of("titles", titles, count)


def plot_kernels(
    kernels: np.ndarray | Mapping[str, np.ndarray], *, columns: int = 8, titles: Sequence[str] | None = None
) -> Figure:
    """Draw kernels as small images: blue below zero, white at zero, red above, one scale for all.

    Parameters
    ----------
    kernels : array, shape (m, kh, kw), or mapping of str to such arrays
        The kernels, or several named groups of them, drawn one group below the other.
    columns : int
        Kernels in a row.
    titles : sequence of m str, optional
        One title a kernel, the same in every group.

    Returns
    -------
    Figure
        With a colour bar whose middle is zero.

    Raises
    ------
    TypeError
        If the kernels are not arrays of real numbers.
    ValueError
        If an array has not three axes or the number of titles differs.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_kernels
    >>> figure = plot_kernels({"before": np.ones((32, 3, 3)), "after": -np.ones((32, 3, 3))})
    >>> [part.get_suptitle() for part in figure.subfigs]
    ['before: 32 kernels of 3 × 3', 'after: 32 kernels of 3 × 3']
    """
    groups = mapping_of("kernels", kernels) if isinstance(kernels, Mapping) else {"": kernels}
    groups = {name: numbers_of(f"kernels[{name!r}]" if name else "kernels", K, 3) for name, K in groups.items()}
    columns = min(columns_of(columns), max(map(len, groups.values())))
    heads = {name: _heads(titles, len(K)) for name, K in groups.items()}
    norm = CenteredNorm(halfrange=max(float(np.abs(K).max()) for K in groups.values()) or 1.0)
    rows = [-(-len(K) // columns) for K in groups.values()]
    cell = min(4.8 / columns, 1.1 if titles is not None else 0.7)
    height = sum(count * (cell + (0.22 if titles is not None else 0)) + 0.4 for count in rows)
    figure = new_figure(cell * columns + 0.9, height)
    parts = figure.subfigures(len(groups), 1, height_ratios=rows, squeeze=False)[:, 0]
    for part, (name, K) in zip(parts, groups.items(), strict=True):
        size = f"{len(K)} kernels of {K.shape[1]} × {K.shape[2]}"
        part.suptitle(f"{name}: {size}" if name else size, fontsize=12)
        _draw_small_images(part, K, columns, "RdBu_r", norm, heads[name])
        part.colorbar(ScalarMappable(norm, "RdBu_r"), ax=part.axes, label="weight", pad=0.02, aspect=15)
    return figure


def plot_feature_maps(
    maps: np.ndarray, *, title: str = "", columns: int = 8, titles: Sequence[str] | None = None
) -> Figure:
    """Draw the feature maps of one image in a grid, dark where a map is zero and bright where it is high.

    Maps with negative numbers are drawn like kernels: blue below zero, white at zero, red above.

    Parameters
    ----------
    maps : array, shape (d, h, w)
        Output of a layer for one image.
    title : str
        Name written before the shape, which is always written.
    columns : int
        Maps in a row.
    titles : sequence of d str, optional
        One title a map.

    Returns
    -------
    Figure
        One colour bar holds for all maps. Its end is the size that 995 of 1,000 numbers stay below, so that a few
        large ones do not darken all the others; larger ones are drawn like it.

    Raises
    ------
    TypeError
        If `maps` is not an array of real numbers.
    ValueError
        If it has not three axes or the number of titles differs.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_feature_maps
    >>> plot_feature_maps(np.zeros((32, 28, 28)), title="relu_1").get_suptitle()
    'relu_1: 32 maps of 28 × 28'
    """
    columns, maps, title = columns_of(columns), numbers_of("maps", maps, 3), label_of("title", title)
    heads = _heads(titles, len(maps))
    top = float(np.quantile(np.abs(maps), 0.995)) or float(np.abs(maps).max()) or 1.0
    signed = maps.min() < 0
    norm, cmap = (CenteredNorm(halfrange=top), "RdBu_r") if signed else (Normalize(0, top), "viridis")
    ends = "neither" if top >= np.abs(maps).max() else "both" if signed else "max"
    columns = min(columns, len(maps))
    rows = -(-len(maps) // columns)
    cell = min(5.4 / columns, 1.5)
    across, down = cell * columns + 0.9, cell * maps.shape[1] / maps.shape[2]
    figure = new_figure(across, rows * (down + (0.22 if titles is not None else 0)) + 0.4)
    size = f"{len(maps)} maps of {maps.shape[1]} × {maps.shape[2]}"
    figure.suptitle(f"{title}: {size}" if title else size, fontsize=12)
    _draw_small_images(figure, maps, columns, cmap, norm, heads)
    bar = ScalarMappable(norm, cmap)
    figure.colorbar(bar, ax=figure.axes, label="output", pad=0.02, aspect=30, extend=ends)
    return figure

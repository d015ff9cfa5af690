"""The picture of the title page: a boot, and around it what kernels of eight directions see of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from textbook_cnn import correlate2d, fashion_mnist, relu, to_float

# The places around the boot, each with the direction in which its kernel looks for a slope.
AROUND = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]
SOBEL = np.outer([1, 2, 1], [-1, 0, 1])


def slope(down: int, right: int) -> np.ndarray:
    """A kernel that answers where an image grows in a direction."""
    return down * SOBEL.T + right * SOBEL


def draw_cover(file: Path) -> None:
    """Write the picture as PDF."""
    images, labels = fashion_mnist("train", source="sample")
    boot = to_float(images[labels == labels.max()][0])
    figure = Figure(figsize=(6, 6))
    grid = figure.subplots(3, 3, gridspec_kw={"wspace": 0.04, "hspace": 0.04})
    for axes in grid.flat:
        axes.set_axis_off()
    grid[1, 1].imshow(boot, cmap="gray_r", interpolation="nearest")
    for down, right in AROUND:
        seen = relu(correlate2d(boot, slope(down, right), padding="same"))
        grid[1 + down, 1 + right].imshow(seen, cmap="Blues", interpolation="nearest")
    figure.savefig(file, bbox_inches="tight", pad_inches=0, metadata={"CreationDate": None})

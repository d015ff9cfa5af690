"""Photographs of any size as squares of the size that the network takes."""

from __future__ import annotations

import numpy as np

from .. import _checks as check
from .. import _options as option
from ..network.parameters import as_numpy

MOST_PIXELS = 10_000  # along a side: more are surely a slip


def square_photograph(photograph: np.ndarray, size: int = 224) -> np.ndarray:
    """Cut the middle square out of a photograph and bring it to `size` by `size` pixels.

    Parameters
    ----------
    photograph : numpy array (height, width, 3) or (height, width) of uint8
        The photograph; a grey one becomes three equal channels.
    size : int
        Height and width of the result, in pixels.

    Returns
    -------
    numpy array (size, size, 3) of uint8
        Each pixel is a mean of the pixels that it replaces, weighted by a triangle twice as wide as they are.

    Raises
    ------
    TypeError
        If `photograph` is no array of uint8.
    ValueError
        If its shape is none of these, or `size` is below 1 or above 10,000.

    Examples
    --------
    >>> square_photograph(np.full((400, 600), 7, dtype=np.uint8)).shape
    (224, 224, 3)
    """
    image, size = checked_bytes("photograph", photograph), option.within("size", size, 1, MOST_PIXELS)
    if image.ndim == 2:
        image = np.repeat(image[:, :, None], 3, axis=2)
    if image.ndim != 3 or image.shape[2] != 3 or min(image.shape) == 0:
        raise ValueError(f"photograph: expected an array (height, width, 3) or (height, width), got {image.shape}")
    side = min(image.shape[:2])
    top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
    weights = _triangles(side, size)
    middle = image[top : top + side, left : left + side].astype(np.float64)
    square = np.tensordot(np.tensordot(weights, middle, axes=1), weights, axes=(1, 1)).transpose(0, 2, 1)
    return np.clip(np.rint(square), 0, 255).astype(np.uint8)


def _triangles(old: int, new: int) -> np.ndarray:
    """Weights (new, old) of the old pixels in each new one, rows adding up to 1."""
    step = old / new
    reach = max(step, 1.0)  # when enlarging, the triangle is that of linear interpolation
    centres = (np.arange(new) + 0.5) * step
    weights = np.clip(1 - np.abs(np.arange(old) + 0.5 - centres[:, None]) / reach, 0, None)
    return weights / weights.sum(axis=1, keepdims=True)


def checked_bytes(name: str, images: np.ndarray) -> np.ndarray:
    """The pixels as a NumPy array, which must be of uint8."""
    check.arrays(**{name: images})
    check.read(name, images)
    images = as_numpy(images)
    if images.dtype != np.uint8:
        raise TypeError(f"{name}: expected dtype uint8 (0 to 255), got {images.dtype}")
    return images

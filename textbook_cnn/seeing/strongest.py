"""The windows of images that excite a channel most, cut out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import _checks as check
from .. import _options as options
from .._arrays import Array, detached
from ._host import on_host

FARTHEST = 10**6  # pixels from the corner of an image; what lies beyond is surely a slip
LARGEST = 10**8  # pixels of a window


class Peak(NamedTuple):
    """Largest output of a channel in one image: number of the image, position and value."""

    image: int
    p: int
    q: int
    value: float


def strongest_windows(maps: Array, channel: int, count: int = 9) -> list[Peak]:
    """Images that excite a channel most, and where; at most one position an image.

    Parameters
    ----------
    maps : array (batch, d, height', width')
        Output of a layer for some images, finite in the feature map that is asked for.
    channel : int
        Which feature map.
    count : int
        How many to return, if there are as many images; else all of them.

    Returns
    -------
    list of Peak
        From the strongest on; `ReceptiveField.window` turns p and q into rows and columns of the image.

    Raises
    ------
    TypeError, ValueError
        If `maps` is no array of four axes with something in it, or there is no such channel.

    Notes
    -----
    Looking at what excites a channel most, image by image, is a method of [1]_.

    References
    ----------
    .. [1] M. D. Zeiler and R. Fergus, "Visualizing and Understanding Convolutional Networks", European Conference on
       Computer Vision, 2014. doi:10.1007/978-3-319-10590-1_53

    Examples
    --------
    >>> maps = np.zeros((2, 1, 2, 2))
    >>> maps[0, 0, 0, 1], maps[1, 0, 1, 0] = 3.0, 7.0
    >>> strongest_windows(maps, 0)
    [Peak(image=1, p=1, q=0, value=7.0), Peak(image=0, p=0, q=1, value=3.0)]
    """
    check.arrays(maps=maps)
    check.read("maps", maps)
    check.axes("maps", maps, "(batch, d, height', width')")
    if 0 in maps.shape:
        raise ValueError(f"maps: expected at least one image, map and pixel, got shape {tuple(maps.shape)}")
    channel, count = options.within("channel", channel, 0, maps.shape[1] - 1), check.integer("count", count, 1)
    Y = on_host(options.finite("maps", detached(maps[:, channel, :, :])))
    flat = Y.reshape(len(Y), -1)
    best = flat.argmax(axis=1)
    values = flat[np.arange(len(Y)), best]
    _, ranks = np.unique(values, return_inverse=True)  # which can be turned round whatever the dtype
    order = np.argsort(-ranks, kind="stable")[:count]
    return [_peak(int(b), int(best[b]), Y.shape[2], float(values[b])) for b in order]


def _peak(image: int, place: int, width: int, value: float) -> Peak:
    p, q = divmod(place, width)
    return Peak(image, p, q, value)


def crop(image: np.ndarray, window: tuple[int, int, int, int]) -> np.ndarray:
    """The part of an image in a window, grey where the window reaches beyond the edge.

    Parameters
    ----------
    image : numpy array (height, width, 3) or (height, width) of uint8
        A photograph.
    window : Window
        (top, bottom, left, right), from `ReceptiveField.window`.

    Returns
    -------
    numpy array (bottom − top, right − left, 3) or (bottom − top, right − left) of uint8
        The window.

    Raises
    ------
    TypeError, ValueError
        If `image` is no such array, or the window is empty, larger than 10⁸ pixels or farther than 10⁶ from the corner.

    Examples
    --------
    >>> crop(np.array([[1, 2], [3, 4]], dtype=np.uint8), (0, 2, 1, 3))
    array([[  2, 128],
           [  4, 128]], dtype=uint8)
    """
    check.arrays(image=image)
    if not isinstance(image, np.ndarray):
        raise TypeError(f"image: expected a NumPy array, got one of {type(image).__module__.split('.')[0]}")
    if image.dtype != np.uint8 or image.ndim not in (2, 3) or image.shape[2:] not in ((), (3,)):
        raise TypeError(f"image: expected (height, width[, 3]) of uint8, got {image.shape} of {image.dtype}")
    top, bottom, left, right = (
        options.within("window", m, -FARTHEST, FARTHEST) for m in options.sequence("window", window, 4)
    )
    if bottom <= top or right <= left or (bottom - top) * (right - left) > LARGEST:
        raise ValueError(
            f"window: expected (top, bottom, left, right) with some pixels in it and at most {LARGEST}, "
            f"got {(top, bottom, left, right)}"
        )
    part = np.full((bottom - top, right - left, *image.shape[2:]), 128, dtype=np.uint8)
    rows = slice(max(top, 0), min(bottom, image.shape[0]))
    columns = slice(max(left, 0), min(right, image.shape[1]))
    if rows.start < rows.stop and columns.start < columns.stop:
        inside = (slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left))
        part[inside] = image[rows, columns]
    return part

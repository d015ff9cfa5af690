"""What the layers answer to a set of images: how strongly, how sparsely, and to which windows most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from .. import _checks as check
from .._arrays import Array, array_namespace
from ..network.network import Network
from ..network.parameters import as_numpy
from ._trace import checked_input, one_thread, place_of


def feature_maps(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    *,
    layers: Sequence[str],
    batch: int = 64,
    progress: bool = False,
) -> dict[str, Array]:
    """Outputs of some layers, for images that go through the network a few at a time.

    Parameters
    ----------
    network : Network
        Any network.
    params : dict of arrays
        From `Network.init` or `train`.
    X : array (images, *input_shape)
        Images, floating-point.
    layers : sequence of str
        Names of the layers.
    batch : int
        Images at a time; for VGG16 on photographs 1 keeps the memory small.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    dict of arrays (images, …)
        The output of each of `layers`; those of other layers are let go.

    Raises
    ------
    TypeError, ValueError
        If `X` or `params` does not fit the network, there is no such layer, or no layer or image is given.

    Examples
    --------
    >>> from textbook_cnn import ReLU
    >>> feature_maps(Network([ReLU()], (2,)), {}, np.array([[-1.0, 2.0]]), layers=["relu_1"])
    {'relu_1': array([[0., 2.]])}
    """
    if isinstance(layers, str) or not isinstance(layers, Sequence):
        raise TypeError(f"layers: expected a sequence of names, got {check.shown(layers)}")
    if not layers:
        raise ValueError("layers: expected at least one name, got none")
    places = [place_of(network, name) for name in layers]
    kept: dict[str, list[Array]] = {name: [] for name in layers}
    for name, Y in _outputs(network, params, X, batch, max(places) + 1, progress):
        if name in kept:
            kept[name].append(Y)
    return {name: array_namespace(X).concat(parts, axis=0) for name, parts in kept.items()}


def _outputs(
    network: Network, params: Mapping[str, Array], X: Array, batch: int, count: int, progress: bool
) -> Iterator[tuple[str, Array]]:
    """Name and output of the first `count` layers, for one part of the images after the other."""
    from tqdm.auto import tqdm

    checked_input(network, params, X)
    check.integer("batch", batch, 1)
    if X.shape[0] == 0:
        raise ValueError("X: expected at least one image, got none")
    N = X.shape[0]
    parts = [slice(start, min(start + batch, N)) for start in range(0, N, batch)]
    with tqdm(total=count * len(parts), disable=not progress, unit="layer", desc="forward pass") as bar:
        for part in parts:
            with one_thread():
                for name, (Y, _) in zip(network.output_names[:count], network.steps(params, X[part, ...])):
                    yield name, Y
                    bar.update()


class LayerActivity(NamedTuple):
    """Output of one layer: its shape for one image, its mean, and the share of its numbers that are zero."""

    name: str
    shape: tuple[int, ...]
    mean: float
    zeros: float


def layer_activity(
    network: Network, params: Mapping[str, Array], X: Array, *, batch: int = 64, progress: bool = False
) -> list[LayerActivity]:
    """Mean activation and sparsity of every layer.

    Parameters
    ----------
    network, params, X, batch, progress
        As in `feature_maps`.

    Returns
    -------
    list of LayerActivity
        name, shape, mean and zeros (0 to 1), a layer each, in their order.

    Raises
    ------
    TypeError, ValueError
        If `X` or `params` does not fit the network, or there is no image.

    Notes
    -----
    Equation ``seeing.activity``.

    Examples
    --------
    >>> from textbook_cnn import ReLU
    >>> layer_activity(Network([ReLU()], (4,)), {}, np.array([[-1.0, 2.0, -3.0, 6.0]]))
    [LayerActivity(name='relu_1', shape=(4,), mean=2.0, zeros=0.5)]
    """
    checked_input(network, params, X)
    totals: dict[str, list[float]] = {name: [0.0, 0.0] for name in network.output_names}
    shapes = {}
    for name, Y in _outputs(network, params, X, batch, len(network.layers), progress):
        xp, shapes[name] = array_namespace(Y), tuple(Y.shape[1:])
        totals[name][0] += float(xp.mean(Y)) * Y.shape[0]
        totals[name][1] += float(xp.mean(xp.astype(Y == 0, Y.dtype))) * Y.shape[0]
    N = X.shape[0]
    return [LayerActivity(name, shapes[name], mean / N, zeros / N) for name, (mean, zeros) in totals.items()]


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
        Output of a layer for some images.
    channel : int
        Which feature map.
    count : int
        How many to return, if there are as many images.

    Returns
    -------
    list of Peak
        From the strongest on; `ReceptiveField.window` turns p and q into rows and columns of the image.

    Raises
    ------
    TypeError, ValueError
        If `maps` is no array of four axes, or there is no such channel.

    Examples
    --------
    >>> maps = np.zeros((2, 1, 2, 2))
    >>> maps[0, 0, 0, 1], maps[1, 0, 1, 0] = 3.0, 7.0
    >>> strongest_windows(maps, 0)
    [Peak(image=1, p=1, q=0, value=7.0), Peak(image=0, p=0, q=1, value=3.0)]
    """
    check.arrays(maps=maps)
    check.axes("maps", maps, "(batch, d, height', width')")
    check.integer("count", count, 1)
    if check.integer("channel", channel, 0) >= maps.shape[1]:
        raise ValueError(f"channel: expected 0 to {maps.shape[1] - 1}, got {channel}")
    Y = as_numpy(maps[:, channel, :, :])
    flat = Y.reshape(len(Y), -1)
    best = flat.argmax(axis=1)
    values = flat[np.arange(len(Y)), best]
    order = np.argsort(-values, kind="stable")[:count]
    return [Peak(int(b), *map(int, divmod(best[b], Y.shape[2])), float(values[b])) for b in order]


def crop(image: np.ndarray, window: tuple[int, int, int, int]) -> np.ndarray:
    """The part of an image in a window, gray where the window reaches beyond the edge.

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
        If `image` is no such array, or the window is empty.

    Examples
    --------
    >>> crop(np.array([[1, 2], [3, 4]], dtype=np.uint8), (0, 2, 1, 3))
    array([[  2, 128],
           [  4, 128]], dtype=uint8)
    """
    check.arrays(image=image)
    if not isinstance(image, np.ndarray):
        raise TypeError(f"image: expected a NumPy array, got one of {type(image).__module__.split('.')[0]}")
    if image.dtype != np.uint8 or image.ndim not in (2, 3):
        raise TypeError(f"image: expected (height, width[, 3]) of uint8, got {image.shape} of {image.dtype}")
    top, bottom, left, right = (check.integer("window", int(m), -(10**6)) for m in window)
    if bottom <= top or right <= left:
        raise ValueError(f"window: expected (top, bottom, left, right) with some pixels in it, got {tuple(window)}")
    part = np.full((bottom - top, right - left, *image.shape[2:]), 128, dtype=np.uint8)
    rows = slice(max(top, 0), min(bottom, image.shape[0]))
    columns = slice(max(left, 0), min(right, image.shape[1]))
    if rows.start < rows.stop and columns.start < columns.stop:
        inside = (slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left))
        part[inside] = image[rows, columns]
    return part

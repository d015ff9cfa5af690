"""Where in an image the evidence for a class lies: Grad-CAM, and what a hidden window costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from .. import _checks as check
from .. import _options as options
from .._arrays import Array, array_namespace, copy, device, narrowed, set_at, widened
from .._checks import Pair
from .._windows import Geometry, both, geometry
from ..layers.relu import relu
from ..network.network import Network
from ._progress import with_bar
from ._trace import (
    answer,
    check_maps_of,
    checked_input,
    choice_of_units,
    place_named,
    place_of,
    score,
    score_gradient,
    trace,
)

BATCH = 64  # images with a hidden window that go through the network at once


def grad_cam(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    unit: int | Sequence[int],
    *,
    layer: str,
    score_layer: str | None = None,
    progress: bool = False,
) -> Array:
    """Grad-CAM: feature maps, each weighted with the mean gradient of the score for it; the positive part of their sum.

    Parameters
    ----------
    network, params, X, unit, progress
        As in `input_gradient`; the score is that of `unit` in `score_layer`.
    layer : str
        Name of the layer whose feature maps A are weighted; usually the last one that has maps.
    score_layer : str, optional
        Name of the layer with the score; the last one if left out.

    Returns
    -------
    array (batch, height', width')
        No element is below 0; as coarse as the layer's feature maps.

    Raises
    ------
    TypeError, ValueError
        As in `input_gradient`, or if `layer` has no feature maps or does not lie before the score.

    Notes
    -----
    Equation ``seeing.grad_cam``, the method of [1]_.

    References
    ----------
    .. [1] R. R. Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-Based Localization",
       IEEE International Conference on Computer Vision, 2017. doi:10.1109/ICCV.2017.74

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn import Dense, Flatten, ReLU
    >>> network = Network([ReLU(), Flatten(), Dense(1)], (1, 1, 2))
    >>> params = {"dense_1.W": np.array([[1.0, 3.0]]), "dense_1.B": np.zeros(1)}
    >>> grad_cam(network, params, np.array([[[[5.0, -1.0]]]]), 0, layer="relu_1")
    array([[[10.,  0.]]])
    """
    params, X = checked_input(network, params, X)
    place, last = place_named(network, layer), place_of(network, score_layer, "score_layer")
    if place >= last:
        raise ValueError(f"layer: expected one before {network.names[last]!r}, which has the score, got {layer!r}")
    check_maps_of(network, place)
    chosen = choice_of_units(network, last, unit, X)
    seen = trace(network, params, X, until=last, progress=options.flag("progress", progress))
    A = seen.inputs[place + 1]
    gradient = seen.back(score_gradient(answer(seen), chosen), to=place + 1)
    xp = array_namespace(A)
    weights = xp.mean(widened(gradient), axis=(2, 3), keepdims=True)
    return narrowed(relu(xp.sum(weights * widened(A), axis=1)), A.dtype)


def occlusion_map(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    unit: int,
    *,
    size: int | Pair = 7,
    stride: int | Pair = 1,
    fill: float | Sequence[float] = 0.0,
    layer: str | None = None,
    progress: bool = False,
) -> Array:
    """Hide one window of an image after the other, and see how far the score falls.

    Parameters
    ----------
    network, params, unit, layer
        As in `input_gradient`.
    X : array (1, n, height, width)
        One image, floating-point and finite.
    size, stride : int or pair (vertical, horizontal)
        Size of the window and step from one to the next, in pixels.
    fill : float, or one for each channel
        What the window is filled with.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    array (height', width')
        S(X) − S(X with window [p, q] filled): positive where the window held evidence for the unit.

    Raises
    ------
    TypeError, ValueError
        As in `input_gradient`, or if there is not one image, no window fits, or `fill` has another length.

    Notes
    -----
    Equation ``seeing.occlusion``, a method of [1]_. The only map here that needs no gradient: it asks the network
    itself.

    References
    ----------
    .. [1] M. D. Zeiler and R. Fergus, "Visualizing and Understanding Convolutional Networks", European Conference on
       Computer Vision, 2014. doi:10.1007/978-3-319-10590-1_53

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn import Dense, Flatten
    >>> network = Network([Flatten(), Dense(1)], (1, 2, 2))
    >>> params = {"dense_1.W": np.array([[1.0, 2.0, 3.0, 4.0]]), "dense_1.B": np.zeros(1)}
    >>> occlusion_map(network, params, np.ones((1, 1, 2, 2)), 0, size=1)
    array([[1., 2.],
           [3., 4.]])
    """
    params, X = checked_input(network, params, X)
    if X.ndim != 4 or X.shape[0] != 1:
        raise ValueError(f"X: expected one image (1, n, height, width), got shape {tuple(X.shape)}")
    g = _geometry(both(X.shape[2:]), size, stride)
    place, progress, xp = place_of(network, layer), options.flag("progress", progress), array_namespace(X)
    colours = _colours(fill, X)
    windows = [
        (slice(top.start, top.start + g.kernel_size[0]), slice(left.start, left.start + g.kernel_size[1]))
        for top, left in product(*(_starts(g, axis) for axis in (0, 1)))
    ]
    chosen = choice_of_units(network, place, unit, X)
    whole = score(answer(trace(network, params, X, until=place)), chosen)
    falls = []
    for start in with_bar(range(0, len(windows), BATCH), progress, unit="batch", doing="hiding windows"):
        hidden = xp.concat([_hide(X, window, colours) for window in windows[start : start + BATCH]], axis=0)
        falls.append(whole - score(answer(trace(network, params, hidden, until=place)), chosen))
    return xp.reshape(xp.concat(falls), g.output_size)


def _geometry(image: Pair, size: Any, stride: Any) -> Geometry:
    """Where the windows lie that hide a part of the image."""
    height, width = check.pair("size", size, 1)
    if height > image[0] or width > image[1]:
        raise ValueError(f"size: expected a window no larger than the image {image}, got {(height, width)}")
    return geometry(image, (height, width), stride=stride)


def _starts(g: Any, axis: int) -> list[slice]:
    return [slice(m * g.stride[axis], None) for m in range(g.output_size[axis])]


def _hide(X: Array, window: tuple[slice, slice], colours: Array) -> Array:
    """A copy of X whose window is filled."""
    size = tuple(part.stop - part.start for part in window)
    patch = colours + array_namespace(X).zeros_like(X[:, :, : size[0], : size[1]])
    return set_at(copy(X), (slice(None), slice(None), *window), patch)


def _colours(fill: Any, X: Array) -> Array:
    xp, n = array_namespace(X), X.shape[1]
    values = [
        check.number("fill", value, float("-inf"), closed=False) for value in options.row("fill", fill, n, "channels")
    ]
    colours = options.finite("fill", xp.asarray(values, dtype=X.dtype, device=device(X)))
    return xp.reshape(colours, (1, n, 1, 1))

"""Images made to order: what a layer's feature maps still determine."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .. import _checks as check
from .. import _options as options
from .._arrays import Array, array_namespace, detached, narrowed, widened
from ..network.network import Network
from ._progress import with_bar
from ._steps import MOST_STEPS, Found, penalty, roughness_gradient, unit_size
from ._trace import checked_input, checked_maps, place_named, shape_after, trace


def invert_features(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    maps: Array,
    *,
    layer: str,
    steps: int = 50,
    step_size: float = 1.0,
    smoothness: float = 0,
    progress: bool = False,
) -> Found:
    """Look for an image whose feature maps are the given ones: what it lacks of the original, the layer has lost.

    Parameters
    ----------
    network, params, layer, steps, smoothness, progress
        As in `maximise_activation`.
    X : array (batch, n, height, width)
        Where to start, such as a grey image; usually one. Several are looked for together.
    maps : array (batch, d, height', width')
        Output of `layer` for the images to be found, finite.
    step_size : float
        Root mean square of a step that goes on in one direction, in the unit of `X`; it falls to zero along half a
        cosine.

    Returns
    -------
    Found
        X, and the objective Σ(Y − maps)² / Σ maps² + smoothness/2 · Σ(differences)² before each step and after the
        last, the sums over all images; momentum makes it fall unevenly.

    Raises
    ------
    TypeError, ValueError
        As in `input_gradient`, or if `maps` has another shape than the layer gives or is zero everywhere, or the steps
        are too large for the images to stay finite.

    Notes
    -----
    Equations ``seeing.inversion`` and, for a step, ``seeing.inversion_step``; the method is that of [1]_.

    References
    ----------
    .. [1] A. Mahendran and A. Vedaldi, "Understanding Deep Image Representations by Inverting Them", IEEE Conference on
       Computer Vision and Pattern Recognition, 2015. doi:10.1109/CVPR.2015.7299155

    Examples
    --------
    >>> from textbook_cnn import ReLU
    >>> network, target = Network([ReLU()], (1, 1, 2)), np.array([[[[2.0, 1.0]]]])
    >>> found = invert_features(network, {}, np.ones((1, 1, 1, 2)), target, layer="relu_1", steps=30, step_size=0.1)
    >>> bool(found.objective[-1] < found.objective[0])
    True
    """
    params, X = checked_input(network, params, X)
    checked_maps(X)
    steps = options.within("steps", steps, 0, MOST_STEPS)
    step_size = check.number("step_size", step_size, 0, closed=False)
    smoothness, progress = check.number("smoothness", smoothness, 0), options.flag("progress", progress)
    place, xp = place_named(network, layer), array_namespace(X)
    check.arrays(X=X, maps=maps)
    check.floating("maps", maps)
    check.read("maps", maps)
    check.shape("maps", maps, (X.shape[0], *shape_after(network, place)), f"that of the output of {layer}")
    wanted = widened(options.finite("maps", detached(maps)))
    size = xp.sum(wanted**2)
    if bool(size == 0):
        raise ValueError("maps: expected some number that is not zero, got zeros only")
    objective, velocity = [], xp.zeros_like(X)
    for step in with_bar(range(steps + 1), progress, unit="step", doing="changing the image"):
        seen = trace(network, params, X, until=place)
        error = widened(seen.output) - wanted
        value = xp.sum(error**2) / size + xp.sum(widened(penalty(X, 0, smoothness)))
        objective.append(narrowed(value, X.dtype))
        if step < steps:
            dX = narrowed(widened(seen.back(narrowed(error, X.dtype))) * (2 / size), X.dtype)
            dX = dX + smoothness * roughness_gradient(X)
            velocity = 0.8 * velocity + 0.2 * unit_size(dX)
            X = X - step_size * (1 + float(np.cos(np.pi * step / steps))) / 2 * velocity
    return Found(options.finite("step_size", X), xp.stack(objective))

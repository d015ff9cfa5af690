"""Images made to order: what a layer's feature maps still determine."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .. import _checks as check
from .._arrays import Array, array_namespace
from ..network.network import Network
from ._progress import with_bar
from ._steps import Found, penalty, roughness_gradient, unit_size
from ._trace import checked_input, place_of, trace


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
    X : array (1, n, height, width)
        Where to start, such as a gray image.
    maps : array (1, d, height', width')
        Output of `layer` for the image to be found.
    step_size : float
        Root mean square of a step that goes on in one direction, in the unit of `X`; it falls to zero along half a
        cosine.

    Returns
    -------
    Found
        X, and the objective Σ(Y − maps)² / Σ maps² + smoothness/2 · Σ(differences)² before each step and after the
        last; momentum makes it fall unevenly.

    Raises
    ------
    TypeError, ValueError
        As in `input_gradient`, or if `maps` has another shape than the layer gives or is zero everywhere.

    Notes
    -----
    Equations ``seeing.inversion`` and, for a step, ``seeing.inversion_step``.

    Examples
    --------
    >>> from textbook_cnn import ReLU
    >>> network, target = Network([ReLU()], (1, 1, 2)), np.array([[[[2.0, 1.0]]]])
    >>> found = invert_features(network, {}, np.ones((1, 1, 1, 2)), target, layer="relu_1", steps=30, step_size=0.1)
    >>> bool(found.objective[-1] < found.objective[0])
    True
    """
    checked_input(network, params, X)
    check.integer("steps", steps, 0)
    check.number("step_size", step_size, 0, closed=False)
    check.number("smoothness", smoothness, 0)
    place, xp = place_of(network, layer), array_namespace(X)
    check.arrays(X=X, maps=maps)
    size = xp.sum(maps**2)
    if bool(size == 0):
        raise ValueError("maps: expected some number that is not zero, got zeros only")
    objective, velocity = [], xp.zeros_like(X)
    for step in with_bar(range(steps + 1), progress, unit="step", doing="changing the image"):
        seen = trace(network, params, X, until=place)
        check.shape("maps", maps, tuple(seen.output.shape), f"that of the output of {layer}")
        error = seen.output - maps
        objective.append(xp.sum(error**2) / size + xp.sum(penalty(X, 0, smoothness)))
        if step < steps:
            dX = seen.back(error) * (2 / size) + smoothness * roughness_gradient(X)
            velocity = 0.8 * velocity + 0.2 * unit_size(dX)
            X = X - step_size * (1 + float(np.cos(np.pi * step / steps))) / 2 * velocity
    return Found(X, xp.stack(objective))

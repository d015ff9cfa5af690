"""Images made to order: what excites a unit most, and what a layer's feature maps still determine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from .. import _checks as check
from .._arrays import Array, add_at, array_namespace
from ..network.network import Network
from ._trace import Trace, checked_input, choice_of_units, place_of, score, score_gradient, trace


class Found(NamedTuple):
    """An image that was found step by step, and the objective before each step and after the last, (steps + 1,)."""

    X: Array
    objective: Array


def maximise_activation(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    unit: int,
    *,
    layer: str | None = None,
    steps: int = 50,
    step_size: float = 1.0,
    decay: float = 0,
    smoothness: float = 0,
    jitter: int = 0,
    seed: int = 0,
    progress: bool = False,
) -> Found:
    """Change an image, step by step, so that a unit answers more and more strongly.

    Parameters
    ----------
    network : Network
        Any network with images as input.
    params : dict of arrays
        From `Network.init` or `train`.
    X : array (batch, n, height, width)
        Where to start: noise, or a photograph. Each image is changed by itself.
    unit : int
        Class, or channel of `layer`; the score S is as in `input_gradient`.
    layer : str, optional
        Name of the layer; the last one if left out.
    steps : int
        How often to change the image.
    step_size : float
        Root mean square of the first term of a step, in the unit of `X`.
    decay, smoothness : float
        How much large pixels, and differences between neighbours, count against the score.
    jitter : int
        Before each step the image is shifted around its edges by up to so many pixels, at random, and back after it:
        what is found then does not hang on where the windows of the pools lie.
    seed : int
        Fixes the shifts.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    Found
        X, an array of the shape of `X`, and the objective, the mean over the images of
        S − decay/2 · ΣX² − smoothness/2 · Σ(differences)², before each step and after the last.

    Raises
    ------
    TypeError, ValueError
        As in `input_gradient`, or if a number is negative.

    Notes
    -----
    Equation ``seeing.objective``. Each step adds its gradient, divided by the root mean square of the gradient.

    Examples
    --------
    >>> from textbook_cnn import Dense, Flatten
    >>> network = Network([Flatten(), Dense(1)], (1, 1, 2))
    >>> params = {"dense_1.W": np.array([[3.0, -4.0]]), "dense_1.B": np.zeros(1)}
    >>> found = maximise_activation(network, params, np.zeros((1, 1, 1, 2)), 0, steps=1)
    >>> bool(found.objective[-1] > found.objective[0])
    True
    """
    checked_input(network, params, X)
    if X.ndim != 4:
        raise ValueError(f"X: expected an array (batch, n, height, width), got shape {tuple(X.shape)}")
    check.integer("steps", steps, 0)
    check.integer("jitter", jitter, 0)
    check.number("step_size", step_size, 0, closed=False)
    check.number("decay", decay, 0)
    check.number("smoothness", smoothness, 0)
    place, rng = place_of(network, layer), np.random.default_rng(check.integer("seed", seed, 0))
    chosen, xp = choice_of_units(network, place, unit, X), array_namespace(X)
    objective = []
    for step in _shown(steps + 1, progress):
        shift = tuple(int(s) for s in rng.integers(-jitter, jitter + 1, 2))
        X = xp.roll(X, shift, axis=(2, 3))
        seen = trace(network, params, X, until=place)
        value = score(seen.output, chosen) - _penalty(X, decay, smoothness)
        objective.append(xp.sum(value) / X.shape[0])
        if step < steps:
            dX = _objective_gradient(seen, chosen, X, decay, smoothness)
            X = X + step_size * _unit_size(dX)
        X = xp.roll(X, tuple(-s for s in shift), axis=(2, 3))
    return Found(X, xp.stack(objective))


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
        Root mean square of the first step, in the unit of `X`; it falls to zero along half a cosine.

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
    Equation ``seeing.inversion``.

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
    for step in _shown(steps + 1, progress):
        seen = trace(network, params, X, until=place)
        check.shape("maps", maps, tuple(seen.output.shape), f"that of the output of {layer}")
        error = seen.output - maps
        objective.append(xp.sum(error**2) / size + xp.sum(_penalty(X, 0, smoothness)))
        if step < steps:
            dX = seen.back(error) * (2 / size) + smoothness * _roughness_gradient(X)
            velocity = 0.8 * velocity + 0.2 * _unit_size(dX)
            X = X - step_size * (1 + float(np.cos(np.pi * step / steps))) / 2 * velocity
    return Found(X, xp.stack(objective))


def _objective_gradient(seen: Trace, chosen: Array, X: Array, decay: float, smoothness: float) -> Array:
    dX = seen.back(score_gradient(seen.output, chosen))
    return dX - decay * X - smoothness * _roughness_gradient(X)


def _penalty(X: Array, decay: float, smoothness: float) -> Array:
    """decay/2 · ΣX² + smoothness/2 · Σ(differences of neighbouring pixels)², for each image."""
    xp, axes = array_namespace(X), (1, 2, 3)
    down, across = X[:, :, 1:, :] - X[:, :, :-1, :], X[:, :, :, 1:] - X[:, :, :, :-1]
    rough = xp.sum(down**2, axis=axes) + xp.sum(across**2, axis=axes)
    return decay / 2 * xp.sum(X**2, axis=axes) + smoothness / 2 * rough


def _roughness_gradient(X: Array) -> Array:
    """Gradient of ½ Σ(differences)²: each difference pulls its two pixels together."""
    dX, everything = array_namespace(X).zeros_like(X), slice(None)
    for axis in (2, 3):
        later = tuple(slice(1, None) if m == axis else everything for m in range(4))
        earlier = tuple(slice(None, -1) if m == axis else everything for m in range(4))
        difference = X[later] - X[earlier]
        dX = add_at(add_at(dX, later, difference), earlier, -difference)
    return dX


def _unit_size(dX: Array) -> Array:
    """dX with a root mean square of 1 in each image; zeros stay zeros."""
    xp = array_namespace(dX)
    size = xp.sqrt(xp.mean(dX**2, axis=(1, 2, 3), keepdims=True))
    return dX / xp.where(size > 0, size, xp.ones_like(size))


def _shown(count: int, progress: bool) -> Any:
    from tqdm.auto import tqdm

    return tqdm(range(count), disable=not progress, unit="step", desc="changing the image")

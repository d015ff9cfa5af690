"""Images made to order: what excites a unit most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .. import _checks as check
from .. import _options as options
from .._arrays import Array, array_namespace, narrowed, widened
from ..network.network import Network
from ._progress import with_bar
from ._steps import MOST_STEPS, Found, penalty, roughness_gradient, unit_size
from ._trace import Trace, checked_input, checked_maps, choice_of_units, place_of, score, score_gradient, trace


def maximise_activation(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    unit: int | Sequence[int],
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
        Where to start: noise, or a photograph, finite. Each image is changed by itself.
    unit : int, or one int for each image
        Class, or channel of `layer`; the score S is as in `input_gradient`.
    layer : str, optional
        Name of the layer; the last one if left out.
    steps : int
        How often to change the image, a million times at most.
    step_size : float
        Root mean square of the first term of a step, in the unit of `X`.
    decay, smoothness : float
        How much large pixels, and differences between neighbours, count against the score.
    jitter : int
        Before each step the image is shifted around its edges by up to this many pixels, at random, and back after it:
        what is found then does not depend on where the windows of the pools lie. At most its longer side.
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
        As in `input_gradient`, or if a number is negative, or too large for the images to stay finite.

    Notes
    -----
    Equations ``seeing.objective`` and, for a step, ``seeing.objective_step``. Of hidden units it is done in [1]_, of
    classes in [2]_.

    References
    ----------
    .. [1] D. Erhan, Y. Bengio, A. Courville and P. Vincent, "Visualizing Higher-Layer Features of a Deep Network",
       Technical Report 1341, Université de Montréal, 2009.
    .. [2] K. Simonyan, A. Vedaldi and A. Zisserman, "Deep Inside Convolutional Networks: Visualising Image
       Classification Models and Saliency Maps", 2013. doi:10.48550/arXiv.1312.6034

    Examples
    --------
    >>> from textbook_cnn import Dense, Flatten
    >>> network = Network([Flatten(), Dense(1)], (1, 1, 2))
    >>> params = {"dense_1.W": np.array([[3.0, -4.0]]), "dense_1.B": np.zeros(1)}
    >>> found = maximise_activation(network, params, np.zeros((1, 1, 1, 2)), 0, steps=1)
    >>> bool(found.objective[-1] > found.objective[0])
    True
    """
    params, X = checked_input(network, params, X)
    checked_maps(X)
    steps, jitter = options.within("steps", steps, 0, MOST_STEPS), options.within("jitter", jitter, 0, max(X.shape[2:]))
    step_size = check.number("step_size", step_size, 0, closed=False)
    decay, smoothness = check.number("decay", decay, 0), check.number("smoothness", smoothness, 0)
    place, rng = place_of(network, layer), np.random.default_rng(options.seed("seed", seed))
    chosen, xp = choice_of_units(network, place, unit, X), array_namespace(X)
    progress = options.flag("progress", progress)
    objective = []
    for step in with_bar(range(steps + 1), progress, unit="step", doing="changing the image"):
        shift = tuple(int(s) for s in rng.integers(-jitter, jitter + 1, 2))
        X = xp.roll(X, shift, axis=(2, 3))
        seen = trace(network, params, X, until=place)
        value = score(seen.output, chosen) - penalty(X, decay, smoothness)
        objective.append(narrowed(xp.sum(widened(value)) / X.shape[0], X.dtype))
        if step < steps:
            dX = _objective_gradient(seen, chosen, X, decay, smoothness)
            X = X + step_size * unit_size(dX)
        X = xp.roll(X, tuple(-s for s in shift), axis=(2, 3))
    return Found(options.finite("step_size", X), xp.stack(objective))


def _objective_gradient(seen: Trace, chosen: Array, X: Array, decay: float, smoothness: float) -> Array:
    dX = seen.back(score_gradient(seen.output, chosen))
    return dX - decay * X - smoothness * roughness_gradient(X)

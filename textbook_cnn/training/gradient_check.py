"""Compare a network's gradients with differences of its loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .. import _checks as check
from .. import _options as option
from .._arrays import Array, all_detached
from ..layers.softmax_cross_entropy import cross_entropy_of_targets, cross_entropy_of_targets_backward
from ..network.network import Network
from ..network.parameters import as_numpy
from .data import checked_data


def check_gradients(
    network: Network,
    params: Mapping[str, Array],
    data: tuple[Array, Array],
    *,
    step: float = 1e-5,
    samples: int = 20,
    seed: int = 0,
) -> dict[str, float]:
    """Compare the gradients from `Network.backward` with central differences of the loss, in float64.

    Parameters
    ----------
    network : Network
        Its output is (batch, classes); dropout is left out.
    params : dict of arrays
        From `Network.init` or `train`.
    data : (X, labels)
        A few images (batch, *input_shape), floating-point, and their classes or target rows.
    step : float
        How far each element is moved to either side, below 1.
    samples : int
        How many elements of each array are moved, drawn at random.
    seed : int
        Fixes which.

    Returns
    -------
    dict of float
        For each parameter, and for the images under "X": the largest difference, relative to the largest gradient in
        that array. About 1e-8 is what rounding leaves; a kink of a ReLU or a pool within `step` may show as more.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kinds above or does not fit the network.

    Notes
    -----
    A check by numbers, beside the proofs: ∂E/∂P against (E(P + h) − E(P − h)) / 2h.

    Examples
    --------
    >>> from textbook_cnn import Dense
    >>> network = Network([Dense(3)], (2,))
    >>> errors = check_gradients(network, network.init(0), (np.array([[1.0, 2.0]]), np.array([0])))
    >>> max(errors.values()) < 1e-6
    True
    """
    step, samples = check.number("step", step, 0, 1, closed=False), check.integer("samples", samples, 1)
    seed = option.seed("seed", seed)
    X, T = checked_data("data", network, data, params)
    params = all_detached(option.mapping("params", params))
    network.check_params(params, **{"data[0]": X})
    X, T = (as_numpy(A).astype(np.float64) for A in (X, T))
    arrays = {key: as_numpy(P).astype(np.float64) for key, P in params.items()} | {"X": X}

    def loss(arrays: Mapping[str, np.ndarray]) -> tuple[Array, list[Any]]:
        Z, cache = network.forward({key: arrays[key] for key in params}, arrays["X"])
        return Z, cache

    Z, cache = loss(arrays)
    dX, grads = network.backward({key: arrays[key] for key in params}, cache, cross_entropy_of_targets_backward(Z, T))
    exact: dict[str, Any] = {**grads, "X": dX}
    rng, errors = np.random.default_rng(seed), {}
    for key, A in arrays.items():
        largest, worst = max(float(np.abs(exact[key]).max()), 1e-12), 0.0
        for flat in rng.choice(A.size, min(samples, A.size), replace=False):
            index, moved = np.unravel_index(flat, A.shape), []
            for sign in (1, -1):
                B = A.copy()
                B[index] += sign * step
                moved.append(float(cross_entropy_of_targets(loss({**arrays, key: B})[0], T)))
            worst = max(worst, abs((moved[0] - moved[1]) / (2 * step) - float(exact[key][index])))
        errors[key] = worst / largest
    return errors

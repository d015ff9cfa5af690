"""Does a map tell anything of the network? It must change when what the network has learnt is thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .. import _checks as check
from .. import _options as options
from .._arrays import Array, array_namespace, device
from ..network.network import Network
from ..network.parameters import as_numpy
from ._host import on_host
from ._trace import place_named


def randomise_from(network: Network, params: Mapping[str, Array], layer: str, rng: Any) -> dict[str, Array]:
    """Parameters with those of a layer and of all layers after it drawn anew: what was learnt there is gone.

    Parameters
    ----------
    network : Network
        Any network.
    params : dict of arrays
        Trained parameters; they are not changed.
    layer : str
        Name of the first layer to draw anew.
    rng : numpy.random.Generator or int
        Where the randomness comes from, or a seed for it.

    Returns
    -------
    dict of arrays
        Kernels and weights drawn as by `Network.init`, biases zero; before `layer`, the arrays of `params`.

    Raises
    ------
    TypeError, ValueError
        If `params` or `layer` does not fit the network, `params` holds integers, or `rng` is no generator and no seed.

    Notes
    -----
    Comparing maps before and after is the test of [1]_.

    References
    ----------
    .. [1] J. Adebayo et al., "Sanity Checks for Saliency Maps", Advances in Neural Information Processing Systems 31,
       2018. doi:10.48550/arXiv.1810.03292

    Examples
    --------
    >>> from textbook_cnn import Dense
    >>> network = Network([Dense(2), Dense(2)], (2,))
    >>> params = network.init(0)
    >>> changed = randomise_from(network, params, "dense_2", 1)
    >>> [key for key in params if not np.array_equal(changed[key], params[key])]
    ['dense_2.W']
    """
    place = place_named(network, layer)
    network.check_params(options.mapping("params", params))
    for key, A in params.items():
        check.floating(f"params[{key!r}]", A)
    drawn, layers = network.init(rng), zip(network.names[place:], network.layers[place:])
    lost = {f"{name}.{letter}" for name, each in layers for letter in each.parameters}
    return {key: _like(drawn[key], A) if key in lost else A for key, A in params.items()}


def _like(drawn: Array, A: Array) -> Array:
    xp = array_namespace(A)
    return xp.astype(xp.asarray(as_numpy(drawn), device=device(A)), A.dtype)


def rank_correlation(A: Array, B: Array) -> float:
    """Spearman's rank correlation of two maps: 1 if they order the pixels alike, about 0 if they share nothing.

    Parameters
    ----------
    A, B : arrays of one shape
        Two maps of finite numbers.

    Returns
    -------
    float
        −1 to 1; equal values share the mean of their ranks.

    Raises
    ------
    TypeError, ValueError
        If an argument is no array, the shapes differ, a value is NaN or infinite, which has no rank, or all values of
        one are equal.

    Notes
    -----
    The measure is that of [1]_.

    References
    ----------
    .. [1] C. Spearman, "The Proof and Measurement of Association between Two Things", The American Journal of
       Psychology, 1904. doi:10.2307/1412159

    Examples
    --------
    >>> rank_correlation(np.array([1.0, 2.0, 30.0]), np.array([0.1, 0.2, 0.3]))
    1.0
    """
    if B is None:  # which some functions may leave out
        raise TypeError("B: expected an array, got None")
    check.arrays(A=A, B=B)
    check.shape("B", B, tuple(A.shape), "that of A")
    check.read("A", A)
    check.read("B", B)
    ranks = [_ranks(on_host(options.finite(name, M)).ravel()) for name, M in zip("AB", (A, B))]
    for name, row in zip("AB", ranks):
        if row.size < 2 or np.ptp(row) == 0:
            raise ValueError(f"{name}: expected values that differ, got {row.size} equal ones")
    return float(np.clip(np.corrcoef(ranks[0], ranks[1])[0, 1], -1, 1))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Place of each value in their order, from 0; equal values share the mean of their places."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts) - 1
    return (last - (counts - 1) / 2)[inverse]

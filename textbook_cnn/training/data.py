"""The images and labels that a network is trained on and measured with, checked once for the whole set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import _checks as check
from .. import _options as option
from .._arrays import Array, detached
from ..layers._targets import target_rows
from ..network.chain import check_images
from ..network.network import Network


def checked_data(
    name: str, network: Network, data: tuple[Array, Array], params: Mapping[str, Array] | None = None
) -> tuple[Array, Array]:
    """Images and target rows from (X, labels), once their numbers and those of the parameters can be read."""
    if not isinstance(data, (tuple, list)) or len(data) != 2:
        raise TypeError(f"{name}: expected a pair (X, labels), got {check.shown(data)}")
    X, labels = (detached(A) for A in data)
    check_scored(f"{name}[0]", network, X)
    xp = check.arrays(**{f"{name}[0]": X, f"{name}[1]": labels})
    try:
        T = target_rows(labels, (X.shape[0], *network.output_shape), X.dtype, xp)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{error}; these are {name}[1]") from None
    check.read(name, T)  # traced under jax.jit, as all is; not under jax.grad, where the parameters are
    if params is not None:
        option.known("params", params)
    return X, T


def check_scored(name: str, network: Network, X: Array) -> Any:
    """Check that the network gives scores and that X holds images for it; return their namespace."""
    if not isinstance(network, Network):
        raise TypeError(f"network: expected a Network, got {check.shown(network)}")
    if len(network.output_shape) != 1:
        raise ValueError(f"network: expected an output (classes,), got {network.output_shape}")
    xp = check.arrays(**{name: X})
    check_images(X, network.input_shape, name)
    check_some(name, X)
    return xp


def check_some(name: str, A: Array) -> None:
    """Refuse no images."""
    if A.shape[0] == 0:
        raise ValueError(f"{name}: expected at least one image, got none, and the mean of nothing is undefined")

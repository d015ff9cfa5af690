"""The options of a training, checked."""

from __future__ import annotations

from .. import _checks as check
from .._arrays import Array, is_cupy_array
from ..network.network import Network
from .group import Group
from .run import Watcher
from .schedules import Schedule


def check_options(
    network: Network,
    epochs: int,
    batch_size: int,
    learning_rate: float | Schedule,
    patience: int | None,
    seed: int,
    workers: int | None,
    tf32: bool,
) -> None:
    """Check those that need no data."""
    if not isinstance(network, Network):
        raise TypeError(f"network: expected a Network, got {check.shown(network)}")
    for name, value in (("epochs", epochs), ("batch_size", batch_size), ("patience", patience), ("workers", workers)):
        if value is not None or name in ("epochs", "batch_size"):
            check.integer(name, value, 1)
    check.integer("seed", seed, 0)
    if not isinstance(tf32, bool):
        raise TypeError(f"tf32: expected True or False, got {check.shown(tf32)}")
    if not callable(learning_rate):
        check.number("learning_rate", learning_rate, 0, closed=False)


def recorded(graph: bool | None, network: Network, X: Array, group: Group | None) -> bool:
    """Whether steps are launches of a CUDA graph: with CuPy, unless told otherwise."""
    if graph is not None and not isinstance(graph, bool):
        raise TypeError(f"graph: expected True, False or None, got {check.shown(graph)}")
    if graph and not is_cupy_array(X):
        raise ValueError("graph: expected None or False without a GPU, got True; a CUDA graph needs device='cuda'")
    return is_cupy_array(X) and group is None and _ours(network) if graph is None else graph


def _ours(network: Network) -> bool:
    """Whether all layers are this package's: of others a graph might repeat what Python did for them once."""
    return all(type(layer).__module__.startswith(f"{__package__.partition('.')[0]}.") for layer in network.layers)


def watcher(on_epoch: Watcher | None) -> Watcher:
    """A function to tell of each epoch; one that does nothing if there is none."""
    if on_epoch is not None and not callable(on_epoch):
        raise TypeError(f"on_epoch: expected a function or None, got {check.shown(on_epoch)}")
    return on_epoch or (lambda epoch, params: None)

"""The options of a training, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import _checks as check
from .._arrays import Array, array_namespace, device, is_cupy_array, is_numpy_array
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


def recorded(graph: bool | None, network: Network, params: Mapping[str, Array], X: Array, group: Group | None) -> bool:
    """Whether steps are launches of a CUDA graph: with CuPy, unless told otherwise."""
    dtypes = _dtypes(params, X)
    if graph is not None and not isinstance(graph, bool):
        raise TypeError(f"graph: expected True, False or None, got {check.shown(graph)}")
    if graph and not is_cupy_array(X):
        raise ValueError("graph: expected None or False without a GPU, got True; a CUDA graph needs device='cuda'")
    if graph and len(dtypes) > 1:
        raise ValueError(f"graph: expected images and parameters of one dtype, got {dtypes}")
    return is_cupy_array(X) and group is None and len(dtypes) == 1 and _ours(network) if graph is None else graph


def _dtypes(params: Mapping[str, Array], X: Array) -> list[str]:
    """The dtypes of images and parameters: where they are several, a step may widen the parameters."""
    return sorted({str(A.dtype) for A in (X, *params.values())})


def _ours(network: Network) -> bool:
    """Whether all layers are this package's: of others a graph might repeat what Python did for them once."""
    return all(type(layer).__module__.startswith(f"{__package__.partition('.')[0]}.") for layer in network.layers)


def watcher(on_epoch: Watcher | None) -> Watcher:
    """A function to tell of each epoch; one that does nothing if there is none."""
    if on_epoch is not None and not callable(on_epoch):
        raise TypeError(f"on_epoch: expected a function or None, got {check.shown(on_epoch)}")
    return on_epoch or (lambda epoch, params: None)


def checked_group(group: Any, params: Mapping[str, Array], X: Array) -> Any:
    """A group as `train` takes it, or None."""
    if group is None:
        return None
    if not (hasattr(group, "rank") and hasattr(group, "size") and callable(getattr(group, "add", None))):
        raise TypeError(f"group: expected None or something with rank, size and add, got {check.shown(group)}")
    if check.integer("group.rank", group.rank, 0) >= check.integer("group.size", group.size, 1):
        raise ValueError(f"group: expected a rank below size = {group.size}, got {group.rank}")
    if not (is_numpy_array(X) or is_cupy_array(X)):
        raise TypeError("group: expected None for arrays other than NumPy's and CuPy's, got a group")
    if len(dtypes := _dtypes(params, X)) > 1:
        raise ValueError(f"group: expected images and parameters of one dtype, got {dtypes}")
    _try(group, X)
    return group


def _try(group: Group, X: Array) -> None:
    """Have the group add what tells whether it adds in place, and over processes with numbers of their own."""
    xp = array_namespace(X)
    ranks = xp.astype(xp.arange(group.size, device=device(X)) == group.rank, xp.float64)
    group.add(ranks)
    if not bool(xp.all(ranks == 1)):
        found = [float(count) for count in ranks]
        raise ValueError(
            f"group: expected `add` to replace an array by its sum over processes 0 to {group.size - 1}, got {found} "
            "as the counts of processes with these numbers"
        )

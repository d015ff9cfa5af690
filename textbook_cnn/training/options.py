"""The options of a training, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from .. import _checks as check
from .. import _options as option
from .._arrays import Array, array_namespace, device, is_cupy_array, is_numpy_array
from ..network.network import Network
from ..network.returned import is_ours
from .arguments import checked_rate
from .group import Group
from .run import Watcher
from .schedules import Schedule

MOST_PROCESSES = 1_000_000  # of a group


class Options(NamedTuple):
    """What `train` goes on with: Python's numbers, whatever kinds of numbers came."""

    epochs: int
    batch_size: int
    learning_rate: float | Schedule
    patience: int | None
    seed: int
    progress: bool
    workers: int | None
    device: str | None
    tf32: bool


def checked_options(
    network: Network,
    epochs: int,
    batch_size: int,
    learning_rate: float | Schedule,
    patience: int | None,
    seed: int,
    progress: bool,
    workers: int | None,
    device: str | None,
    tf32: bool,
) -> Options:
    """Check those that need no data."""
    if not isinstance(network, Network):
        raise TypeError(f"network: expected a Network, got {check.shown(network)}")
    return Options(
        check.integer("epochs", epochs, 1),
        check.integer("batch_size", batch_size, 1),
        _rate_or_schedule(learning_rate),
        None if patience is None else check.integer("patience", patience, 1),
        option.seed("seed", seed),
        option.flag("progress", progress),
        None if workers is None else check.integer("workers", workers, 1),
        None if device is None else check.choice("device", device, ("cpu", "cuda")),
        option.flag("tf32", tf32),
    )


def _rate_or_schedule(value: Any) -> float | Schedule:
    """A positive number, as Python's, or a function of the share that is done."""
    if callable(value):
        return option.function("learning_rate", value)
    rate = checked_rate(value)
    return check.number("learning_rate", float(rate) if hasattr(rate, "dtype") else rate, 0, closed=False)


def check_tf32(tf32: bool, X: Array) -> bool:
    """Refuse TF32 where there is none and it would change nothing."""
    if tf32 and not is_cupy_array(X):
        raise ValueError("tf32: expected False without a GPU, got True; TF32 needs device='cuda'")
    return tf32


def recorded(graph: bool | None, network: Network, params: Mapping[str, Array], X: Array, group: Group | None) -> bool:
    """Whether steps are launches of a CUDA graph: with CuPy, unless told otherwise."""
    dtypes = _dtypes(params, X)
    if graph is not None and not isinstance(graph, (bool, np.bool_)):
        raise TypeError(f"graph: expected True, False or None, got {check.shown(graph)}")
    graph = None if graph is None else bool(graph)
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
    return all(is_ours(layer) for layer in network.layers)


def watcher(on_epoch: Watcher | None) -> Watcher:
    """A function to tell of each epoch; one that does nothing if there is none."""
    return (lambda epoch, params: None) if on_epoch is None else option.function("on_epoch", on_epoch)


def checked_group(group: Any, params: Mapping[str, Array], X: Array) -> Any:
    """A group as `train` takes it, or None."""
    if group is None:
        return None
    has = all(hasattr(group, name) for name in ("rank", "size")) and callable(getattr(group, "add", None))
    if isinstance(group, type) or not has:
        raise TypeError(f"group: expected None or something with rank, size and add, got {check.shown(group)}")
    if check.integer("group.rank", group.rank, 0) >= option.within("group.size", group.size, 1, MOST_PROCESSES):
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

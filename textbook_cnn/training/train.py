"""Training: batches in random order, Adam, a validation split, early stopping, and a history of it all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import _checks as check
from .._arrays import Array, array_namespace, is_cupy_array, is_numpy_array
from .._arrays.cublas import tf32_products
from .._devices import on_device
from ..network.network import Network
from .data import checked_data
from .group import Group, checked_group
from .history import History
from .run import Data, Run, Watcher, permutation
from .schedules import Schedule
from .threads import worker_pool


def train(
    network: Network,
    params: Mapping[str, Array],
    data: Data,
    *,
    epochs: int,
    batch_size: int = 128,
    learning_rate: float | Schedule = 1e-3,
    validation: float | Data | None = 0.1,
    patience: int | None = None,
    seed: int = 0,
    progress: bool = True,
    workers: int | None = None,
    device: str | None = None,
    tf32: bool = False,
    graph: bool | None = None,
    group: Group | None = None,
    on_epoch: Watcher | None = None,
) -> tuple[dict[str, Array], History]:
    """Train a network with Adam on the mean cross-entropy.

    Parameters
    ----------
    network : Network
        Its output is (batch, classes).
    params : dict of arrays
        Where to start, from `Network.init`; the arrays are not changed.
    data : (X, labels)
        Images (batch, *input_shape), floating-point, and their classes (batch,), counted from 0, or target rows; of
        the same library as `params`.
    epochs : int
        How often to go through the images.
    batch_size : int
        Images a step.
    learning_rate : float or callable
        A number, or a schedule such as `one_cycle(0.004)`.
    validation : float, (X, labels) or None
        Share of `data` to set aside, drawn at random, or other data, for measuring after each epoch; None or 0: none.
    patience : int, optional
        Stop after so many epochs in a row without a smaller validation loss, and return the best parameters.
    seed : int
        Fixes the order of the images, the same on every device, and the dropout masks, which a GPU draws by itself.
    progress : bool
        Whether to show a progress bar.
    workers : int, optional
        Threads; one for each processor if left out. Any number gives the same result.
    device : str, optional
        "cuda": move images and parameters to the GPU, once, and train there with CuPy. Otherwise they stay where they
        are.
    tf32 : bool
        Whether matrix products on the GPU may round their float32 factors to TF32, with 10 instead of 23 bits behind
        the leading one.
    graph : bool, optional
        Whether each step of a full batch is a launch of one CUDA graph, recorded in the first epoch: with CuPy and no
        `group` if left out. Where CUDA refuses, training goes on without, and a warning says why. Give False for a
        layer of your own that uses numbers of Python or NumPy which change from step to step: a graph repeats those of
        its recording, and nothing warns of it.
    group : NCCLGroup, optional
        Or any object with `rank`, `size` and `add`, a function that replaces an array by its sum over all processes.
        These train together, each with the same arguments but for its own group: each takes its part of every batch,
        and all end with the same parameters.
    on_epoch : callable, optional
        Called as ``on_epoch(epoch, params)`` with 0 and the parameters at the start, then after each epoch with its
        number, counted from 1, and the parameters there: to keep kernels in the course of training. It must not change
        them.

    Returns
    -------
    params : dict of arrays
        Trained parameters: the last, or with `patience` those with the smallest validation loss.
    history : History
        Losses, accuracies and times by epoch. After Ctrl-C both hold what was learnt until then.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kinds above or does not fit the network.
    RuntimeError
        If `device` is "cuda" and there is no CuPy, no GPU or no CUDA to compute with.

    Notes
    -----
    Equation ``training.parts``: each batch is cut into parts that fit into the memory near the processor.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn import Dense
    >>> X, network = np.array([[0.0, 1.0], [1.0, 0.0]]), Network([Dense(2)], (2,))
    >>> params, history = train(network, network.init(0, dtype="float64"), (X, np.array([0, 1])), epochs=50,
    ...                         learning_rate=0.1, validation=None, progress=False)
    >>> history.accuracy[-1]
    1.0
    """
    _check_options(network, epochs, batch_size, learning_rate, patience, seed, workers, tf32)
    tell = _watcher(on_epoch)
    X, T = checked_data("data", network, data)
    network.check_params(params, **{"data[0]": X})
    X, T = on_device(X, device), on_device(T, device)
    params = {key: on_device(P, device) for key, P in params.items()}
    X, T, held_out = _set_aside(network, X, T, validation, seed, device)
    if patience is not None and held_out is None:
        raise ValueError("patience: expected None without validation, got a number of epochs")
    options = batch_size, learning_rate, patience, seed, epochs, _recorded(graph, X, group), checked_group(group, X)
    run = Run(network, params, History(), X, T, held_out, *options)
    with (
        tf32_products(tf32),
        worker_pool(workers if is_numpy_array(X) else 1) as pool,
        _bar(epochs * run.batches, progress) as bar,
    ):
        run.all_epochs(pool, bar, tell)
    return run.result(), run.history


def _check_options(
    network: Network,
    epochs: int,
    batch_size: int,
    learning_rate: float | Schedule,
    patience: int | None,
    seed: int,
    workers: int | None,
    tf32: bool,
) -> None:
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


def _recorded(graph: bool | None, X: Array, group: Group | None) -> bool:
    """Whether steps are launches of a CUDA graph: with CuPy, unless told otherwise."""
    if graph is not None and not isinstance(graph, bool):
        raise TypeError(f"graph: expected True, False or None, got {check.shown(graph)}")
    if graph and not is_cupy_array(X):
        raise ValueError("graph: expected None or False without a GPU, got True; a CUDA graph needs device='cuda'")
    return is_cupy_array(X) and group is None if graph is None else graph


def _watcher(on_epoch: Watcher | None) -> Watcher:
    if on_epoch is not None and not callable(on_epoch):
        raise TypeError(f"on_epoch: expected a function or None, got {check.shown(on_epoch)}")
    return on_epoch or (lambda epoch, params: None)


def _set_aside(
    network: Network, X: Array, T: Array, validation: float | Data | None, seed: int, device: str | None
) -> tuple[Array, Array, Data | None]:
    """Training images, their target rows, and what is measured after each epoch."""
    if isinstance(validation, (tuple, list)):
        V, labels = (on_device(A, device) for A in checked_data("validation", network, validation))
        check.arrays(**{"data[0]": X, "validation[0]": V})
        return X, T, (V, labels)
    if validation is None or check.number("validation", validation, 0, 1) == 0:
        return X, T, None
    xp, N = array_namespace(X), X.shape[0]
    count = round(N * validation)
    if not 0 < count < N:
        raise ValueError(f"validation: expected a share that leaves images to either side, got {validation} of {N}")
    order = permutation([seed, N], N, X)
    held_out = xp.take(X, order[:count], axis=0), xp.take(T, order[:count], axis=0)
    return xp.take(X, order[count:], axis=0), xp.take(T, order[count:], axis=0), held_out


def _bar(total: int, progress: bool) -> Any:
    from tqdm.auto import tqdm

    return tqdm(total=total, disable=not progress, unit="batch", desc="training")

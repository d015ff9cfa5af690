"""Training: batches in random order, Adam, a validation split, early stopping, and a history of it all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from .. import _checks as check
from .. import _options as option
from .._arrays import Array, array_namespace, detached, is_numpy_array
from .._arrays.cublas import tf32_products
from .._devices import on_device
from ..network.network import Network
from .data import checked_data
from .group import Group
from .history import History
from .options import check_tf32, checked_group, checked_options, recorded, watcher
from .progress import progress_bar
from .run import Data, Run, Watcher, permutation
from .schedules import Schedule
from .signals import stops_at_signals
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
        Stop after this many epochs in a row without a smaller validation loss, and return the best parameters.
    seed : int
        Fixes the order of the images, the same on every device, and the dropout masks, which a GPU draws by itself.
    progress : bool
        Whether to show a progress bar.
    workers : int, optional
        Threads, for NumPy's arrays; one for each processor if left out. Any number gives the same result.
    device : str, optional
        "cuda": move images and parameters to the GPU, once, and train there with CuPy. "cpu" or left out: they stay
        where they are.
    tf32 : bool
        Whether matrix products on the GPU may round their float32 factors to TF32, with 10 instead of 23 bits behind
        the leading one; refused without CuPy.
    graph : bool, optional
        Whether each step of a full batch is a launch of one CUDA graph, recorded in the first epoch. If left out: with
        CuPy, no `group`, layers of this package alone, and images and parameters of one dtype. Where CUDA refuses,
        training goes on without, and a warning says why. True also for layers of your own, if Python does the same for
        them in every step: a graph repeats numbers of Python and NumPy as they were when it was recorded, and nothing
        warns of it.
    group : NCCLGroup, optional
        Or any object with `rank`, `size` and `add`, a function that replaces an array by its sum over all processes.
        These train together, each with the same arguments but for its own group: each takes its part of every batch,
        and all end with the same parameters.
    on_epoch : callable, optional
        Called as ``on_epoch(epoch, params)`` with 0 and the parameters at the start, then after each epoch with its
        number, counted from 1, and the parameters there: to keep kernels in the course of training. It must not change
        them; NumPy's are read-only. An error that it raises ends the training and reaches the caller, and only what it
        has kept is left; KeyboardInterrupt ends it as Ctrl-C does.

    Returns
    -------
    params : dict of arrays
        Trained parameters: the last, or with `patience` those with the smallest validation loss. If training diverges,
        the last are those of the last epoch after which loss and parameters were finite; a warning says which.
    history : History
        Losses, accuracies and times by epoch. After Ctrl-C both hold what has been learnt so far; in the main thread
        SIGTERM and SIGHUP do the same, unless they are ignored. A second signal changes nothing.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kinds above or does not fit the network.
    RuntimeError
        If `device` is "cuda" and there is no CuPy, no GPU or no CUDA to compute with.

    Notes
    -----
    Equation ``training.parts``: each batch is cut into parts that fit into the memory near the processor.

    The steps are those of Adam [1]_; ending a training with `patience` is the early stopping of [2]_.

    References
    ----------
    .. [1] D. P. Kingma and J. Ba, "Adam: a Method for Stochastic Optimization", 2014. doi:10.48550/arXiv.1412.6980
    .. [2] L. Prechelt, "Early Stopping -- But When?", Neural Networks: Tricks of the Trade, Springer, 1998.
       doi:10.1007/3-540-49430-8_3

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
    given = checked_options(network, epochs, batch_size, learning_rate, patience, seed, progress, workers, device, tf32)
    tell = watcher(on_epoch)
    X, T = (on_device(A, given.device) for A in checked_data("data", network, data))
    params = {key: on_device(detached(P), given.device) for key, P in option.mapping("params", params).items()}
    network.check_params(params, **{"data[0]": X})
    tf32 = check_tf32(given.tf32, X)
    X, T, held_out = _set_aside(network, X, T, validation, given.seed, given.device)
    if given.patience is not None and held_out is None:
        raise ValueError("patience: expected None without validation, got a number of epochs")
    graph, group = recorded(graph, network, params, X, group), checked_group(group, params, X)
    options = given.batch_size, given.learning_rate, given.patience, given.seed, given.epochs, graph, group
    with stops_at_signals() as stop:
        run = Run(network, params, History(), X, T, held_out, *options, stop)
        with (
            tf32_products(tf32),
            worker_pool(given.workers) if is_numpy_array(X) else nullcontext() as pool,
            _bar(given.epochs * run.batches, given.progress) as bar,
        ):
            run.all_epochs(pool, bar, tell)
        return run.result()


def _set_aside(
    network: Network, X: Array, T: Array, validation: float | Data | None, seed: int, device: str | None
) -> tuple[Array, Array, Data | None]:
    """Training images, their target rows, and what is measured after each epoch."""
    if isinstance(validation, (tuple, list)):
        V, labels = (on_device(A, device) for A in checked_data("validation", network, validation))
        check.arrays(**{"data[0]": X, "validation[0]": V})
        return X, T, (V, labels)
    share = 0.0 if validation is None else check.number("validation", validation, 0, 1)
    if share == 0:
        return X, T, None
    xp, N = array_namespace(X), X.shape[0]
    count = round(N * share)
    if not 0 < count < N:
        raise ValueError(f"validation: expected a share that leaves images to either side, got {share} of {N}")
    order = permutation([seed, N], N, X)
    held_out = xp.take(X, order[:count], axis=0), xp.take(T, order[:count], axis=0)
    return xp.take(X, order[count:], axis=0), xp.take(T, order[count:], axis=0), held_out


def _bar(total: int, progress: bool) -> Any:
    return progress_bar(None, progress, unit="batch", doing="training", total=total)

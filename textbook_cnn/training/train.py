"""Training: batches in random order, Adam, a validation split, early stopping, and a history of it all."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from time import perf_counter
from typing import Any

import numpy as np

from .. import _checks as check
from .._arrays import Array, array_namespace, is_numpy_array, on_device, own_generator, tf32_products
from .._arrays import device as device_of
from .gradients import loss_and_gradients
from .threads import Workers, worker_pool
from .adam import adam_init, adam_step
from .evaluation import checked_data, evaluate
from ..network.network import Network
from ..network.pool_first import pool_first
from .schedules import Schedule

Data = tuple[Array, Array]
Watcher = Callable[[int, dict[str, Array]], object]


@dataclass
class History:
    """What happened in training: one entry an epoch in each list.

    Attributes
    ----------
    loss, accuracy : list of float
        Mean over the epoch's batches, with dropout and while the parameters change (nats; 0 to 1).
    validation_loss, validation_accuracy : list of float
        After the epoch, without dropout; empty without validation.
    learning_rate, seconds : list of float
        Rate of the epoch's last step; time that the epoch took, validation included.
    best_epoch : int or None
        Epoch, counted from 1, with the smallest validation loss; None without validation.
    stopped : str
        Why training ended: "finished", "early stopping", "interrupted" or "diverged".
    """

    loss: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    learning_rate: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    best_epoch: int | None = None
    stopped: str = "finished"


def train(network: Network, params: Mapping[str, Array], data: Data, *, epochs: int, batch_size: int = 128,
          learning_rate: float | Schedule = 1e-3, validation: float | Data | None = 0.1,
          patience: int | None = None, seed: int = 0, progress: bool = True, workers: int | None = None,
          device: str | None = None, tf32: bool = False,
          on_epoch: Watcher | None = None) -> tuple[dict[str, Array], History]:  # fmt: skip
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
    >>> from textbook_cnn import Dense
    >>> X, network = np.array([[0.0, 1.0], [1.0, 0.0]]), Network([Dense(2)], (2,))
    >>> params, history = train(network, network.init(0, dtype="float64"), (X, np.array([0, 1])), epochs=50,
    ...                         learning_rate=0.1, validation=None, progress=False)
    >>> history.accuracy[-1]
    1.0
    """
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
    tell = _watcher(on_epoch)
    X, T = checked_data("data", network, data)
    network.check_params(params, **{"data[0]": X})
    X, T = on_device(X, device), on_device(T, device)
    params = {key: on_device(P, device) for key, P in params.items()}
    X, T, held_out = _set_aside(network, X, T, validation, seed, device)
    if patience is not None and held_out is None:
        raise ValueError("patience: expected None without validation, got a number of epochs")
    run = _Run(network, params, History(), X, T, held_out, batch_size, learning_rate, patience, seed, epochs)
    with (
        tf32_products(tf32, X), worker_pool(workers if is_numpy_array(X) else 1) as pool,
        _bar(epochs * run.batches, progress) as bar,
    ):  # fmt: skip
        try:
            tell(0, dict(run.params))  # a dict of its own: what is put in or taken out is not trained
            for epoch in range(epochs):
                stop = run.epoch(epoch, pool, bar)
                tell(epoch + 1, dict(run.params))
                if stop:
                    break
        except KeyboardInterrupt:
            run.history.stopped = "interrupted"
    return run.result(), run.history


def _watcher(on_epoch: Watcher | None) -> Watcher:
    if on_epoch is not None and not callable(on_epoch):
        raise TypeError(f"on_epoch: expected a function or None, got {check.shown(on_epoch)}")
    return on_epoch or (lambda epoch, params: None)


@dataclass
class _Run:
    """A training that is under way."""

    network: Network
    params: dict[str, Array]
    history: History
    X: Array
    T: Array
    held_out: Data | None
    batch_size: int
    learning_rate: float | Schedule
    patience: int | None
    seed: int
    epochs: int

    def __post_init__(self) -> None:
        self.fast = pool_first(self.network)  # the same function and parameters, proved
        self.state = adam_init(self.params)
        self.batches = -(-self.X.shape[0] // self.batch_size)
        self.best: dict[str, Array] | None = None
        self.draws = own_generator(self.seed, self.X)

    def epoch(self, epoch: int, pool: Workers | None, bar: Any) -> bool:
        """Go through the images once and measure; True if training should stop."""
        xp, N, began = array_namespace(self.X), self.X.shape[0], perf_counter()
        order = _permutation([self.seed, epoch], N, self.X)
        loss, right, rate = 0.0, 0, 0.0
        for i in range(self.batches):
            chosen = order[i * self.batch_size : min((i + 1) * self.batch_size, N)]
            x, t = xp.take(self.X, chosen, axis=0), xp.take(self.T, chosen, axis=0)
            step = loss_and_gradients(self.fast, self.params, x, t, (self.seed, epoch, i), pool, self.draws)
            done = (epoch * self.batches + i) / max(self.epochs * self.batches - 1, 1)
            rate = self.learning_rate(done) if callable(self.learning_rate) else self.learning_rate
            self.params, self.state = adam_step(self.params, step.grads, self.state, learning_rate=rate)
            loss, right = loss + step.loss * x.shape[0], right + step.right
            bar.update()
        self._record(loss, right, rate)
        self.history.seconds.append(perf_counter() - began)
        bar.set_postfix_str(self._summary())
        return self._should_stop()

    def _record(self, loss: Array, right: Array, rate: float) -> None:
        """Note what the epoch brought; its sums are read here alone, for reading them waits for the device."""
        history, N = self.history, self.X.shape[0]
        history.loss.append(float(loss) / N)
        history.accuracy.append(int(right) / N)
        history.learning_rate.append(float(rate))
        if self.held_out is not None:
            measured = evaluate(self.fast, self.params, self.held_out)
            history.validation_loss.append(measured.loss)
            history.validation_accuracy.append(measured.accuracy)
            if history.best_epoch is None or measured.loss < history.validation_loss[history.best_epoch - 1]:
                history.best_epoch, self.best = len(history.loss), self.params

    def _should_stop(self) -> bool:
        history = self.history
        if not isfinite(history.loss[-1]):
            history.stopped = "diverged"
            warnings.warn("training stopped: the loss is no longer finite; try a smaller learning_rate", stacklevel=4)
        elif self.patience is not None and len(history.loss) - (history.best_epoch or 0) >= self.patience:
            history.stopped = "early stopping"
        return history.stopped != "finished"

    def result(self) -> dict[str, Array]:
        """The best parameters where early stopping was asked for, else the last."""
        return self.best if self.patience is not None and self.best is not None else self.params

    def _summary(self) -> str:
        history = self.history
        text = f"loss {history.loss[-1]:.4f}, accuracy {history.accuracy[-1]:.4f}"
        return text + (f", validation {history.validation_accuracy[-1]:.4f}" if history.validation_accuracy else "")


def _set_aside(network: Network, X: Array, T: Array, validation: float | Data | None, seed: int,
               device: str | None) -> tuple[Array, Array, Data | None]:  # fmt: skip
    """Training images, their target rows, and what is measured after each epoch."""
    if isinstance(validation, (tuple, list)):
        held_out = tuple(on_device(A, device) for A in checked_data("validation", network, validation))
        check.arrays(**{"data[0]": X, "validation[0]": held_out[0]})
        return X, T, held_out
    if validation is None or check.number("validation", validation, 0, 1) == 0:
        return X, T, None
    xp, N = array_namespace(X), X.shape[0]
    count = round(N * validation)
    if not 0 < count < N:
        raise ValueError(f"validation: expected a share that leaves images to either side, got {validation} of {N}")
    order = _permutation([seed, N], N, X)
    held_out = xp.take(X, order[:count], axis=0), xp.take(T, order[:count], axis=0)
    return xp.take(X, order[count:], axis=0), xp.take(T, order[count:], axis=0), held_out


def _permutation(seed: list[int], N: int, like: Array) -> Array:
    """The numbers below N in random order, the same on every device."""
    return array_namespace(like).asarray(np.random.default_rng(seed).permutation(N), device=device_of(like))


def _bar(total: int, progress: bool) -> Any:
    from tqdm.auto import tqdm

    return tqdm(total=total, disable=not progress, unit="batch", desc="training")

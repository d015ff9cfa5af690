"""A training that is under way: epochs of steps, what is noted after each, and when to stop."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from time import perf_counter
from typing import Any

import numpy as np

from .._arrays import Array, array_namespace
from .._arrays import device as device_of
from .._devices import own_generator
from ..network.network import Network
from ..network.pool_first import pool_first
from .adam import adam_init, adam_step
from .evaluation import evaluate
from .gradients import loss_and_gradients
from .history import History
from .schedules import Schedule
from .threads import Workers

Data = tuple[Array, Array]
Watcher = Callable[[int, dict[str, Array]], object]


@dataclass
class Run:
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

    def all_epochs(self, pool: Workers | None, bar: Any, tell: Watcher) -> None:
        """Train until the last epoch, or until there is a reason to stop; tell the parameters before and after each."""
        try:
            tell(0, dict(self.params))  # a dict of its own: what is put in or taken out is not trained
            for epoch in range(self.epochs):
                stop = self.epoch(epoch, pool, bar)
                tell(epoch + 1, dict(self.params))
                if stop:
                    break
        except KeyboardInterrupt:
            self.history.stopped = "interrupted"

    def epoch(self, epoch: int, pool: Workers | None, bar: Any) -> bool:
        """Go through the images once and measure; True if training should stop."""
        xp, N, began = array_namespace(self.X), self.X.shape[0], perf_counter()
        order = permutation([self.seed, epoch], N, self.X)
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

    def _record(self, loss: Array | float, right: Array | int, rate: float) -> None:
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
            warnings.warn("training stopped: the loss is no longer finite; try a smaller learning_rate", stacklevel=5)
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


def permutation(seed: list[int], N: int, like: Array) -> Array:
    """The numbers below N in random order, the same on every device."""
    return array_namespace(like).asarray(np.random.default_rng(seed).permutation(N), device=device_of(like))

"""A training that is under way: epochs of steps, what is noted after each, and when to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np

from .. import _checks as check
from .._arrays import Array, array_namespace, detached, read_only
from .._arrays import device as device_of
from .._devices import own_generator
from ..network.network import Network
from ..network.pool_first import pool_first
from .adam import adam_init, adam_step
from .arguments import checked_rate
from .evaluation import evaluate
from .gradients import Step, loss_and_gradients
from .graph import GraphedSteps
from .group import Group, shared
from .history import History
from .outcome import Outcome
from .schedules import Schedule
from .signals import Stop
from .threads import Workers

Data = tuple[Array, Array]
Watcher = Callable[[int, dict[str, Array]], object]


@dataclass(frozen=True)
class Gradients:
    """Loss and gradients of chosen images: all that a step needs of a training, in which it does not stand itself."""

    network: Network  # the same function and parameters as the one that is trained, in a quicker order, proved
    X: Array
    T: Array
    draws: Any
    group: Group | None

    def __call__(
        self, params: dict[str, Array], chosen: Array, seed: tuple[int, ...] = (), pool: Workers | None = None
    ) -> Step:
        """Those of the mean loss; `seed` is for NumPy's dropout masks."""

        def own(part: Array) -> Step:
            xp, at = array_namespace(self.X), seed if self.group is None else (*seed, self.group.rank)
            x, t = xp.take(self.X, part, axis=0), xp.take(self.T, part, axis=0)
            return loss_and_gradients(self.network, params, x, t, at, pool, self.draws)

        return own(chosen) if self.group is None else shared(self.group, own, params, chosen)


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
    graph: bool = False
    group: Group | None = None
    stop: Stop = field(default_factory=Stop)

    def __post_init__(self) -> None:
        self.outcome = Outcome(self.history, self.params, self.patience)
        self.state = adam_init(self.params)
        self.batches = -(-self.X.shape[0] // self.batch_size)
        draws = own_generator(self.seed + (self.group.rank if self.group else 0), self.X)
        self.gradients = Gradients(pool_first(self.network), self.X, self.T, draws, self.group)
        self.graphed = None
        if self.graph and self.params:
            N = self.X.shape[0]
            self.graphed = GraphedSteps(self.gradients, self.params, N, self.batch_size)

    def all_epochs(self, pool: Workers | None, bar: Any, tell: Watcher) -> None:
        """Train until the last epoch, or until there is a reason to stop; tell the parameters before and after each."""
        try:
            self.stop.listen()
            tell(0, to_show(self.params))
            for epoch in range(self.epochs):
                over = self.epoch(epoch, pool, bar)
                tell(epoch + 1, to_show(self.params))
                if over or self.stop.asked:  # by a signal whose KeyboardInterrupt someone else has caught
                    break
        except KeyboardInterrupt:
            self.stop.listening, self.history.stopped = False, "interrupted"
        finally:
            self.stop.listening = False
            if self.graphed is not None:
                self.graphed.close()

    def epoch(self, epoch: int, pool: Workers | None, bar: Any) -> bool:
        """Go through the images once and measure; True if training should stop."""
        began, order = perf_counter(), permutation([self.seed, epoch], self.X.shape[0], self.X)
        if self.graphed is None:
            loss, right, rate = self._one_by_one(epoch, order, pool, bar)
        else:
            rates = [self._checked_rate(epoch, i) for i in range(self.batches)]
            rate = rates[-1]
            try:
                loss, right = self.graphed.epoch(order, rates, bar.update)
            finally:  # after Ctrl-C too
                self.params, self.state = self.graphed.now()
        self._record(loss, right, rate, began)
        bar.set_postfix_str(self.outcome.summary())
        return self.outcome.is_over()

    def _one_by_one(
        self, epoch: int, order: Array, pool: Workers | None, bar: Any
    ) -> tuple[Array | float, Array | int, float]:
        """An epoch's steps: the sum of the losses, the number of right answers, the last learning rate."""
        loss, right, rate = 0.0, 0, 0.0
        for i in range(self.batches):
            chosen = order[i * self.batch_size : min((i + 1) * self.batch_size, order.shape[0])]
            step = self.gradients(self.params, chosen, (self.seed, epoch, i), pool)
            rate = self._rate(epoch, i)
            self.params, self.state = adam_step(self.params, step.grads, self.state, learning_rate=rate)
            loss, right = loss + step.loss * chosen.shape[0], right + step.right
            bar.update()
        return loss, right, rate

    def _rate(self, epoch: int, i: int) -> Any:
        """The learning rate of an epoch's step."""
        done = (epoch * self.batches + i) / max(self.epochs * self.batches - 1, 1)
        rate: Any = self.learning_rate(done) if callable(self.learning_rate) else self.learning_rate
        return detached(rate)

    def _checked_rate(self, epoch: int, i: int) -> float:
        """The learning rate as a number, checked here: `adam_step` does not look at one on a device."""
        return check.number("learning_rate", float(checked_rate(self._rate(epoch, i))), 0)

    def _record(self, loss: Array | float, right: Array | int, rate: float, began: float) -> None:
        """Note what the epoch brought, all or nothing; its sums are read here alone: that waits for the device."""
        N = self.X.shape[0]
        mean, share, rate = float(loss) / N, int(right) / N, float(rate)
        measured = evaluate(self.network, self.params, self.held_out) if self.held_out is not None else None
        self.stop.listening = False  # a signal waits until every list has its entry
        self.outcome.note(self.params, mean, share, rate, measured, perf_counter() - began)
        self.stop.listen()

    def result(self) -> tuple[dict[str, Array], History]:
        """The parameters that come back, and what happened."""
        if self.stop.asked and self.history.stopped == "finished":
            self.history.stopped = "interrupted"  # by a signal that found nothing left to interrupt
        return self.outcome.result(self.params), self.history


def to_show(params: dict[str, Array]) -> dict[str, Array]:
    """A dict of its own, so that what is put in or taken out is not trained; of NumPy's arrays views to read only."""
    return {key: read_only(P) for key, P in params.items()}


def permutation(seed: list[int], N: int, like: Array) -> Array:
    """The numbers below N in random order, the same on every device."""
    return array_namespace(like).asarray(np.random.default_rng(seed).permutation(N), device=device_of(like))

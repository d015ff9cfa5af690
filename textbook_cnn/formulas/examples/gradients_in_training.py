"""The ways in which training computes the gradients of a batch, run on symbols, one call after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...training import group, outcome, run, threads
from ...training.gradients import Step, loss_and_gradients
from ..code_for_all_sizes.running import replaced
from ..shipped import shipped
from .evaluation import right_answers

Gradients = Callable[[Any, Mapping[str, np.ndarray], np.ndarray, np.ndarray], Step]  # network, params, X, T


class AtOnce:
    """An executor without threads: what is submitted is computed before anything else."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.found: Any = None

    def shutdown(self, **_: Any) -> None:
        """Nothing is left to do."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> AtOnce:
        """What will have the result; here it has it already."""
        done = AtOnce()
        done.found = function(*arguments)
        return done

    def result(self) -> Any:
        """What the function returned."""
        return self.found


class ExactNumbers:
    """NumPy, whose floating-point numbers and integers are any numbers, so that symbols fit in."""

    float64 = int64 = object

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    def astype(self, number: Any, _: Any) -> Any:
        """The number as it is."""
        return number


def by_workers(size: int) -> Gradients:
    """The step of training, whose parts so many workers share."""
    pool: Any = None if size == 1 else threads.Workers(size, AtOnce())  # type: ignore[arg-type]  # no threads
    return lambda network, params, X, T: loss_and_gradients(network, params, X, T, (0,), pool)


class Process:
    """One of several processes; what it adds up is noted, and is the sum once what the others add is known."""

    def __init__(self, rank: int, size: int, noted: list[list[np.ndarray]]) -> None:
        self.rank, self.size, self.noted, self.calls = rank, size, noted, 0

    def add(self, A: Any) -> None:
        """Note the array; put the sum in its place if all have noted theirs."""
        if self.calls == len(self.noted):
            self.noted.append([])
        terms = self.noted[self.calls]
        self.calls += 1
        if len(terms) == self.size:
            A[...] = sum(terms[1:], terms[0])
        else:
            terms.append(A.copy())


def by_processes(size: int) -> Gradients:
    """The step of training that so many processes share: each runs once to be noted, the first then with the sums."""

    def step(network: Any, params: Mapping[str, np.ndarray], X: np.ndarray, T: np.ndarray) -> Step:
        def of_some(chosen: Any) -> Step:
            return loss_and_gradients(network, params, X[chosen], T[chosen], (0,))

        noted: list[list[np.ndarray]] = []
        with replaced((group, "array_namespace", lambda *_: ExactNumbers())):
            found = [
                group.shared(Process(rank, size, noted), of_some, params, np.arange(len(X)))
                for rank in (*range(size), 0)
            ]
        return found[-1]

    return step


def by_train(workers: int) -> Gradients:
    """An epoch of `train` with all images in one batch; P − η ∂E/∂P stands in for Adam's step, and η is 1."""

    def descend(params: Any, grads: Any, state: Any, *, learning_rate: Any) -> Any:
        return shipped("descent_step")(params, grads, learning_rate=learning_rate), state

    def step(network: Any, params: Mapping[str, np.ndarray], X: np.ndarray, T: np.ndarray) -> Step:
        options = {"epochs": 1, "batch_size": len(X), "learning_rate": 1, "validation": None}
        options |= {"progress": False, "workers": workers}
        inside = ("adam_step", descend), ("float", lambda x: x)
        shown = (outcome.Outcome, "summary", lambda _: "")  # the numbers beside the progress bar
        checks = ((outcome, name, lambda _: True) for name in ("isfinite", "_all_finite"))
        with replaced(shown, (threads, "ThreadPoolExecutor", AtOnce), *checks, *((run, *change) for change in inside)):
            moved, history = shipped("train")(network, params, (X, T), **options)
        grads = {key: P - moved[key] for key, P in params.items()}
        right: Any = right_answers("an epoch", history.accuracy[0], len(X))
        return Step(history.loss[0], right, grads)

    return step

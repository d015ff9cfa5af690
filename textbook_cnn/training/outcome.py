"""The outcome of a training: its history, whether it should stop, and which parameters come back."""

from __future__ import annotations

import warnings
from math import isfinite
from typing import Any

from .._arrays import Array, array_namespace
from .evaluation import Evaluation
from .history import History

Params = dict[str, Array]


class Outcome:
    """The history of a training, and the parameters that are kept: the best, and the last with which all is finite."""

    def __init__(self, history: History, params: Params, patience: int | None) -> None:
        self.history, self.patience = history, patience
        self.finite, self.finite_epoch = params, 0
        self.best: Params | None = None

    def note(
        self, params: Params, loss: float, share: float, rate: float, measured: Evaluation | None, seconds: float
    ) -> None:
        """Add what an epoch brought, and keep its parameters if they are worth it."""
        history, finite = self.history, isfinite(loss) and _all_finite(params)
        history.loss.append(loss)
        history.accuracy.append(share)
        history.learning_rate.append(rate)
        history.seconds.append(seconds)
        if finite:
            self.finite, self.finite_epoch = params, len(history.loss)
        if measured is not None:
            if finite and self._is_best(measured.loss):
                history.best_epoch, self.best = len(history.loss), params
            history.validation_loss.append(measured.loss)
            history.validation_accuracy.append(measured.accuracy)

    def _is_best(self, loss: float) -> bool:
        """Whether a loss of validation is smaller than all before it: NaN and infinity never are."""
        best = self.history.best_epoch
        return isfinite(loss) if best is None else loss < self.history.validation_loss[best - 1]

    def is_over(self) -> bool:
        """Whether training should stop, which the history then gives the reason for."""
        history, epoch = self.history, len(self.history.loss)
        if self.finite_epoch < epoch:
            history.stopped = "diverged"
            back = history.best_epoch if self.patience is not None and history.best_epoch else self.finite_epoch
            warnings.warn(
                f"training stopped: in epoch {epoch} the loss or a parameter was no longer finite; the parameters "
                f"{f'of epoch {back}' if back else 'of the start'} come back; try a smaller learning_rate",
                stacklevel=5,
            )
        elif self.patience is not None and epoch - (history.best_epoch or 0) >= self.patience:
            history.stopped = "early stopping"
        return history.stopped != "finished"

    def result(self, params: Params) -> Params:
        """The best parameters where early stopping was asked for, else the present ones if all of them are finite."""
        if self.patience is not None and self.best is not None:
            return self.best
        return params if self.history.stopped != "diverged" and _all_finite(params) else self.finite

    def summary(self) -> str:
        """The last epoch in a few words."""
        history = self.history
        text = f"loss {history.loss[-1]:.4f}, accuracy {history.accuracy[-1]:.4f}"
        return text + (f", validation {history.validation_accuracy[-1]:.4f}" if history.validation_accuracy else "")


def _all_finite(params: Params) -> bool:
    """Whether no parameter is infinite or NaN."""
    return all(_finite(array_namespace(P), P) for P in params.values())


def _finite(xp: Any, P: Array) -> bool:
    return bool(xp.all(xp.isfinite(P)))

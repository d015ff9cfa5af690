"""What a training was: losses, accuracies and times by epoch."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class History:
    """What happened in training: one entry in each list for each epoch that was gone through and measured.

    All lists have the same length, but for those of validation, which are empty without it. An epoch that is
    interrupted, by Ctrl-C or another signal, has no entries. One that diverges has: NaN or infinity, where that was
    found.

    Attributes
    ----------
    loss, accuracy : list of float
        Mean over the epoch's batches, with dropout and while the parameters change (nats; 0 to 1). An image whose
        scores are NaN counts as wrong.
    validation_loss, validation_accuracy : list of float
        After the epoch, without dropout; empty without validation.
    learning_rate, seconds : list of float
        Rate of the epoch's last step; time that the epoch took, validation included.
    best_epoch : int or None
        Epoch, counted from 1, with the smallest validation loss; None without validation, or if no such loss was
        finite.
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

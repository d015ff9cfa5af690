"""Ways in which `train` is called, and what stands in for what its loop calls: it notes what it is given."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import numpy as np

from ...training import evaluation, run
from ...training.gradients import Step
from ..code_for_all_sizes.running import replaced
from ..shipped import agree

IMAGES, TRAINED, SHARE, CLASSES, SEED, RATE = 21, 17, 0.2, 3, 7, 0.25
X, LABELS = np.arange(IMAGES, dtype=float)[:, None], np.arange(IMAGES) % CLASSES
MEASURED = [4.0, 2.0, 3.0, 2.0, 5.0, 1.0, 1.5]  # losses of validation: with a patience of 3 the fifth epoch is the last
OTHERS = 10  # what the other processes of a group add to each sum


class Case(NamedTuple):
    """How `train` is called; `rate`: None for a schedule; `held_out`: "a share", "others" or "none"."""

    rate: float | None
    held_out: str
    patience: int | None
    grouped: bool = False
    epochs: int = len(MEASURED)
    batch: int = 4

    def rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of the images that are trained on, and of those that are held out."""
        order, count = np.arange(IMAGES), IMAGES - TRAINED
        if self.held_out == "a share":
            order = np.roll(drawn(SEED, IMAGES, count=IMAGES), -count)
        return order[:TRAINED], order[TRAINED:]

    def ends(self) -> tuple[int, int]:
        """The last epoch, and the one with the smallest loss of validation."""
        best = 0
        for epoch in range(1, self.epochs + 1):
            best = 1 + MEASURED.index(min(MEASURED[:epoch]))
            if self.patience and epoch - best == self.patience:
                return epoch, best
        return self.epochs, best


CASES = (
    *(Case(*options) for options in product((RATE, None), ("a share", "others"), (3, None), (False, True))),
    *(Case(rate, "none", None, grouped=grouped) for rate, grouped in ((RATE, False), (None, True))),
    *(Case(None, "others", None, epochs=1, batch=batch) for batch in (6, 20)),  # fewer steps than a batch has images
)


class Call(NamedTuple):
    """What one step was given, and where it led."""

    network: Any
    X: np.ndarray
    T: np.ndarray
    seed: tuple[int, ...]
    params: np.ndarray
    grads: np.ndarray
    state: Any
    rate: float
    moved: np.ndarray


class Watched:
    """Stands in for the functions that the loop calls, and for two other processes; no two of its answers are alike."""

    rank, size = 2, 3

    def __init__(self) -> None:
        self.calls, self.measured, self.told = list[Call](), list[tuple[Any, ...]](), list[tuple[int, np.ndarray]]()
        self.asked, self.given, self.counted = list[float](), tuple[Any, ...](), False

    def gradients(self, network: Any, params: Any, X: Any, T: Any, seed: Any, *_: Any) -> Step:
        """Gradients that tell which step they are of."""
        number: Any = len(self.calls) + 1
        self.given = network, X, T, tuple(seed), values(params)
        return Step(1.0 * number, number % 3, {key: np.full_like(P, number) for key, P in params.items()})

    def adam(self, params: Any, grads: Any, state: Any, *, learning_rate: float) -> tuple[Any, Any]:
        """Parameters and a state that tell after which step they are."""
        agree("the parameters that move", self.given[-1], "train", values(params))
        moved = {key: P + 100 + len(self.calls) for key, P in params.items()}
        self.calls.append(Call._make((*self.given, values(grads), state, learning_rate, values(moved))))
        return moved, len(self.calls)

    def rate(self, done: float) -> float:
        """A learning rate of its own for each step."""
        self.asked.append(done)
        return 1 + done

    def evaluate(self, network: Any, params: Any, data: Any) -> evaluation.Evaluation:
        """The next of the losses, and a share of right answers that belongs to it."""
        self.measured.append((network, values(params), *data))
        loss = MEASURED[len(self.measured) - 1]
        return evaluation.Evaluation(loss, loss / 8)

    def tell(self, epoch: int, params: Any) -> None:
        """Note what is told of each epoch."""
        self.told.append((epoch, values(params)))

    def add(self, A: Any) -> None:
        """What the others add; at first the group is tried by having all processes counted."""
        A += OTHERS if self.counted else [1, 1, 0]
        self.counted = True


def drawn(*seed: int, count: int) -> np.ndarray:
    """The order in which NumPy's generator with this seed puts so many numbers."""
    return np.random.default_rng(seed).permutation(count)


def values(arrays: dict[str, np.ndarray]) -> np.ndarray:
    """All numbers of the arrays, by name."""
    return np.concatenate([np.ravel(arrays[key]) for key in sorted(arrays)])


def watched(seen: Watched) -> Any:
    """Have a training call what is watched."""
    changes = ("loss_and_gradients", seen.gradients), ("adam_step", seen.adam), ("evaluate", seen.evaluate)
    return replaced(*((run, *change) for change in changes))

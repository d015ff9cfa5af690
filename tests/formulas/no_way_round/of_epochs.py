"""Bugs of the loop of training, of what is measured, and of processes that share a batch."""

from importlib import import_module

import numpy as np

from tests.formulas.no_way_round.bug import bugs_of
from tests.formulas.no_way_round.of_training import small_network

evaluation, gradients, group, outcome, run, schedules, train = (
    import_module(f"textbook_cnn.training.{file}")
    for file in ("evaluation", "gradients", "group", "outcome", "run", "schedules", "train")
)


def of_epochs():
    """Two epochs of training with uneven batches and dropout; what is noted of them."""
    net, rng = small_network(), np.random.default_rng(0)
    X, labels = rng.standard_normal((20, 1, 6, 6), dtype="float32"), rng.integers(0, 3, 20)
    options = {"batch_size": 8, "workers": 1, "progress": False, "learning_rate": schedules.one_cycle(0.1)}
    params, history = train.train(net, net.init(0), (X, labels), epochs=2, validation=(X, labels), **options)
    return [params, history.loss, history.learning_rate, history.validation_loss, [history.best_epoch]]


def of_measured():
    """Loss, accuracy and answers of 200 images."""
    net, rng = small_network(), np.random.default_rng(0)
    params, X, labels = net.init(0), rng.standard_normal((200, 1, 6, 6), dtype="float32"), rng.integers(0, 3, 200)
    return [list(evaluation.evaluate(net, params, (X, labels))), evaluation.predict(net, params, X)]


class Alone:
    """A group of 30 processes, of which one is here."""

    rank, size = 1, 30

    def add(self, A):
        """What the others have is nothing."""


def of_groups():
    """Gradients of the images that one of thirty processes has of a large batch."""

    def of_some(chosen):
        return gradients.Step(np.float64(2), 3, {"a": np.array([1.0, len(chosen)])})

    step = group.shared(Alone(), of_some, {"a": np.zeros(2)}, np.arange(1200))
    return [step.loss, step.right, step.grads]


TABLE = {
    (run.Run._one_by_one, "training.parts", of_epochs): [
        (
            "the same draws in every batch",
            "(self.seed, epoch, i), pool",
            "(self.seed, epoch, 0), pool",
            "the seed of the draws",
        ),
        (
            "a state that is not kept",
            "self.params, self.state = adam",
            "self.params, _ = adam",
            "the state (left side)",
        ),
        ("batches of one weight", "step.loss * chosen.shape[0]", "step.loss * self.batch_size", "losses"),
    ],
    (run.Run.epoch, "training.parts", of_epochs): [
        ("one order for all epochs", "[self.seed, epoch], self", "[self.seed, 0], self", "the images of step 5"),
    ],
    (run.Run._rate, "training.parts", of_epochs): [
        ("one rate for an epoch", "epoch * self.batches + i)", "epoch * self.batches)", "how much is done"),
    ],
    (outcome.Outcome._is_best, "training.parts", of_epochs): [
        ("the worst for the best", "loss < self", "loss > self", "how many steps are made"),
    ],
    (evaluation.evaluate, "training.parts", of_measured): [
        ("a mean of the parts' means", "* Z.shape[0]", "* X.shape[0] / 2", "E (left side)"),
    ],
    (evaluation.predict, "training.parts", of_measured): [
        ("the smallest score", "xp.argmax(Z", "xp.argmax(-Z", "the answers"),
    ],
    (group.shared, "training.parts", of_groups): [
        (
            "more than 20 processes",
            "for A in (",
            "if group.size > 20:\n        sums += sums\n    for A in (",
            "number 20",
        ),
        ("more than 1000 images", "if own.shape[0] > 0", "if 1000 > N > 0", "number 1000"),
    ],
}
BUGS = bugs_of(TABLE)

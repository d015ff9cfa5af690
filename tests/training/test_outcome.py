"""What comes back when training goes wrong: the last or best parameters that are finite, and a whole history."""

import re
import sys

import numpy as np
import pytest

from textbook_cnn import Dense, History, Network, train
from textbook_cnn.training import outcome, run
from textbook_cnn.training.evaluation import Evaluation
from textbook_cnn.training.outcome import Outcome

ROWS = Network([Dense(3)], (4,))
START = ROWS.init(0, dtype="float64")
RNG = np.random.default_rng(0)
DATA = RNG.standard_normal((24, 4)), np.arange(24) % 3
OTHERS = RNG.standard_normal((9, 4)), np.arange(9) % 3
QUIET = {"batch_size": 8, "progress": False, "validation": None}
LISTS = ("loss", "accuracy", "learning_rate", "seconds")
MEASURED = ("validation_loss", "validation_accuracy")


def lengths(history):
    return {len(getattr(history, name)) for name in LISTS}, {len(getattr(history, name)) for name in MEASURED}


def rates(good, bad=1e308):
    """A schedule over 15 steps, three an epoch: a usual rate in the first `good` steps, then one that is too large."""
    return lambda done: 0.1 if round(done * 14) < good else bad


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
@pytest.mark.parametrize(("good", "epoch"), [(6, 2), (7, 2), (9, 3), (3, 1), (1, 0)])
def test_after_divergence_the_last_finite_parameters_come_back(good, epoch):
    said = f"in epoch {epoch + 1} .* no longer finite; .*{f'of epoch {epoch}' if epoch else 'of the start'} come back"
    with pytest.warns(UserWarning, match=said):
        found, history = train(ROWS, START, DATA, epochs=5, learning_rate=rates(good), **QUIET)
    expected = START
    if epoch:
        expected, _ = train(ROWS, START, DATA, epochs=epoch, learning_rate=lambda _: 0.1, **QUIET)
    assert history.stopped == "diverged"
    assert lengths(history) == ({epoch + 1}, {0})
    for key in START:
        np.testing.assert_array_equal(found[key], expected[key])


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
def test_after_divergence_with_patience_the_best_come_back(monkeypatch):
    losses, options = iter([3.0, 1.0, 2.0, np.nan]), {**QUIET, "validation": OTHERS, "patience": 4}
    monkeypatch.setattr(run, "evaluate", lambda *_: Evaluation(next(losses), 0.5))
    with pytest.warns(UserWarning, match="of epoch 2 come back"):
        found, history = train(ROWS, START, DATA, epochs=5, learning_rate=rates(9), **options)
    expected, _ = train(ROWS, START, DATA, epochs=2, learning_rate=lambda _: 0.1, **QUIET)
    assert (history.stopped, history.best_epoch, lengths(history)) == ("diverged", 2, ({4}, {4}))
    assert all(np.array_equal(found[key], expected[key]) for key in START)


def test_parameters_that_are_not_finite_end_training_where_the_loss_still_is(monkeypatch):
    def broken(params, grads, state, *, learning_rate):
        return {key: P * np.inf for key, P in params.items()}, state

    monkeypatch.setattr(run, "adam_step", broken)
    with pytest.warns(UserWarning, match="parameters of the start come back"), np.errstate(invalid="ignore"):
        found, history = train(ROWS, START, DATA, epochs=3, **{**QUIET, "batch_size": 24})
    assert np.isfinite(history.loss).all()
    assert history.stopped == "diverged"
    assert found is not START
    assert all(np.array_equal(found[key], START[key]) for key in START)


@pytest.mark.parametrize(
    ("losses", "best"),
    [
        ([np.nan, 2.0, 1.0], 3),
        ([2.0, np.nan, 3.0], 1),
        ([np.inf, np.nan, 5.0], 3),
        ([np.nan, np.nan, np.nan], None),
        ([np.inf, np.inf, np.inf], None),
        ([-np.inf, 1.0, np.nan], 2),
    ],
)
def test_a_loss_of_validation_that_is_not_finite_is_never_the_best(losses, best):
    measured = iter(losses)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "evaluate", lambda *_: Evaluation(next(measured), 0.5))
        found, history = train(ROWS, START, DATA, epochs=3, **{**QUIET, "validation": OTHERS, "patience": 9})
    assert (history.best_epoch, history.stopped, lengths(history)) == (best, "finished", ({3}, {3}))
    expected, _ = train(ROWS, START, DATA, epochs=best or 3, **QUIET)
    assert all(np.array_equal(found[key], expected[key]) for key in START)


def test_patience_runs_out_where_every_loss_of_validation_is_nan():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "evaluate", lambda *_: Evaluation(float("nan"), 0.5))
        _, history = train(ROWS, START, DATA, epochs=9, **{**QUIET, "validation": OTHERS, "patience": 2})
    assert (history.stopped, len(history.loss), history.best_epoch) == ("early stopping", 2, None)


class Bar:
    """A progress bar that is interrupted in its call `at`."""

    def __init__(self, at, which):
        self.calls, self.at, self.which = 0, at, which

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def _called(self, which):
        if which == self.which:
            self.calls += 1
            if self.calls == self.at:
                raise KeyboardInterrupt

    def update(self):
        self._called("update")

    def set_postfix_str(self, text):
        assert re.match(r"loss \d", text)
        self._called("set_postfix_str")


def interrupted_at(at):
    """A function that raises KeyboardInterrupt in its call of this number."""
    calls = []

    def count(*_):
        calls.append(1)
        if len(calls) == at:
            raise KeyboardInterrupt

    return count


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    "where", ["on_epoch", "schedule", "forward", "evaluation", "step", "update", "set_postfix_str"]
)
@pytest.mark.parametrize("at", range(1, 9))
def test_an_interruption_anywhere_leaves_whole_lists_and_what_was_learnt(monkeypatch, where, at, workers):
    count, options = interrupted_at(at), {**QUIET, "validation": OTHERS, "workers": workers, "epochs": 4}
    if where == "on_epoch":
        options["on_epoch"] = count
    elif where == "schedule":
        options["learning_rate"] = lambda done: count() or 0.1
    elif where in ("update", "set_postfix_str"):
        monkeypatch.setattr(sys.modules["textbook_cnn.training.train"], "_bar", lambda *_: Bar(at, where))
    else:
        place, name = {"evaluation": (run, "evaluate"), "step": (run, "adam_step"), "forward": (Dense, "forward")}[
            where
        ]
        real = getattr(place, name)
        monkeypatch.setattr(place, name, lambda *a, **k: count(*a) or real(*a, **k))
    found, history = train(ROWS, START, DATA, **options)
    interrupted = history.stopped == "interrupted"
    assert interrupted or (where in ("on_epoch", "evaluation", "set_postfix_str") and at > 4)
    (one,), (other,) = lengths(history)
    assert one == other == (len(history.loss) if interrupted else 4)
    assert history.best_epoch == (1 + int(np.argmin(history.validation_loss)) if one else None)
    assert all(np.isfinite(A).all() for A in found.values())
    if where == "step":
        assert one == (at - 1) // 3


def test_an_interruption_between_two_entries_waits(monkeypatch):
    """The handler of signals raises no KeyboardInterrupt while an epoch is noted."""
    listening = []
    real = Outcome.note

    def noted(self, *arguments):
        listening.append(stops[0].listening)
        real(self, *arguments)

    stops = []
    post = run.Run.__post_init__
    monkeypatch.setattr(run.Run, "__post_init__", lambda self: stops.append(self.stop) or post(self))
    monkeypatch.setattr(outcome.Outcome, "note", noted)
    _, history = train(ROWS, START, DATA, epochs=2, on_epoch=lambda *_: listening.append(stops[0].listening), **QUIET)
    assert listening == [True, False, True, False, True]
    assert stops[0].listening is False
    assert len(history.loss) == 2


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
def test_interrupted_after_steps_that_diverged_the_last_finite_come_back():
    def schedule(done):
        if round(done * 14) == 8:
            raise KeyboardInterrupt
        return 0.1 if done * 14 < 6.5 else np.finfo(float).max

    found, history = train(
        ROWS, {key: 10 * A for key, A in START.items()}, DATA, epochs=5, learning_rate=schedule, **QUIET
    )
    assert (history.stopped, lengths(history)) == ("interrupted", ({2}, {0}))
    assert all(np.isfinite(A).all() for A in found.values())


def test_a_history_of_nothing_has_lists_of_one_length():
    assert lengths(History()) == ({0}, {0})

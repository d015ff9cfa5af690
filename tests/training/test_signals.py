"""Signals while a training runs: what was learnt comes back, and the handlers are put back exactly."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

import numpy as np
import pytest

from textbook_cnn import Dense, Network, train
from textbook_cnn.training.signals import SIGNALS, Stop, stops_at_signals

ROWS = Network([Dense(3)], (4,))
START = ROWS.init(0, dtype="float64")
DATA = np.random.default_rng(0).standard_normal((24, 4)), np.arange(24) % 3
QUIET = {"batch_size": 8, "progress": False, "validation": None}
NUMBERS = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]


@pytest.fixture(autouse=True)
def handlers():
    """Python's handlers at the start of a test, and those of before afterwards."""
    before = {number: signal.getsignal(number) for number in NUMBERS}
    for number in NUMBERS:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def sent_at(number, epoch):
    """An `on_epoch` that sends this process a signal."""
    return lambda now, params: signal.raise_signal(number) if now == epoch else None


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_ends_training_and_what_was_learnt_comes_back(number):
    before = [signal.getsignal(each) for each in NUMBERS]
    found, history = train(ROWS, START, DATA, epochs=50, on_epoch=sent_at(number, 2), **QUIET)
    expected, two = train(ROWS, START, DATA, epochs=2, **QUIET)
    assert (history.stopped, history.loss) == ("interrupted", two.loss)
    assert all(np.array_equal(found[key], expected[key]) for key in START)
    assert [signal.getsignal(each) for each in NUMBERS] == before


def test_signals_that_are_ignored_stay_ignored():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    _, history = train(ROWS, START, DATA, epochs=3, on_epoch=sent_at(signal.SIGHUP, 1), **QUIET)
    assert (history.stopped, len(history.loss)) == ("finished", 3)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


@pytest.mark.parametrize("error", [None, KeyboardInterrupt, SystemExit])
def test_the_handler_of_others_is_told_and_put_back(error):
    told = []

    def own(number, frame):
        told.append(number)
        if error is not None:
            raise error

    signal.signal(signal.SIGTERM, own)
    _, history = train(ROWS, START, DATA, epochs=5, on_epoch=sent_at(signal.SIGTERM, 2), **QUIET)
    assert (history.stopped, len(history.loss), told) == ("interrupted", 2, [signal.SIGTERM])
    assert signal.getsignal(signal.SIGTERM) is own


def test_an_error_in_the_handler_of_others_is_not_hidden():
    def broken(number, frame):
        raise ZeroDivisionError

    signal.signal(signal.SIGTERM, broken)
    with pytest.raises(ZeroDivisionError):
        train(ROWS, START, DATA, epochs=5, on_epoch=sent_at(signal.SIGTERM, 2), **QUIET)
    assert signal.getsignal(signal.SIGTERM) is broken


def test_handlers_are_put_back_after_an_error_and_one_set_meanwhile_stays():
    def mine(number, frame):
        pass

    def fail(epoch, params):
        signal.signal(signal.SIGTERM, mine)
        raise ZeroDivisionError

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ZeroDivisionError):
        train(ROWS, START, DATA, epochs=1, on_epoch=fail, **QUIET)
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.getsignal(signal.SIGTERM) is mine


def test_a_second_signal_waits_for_the_result():
    with stops_at_signals() as stop:
        stop.listen()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
        assert stop.asked


def test_a_signal_before_the_first_epoch_ends_training_there():
    stop = Stop()
    stop.arrived(signal.SIGTERM, None)  # nothing can be interrupted yet
    with pytest.raises(KeyboardInterrupt):
        stop.listen()


def test_a_signal_that_others_swallow_ends_training_after_the_epoch():
    def swallow(epoch, params):
        if epoch == 2:
            with suppress(KeyboardInterrupt):
                signal.raise_signal(signal.SIGTERM)

    _, history = train(ROWS, START, DATA, epochs=50, on_epoch=swallow, **QUIET)
    assert (history.stopped, len(history.loss)) == ("interrupted", 2)


def test_a_signal_after_the_last_epoch_is_said(monkeypatch):
    run = sys.modules["textbook_cnn.training.run"].Run
    real = run.all_epochs

    def then_signalled(self, *arguments):
        real(self, *arguments)
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(run, "all_epochs", then_signalled)
    found, history = train(ROWS, START, DATA, epochs=2, **QUIET)
    monkeypatch.undo()
    expected, _ = train(ROWS, START, DATA, epochs=2, **QUIET)
    assert (history.stopped, len(history.loss)) == ("interrupted", 2)
    assert all(np.array_equal(found[key], expected[key]) for key in START)


def test_other_threads_leave_handlers_alone():
    before, seen = [signal.getsignal(number) for number in NUMBERS], []

    def note(epoch, params):
        seen.append([signal.getsignal(number) for number in NUMBERS])

    thread = threading.Thread(target=lambda: train(ROWS, START, DATA, epochs=1, on_epoch=note, **QUIET))
    thread.start()
    thread.join()
    assert seen == [before, before]


PROGRAM = """
import sys
import numpy as np
from textbook_cnn import Dense, Network, train
network = Network([Dense(3)], (4,))
X, labels = np.random.default_rng(0).standard_normal((24, 4)), np.arange(24) % 3
def tell(epoch, params):
    if epoch == 3:
        print("now", flush=True)
params, history = train(network, network.init(0, dtype="float64"), (X, labels), epochs=10**9, batch_size=8,
                        progress=False, validation=None, workers=int(sys.argv[1]), on_epoch=tell)
print(history.stopped, len({len(history.loss), len(history.accuracy), len(history.learning_rate),
                            len(history.seconds)}), np.isfinite(params["dense_1.W"]).all())
"""


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_signal_from_outside_at_any_moment(number, workers):
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, workers], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "now\n"
    os.kill(process.pid, number)
    said, _ = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "interrupted 1 True\n")


@pytest.mark.parametrize("error", [RuntimeError("mine"), StopIteration("mine"), SystemExit("mine")])
def test_an_error_in_what_is_told_of_epochs_reaches_the_caller(error):
    def tell(epoch, params):
        kept[epoch] = params
        if epoch == 2:
            raise error

    kept = {}
    with pytest.raises(type(error), match="mine"):
        train(ROWS, START, DATA, epochs=5, on_epoch=tell, **QUIET)
    assert list(kept) == [0, 1, 2]


def test_what_is_told_of_epochs_ends_training_by_an_interrupt():
    def tell(epoch, params):
        if epoch == 2:
            raise KeyboardInterrupt

    params, history = train(ROWS, START, DATA, epochs=5, on_epoch=tell, **QUIET)
    expected, _ = train(ROWS, START, DATA, epochs=2, **QUIET)
    assert (history.stopped, len(history.loss)) == ("interrupted", 2)
    assert all(np.array_equal(params[key], expected[key]) for key in START)

"""The BLAS and the turns of threads are left as they were found, however trainings overlap and however they end."""

import signal
import sys
import threading

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController, threadpool_limits

from textbook_cnn import Dense, Network, predict, train
from textbook_cnn._devices import blas
from textbook_cnn.training import settings
from textbook_cnn.training.settings import one_thread_each
from textbook_cnn.training.threads import worker_pool

ROWS = Network([Dense(3)], (4,))
START = ROWS.init(0, dtype="float64")
DATA = np.ones((70, 4)), np.arange(70) % 3


def now():
    return [
        each["num_threads"] for each in ThreadpoolController().select(user_api="blas").info()
    ], sys.getswitchinterval()


@pytest.fixture(autouse=True)
def two_threads():
    blas.cache_clear()  # tests before this one may have loaded another BLAS, with SciPy
    with threadpool_limits(2, user_api="blas"):
        yield


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 0, 1), (0, 2, 1)])
def test_the_last_that_goes_restores(order):
    before, contexts = now(), [one_thread_each() for _ in range(3)]
    for context in contexts:
        context.__enter__()
    for i in order[:2]:
        contexts[i].__exit__(None, None, None)
        assert set(now()[0]) == {1}
    contexts[order[2]].__exit__(None, None, None)
    assert now()[0] == before[0]
    assert now()[1] == pytest.approx(before[1])


def test_trainings_and_predictions_that_overlap_in_threads():
    before, together = now(), threading.Barrier(3, timeout=60)

    def overlapping(epoch, params):
        if epoch == 0:
            together.wait()

    def trained(epochs):
        train(ROWS, START, DATA, epochs=epochs, batch_size=32, progress=False, on_epoch=overlapping)

    threads = [threading.Thread(target=trained, args=(epochs,)) for epochs in (1, 8)]
    for thread in threads:
        thread.start()
    together.wait()
    for _ in range(20):
        predict(ROWS, START, DATA[0])
    for thread in threads:
        thread.join()
    assert now()[0] == before[0]
    assert now()[1] == pytest.approx(before[1])


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_training_within_a_training_and_an_error(workers):
    before = now()

    def inner(epoch, params):
        train(ROWS, START, DATA, epochs=1, progress=False, workers=workers)
        assert set(now()[0]) == {1}
        if epoch == 2:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        train(ROWS, START, DATA, epochs=3, progress=False, workers=workers, on_epoch=inner)
    assert now()[0] == before[0]
    assert now()[1] == pytest.approx(before[1])


def test_one_worker_too_has_a_one_threaded_blas():
    with worker_pool(1) as pool:
        assert pool is None
        assert set(now()[0]) == {1}


def test_ctrl_c_at_any_moment():
    """A timer raises KeyboardInterrupt wherever the interpreter is, also while settings are changed or put back."""
    before, ended = now(), 0

    def interrupt(number, frame):
        raise KeyboardInterrupt

    old = signal.signal(signal.SIGALRM, interrupt)
    try:
        for delay in np.random.default_rng(0).uniform(1e-5, 2e-3, 300):
            try:
                signal.setitimer(signal.ITIMER_REAL, delay)
                while True:
                    with one_thread_each():
                        pass
            except KeyboardInterrupt:
                ended += 1
            assert now()[0] == before[0]  # only here: the traceback may hold what is to be put back
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
    assert ended == 300
    assert settings._users.present == set()
    assert now()[1] == pytest.approx(before[1])

"""Worker threads: results in order, errors that reach the caller, and a BLAS that is left as it was found."""

import sys
import threading
import warnings

import pytest
from threadpoolctl import ThreadpoolController, threadpool_limits

from textbook_cnn.training import settings, threads
from textbook_cnn.training.threads import worker_pool


def blas_threads():
    return [library["num_threads"] for library in ThreadpoolController().select(user_api="blas").info()]


@pytest.mark.parametrize("workers", [2, 3, 5])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 100])
def test_results_come_in_order(workers, count):
    letters = 15 * "abcdefg"
    with worker_pool(workers) as pool:
        assert pool.map(lambda i, letter: f"{i}{letter}", range(count), letters) == [
            f"{i}{letters[i]}" for i in range(count)
        ]


def test_calls_run_on_as_many_threads_as_there_are_workers_the_callers_among_them():
    both = threading.Barrier(3, timeout=10)  # passed only if three calls run at once

    def meet(_):
        both.wait()
        return threading.get_ident()

    with worker_pool(3) as pool:
        threads = pool.map(meet, range(3))
    assert len(set(threads)) == 3
    assert threading.get_ident() in threads


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_an_error_in_any_call_reaches_the_caller(place):
    def fail(i):
        if i == place:
            raise ZeroDivisionError(f"call {i}")

    with pytest.raises(ZeroDivisionError, match=f"call {place}"), worker_pool(2) as pool:
        pool.map(fail, range(4))


def test_the_blas_has_one_thread_within_and_its_old_number_after_also_when_nested_and_after_an_error():
    threads.blas.cache_clear()  # tests before this one may have loaded another BLAS, with SciPy
    with threadpool_limits(2, user_api="blas"):
        before = blas_threads()
        with worker_pool(2):
            assert set(blas_threads()) == {1}
            with worker_pool(2):
                assert set(blas_threads()) == {1}
            assert set(blas_threads()) == {1}
        assert blas_threads() == before
        with pytest.raises(KeyError), worker_pool(2):
            raise KeyError
        assert blas_threads() == before


def test_threads_take_quick_turns_within_and_their_old_ones_after_also_when_nested_and_after_an_error():
    before = sys.getswitchinterval()
    try:
        for given, within in ((0.25, settings.TURN), (settings.TURN / 2, settings.TURN / 2)):
            sys.setswitchinterval(given)
            with worker_pool(2):
                assert sys.getswitchinterval() == pytest.approx(within)
                with worker_pool(2):
                    assert sys.getswitchinterval() == pytest.approx(within)
                assert sys.getswitchinterval() == pytest.approx(within)
            assert sys.getswitchinterval() == pytest.approx(given)
            with pytest.raises(KeyError), worker_pool(2):
                raise KeyError
            assert sys.getswitchinterval() == pytest.approx(given)
    finally:
        sys.setswitchinterval(before)


def test_a_blas_that_cannot_be_limited_means_one_worker_and_is_said_once(monkeypatch):
    monkeypatch.setattr(threads, "blas", lambda: ThreadpoolController().select(user_api="no such"))
    threads._say_once.cache_clear()
    with pytest.warns(RuntimeWarning, match="one worker instead of several"), worker_pool(2) as pool:
        assert pool is None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with worker_pool(2) as pool:
            assert pool is None
    threads._say_once.cache_clear()

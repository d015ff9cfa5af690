"""Calls in several processes, which Ctrl-C stops: what is there by then is kept, and no process goes on."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any


def in_processes(
    processes: int, function: Callable[..., Any], calls: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[int, Any]]:
    """Call a function with each of these arguments; yield the place of a call and its result as soon as it is there.

    A terminal sends Ctrl-C to all processes.  One of the pool would take it for the result of its call and go on with
    the next, so they ignore it, and whatever ends this process ends them.
    """
    pool = ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)
    )
    try:
        with _blocked():
            places = {pool.submit(function, *call): place for place, call in enumerate(calls)}
        for task in as_completed(places):
            yield places[task], task.result()
    except BaseException:
        workers = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.terminate()
        raise
    pool.shutdown()


@contextmanager
def _blocked() -> Iterator[None]:
    """Let Ctrl-C wait: a process that starts meanwhile never gets it, not even before it can say that it ignores it."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

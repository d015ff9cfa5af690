"""Calls in several processes, which Ctrl-C stops: what is there by then is kept, and no process goes on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any

STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def in_processes(
    processes: int, function: Callable[..., Any], calls: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[int, Any]]:
    """Call a function with each of these arguments; yield the place of a call and its result as soon as it is there.

    A terminal sends Ctrl-C to all processes.  One of the pool would take it for the result of its call and go on with
    the next, so they ignore it; they end when this process ends them, or when it ends in whatever way.
    """
    calls = list(calls)
    if not calls:
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(processes, len(calls)), context, initializer=_begin)
    try:
        with _signals_wait():
            places = {pool.submit(function, *call): place for place, call in enumerate(calls)}
        for task in as_completed(places):
            yield places[task], task.result()
    except BaseException:
        workers = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.kill()  # one that waits or is stopped would not heed a signal that it may handle
        raise
    pool.shutdown()


def _begin() -> None:
    """Begin a process of the pool: deaf to Ctrl-C, and not one that outlives its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Let what would end this process wait until all others are begun and known, so that none is left behind.

    They begin with Ctrl-C blocked, and never get it, not even before they can say that they ignore it.
    """
    if threading.current_thread() is not threading.main_thread():  # no other one gets signals
        yield
        return
    came: list[int] = []
    handlers = {number: signal.getsignal(number) for number in STOPS}
    handlers = {number: handler for number, handler in handlers.items() if callable(handler)}
    masks = hasattr(signal, "pthread_sigmask")  # not on Windows
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    for number in handlers:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)

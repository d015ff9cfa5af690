"""Worker threads that share the micro-batches of a batch, each with one-threaded matrix products.

NumPy releases the interpreter's lock, so threads that each run one-threaded matrix products on a micro-batch that fits
the processor's cache are faster than one thread whose matrix products are many-threaded.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from .._devices import blas
from .settings import one_thread_each


class Workers(NamedTuple):
    """The calling thread and `size` − 1 threads beside it."""

    size: int
    beside: ThreadPoolExecutor

    def map(self, function: Callable[..., Any], *arguments: Iterable[Any]) -> list[Any]:
        """Results in order. The caller takes its share instead of waiting: waking a thread takes a while."""
        calls = list(zip(*arguments))
        others = {i: self.beside.submit(function, *call) for i, call in enumerate(calls) if i % self.size}
        own = {i: function(*call) for i, call in enumerate(calls) if i not in others}
        return [others[i].result() if i in others else own[i] for i in range(len(calls))]


@contextmanager
def worker_pool(workers: int | None = None) -> Iterator[Workers | None]:
    """Workers, one for each processor if not told, with the BLAS at one thread each while they live; None for one.

    One worker has a one-threaded BLAS too: the threads that share a matrix product change its last bits.
    """
    workers = workers or processors()
    _warm_allocator()
    if not blas():
        if workers > 1:
            _say_once("one worker instead of several: the BLAS of this NumPy cannot be limited to one thread")
        yield None
        return
    with one_thread_each():
        if workers == 1:
            yield None
            return
        beside = ThreadPoolExecutor(workers - 1, thread_name_prefix="micro-batch")
        try:
            yield Workers(workers, beside)
        finally:
            beside.shutdown(cancel_futures=True)  # after an error there may be parts that nobody waits for


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _say_once(message: str) -> None:
    warnings.warn(message, RuntimeWarning, stacklevel=6)


@cache
def _warm_allocator() -> None:
    """One large block, allocated and freed: glibc then keeps freed memory instead of faulting it in at every step."""
    np.empty((1 << 25) - (1 << 16), np.uint8)

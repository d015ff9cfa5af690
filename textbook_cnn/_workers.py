"""Worker threads that share the micro-batches of a batch, each with one-threaded matrix products.

NumPy releases the interpreter's lock, so threads that each run one-threaded matrix products on a micro-batch that fits
the processor's cache are faster than one thread whose matrix products are many-threaded.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache

import numpy as np
from threadpoolctl import ThreadpoolController


@contextmanager
def worker_pool(workers: int | None = None) -> Iterator[Executor | None]:
    """Threads, one for each processor if not told, with the BLAS at one thread each while they live; None for one."""
    workers = workers or _processors()
    blas = _blas()
    if workers > 1 and not blas:
        _say_once("one worker instead of several: the BLAS of this NumPy cannot be limited to one thread")
        workers = 1
    _warm_allocator()
    if workers == 1:
        yield None
        return
    with blas.limit(limits=1), ThreadPoolExecutor(workers, thread_name_prefix="micro-batch") as pool:
        yield pool


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _blas() -> ThreadpoolController:
    """The BLAS libraries that are loaded; finding them takes a millisecond."""
    return ThreadpoolController().select(user_api="blas")


@cache
def _say_once(message: str) -> None:
    warnings.warn(message, RuntimeWarning, stacklevel=6)


@cache
def _warm_allocator() -> None:
    """One large block, allocated and freed: glibc then keeps freed memory instead of faulting it in at every step."""
    np.empty((1 << 25) - (1 << 16), np.uint8)

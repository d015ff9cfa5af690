"""Settings of the whole process while micro-batches are shared: one BLAS thread for each worker, and quick turns.

Trainings and evaluations may overlap in threads, be nested, and end in any order, by an error or by Ctrl-C: the first
that comes changes the settings, and the last that goes puts them back.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .._devices import blas

TURN = 1e-4  # seconds, a whole number of microseconds: a layer's function on a micro-batch takes about as long


class _Users:
    """Who needs the settings, and what was set before; each step may be interrupted, and done again."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.present: set[object] = set()
        self.before: tuple[list[tuple[Any, int]], float] | None = None

    def enter(self, user: object) -> None:
        """Change the settings, and remember what they were unless somebody has changed them already."""
        with self.lock:
            self.present.add(user)
            if self.before is None:
                threads = [(library, library.get_num_threads()) for library in blas().lib_controllers]
                self.before = threads, sys.getswitchinterval()
            for library, _ in self.before[0]:
                _set_threads(library, 1)
            if self.before[1] > TURN:  # a thread that waits for the interpreter gets it after 0.1 ms, not after 5
                sys.setswitchinterval(TURN)

    def leave(self, user: object) -> None:
        """Put the old settings back if nobody needs the new ones any more."""
        with self.lock:
            self.present.discard(user)
            if self.present or self.before is None:
                return
            for library, count in self.before[0]:
                _set_threads(library, count)
            if self.before[1] > TURN:
                sys.setswitchinterval(self.before[1] + 5e-7)  # Python cuts fractions of a microsecond off
            self.before = None


def _set_threads(library: Any, count: int) -> None:
    """Set the threads of a BLAS from any thread: threadpoolctl itself obeys the one that was first, and no other."""
    getattr(library, "_real_set_num_threads", library.set_num_threads)(count)


_users = _Users()


@contextmanager
def one_thread_each() -> Iterator[None]:
    """While in this context, a matrix product takes one thread, and threads take quick turns."""
    user = object()
    try:
        _users.enter(user)
        yield
    finally:
        try:
            _users.leave(user)
        except KeyboardInterrupt:
            _users.leave(user)
            raise

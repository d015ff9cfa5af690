"""Settings of the whole process while micro-batches are shared: one BLAS thread for each worker, and quick turns.

Trainings and evaluations may overlap in threads, be nested, and end in any order, by an error or by Ctrl-C: the first
that comes changes the settings, and the last that goes puts them back.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from .._devices import blas

TURN = 1e-4  # seconds, a whole number of microseconds: a layer's function on a micro-batch takes about as long


class _Users:
    """Who needs the settings, and what puts the old ones back."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.present: set[object] = set()
        self.undo: ExitStack | None = None

    def enter(self, user: object) -> None:
        """Change the settings unless they are changed already."""
        with self.lock:
            self.present.add(user)
            if self.undo is None:
                with ExitStack() as undo:
                    undo.enter_context(blas().limit(limits=1))
                    undo.enter_context(_quick_turns())
                    self.undo = undo.pop_all()

    def leave(self, user: object) -> None:
        """Put the old settings back if nobody needs the new ones any more; harmless when called again."""
        with self.lock:
            self.present.discard(user)
            if not self.present and self.undo is not None:
                self.undo.close()
                self.undo = None


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


@contextmanager
def _quick_turns() -> Iterator[None]:
    """While in this context, a thread that waits for the interpreter gets it after 0.1 ms, not after 5."""
    before = sys.getswitchinterval()
    if before <= TURN:
        yield
        return
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before + 5e-7)  # Python cuts fractions of a microsecond off

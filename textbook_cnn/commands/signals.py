"""Signals that end a command: heeded where work can be broken off, and kept waiting while its result is saved."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..training.signals import SIGNALS

STOPPING = tuple(int(getattr(signal, name)) for name in SIGNALS if hasattr(signal, name))


class Stops:
    """The signals that came, and what the next one does: break off what is running, or wait."""

    def __init__(self) -> None:
        self.first: int | None = None
        self.heeded, self.waiting = True, False

    def __call__(self, number: int, frame: Any) -> None:
        """Break off what is running; a second signal does not, for what the first one began has to end well."""
        self.first = self.first or number
        if not self.heeded:
            self.waiting = True
            return
        self.heeded = False
        raise KeyboardInterrupt

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Let signals wait while the block runs; one that did breaks off what comes after it."""
        self.heeded = False
        yield
        if self.waiting:
            raise KeyboardInterrupt
        self.heeded = True

    def status(self) -> int:
        """Exit status of a command that was stopped: 128 and the number of the first signal, as shells have it."""
        return 128 + (self.first or signal.SIGINT)


@contextmanager
def stopping_signals() -> Iterator[Stops]:
    """Handle the signals that end a command; one that is ignored, as `nohup` wishes, goes on being ignored.

    Outside the main thread no signal arrives, and nothing is handled.
    """
    stops, older = Stops(), {}
    in_main = threading.current_thread() is threading.main_thread()
    try:
        for number in STOPPING if in_main else ():
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                older[number] = signal.signal(number, stops)
        yield stops
    finally:
        for number, handler in older.items():
            signal.signal(number, handler)

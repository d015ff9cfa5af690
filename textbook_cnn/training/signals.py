"""Signals that ask a training to end: Ctrl-C, SIGTERM and SIGHUP, each of which keeps what has been learnt so far."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # Ctrl-C, taken first and put back last; `kill`; the terminal is gone


class Stop:
    """Whether a training was asked to end, and whether it may be interrupted now; elsewhere it ends as soon as it can.

    At most one signal raises a KeyboardInterrupt: those after it find a training that is ending, and wait for it.
    """

    def __init__(self) -> None:
        self.asked = self.listening = False
        self.before: dict[int, Any] = {}

    def listen(self) -> None:
        """From now on a signal interrupts; one that came before does it now."""
        self.listening = not self.asked
        if self.asked:
            raise KeyboardInterrupt

    def arrived(self, number: int, frame: Any) -> None:
        """A signal: whoever handled it before is told, and what they raise to end the program ends the training."""
        self.asked, before = True, self.before.get(number)
        if callable(before) and before is not signal.default_int_handler:
            with suppress(KeyboardInterrupt, SystemExit):
                before(number, frame)
        if self.listening:
            self.listening = False
            raise KeyboardInterrupt


@contextmanager
def stops_at_signals() -> Iterator[Stop]:
    """While in this context, signals ask for an end, in the main thread; those that are ignored stay ignored."""
    stop = Stop()
    try:
        if threading.current_thread() is threading.main_thread():
            for number in (getattr(signal, name) for name in SIGNALS if hasattr(signal, name)):
                handler = signal.getsignal(number)
                if handler not in (None, signal.SIG_IGN):  # None: it was not set from Python, which cannot put it back
                    stop.before[number] = handler
                    signal.signal(number, stop.arrived)
        yield stop
    finally:
        for number, handler in reversed(stop.before.items()):
            if signal.getsignal(number) == stop.arrived:  # else someone has set another meanwhile
                signal.signal(number, handler)

"""How ``python -m textbook_cnn prove`` is stopped: by Ctrl-C, and by the signals that end a session or a machine."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SHELL = 128  # what a shell adds to the number of a signal that ended a command


class Stopped(KeyboardInterrupt):
    """A signal came; `status` is what a shell calls the end by it."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__()
        self.status = SHELL + number


@contextmanager
def stopping() -> Iterator[None]:
    """Have Ctrl-C, SIGTERM and SIGHUP raise `Stopped`; a second one ends this process at once.

    Ctrl-C is heeded even by a command that a shell began in the background, with Ctrl-C ignored; what `nohup` has
    ignored stays so.
    """
    came: list[int] = []

    def stop(number: int, _: Any) -> None:
        if came:
            os._exit(SHELL + number)
        came.append(number)
        raise Stopped(number)

    ends = [number for number in (signal.SIGTERM, getattr(signal, "SIGHUP", None)) if number is not None]
    numbers = [signal.SIGINT, *(number for number in ends if signal.getsignal(number) is not signal.SIG_IGN)]
    if threading.current_thread() is not threading.main_thread():  # no other one gets signals
        numbers = []
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""Ctrl-C, SIGTERM and SIGHUP end the build at once, with all its processes, and leave the next build correct.

What runs the cells of a page would take these signals for itself, end its kernel and go on with the next page.
"""

from __future__ import annotations

import asyncio
import atexit
import multiprocessing
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx

SHELL = 128  # what a shell adds to the number of a signal that ended a command


class Interrupts:
    """The signals of one build; the processes that it forks have them too, and end without a word."""

    def __init__(self, app: Sphinx) -> None:
        self.app, self.process = app, os.getpid()
        self.came = self.writes = False

    def stop(self, number: int, _: Any) -> NoReturn:
        """Handle a signal: what is begun is left as it is, which Sphinx says; a second one ends even that."""
        if self.came or os.getpid() != self.process:
            os._exit(SHELL + number)
        self.came = True
        atexit.register(self.leave, SHELL + number)  # last, so it comes first: the others wait for kernels
        for child in multiprocessing.active_children():
            child.kill()
        raise KeyboardInterrupt

    def leave(self, status: int) -> NoReturn:
        """End the process; to free all that the build holds would take seconds."""
        for child in multiprocessing.active_children():
            child.kill()
        if self.writes:  # a page may be half written: the next build writes all
            (Path(self.app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)

    def note_writing(self, *_: Any) -> None:
        """From now on, pages are written."""
        self.writes = True


def refuse(*_: Any) -> NoReturn:
    """Answer who would handle signals in a loop of events, as Python does where that cannot be."""
    raise RuntimeError("signals end the build")


def setup(app: Sphinx) -> dict[str, Any]:
    """Come first: what follows may take long."""
    interrupts = Interrupts(app)
    if threading.current_thread() is threading.main_thread():  # no other one gets signals
        signal.signal(signal.SIGINT, interrupts.stop)  # even where a shell's background commands ignore it
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, interrupts.stop)
        asyncio.SelectorEventLoop.add_signal_handler = refuse  # type: ignore[method-assign]
    app.connect("env-updated", interrupts.note_writing)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Ctrl-C while a command is still being imported: it ends in one line, as it does later."""

from __future__ import annotations

import signal
import sys
from types import TracebackType


def in_one_line(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Show an exception that nobody caught, as Python does; of Ctrl-C no more than that it came."""
    if issubclass(kind, KeyboardInterrupt):
        print("stopped", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, traceback)


if sys.argv[:1] == ["-m"] and __package__ in sys.orig_argv:  # so it is while Python looks for the command
    sys.excepthook = in_one_line
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background commands ignore

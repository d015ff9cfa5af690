"""What a command says. Where nobody can read it any more, what was computed is not lost, nor is the exit status."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO


def say(text: str) -> bool:
    """Print; False if that fails, which is said on standard error: on a full disk, or where no reader is left."""
    try:
        print(text, flush=True)
    except OSError as error:
        warn(f"error: standard output: {error.strerror}")
        settle(sys.stdout)
        return False
    return True


def warn(text: str) -> None:
    """Print on standard error, if there is one and somebody reads it."""
    if sys.stderr is not None:
        try:
            print(text, file=sys.stderr, flush=True)
        except OSError:
            settle(sys.stderr)


def settle(stream: TextIO | None) -> None:
    """Write out what waits in a stream, or send it nowhere: Python, at its end, would make a failure the status."""
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        with suppress(OSError, ValueError):  # a stream that is no file of the system's
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)

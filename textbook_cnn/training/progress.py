"""The bar that shows how far a long computation has come."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from contextlib import suppress
from typing import Any


def progress_bar(steps: Iterable[Any] | None, progress: bool, *, unit: str, doing: str, total: int | None) -> Any:
    """The steps with a bar, or the bar alone: a widget in a notebook that has widgets, text anywhere else."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="IProgress not found")  # no widgets: a bar of text serves as well
        from tqdm.auto import tqdm

    shown = progress and sys.stderr is not None
    return tqdm(steps, total=total, disable=not shown, unit=unit, desc=doing, file=_Stderr())


class _Stderr:
    """Standard error for a bar: where it is full or nobody reads it any more, the work goes on."""

    def __init__(self) -> None:
        self.stream: Any = sys.stderr

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def __eq__(self, other: object) -> bool:
        return self.stream is other  # so tqdm learns that it may ask for the width of the terminal

    def __hash__(self) -> int:
        return id(self.stream)

    def write(self, text: str) -> None:
        """Write what somebody can read."""
        with suppress(OSError):
            self.stream.write(text)

    def flush(self) -> None:
        """Write out what waits, if somebody can read it."""
        with suppress(OSError):
            self.stream.flush()

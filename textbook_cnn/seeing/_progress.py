"""The progress bar of what takes long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..training.progress import progress_bar


def with_bar(steps: Iterable[Any] | None, progress: bool, *, unit: str, doing: str, total: int | None = None) -> Any:
    """The steps with a progress bar, or the bar alone for `total` steps that are told to it one by one."""
    return progress_bar(steps, progress, unit=unit, doing=doing, total=total)

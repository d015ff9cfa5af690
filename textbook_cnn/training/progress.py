"""The bar that shows how far a long computation has come."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any


def progress_bar(steps: Iterable[Any] | None, progress: bool, *, unit: str, doing: str, total: int | None) -> Any:
    """The steps with a bar, or the bar alone: a widget in a notebook that has widgets, text anywhere else."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="IProgress not found")  # no widgets: a bar of text serves as well
        from tqdm.auto import tqdm

    return tqdm(steps, total=total, disable=not progress, unit=unit, desc=doing)

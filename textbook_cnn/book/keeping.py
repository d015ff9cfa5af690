"""The lecture's network is trained, and kept in the user's cache where something can be written there."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..datasets.cache import UnwritableError, check_writable, unwritable
from .lecture import RUN, Params, once, save

TIMES = {None: "some minutes", "sample": "some seconds"}
FIRST = "The lecture's network is trained once, which takes {time}; {folder} keeps it."
UNKEPT = "the lecture's network is trained, which takes {time}, and not kept: the next program trains it again"


def is_kept(folder: Path) -> bool:
    """Whether a training has been written there to its end: its record comes last."""
    return os.path.lexists(folder / RUN)


def make(folder: Path, source: str | None) -> tuple[Params, Params, dict[str, Any]]:
    """Train, and keep it where nobody else has in the meantime; what cannot be kept is handed out all the same."""
    can_keep = _kept(lambda: check_writable(folder), source)
    if can_keep:
        print(FIRST.format(time=TIMES[source], folder=folder), file=sys.stderr)
    before, after, record = once(source)
    if can_keep and not is_kept(folder):
        _kept(lambda: _save(folder, before, after, record), source)
    return before, after, json.loads(json.dumps(record))


def _save(folder: Path, *made: Any) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save(folder, *made)
    except OSError as error:
        raise unwritable(folder, error) from None


def _kept(write: Callable[[], None], source: str | None) -> bool:
    """Whether something could be written to the cache; a warning says why not."""
    try:
        write()
    except UnwritableError as error:
        warnings.warn(f"{error}; {UNKEPT.format(time=TIMES[source])}", stacklevel=4)
        return False
    return True

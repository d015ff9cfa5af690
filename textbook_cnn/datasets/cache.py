"""The user's cache: where it is, and what is said when nothing can be written there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from .. import _options as options

CACHE = "TEXTBOOK_CNN_CACHE"  # a variable of the environment, which names another folder


class UnwritableError(OSError):
    """Nothing can be written to the cache: no other server would help."""


def cache_folder() -> Path:
    """Return the user's cache folder for this package, or the one that the environment names; it need not exist."""
    named = os.environ.get(CACHE, "")
    if named:
        return options.path(CACHE, named)
    import pooch

    return Path(pooch.os_cache("textbook_cnn"))


def unwritable(folder: Path, error: OSError) -> UnwritableError:
    """Return the error that names the folder, the reason, and what to do."""
    reason = error.strerror or str(error)
    return UnwritableError(f"{folder} cannot be written to ({reason}); set {CACHE} to a folder that can")


def check_writable(folder: Path) -> None:
    """Refuse a folder to which nothing can be written, or that cannot be made; nothing is left there."""
    place = folder
    while not os.path.lexists(place):
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"x")
    except OSError as error:
        raise unwritable(folder, error) from None

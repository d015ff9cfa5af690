"""Downloads: over https alone, each within a deadline, and whole or not at all."""

from __future__ import annotations

import glob
import io
import os
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from .. import _checks as check
from .cache import check_writable, unwritable

DEADLINE = "TEXTBOOK_CNN_DEADLINE"  # a variable of the environment
SECONDS = 600.0  # that one file may take where the variable is not set
SILENCE = 30  # seconds that a server may say nothing
LONGEST = 1e6  # seconds that a deadline may be
PAUSE = 1.0  # seconds before a server is asked again
LEFT_BEHIND = "*.part", "*.partial", "tmp*"  # what processes that were killed leave in the cache
UNTOUCHED = 60  # seconds after which nobody is writing to such a file


class RefusedError(ValueError):
    """An address that is not to be asked, or an answer that is not to be taken: asking again would not help."""


def deadline() -> float:
    """Seconds that the download of one file may take, from its first word to its last."""
    text = os.environ.get(DEADLINE, "")
    try:
        seconds = float(text or SECONDS)
    except ValueError:
        raise ValueError(f"{DEADLINE}: expected a number of seconds, got {text!r}") from None
    return check.number(DEADLINE, seconds, 0, LONGEST, closed=False)


def fetch(url: str, path: Path, verify: Callable[[bytes], Any], largest: int) -> None:
    """Put what an address answers into a file, once it was verified; ask again, once, if that or the network fails.

    Raises
    ------
    ValueError
        If the address, or one to which it leads, is not https; if the answer is larger than `largest` bytes, or if
        `verify` says so; if no file may be put there.
    OSError
        If the network fails; `TimeoutError` if the answer is not whole after the seconds of `deadline`;
        `UnwritableError` if nothing can be written there, before the address is asked.

    """
    check_writable(path.parent)
    check_place(path)
    for last in (False, True):
        try:
            content = _answer(url, largest)
            verify(content)
        except (TimeoutError, RefusedError):
            raise
        except (OSError, ValueError):
            if last:
                raise
            time.sleep(PAUSE)
        else:
            store(path, content)
            return


def is_secure(url: str) -> bool:
    """Whether what comes from an address cannot be read or exchanged on its way."""
    return urlsplit(url).scheme == "https"


def _check_secure(url: str) -> None:
    if not is_secure(url):
        raise RefusedError(f"expected an address that begins with https://, got {url}")


def _check_redirect(response: Any) -> None:
    """Look at an answer before a redirection is followed."""
    if response.is_redirect:
        _check_secure(urljoin(response.url, response.headers["location"]))


class _Content(io.BytesIO):
    """What has come so far; its thread ends at the next piece that is one too many."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left

    def write(self, piece: Any) -> int:
        self.left -= len(piece)
        if self.left < 0:
            raise RefusedError("the answer is larger than the file")
        return super().write(piece)


def _answer(url: str, largest: int) -> bytes:
    """What an address answers.

    It is taken in a thread of its own: a server that drips could hold up any call of the network, of which each has
    only a deadline for the next byte.
    """
    import pooch

    _check_secure(url)
    seconds, content, errors, answers = deadline(), _Content(largest), list[Exception](), list[Any]()

    def look(answer: Any, **_: Any) -> None:
        answers.append(answer)
        _check_redirect(answer)

    take = pooch.HTTPDownloader(progressbar=True, timeout=SILENCE, hooks={"response": look})

    def work() -> None:
        try:
            take(url, content, None)
        except Exception as error:  # to be raised where it was asked for
            errors.append(error)
        finally:
            for answer in answers:  # which else keep their connections
                answer.close()

    thread = threading.Thread(target=work, name=url, daemon=True)
    thread.start()
    try:
        thread.join(seconds)
        if thread.is_alive():
            raise TimeoutError(f"not whole after {seconds:g} seconds; {DEADLINE}=SECONDS allows more")
    finally:
        content.left = 0 if thread.is_alive() else content.left
    if errors:
        raise errors[0]
    return content.getvalue()


def check_place(path: Path) -> None:
    """Refuse to replace anything but a file: a folder, a device or a pipe."""
    if path.exists() and not path.is_file():
        raise RefusedError(f"{path} is no regular file; remove it")


def store(path: Path, content: bytes) -> None:
    """Write a file of the cache, which has its name only once it is whole, and clear what others left behind."""
    place = Path(os.path.realpath(path))
    check_place(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        clear(path.parent, *LEFT_BEHIND)
        clear(place.parent, f"{glob.escape(place.name)}.{'[0-9a-f]' * 32}.part")  # others' files may lie there
        part = place.with_name(f"{place.name}.{uuid.uuid4().hex}.part")
        try:
            part.write_bytes(content)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:  # a full disk, for one
        raise unwritable(place.parent, error) from None


def clear(folder: Path, *patterns: str) -> None:
    """Remove the unfinished files of downloads that were killed; nobody has written to them for a minute."""
    for pattern in patterns:
        for path in folder.glob(pattern):
            try:
                if path.is_file() and time.time() - path.stat().st_mtime > UNTOUCHED:
                    path.unlink()
            except OSError:  # another process was quicker, or the file is another user's
                continue

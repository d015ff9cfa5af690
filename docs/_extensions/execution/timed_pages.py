"""A page that measures seconds runs alone: the processes that read pages share a lock, and such a page has it alone.

A page says so with `timed: true` in its front matter.  Sphinx with -j 2 reads pages in several processes; each holds
the lock from the source of a page to its document, so while a timed page runs, no other page is read or executed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO, Any

from docutils import nodes
from sphinx.application import Sphinx

from .draft import build_folder

try:
    import fcntl
except ImportError:  # Windows, where Sphinx reads all pages in one process
    fcntl = None  # type: ignore[assignment]

FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)

_held: list[IO[str]] = []  # by this process


def is_timed(text: str) -> bool:
    """Whether a page's front matter has the line `timed: true`."""
    front = FRONT_MATTER.match(text)
    return front is not None and "timed: true" in front[1].splitlines()


def take(folder: Path, *, alone: bool) -> None:
    """Wait for the lock, alone or together with others; who waits to be alone lets nobody pass."""
    release()
    if fcntl is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "door").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        room = (folder / "room").open("w")
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
    _held.append(room)


def release() -> None:
    """Give the lock back, if this process has it."""
    while _held:
        _held.pop().close()


def begin_page(app: Sphinx, docname: str, content: list[str]) -> None:
    """Take the lock before a page is parsed, which is when its cells run."""
    take(build_folder(app) / "quiet", alone=is_timed(content[0]))


def end_page(app: Sphinx, doctree: nodes.document) -> None:
    """Give it back when the page has been read."""
    release()


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect."""
    app.setup_extension("_extensions.execution.draft")
    app.connect("source-read", begin_page)
    app.connect("doctree-read", end_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

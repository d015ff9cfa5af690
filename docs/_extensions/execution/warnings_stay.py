"""A build with warnings is read again in full: else the next build, which skips the pages read, would pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx


def forget_pages(app: Sphinx, exception: Exception | None) -> None:
    """Remove what the next build would start from."""
    if app._warncount or exception is not None:
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Come last: other extensions may warn at the end of the build."""
    app.connect("build-finished", forget_pages, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""A place that a search may lead to, and its text as a reader sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

JOINERS = re.compile("[\u00ad\u200b\u2060]")


@dataclass
class Entry:
    """A place that a search may lead to."""

    anchor: str
    title: str = ""
    pieces: list[str] = field(default_factory=list)
    subjects: dict[str, None] = field(default_factory=dict)  # formulas and functions that are shown here
    equations: dict[str, str] = field(default_factory=dict)  # anchors by number

    @property
    def text(self) -> str:
        """The text, its spaces as a reader sees them."""
        return shortened("".join(self.pieces))


def shortened(text: str) -> str:
    """Return a text without needless spaces and without what only a line break needs."""
    return " ".join(JOINERS.sub("", text).split())

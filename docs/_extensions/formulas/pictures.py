"""The words in a picture: the book's kernel writes them into every figure; a picture without them is a warning."""

from __future__ import annotations

import re
import zlib
from html import unescape
from itertools import chain
from pathlib import Path

COMMENT = re.compile(
    r"<!--(.*?)-->|<(?:text|tspan|title|desc)\b[^>]*>([^<]+)<|<dc:description>([^<]+)</dc:description>", re.DOTALL
)
BEGINS = b"\x89PNG\r\n\x1a\n"
DRAWN_HERE = "Drawn by the kernel of this book, with these words:"  # as docs/_kernel/book_figures.py says


def words_in(picture: Path) -> list[str]:
    """Return the lines of text in a picture; none where the file is of another kind."""
    if not picture.is_file():
        return []
    data = picture.read_bytes()
    if data.startswith(BEGINS):
        return [line for text in _texts(data) for line in text.splitlines()]
    if picture.suffix == ".svg":
        found = chain.from_iterable(COMMENT.findall(data.decode("utf-8")))
        return [line.strip() for text in found for line in unescape(text).splitlines() if line.strip()]
    return []


def is_drawn_here(picture: Path) -> bool:
    """Whether the book's kernel drew a picture, so that all its words are known."""
    return DRAWN_HERE in words_in(picture)


def _texts(png: bytes) -> list[str]:
    """Return the texts in the chunks of a PNG."""
    texts, place = [], len(BEGINS)
    while place + 8 <= len(png):
        length, kind = int.from_bytes(png[place : place + 4], "big"), png[place + 4 : place + 8]
        _, _, value = png[place + 8 : place + 8 + length].partition(b"\0")
        if kind == b"tEXt":
            texts.append(value.decode("latin-1"))
        elif kind == b"zTXt":
            texts.append(zlib.decompress(value[1:]).decode("latin-1"))
        elif kind == b"iTXt":
            *_, text = value[2:].split(b"\0", 2)
            texts.append((zlib.decompress(text) if value[0] else text).decode("utf-8"))
        place += 12 + length
    return texts

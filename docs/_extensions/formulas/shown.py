"""What a reader of a page sees as text: lines, cells, captions, outputs, blocks of text, and the words in figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

from .characters import in_dollars, lines_of, rows_of
from .flat import BREAK, flat, is_docstring, says_what_equals
from .neighbours import pairs, put_together
from .pictures import words_in
from .programs import SIGNS, lines_of_block

BLOCKS = (nodes.literal_block, nodes.math_block, nodes.raw, nodes.comment, nodes.doctest_block)
ATTRIBUTES = "alt", "caption", "explanation", "rawcaption", "reftitle", "title"


class Shown(NamedTuple):
    """A line of text, the node that it stands in, and what it is: "line", "docstring", "output", "words"."""

    node: nodes.Node
    text: str
    kind: str


def texts(doctree: nodes.document, source: Path) -> Iterator[Shown]:
    """Yield all text of a page that lies in a folder, line by line."""
    for node in doctree.findall(nodes.TextElement):
        if not isinstance(node.parent, nodes.TextElement) and not isinstance(node, BLOCKS):
            kind = "docstring" if is_docstring(node) else "line"
            yield from (Shown(node, line, kind) for line in seen(node).split(BREAK))
    yield from (Shown(node, text, "line") for node, text in put_together(doctree) if not is_docstring(node))
    for node in doctree.findall(nodes.literal_block):
        yield from (Shown(node, line, "output") for line in lines_of_block(node))
    for node in doctree.findall(nodes.raw):
        if "html" in node.get("format", ""):
            rows = rows_of(node.astext())
            lines = lines_of(node.astext()) + [
                pair for row in rows for pair in pairs(row, rows[:1] if row is not rows[0] else [])
            ]
            yield from (Shown(node, line, "output") for line in lines)
    for node in doctree.findall(nodes.Element):
        yield from (Shown(node, text, "words") for text in names(node))
    for node in doctree.findall(nodes.image):
        yield from (Shown(node, in_dollars(text), "output") for text in words_in(source / node.get("uri", "")))


def seen(node: nodes.TextElement) -> str:
    """Return the text of a paragraph or the like; code that stands there alone is read, as are signatures."""
    if isinstance(node, addnodes.desc_signature):
        shown = (part for part in node.children if SIGNS.search(part.astext()) or not is_list_of_parameters(part))
        return "".join(map(flat, shown))
    alone = node.children[0] if len(node.children) == 1 else None
    is_code = isinstance(alone, nodes.literal) and says_what_equals(alone.astext())
    return alone.astext() if alone is not None and is_code else flat(node)


def is_list_of_parameters(node: nodes.Node) -> bool:
    """Whether a part of a signature has the parameters, with what they are if nothing is said."""
    return isinstance(node, addnodes.desc_parameterlist)


def names(node: nodes.Element) -> Iterator[str]:
    """Yield what the attributes of a node show: alternative texts, titles, entries of the index and of contents."""
    yield from (str(node[name]) for name in ATTRIBUTES if node.get(name))
    if isinstance(node, addnodes.index):
        yield from (entry[1] for entry in node["entries"])
    if isinstance(node, addnodes.toctree):
        yield from (title for title, _ in node["entries"] if title)

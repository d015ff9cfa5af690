"""What a reader of a page sees as text: lines, cells, captions, outputs, blocks of text, and the words in figures."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

from .characters import characters, in_dollars, lines_of
from .pictures import words_in

BLOCKS = (nodes.literal_block, nodes.math_block, nodes.raw, nodes.comment, nodes.doctest_block)
PLAIN = {"", "default", "latex", "math", "md", "myst-ansi", "none", "tex", "text"}  # languages of what is no program
ATTRIBUTES = "alt", "explanation", "rawcaption", "reftitle", "title"
PYTHON = {"default", "doctest", "ipython", "ipython3", "pycon", "py", "python", "python3"}
SIGNS = re.compile(r"[∂∇⋆∗⊛⊙Σ∏·×≡≔]")
NO_CODE = {"download", "file", "kbd", "samp"}
BREAK = "\r"  # between lines that stay apart on the page


class Shown(NamedTuple):
    """A line of text, the node that it stands in, and what it is: "line", "docstring", "output", "words"."""

    node: nodes.Node
    text: str
    kind: str


def texts(doctree: nodes.document, source: Path) -> Iterator[Shown]:
    """Yield all text of a page that lies in a folder, line by line."""
    for node in doctree.findall(nodes.TextElement):
        if not isinstance(node.parent, nodes.TextElement) and not isinstance(node, (*BLOCKS, addnodes.desc_signature)):
            kind = "docstring" if is_docstring(node) else "line"
            yield from (Shown(node, line, kind) for line in flat(node).split(BREAK))
    yield from (Shown(node, text, "line") for node, text in put_together(doctree) if not is_docstring(node))
    for node in doctree.findall(nodes.literal_block):
        yield from (Shown(node, line, "output") for line in _lines(node))
    for node in doctree.findall(nodes.raw):
        if "html" in node.get("format", ""):
            yield from (Shown(node, line, "output") for line in lines_of(node.astext()))
    for node in doctree.findall(nodes.Element):
        yield from (Shown(node, str(node[name]), "words") for name in ATTRIBUTES if node.get(name))
    for node in doctree.findall(nodes.image):
        yield from (Shown(node, in_dollars(text), "output") for text in words_in(source / node.get("uri", "")))


def put_together(doctree: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """Yield what a reader puts together: the cells of a row, two of a table, a term and what it means."""
    for row in doctree.findall(nodes.row):
        yield row, " ".join(map(flat, row.children))
        yield from ((row, " : ".join(pair)) for pair in pairs(row))
    for item in doctree.findall(nodes.definition_list_item):
        yield item, " : ".join(map(flat, item.children))


def pairs(row: nodes.row) -> Iterator[tuple[str, str]]:
    """Yield pairs of cells: a cell and the next, the head of a column and a cell in it."""
    cells, tgroup = list(map(flat, row.children)), row.parent.parent
    yield from pairwise(cells)
    for head in tgroup.findall(nodes.thead):
        if head is not row.parent:
            yield from zip(map(flat, head.children[0].children), cells, strict=False)


def is_docstring(node: nodes.Element) -> bool:
    """Whether a node comes from the docstring of a function, or from the table of such."""
    while node.parent is not None and not node.source:
        node = node.parent
    return "docstring of" in (node.source or "") or "<autosummary>" in (node.source or "")


def flat(node: nodes.Node) -> str:
    """Return the text of a node with its mathematics as characters, and a word in place of Python."""
    if isinstance(node, nodes.math):
        return characters(node.astext())
    if isinstance(node, nodes.literal | addnodes.literal_emphasis):
        return " code " if is_python(node.astext()) and not NO_CODE & set(node["classes"]) else node.astext()
    if isinstance(node, nodes.raw):
        return BREAK if "<br" in node.astext() else ""
    if isinstance(node, nodes.Text):
        return node.astext()
    return "_" * isinstance(node, nodes.subscript) + "".join(map(flat, node.children))


def is_python(code: str) -> bool:
    """Whether code could be Python, a path, an option or the like, and is no mathematics in disguise."""
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        return code.isascii()
    return True


def _lines(block: nodes.literal_block) -> list[str]:
    """Return the lines of a block of text or of an output; of a program its comments, and strings with mathematics."""
    text = block.astext()
    if (block.get("language") or "") in PLAIN and not is_docstring(block):
        return text.splitlines()
    if block.get("language") not in PYTHON and not is_docstring(block):
        return [line for line in text.splitlines() if SIGNS.search(line)]
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return [] if text.isascii() else text.splitlines()
    shown = (token for token in tokens if token.type == tokenize.COMMENT or is_text(token))
    return [line.strip("#'\" ") for token in shown for line in token.string.splitlines()]


def is_text(token: tokenize.TokenInfo) -> bool:
    """Whether a string of a program has mathematics in it."""
    return token.type == tokenize.STRING and SIGNS.search(token.string) is not None

"""How much room code and outputs of the printed book ask for, so that short ones are not torn."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from .code import latex

WIDEST = 106  # letters of a line of code
CODE, OUTPUT, CELL = 12, 25, 25  # lines that stay together; the last for code with its output
HEAD = r"\booklistinghead"  # a line above code, to which it belongs
END = 4  # of longer ones, the lines that the end of a page must have room for


def height(block: nodes.Element) -> int:
    """The lines of a block of code, parted ones counted as often as they are parted."""
    return sum(max(1, -(-len(line) // WIDEST)) for line in block.astext().splitlines())


def together(lines: int, most: int) -> int:
    """The lines that must find room where a block of so many begins."""
    return lines if lines <= most else END


def rooms(code: int | None, output: int | None) -> tuple[int, int]:
    """The room that the code of a cell asks for, and its output; neither need be there."""
    below = together(output or 0, OUTPUT)
    above = together(code or 0, CODE)
    if code is None or output is None:
        return above, below
    if code + output <= CELL:
        return code + output + 1, 0
    return (above + END + 1, END) if above == code else (above, below)


def ask_for_room(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write before each block how many lines it has, and how many of them belong together."""
    if app.builder.format != "latex":
        return
    asked: dict[int, int] = {}
    for cell in doctree.findall(lambda node: isinstance(node, nodes.container) and "cell" in node["classes"]):
        inside = [list(part.findall(nodes.literal_block))[:1] for part in cell.children]
        first = next((block for blocks in inside[:1] for block in blocks), None)
        second = next((block for blocks in inside[1:2] for block in blocks), None)
        room = rooms(first and height(first), second and height(second))
        asked |= {id(block): lines for block, lines in zip((first, second), room, strict=True) if block is not None}
    for block in list(doctree.findall(nodes.literal_block)):
        lines = asked.get(id(block), together(height(block), CODE))
        count = len(block.astext().splitlines())
        place = block.parent.index(block)
        if place and HEAD in block.parent[place - 1].astext():
            place, lines = place - 1, lines + 2
        block.parent.insert(place, latex(rf"\bookcode{{{count}}}{{{lines}}}"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Come after the listings have become blocks of code."""
    app.connect("doctree-resolved", ask_for_room, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The blocks of a page: paragraphs, equations, lists, tables, listings, exercises; and the places of its code cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from .inline import UNSEEN, Inline, escaped, fenced
from .tables import table

FOLDED = {"solution", "hint", "dropdown", "toggle"}  # kinds and classes of boxes that are shut at first
SMALL_PRINT = {"formula-foot", "formula-links", "listing-links"}  # below equations and listings: links into the book


@dataclass(frozen=True)
class Cell:
    """The place of a code cell: its number in the executed page, and whether it belongs to a solution."""

    index: int
    solution: bool = False


@dataclass(frozen=True)
class Heading:
    """Where a section begins, and with it a new cell of Markdown."""

    text: str


Block = str | Cell | Heading
Numbers = Callable[[nodes.Element], str]


class listed_code(nodes.comment):  # noqa: N801 (docutils finds visitors by the class's name)
    """The code that a listing shows, beside it until the notebook is written."""


class Blocks:
    """Writes the blocks of one page."""

    def __init__(self, docname: str, pages: Collection[str], number: Numbers, remark: Numbers) -> None:
        self.inline, self.number, self.remark = Inline(docname, pages), number, remark

    def of(self, parent: nodes.Node, level: int = 0) -> Iterator[Block]:
        """Yield what stands in a section or a box, in order."""
        before: nodes.Node | None = None
        for node in parent.children:
            if isinstance(node, nodes.section):
                yield from self.of(node, level + 1)
            elif isinstance(node, nodes.title):
                yield Heading(f"{'#' * max(level, 1)} {self.number(parent)} ".rstrip() + f" {self.inline.of(node)}")
            else:
                for block in self.one(node, level):
                    solves = isinstance(block, Cell) and before is not None and is_solution(before)
                    yield replace(block, solution=True) if solves else block
            if not isinstance(node, UNSEEN):
                before = node

    def one(self, node: nodes.Node, level: int) -> Iterable[Block]:
        """Return the blocks of a node; what is unknown gives those that stand in it."""
        if isinstance(node, listed_code):
            return [self._listing(node)]
        if isinstance(node, UNSEEN) or SMALL_PRINT & {*classes_of(node)}:
            return []
        if isinstance(node, nodes.container) and node.get("nb_element") == "cell_code":
            return [Cell(node["cell_index"]), *self._captions(node)]
        for kind, write in self._WRITTEN.items():
            if isinstance(node, kind):
                return write(self, node)
        if isinstance(node, nodes.Admonition | nodes.topic | nodes.sidebar):
            return self._box(node, level)
        return self._text(node) if isinstance(node, nodes.TextElement | nodes.Inline) else self.of(node, level)

    def _text(self, node: nodes.Node) -> list[str]:
        return [text] if (text := self.inline.paragraph(node)) else []

    def _captions(self, node: nodes.Element) -> list[str]:
        figures = [figure for figure in node.findall(nodes.figure) if figure.next_node(nodes.caption)]
        return [f"*{self.number(each)}: {self.inline.of(each.next_node(nodes.caption))}*" for each in figures]

    def _figure(self, node: nodes.figure) -> list[str]:
        return [self.inline.of(node), *self._captions(node)]

    def _equation(self, node: nodes.math_block) -> list[str]:
        number = self.number(node).strip("()")
        tag = rf" \tag{{{number}}}" if number else ""
        equation = f"$${' '.join(node.astext().split())}{tag}$$"
        return [equation, remark] if (remark := self.remark(node)) else [equation]

    def _listing(self, node: listed_code) -> str:
        code = fenced(node.astext(), "python")
        where = f"`{node['name']}` · *{node['path']}*" if node["name"] else f"*{node['path']}*"
        return details(f"<code>{node['name'] or node['path']}</code>", code) if node["folded"] else f"{where}\n\n{code}"

    def _items(self, node: nodes.Element) -> list[str]:
        numbered, first = isinstance(node, nodes.enumerated_list), node.get("start", 1)
        marks = (f"{first + place}. " if numbered else "- " for place in range(len(node)))
        return ["\n".join(indented(mark, self.text_of(item)) for mark, item in zip(marks, node.children))]

    def _definitions(self, node: nodes.Element) -> list[str]:
        items = ((item.next_node(nodes.term), item.next_node(nodes.definition)) for item in node.children)
        return ["\n".join(indented("- ", f"**{self.inline.of(term)}** {self.text_of(said)}") for term, said in items)]

    def _footnote(self, node: nodes.Element) -> list[str]:
        return [f"<sup>{self.inline.of(node[0])}</sup> {self.text_of(node)}"]

    def _box(self, node: nodes.Element, level: int) -> Iterator[Block]:
        titled, kind = is_title(node[0]), type(node).__name__
        title = node[0].astext() if titled else str(admonitionlabels.get(kind, kind.capitalize()))
        inside = nodes.container("", *(child.deepcopy() for child in node.children[titled:]))
        shut = "collapsible" in node or FOLDED & {kind, *node["classes"]}
        for is_text, run in groupby(self.of(inside, level), lambda block: isinstance(block, str)):
            if not is_text:
                yield from (replace(each, solution=True) if isinstance(each, Cell) else each for each in run)
            elif shut:
                yield details(escape(title), "\n\n".join(map(str, run)))
            else:
                yield indented("> ", f"**{escaped(title)}**\n\n" + "\n\n".join(map(str, run)), every=True)

    def text_of(self, node: nodes.Node) -> str:
        """Return the blocks of an item or of a field of a table, which hold no code cells."""
        label = isinstance(node.children[0], nodes.label) if node.children else False
        inside = node if not label else nodes.container("", *(child.deepcopy() for child in node.children[1:]))
        return "\n\n".join(block.text if isinstance(block, Heading) else str(block) for block in self.of(inside))

    _WRITTEN: ClassVar[dict[type | tuple[type, ...], Callable[[Blocks, nodes.Element], Iterable[Block]]]] = {
        nodes.math_block: lambda self, node: self._equation(node),
        (nodes.literal_block, nodes.doctest_block): lambda self, node: [fenced(node.astext(), language_of(node))],
        (nodes.bullet_list, nodes.enumerated_list): lambda self, node: self._items(node),
        nodes.definition_list: lambda self, node: self._definitions(node),
        nodes.block_quote: lambda self, node: [indented("> ", self.text_of(node), every=True)],
        nodes.table: lambda self, node: [table(node, self.inline, self.text_of)],
        nodes.figure: lambda self, node: self._figure(node),
        (nodes.footnote, nodes.citation): lambda self, node: self._footnote(node),
        (nodes.rubric, nodes.caption): lambda self, node: [f"**{self.inline.of(node)}**"],
        nodes.transition: lambda self, node: ["---"],
        addnodes.toctree: lambda self, node: [],
    }


def classes_of(node: nodes.Node) -> list[str]:
    """The classes of a node, none if it is text."""
    return node["classes"] if isinstance(node, nodes.Element) else []


def is_title(node: nodes.Node) -> bool:
    """Whether a node is the title of a box; in HTML that of an exercise is a paragraph."""
    return isinstance(node, nodes.title) or "admonition-title" in classes_of(node)


def is_solution(node: nodes.Node) -> bool:
    """Whether a node is the solution of an exercise, which the code after it belongs to."""
    return type(node).__name__ == "solution" or any("solution" in name for name in classes_of(node))


def language_of(node: nodes.Element) -> str:
    """The language of a block of code."""
    return "pycon" if isinstance(node, nodes.doctest_block) else node.get("language", "")


def details(title: str, inside: str) -> str:
    """Return what a reader opens; the empty lines make the inside Markdown."""
    return f"<details>\n<summary>{title}</summary>\n\n{inside}\n\n</details>"


def indented(mark: str, text: str, *, every: bool = False) -> str:
    """Return lines behind a mark, which stands before each of them or before the first."""
    rest = mark if every else " " * len(mark)
    lines = re.sub(r"\n", f"\n{rest}", text)
    return "\n".join(line.rstrip() for line in f"{mark}{lines}".split("\n"))

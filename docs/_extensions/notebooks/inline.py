"""What stands in a line of a page, as Markdown that JupyterLab and VS Code read alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from posixpath import basename, dirname, join, normpath
from typing import ClassVar

from docutils import nodes
from sphinx import addnodes

SPECIAL = re.compile(r"[\\`*\[\]<>$|~]|(?<!\w)_|_(?!\w)")
STARTS = re.compile(r"^(#+|[-+>]|\d+[.)])(?= )")  # what begins a heading, an item or a quotation
UNSEEN = nodes.Invisible | nodes.target | nodes.raw | nodes.system_message | addnodes.index


class Inline:
    """Writes the lines of one page; links lead to the notebooks of other pages, else to nothing."""

    def __init__(self, docname: str, pages: Collection[str]) -> None:
        self.docname, self.pages = docname, pages

    def of(self, node: nodes.Node) -> str:
        """Return what stands in a node, on one line."""
        return "".join(map(self._one, node.children)).strip()

    def paragraph(self, node: nodes.Node) -> str:
        """Return a paragraph, which nothing at its beginning makes a heading or a list."""
        return STARTS.sub(escaped_start, self.of(node))

    def _one(self, node: nodes.Node) -> str:
        if isinstance(node, UNSEEN):
            return ""
        if isinstance(node, nodes.Text):
            return SPECIAL.sub(r"\\\g<0>", " ".join(re.split(r"\s*\n\s*", node.astext())))
        for kind, write in self._WRITTEN.items():
            if isinstance(node, kind):
                return write(self, node)
        return "".join(map(self._one, node.children))

    def _marked(self, node: nodes.Node, mark: str, end: str = "") -> str:
        inside = "".join(map(self._one, node.children)).strip()
        return f"{mark}{inside}{end or mark}" if inside else ""

    def _link(self, node: nodes.Element) -> str:
        words = "".join(map(self._one, node.children))
        address = node.get("refuri", "")
        if not node.get("internal") and re.match(r"[a-z]+:", address):
            return f"[{words}]({address})"
        page = normpath(join(dirname(self.docname), address.partition("#")[0])).removesuffix(".html")
        if address.startswith("#") or not address or page == self.docname or page not in self.pages:
            return words
        return f"[{words}]({basename(page)}.ipynb)"

    _WRITTEN: ClassVar[dict[type | tuple[type, ...], Callable[[Inline, nodes.Element], str]]] = {
        (nodes.emphasis, nodes.title_reference): lambda self, node: self._marked(node, "*"),
        nodes.strong: lambda self, node: self._marked(node, "**"),
        nodes.subscript: lambda self, node: self._marked(node, "<sub>", "</sub>"),
        (nodes.superscript, nodes.footnote_reference): lambda self, node: self._marked(node, "<sup>", "</sup>"),
        nodes.literal: lambda self, node: code(node.astext()),
        nodes.math: lambda self, node: f"${' '.join(node.astext().split())}$",
        nodes.image: lambda self, node: f"*(picture: {escaped(node.get('alt', node['uri']))})*",
        nodes.reference: lambda self, node: self._link(node),
    }


def escaped(text: str) -> str:
    """Return a text in which nothing is a sign of Markdown."""
    return SPECIAL.sub(r"\\\g<0>", text)


def escaped_start(start: re.Match[str]) -> str:
    """Return the beginning of a paragraph with a backslash before its last sign: `\\#`, `1\\.`."""
    return f"{start[1][:-1]}\\{start[1][-1]}"


def code(text: str) -> str:
    """Return code in a line, between more backticks than it has itself."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence, space = "`" * (longest + 1), " " * ("`" in text)
    return f"{fence}{space}{text}{space}{fence}"


def fenced(text: str, language: str) -> str:
    """Return lines of code in a block of their own."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("^`{3,}", text, re.MULTILINE))])
    return f"{fence}{'' if language in ('default', 'none', 'text') else language}\n{text.rstrip()}\n{fence}"

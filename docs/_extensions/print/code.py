"""Pieces of LaTeX as nodes, and the labels that links of Sphinx's LaTeX lead to."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.util.texescape import tex_replace_map


def latex(code: str) -> nodes.raw:
    """A piece of LaTeX as a node."""
    return nodes.raw("", code, format="latex")


def label(page: str, name: str) -> str:
    """The label of a place on a page, as links of Sphinx's LaTeX spell it."""
    spelled = f"{page}:{name}".translate(tex_replace_map).encode("ascii", "backslashreplace").decode("ascii")
    return rf"\detokenize{{{spelled.replace(chr(92), '_')}}}"


def page_around(node: nodes.Node) -> str:
    """The page in which a node stood before all pages became one document."""
    while node.parent is not None and not isinstance(node, addnodes.start_of_file):
        node = node.parent
    return str(node["docname"])


def command(name: str, *arguments: str | list[nodes.Node]) -> nodes.inline:
    """A command of book.sty with these arguments, words of LaTeX or nodes: no paragraph, which would begin a line."""
    line = nodes.inline("", "", latex(f"\n\\{name}"))
    for argument in arguments:
        inside = [latex(argument)] if isinstance(argument, str) else argument
        line += [latex("{"), *inside, latex("}")]
    line += latex("\n")
    return line

"""Links in the API reference: from an equation's id to the equation, from a name to its entry."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

import textbook_cnn
from textbook_cnn.formulas import REGISTRY

EQUATION_LINE = re.compile(r"\s*Equations? ``")
LITERAL = re.compile(r"``([a-z0-9_.]+)``")
MARKUP_BY_CHANCE = re.compile(r"(?<=, )\*(?=\w+\))|\|(?=\S)")  # (batch, *shape) and |x|
NAME = re.compile(r"(?<![:`\w])`(\w+)`(?![`_])")


def link_equation(match: re.Match[str]) -> str:
    """Return a reference to the equation, or the literal unchanged where it is no formula's id."""
    return f":eq:`{match[1]}`" if match[1] in REGISTRY else match[0]


def link_name(match: re.Match[str]) -> str:
    """Return a reference to the public name, or the words unchanged: `X` is an argument."""
    return f":py:obj:`~textbook_cnn.{match[1]}`" if match[1] in textbook_cnn.__all__ else match[0]


def link(app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """Put in the links: ids in lines that begin with "Equation", public names anywhere but in code."""
    for number, line in enumerate(lines):
        if line.lstrip().startswith((">>>", "...")):
            continue
        line = LITERAL.sub(link_equation, line) if EQUATION_LINE.match(line) else line
        line = MARKUP_BY_CHANCE.sub(r"\\\g<0>", line)
        lines[number] = NAME.sub(link_name, line)


def setup(app: Sphinx) -> dict[str, Any]:
    """Come before numpydoc, which rewrites the sections."""
    app.connect("autodoc-process-docstring", link, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

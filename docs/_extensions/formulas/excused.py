"""What outputs and docstrings may say, because the registry says it: whole equations, and each where it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from docutils import nodes

import textbook_cnn
from textbook_cnn.formulas import REGISTRY, Formula
from textbook_cnn.formulas.graph import equations_of

from .relations import RELATION
from .shown import Shown

WORD = r"(?!(?:argmax|argmin|exp|log|max|mean|min|rot180|sign|softmax|vec)\b)[^\W\d_]{2,}"
# What may stand before and behind a whole equation: nothing, a mark or a word, but no more of an equation.
BEFORE = re.compile(rf"(?:^|[.,;:!?—–“\"'✓]|(?<!\w)\(|\b{WORD})\s*$")
BEHIND = re.compile(rf"\s*(?:$|[.,;:!?—–”\"')✓]|{WORD}(?![\w(]))")


def excused(shown: Shown) -> tuple[str, ...]:
    """Return the equations that a text may state: an output any, a docstring those of its function."""
    if shown.kind == "docstring":
        return rows_of(function_of(shown.node))
    return rows() if shown.kind == "output" else ()


def without(text: str, equations: Iterable[str]) -> str:
    """Return a text with a word in place of whole equations that need not be looked at."""
    for equation in equations:
        place = text.find(equation)
        while place >= 0:
            before, behind = text[:place], text[place + len(equation) :]
            if BEFORE.search(before) and BEHIND.match(behind):
                text = f"{before} proved {behind}"
            place = text.find(equation, place + 1)
    return text


def function_of(node: nodes.Node) -> str:
    """Return the name of the function from whose docstring a node comes; in a table of such, the row's first word."""
    while node.parent is not None and not isinstance(node, nodes.row) and "docstring of" not in (node.source or ""):
        node = node.parent
    if isinstance(node, nodes.row):
        return re.split(r"\W", node.children[0].astext().strip())[0]
    return (node.source or "").rpartition("docstring of ")[2]


@cache
def rows_of(function: str) -> tuple[str, ...]:
    """Return the equations of the formulas that name a function, or that its docstring names; all for their rooms."""
    if function.startswith("textbook_cnn.formulas."):
        return rows()
    names = [name for name in function.split(".") if name in textbook_cnn.__all__]
    said = {equation for name in names for equation in equations_of(getattr(textbook_cnn, name).__doc__ or "")}
    return as_text(formula for formula in REGISTRY.values() if formula.id in said or {*names} & {*formula.functions})


@cache
def rows() -> tuple[str, ...]:
    """Return the equations of the registry as text."""
    return as_text(REGISTRY.values())


def as_text(formulas: Iterable[Formula]) -> tuple[str, ...]:
    """Return equations as text, the longest first; not those of which a dot stands for a side."""
    found = {row for formula in formulas for row in formula.as_text() if RELATION.search(row) and "= ⋮" not in row}
    return tuple(sorted(found, key=len, reverse=True))

"""The lines of a definition as they stand in its file, in colour, without docstrings of more than one line."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from inspect import cleandoc

from pygments.lexers.python import PythonLexer
from pygments.token import STANDARD_TYPES, _TokenType

from .program import DEFINED, Definition, Program

Address = Callable[[int, int], str | None]  # of what the name at a line and a column, in characters, means
Marks = Mapping[int, Sequence[str]]  # ids by line
PLAIN = {"", "n", "p", "w"}  # what has the colour of text in every style


def docstrings(definition: Definition) -> Iterator[tuple[str, ast.Expr]]:
    """The docstrings that a listing leaves out, with the names of what they describe."""
    for node in ast.walk(definition.node):
        if isinstance(node, DEFINED | ast.Module) and len(node.body) > 1 and ast.get_docstring(node) is not None:
            first = node.body[0]
            if isinstance(first, ast.Expr) and first.end_lineno != first.lineno:
                yield getattr(node, "name", ""), first


def words(docstring: ast.Expr) -> str:
    """The text of a docstring, without the indent of the code."""
    return cleandoc(str(ast.literal_eval(docstring.value)))


def span(definition: Definition, lines: list[str]) -> tuple[int, int]:
    """First and last line: from the comments and decorators above it."""
    if not definition.own_name:
        return 1, len(lines)
    node = definition.node
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    while first > 1 and lines[first - 2].lstrip().startswith("#"):
        first -= 1
    return first, node.end_lineno or first


def shown_lines(definition: Definition, text: str) -> list[int]:
    """Numbers of the lines that a listing shows."""
    lines = text.splitlines()
    first, last = span(definition, lines)
    left_out: set[int] = set()
    for _, docstring in docstrings(definition):
        end = docstring.end_lineno or docstring.lineno
        after = end + 1 if end < len(lines) and not lines[end].strip() else end
        left_out |= {*range(docstring.lineno, after + 1)}
    return [number for number in range(first, last + 1) if number not in left_out]


@cache
def coloured(text: str) -> list[list[tuple[str, str]]]:
    """The lines of a program, each as pairs of a class of the style sheet and text."""
    lines: list[list[tuple[str, str]]] = [[]]
    for kind, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text):
        for position, piece in enumerate(value.split("\n")):
            if position:
                lines.append([])
            if piece:
                lines[-1].append((class_of(kind), piece))
    return lines


@cache
def class_of(kind: _TokenType) -> str:
    """The class by which a style sheet of Pygments names a kind of token."""
    while kind not in STANDARD_TYPES:
        kind = kind.parent
    return STANDARD_TYPES[kind]


def html_of(text: str, numbers: Iterable[int], marks: Marks, address: Address = lambda line, column: None) -> str:
    """Return some lines of a program, each with its number and its ids, marked where lines between are left out."""
    lines, html, before = coloured(text), [], 0
    for number in numbers:
        column, parts = 0, []
        for kind, piece in lines[number - 1]:
            part = escape(piece)
            if kind not in PLAIN:
                part = f'<span class="{kind}">{part}</span>'
            if target := address(number, column):
                part = f'<a href="{escape(target)}">{part}</a>'
            parts.append(part)
            column += len(piece)
        ids = "".join(f'<a id="{mark}"></a>' for mark in marks.get(number, ())[1:])
        first = "".join(f' id="{mark}"' for mark in marks.get(number, ())[:1])
        cut = ' class="after-cut"' if before and number > before + 1 else ""
        html.append(f'<span{first}{cut} data-line="{number}">{ids}{"".join(parts)}\n</span>')
        before = number
    return f'<div class="highlight numbered"><pre>{"".join(html)}</pre></div>'


def columns(program: Program, definition: Definition, text: str) -> dict[tuple[int, int], str]:
    """What the names inside a definition mean, by line and column in characters."""
    lines = text.splitlines()
    return {
        (use.line, len(lines[use.line - 1].encode()[: use.column].decode())): use.name
        for use in program.uses(definition.name)
        if use.name != definition.name
    }

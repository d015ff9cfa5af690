"""A node as one stretch of text, as a reader sees it: mathematics as characters, code that is no equation as a word."""

from __future__ import annotations

import ast
import re

from docutils import nodes
from sphinx import addnodes

from .characters import characters
from .relations import PARTS, RELATION

NO_CODE = {"download", "file", "kbd", "samp"}
BREAK = "\r"  # between lines that stay apart on the page
UPRIGHT = re.compile(r"\\(?:text|textbf|textit|textrm|mathrm|mbox|operatorname)\s*\{([^{}]*)\}")
LONG = re.compile(r"[a-zA-Z]{2,}\d*(?:[ -][a-zA-Z]{2,})*")
SYMBOL = re.compile(r"[A-Za-z](?:_?\w{0,2})|d[A-Z]\w*")  # names that stand for themselves: K, K_1, dK
IN_MATHEMATICS = (ast.BinOp, ast.Constant, ast.expr_context, ast.operator)
CALLED = "ƒ"  # what a call gives, as a letter
COMPUTES = (ast.BinOp, ast.Call)


def flat(node: nodes.Node) -> str:
    """Return the text of a node with its mathematics as characters, and a word in place of Python."""
    if isinstance(node, nodes.math):
        return characters(UPRIGHT.sub(one_letter, node.astext()))
    if isinstance(node, nodes.literal | addnodes.literal_emphasis):
        return node.astext() if NO_CODE & set(node["classes"]) else in_words(node.astext())
    if isinstance(node, nodes.raw):
        return BREAK if "<br" in node.astext() else ""
    if isinstance(node, nodes.Text):
        return node.astext()
    return "_" * isinstance(node, nodes.subscript) + "".join(map(flat, node.children))


def one_letter(upright: re.Match[str]) -> str:
    """Return a name of several letters, or of several words, in mathematics so that it counts as one letter."""
    return LONG.sub(
        lambda name: name[0] if name[0] in PARTS.split() else re.sub("[ -]", "_", f"_{name[0]}"), upright[1]
    )


def in_words(code: str) -> str:
    """Return code as it is read in a sentence: itself where it is, or may be, mathematics, else a word."""
    try:
        lines = ast.parse(code).body
    except (SyntaxError, ValueError):  # a path, an option or the like, unless something is equal to something
        return " code " if code.isascii() and not RELATION.search(code) else code
    if len(lines) != 1 or not isinstance(lines[0], ast.Expr):
        return " code "
    value = lines[0].value
    if isinstance(value, ast.Call):
        return f" {CALLED} "
    return code if isinstance(value, ast.Name | ast.BinOp) and all(map(is_symbol, ast.walk(value))) else " code "


def is_symbol(part: ast.AST) -> bool:
    """Whether a part of code is a letter, the sum or the like of letters, or a number."""
    return SYMBOL.fullmatch(part.id) is not None if isinstance(part, ast.Name) else isinstance(part, IN_MATHEMATICS)


def says_what_equals(code: str) -> bool:
    """Whether code gives a name to what it computes, or compares two things: alone on a line it would be a display."""
    try:
        lines = ast.parse(code).body
    except (SyntaxError, ValueError):
        return False
    return any(
        isinstance(line, ast.Assign | ast.AugAssign) and isinstance(part, COMPUTES)
        for line in lines
        for part in ast.walk(line)
    )


def is_docstring(node: nodes.Element) -> bool:
    """Whether a node comes from the docstring of a function, or from the table of such."""
    while node.parent is not None and not node.source:
        node = node.parent
    return "docstring of" in (node.source or "") or "<autosummary>" in (node.source or "")

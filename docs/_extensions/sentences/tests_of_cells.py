"""Which words of a page its cells hold, by assertions whose messages are these words."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .pages import Block, Page

AND = " … "  # between several words that one assertion holds
ALWAYS_TRUE = (ast.Dict, ast.GeneratorExp, ast.JoinedStr, ast.Lambda, ast.List, ast.ListComp, ast.Set, ast.Tuple)
OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


@dataclass(frozen=True)
class Holding:
    """Words that a test holds, the line where it stands, and the numbers it knows; or what is wrong with it."""

    line: int
    words: str
    constants: frozenset[float] = frozenset()
    objection: str = ""


def holdings(page: Page) -> Iterator[Holding]:
    """Yield what the assertions of a page hold: each has a string as its message and tests a name of the page."""
    programs = [(line, ast.parse(code)) for line, code in page.cells]
    computed = {name for _, program in programs for name in _bound(program)}
    for line, program in programs:
        for node in program.body:  # not in a branch, a loop, a function or a `try`, which may be passed over
            if isinstance(node, ast.Assert) and node.msg is not None:
                yield from _holdings_of(node, line + node.lineno - 1, computed)


def _holdings_of(node: ast.Assert, line: int, computed: set[str]) -> Iterator[Holding]:
    if not isinstance(node.msg, ast.Constant) or not isinstance(node.msg.value, str):
        yield Holding(line, "", objection="the message of an assertion is no plain string")
        return
    shown = Block()
    shown.add(node.msg.value, line)
    parts = list(_parts(node.test))
    objection = ""
    if not all(_loaded(part) & computed for part in parts):
        objection = "the test is about nothing that the page computes"
    elif any(_is_always_true(part) for part in parts):
        objection = "the test is true whatever the page computes"
    for words in shown.text.strip().split(AND):
        numbers = frozenset(number for part in ast.walk(node.test) if (number := _value(part)) is not None)
        yield Holding(line, words, numbers, objection)


def _bound(program: ast.AST) -> Iterator[str]:
    for node in ast.walk(program):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield from (name.asname or name.name for name in node.names)


def _loaded(test: ast.AST) -> set[str]:
    """Return the names of a test but those that it binds itself."""
    names = [node for node in ast.walk(test) if isinstance(node, ast.Name)]
    return {node.id for node in names} - {node.id for node in names if isinstance(node.ctx, ast.Store)}


def _parts(test: ast.expr) -> Iterator[ast.expr]:
    """Yield what a test joins by `and` and `or`."""
    if isinstance(test, ast.BoolOp):
        for part in test.values:
            yield from _parts(part)
    else:
        yield test


def _is_always_true(test: ast.expr) -> bool:
    """Whether a test is a collection or a function that is no result, or compares something with itself."""
    if isinstance(test, ast.Compare):
        sides = [ast.dump(side) for side in (test.left, *test.comparators)]
        return len(set(sides)) < len(sides)
    return isinstance(test, ALWAYS_TRUE)


def _value(node: ast.AST) -> float | None:
    """Return the number that an expression of numbers alone is, such as 2 / 3."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inside = _value(node.operand)
        return None if inside is None else -inside
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        left, right = _value(node.left), _value(node.right)
        return None if left is None or right is None else OPERATIONS[type(node.op)](left, right)
    return None

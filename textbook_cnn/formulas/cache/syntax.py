"""What can be read from the tree of a program: its code alone, the names that it binds, what it reads of each name."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

WITH_DOCSTRING = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def is_docstring(statement: ast.stmt) -> bool:
    """Whether a statement is nothing but a string."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def code_alone(text: str) -> str:
    """Return the code without what changes nothing when it runs: docstrings, comments, layout."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, WITH_DOCSTRING) and node.body and is_docstring(node.body[0]):
            del node.body[0]
    return ast.dump(tree, annotate_fields=False)


def chains(nodes: Iterable[ast.AST]) -> dict[str, set[str] | None]:
    """What is read of each name, as "a.b", seen from the outside in; None for a name that also stands alone."""
    found: dict[str, set[str] | None] = {}
    inner: set[ast.expr] = set()
    for node in nodes:
        if isinstance(node, ast.Attribute):
            names, base = [node.attr], node.value
            while isinstance(base, ast.Attribute):
                inner.add(base)
                names, base = [base.attr, *names], base.value
            if isinstance(base, ast.Name) and node not in inner:
                inner.add(base)
                read = found.setdefault(base.id, set())
                if read is not None:
                    read.add(".".join(names))
        elif isinstance(node, ast.Name) and node not in inner:
            found[node.id] = None
    return found


def bound(statements: list[ast.stmt]) -> Iterator[str]:
    """Names that statements bind, in the blocks of a statement too, but not in functions and classes."""
    for node in statements:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname for alias in node.names if alias.asname)
        else:
            inside = (part for part in ast.walk(node) if isinstance(part, ast.Name | ast.FunctionDef | ast.ClassDef))
            for part in inside:
                if not isinstance(part, ast.Name):
                    yield part.name
                elif isinstance(part.ctx, ast.Store):
                    yield part.id

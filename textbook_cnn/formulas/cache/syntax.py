"""What can be read from the tree of a program: its code alone, the names that it binds, what it reads of each name."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

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


def top_level(tree: ast.Module) -> tuple[set[str], dict[str, Any], set[str]]:
    """Functions and classes of a module; its names for written numbers and texts; all names that are assigned."""
    functions, values, assigned = set(), {}, list(bound(tree.body))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            functions.add(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            with suppress(ValueError):
                values[node.targets[0].id] = ast.literal_eval(node.value)
    once = {name for name in values if assigned.count(name) == 1}
    return functions, {name: values[name] for name in once}, set(assigned) - functions


def imported_names(tree: ast.Module, package: str) -> dict[str, tuple[str, str]]:
    """Names that a module imports: the module and the name there, which is empty for a module itself."""
    found: dict[str, tuple[str, str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            above = parts[: len(parts) + 1 - node.level] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            found |= {each.asname or each.name: (source, each.name) for each in node.names if each.name != "*"}
        elif isinstance(node, ast.Import):
            whole = {each.asname or each.name.partition(".")[0]: each for each in node.names}
            found |= {name: (each.name if each.asname else name, "") for name, each in whole.items()}
    return found

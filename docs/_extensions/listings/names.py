"""Which names inside a definition mean other definitions of the package, and where they stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .program import Definition, Program

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
SCOPE = FUNCTION | ast.ClassDef | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(frozen=True)
class Use:
    """A definition that is used, and the line and the column (in bytes) where its name stands."""

    name: str
    line: int
    column: int


def bound_in(scope: ast.AST) -> set[str]:
    """Names that a function or a comprehension binds itself: its arguments, what it assigns, its own functions."""
    found, waiting = set(), list(ast.iter_child_nodes(scope))
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.arg):
            found.add(part.arg)
        elif isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
            found.add(part.id)
        elif isinstance(part, ast.FunctionDef | ast.ClassDef):
            found.add(part.name)
        if not isinstance(part, SCOPE):  # what is bound in there is not bound here
            waiting += ast.iter_child_nodes(part)
    return found


def uses_in(program: Program, definition: Definition) -> Iterator[Use]:
    """Where a definition uses others."""
    module = "textbook_cnn." + definition.module if definition.module != "__init__" else "textbook_cnn"
    own_class = definition.own_name.rpartition(".")[0]
    yield from _Reader(program, module, definition.module, own_class).visit(definition.node, frozenset())


class _Reader:
    """Reads the expressions of a file."""

    def __init__(self, program: Program, module: str, inside: str, own_class: str) -> None:
        self.program, self.module, self.inside, self.own_class = program, module, inside, own_class

    def visit(self, node: ast.AST, bound: frozenset[str]) -> Iterator[Use]:
        """The uses in a node and below it; `bound` are names that mean something else there."""
        if isinstance(node, SCOPE) and not isinstance(node, ast.ClassDef):
            bound |= bound_in(node)
        if isinstance(node, ast.ClassDef):
            outer, self.own_class = self.own_class, node.name
            yield from self._below(node, bound)
            self.own_class = outer
            return
        if isinstance(node, ast.Attribute) and (name := self._meant(node, bound)):
            yield Use(name, node.end_lineno or 0, (node.end_col_offset or 0) - len(node.attr.encode()))
            return
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and (name := self._meant(node, bound)):
            yield Use(name, node.lineno, node.col_offset)
        yield from self._below(node, bound)

    def _below(self, node: ast.AST, bound: frozenset[str]) -> Iterator[Use]:
        for child in ast.iter_child_nodes(node):
            yield from self.visit(child, bound)

    def _meant(self, node: ast.expr, bound: frozenset[str]) -> str | None:
        """The definition that an expression means, other than a file."""
        name = self._known(node, bound)
        definition = self.program.definitions.get(name or "")
        return name if definition and definition.kind != "file" else None

    def _known(self, node: ast.expr, bound: frozenset[str]) -> str | None:
        if isinstance(node, ast.Name):
            return None if node.id in bound else self.program.resolve(self.module, node.id)
        if not isinstance(node, ast.Attribute):
            return None
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            return self._of_class(f"{self.inside}.{self.own_class}", node.attr)
        base = self._behind(self._known(node.value, bound))
        if base is None:
            return None
        if self.program.definitions[base].kind == "file":
            return self.program.resolve(f"textbook_cnn.{base}", node.attr)
        return self._of_class(base, node.attr)

    def _behind(self, name: str | None) -> str | None:
        """What a constant stands for that is another name for something, such as `f = layers`; else the same."""
        definition = self.program.definitions.get(name or "")
        value = getattr(definition.node, "value", None) if definition and definition.kind == "constant" else None
        if definition and isinstance(value, ast.Name):
            return self.program.resolve(f"textbook_cnn.{definition.module}", value.id)
        return name

    def _of_class(self, owner: str, name: str) -> str | None:
        """A method of a class or of those that it is made from."""
        if f"{owner}.{name}" in self.program.definitions:
            return f"{owner}.{name}"
        definition = self.program.definitions.get(owner)
        for base in definition.node.bases if definition and isinstance(definition.node, ast.ClassDef) else ():
            above = (
                self.program.resolve(f"textbook_cnn.{definition.module}", base.id)
                if isinstance(base, ast.Name)
                else None
            )
            if above and above != owner and (found := self._of_class(above, name)):
                return found
        return None

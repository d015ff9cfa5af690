"""Which tests speak of a definition: those in which a name stands that means it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .names import bound_in
from .program import Definition, Program

MOST = 3  # cases beside a listing


@dataclass(frozen=True)
class Case:
    """A test, or a list of the calls that tests make: its file, counted from the repository, its name and its line."""

    path: str
    name: str
    line: int

    @property
    def shown(self) -> str:
        """The name of a test; of a list of calls that of its file, as the list's says nothing by itself."""
        return self.name if self.name.startswith("test_") else self.path.rpartition("/")[2]


class Suite:
    """The tests of a program by the definitions that they name; the tests of the book are left out."""

    def __init__(self, program: Program) -> None:
        self.program, self.root = program, program.root

    @cached_property
    def _cases(self) -> dict[str, list[Case]]:
        """Cases by definition, in the order of the files; by "." and its name for what may be a method."""
        found: dict[str, list[Case]] = {}
        folder = self.root / "tests"
        for path in sorted(folder.rglob("test_*.py")):
            if folder / "book" not in path.parents:
                for case, names in self._in_file(path):
                    for name in names:
                        found.setdefault(name, []).append(case)
        return found

    def _in_file(self, path: Path) -> Iterator[tuple[Case, set[str]]]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            alias.asname or alias.name: found
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "textbook_cnn"
            for alias in node.names
            if (found := self.program.resolve(node.module or "", alias.name))
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                name = node.name
            elif node in tree.body and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
            else:
                continue
            case = Case(path.relative_to(self.root).as_posix(), name, node.lineno)
            yield case, set(self._named(node, imported))

    def _named(self, node: ast.AST, imported: dict[str, str]) -> Iterator[str]:
        bound = bound_in(node)
        known = {name: found for name, found in imported.items() if name not in bound}
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id in known:
                yield known[part.id]
            elif isinstance(part, ast.Attribute):
                yield f".{part.attr}"
                if isinstance(part.value, ast.Name) and part.value.id in known:
                    yield f"{known[part.value.id]}.{part.attr}"
            elif isinstance(part, ast.Call) and getattr(part.func, "id", "") == "Call":
                yield self.program.public.get(getattr(part.args[0], "value", ""), "")
            elif isinstance(part, ast.Constant) and "_" in str(part.value):  # "conv2d_loops", but not "train"
                yield self.program.public.get(str(part.value), "")

    def naming(self, definition: Definition) -> list[Case]:
        """The cases that name a definition, those of its own file first; of a method, those beside its class."""
        owner, _, method = definition.own_name.rpartition(".")
        cases = self._cases.get(definition.name, [])
        if owner:
            files = {case.path for case in self._cases.get(f"{definition.module}.{owner}", ())}
            cases = [case for case in self._cases.get(f".{method}", ()) if case.path in files]
        *folders, file = definition.module.split(".")
        own = "/".join(["tests", *folders, f"test_{file.strip('_')}.py"])
        return sorted(
            cases, key=lambda case: (case.path != own, "formulas" in case.path, not case.name.startswith("test_"))
        )

    def of(self, definition: Definition) -> tuple[list[Case], str]:
        """A few cases of a definition; where none names it, those of what uses it, and the name of that."""
        waiting, seen = [definition.name], {definition.name}
        while waiting:
            name = waiting.pop(0)
            if cases := self.naming(self.program.definitions[name]):
                return cases[:MOST], "" if name == definition.name else name
            above = [other for other in self._users.get(name, ()) if other not in seen]
            waiting += above
            seen |= set(above)
        return [], ""

    @cached_property
    def _users(self) -> dict[str, list[str]]:
        """Functions and classes by what they use."""
        found: dict[str, list[str]] = {}
        for name in self.program.required:
            for unit in dict.fromkeys(self.program.definitions[use.name].unit for use in self.program.uses(name)):
                found.setdefault(unit, []).append(name)
        return found

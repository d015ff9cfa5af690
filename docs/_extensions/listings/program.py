"""The package as its files say it: what they define, under which names, and which definitions each of these uses.

Nothing is imported to know it: the source is read, so that a decorated function is found too, and whole.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from textbook_cnn.formulas.cache import Library, Reading

from .names import Use, uses_in

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
DEFINED = FUNCTION | ast.ClassDef
ASSIGNED = ast.Assign | ast.AnnAssign
BLOCKS = ("body", "orelse", "finalbody")


@dataclass(frozen=True)
class Definition:
    """A function, a class, a method, a constant, or a whole file of the package; `name` leaves the package out."""

    name: str  # such as "network.network.Network.forward"
    module: str  # such as "network.network"
    path: Path
    node: ast.AST

    @property
    def own_name(self) -> str:
        """The name inside the file, such as "Network.forward"; empty for the file itself."""
        return self.name.removeprefix(self.module).removeprefix(".")

    @property
    def kind(self) -> str:
        """What it is, in a word."""
        if isinstance(self.node, FUNCTION) or _makes_function(self.node):
            return "method" if "." in self.own_name else "function"
        return {ast.ClassDef: "class", ast.Module: "file"}.get(type(self.node), "constant")

    @property
    def unit(self) -> str:
        """Name of what has to be listed for it: its class if it is a method, else itself."""
        return f"{self.module}.{self.own_name.partition('.')[0]}" if self.own_name else self.name


class Program:
    """The definitions of the package in a folder, by name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.library = Library(root / "textbook_cnn")
        self.definitions: dict[str, Definition] = {}
        for module, path in self.library.files.items():
            name = module.removeprefix("textbook_cnn").removeprefix(".") or "__init__"
            tree = self.library.reading(path).tree
            self.definitions[name] = Definition(name, name, path, tree)
            for own_name, node in _defined(tree):
                self.definitions[f"{name}.{own_name}"] = Definition(f"{name}.{own_name}", name, path, node)
        self._uses: dict[str, list[Use]] = {}

    def find(self, name: str) -> Definition | None:
        """Return what a page calls `name`: a file, something in a file, or a public name."""
        if name in self.definitions:
            return self.definitions[name]
        first, _, rest = name.partition(".")
        found = self.resolve("textbook_cnn", first)
        return found and self.definitions.get(f"{found}.{rest}" if rest else found)

    def resolve(self, module: str, name: str) -> str | None:
        """Return the definition that a name means in a module, given with the package; a file for a module."""
        inside = f"{module}.{name}".removeprefix("textbook_cnn.")
        path = self.library.files.get(module)
        if path is None:
            return None
        if inside in self.definitions and f"{module}.{name}" not in self.library.files:
            return inside
        found = next(filter(None, self._imported(self.library.reading(path), module, name)), None)
        if found is None and f"{module}.{name}" in self.library.files:
            return inside
        return found

    def _imported(self, reading: Reading, module: str, name: str) -> Iterator[str | None]:
        """What the imports of a file may mean by a name; a face has the public names of the files beside it too."""
        for node in (node for node in reading.nodes if isinstance(node, ast.ImportFrom)):
            base = reading.absolute(node)
            for alias in node.names:
                if (alias.asname or alias.name) == name and (base, alias.name) != (module, name):
                    yield self.resolve(base, alias.name)
                elif alias.name == "*" and (found := self.resolve(base, name)) and "." in found:
                    yield found if self.definitions[found].kind != "file" else None
        folder = self.library.files[module].parent
        if self.library.files[module].name == "__init__.py":
            for path in self.library.listed.get(name, ()):
                if path.parent == folder and path.name != "__init__.py":
                    yield self.resolve(self.library.module(path), name)

    def text(self, definition: Definition) -> str:
        """The whole text of the file in which a definition stands."""
        return self.library.reading(definition.path).text

    def uses(self, name: str) -> list[Use]:
        """Where a definition uses others of the package, each with the line and the column of its name."""
        if name not in self._uses:
            self._uses[name] = list(uses_in(self, self.definitions[name]))
        return self._uses[name]

    @cached_property
    def public(self) -> dict[str, str]:
        """Definitions of the public names of `textbook_cnn` that are functions or classes."""
        import textbook_cnn

        found = {name: self.resolve("textbook_cnn", name) for name in textbook_cnn.__all__}
        return {name: key for name, key in found.items() if key and self.definitions[key].kind in ("function", "class")}

    @cached_property
    def required(self) -> list[str]:
        """The program: what the public names are, and all that they rest on."""
        return self.closure(list(self.public.values()))

    def closure(self, starts: list[str]) -> list[str]:
        """Return the functions and classes that the starts rest on, themselves included, in the order of the files."""
        found, waiting = set(), list(starts)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += {self.definitions[use.name].unit for use in self.uses(name)}
        kinds = {name: definition.kind for name, definition in self.definitions.items()}
        return [name for name in self.definitions if name in found and kinds[name] in ("function", "class")]


def _makes_function(node: ast.AST) -> bool:
    """Whether a function is made here and given a name, by `lambda` or by `partial`."""
    value = getattr(node, "value", None)
    return isinstance(value, ast.Lambda) or (
        isinstance(value, ast.Call) and ast.unparse(value.func) in ("partial", "functools.partial")
    )


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Names that a file defines, with their statements; those of a class after it, as "Class.method"."""
    for node in [inner for statement in tree.body for inner in _statements(statement)]:
        if isinstance(node, DEFINED):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{inner.name}", inner) for inner in node.body if isinstance(inner, FUNCTION))
        if isinstance(node, ASSIGNED):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
            yield from ((name, node) for name in names if name != "__all__")


def _statements(node: ast.stmt) -> list[ast.stmt]:
    """A statement of a file, or those in it where it is an `if`, a `try`, a loop or the like."""
    if isinstance(node, DEFINED):
        return [node]
    blocks = [node, *getattr(node, "handlers", ()), *getattr(node, "cases", ())]
    inside = [part for block in blocks for name in BLOCKS for part in getattr(block, name, ())]
    return [inner for part in inside for inner in _statements(part)] or [node]

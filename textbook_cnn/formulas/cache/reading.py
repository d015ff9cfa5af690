"""What one file of Python says: what it imports, which names it defines and which strings it writes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from .syntax import bound, chains, code_alone

# A piece of a name, such as "_backward" in f"{function}_backward"; one letter alone says too little.
PIECE = re.compile(r"[\w.]*[a-zA-Z]{2}[\w.]*")
NAME_PART = re.compile(r"[\w.]*")


@dataclass(frozen=True)
class Import:
    """`from module import name`; without a name, the module itself, of which `uses` are read (None: anything)."""

    module: str
    name: str | None = None
    uses: frozenset[str] | None = None


class Reading:
    """One file, or the cells of a page, with the dotted name of the package that relative imports start from."""

    def __init__(self, text: str, package: str = "") -> None:
        self.text, self.package = text, package
        self.tree = ast.parse(text)
        self.nodes = list(ast.walk(self.tree))

    @cached_property
    def digest(self) -> bytes:
        """Digest of the code alone."""
        return sha256(code_alone(self.text).encode()).digest()

    @cached_property
    def imports(self) -> list[Import]:
        """All imports, those in functions and for type checkers too."""
        found = []
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom):
                base = self.absolute(node)
                for alias in node.names:
                    found.append(Import(base, alias.name, self._uses(alias.asname or alias.name)))
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    bound = alias.asname or alias.name.partition(".")[0]
                    found.append(Import(alias.name if alias.asname else bound, None, self._uses(bound)))
                    found.append(Import(alias.name, None, frozenset()))
        return found

    def absolute(self, node: ast.ImportFrom) -> str:
        """The dotted name of the module that `from … import` names."""
        if not node.level:
            return node.module or ""
        parts = self.package.split(".")
        return ".".join([*parts[: len(parts) + 1 - node.level], *filter(None, [node.module])])

    @cached_property
    def _chains(self) -> dict[str, set[str] | None]:
        return chains(self.nodes)

    def _uses(self, name: str) -> frozenset[str] | None:
        found = self._chains.get(name, set())
        return None if found is None else frozenset(found)

    @cached_property
    def defines(self) -> frozenset[str]:
        """Names that statements of the module itself bind, other than by importing them under their own names."""
        return frozenset(bound(self.tree.body))

    @cached_property
    def listed(self) -> frozenset[str]:
        """What `__all__` lists where it is written out, in one place; else nothing."""
        places = [node for node in self.nodes if isinstance(node, ast.Name) and node.id == "__all__"]
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and node.targets == places and isinstance(node.value, ast.List):
                names = [each.value for each in node.value.elts if isinstance(each, ast.Constant)]
                words = [name for name in names if isinstance(name, str)]
                return frozenset(words if len(words) == len(node.value.elts) else ())
        return frozenset()

    @cached_property
    def may_list(self) -> frozenset[str]:
        """What `__all__` may list: where it is not written out in one place, all strings and all that is defined."""
        named = any(isinstance(node, ast.Name) and node.id == "__all__" for node in self.nodes)
        return self.listed or (self.strings | self.defines if named else frozenset())

    @cached_property
    def strings(self) -> frozenset[str]:
        """All strings."""
        constants = (node.value for node in self.nodes if isinstance(node, ast.Constant))
        return frozenset(value for value in constants if isinstance(value, str))

    @cached_property
    def patterns(self) -> list[re.Pattern[str]]:
        """The names that strings with holes can make."""
        found = []
        for node in self.nodes:
            if isinstance(node, ast.JoinedStr):
                parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
                written = [part for part in parts if part is not None]
                if any(map(PIECE.fullmatch, written)) and all(map(NAME_PART.fullmatch, written)):
                    pattern = "".join(r"[\w.]*" if part is None else re.escape(part) for part in parts)
                    found.append(re.compile(pattern))
        return found

    def calls(self, function: str) -> Iterator[ast.Call]:
        """Calls of a function by its last name."""
        for node in self.nodes if function in self.text else ():
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
                if name == function:
                    yield node

    @property
    def lists_its_folder(self) -> bool:
        """Whether it imports what lies beside it without naming it."""
        return any(self.calls("iter_modules"))

    def looks_names_up(self, package: str) -> bool:
        """Whether it imports from the package what another file has named, or takes the package itself by its name."""
        if self.lists_its_folder:
            return False
        names = (
            call.args[0].value if isinstance(call.args[0], ast.Constant) else package
            for call in self.calls("import_module")
        )
        return any(str(name).split(".")[0] == package for name in names)

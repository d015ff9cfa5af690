"""Whether the program is in the book: each function and class of it that no page lists is a hole.

    python docs/_extensions/listings/holes.py

reads the directives in the pages, without building the book, and ends with 1 if something is not listed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

if __name__ == "__main__":  # run as a file: the package and the extensions are looked for from here
    ROOT = Path(__file__).resolve().parents[3]
    sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from _extensions.listings.program import Definition, Program

DIRECTIVE = re.compile(
    r"^ *(?P<fence>`{3,}|:{3,})\{listing\} +(?P<names>.+)\n(?P<options>(?: *:\w+:.*\n)*)", re.MULTILINE
)


def named(text: str) -> list[tuple[str, bool]]:
    """What the directives of a page name, each with whether it stands open there, as its one place."""
    return [
        (name, not {":folded:", ":again:"} & set(found["options"].split()))
        for found in DIRECTIVE.finditer(text)
        for name in found["names"].split()
    ]


def contents(program: Program, definition: Definition) -> list[Definition]:
    """What a listing shows: the definition, and all that is defined in it."""
    inside = f"{definition.name}."
    return [other for other in program.definitions.values() if other == definition or is_in(other, definition, inside)]


def is_in(other: Definition, definition: Definition, inside: str) -> bool:
    """Whether one definition stands in another, of the same file."""
    return other.path == definition.path and (not definition.own_name or other.name.startswith(inside))


def holes(program: Program, listed: Iterable[str]) -> list[str]:
    """Return the functions and classes of the program that no listing shows, listings being names of definitions."""
    shown = {each.name for name in listed for each in contents(program, program.definitions[name])}
    return [name for name in program.required if name not in shown and not _in_parts(program, name, shown)]


def _in_parts(program: Program, name: str, shown: set[str]) -> bool:
    """Whether all methods of a class are listed, and it consists of nothing else."""
    node = program.definitions[name].node
    if not isinstance(node, ast.ClassDef) or any(isinstance(part, ast.AnnAssign | ast.Assign) for part in node.body):
        return False
    methods = [f"{name}.{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)]
    return bool(methods) and set(methods) <= shown


def objections(program: Program, pages: dict[str, str]) -> list[str]:
    """What is wrong with the listings of pages, given as texts by name: unknown names, second places, holes."""
    found = [(page, name, opened) for page, text in pages.items() for name, opened in named(text)]
    known = {name: program.find(name) for _, name, _ in found}
    wrong = [f"{page}: the package does not define {name!r}" for page, name, _ in found if known[name] is None]
    listed = [(page, definition.name, opened) for page, name, opened in found if (definition := known[name])]
    open_in = Counter(name for _, name, opened in listed if opened)
    for name, times in open_in.items():
        if times > 1:
            places = ", ".join(page for page, other, opened in listed if opened and other == name)
            wrong.append(f"{name} is listed open in more than one place: {places}")
    missing = holes(program, {name for _, name, _ in listed})
    return wrong + [f"no page lists {name}" for name in missing]


def pages_of(root: Path) -> dict[str, str]:
    """The texts of the book's pages."""
    names = [path.relative_to(root) for path in sorted((root / "docs").rglob("*.md"))]
    pages = [name for name in names if not any(part.startswith("_") for part in name.parts)]
    return {name.as_posix(): (root / name).read_text(encoding="utf-8") for name in pages}


if __name__ == "__main__":
    faults = objections(Program(ROOT), pages_of(ROOT))
    print(*faults, f"{len(faults)} faults", sep="\n")
    sys.exit(bool(faults))

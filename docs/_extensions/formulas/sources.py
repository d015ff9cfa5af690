"""Where the entries of the formulas and their tests stand, and the links to these lines."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from textbook_cnn.formulas import Formula

from ..listings.sources import line_address

ENTRIES = "textbook_cnn/formulas"


@cache
def entry_lines(root: Path) -> dict[str, tuple[str, int]]:
    """Files and lines of the registry's entries by id: the calls Formula(id="...")."""
    found = {}
    for path in sorted((root / ENTRIES).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Formula":
                name = next((word.value for word in node.keywords if word.arg == "id"), None)
                if isinstance(name, ast.Constant):
                    found[name.value] = (path.relative_to(root).as_posix(), node.lineno)
    return found


@cache
def test_line(root: Path, test: str) -> tuple[str, int] | None:
    """File and line of a test function given as path::name."""
    path, _, name = test.partition("::")
    if not (root / path).is_file():
        return None
    parts = ast.walk(ast.parse((root / path).read_text(encoding="utf-8")))
    lines = (part.lineno for part in parts if isinstance(part, ast.FunctionDef) and part.name == name)
    return next(((path, line) for line in lines), None)


def source_link(formula: Formula, what: str) -> nodes.reference:
    """Return a link to the formula's entry or to its test, whose address the builder knows later."""
    return nodes.reference("", what, internal=True, formula_source=what, formula=formula.id)


def resolve_source_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give the links their addresses; in a book without such pages they become words."""
    root = Path(app.confdir)
    for link in list(doctree.findall(nodes.reference)):
        if "formula_source" not in link:
            continue
        test = link["formula_source"] == "test"
        place = test_line(root, app.config.formula_test) if test else entry_lines(root).get(link["formula"])
        address = place and line_address(app, docname, *place)
        if address:
            link["refuri"] = address
        else:
            link.replace_self(nodes.Text(link.astext()))

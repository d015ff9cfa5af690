"""Pages with the source of the formulas and of their tests, inside the book, and the links to their lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from textbook_cnn.formulas import Formula

FOLDERS = ("textbook_cnn/formulas", "tests/formulas")


def page_of(path: str) -> str:
    """Name of the page that shows a source file."""
    return "sources/" + path.removesuffix(".py")


@cache
def entry_lines(root: Path) -> dict[str, tuple[str, int]]:
    """Files and lines of the registry's entries by id: the calls Formula(id="...")."""
    found = {}
    for path in sorted((root / FOLDERS[0]).rglob("*.py")):
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
        if place is None or app.builder.format != "html" or app.config.draft:
            link.replace_self(nodes.Text(link.astext()))
        else:
            path, line = place
            link["refuri"] = app.builder.get_relative_uri(docname, page_of(path)) + f"#line-{line}"


def source_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Return a page for each source file, every line with an id; none for a draft."""
    for folder in () if app.config.draft else FOLDERS:
        for path in sorted((Path(app.confdir) / folder).rglob("*.py")):
            name = path.relative_to(app.confdir).as_posix()
            text = path.read_text(encoding="utf-8")
            code = app.builder.highlighter.highlight_block(text, "python", linespans="line") if text.strip() else ""
            body = f'<h1>{escape(name)}</h1>\n<div class="formula-source">{code}</div>'
            yield page_of(name), {"title": name, "body": body, "parents": []}, "page.html"

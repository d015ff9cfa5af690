"""The directive `formula-table`: every formula with its proof, linked to where it is shown and back."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.formulas import REGISTRY, Formula

HEADINGS = ("formula", "slide", "functions", "proof", "cases", "seconds")
WIDTHS = (24, 16, 18, 30, 6, 6)


def row_id(formula_id: str) -> str:
    """Id of the formula's row."""
    return nodes.make_id(f"proof-{formula_id}")


def note_place(env: BuildEnvironment, formula_id: str) -> None:
    """Remember that the page being read shows the formula."""
    places(env)[formula_id] = env.docname


def places(env: BuildEnvironment) -> dict[str, str]:
    """Pages by the formula they show; under "" the page with the table."""
    if not hasattr(env, "formula_places"):
        env.formula_places = {}
    return env.formula_places


def purge_places(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a page that is read again."""
    env.formula_places = {key: page for key, page in places(env).items() if page != docname}


def merge_places(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take in what another process read."""
    places(env).update({key: page for key, page in places(other).items() if page in docnames})


class FormulaTable(SphinxDirective):
    """Show a table of all formulas."""

    def run(self) -> list[nodes.Node]:
        """Return the table; its links are resolved when all pages are read."""
        from formula import PROOFS  # this module is imported by it

        note_place(self.env, "")
        group = nodes.tgroup("", *(nodes.colspec("", colwidth=width) for width in WIDTHS), cols=len(WIDTHS))
        head = nodes.row("", *(nodes.entry("", nodes.paragraph("", heading)) for heading in HEADINGS))
        rows = [self._row(formula, PROOFS["of the build"].results(formula)) for formula in REGISTRY.values()]
        group += [nodes.thead("", head), nodes.tbody("", *rows)]
        return [nodes.table("", group, classes=["formula-table"])]

    def _row(self, formula: Formula, results: Any) -> nodes.row:
        name = nodes.paragraph("", f"{formula.title} ", nodes.reference("", "", internal=True, formula_place=formula.id))
        functions = nodes.paragraph()
        for position, function in enumerate(formula.functions):
            functions += [nodes.Text(", " * bool(position)), self._link(function)]
        proof = [f"{result.kind}: {result.covers}" + "" if result.passed else f"FAILED: {result.counterexample}"
                 for result in results]  # fmt: skip
        status = "; ".join([formula.status, *proof])
        cases, seconds = sum(result.cases for result in results), sum(result.seconds for result in results)
        numbers = (f"{cases:,}", f"{seconds:.2f}") if results else ("", "")
        cells = [name, nodes.paragraph("", formula.slide), functions, *(nodes.paragraph("", text) for text in (status, *numbers))]
        return nodes.row("", *(nodes.entry("", cell) for cell in cells), ids=[row_id(formula.id)])

    def _link(self, name: str) -> nodes.Node:
        return addnodes.pending_xref("", nodes.literal(name, name), refdomain="py", reftype="obj", refexplicit=True,
                                     reftarget=f"textbook_cnn.{name}", refwarn=True, refdoc=self.env.docname)  # fmt: skip


def resolve_places(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link each row to its equation and each equation to its row."""
    pages = places(app.env)
    for link in list(doctree.findall(nodes.reference)):
        if "formula_row" in link:
            target, anchor, text = pages.get(""), row_id(link["formula_row"]), link.astext()
        elif "formula_place" in link:
            name = link["formula_place"]
            target, anchor, text = pages.get(name), nodes.make_id(f"equation-{name}"), f"{name}"
        else:
            continue
        if target is None:
            link.replace_self(nodes.Text(text))
            continue
        link["refuri"] = app.builder.get_relative_uri(docname, target) + f"#{anchor}"
        if not link.children:
            link += nodes.literal("", text)

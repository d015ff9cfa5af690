"""The directive `formula-table`: every formula with its proof, linked to where it is shown and back."""

from __future__ import annotations

from docutils import nodes
from formula_proofs import results
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.formulas import REGISTRY, Formula, ProofResult
from textbook_cnn.formulas.cache import sources
from textbook_cnn.formulas.registry import UNPROVED

HEADINGS = ("formula", "proof", "cases", "seconds")
WIDTHS = (38, 44, 9, 9)


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
        note_place(self.env, "")
        for path in sources():
            self.env.note_dependency(str(path))
        group = nodes.tgroup("", *(nodes.colspec("", colwidth=width) for width in WIDTHS), cols=len(WIDTHS))
        head = nodes.row("", *(nodes.entry("", nodes.paragraph("", heading)) for heading in HEADINGS))
        rows = [self._row(formula, results(formula)) for formula in REGISTRY.values()]
        group += [nodes.thead("", head), nodes.tbody("", *rows, self._sums())]
        return [nodes.table("", group, classes=["formula-table", "colwidths-given"])]

    def _row(self, formula: Formula, results: tuple[ProofResult, ...]) -> nodes.row:
        """Name, place and slide; how it is proved and which functions are concerned; how much that took."""
        place = nodes.reference("", "", internal=True, formula_place=formula.id)
        name = [nodes.paragraph("", formula.title), nodes.paragraph("", "", place)]
        if formula.slide:
            name.append(nodes.paragraph("", f"slide “{formula.slide}”"))
        proof = [nodes.paragraph("", words) for words in map(self._words, results)]
        if formula.status != "proved":
            proof.insert(0, nodes.paragraph("", f"{formula.status}: {UNPROVED[formula.status][formula.id]}"))
        functions = [part for name in formula.functions for part in (nodes.Text(", "), self._link(name))]
        if functions:
            proof.append(nodes.paragraph("", "", *functions[1:]))
        cases, seconds = sum(result.cases for result in results), sum(result.seconds for result in results)
        numbers = [f"{cases:,}", f"{seconds:.2f}"] if results else ["", ""]
        cells = [name, proof, *([nodes.paragraph("", number)] for number in numbers)]
        return nodes.row("", *(nodes.entry("", *cell) for cell in cells), ids=[row_id(formula.id)])

    def _sums(self) -> nodes.row:
        """Numbers of formulas and proofs, and the sums of cases and seconds."""
        proofs = [result for formula in REGISTRY.values() for result in results(formula)]
        cases, seconds = sum(result.cases for result in proofs), sum(result.seconds for result in proofs)
        sums = f"{len(REGISTRY)} formulas", f"{len(proofs)} proofs", f"{cases:,}", f"{seconds:.1f}"
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in sums))

    def _words(self, result: ProofResult) -> str:
        return f"{result.kind}: {result.covers}" + ("" if result.passed else f"; FAILED: {result.counterexample}")

    def _link(self, name: str) -> nodes.Node:
        return addnodes.pending_xref(
            "", nodes.literal(name, name), refdomain="py", reftype="obj", refexplicit=True,
            reftarget=f"textbook_cnn.{name}", refwarn=True, refdoc=self.env.docname,
        )  # fmt: skip


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

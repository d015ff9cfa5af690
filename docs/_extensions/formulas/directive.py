"""The directive `formula`: an equation of the registry, with its proof, its functions and its sources beside it.

An id that is unknown, or a formula whose proof does not pass on the present sources, is a warning, which fails a
build with -W.  So does an equation that comes from elsewhere: see `coverage`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from textbook_cnn.formulas import REGISTRY, Formula, ProofResult
from textbook_cnn.formulas.cache import versions

from .badges import badges, kind_role
from .chip import add_chip, beside, chip_of, foot
from .coverage import check_equations
from .finished_pages import MARK, check_pages
from .graph import FormulaGraph, graph_node, resolve_graph
from .places import merge_places, note_place, purge_places, resolve_places, to_equation, to_function, to_row
from .proofs import note_sources, prove_before_reading, results
from .sources import resolve_source_links, source_link
from .table import FormulaTable

logger = logging.getLogger(__name__)


class FormulaDirective(SphinxDirective):
    """Show a formula of the registry as a numbered equation; with `again`, with a link to where it has its number."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"again": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return the equation and its foot: the chip, and the line of links behind it."""
        formula = REGISTRY.get(self.arguments[0])
        if formula is None:
            self._warn(f"there is no formula {self.arguments[0]!r}", "unknown")
            return []
        proved = results(formula)
        for result in proved:
            if not result.passed:
                self._warn(f"a formula that is shown is not proved: {result.counterexample}", "unproved")
        note_sources(self.env, formula)
        label = None if "again" in self.options else formula.id
        return [*self._equation(formula, label), self._foot(formula, proved)]

    def _warn(self, message: str, subtype: str) -> None:
        logger.warning(message, location=self.get_location(), type="formula", subtype=subtype)

    def _equation(self, formula: Formula, label: str | None) -> list[nodes.Node]:
        text = formula.latex()
        math = nodes.math_block(text, text, docname=self.env.docname, number=None, label=label)
        math["classes"] = ["formula", MARK + formula.id]
        math["no-wrap"] = False
        math["translatable"] = False
        math["formula"] = formula.id
        self.set_source_info(math)
        if label is None:
            return [math]
        domain = self.env.domains.math_domain
        domain.note_equation(self.env.docname, label, location=math)
        math["number"] = domain.get_equation_number_for(label)
        target = nodes.target("", "", ids=[nodes.make_id(f"equation-{label}")])
        self.state.document.note_explicit_target(target)
        note_place(self.env, formula.id)
        return [target, math]

    def _foot(self, formula: Formula, proved: tuple[ProofResult, ...]) -> nodes.Element:
        """The chip with its fold; no link may stand among the words that open it, so the number stands before it."""
        folded = foot([chip_of(formula, proved), *beside(formula)], self._links(formula, proved))
        if "again" not in self.options:
            return folded
        number = nodes.paragraph("", "", to_equation(formula.id), translatable=False)
        return nodes.container("", number, folded, classes=["formula-again"])

    def _links(self, formula: Formula, proved: tuple[ProofResult, ...]) -> nodes.paragraph:
        line = nodes.paragraph(classes=["formula-links"], translatable=False)
        line += badges(formula, proved)
        if formula.slide:
            line += nodes.Text(f" · slide “{formula.slide}”")
        for position, name in enumerate(formula.functions):
            line += [nodes.Text(", " if position else " · code "), self._function_link(name)]
        for erratum in formula.errata:
            if erratum.number:
                line += [nodes.Text(" · "), self._erratum_link(erratum.number)]
        line += [nodes.Text(" · "), source_link(formula, "entry")]
        if proved:
            line += [nodes.Text(" · "), source_link(formula, "test")]
        line += [nodes.Text(" · "), to_row(formula.id, "all proofs")]
        return line

    def _erratum_link(self, number: str) -> nodes.Node:
        """Return a link to the section of the page of errata."""
        target = f"erratum-{number.removeprefix('E')}"
        return addnodes.pending_xref(
            "",
            nodes.inline("", f"erratum {number}"),
            refdomain="std",
            reftype="ref",
            reftarget=target,
            refexplicit=True,
            refwarn=True,
            refdoc=self.env.docname,
        )

    def _function_link(self, name: str) -> nodes.Node:
        link = to_function(self.env.docname, name, ("xref", "py", "py-func"))
        self.set_source_info(link)
        return link


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives and the checks."""
    app.setup_extension("_extensions.execution.draft")
    app.setup_extension("_extensions.listings.directive")  # the pages of sources, to which entries and tests link
    app.add_config_value("formula_proofs", "build/proofs", "env", types=frozenset({str}))
    app.add_config_value("formula_processes", 2, "", types=frozenset({int}))
    app.add_config_value("formula_test", "tests/formulas/test_registry.py::test_formula", "env", types=frozenset({str}))
    app.add_config_value("formula_versions", versions(), "env", types=frozenset({str}))  # others: all pages again
    app.add_directive("formula", FormulaDirective)
    app.add_role("kind", kind_role)
    app.add_directive("formula-table", FormulaTable)
    app.add_directive("formula-graph", FormulaGraph)
    app.add_node(graph_node)
    add_chip(app)
    app.add_css_file("formulas.css")
    app.add_css_file("chip.css")
    app.connect("builder-inited", prove_before_reading)
    app.connect("doctree-read", check_equations)
    app.connect("doctree-resolved", resolve_source_links)
    app.connect("doctree-resolved", resolve_places)
    app.connect("doctree-resolved", resolve_graph)
    app.connect("env-purge-doc", purge_places)
    app.connect("env-merge-info", merge_places)
    app.connect("build-finished", check_pages)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}

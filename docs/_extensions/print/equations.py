"""Equations of the printed book: with the numbers of the pages, a line that says what is proved, not too wide."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from textbook_cnn.formulas import REGISTRY, Formula

from ..formulas.badges import KINDS, STATUS
from ..formulas.chip import CONDITIONS, fold
from ..formulas.places import equation_id, number, to_function
from ..formulas.proofs import results
from .code import command, label, latex

FEET = {"formula-foot", "formula-again"}  # classes of what a page has below an equation


class PrintEquations(SphinxPostTransform):
    """Write the equations, and in place of the line of links one with the kinds of proof."""

    default_priority = 4  # before links to functions are looked up
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Go through all displayed equations."""
        for math in list(self.document.findall(nodes.math_block)):
            formula = REGISTRY.get(math.get("formula", ""))
            if formula is not None:
                self._note(math, formula)
            self._write(math)
        for heading in list(self.document.findall(nodes.paragraph)):
            if "wrong-formula-heading" in heading["classes"]:
                heading.children = [latex(r"\bookhalf{"), *heading.children, latex("}")]
        for badge in list(self.document.findall(nodes.abbreviation)):  # what it means is said in an appendix
            if "formula-badge" in badge["classes"]:
                badge.replace_self(nodes.emphasis("", badge.astext()))
        for left in list(self.document.findall(fold)):  # a counterexample: its line begins with the words of its head
            left.replace_self(left.children[1:])
        for link in list(self.document.findall(addnodes.pending_xref)):
            if link["reftype"] == "eq" and link["reftarget"] in REGISTRY:
                self._link(link)

    def _write(self, math: nodes.math_block) -> None:
        """Give the equation its number; without one it has none here either. It stays with the words before it."""
        name, page = math.get("label"), math["docname"]
        if name:
            tag = number(self.env, name).strip("()")
            begin = rf"\bookequation{{{tag}}}{{{label(page, equation_id(name))}}}"
        else:
            begin = r"\bookdisplay"
        equation = latex(f"{begin}{{%\n{math.astext().strip()}%\n}}")
        above = math.parent.children[: math.parent.index(math)]
        before = next((node for node in reversed(above) if not isinstance(node, nodes.target)), None)
        if isinstance(before, nodes.paragraph) and not before["classes"]:
            before += [latex("\n"), equation]  # within a paragraph no page ends before an equation
            math.parent.remove(math)
        else:
            math.replace_self(equation)

    def _link(self, link: addnodes.pending_xref) -> None:
        """Lead a role `eq` to the equation's label."""
        name = link["reftarget"]
        page = self.env.formula_places.get(name)
        words = nodes.Text(number(self.env, name))
        target = page and f"%{page}#{equation_id(name)}"
        link.replace_self(nodes.reference("", "", words, internal=True, refuri=target) if target else words)

    def _note(self, math: nodes.math_block, formula: Formula) -> None:
        """Replace what the page has below the equation."""
        place = math.parent.index(math) + 1
        below = math.parent[place] if place < len(math.parent) else None
        if isinstance(below, nodes.Element) and FEET & set(below.get("classes", [])):
            below.replace_self(self._line(math, formula))

    def _line(self, math: nodes.math_block, formula: Formula) -> nodes.inline:
        """The step, the kinds of proof, the functions."""
        parts: list[list[nodes.Node]] = []
        if not math.get("label"):
            parts.append([nodes.reference("", "", internal=True, formula_place=formula.id, shows="number")])
        said = [words for words in (formula.step, CONDITIONS.get(formula.id)) if words]
        parts += [[nodes.Text(words)] for words in said]
        kinds = list(dict.fromkeys(result.kind for result in results(formula)))
        mark = r"\bookproved{}" if kinds and formula.status == "proved" else ""
        words = [] if formula.status == "proved" else [STATUS[formula.status][0]]
        words += [KINDS[kind][0] for kind in kinds]
        parts.append([latex(mark), nodes.Text(", ".join(words))])
        if formula.functions:
            page = math["docname"]
            links = [to_function(page, name) for name in formula.functions]
            parts.append([each for link in links for each in (nodes.Text(", "), link)][1:])
        parts += [[nodes.Text(f"erratum\N{NO-BREAK SPACE}{each.number}")] for each in formula.errata if each.number]
        return command("bookproofline", [node for part in parts for node in (nodes.Text(" · "), *part)][1:])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(PrintEquations)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The API reference: every function shows its equations, and ids of equations and public names become links."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import textbook_cnn
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.graph import equations_of

from ..formulas.places import to_equation
from ..formulas.table import with_commas

EQUATION_LINE = re.compile(r".*\b[Ee]quations? ``")
LITERAL = re.compile(r"``([a-z0-9_.]+)``")
MARKUP_BY_CHANCE = re.compile(r"(?<=, )\*(?=\w+\))|\|(?=\S)")  # (batch, *shape) and |x|
NAME = re.compile(r"(?<![:`\w])`(\w+)`(?![`_])")


def link_equation(match: re.Match[str]) -> str:
    """Return a reference to the equation, or the literal unchanged where it is no formula's id."""
    return f":eq:`{match[1]}`" if match[1] in REGISTRY else match[0]


def link_name(match: re.Match[str]) -> str:
    """Return a reference to the public name, or the words unchanged: `X` is an argument."""
    return f":py:obj:`~textbook_cnn.{match[1]}`" if match[1] in textbook_cnn.__all__ else match[0]


def shown(function: str, docstring: str) -> list[str]:
    """Ids of the equations to show with a function: those its docstring names, else the registry's first for it."""
    named = [name for name in equations_of(docstring) if name in REGISTRY]
    return named or [formula.id for formula in REGISTRY.values() if function in formula.functions][:1]


def equations(function: str, docstring: str) -> list[str]:
    """Lines of text that show the equations of a function and name the others that speak of it."""
    first = shown(function, docstring)
    lines = [line for name in first for line in (f".. formula:: {name}", "   :again:", "")]
    if any(function in formula.functions and formula.id not in first for formula in REGISTRY.values()):
        lines += [f".. other-formulas:: {function}", f"   :but: {' '.join(first)}", ""]
    return lines


def code(name: str) -> list[str]:
    """Lines of text that say where the code of a public name of the package stands."""
    package, _, function = name.rpartition(".")
    return [f".. listed:: {function}", ""] if package == "textbook_cnn" else []


class OtherFormulas(SphinxDirective):
    """Links to the formulas that concern a function, but for those that stand beside it."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"but": str.split}

    def run(self) -> list[nodes.Node]:
        """Return a line of numbers."""
        function, shown = self.arguments[0], self.options["but"]
        others = [name for name, formula in REGISTRY.items() if function in formula.functions and name not in shown]
        links = with_commas(map(to_equation, others))
        return [nodes.paragraph("", "", nodes.Text("Also in "), *links, classes=["formula-links"], translatable=False)]


def process(app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """Put in the links: ids after "equation", public names anywhere but in code; and the equations, below the first
    paragraph."""
    docstring = "\n".join(lines)
    for number, line in enumerate(lines):
        if line.lstrip().startswith((">>>", "...")):
            continue
        line = LITERAL.sub(link_equation, line) if EQUATION_LINE.match(line) else line
        line = MARKUP_BY_CHANCE.sub(r"\\\g<0>", line)
        lines[number] = NAME.sub(link_name, line)
    if what in ("function", "class") and name.startswith("textbook_cnn."):
        end = lines.index("") if "" in lines else len(lines)
        lines[end:end] = ["", *equations(name.rpartition(".")[2], docstring), *code(name)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Come before numpydoc, which rewrites the sections."""
    app.add_directive("other-formulas", OtherFormulas)
    app.connect("autodoc-process-docstring", process, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The directives `exercise` and `solution`: numbered with the chapter, graded, and folded together on the page.

`gathering` puts together what belongs to one exercise, `handout` leaves the solutions out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.slides.deck import SLIDES

logger = logging.getLogger(__name__)

GRADES = {"1": "easy", "2": "takes a while", "3": "hard"}
KINDS = ("work out", "implement", "experiment", "prove or refute")
OPTION = re.compile(r":[\w-]+:( |$)")
LABEL = re.compile(r"ex-[a-z0-9]+(-[a-z0-9]+)*")


class exercise(nodes.admonition):  # noqa: N801 (Sphinx calls visitors by the name of the class)
    """An exercise: title, statement, hint, solution."""


def _one_of(choices: Any) -> Any:
    return lambda given: directives.choice(given, tuple(choices))


class ExerciseDirective(SphinxDirective):
    """An exercise with a title, a label, a grade and a kind; which slides and formulas it is about, where it is."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "label": directives.unchanged_required,
        "grade": _one_of(GRADES),
        "kind": _one_of(KINDS),
        "formulas": directives.unchanged_required,
        "slides": directives.positive_int_list,
    }

    def run(self) -> list[nodes.Node]:
        """Return the box with the statement."""
        missing = [key for key in ("label", "grade", "kind") if key not in self.options]
        if missing:
            came = f"got none or a wrong one for {' and '.join(missing)}"
            raise self.error(f"exercise {self.arguments[0]!r}: expected the options label, grade and kind, {came}")
        for fault in self.faults():
            words = f"exercise {self.arguments[0]!r}: {fault}"
            logger.warning(words, location=self.get_location(), type="exercise", subtype="statement")
        words, messages = self.state.inline_text(self.arguments[0], self.lineno)
        node = exercise(classes=["exercise", f"grade-{self.options['grade']}"])
        node.attributes |= {key: self.options[key] for key in ("grade", "kind")}
        node["formulas"] = [name for name in self.formulas() if name in REGISTRY]
        node["slides"] = self.options.get("slides", [])
        node["names"].append(nodes.fully_normalize_name(self.options["label"]))
        node += [nodes.title(self.arguments[0], "", *words), *messages, *self.parse_content_to_nodes()]
        self.set_source_info(node)
        self.state.document.note_explicit_target(node)
        return [node]

    def formulas(self) -> list[str]:
        """The ids of formulas as they were given."""
        return self.options.get("formulas", "").split()

    def faults(self) -> Iterator[str]:
        """What is wrong with the options and the text: what was expected, and what came."""
        slides = {slide.number for slide in SLIDES}
        if not LABEL.fullmatch(self.options["label"]):
            yield f"expected a label such as ex-two-strides, got {self.options['label']!r}"
        for name in self.formulas():
            if name not in REGISTRY:
                yield f"expected ids of formulas in :formulas:, got {name!r}, which the registry does not have"
        for number in self.options.get("slides", []):
            if number not in slides:
                yield f"expected slides from {min(slides)} to {max(slides)} in :slides:, got {number}"
        for key, given in {"formulas": self.formulas(), "slides": self.options.get("slides", [])}.items():
            if len(set(given)) < len(given):
                yield f"expected each of :{key}: once, got {' '.join(map(str, given))}"
        if not "".join(self.content).strip():
            yield "expected a text, got none"


class SolutionDirective(SphinxDirective):
    """The solution of the exercise before it; the cells after it belong to it."""

    has_content = True
    optional_arguments = 1  # to refuse it: Sphinx would take what stands behind the name for the first line
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the folded box with the text."""
        if self.arguments:
            raise self.error(f"solution: expected nothing behind the name, got {self.arguments[0]!r}")
        if OPTION.match("".join(self.content[:1])):
            raise self.error(f"solution: expected no options, got {self.content[0]!r}")
        node = folded("Solution", self.parse_content_to_nodes(), "solution")
        self.set_source_info(node)
        return [node]


def folded(title: str, content: list[nodes.Node], kind: str) -> nodes.admonition:
    """A box that the reader opens."""
    return nodes.admonition("", nodes.title("", title), *content, classes=[kind], collapsible="closed")


def is_solution(node: nodes.Node) -> bool:
    """Whether a node is the box of a solution."""
    return isinstance(node, nodes.admonition) and "solution" in node["classes"]


def in_exercise(node: nodes.Node | None) -> bool:
    """Whether a node is an exercise or stands in one."""
    while node is not None and not isinstance(node, exercise):
        node = node.parent
    return node is not None


def number(env: BuildEnvironment, docname: str, anchor: str) -> str:
    """Return the number of an exercise, such as "4.2"."""
    numbers = env.toc_fignumbers.get(docname, {}).get("exercise", {}).get(anchor, ())
    return ".".join(map(str, numbers))


class Titles(SphinxPostTransform):
    """Write the number, the grade and the kind of an exercise into its title."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Go through the exercises of the page that is written."""
        for node in list(self.document.findall(exercise)):
            title = next(node.findall(nodes.title))
            words = f"Exercise {number(self.env, self.env.docname, node['ids'][0])}"
            stars = nodes.inline("", "★" * int(node["grade"]), classes=["exercise-grade"])
            kind = nodes.inline("", node["kind"], classes=["exercise-kind"])
            title[:0] = [nodes.inline("", words, classes=["exercise-number"]), nodes.Text(" ")]
            title += [nodes.Text(" "), stars, nodes.Text(" "), kind]
            if self.app.builder.format == "html":  # to the title of what has a number it would write it once more
                title.replace_self(nodes.paragraph("", "", *title.children, classes=["admonition-title"]))


def visit(translator: Any, node: exercise) -> None:
    """Write the box as any other admonition's."""
    translator.visit_admonition(node)


def depart(translator: Any, node: exercise) -> None:
    """Close it."""
    translator.depart_admonition(node)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives and what gathers and numbers."""
    both = (visit, depart)
    app.add_enumerable_node(
        exercise, "exercise", lambda node: next(node.findall(nodes.title)).astext(), html=both, latex=both, text=both
    )
    app.add_directive("exercise", ExerciseDirective)
    app.add_directive("solution", SolutionDirective)
    app.add_post_transform(Titles)
    app.add_css_file("teaching.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

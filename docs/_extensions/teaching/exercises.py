"""The directives `exercise` and `solution`: numbered with the chapter, graded, and folded together on the page.

What stands between `exercise` and the next one, or the end of the section, belongs to it: a `hint`, the `solution`, and
the code cells after the solution, which are run with the page.
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

logger = logging.getLogger(__name__)

GRADES = {"1": "easy", "2": "takes a while", "3": "hard"}
KINDS = ("work out", "implement", "experiment", "prove or refute")


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
        missing = {"label", "grade", "kind"} - self.options.keys()
        if missing:
            raise self.error(f"exercise {self.arguments[0]!r}: expected the options label, grade and kind")
        words, messages = self.state.inline_text(self.arguments[0], self.lineno)
        node = exercise(classes=["exercise", f"grade-{self.options['grade']}"])
        node.attributes |= {key: self.options[key] for key in ("grade", "kind")}
        node["formulas"] = self.options.get("formulas", "").split()
        node["slides"] = self.options.get("slides", [])
        node["names"].append(nodes.fully_normalize_name(self.options["label"]))
        node += [nodes.title(self.arguments[0], "", *words), *messages, *self.parse_content_to_nodes()]
        self.set_source_info(node)
        self.state.document.note_explicit_target(node)
        return [node]


class SolutionDirective(SphinxDirective):
    """The solution of the exercise before it; the cells after it belong to it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the folded box with the text."""
        node = folded("Solution", self.parse_content_to_nodes(), "solution")
        self.set_source_info(node)
        return [node]


def folded(title: str, content: list[nodes.Node], kind: str) -> nodes.admonition:
    """A box that the reader opens."""
    return nodes.admonition("", nodes.title("", title), *content, classes=[kind], collapsible="closed")


class Gather(SphinxTransform):
    """Move hints, solutions and their cells into their exercises, and warn of what does not go together."""

    default_priority = 205

    def apply(self, **kwargs: Any) -> None:
        """Go through the exercises of the page."""
        for node in list(self.document.findall(exercise)):
            _take_in(node, _followers(node))
            solutions = [part for part in node.findall(nodes.admonition) if _is_solution(part)]
            if len(solutions) != 1:
                words = "with two solutions or more" if solutions else "without a solution"
                logger.warning(f"an exercise {words}", location=node, type="exercise", subtype="solution")
        for node in filter(_is_solution, self.document.findall(nodes.admonition)):
            if not in_exercise(node):
                logger.warning("a solution without an exercise", location=node, type="exercise", subtype="solution")
            if len(node) == 1:  # its title
                logger.warning("a solution without a text", location=node, type="exercise", subtype="solution")


def _is_solution(node: nodes.Node) -> bool:
    return isinstance(node, nodes.admonition) and "solution" in node["classes"]


def in_exercise(node: nodes.Node) -> bool:
    while node is not None and not isinstance(node, exercise):
        node = node.parent
    return node is not None


def _followers(node: exercise) -> list[nodes.Node]:
    """What stands between an exercise and the next, or the end of its section."""
    parent = node.parent
    after = parent.children[parent.index(node) + 1 :]
    ends = (i for i, other in enumerate(after) if isinstance(other, (exercise, nodes.section)))
    return after[: next(ends, len(after))]


def _take_in(node: exercise, followers: list[nodes.Node]) -> None:
    place: nodes.Element = node
    for follower in followers:
        follower.parent.remove(follower)
        if isinstance(follower, nodes.hint):
            node += folded("Hint", follower.children, "exercise-hint")
        else:
            place += follower
        if _is_solution(follower):
            place = follower


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


def expect_no_links(app: Sphinx, config: Config) -> None:
    """In a handout, code that was read with the page and is left out gets no links, which is no fault."""
    if config.handout:
        config.suppress_warnings = [*config.suppress_warnings, "codeautolink.match_block"]


class WithoutSolutions(SphinxPostTransform):
    """Leave the solutions out of a handout."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Take them out where the configuration says so."""
        if self.config.handout:
            for node in list(filter(_is_solution, self.document.findall(nodes.admonition))):
                node.parent.remove(node)


def visit(translator: Any, node: exercise) -> None:
    """Write the box as any other admonition's."""
    translator.visit_admonition(node)


def depart(translator: Any, node: exercise) -> None:
    """Close it."""
    translator.depart_admonition(node)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives and what gathers and numbers."""
    app.add_config_value("handout", False, "", types=frozenset({bool}))
    app.connect("config-inited", expect_no_links)
    both = (visit, depart)
    app.add_enumerable_node(
        exercise, "exercise", lambda node: next(node.findall(nodes.title)).astext(), html=both, latex=both, text=both
    )
    app.add_directive("exercise", ExerciseDirective)
    app.add_directive("solution", SolutionDirective)
    app.add_transform(Gather)
    app.add_post_transform(Titles)
    app.add_post_transform(WithoutSolutions)
    app.add_css_file("teaching.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

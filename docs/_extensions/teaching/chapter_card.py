"""The directive `chapter-card`, at the head of a chapter: what a reader will be able to do, and how long it takes."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from .exercises import exercise, in_exercise

logger = logging.getLogger(__name__)

ALSO = re.compile(r"(\d+) (for .+)")
WORDS_A_MINUTE = 150
LINES_OF_CODE_A_MINUTE = 12
MINUTES_AN_EQUATION = 0.75
MINUTES_AN_EXERCISE = {"1": 5, "2": 15, "3": 30}
STEP = 5  # minutes to which the sums are rounded


class minutes(nodes.inline):  # noqa: N801 (Sphinx calls visitors by the name of the class)
    """Where the minutes are written once the page is read."""


class ChapterCard(SphinxDirective):
    """A box with a list of goals, each the end of “After this chapter you can …”; `also` says what takes time besides.

    `:also: 90 for the report` adds minutes to those that the text and the exercises take.
    """

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"also": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the box."""
        if any(self.state.document.findall(minutes)):
            raise self.error("chapter-card: expected one on a page, got another")
        also = ALSO.fullmatch(self.options.get("also", "0 for nothing"))
        if also is None:
            words = "expected minutes and what they are for, such as ‘90 for the report’"
            raise self.error(f"chapter-card: {words}, in :also:, got {self.options['also']!r}")
        goals = self.parse_content_to_nodes()
        if came := _instead(goals):
            raise self.error(f"chapter-card: expected one list of goals, got {came}")
        head = nodes.paragraph("", "After this chapter you can", classes=["chapter-card-head"])
        foot = nodes.paragraph("", "", minutes(also=also.groups()), classes=["chapter-card-minutes"])
        card = nodes.container("", head, *goals, foot, classes=["chapter-card"])
        self.set_source_info(card)
        return [card]


def _instead(goals: list[nodes.Node]) -> str:
    """What came in place of a list of goals; nothing where it is one."""
    if [type(goal) for goal in goals] != [nodes.bullet_list]:
        return ", ".join(goal.tagname.replace("_", " ") for goal in goals) or "nothing"
    return "" if all(goal.astext().strip() for goal in goals[0].children) else "a goal without words"


def _takes_time(node: nodes.Node) -> bool:
    return isinstance(node, (nodes.paragraph, nodes.literal_block, nodes.math_block))


def reading(doctree: nodes.document) -> float:
    """Minutes that the text, the equations and the code of a page take, without its exercises."""
    taken = 0.0
    for node in doctree.findall(_takes_time):
        if in_exercise(node) or "formula-links" in node["classes"] or _is_output(node):
            continue
        if isinstance(node, nodes.paragraph):
            taken += len(re.findall(r"\w+", node.astext())) / WORDS_A_MINUTE
        elif isinstance(node, nodes.literal_block):
            taken += len(node.astext().splitlines()) / LINES_OF_CODE_A_MINUTE
        else:
            taken += MINUTES_AN_EQUATION
    return taken


def _is_output(node: nodes.Element) -> bool:
    while node is not None:
        if "cell_output" in getattr(node, "attributes", {}).get("classes", ()):
            return True
        node = node.parent
    return False


def rounded(taken: float) -> int:
    """Minutes to a multiple of five, and at least that."""
    return max(STEP, STEP * round(taken / STEP))


def write_minutes(app: Sphinx, doctree: nodes.document) -> None:
    """Write the minutes of the page into its card."""
    for place in list(doctree.findall(minutes)):
        card = place.parent.parent
        if not isinstance(card.parent.parent, nodes.document):
            words = "chapter-card: expected it at the head of the page, before all sections, got it further down"
            logger.warning(words, location=card, type="chapter_card", subtype="place")
        also, purpose = place["also"]
        exercises = list(doctree.findall(exercise))
        parts = [f"{rounded(reading(doctree))} minutes to read"]
        if exercises:
            taken = rounded(sum(MINUTES_AN_EXERCISE[each["grade"]] for each in exercises))
            parts.append(f"{taken} for the {len(exercises)} exercises")
        if int(also):
            parts.append(f"{int(also)} {purpose}")
        *others, last = parts
        words = f"{', about '.join(others)}, and about {last}" if others else last
        place.replace_self(nodes.Text(f"About {words}."))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("chapter-card", ChapterCard)
    app.connect("doctree-read", write_minutes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The directive `chapter-card`, at the head of a chapter: what a reader will be able to do, and how long it takes."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .exercises import exercise, in_exercise

WORDS_A_MINUTE = 150
LINES_OF_CODE_A_MINUTE = 12
MINUTES_AN_EQUATION = 0.75
MINUTES_AN_EXERCISE = {"1": 5, "2": 15, "3": 30}
STEP = 5  # minutes to which the sums are rounded


class minutes(nodes.inline):  # noqa: N801 (Sphinx calls visitors by the name of the class)
    """Where the minutes are written once the page is read."""


class ChapterCard(SphinxDirective):
    """A box with a list of goals, each the end of “After this chapter you can …”."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the box."""
        goals = self.parse_content_to_nodes()
        if [type(goal) for goal in goals] != [nodes.bullet_list]:
            raise self.error("chapter-card: expected one list of goals")
        head = nodes.paragraph("", "After this chapter you can", classes=["chapter-card-head"])
        foot = nodes.paragraph("", "", minutes(), classes=["chapter-card-minutes"])
        return [nodes.container("", head, *goals, foot, classes=["chapter-card"])]


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
        exercises = list(doctree.findall(exercise))
        words = f"About {rounded(reading(doctree))} minutes to read"
        if exercises:
            taken = rounded(sum(MINUTES_AN_EXERCISE[each["grade"]] for each in exercises))
            words += f", and about {taken} for the {len(exercises)} exercises"
        place.replace_self(nodes.Text(f"{words}."))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("chapter-card", ChapterCard)
    app.connect("doctree-read", write_minutes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""What belongs to an exercise: what stands between it and the next one, or the end of the section.

That is a `hint`, the `solution`, and code cells, which are run with the page; those after the solution are part of it.
Whatever else stands there, or stands elsewhere, is a warning, which fails a build with -W.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from .exercises import exercise, folded, in_exercise, is_solution

logger = logging.getLogger(__name__)

LONGEST = 40  # characters of a text that a message repeats


class Gather(SphinxTransform):
    """Move hints, solutions and their cells into their exercises, and warn of what does not go together."""

    default_priority = 205

    def apply(self, **kwargs: Any) -> None:
        """Go through the exercises of the page."""
        for node in list(self.document.findall(exercise)):
            if in_exercise(node.parent):
                _warn("an exercise in another one: expected it to follow", node)
            for part in node.findall(is_solution):
                _warn("a solution in the text of its exercise: expected it to follow", part)
            followers = _followers(node)
            _check(node, followers)
            _take_in(node, followers)
        for node in self.document.findall(nodes.hint):
            place = "in the text of one" if in_exercise(node) else "none before it"
            _warn(f"a hint without an exercise: expected it between an exercise and its solution, got {place}", node)
        for node in self.document.findall(is_solution):
            if not in_exercise(node):
                _warn("a solution without an exercise: expected it to follow one, or its hint", node)
            if len(node) == 1:  # its title
                _warn("a solution without a text", node)


def _warn(words: str, node: nodes.Node) -> None:
    while node.line is None and node.parent is not None:
        node = node.parent
    logger.warning(words, location=node, type="exercise", subtype="solution")


def _followers(node: exercise) -> list[nodes.Node]:
    """What stands between an exercise and the next, or the end of its section."""
    parent = node.parent
    after = parent.children[parent.index(node) + 1 :]
    ends = (i for i, other in enumerate(after) if isinstance(other, (exercise, nodes.section)))
    return after[: next(ends, len(after))]


def _check(node: exercise, followers: list[nodes.Node]) -> None:
    """Warn of what follows an exercise and does not belong to it."""
    hints, solutions = (list(filter(kind, followers)) for kind in (_is_hint, is_solution))
    title = node[0].astext()
    for again in hints[1:]:
        _warn(f"a second hint: expected one for {title!r}, got {len(hints)}", again)
    if len(solutions) != 1:
        words = "with two solutions or more" if solutions else "without a solution"
        _warn(f"an exercise {words}: expected one for {title!r}, got {len(solutions)}", node)
    for other, solved in _strangers(followers):
        place = "after the solution of" if solved else "between the statement and the solution of"
        wanted = "code, the next exercise or a section" if solved else "a hint or code"
        _warn(f"{place} {title!r}: expected {wanted}, got {_named(other)}", other)


def _strangers(followers: list[nodes.Node]) -> Iterator[tuple[nodes.Node, bool]]:
    """What is neither hint nor solution nor code, and hints that come late; and whether it comes after the solution."""
    solved = False
    for follower in followers:
        if is_solution(follower):
            solved = True
        elif not _is_code(follower) and (solved or not _is_hint(follower)):
            yield follower, solved


def _is_hint(node: nodes.Node) -> bool:
    return isinstance(node, nodes.hint)


def _is_code(node: nodes.Node) -> bool:
    """Whether a node is a code cell or a block of code, or is not shown at all."""
    if isinstance(node, nodes.container):
        return bool({"cell", "literal-block-wrapper"} & set(node["classes"]))
    return isinstance(node, (nodes.literal_block, nodes.doctest_block, nodes.Invisible, nodes.system_message))


def _named(node: nodes.Node) -> str:
    """What a node is, and how its text begins."""
    text = " ".join(node.astext().split())
    words = f" {text[:LONGEST] + '…' * (len(text) > LONGEST)!r}" if text else ""
    return f"a {node.tagname.replace('_', ' ')}{words}"


def _take_in(node: exercise, followers: list[nodes.Node]) -> None:
    place: nodes.Element = node
    for follower in followers:
        follower.parent.remove(follower)
        if isinstance(follower, nodes.hint):
            node += folded("Hint", follower.children, "exercise-hint")
        else:
            place += follower
        if is_solution(follower):
            place = follower


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_transform(Gather)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The questions that a formula asks, such as whether x > 0: a proof must have a case for each of their answers.

A condition narrows what a case is about.  One that comes out alike in all cases would be a supposition that is not
printed as one: “max(x, 0) if that is below 6, else 6” would hold of a ReLU on small numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from ..example import Disagreement, clipped
from .nodes import Node
from .printing import latex


class Question(Node):
    """A node that chooses; its value notes what was chosen."""

    def answered(self, answer: Any, ways: int = 2) -> None:
        """Note an answer, one of so many; what SymPy leaves open is a set of numbers, and no choice."""
        if _listeners:
            if isinstance(answer, sp.Basic) and answer not in (sp.true, sp.false):
                answer, ways = None, 1
            _listeners[-1].found.setdefault(self, {}).setdefault(ways, set()).add(answer)

    def asked(self) -> tuple[Any, ...]:
        """The parts whose questions need all answers."""
        return self.args


class Answers:
    """The answers to the questions of a formula in the cases of one proof; a context in which they are noted."""

    def __init__(self) -> None:
        self.found: dict[Question, dict[int, set[Any]]] = {}  # by how many ways there were: a size may say that

    def __enter__(self) -> None:
        _listeners.append(self)

    def __exit__(self, *_: object) -> None:
        _listeners.remove(self)

    def must_be_all(self, side: Any) -> None:
        """Raise `Disagreement` if a question in a side of a formula was not answered in every way."""
        for question in questions(side):
            words = f"{clipped(latex(question), 60)}: expected a case for each of its answers"
            if question not in self.found:
                raise Disagreement(f"{words}, got none")
            for ways, answers in self.found[question].items():
                if len(answers) < ways:
                    got = ", ".join(sorted(map(str, answers)))
                    raise Disagreement(f"{words}, of which there are {ways}, got {got} only")


def questions(node: Any) -> Iterator[Question]:
    """The questions in a node, itself among them."""
    if isinstance(node, Question):
        yield node
    for part in node.asked() if isinstance(node, Question) else node.args:
        yield from questions(part)


_listeners: list[Answers] = []

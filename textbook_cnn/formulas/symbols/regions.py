"""The region of a proof: the code's conditions must follow from those of the formula, or be met in another case.

A case holds for all values for which every comparison comes out as at its witness.  The formula may ask, and what it
says is then said of that region.  What the code asks besides must follow.  Where the code has to choose and the formula
does not, as in the softmax, which looks for the largest score, several cases stand together: for every answer that the
code got, the other one must be impossible or be met in one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..example import Disagreement, Example, clipped
from .asked import Asked
from .linear import Positive, assumed, follows, infeasible, positive

Key = tuple[str, frozenset[Positive]]
END = object()


@dataclass(frozen=True)
class Case:
    """One case: what the code asked, as inequalities that hold, and where it asked."""

    words: str
    conditions: dict[Positive, str]


@dataclass
class Regions:
    """The cases of one proof, whose conditions are judged as they end."""

    together: dict[Key, list[Case]] = field(default_factory=dict)
    fixed: dict[str, dict[Any, Any]] = field(default_factory=dict)  # what cases that stand together have in common

    def each(self, examples: Iterable[Any]) -> Iterator[tuple[Any, Asked]]:
        """Go through the examples; while what is yielded with each of them is listening, its case goes on."""
        making: Iterator[Any] = iter(examples)
        while True:
            asked = Asked()
            with asked.listening():
                example: Any = next(making, END)
            if example is not END:
                if getattr(example, "together", ""):
                    self.must_differ_in_witnesses_alone(example)
                yield example, asked
            self.add(getattr(example, "words", ""), getattr(example, "together", ""), asked)
            if example is END:
                break
        for (_, region), cases in self.together.items():
            known = assumed([*region, *(condition for case in cases for condition in case.conditions)])
            must_cover(cases, [*region, *known])

    def must_differ_in_witnesses_alone(self, example: Example) -> None:
        """Raise `Disagreement` if cases that stand together have other numbers, ranges or arrays of numbers."""
        ranges = {index: [*values] for index, values in example.ranges.items()}
        found: dict[Any, Any] = {"numbers": dict(example.numbers), "ranges": ranges}
        for name, array in example.arrays.items():
            numbers = isinstance(array, np.ndarray) and all(
                isinstance(each, int | float | np.number) for each in array.flat
            )
            found[name] = (array.shape, array.tolist()) if numbers else None
        if self.fixed.setdefault(example.together, found) != found:
            raise Disagreement(f"{example.words}: more differs than the witnesses of the cases {example.together!r}")

    def add(self, words: str, together: str, asked: Asked) -> None:
        """End a case: its conditions must follow now, or, if it stands together with others, at the end."""
        asked.must_be_done()
        left = [key for key in asked.by_code if key not in asked.by_formula]
        if left or together:
            region = frozenset(positive(*key) for key in asked.by_formula)
            case = Case(words, {positive(*key): asked.by_code[key] for key in left})
            if together:
                self.together.setdefault((together, region), []).append(case)
            else:
                must_follow(case, region)


def must_follow(case: Case, region: frozenset[Positive]) -> None:
    """Raise `Disagreement` at the first condition of the code that does not follow from the region."""
    left = [condition for condition in case.conditions if condition not in region]
    if left:
        facts = region.union(assumed([*region, *left]))
        for condition in left:
            if not follows(facts, condition):
                raise _only_where(case, condition)


def must_cover(cases: Sequence[Case], path: list[Positive], last: tuple[Case, Positive] | None = None) -> None:
    """Raise `Disagreement` unless every point of the path lies in the region of a case.

    The regions are cut along the code's own questions: where one is open, both answers are followed.  `last` is the
    question that was answered last, and a case with the other answer.
    """
    for place, case in enumerate(cases):
        question = next((condition for condition in case.conditions if not follows(path, condition)), None)
        if question is None:
            return
        if not follows(path, -question):  # else the case lies elsewhere
            for answer in (question, -question):
                others = [other for other in cases[place:] if -answer not in other.conditions]
                must_cover(others, [*path, answer], (case, question))
            return
    if last and not infeasible(path):
        raise _only_where(*last)


def _only_where(case: Case, condition: Positive) -> Disagreement:
    place = f"{clipped(case.words, 60)}: " if case.words else ""
    return Disagreement(f"{place}the code goes this way only where {condition} ({case.conditions[condition]})")

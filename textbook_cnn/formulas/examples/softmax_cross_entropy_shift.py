"""Scores from which one number is taken off."""

from __future__ import annotations

from collections.abc import Iterator

from ..example import Example
from ..notation.letters import a
from ..symbols.scalars import scalars
from .softmax_cross_entropy import scores


def shifted_scores() -> Iterator[Example]:
    """The scores and targets of the formulas of the softmax, and any number."""
    (number,) = scalars("a", [7])
    for known in scores():
        yield known.bind({a: number})

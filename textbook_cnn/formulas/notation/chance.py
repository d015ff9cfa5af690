"""Means and variances over all draws of an example, each with its probability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from operator import add
from typing import Any

from ..example import Disagreement, Example
from .nodes import Node, value
from .printing import ATOM, called


def of_draws(body: Any, at: Example) -> Iterator[tuple[Any, Any]]:
    """The probability of each draw, and what the body is worth there; "draws" are pairs (probability, letters)."""
    whole: Any = 0
    for share, letters in at.array("draws"):
        if share < 0:
            raise Disagreement(f"a draw has the probability {share}")
        whole += share
        yield share, value(body, replace(at, arrays={**at.arrays, **letters}))
    if whole != 1:
        raise Disagreement(f"the probabilities of the draws add up to {whole}, not to 1")


def mean(body: Any, at: Example) -> Any:
    """What the body is worth on average."""
    return reduce(add, (share * worth for share, worth in of_draws(body, at)))


class Mean(Node):
    """The mean over all draws."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        return mean(self.args[0], at)

    def _latex(self, printer: Any) -> str:
        return called(r"\operatorname{Mean}", printer._print(self.args[0]))


class Variance(Node):
    """The variance of the elements of an array, which is the same for all of them; they know their moments."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        first, *others = (element.variance() for element in value(self.args[0], at).ravel())
        for place, other in enumerate(others, 1):
            if repr(other) != repr(first):
                raise Disagreement(f"the first element has the variance {first}, that at {place} {other}")
        return first

    def _latex(self, printer: Any) -> str:
        return called(r"\operatorname{Var}", printer._print(self.args[0]))


class VarianceOfDraws(Variance):
    """The variance over all draws: the mean square less the square of the mean."""

    def _value(self, at: Example) -> Any:
        body = self.args[0]
        return mean(body**2, at) - mean(body, at) ** 2

"""What is asked of scalars while a proof listens: their comparisons, each with who asked, and what they refuse.

The formula asks where a node of the notation or an example compares; everybody else counts as the code.  What is
refused is written down too, so that code which goes on after an error is found out all the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from ..example import Disagreement

SYMBOLS = __name__.rpartition(".")[0]
FORMULAS = SYMBOLS.rpartition(".")[0]
PASSED_OVER = {__name__, f"{SYMBOLS}.scalars", f"{SYMBOLS}.refusals"}  # they only ask on behalf of others
PROVER = f"{SYMBOLS}.rings"  # compares two sides: whether they are equal is what the proof says, not what it supposes
LIBRARIES = {"numpy", "array_api_compat", "sympy"}  # their functions ask on behalf of who called them


Comparison = tuple[Any, int]  # an expression and its sign at the witness


@dataclass(eq=False)
class Asked:
    """What was asked in one case of a proof, by the formula and by the code; what was refused."""

    by_formula: dict[Comparison, str] = field(default_factory=dict)  # each with who asked, and where
    by_code: dict[Comparison, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Write down what is asked meanwhile, by any thread."""
        _listeners.append(self)
        try:
            yield
        finally:
            _listeners.remove(self)

    def must_be_done(self) -> None:
        """Raise `Disagreement` if something was refused, even where the code went on."""
        if self.refused:
            raise Disagreement(self.refused[0])

    def must_be_empty(self) -> None:
        """Raise `Disagreement` if the code asked anything: what stands beside all cases has no region."""
        self.must_be_done()
        for (expression, _), place in self.by_code.items():
            raise Disagreement(f"{place} compares symbols outside of all cases: {expression} with 0")


_listeners: list[Asked] = []


def _asker(frame: FrameType) -> FrameType:
    """The frame that asks: the nearest that is neither a scalar's nor that of a library."""
    while (name := frame.f_globals.get("__name__", "")) in PASSED_OVER or name.partition(".")[0] in LIBRARIES:
        if frame.f_back is None:
            break
        frame = frame.f_back
    return frame


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _is_formula(name: str) -> bool:
    return name.startswith(f"{FORMULAS}.")


def _place(frame: FrameType) -> str:
    return f"{frame.f_code.co_qualname} in {_module(frame).removeprefix(FORMULAS.partition('.')[0] + '.')}"


def compared(expression: Any, sign: int) -> None:
    """Write down that an expression was compared with zero, and what came out: its sign at the witness."""
    if _listeners:
        frame = _asker(sys._getframe(1))
        name = _module(frame)
        if name != PROVER:
            asked = _listeners[-1].by_formula if _is_formula(name) else _listeners[-1].by_code
            if (expression, sign) not in asked:
                asked[expression, sign] = _place(frame)


def judged() -> bool:
    """Whether it is the prover that compares two sides, or nobody listens."""
    return not _listeners or _module(_asker(sys._getframe(1))) == PROVER


def stop(reason: str) -> Disagreement:
    """Write down why a comparison cannot be answered; return what is to be raised."""
    if _listeners:
        _listeners[-1].refused.append(reason)
    return Disagreement(reason)


def refuse(what: str) -> None:
    """Raise `Disagreement`, and write it down, if the code asks what a scalar cannot answer while a proof listens."""
    if _listeners:
        frame = _asker(sys._getframe(1))
        if not _is_formula(_module(frame)):
            raise stop(f"{_place(frame)} asks for {what} of a symbol, which can only be calculated with and compared")


def refuse_without_witness(what: str) -> None:
    """The same for symbols without a witness, of which SymPy asks much itself: its polynomials are dictionaries."""
    if _listeners:
        frame = sys._getframe(2)
        name = _module(frame)
        if not (_is_formula(name) or name.startswith("sympy.")):
            raise stop(f"{_place(_asker(frame))} asks for {what} of a symbol, which can only be calculated with")

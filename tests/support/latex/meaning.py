"""What the letters of a formula stand for, and where its value comes from: a function for each kind of part."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from .signs import Unreadable

KINDS: dict[str, Callable[..., Any]] = {}


@dataclass(frozen=True)
class Meaning:
    """What letters stand for: numbers and arrays by their LaTeX, gradients, ranges, and what the text says of them."""

    numbers: dict
    arrays: dict
    gradients: dict = field(default_factory=dict)
    ranges: dict = field(default_factory=dict)
    functions: dict = field(default_factory=dict)
    steps: frozenset = frozenset()  # letters that are counted from 0, as steps are
    centred: frozenset = frozenset()  # kernels counted from their middle
    zero_outside: frozenset = frozenset()  # arrays, as they are read, that continue with zeros

    def bind(self, numbers):
        return replace(self, numbers={**self.numbers, **numbers})

    def array(self, name):
        array = self.arrays[name]
        return array() if callable(array) else array

    def of_gradients(self):
        return replace(self, arrays=self.gradients)


def reads(kind):
    """Register the function that gives the value of a kind of part."""

    def register(function):
        KINDS[kind] = function
        return function

    return register


def worth(part, at):
    """The value of a part."""
    kind, *parts = part
    if kind not in KINDS:
        raise Unreadable(f"{kind} has no value")
    return KINDS[kind](at, *parts)


def name_of(part):
    """The LaTeX of a letter, with its indices if they belong to the name."""
    if part[0] == "letter":
        return part[1]
    if part[0] == "index" and part[1][0] == "letter":
        return f"{part[1][1]}_{{{''.join(str(index[1]) for index in part[2:])}}}"
    return ""

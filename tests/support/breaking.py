"""Breaks a public function, or a method of a public class, everywhere that it is called, for as long as a test asks."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from inspect import getattr_static
from types import FunctionType
from typing import Any

import numpy as np

import textbook_cnn
from textbook_cnn.formulas.code_for_all_sizes.kinds import SymArray
from textbook_cnn.formulas.symbols.rings import unequal


def is_of_unknown_size(number: Any) -> bool:
    """Whether it is an array of unknown size, which refuses to be asked for its class."""
    return issubclass(type(number), SymArray)


def doubled(number: Any) -> Any:
    """Twice as much."""
    return number + number


def shifted(number: Any) -> Any:
    """One more; of unknown sizes there is no array of ones."""
    return number if is_of_unknown_size(number) else number + 1


def zeroed(number: Any) -> Any:
    """An array whose last element is nothing."""
    if is_of_unknown_size(number) or not isinstance(number, np.ndarray) or not number.size:
        return number
    changed = number.copy()
    changed[(-1,) * number.ndim] *= 0
    return changed


def shortened(number: Any) -> Any:
    """An array without the last of every axis."""
    if is_of_unknown_size(number) or not isinstance(number, np.ndarray):
        return number
    return number[(slice(-1),) * number.ndim]


def different(before: Any, after: Any) -> bool:
    """Whether a result is another than it was; of an array of unknown size, whether it is the same object."""
    return before is not after and (is_of_unknown_size(before) or bool(unequal(before, after)))


WAYS = {"doubled": doubled, "shifted by one": shifted, "last element zeroed": zeroed}


class Break:
    """One way of changing results, or one part of them: `changed` says whether any result was another afterwards.

    The numbers and arrays in a result are its parts, in their order; `parts` says how many there were at most.
    """

    def __init__(self, way: Callable[[Any], Any], part: int | None = None) -> None:
        self.way, self.part = way, part
        self.calls, self.parts, self.changed = 0, 0, False
        self.place = 0

    def __call__(self, result: Any) -> Any:
        """The result with every number in it changed, or those of one part."""
        self.place = 0
        return self.inside(result)

    def inside(self, result: Any) -> Any:
        """A result, or what stands in one, changed."""
        if is_of_unknown_size(result):
            return self.number(result)
        if result is None or isinstance(result, str):
            return result
        if isinstance(result, dict) and type(result) is dict:  # an element of a ring is a dict too
            return {key: self.inside(part) for key, part in result.items()}
        if isinstance(result, tuple | list):
            parts = map(self.inside, result)
            return type(result)(*parts) if hasattr(result, "_fields") else type(result)(parts)
        if isinstance(result, textbook_cnn.Network):
            return self.network(result)
        if is_dataclass(result):
            return replace(result, **{each.name: self.inside(getattr(result, each.name)) for each in fields(result)})
        return self.number(result)

    def number(self, number: Any) -> Any:
        """One number, or an array of them, changed if it is the part that is asked for."""
        place, self.place = self.place, self.place + 1
        self.parts = max(self.parts, self.place)
        if self.part not in (None, place):
            return number
        if type(number) is bool:
            self.changed = True
            return not number
        changed = self.way(number)
        if not is_of_unknown_size(number) and isinstance(number, np.ndarray):
            changed = np.asarray(changed, dtype=number.dtype)  # NumPy makes a number of an array without axes
        self.changed = self.changed or different(number, changed)
        return changed

    def network(self, network: Any) -> Any:
        """A network whose passes give changed results."""
        wrong = copy.copy(network)
        forward, backward = network.forward, network.backward
        object.__setattr__(wrong, "forward", lambda *given, **named: self.output(forward(*given, **named)))
        object.__setattr__(wrong, "backward", lambda *given, **named: self(backward(*given, **named)))
        return wrong

    def output(self, result: tuple[Any, Any]) -> tuple[Any, Any]:
        """The output of a forward pass, changed, and its cache as it was."""
        return self(result[0]), result[1]


@contextmanager
def broken(name: str, way: Callable[[Any], Any], method: str = "", part: int | None = None) -> Iterator[Break]:
    """While in this context, the function textbook_cnn.NAME, or a method of that class, gives changed results."""
    this, found = Break(way, part), getattr(textbook_cnn, name)
    with in_class(found, method, this) if method else in_function(found, this):
        yield this


@contextmanager
def in_function(function: FunctionType, this: Break) -> Iterator[None]:
    """Exchange the code of the function object, which every name of it shares."""
    right = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    right.__kwdefaults__ = function.__kwdefaults__
    hidden = f"_right_{function.__name__}"

    def wrong(*given: Any, **named: Any) -> Any:
        this.calls += 1
        return this(right(*given, **named))

    made: dict[str, Any] = {}
    exec(f"def {function.__name__}(*given, **named): return {hidden}(*given, **named)", made)
    function.__globals__[hidden] = wrong
    function.__code__, function.__defaults__, function.__kwdefaults__ = made[function.__name__].__code__, None, None
    try:
        yield
    finally:
        function.__code__, function.__defaults__ = right.__code__, right.__defaults__
        function.__kwdefaults__ = right.__kwdefaults__
        del function.__globals__[hidden]


@contextmanager
def in_class(owner: type, method: str, this: Break) -> Iterator[None]:
    """Put a method, or a property, into the class in front of the one that it has or inherits."""
    right, own = getattr_static(owner, method), method in vars(owner)
    alter = this.output if method == "forward" else this

    def wrong(instance: Any, *given: Any, **named: Any) -> Any:
        this.calls += 1
        called = right.fget(instance) if isinstance(right, property) else right(instance, *given, **named)
        return alter(called)

    setattr(owner, method, property(wrong) if isinstance(right, property) else wrong)
    try:
        yield
    finally:
        if own:
            setattr(owner, method, right)
        else:
            delattr(owner, method)

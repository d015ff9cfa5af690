"""Objects of which code that is proved sees a closed list of things; all else is refused, and written down.

A refusal is an exception, and code can catch one.  So each is written down too, and a run that went on after a refusal
proves nothing.  The same holds of sizes that were written into text, but for the message of the error in which a run
ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import MethodType
from typing import Any, ClassVar, NoReturn

STRUCTURE = frozenset(  # of a class, which Python itself needs
    ("__class__", "__new__", "__init__", "__init_subclass__", "__subclasshook__", "__getattribute__", "__doc__")
)


class Refusals:
    """What a run was refused, and the sizes that it wrote into text."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.written: list[str] = []

    def check(self) -> None:
        """Raise `TypeError` if the run went on after something that says nothing for all sizes."""
        if self.refused:
            raise TypeError(f"the code went on after a refusal: {self.refused[0]}")
        if self.written:
            raise TypeError(f"the code went on after it wrote a size into text: {self.written[0]}")


_RUNS: list[Refusals] = []  # that are in progress, one inside the other


@contextmanager
def watched() -> Iterator[Refusals]:
    """While in this context, what is refused is written down; at its end, it is an error that the code went on."""
    run = Refusals()
    _RUNS.append(run)
    try:
        yield run
    finally:
        _RUNS.remove(run)
    run.check()


def refuse(message: str, kind: type[Exception] = TypeError) -> NoReturn:
    """Write a refusal down, and raise it."""
    for run in _RUNS:
        run.refused.append(message)
    raise kind(message)


def written(text: str) -> str:
    """The text, after it was written down that it names a size."""
    for run in _RUNS:
        run.written.append(text)
    return text


def ended_in(error: Exception) -> None:
    """The run ended in this error, whose message may name sizes: as often as they were written into text."""
    for run in _RUNS:
        message, left = str(error), []
        for text in sorted(run.written, key=len, reverse=True):
            if text not in message:
                left.append(text)
            message = message.replace(text, "", 1)
        run.written = left


def recorded(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function; an exception that leaves it is a refusal."""

    @wraps(function)
    def call(*arguments: Any, **keywords: Any) -> Any:
        try:
            return function(*arguments, **keywords)
        except Exception as error:
            for run in _RUNS:
                run.refused.append(str(error))
            raise

    return call


class Sealed:
    """Object with a closed list of attributes; the operations of `like` that it does not have are refused."""

    __slots__ = ()
    OPEN: ClassVar[frozenset[str]] = frozenset()  # attributes that may be read
    ABSENT: ClassVar[frozenset[str]] = frozenset()  # and those that may be asked for, but are not there
    WORDS: ClassVar[str] = "this object"

    def __init_subclass__(cls, like: Iterable[str] = ()) -> None:
        if vars(cls).get("__hash__", ...) is None:  # Python's own answer to a class that defines __eq__
            del cls.__hash__
        for name in {*dir(object), *like} - STRUCTURE:
            if name.startswith("__") and not any(name in vars(base) for base in cls.__mro__ if base is not object):
                setattr(cls, name, _refusal(name))

    def __getattribute__(self, name: str) -> Any:
        kind = type(self)
        if name in kind.OPEN:
            found = object.__getattribute__(self, name)
            return Operation(found) if type(found) is MethodType else found
        if name in kind.ABSENT:
            raise AttributeError(name)
        refuse(f"{kind.WORDS} has no {name} here", AttributeError)


def _refusal(name: str) -> Callable[..., NoReturn]:
    def method(self: Sealed, *_: Any, **__: Any) -> NoReturn:
        refuse(f"{name} of {type(self).WORDS} is not known here")

    return method


def hidden(cls: type[Sealed], slot: str) -> Any:
    """The descriptor of a slot, taken out of its class: whoever has it can read and write, and nobody else."""
    descriptor = vars(cls)[slot]
    delattr(cls, slot)
    return descriptor


class Operation(Sealed):
    """A function that can be called, and of which nothing else can be asked."""

    __slots__ = ("_call",)
    WORDS = "a function"

    def __init__(self, call: Callable[..., Any]) -> None:
        _CALL.__set__(self, call)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:  # noqa: D102
        return _CALL.__get__(self)(*arguments, **keywords)


_CALL = hidden(Operation, "_call")

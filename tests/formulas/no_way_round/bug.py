"""A bug for a shipped function: a small patch of its source, and how it is exchanged while a test runs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FunctionType
from typing import Any, NamedTuple

from tests.support.changed_code import changed

Table = Mapping[tuple[FunctionType, str, Callable[[], Any]], Sequence[tuple[str, ...]]]
PARTS = "__code__", "__defaults__", "__kwdefaults__"


class Bug(NamedTuple):
    """What is wrong, where, the formula whose proofs must refuse it, why they do, and a call that shows it.

    `check` is what the check of the language objects to, `proof` how the refusal of the proof itself reads, "" if only
    the other refuses it.  `edits` are pieces of the source and what stands in their place.  `call` is run with the bug
    and without it: the results differ, so what is refused is a bug.
    """

    what: str
    function: FunctionType
    edits: Sequence[tuple[str, str]]
    formula: str
    check: str
    proof: str
    call: Callable[[], Any]


def bugs_of(table: Table) -> list[Bug]:
    """The bugs of a table, which has for a function, a formula and a call rows of what, old, new and how it is refused.

    A row with one word of refusal means the check of the language where it begins as the check's objections do, and the
    proof elsewhere; a row with two means the check and the proof.
    """
    return [
        Bug(f"{function.__qualname__}: {what}", function, [(old, new)], formula, *columns(*reads), call)
        for (function, formula, call), bugs in table.items()
        for what, old, new, *reads in bugs
    ]


def columns(reads: str, proof: str | None = None) -> tuple[str, str]:
    """What the check objects to, and how the proof refuses."""
    if proof is not None:
        return reads, proof
    return (reads, "") if reads.startswith(("number ", "attribute ", "name ")) else ("", reads)


@contextmanager
def exchanged(function: FunctionType, edits: Sequence[tuple[str, str]]) -> Iterator[None]:
    """While in this context, every caller of the function runs it with pieces of its source changed."""
    wrong, scope = changed(function, *edits, names=function.__globals__), function.__globals__
    right, known = [getattr(function, part) for part in PARTS], set(scope)
    try:
        for part in PARTS:
            setattr(function, part, getattr(wrong, part))
        forget(scope)
        yield
    finally:
        forget(scope)
        for part, value in zip(PARTS, right, strict=True):
            setattr(function, part, value)
        vars(function).clear()  # where a bug remembers, and:
        for name in set(scope) - known:
            del scope[name]


def forget(scope: dict[str, Any]) -> None:
    """Let go of what the caches of a module keep."""
    for value in scope.values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()

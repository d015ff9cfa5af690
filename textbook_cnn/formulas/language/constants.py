"""How numbers and texts are spelled in the lists, wherever they stand: in code, in defaults, in names of a module."""

from __future__ import annotations

from collections.abc import Iterator

SMALL = {-1, 0, 1, 2}


def constants(value: object, own: frozenset[str] = frozenset()) -> Iterator[str]:
    """Spell what is in a constant; `own` are the names of a function's arguments, which need no list as texts."""
    if isinstance(value, tuple) and not _are_axes(value):
        for each in value:
            yield from constants(each, own)
    elif isinstance(value, slice):
        yield from constants((value.start, value.stop, value.step), own)
    elif isinstance(value, frozenset):
        yield "set display"
    elif not (
        value is None or value is Ellipsis or isinstance(value, bool) or (isinstance(value, str) and value in own)
    ):
        yield f"{_kind(value)} {value!r}"


def _are_axes(value: tuple[object, ...]) -> bool:
    """Whether a tuple holds whole numbers alone, and not only those that stand anywhere: it is spelled as a whole."""
    return all(type(each) is int for each in value) and not SMALL.issuperset(value)


def _kind(value: object) -> str:
    kinds = {str: "text", int: "number", float: "number", complex: "number", tuple: "numbers"}
    return kinds.get(type(value), f"constant of type {type(value).__name__}")

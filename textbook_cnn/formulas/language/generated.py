"""Methods that Python writes for named tuples and dataclasses: those alone that Python would write again."""

from __future__ import annotations

import dataclasses
from collections import namedtuple
from functools import lru_cache
from types import FunctionType, MemberDescriptorType
from typing import Any

HOOK = "__post_init__"  # called by the method that Python writes, and written by the author
FROM_C = (MemberDescriptorType, type(vars(namedtuple("One", "field"))["field"]))


def is_generated(cls: type, name: str, value: Any) -> bool:
    """Whether a class has this from Python, not from its author."""
    if isinstance(value, FROM_C):
        return True
    if name == HOOK:
        return False
    written = vars(_as_python_writes_it(cls)).get(name)
    return type(written) is type(value) and _code(written) is not None and _code(written) == _code(value)


def _code(value: Any) -> Any:
    function = getattr(value, "__func__", value)
    return function.__code__ if isinstance(function, FunctionType) else None


@lru_cache(maxsize=256)
def _as_python_writes_it(cls: type) -> type:
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return namedtuple(cls.__name__, cls._fields)
    if not dataclasses.is_dataclass(cls):
        return object
    asked = cls.__dataclass_params__  # type: ignore[attr-defined]
    return dataclasses.make_dataclass(
        cls.__name__,
        [(each.name, each.type, _again(each)) for each in dataclasses.fields(cls)],
        frozen=asked.frozen,
        eq=asked.eq,
        order=asked.order,
        namespace={HOOK: getattr(cls, HOOK)} if hasattr(cls, HOOK) else {},
    )


def _again(each: Any) -> Any:
    asked = ("default", "default_factory", "init", "repr", "hash", "compare", "kw_only")
    return dataclasses.field(**{name: getattr(each, name) for name in asked})

"""What Python writes for named tuples and dataclasses: methods that it would write again, and defaults of fields."""

from __future__ import annotations

import dataclasses
from collections import namedtuple
from collections.abc import Iterator
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
    twin = _as_python_writes_it(cls)
    written = vars(twin).get(name)
    mine, again = (getattr(each, "__func__", each) for each in (value, written))
    return type(written) is type(value) and isinstance(mine, FunctionType) and _same(mine, again, (cls, twin))


def defaults_of_fields(cls: type) -> Iterator[tuple[str, Any, bool]]:
    """Yield the fields of a named tuple or a dataclass that may be left out: name, default or factory, and which."""
    yield from ((name, value, False) for name, value in vars(cls).get("_field_defaults", {}).items())
    for each in vars(cls).get("__dataclass_fields__", {}).values():
        inherited = [vars(base).get("__dataclass_fields__", {}).get(each.name) for base in cls.__mro__[1:]]
        if any(each is other for other in inherited):
            continue
        if each.default_factory is not dataclasses.MISSING:
            yield each.name, each.default_factory, True
        elif each.default is not dataclasses.MISSING:
            yield each.name, each.default, False


def _same(a: Any, b: Any, twins: tuple[type, type]) -> bool:
    """Whether two functions have the same code and the same values around it, or two values are the same."""
    if not (isinstance(a, FunctionType) and isinstance(b, FunctionType)):
        return a is b or (a, b) == twins or bool(a == b)
    around, others = _around(a), _around(b)
    alike = len(around) == len(others) and all(_same(*pair, twins) for pair in zip(around, others, strict=True))
    return a.__code__ == b.__code__ and alike


def _around(function: FunctionType) -> list[Any]:
    cells = [each.cell_contents for each in function.__closure__ or ()]
    keywords = [part for item in (function.__kwdefaults__ or {}).items() for part in item]
    return [*cells, dataclasses.MISSING, *(function.__defaults__ or ()), dataclasses.MISSING, *keywords]


@lru_cache(maxsize=256)
def _as_python_writes_it(cls: type) -> type:
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        defaults = cls._field_defaults.values()  # type: ignore[attr-defined]
        return namedtuple(cls.__name__, cls._fields, defaults=defaults)
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

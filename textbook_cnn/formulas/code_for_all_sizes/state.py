"""What the functions of some modules keep from one call for the next: nothing, if a proof is to speak of every call."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from types import BuiltinFunctionType, FunctionType, GenericAlias, ModuleType, UnionType
from typing import Any

from .sealed import Sealed

FIXED = (  # of these no value changes
    *(int, bool, float, str, bytes, type(None), type, property, classmethod, staticmethod),
    *(FunctionType, BuiltinFunctionType, GenericAlias, ModuleType, UnionType),
)
FIXED_IN = ("__future__", "_abc", "collections", "functools", "typing")  # nor of the types of these modules


class State:
    """What a call could change: the names in modules, in their classes and functions, and what these names hold."""

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        self.modules = tuple(modules)
        self.names = dict(self._names())
        self.contents = {name: _contents(value) for name, value in self.names.items() if _may_change(value)}

    def changes(self) -> list[str]:
        """What is not as it was when this was made."""
        now = dict(self._names())
        moved = [name for name in now.keys() | self.names.keys() if now.get(name) is not self.names.get(name)]
        return sorted(moved) + [name for name, held in self.contents.items() if _contents(self.names[name]) != held]

    def _names(self) -> Iterator[tuple[str, Any]]:
        for module in self.modules:
            for name, value in vars(module).items():
                if name[:2] != "__" or name == "__all__":
                    yield from _inside(f"{module.__name__}.{name}", value, module.__name__)


def _inside(name: str, value: Any, module: str) -> Iterator[tuple[str, Any]]:
    """The value, and what a function or class of the module holds."""
    yield name, value
    value = value.__wrapped__ if type(value).__module__ == "functools" and hasattr(value, "__wrapped__") else value
    if issubclass(type(value), Sealed) or getattr(value, "__module__", None) != module:
        return
    if type(value) is FunctionType:
        if value.__defaults__:
            yield f"a default of {name}", value.__defaults__
        for key, held in (value.__kwdefaults__ or {}).items():
            yield f"the default {key} of {name}", held
        for cell in value.__closure__ or ():
            yield f"what surrounds {name}", cell.cell_contents
        for key, held in vars(value).items():
            yield f"{name}.{key}", held
    elif isinstance(value, type):
        for key, held in vars(value).items():
            if key[:2] != "__":
                yield from _inside(f"{name}.{key}", held, module)


def _may_change(value: Any) -> bool:
    kind = type(value)
    if kind is tuple:
        return any(map(_may_change, value))
    return kind not in FIXED and kind.__module__ not in FIXED_IN and not issubclass(kind, (Sealed, type))


def _contents(value: Any) -> Any:
    try:
        return pickle.dumps(value)
    except Exception:  # of what cannot be written down, the text is compared
        return repr(value)

"""The functions of a library of arrays, as the functions of the package see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .arrays import Model
from .constant import ConstantArray
from .kinds import StridedArray, SymArray, WritableArray, behind, model
from .namespace import FUNCTIONS, REAL, sliding_window_view
from .sealed import Operation, Sealed, hidden, recorded


class Namespace(Sealed):
    """The functions of a library by name; another name is refused."""

    __slots__ = ("_functions",)
    WORDS = "the library"

    def __init__(self, functions: Mapping[str, Any]) -> None:
        _FUNCTIONS.__set__(self, functions)

    def __getattribute__(self, name: str) -> Any:
        functions = _FUNCTIONS.__get__(self)
        return functions[name] if name in functions else Sealed.__getattribute__(self, name)


_FUNCTIONS = hidden(Namespace, "_functions")


def opened(function: Callable[..., Any], kind: type[SymArray]) -> Operation:
    """A function of models as one of arrays."""

    def call(*arguments: Any, **keywords: Any) -> Any:
        given = {name: behind(x, kind) for name, x in keywords.items()}
        found = function(*(behind(x, kind) for x in arguments), **given)
        if isinstance(found, Model):
            same = (x for x in arguments if type(x) is kind and model(x) is found)  # as `asarray` may
            return next(same, kind(found))
        return kind.dtype if found is REAL else found

    return Operation(recorded(call))


_KINDS: tuple[type[SymArray], ...] = (WritableArray, StridedArray, ConstantArray)
for _kind in _KINDS:
    _functions: dict[str, Any] = {name: opened(function, _kind) for name, function in FUNCTIONS.items()}
    if _kind is StridedArray:
        _tricks = Namespace({"sliding_window_view": opened(sliding_window_view, _kind)})
        _functions["lib"] = Namespace({"stride_tricks": _tricks})  # numpy.lib.stride_tricks
    _kind.namespace = Namespace(_functions)

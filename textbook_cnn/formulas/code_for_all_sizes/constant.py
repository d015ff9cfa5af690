"""Arrays that cannot be changed, as the functions of the package see them: JAX has such."""

from __future__ import annotations

from typing import Any

from .arrays import Model
from .kinds import SymArray, behind, model
from .sealed import Sealed, hidden, recorded
from .writing import written


class ConstantArray(SymArray):
    """Array of a library such as JAX, which cannot be changed: A.at[index].set(B) and .add(B) are new arrays."""

    __slots__ = ()
    OPEN = SymArray.OPEN | {"at"}
    ABSENT = frozenset()

    @property
    def at(self) -> At:
        """What takes the index."""
        return At(self)


class At(Sealed, like=("__getitem__",)):
    """A.at, then A.at[index]."""

    __slots__ = ("_place",)
    OPEN = frozenset(("set", "add"))
    WORDS = "what takes the index"

    def __init__(self, array: ConstantArray, index: Any = None) -> None:
        _PLACE.__set__(self, (array, index))

    def __getitem__(self, index: Any) -> At:
        return At(_PLACE.__get__(self)[0], index)

    @recorded
    def set(self, value: ConstantArray) -> ConstantArray:
        """The array with `value` at the index."""
        return _new(_PLACE.__get__(self), value, adds=False)

    @recorded
    def add(self, value: ConstantArray) -> ConstantArray:
        """The array with `value` added at the index."""
        return _new(_PLACE.__get__(self), value, adds=True)


_PLACE = hidden(At, "_place")


def _new(place: tuple[ConstantArray, Any], value: ConstantArray, *, adds: bool) -> ConstantArray:
    array, index = place
    return ConstantArray(Model(*written(model(array), index, behind(value, ConstantArray), adds=adds)))

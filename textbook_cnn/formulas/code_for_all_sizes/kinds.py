"""Arrays of unknown size as the functions of the package see them: a closed list of what each library's arrays can do.

What they do is done by the `Model` behind each, which nobody can reach from here: an array has no attributes but those
of its library, and what a library has and the model does not know is refused.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from itertools import chain
from typing import Any, ClassVar, Self

import numpy

from .arrays import Model
from .namespace import HERE, REAL
from .sealed import Sealed, hidden, recorded, refuse, written
from .terms import Axis, Block, Term, entry
from .writing import increased, put

ARRAY = frozenset(dir(numpy.ndarray))
IN_PLACE = frozenset(name for name in ARRAY if name.startswith("__i") and f"__{name[3:]}" in ARRAY)  # += and the like


class Dtype(Sealed, like=dir(numpy.dtype)):
    """The dtype of the real numbers, of which nothing can be asked: it is compared by `is`."""

    __slots__ = ()
    ABSENT = frozenset(("kind",))
    WORDS = "the dtype"


class NumpyDtype(Dtype):
    """A floating-point dtype of NumPy."""

    __slots__ = ()
    OPEN = frozenset(("kind",))
    kind = "f"


class Device(Sealed):
    """The device, which is handed on and of which nothing can be asked."""

    __slots__ = ()
    WORDS = "the device"


def _done(name: str) -> Any:
    """The operator of this name, done by the models."""
    function = getattr(operator, name)
    return recorded(lambda self, other: type(self)(function(model(self), behind(other, type(self)))))


class SymArray(Sealed, like=ARRAY - IN_PLACE):
    """Array of unknown size; the subclasses differ in what a library lets one do with an array."""

    __slots__ = ("__weakref__", "_model")
    OPEN = frozenset(
        ("shape", "ndim", "dtype", "device", "T", "mT", "__array_namespace__")
        + ("__getitem__", "__add__", "__mul__", "__truediv__", "__matmul__")
    )
    ABSENT = frozenset(("at",))  # which JAX has
    WORDS = "an array"
    dtype: ClassVar[Dtype] = Dtype()
    device: ClassVar[Device] = Device()
    namespace: ClassVar[Any]  # from `library`

    def __init__(self, of: Model) -> None:
        _MODEL.__set__(self, of)

    @classmethod
    def unknown(cls, letter: str, *axes: int | Axis) -> Any:
        """The input called `letter`, read-only; an axis may be given as sizes whose product is its length."""
        split = [axis if isinstance(axis, tuple) else (axis,) for axis in axes]
        return cls(Model(split, lambda blocks: entry(letter, *chain(*blocks)), read_only=True))

    @property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis."""
        return model(self).shape

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return model(self).ndim

    @property
    @recorded
    def mT(self) -> Self:  # noqa: N802 - the name in the array API
        """The last two axes exchanged."""
        axes = range(self.ndim)
        return type(self)(model(self).permuted((*axes[:-2], axes[-1], axes[-2])))

    @property
    @recorded
    def T(self) -> Self:
        """The two axes exchanged."""
        return type(self)(model(self).permuted((1, 0)))

    def __array_namespace__(self, *, api_version: str | None = None) -> Any:
        return type(self).namespace

    @recorded
    def __getitem__(self, index: Any) -> Self:
        return type(self)(model(self)[index])

    __add__, __mul__, __truediv__, __matmul__ = map(_done, ("add", "mul", "truediv", "matmul"))

    def __repr__(self) -> str:
        return written(f"an array of shape {model(self).shape}")

    __str__ = __repr__


_MODEL = hidden(SymArray, "_model")


def model(array: SymArray) -> Model:
    """What is behind an array."""
    found: Model = _MODEL.__get__(array)
    return found


def axes_of(array: SymArray) -> list[Axis]:
    """The sizes that make up each axis."""
    return model(array).axes


def term_at(array: SymArray, place: Sequence[Block]) -> Term:
    """The term that stands in an array, at one block of indices for each axis."""
    return model(array).element(place)


def behind(x: Any, kind: type[SymArray]) -> Any:
    """What a function of the prover gets for an argument of a function of a library."""
    if issubclass(type(x), SymArray):  # `isinstance` would ask a dtype for its class
        return model(x) if type(x) is kind else refuse("an array of another library")
    if type(x) in (list, tuple):
        return [behind(each, kind) for each in x]
    return REAL if x is kind.dtype else HERE if x is kind.device else x


class WritableArray(SymArray, like=IN_PLACE):
    """Array of a library such as PyTorch: A[index] = B and A += B change it, and every view of its memory."""

    __slots__ = ()

    @recorded
    def __setitem__(self, index: Any, value: WritableArray) -> None:
        put(model(self), index, behind(value, type(self)))

    @recorded
    def __iadd__(self, other: WritableArray) -> Self:
        _MODEL.__set__(self, increased(model(self), behind(other, type(self))))
        return self


class StridedArray(WritableArray):
    """Array of a library that can also show windows without copying: NumPy's."""

    __slots__ = ()
    OPEN = SymArray.OPEN | {"transpose", "reshape"}
    dtype = NumpyDtype()

    @recorded
    def transpose(self, *axes: Any) -> Self:
        """View with the axes in the order given, as a tuple or one by one."""
        return self.__array_namespace__().permute_dims(self, _one_by_one(axes))

    @recorded
    def reshape(self, *shape: Any, order: str = "C") -> Self:
        """The array in another shape, given as a tuple or one by one, its elements in the order of the indices."""
        if order != "C":
            refuse(f"the order {order!r} of elements in memory is not known here")
        return self.__array_namespace__().reshape(self, _one_by_one(shape))


def _one_by_one(given: tuple[Any, ...]) -> Any:
    """Axes or sizes that were given as one sequence or as so many arguments."""
    return given[0] if len(given) == 1 and type(given[0]) in (tuple, list) else given

"""Arrays of unknown size as the functions of the package see them: a closed list of what each library's arrays can do.

What they do is done by the `Model` behind each, which nobody can reach from here: an array has no attributes but those
of its library, and what a library has and the model does not know is refused.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any, ClassVar, Self

import numpy

from .arrays import Model
from .namespace import FUNCTIONS, REAL, sliding_window_view
from .sealed import Sealed, hidden, recorded, refuse, written
from .terms import Axis, entry
from .writing import increased, put
from .writing import written as changed

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


class Operation(Sealed):
    """A function of a library; it can be called and nothing else."""

    __slots__ = ("_call",)
    WORDS = "a function of the library"

    def __init__(self, call: Callable[..., Any]) -> None:
        _CALL.__set__(self, call)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return _CALL.__get__(self)(*arguments, **keywords)


_CALL = hidden(Operation, "_call")


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


def _done(name: str) -> Any:
    """The operator of this name, done by the models."""
    function = getattr(operator, name)
    return recorded(lambda self, other: type(self)(function(model(self), _model_of(other, type(self)))))


class SymArray(Sealed, like=ARRAY - IN_PLACE):
    """Array of unknown size; the subclasses differ in what a library lets one do with an array."""

    __slots__ = ("_model",)
    OPEN = frozenset(
        ("shape", "ndim", "dtype", "device", "T", "mT", "__array_namespace__")
        + ("__getitem__", "__add__", "__mul__", "__truediv__", "__matmul__")
    )
    ABSENT = frozenset(("at",))  # which JAX has
    WORDS = "an array"
    dtype: ClassVar[Dtype] = Dtype()
    device: ClassVar[Device] = Device()
    namespace: ClassVar[Namespace]

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

    def __array_namespace__(self, *, api_version: str | None = None) -> Namespace:
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


class WritableArray(SymArray, like=IN_PLACE):
    """Array of a library such as PyTorch: A[index] = B and A += B change it, and every view of its memory."""

    __slots__ = ()

    @recorded
    def __setitem__(self, index: Any, value: WritableArray) -> None:
        put(model(self), index, _model_of(value, type(self)))

    @recorded
    def __iadd__(self, other: WritableArray) -> Self:
        return type(self)(increased(model(self), _model_of(other, type(self))))


class StridedArray(WritableArray):
    """Array of a library that can also show windows without copying: NumPy's."""

    __slots__ = ()
    OPEN = SymArray.OPEN | {"transpose", "reshape"}
    dtype = NumpyDtype()

    def transpose(self, *axes: Any) -> Self:
        """View with the axes in the order given, as a tuple or one by one."""
        return self.__array_namespace__().permute_dims(self, _one_by_one(axes))  # type: ignore[no-any-return]

    def reshape(self, *shape: Any, order: str = "C") -> Self:
        """The array in another shape, given as a tuple or one by one, its elements in the order of the indices."""
        if order != "C":
            refuse(f"the order {order!r} of elements in memory is not known here")
        return self.__array_namespace__().reshape(self, _one_by_one(shape))  # type: ignore[no-any-return]


def _one_by_one(given: tuple[Any, ...]) -> Any:
    """Axes or sizes that were given as one sequence or as so many arguments."""
    return given[0] if len(given) == 1 and type(given[0]) in (tuple, list) else given


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
        return _new(*_PLACE.__get__(self), value, adds=False)

    @recorded
    def add(self, value: ConstantArray) -> ConstantArray:
        """The array with `value` added at the index."""
        return _new(*_PLACE.__get__(self), value, adds=True)


_PLACE = hidden(At, "_place")


def _new(array: ConstantArray, index: Any, value: ConstantArray, *, adds: bool) -> ConstantArray:
    return ConstantArray(Model(*changed(model(array), index, _model_of(value, ConstantArray), adds=adds)))


def _model_of(x: Any, kind: type[SymArray]) -> Any:
    """What a function of the prover gets for an argument of a function of a library."""
    if issubclass(type(x), SymArray):  # `isinstance` would ask a dtype for its class
        return model(x) if type(x) is kind else refuse("an array of another library")
    if type(x) in (list, tuple):
        return [_model_of(each, kind) for each in x]
    return REAL if x is kind.dtype else x


def _opened(function: Callable[..., Any], kind: type[SymArray]) -> Operation:
    """A function of models as one of arrays."""

    def call(*arguments: Any, **keywords: Any) -> Any:
        given = {name: _model_of(x, kind) for name, x in keywords.items()}
        found = function(*(_model_of(x, kind) for x in arguments), **given)
        return kind(found) if isinstance(found, Model) else kind.dtype if found is REAL else found

    return Operation(recorded(call))


for _kind in (WritableArray, StridedArray, ConstantArray):
    _functions: dict[str, Any] = {name: _opened(function, _kind) for name, function in FUNCTIONS.items()}
    if _kind is StridedArray:
        _tricks = Namespace({"sliding_window_view": _opened(sliding_window_view, _kind)})
        _functions["lib"] = Namespace({"stride_tricks": _tricks})  # numpy.lib.stride_tricks
    _kind.namespace = Namespace(_functions)

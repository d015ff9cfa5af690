"""Kinds of parameters: which values of the pool are right for one after all, and how its own right value goes wrong."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from numbers import Integral, Real
from typing import Any

import numpy as np

from tests.wrong_calls import values

Changed = Iterator[tuple[str, Any]]
INDEX = (1 << 63) - 1


def _never(_: Any) -> bool:
    return False


def _unchanged(_: Any) -> Changed:
    yield from ()


@dataclass(frozen=True)
class Kind:
    """Which values are right besides the one of the right call, and the wrong ones made from that."""

    right: Callable[[Any], bool] = _never
    changed: Callable[[Any], Changed] = _unchanged


def is_integer(value: Any, low: int = 0, high: int = INDEX) -> bool:
    whole = isinstance(value, Integral) and not isinstance(value, bool | np.timedelta64)  # which NumPy calls integers
    return whole and low <= int(value) <= high


def is_number(value: Any, low: float, high: float) -> bool:
    if not isinstance(value, Real) or isinstance(value, bool | np.bool_ | np.timedelta64):
        return False
    try:
        return low <= float(value) <= high and isfinite(value)
    except OverflowError:
        return False


def listed(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview)


def integer(low: int, high: int = INDEX) -> Kind:
    """An integer of any type from low to high."""
    return Kind(lambda value: is_integer(value, low, high))


def number(low: float, high: float = float("inf")) -> Kind:
    """A real number of any type from low to high (what lies at the ends is not tried)."""
    return Kind(lambda value: is_number(value, low, high))


def pair(low: int) -> Kind:
    """An integer or two of them."""

    def right(value: Any) -> bool:
        several = list(value) if listed(value) else [value] * 2
        return len(several) == 2 and all(is_integer(each, low) for each in several)

    return Kind(right)


def padding(*words: str) -> Kind:
    """One of the words, an integer, a pair of them, or a pair of pairs."""

    def right(value: Any) -> bool:
        if isinstance(value, str):
            return value in words
        one = pair(0).right
        return len(value) == 2 and all(map(one, value)) if listed(value) else one(value)

    return Kind(right)


FLAG = Kind(lambda value: isinstance(value, bool | np.bool_))
WORD = Kind()  # of a short list, none of which is in the pool
RNG = Kind()  # a numpy.random.Generator
ZERO_AXES = Kind(lambda value: isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind == "f")
DRAWING = Kind(lambda value: isinstance(value, np.random.RandomState))  # where NumPy's older kind will do
FUNCTION = Kind(lambda value: callable(value) and not isinstance(value, type))
OBJECT = Kind()  # one of the package's own
TEXT = Kind(lambda value: isinstance(value, str))
SEED = Kind(lambda value: is_integer(value, 0, 10**6000))


def _is_path(value: Any) -> bool:
    return isinstance(value, str | os.PathLike) and bool(os.fspath(value)) and "\0" not in os.fspath(value)


PATH = Kind(_is_path, lambda _: values.texts_for_paths())


def optional(kind: Kind) -> Kind:
    """None is right as well."""
    return Kind(lambda value: value is None or kind.right(value), kind.changed)


def either(*kinds: Kind) -> Kind:
    """Right for one of several kinds; what is made from the right value is that of the first."""
    return Kind(lambda value: any(kind.right(value) for kind in kinds), kinds[0].changed)


def sequence(kind: Kind, count: int | None = None) -> Kind:
    """A list or a tuple of such values, of that length if it is given."""
    return Kind(
        lambda value: listed(value) and len(value) == (count or len(value)) and all(kind.right(each) for each in value)
    )


def array(
    dtypes: str = "biuf",
    axes: int | None = None,
    fixed: tuple[int, ...] = (),
    *,
    finite: bool = False,
    lone: bool = False,
) -> Kind:
    """An array of dtypes of these kinds, with so many axes; along those that are `fixed` its length is given.

    `finite`: NaN and infinities are wrong.  `lone`: no other array stands beside it, so that it may be of any library.
    """

    def right(value: Any) -> bool:
        plain = isinstance(value, np.ndarray | np.generic) and not isinstance(value, np.matrix | np.ma.MaskedArray)
        return plain and value.dtype.kind in dtypes and axes in (None, value.ndim)

    def changed(A: np.ndarray) -> Changed:
        yield from values.without_numbers(A)
        if axes is not None:
            yield from values.in_other_shapes(A, fixed)
        for letter, dtype in {"i": np.int64, "b": bool, "f": np.float64, "u": np.uint16}.items():
            if letter not in dtypes:
                yield f"as {np.dtype(dtype)}", A.astype(dtype)
        if finite:
            yield from ((f"with {wrong}", np.where(A.flat[0] == A, wrong, A)) for wrong in (np.nan, np.inf, -np.inf))
        if not lone:
            yield "of another library", _torch(A)
        if A.dtype.kind == "f":
            yield "sparse", _torch(A).to_sparse()

    return Kind(right, changed)


def _torch(A: np.ndarray) -> Any:
    import torch

    return torch.asarray(np.array(A))


def labels(classes: int | None) -> Kind:
    """Whole numbers, one for each image, from 0 to below `classes`."""
    of_whole_numbers = array("iu", 1, (0,))

    def changed(A: np.ndarray) -> Changed:
        yield from of_whole_numbers.changed(A)
        yield "below zero", A - 1 - A.max()
        if classes is not None:
            yield "beyond the classes", A + classes

    return Kind(of_whole_numbers.right, changed)


def params(*, any_names: bool = False, lone: bool = False) -> Kind:
    """A dict of parameters: those of a network, or of any names and even none; `lone` as for an array."""

    def changed(given: Mapping[str, np.ndarray]) -> Changed:
        first, *others = given
        for label, A in values.without_numbers(given[first]):
            yield f"{first} as {label}", {**given, first: A}
        yield "a number among them", {**given, first: 1.5}
        yield "pairs", list(given.items())
        yield "a name that is no text", {**given, 5: given[first]}
        yield "of two libraries", {**given, first: _torch(given[first])}
        if not any_names:
            yield "one missing", {key: given[key] for key in others}
            yield "one more", {**given, "more.K": given[first]}
            yield "one too large", {**given, first: given[first][None]}
        if not (any_names or lone):
            yield "all of another library", {key: _torch(A) for key, A in given.items()}

    return Kind(lambda value: any_names and isinstance(value, dict) and not value, changed)

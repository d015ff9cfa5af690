"""Checks of arguments that are neither arrays nor single numbers: options, words, generators, dicts, functions, paths.

Like those of ``_checks``, each returns what the caller goes on with, and its message names the argument, what was
expected and what came.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from . import _checks as check
from ._arrays import Array, array_namespace, integral, readable, whole
from ._checks import shown

MOST = 10_000_000  # of a list: more are a mistake, as a range may be, and would fill the memory
NO_SEQUENCES = (str, bytes, bytearray, memoryview)


def flag(name: str, value: Any) -> bool:
    """Check True or False, NumPy's included: a word, a number or a list would be one of them in silence."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name}: expected True or False, got {shown(value)}")
    return bool(value)


def text(name: str, value: Any) -> str:
    """Check a string."""
    if not isinstance(value, str):
        raise TypeError(f"{name}: expected a string, got {shown(value)}")
    return value


def texts(name: str, value: Any, count: int | None = None) -> list[str]:
    """Check a sequence of strings, `count` of them if it is given; one string is no sequence of them."""
    return [text(f"{name}[{i}]", each) for i, each in enumerate(sequence(name, value, count))]


def sequence(name: str, value: Any, count: int | None = None) -> list[Any]:
    """Check a list, a tuple or an array's worth of things, `count` of them if it is given; return a list."""
    several = isinstance(value, Sequence) and not isinstance(value, NO_SEQUENCES)
    if not several and not (isinstance(value, np.ndarray) and value.ndim > 0):
        raise TypeError(f"{name}: expected a list, a tuple or an array, got {shown(value)}")
    if count is not None and len(value) != count:
        raise ValueError(f"{name}: expected {count} entries, got {len(value)}")
    if len(value) > MOST:
        raise ValueError(f"{name}: expected at most {MOST:,} entries, got {len(value):,}")
    return list(value)


def seed(name: str, value: Any) -> int:
    """Check a seed: an integer of any size that is not negative."""
    if not whole(value):
        raise TypeError(f"{name}: expected an integer, got {shown(value)}")
    if value < 0:
        raise ValueError(f"{name}: expected an integer of at least 0, got {shown(value)}")
    return int(value)


def generator(name: str, value: Any) -> Any:
    """Check a generator of random numbers: an instance of NumPy's, or of another library's like it."""
    if isinstance(value, type) or not (hasattr(value, "bit_generator") and callable(getattr(value, "random", None))):
        raise TypeError(f"{name}: expected a numpy.random.Generator, got {shown(value)}")
    return value


def mapping(name: str, value: Any) -> Mapping[str, Any]:
    """Check a dict whose keys are strings."""
    if type(value) is not dict and not isinstance(value, Mapping):
        raise TypeError(f"{name}: expected a dict of arrays, got {shown(value)}")
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"{name}: expected strings as names, got {shown(key)}")
    return value


def known(name: str, value: Any) -> Mapping[str, Any]:
    """Check a dict of arrays whose numbers can be read."""
    arrays = mapping(name, value)
    for key, A in arrays.items():
        check.read(f"{name}[{key!r}]", A)
    return arrays


def function(name: str, value: Any) -> Any:
    """Check a function; a class is refused, for most often an instance of it was meant."""
    if not callable(value) or isinstance(value, type):
        raise TypeError(f"{name}: expected a function, got {shown(value)}")
    return value


def instance(name: str, value: Any, kind: type, article: str = "a") -> Any:
    """Check an instance of a class of this package."""
    if not isinstance(value, kind):
        raise TypeError(f"{name}: expected {article} {kind.__name__}, got {shown(value)}")
    return value


def path(name: str, value: Any) -> Path:
    """Check a path, in which ``~`` is the home of a user."""
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"{name}: expected a string or a path, got {shown(value)}")
    try:
        given = os.fspath(value)
    except TypeError:  # of an object whose path is neither text nor bytes
        raise TypeError(f"{name}: expected a string or a path, got {shown(value)}") from None
    if not isinstance(given, str) or not given or "\0" in given:
        raise ValueError(f"{name}: expected text, not empty and without NUL, got {shown(value)}")
    try:
        os.fsencode(given)
    except UnicodeEncodeError:
        raise ValueError(f"{name}: expected text that can name a file, got {shown(value)}") from None
    try:
        return Path(given).expanduser()
    except RuntimeError:
        raise ValueError(f"{name}: expected the home of a user who exists, got {shown(value)}") from None


def file(name: str, value: Any) -> Path:
    """Check a path that can be a file's: one that ends in a separator names a folder, and not the file of that name."""
    found = path(name, value)
    given = os.fspath(value).replace(os.altsep or os.sep, os.sep)
    if given.endswith((os.sep, f"{os.sep}.")):  # which Path forgets
        raise ValueError(f"{name}: expected the path of a file, got that of a folder, {shown(value)}")
    return found


def within(name: str, value: Any, minimum: int, maximum: int) -> int:
    """Check an integer between two bounds, both included."""
    number = check.integer(name, value, minimum)
    if number > maximum:
        raise ValueError(f"{name}: expected an integer from {minimum} to {maximum}, got {shown(value)}")
    return number


def row(name: str, value: Any, count: int, what: str) -> list[Any]:
    """Check one number for all of `count` things, or a list or an array with one for each; return a list."""
    given = _plain(name, value)
    several = isinstance(given, Sequence) and not isinstance(given, NO_SEQUENCES)
    if several and len(given) != count:
        raise ValueError(f"{name}: expected one number or one for each of {count} {what}, got {len(given)}")
    return [_plain(name, each) for each in given] if several else [given] * count


def _plain(name: str, value: Any) -> Any:
    """An array, or a number of NumPy's, as Python's numbers; anything else as it is."""
    if isinstance(value, np.generic) and value.dtype.kind not in "biuf":  # `item` makes integers of dates
        raise TypeError(f"{name}: expected numbers, got {shown(value)}")
    if isinstance(value, np.generic):
        return value.item()
    if not hasattr(value, "dtype"):
        return value
    xp = check.arrays(**{name: value})
    check.read(name, value)
    if value.ndim > 0:
        return [_plain(name, value[i, ...]) for i in range(value.shape[0])]
    kind: Any = bool if xp.isdtype(value.dtype, "bool") else int if integral(value.dtype, xp) else float
    return kind(value)


def finite(name: str, A: Array, where: str = "") -> Array:
    """Refuse NaN and infinities; symbols and arrays that are traced, of which nobody can tell, pass."""
    if not readable(A):
        return A
    try:
        known = bool(array_namespace(A).all(array_namespace(A).isfinite(A)))
    except TypeError:  # of symbols
        return A
    if not known:
        raise ValueError(f"{name}: expected finite numbers{where}, got NaN or infinity")
    return A

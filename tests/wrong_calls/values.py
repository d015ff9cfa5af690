"""The pool of values that are wrong for most arguments, and what an argument's own right value turns into."""

import types
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np


class Broken:
    """An object that cannot even be shown."""

    def __repr__(self):
        raise RuntimeError("no repr")


class Plain:
    """A class of the user's own."""


PAIRS = np.array([[1, 2], [3, 4]])
RECORDS = np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])

# Each value under the name by which a failure shows it.
POOL: dict[str, Any] = {
    "None": None,
    "True": True,
    "False": False,
    "text": "text",
    "empty text": "",
    "text with NUL": "a\0b",
    "a number as text": "2",
    "NumPy text": np.str_("text"),
    "bytes": b"bytes",
    "a bytearray": bytearray(b"2"),
    "a memoryview": memoryview(b"22"),
    "1.5": 1.5,
    "2.0": 2.0,
    "nan": float("nan"),
    "inf": float("inf"),
    "-inf": float("-inf"),
    "-1": -1,
    "0": 0,
    "2**40": 1 << 40,
    "2**70": 1 << 70,
    "-2**70": -(1 << 70),
    "10**400": 10**400,
    "-10**400": -(10**400),
    "10**5000": 10**5000,
    "1e300": 1e300,
    "1j": 1j,
    "Decimal": Decimal("1.5"),
    "Fraction": Fraction(4, 3),
    "huge Fraction": Fraction(10**400, 3),
    "an empty list": [],
    "a list": [1, 2],
    "a list of three": [1, 2, 3],
    "a list of None": [None, None],
    "a list of texts": ["a", "b"],
    "a list of floats": [1.5, 2.5],
    "a ragged list": [[1, 2], [3]],
    "a list of arrays": [np.ones((2, 2)), np.ones(3)],
    "an empty tuple": (),
    "a tuple of -1": (-1, -1),
    "a tuple of floats": (1.5, 2.0),
    "a tuple of True": (True, True),
    "a tuple of huge": (10**400, 10**400),
    "four of a tuple": (1, 2, 3, 4),
    "pairs in a pair": ((1, 2), (3, 4)),
    "pairs of floats": ((1.5, 2.0), (3.0, 4.0)),
    "an empty dict": {},
    "a dict": {"a": 1},
    "a dict of ints": {1: 2},
    "a dict of None": {"a": None},
    "a set": {1, 2},
    "a class": Plain,
    "int": int,
    "the class of arrays": np.ndarray,
    "the class of generators": np.random.Generator,
    "a function": lambda *_: None,
    "an object": object(),
    "an instance": Plain(),
    "an object without repr": Broken(),
    "a module": types,
    "...": ...,
    "a slice": slice(2),
    "a path": Path("some") / "path",
    "np.float64": np.float64(1.5),
    "np.float32 nan": np.float32("nan"),
    "np.float16": np.float16(1.5),
    "np.int8 below zero": np.int8(-3),
    "np.uint64 of 64 bits": np.uint64((1 << 64) - 1),
    "np.bool": np.True_,
    "np.complex": np.complex128(1j),
    "np.datetime64": np.datetime64("2020-01-01"),
    "np.timedelta64": np.timedelta64(3, "D"),
    "np.timedelta64 without a unit": np.timedelta64(3),
    "a 0-d array": np.array(1.5),
    "a 0-d array of None": np.array(None),
    "an array of None": np.array([None, None]),
    "an array of text": np.array(["1", "2"]),
    "an array of bytes": np.array([b"1", b"2"]),
    "an array of Fractions": np.array([Fraction(1, 2), Fraction(1, 3)]),
    "an array of complex numbers": np.array([1j, 2]),
    "an array of dates": np.array(["2020-01-01"], dtype="datetime64[D]"),
    "an array of spans": np.array([1, 2], dtype="timedelta64[s]"),
    "an array of records": RECORDS,
    "a masked array": np.ma.masked_array(PAIRS, mask=PAIRS > 2),
    "a matrix": PAIRS.view(np.matrix),
    "an array of booleans": np.array([True, False]),
    "an empty array": np.empty(0),
    "an array of five axes": np.ones((1, 1, 1, 1, 1)),
    "a random state": np.random.RandomState(0),
}


def texts_for_paths() -> Iterator[tuple[str, Any]]:
    """Paths that nobody can mean."""
    yield "a user who does not exist", "~no_such_user_at_all/net.npz"
    yield "bytes of a path", b"net.npz"
    yield "an open file's number", 1
    yield "half a character", "\ud800.npz"


def without_numbers(A: np.ndarray) -> Iterator[tuple[str, Any]]:
    """Arrays in the shape of A that are none of real numbers, and A as what is no array."""
    empty = np.empty(A.shape, dtype=object)
    yield "objects", A.astype(object)
    yield "nothing but None", empty
    yield "text", A.astype(str)
    yield "bytes", A.astype("S")
    yield "complex", A.astype(complex)
    yield "dates", np.zeros(A.shape, dtype="datetime64[D]")
    yield "spans", np.ones(A.shape, dtype="timedelta64[s]")
    yield "records", np.zeros(A.shape, dtype=[("a", "f8")])
    yield "raw memory", np.zeros(A.shape, dtype="V8")
    yield "masked", np.ma.masked_array(A, mask=np.zeros(A.shape, dtype=bool))
    if A.ndim == 2:
        yield "matrix", A.view(np.matrix)
    if A.ndim:
        yield "list", A.tolist()
        yield "tuple", tuple(A)
        yield "iterator", iter(A)


def in_other_shapes(A: np.ndarray, fixed: tuple[int, ...]) -> Iterator[tuple[str, Any]]:
    """A with one axis more, one less, and longer by one along those of its axes that are fixed by other arguments."""
    yield "one axis more", A[None]
    yield "one axis less", A[0]
    for axis in fixed:
        yield f"axis {axis} longer", np.concatenate([A, A.take([0], axis)], axis)
        yield f"axis {axis} empty", A.take([], axis)

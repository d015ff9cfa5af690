"""The argument checks and their messages: each names the argument, what was expected and what came."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeGuard

from array_api_compat import is_array_api_obj, is_torch_array

from ._arrays import (
    Array,
    all_numpy,
    array_namespace,
    fits_float,
    fits_index,
    integral,
    is_ordered,
    of_numbers,
    plain_numbers,
    real,
    stored,
    whole,
)

Pair = tuple[int, int]
OPTIONAL = ("B", "columns")  # array arguments that may be left out


def shown(value: Any) -> str:
    """A short repr for messages, in one line."""
    try:
        text = " ".join(map(str.strip, repr(value).splitlines()))
    except Exception:  # of integers with thousands of digits, of objects that are broken
        return type(value).__name__
    return f"{type(value).__name__} {text if len(text) <= 60 else text[:57] + '...'}"


def arrays(**named: Any) -> Any:
    """Check that every value is an array and all are of one library, PyTorch's on one device; return its namespace."""
    if named and plain_numbers(named.values()):
        return array_namespace(*named.values())
    given = {name: A for name, A in named.items() if not (A is None and name in OPTIONAL)}
    numpy = all_numpy(given.values())
    for name, A in given.items():
        if not (numpy or is_array_api_obj(A)):
            raise TypeError(f"{name}: expected an array (NumPy, CuPy, PyTorch, JAX …), got {shown(A)}")
        if not of_numbers(A):
            raise TypeError(f"{name}: expected an array of real numbers, got {type(A).__name__} of dtype {A.dtype}")
    places = {} if numpy else {name: A.device for name, A in given.items() if is_torch_array(A)}
    if len(set(places.values())) > 1:
        found = ", ".join(f"{name} on {place}" for name, place in places.items())
        raise ValueError(f"expected arrays on one device, got {found}")
    try:
        return array_namespace(*given.values())
    except TypeError:
        libraries = {name: type(A).__module__.split(".")[0] for name, A in given.items()}
        found = ", ".join(f"{name} from {library}" for name, library in libraries.items())
        advice = "; cupy.asarray(A) moves an array to the GPU, A.get() back" if "cupy" in libraries.values() else ""
        raise TypeError(f"expected arrays of one library, got {found}{advice}") from None


def read(name: str, A: Array) -> None:
    """Refuse an array whose numbers are not there yet, where they decide what is done next."""
    if not stored(A):
        raise TypeError(
            f"{name}: expected an array whose numbers can be read, got a traced one or one without numbers; "
            "call it outside jax.jit, torch.func and the like"
        )


def axes(name: str, A: Array, expected: str) -> None:
    """Check that A has one axis for each name in `expected`, such as "(batch, n, height, width)"."""
    if A.ndim != expected.count(",") + (not expected.endswith(",)")):
        raise ValueError(f"{name}: expected an array {expected}, got shape {tuple(A.shape)}")


def shape(name: str, A: Array, expected: tuple[int, ...], meaning: str) -> None:
    """Check the shape of A; `meaning` says in letters what is expected."""
    if tuple(A.shape) != tuple(expected):
        raise ValueError(f"{name}: expected shape {meaning} = {tuple(expected)}, got {tuple(A.shape)}")


def floating(name: str, A: Array) -> None:
    """Refuse integers and booleans where the formula divides or takes exp or log."""
    if integral(A.dtype, array_namespace(A)):
        raise TypeError(f"{name}: expected floating-point numbers, got dtype {A.dtype}; convert it first")


def not_boolean(name: str, A: Array) -> None:
    """Refuse booleans where the result would be numbers."""
    if A.dtype == array_namespace(A).bool:
        raise TypeError(f"{name}: expected numbers, got dtype {A.dtype}; convert it first")


def ordered(name: str, A: Array) -> None:
    """Refuse the unsigned integers that PyTorch can neither compare nor turn round."""
    if not is_ordered(A):
        raise TypeError(f"{name}: expected numbers that PyTorch computes with, got dtype {A.dtype}; convert it first")


def integer(name: str, value: Any, minimum: int) -> int:
    """Check an integer that is at least `minimum`, and not larger than an index can be; return Python's."""
    if type(value) is not int and not whole(value):
        raise TypeError(f"{name}: expected an integer, got {shown(value)}")
    if value < minimum:
        raise ValueError(f"{name}: expected an integer of at least {minimum}, got {shown(value)}")
    value = value if isinstance(value, int) else int(value)
    if not fits_index(value):
        raise ValueError(f"{name}: expected an integer of at most 63 bits, got {shown(value)}")
    return value


def is_list(value: Any) -> TypeGuard[Sequence[Any]]:
    """Whether a value is a tuple, a list or the like; text and bytes are not."""
    if type(value) is tuple:
        return True
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview))


def pair(name: str, value: Any, minimum: int) -> Pair:
    """Check an integer or a pair of them (vertical, horizontal); return the pair."""
    if is_list(value):
        if len(value) != 2:
            raise ValueError(f"{name}: expected an integer or a pair (vertical, horizontal), got {shown(value)}")
        return integer(name, value[0], minimum), integer(name, value[1], minimum)
    value = integer(name, value, minimum)
    return value, value


def number(name: str, value: Any, low: float, high: float = float("inf"), *, closed: bool = True) -> float:
    """Check a real number in low ≤ value < high (`closed=False`: low < value < high); return Python's."""
    if not real(value):
        raise TypeError(f"{name}: expected a real number, got {shown(value)}")
    fits = fits_float(value)
    given: Any = (
        float(value) if fits and (hasattr(value, "dtype") or type(value) is Fraction) else value
    )  # arrays widen
    if not (low <= given < high) or (not closed and given == low):  # a fraction may have been rounded to a bound
        raise ValueError(f"{name}: expected a number {'in [' if closed else 'in ('}{low}, {high}), got {shown(value)}")
    if not fits:
        raise ValueError(f"{name}: expected a number that a float can hold, got {shown(value)}")
    return given


def choice(name: str, value: Any, options: Sequence[str]) -> str:
    """Check that `value` is one of the strings `options`."""
    if not isinstance(value, str):
        raise TypeError(f"{name}: expected one of {', '.join(map(repr, options))}, got {shown(value)}")
    if value not in options:
        raise ValueError(f"{name}: expected one of {', '.join(map(repr, options))}, got {value!r}")
    return value

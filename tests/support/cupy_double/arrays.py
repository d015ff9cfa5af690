"""The double's array: a NumPy array that can be reached only as CuPy's can, and lies in memory as CuPy's would."""

import sys

import numpy as np

from .graphs import capturing, change, result, send
from .indexing import host_index, parts
from .reading import reads

# What lies in memory as its argument does; all else that is computed lies in C order of its own shape.
KEEPS_ORDER = {
    "asfortranarray",
    "astype",
    "copy",
    "empty",
    "empty_like",
    "full",
    "full_like",
    "nan_to_num",
    "ones",
    "ones_like",
    "roll",
    "zeros",
    "zeros_like",
}


class ndarray:  # noqa: N801 - CuPy's name
    """An array of the pretended device; its operators and most methods are in `operators.py`."""

    __module__ = "cupy"
    __slots__ = ("_host",)
    __array_priority__ = 100
    __hash__ = None

    def __init__(self, shape, dtype=float, *, order="C"):
        self._host = np.empty(shape, dtype, order)

    @property
    def device(self):
        return sys.modules["cupy"].cuda.Device()

    @property
    def flags(self):
        return Flags(self._host.flags)

    def get(self, stream=None, order="C", out=None, blocking=True):
        reads("get")
        return self._host.copy(order)

    def set(self, arr, stream=None):
        self._host[...] = send(arr)

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return self.copy()

    def __array__(self, dtype=None, copy=None):
        raise TypeError(
            "Implicit conversion to a NumPy array is not allowed. "
            "Please use `.get()` to construct a NumPy array explicitly."
        )

    def __array_ufunc__(self, ufunc, method, *args, **keywords):
        own = getattr(sys.modules["cupy"], ufunc.__name__, None)
        return own(*args, **keywords) if own and method == "__call__" else NotImplemented

    def __array_function__(self, function, types, args, keywords):
        own = getattr(sys.modules["cupy"], function.__name__, None)
        return own(*args, **keywords) if own else NotImplemented

    def __getitem__(self, index):
        if any(isinstance(part, ndarray | np.ndarray | list) for part in parts(index)):
            return on_device(result(lambda: np.array(self._host[host_index(index, self.shape)], order="C")))
        return on_device(self._host[host_index(index, self.shape)])

    def __setitem__(self, index, value):
        if isinstance(value, list) or (isinstance(value, np.ndarray) and value.ndim):
            raise ValueError("non-scalar numpy.ndarray cannot be used for fill")
        value = getattr(value, "_host", value)
        if capturing():
            host_index(index, self.shape)  # a mask is refused now, not at the launch

        def assign():
            self._host[host_index(index, self.shape)] = value

        change(assign)

    def __iter__(self):
        if not self.ndim:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(len(self)))

    def __len__(self):
        return len(self._host)

    def __bool__(self):
        reads("bool")
        return bool(self._host)

    def __repr__(self):
        reads("repr")
        return repr(self._host)

    def __str__(self):
        reads("str")
        return str(self._host)

    def __format__(self, spec):
        reads("format")
        return format(self._host if self.ndim else self._host[()], spec)


class Flags:
    """What CuPy tells of the memory of an array; not whether it can be written to: it always can."""

    def __init__(self, flags):
        self.c_contiguous, self.f_contiguous, self.owndata = flags.c_contiguous, flags.f_contiguous, flags.owndata


def on_device(values):
    """The double of a NumPy array, of a scalar as a 0-d array, and of each of several; they share memory."""
    if isinstance(values, list | tuple):
        found = [on_device(part) for part in values]
        return type(values)(*found) if hasattr(values, "_fields") else type(values)(found)
    if not isinstance(values, np.ndarray | np.generic):
        return values
    A = ndarray.__new__(ndarray)
    A._host = np.asarray(values)
    return A


def operand(value):
    """What NumPy computes with instead of an argument; arrays of the host are refused, as CuPy refuses them."""
    if isinstance(value, ndarray):
        return value._host
    if isinstance(value, np.ndarray):
        raise TypeError(f"Unsupported type {type(value)}")
    return type(value)(map(operand, value)) if type(value) in (list, tuple) else value


def settled(name, found, args):
    """The results of NumPy's function in the memory order in which CuPy leaves them, scalars as 0-d arrays."""
    if isinstance(found, list | tuple):
        several = [settled(name, part, args) for part in found]
        return type(found)(*several) if hasattr(found, "_fields") else type(found)(several)
    if not isinstance(found, np.ndarray | np.generic):
        return found
    found = np.asarray(found)
    a_view = any(isinstance(A, np.ndarray) and np.may_share_memory(A, found) for A in args)
    return found if a_view or name in KEEPS_ORDER else np.asarray(found, order="C")


def apply(name, function, args, keywords):
    """Call NumPy's function as CuPy's: without host arrays, into `out` or a new array, and no division warns."""
    args, out = [operand(A) for A in args], keywords.get("out")
    given = {key: operand(A) for key, A in keywords.items()}
    if out is not None:
        change(lambda: function(*args, **given))
        return out[0] if isinstance(out, tuple) else out
    return on_device(result(lambda: settled(name, function(*args, **given), args)))

"""The functions of CuPy's namespaces: of NumPy's those that the wheel names, behind CuPy's rules."""

import numpy as np

from . import names
from .arrays import apply, ndarray, on_device, operand
from .fusion import ELEMENTWISE, Variable, traced
from .graphs import result, send
from .reading import reads

READS = {"argwhere", "extract", "flatnonzero", "nonzero", "unique", "unique_all", "unique_counts", "unique_inverse"}
READS |= {"unique_values"}
ANSWERS_ON_DEVICE = {"allclose", "array_equal", "array_equiv"}  # where NumPy answers with Python's bool


def namespace(functions, like):
    """Name and function for all that a namespace of CuPy's has, as far as NumPy's has it."""
    return {name: _function(name, text, getattr(like, name)) for name, text in functions.items() if hasattr(like, name)}


def ufuncs():
    """CuPy's ufuncs by name."""
    return {name: _ufunc(name, getattr(np, name)) for name in names.NAMES["ufuncs"] if hasattr(np, name)}


def _ufunc(name, real):
    return _function(name, names.UFUNC, real, elementwise=True)


def _function(name, text, real, elementwise=False):
    def function(*args, **keywords):
        names.check(name, text, args, keywords)
        if any(isinstance(A, Variable) for A in args):
            if not elementwise and name not in ELEMENTWISE:
                raise TypeError(f"{name}: the double fuses only what is elementwise")
            return traced(real, args)
        if name in READS:
            reads(name)
        return apply(name, scalar if name in ANSWERS_ON_DEVICE else real, args, keywords)

    def scalar(*args, **keywords):
        return np.asarray(real(*args, **keywords))

    function.__name__ = name
    return function


def array(obj, dtype=None, copy=True, order="K", subok=False, ndmin=0, *, blocking=False):
    """An array on the device, of one there, of one on the host or of numbers."""
    if isinstance(obj, ndarray):
        host = result(lambda: np.array(obj._host, dtype, copy=copy or None, order=order, ndmin=ndmin))
        return obj if host is obj._host else on_device(host)
    kept = isinstance(obj, np.ndarray) and obj.flags.fnc and order in ("K", "A")  # else C: it travels as one piece
    host = np.array(_nested(obj), dtype, order="F" if kept or order == "F" else "C", ndmin=ndmin)
    if host.dtype.kind not in "biufc":
        raise ValueError(f"Unsupported dtype {host.dtype}")
    return on_device(send(host))


def asarray(a, dtype=None, order=None, *, copy=None, blocking=False):
    """The same, without a copy where none is needed."""
    return array(a, dtype, copy, order or "K")


def asnumpy(a, stream=None, order="C", out=None, *, blocking=True):
    """An array brought back to the host."""
    return a.get(order=order) if isinstance(a, ndarray) else np.asarray(a, order=order)


def take(a, indices, axis=None, out=None):
    """Elements by their numbers, which wrap around at the ends; the numbers may come from the host."""
    chosen = indices if isinstance(indices, np.ndarray) else operand(indices)
    return on_device(result(lambda: np.asarray(np.take(operand(a), chosen, axis=axis, mode="wrap"))))


def as_strided(x, shape=None, strides=None):
    """A view with this shape and these strides; one that leaves the memory is refused, where CuPy's reads on."""
    memory = operand(x)
    view = np.lib.stride_tricks.as_strided(memory, shape, strides)
    while getattr(memory.base, "__array_interface__", None) is not None:
        memory = memory.base
    (low, high), (first, last) = np.lib.array_utils.byte_bounds(memory), np.lib.array_utils.byte_bounds(view)
    if not low <= first <= last <= high:
        raise ValueError(f"as_strided: shape {view.shape} and strides {view.strides} leave the memory of the array")
    return on_device(view)


def sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False):
    """A view of all windows; CuPy puts their sizes on the device and compares each with 0 there."""
    for _ in np.atleast_1d(window_shape):
        reads("the size of a window")
    return on_device(np.lib.stride_tricks.sliding_window_view(operand(x), window_shape, axis))


def _nested(obj):
    """Lists of arrays of the device as NumPy takes them; NumPy asks those beside arrays of the host, in vain."""
    try:
        return operand(obj) if isinstance(obj, list | tuple) else obj
    except TypeError:
        return obj

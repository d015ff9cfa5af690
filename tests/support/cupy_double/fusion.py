"""Fused functions: run on stand-ins for their arguments, which know elementwise arithmetic and no value."""

import numpy as np

from .arrays import ndarray, on_device
from .graphs import result
from .operators import ARITHMETIC, COMPARISONS, IN_PLACE, SCALARS

ELEMENTWISE = ("clip", "copy", "where")  # besides the ufuncs


class CompileException(Exception):  # noqa: N818 - CuPy's name
    """What was to become a kernel is none."""


class Variable:
    """What stands for an argument within a fused function: a NumPy array, or a number of no certain dtype."""

    __array_ufunc__ = None
    __hash__ = None

    def __init__(self, value):
        self.value = value

    @property
    def dtype(self):
        return np.asarray(self.value).dtype

    @property
    def ndim(self):
        return np.ndim(self.value)

    def astype(self, dtype, copy=True):
        return Variable(np.asarray(self.value).astype(dtype))

    def copy(self):
        return Variable(self.value)

    def __getattr__(self, name):
        raise AttributeError(f"'_ArrayProxy' object has no attribute {name!r}")

    def _to_host(self):
        raise TypeError("Cannot convert to Python scalar in cupy.fuse")

    def _in_place(self, other):
        raise NotImplementedError("the double fuses no operation in place")

    __bool__ = __int__ = __float__ = __complex__ = _to_host


def traced(function, args):
    """A function of variables; numbers alone meet in half precision and in one byte, as in CuPy's fused functions."""
    if any(isinstance(A, ndarray | np.ndarray) for A in args):
        raise TypeError("Concrete ndarray is not supported in fusion.")
    values = [A.value if isinstance(A, Variable) else A for A in args]
    if not any(isinstance(value, np.ndarray | np.generic) for value in values):
        values = [np.asarray(value).astype("float16" if isinstance(value, float) else "int8") for value in values]
    with np.errstate(all="ignore"):
        return Variable(np.asarray(function(*values)))


def _operator(ufunc, swapped=False):
    def operate(self, other):
        if not isinstance(other, (Variable, ndarray, np.ndarray, *SCALARS)):
            return NotImplemented
        return traced(ufunc, (other, self) if swapped else (self, other))

    return operate


for _name, _ufunc in (IN_PLACE | COMPARISONS).items():
    setattr(Variable, f"__{_name}__", _operator(_ufunc))
for _name in ARITHMETIC:
    if _name not in ("matmul", "pow"):  # CuPy's have neither matrix products nor number ** array
        setattr(Variable, f"__r{_name}__", _operator(ARITHMETIC[_name], swapped=True))
for _name in IN_PLACE:
    setattr(Variable, f"__i{_name}__", Variable._in_place)
Variable.__neg__ = lambda self: traced(np.negative, (self,))
Variable.__invert__ = lambda self: traced(np.invert, (self,))


def fuse(*args, **keywords):
    """Decorator, with or without `kernel_name`, that makes one kernel of a function."""
    if args:
        return Fusion(*args, **keywords)
    return lambda function: Fusion(function, **keywords)


class Fusion:
    """A function that runs as one kernel."""

    def __init__(self, function, kernel_name=None):
        self.function, self.__name__ = function, kernel_name or function.__name__

    def __repr__(self):
        return f"<Fusion {self.__name__!r}>"

    def __call__(self, *args):
        kinds = [type(A) for A in args]
        if not all(isinstance(A, (ndarray, *SCALARS)) for A in args):
            raise TypeError(f"Invalid argument type for {self.__name__!r}: {kinds}")
        if ndarray not in kinds:
            return self.function(*args)
        if not self.__name__.isidentifier():
            raise CompileException(f"expected an identifier, and the kernel would be named {self.__name__}")
        return on_device(result(lambda: self._computed(*[getattr(A, "_host", A) for A in args])))

    def _computed(self, *values):
        found, shape = self.function(*map(Variable, values)), np.broadcast_shapes(*map(np.shape, values))
        return tuple(_result(part, shape) for part in found) if isinstance(found, tuple) else _result(found, shape)


def _result(found, shape):
    """A result: of the shape of all arguments together, in C order."""
    if found is None:
        return None
    if not isinstance(found, Variable):
        raise ValueError("The return value of fused functions must be `None`, ndarray or a tuple of ndarays.")
    return np.array(np.broadcast_to(found.value, shape), order="C")

"""Operators, attributes and methods of the double's array: of NumPy's those that CuPy has, behind CuPy's rules."""

import numpy as np

from . import names
from .arrays import apply, ndarray, on_device, operand
from .graphs import change
from .reading import reads

SCALARS = (bool, int, float, complex, np.generic)
IN_PLACE = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "truediv": np.true_divide,
    "floordiv": np.floor_divide,
    "mod": np.remainder,
    "pow": np.power,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "xor": np.bitwise_xor,
    "lshift": np.left_shift,
    "rshift": np.right_shift,
}
ARITHMETIC = IN_PLACE | {"matmul": np.matmul}
COMPARISONS = {
    "eq": np.equal,
    "ne": np.not_equal,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
}
SIGNS = {"neg": np.negative, "pos": np.positive, "abs": np.absolute, "invert": np.invert}
CHANGES = ("fill", "partition", "put", "sort")  # the array itself
TO_HOST = ("dumps", "item", "tobytes", "tolist")


def _operator(ufunc, swapped=False):
    def operate(self, other):
        if not isinstance(other, (ndarray, np.ndarray, *SCALARS)):
            return NotImplemented
        return apply("", ufunc, (other, self) if swapped else (self, other), {})

    return operate


def _in_place(ufunc):
    return lambda self, other: apply("", ufunc, (self, other), {"out": self, "casting": "same_kind"})


def _sign(ufunc):
    return lambda self: apply("", ufunc, (self,), {})


def _reader(kind):
    def read(self):
        reads(kind.__name__)
        if self.ndim:
            raise TypeError("only 0-dimensional arrays can be converted to Python scalars")
        return kind(self._host[()])

    return read


def _method(name, text):
    def method(self, *args, **keywords):
        names.check(name, text, args, keywords)
        if name in (*TO_HOST, "nonzero"):
            reads(name)
        real = getattr(np.ndarray, name)
        if name in TO_HOST:
            return real(self._host, *args, **keywords)
        if name in CHANGES:
            args = [operand(A) for A in args]
            return change(lambda: real(self._host, *args, **keywords))
        return apply(name, real, (self, *args), keywords)

    return method


def _plain(name):
    return property(lambda self: getattr(self._host, name))


def _view(name):
    return property(lambda self: on_device(getattr(self._host, name)))


for _name, _ufunc in ARITHMETIC.items():
    setattr(ndarray, f"__{_name}__", _operator(_ufunc))
    setattr(ndarray, f"__r{_name}__", _operator(_ufunc, swapped=True))
for _name, _ufunc in IN_PLACE.items():
    setattr(ndarray, f"__i{_name}__", _in_place(_ufunc))
for _name, _ufunc in COMPARISONS.items():
    setattr(ndarray, f"__{_name}__", _operator(_ufunc))
for _name, _ufunc in SIGNS.items():
    setattr(ndarray, f"__{_name}__", _sign(_ufunc))
for _kind in (float, int, complex):
    setattr(ndarray, f"__{_kind.__name__}__", _reader(_kind))
for _name in ("dtype", "itemsize", "nbytes", "ndim", "shape", "size", "strides"):
    setattr(ndarray, _name, _plain(_name))
for _name in ("T", "imag", "mT", "real"):
    setattr(ndarray, _name, _view(_name))
for _name, _text in names.NAMES["methods"].items():
    if _name not in ("dump", "tofile"):  # they write files
        setattr(ndarray, _name, _method(_name, _text))

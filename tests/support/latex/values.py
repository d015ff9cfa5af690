"""What a formula that was read is worth, for what its letters stand for."""

import math
from dataclasses import replace
from functools import reduce
from operator import add

import numpy as np
import sympy as sp

from . import running
from .meaning import KINDS, Meaning, name_of, reads, worth
from .operations import COMPARISONS, FUNCTIONS, OPERATIONS, added, beside, over
from .signs import Unreadable

__all__ = ["Meaning", "running", "worth"]


@reads("letter")
def letter(at, name):
    if name in at.numbers:
        return at.numbers[name]
    if name in at.arrays:
        array = at.array(name)
        return array if np.ndim(array) else array[()] if isinstance(array, np.ndarray) else array
    if name == r"\pi":
        return sp.pi
    raise Unreadable(f"the letter {name} stands for nothing")


@reads("index")
def index(at, base, *places):
    """X_ij: counted from 1, but for steps."""
    name = name_of(("index", base, *places))
    if name in at.numbers:
        return at.numbers[name]
    known = name_of(base)
    place = tuple(worth(part, at) for part in places)
    if f"{known} of the parts" in at.arrays:
        return at.array(f"{known} of the parts")[place[0] - 1]
    first = 0 if known in at.steps else 1
    array = at.array(known) if known in at.arrays else worth(base, at)
    sizes = np.shape(array) or ((len(array),) if hasattr(array, "__len__") else ())
    if any(m < first or m - first >= size for m, size in zip(place, sizes)):
        raise LookupError(f"no {known} at {place}")
    place = tuple(m - first for m in place)
    return array[place] if isinstance(array, np.ndarray) else array[place[0]]


@reads("element")
def element(at, base, *places):
    """X[p, q]: counted from 0."""
    array, place = worth(base, at), [worth(part, at) for part in places]
    if base[0] == "letter" and name_of(base) in at.centred:
        place = [m + size // 2 for m, size in zip(place, array.shape)]
    if len(place) != array.ndim:
        raise Unreadable(f"{len(place)} places in an array with {array.ndim} axes")
    if any(not 0 <= m < size for m, size in zip(place, array.shape)):
        if base in at.zero_outside:
            return 0
        raise LookupError(f"no element {place} of {base}")
    return array[tuple(place)]


@reads("sum")
def added_up(at, *terms):
    return reduce(added, (worth(term, at) for term in terms))


@reads("product")
def multiplied(at, *factors):
    """A product; of brackets side by side those behind one that does not hold are not asked."""
    values = []
    for before, factor in zip((("", ""), *factors), factors):
        known = factor[0] == before[0] == "bracket" and values[-1] == 0
        values.append(0 if known else worth(factor, at))
    return reduce(beside, values)


@reads("power")
def power(at, base, exponent):
    if base[0] == "root of one":
        return at.functions[base[0]](worth(base[1], at), worth(exponent, at))
    base, exponent = worth(base, at), worth(exponent, at)
    if np.ndim(base) > 1:
        raise Unreadable("the power of a matrix")
    return base**exponent


@reads("call")
def call(at, name, *arguments):
    """A function: of draws, of the example, or one that everybody knows."""
    if name == "E" and "E of" in at.arrays:
        place = worth(arguments[0], at)
        return next(loss for known, loss in at.array("E of") if np.all(known == place))
    if name in ("Mean", "Var") and "draws" in at.arrays:
        draws = [(share, replace(at, arrays={**at.arrays, **letters})) for share, letters in at.array("draws")]
        values = [(share, worth(arguments[0], drawn)) for share, drawn in draws]
        mean = reduce(add, (share * m for share, m in values))
        return mean if name == "Mean" else reduce(add, (share * m**2 for share, m in values)) - mean**2
    values = [worth(argument, at) for argument in arguments]
    function = at.functions.get(name) or FUNCTIONS.get(name)
    if function is None:
        raise Unreadable(f"{name} is no function")
    return function(*values)


@reads("derivative")
def derivative(at, of, by):
    """∂E/∂, ∂S/∂ and ∂J/∂ of a letter, ∂E_a/∂ of a part, ∂y/∂x of two scalars."""
    if of[0] == "index" and of[1] == ("letter", "E") and "E of the parts" in at.arrays:
        return at.of_gradients().array(f"{by[1]} of the parts")[worth(of[2], at) - 1]
    if of in (("letter", "E"), ("letter", "S"), ("letter", "J")) and at.gradients:
        return worth(by, at.of_gradients())
    of = worth(of, at)
    return of.by(worth(by, at)) if hasattr(of, "by") else 0


@reads("cases")
def cases(at, *rows):
    return next(worth(value, at) for value, condition in rows if condition[0] == "otherwise" or worth(condition, at))


@reads("brace")
def brace(at, part, label):
    """A part with its value under it."""
    part, label = worth(part, at), worth(label, at)
    if not np.all(part == label):
        raise Unreadable(f"{part} over the brace, {label} under it")
    return part


@reads("relation")
def relation(at, sign, left, right):
    """Whether it holds; an image is in a batch if the batch of that number has it."""
    left, right = worth(left, at), worth(right, at)
    if sign == r"\in":
        return left in at.array("batches")[right - 1]
    return COMPARISONS[sign](left, right)


@reads("set")
def members(at, member, condition):
    """The set of all values of a letter for which something holds."""
    return sp.solve_univariate_inequality(worth(condition, at), worth(member, at), relational=False)


def of_number(name, number):
    """A function of a number: exact where letters, or π, are in it."""
    if isinstance(number, sp.Basic) and not number.is_Number:
        return getattr(sp, name)(number)
    return getattr(np, name)(float(number) if isinstance(number, int | sp.Number) else number)


def as_objects(value):
    return np.asarray(value, dtype=object)


KINDS |= {
    "number": lambda at, number: number,
    "group": lambda at, inner: worth(inner, at),
    "tuple": lambda at, *parts: np.concatenate([np.ravel(as_objects(worth(part, at))) for part in parts]),
    "minus": lambda at, term: -worth(term, at),
    "operation": lambda at, sign, left, right: OPERATIONS[sign](worth(left, at), worth(right, at)),
    "fraction": lambda at, above, below: over(worth(above, at), worth(below, at)),
    "transposed": lambda at, matrix: worth(matrix, at).T,
    "exp": lambda at, exponent: of_number("exp", worth(exponent, at)),
    "log": lambda at, part: of_number("log", worth(part, at)),
    "root": lambda at, part: of_number("sqrt", worth(part, at)),
    "absolute": lambda at, part: abs(worth(part, at)),
    "floor": lambda at, part: math.floor(worth(part, at)),
    "ceiling": lambda at, part: math.ceil(worth(part, at)),
    "second derivative": lambda at, of, first, second: worth(second, at.of_gradients()).by(worth(first, at)),
    "bracket": lambda at, condition: 1 if worth(condition, at) else 0,
    "and": lambda at, *conditions: all(worth(condition, at) for condition in conditions),
    "inner": lambda at, left, right: sum((worth(left, at) * worth(right, at)).ravel()),
    "axes": lambda at, sizes: len(worth(sizes, at)),
}

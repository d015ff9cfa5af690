"""What a formula that was read is worth, for what its letters stand for."""

import math
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import product
from operator import add

import numpy as np
import sympy as sp

from .operations import COMPARISONS, FUNCTIONS, OPERATIONS, added, beside, over
from .patterns import pattern, put_in
from .signs import Unreadable


@dataclass(frozen=True)
class Meaning:
    """What letters stand for: numbers and arrays by their LaTeX, gradients, ranges, and what the text says of them."""

    numbers: dict
    arrays: dict
    gradients: dict = field(default_factory=dict)
    ranges: dict = field(default_factory=dict)
    functions: dict = field(default_factory=dict)
    steps: frozenset = frozenset()  # letters that are counted from 0, as steps are
    centred: frozenset = frozenset()  # kernels counted from their middle
    zero_outside: frozenset = frozenset()  # arrays, as they are read, that continue with zeros

    def bind(self, numbers):
        return replace(self, numbers={**self.numbers, **numbers})

    def array(self, name):
        array = self.arrays[name]
        return array() if callable(array) else array

    def of_gradients(self):
        return replace(self, arrays=self.gradients)


def worth(part, at):
    """The value of a part."""
    kind, *parts = part
    if kind not in KINDS:
        raise Unreadable(f"{kind} has no value")
    return KINDS[kind](at, *parts)


def name_of(part):
    """The LaTeX of a letter, with its indices if they belong to the name."""
    if part[0] == "letter":
        return part[1]
    if part[0] == "index" and part[1][0] == "letter":
        return f"{part[1][1]}_{{{''.join(str(index[1]) for index in part[2:])}}}"
    return ""


def letter(at, name):
    if name in at.numbers:
        return at.numbers[name]
    if name in at.arrays:
        array = at.array(name)
        return array if np.ndim(array) else array[()] if isinstance(array, np.ndarray) else array
    if name == r"\pi":
        return sp.pi
    raise Unreadable(f"the letter {name} stands for nothing")


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
    if any(m < first or m - first >= size for m, size in zip(place, np.shape(array) or (len(array),))):
        raise LookupError(f"no {known} at {place}")
    place = tuple(m - first for m in place)
    return array[place[0]] if isinstance(array, list | tuple) else array[place]


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


def added_up(at, *terms):
    return reduce(added, (worth(term, at) for term in terms))


def multiplied(at, *factors):
    """A product; of brackets side by side those behind one that does not hold are not asked."""
    values = []
    for before, factor in zip((("", ""), *factors), factors):
        known = factor[0] == before[0] == "bracket" and values[-1] == 0
        values.append(0 if known else worth(factor, at))
    return reduce(beside, values)


def power(at, base, exponent):
    if base[0] == "root of one":
        return at.functions[base[0]](worth(base[1], at), worth(exponent, at))
    base, exponent = worth(base, at), worth(exponent, at)
    if np.ndim(base) > 1:
        raise Unreadable("the power of a matrix")
    return base**exponent


def dots(at, first, last):
    """The terms between two."""
    body, begin, end = pattern(first, last)
    values = range(worth(begin, at), worth(end, at) + 1)
    return reduce(add, (worth(put_in(body, ("number", m)), at) for m in values), 0)


def total(at, indices, conditions, body):
    """Σ over all values of the indices for which the conditions hold."""
    names = [name_of(each) for each in indices]
    places = (at.bind(dict(zip(names, values))) for values in product(*(at.ranges[name] for name in names)))
    return reduce(add, (worth(body, at) for at in places if all(worth(each, at) for each in conditions)), 0)


def from_to(at, running, first, last, body):
    values = range(worth(first, at), worth(last, at) + 1)
    return reduce(add, (worth(body, at.bind({name_of(running): m})) for m in values), 0)


def maximum(at, ranges, body):
    """The largest value for all places."""
    names, values = [], []
    for first, running, sign, last in ranges:
        end = worth(last, at) + (sign == r"\le")
        for each in running:
            names.append(name_of(each))
            values.append(range(worth(first, at), end))
    return reduce(FUNCTIONS["max"], (worth(body, at.bind(dict(zip(names, m)))) for m in product(*values)))


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
    return (at.functions.get(name) or FUNCTIONS[name])(*values)


def derivative(at, of, by):
    """∂E/∂ and ∂S/∂ of a letter, ∂E_a/∂ of a part, ∂y/∂x of two scalars."""
    if of[0] == "index" and of[1] == ("letter", "E") and "E of the parts" in at.arrays:
        return at.of_gradients().array(f"{by[1]} of the parts")[worth(of[2], at) - 1]
    if of in (("letter", "E"), ("letter", "S")) and at.gradients:
        return worth(by, at.of_gradients())
    of = worth(of, at)
    return of.by(worth(by, at)) if hasattr(of, "by") else 0


def cases(at, *rows):
    return next(worth(value, at) for value, condition in rows if condition[0] == "otherwise" or worth(condition, at))


def matrix(at, *rows):
    """All entries; dots stand for the entries between their neighbours."""
    if any(entry[0] == "dots" for row in rows for entry in row):
        rows = filled(at, rows)
    entries = [[worth(entry, at) for entry in row] for row in rows]
    inner = np.shape(entries[0][0])
    array = np.empty((len(entries), len(entries[0]), *inner), dtype=object)
    for place in np.ndindex(array.shape[:2]):
        array[place] = entries[place[0]][place[1]]
    return array if len(entries[0]) > 1 else array[:, 0]


def filled(at, rows):
    """The rows of a matrix with dots, all of them."""
    rows = [
        along(at, row) if any(entry[0] == "dots" for entry in row[:-1]) else row for row in rows if not is_dots(row)
    ]
    columns = [along(at, (*column[:2], ("dots", ""), column[-1])) for column in zip(*rows)]
    return list(zip(*columns))


def is_dots(row):
    return all(entry[0] == "dots" for entry in row)


def along(at, line):
    """First, second, dots, last: all of them."""
    first, second, _, last = line
    body, begin, end = pattern(first, last)
    if put_in(body, ("number", worth(begin, at) + 1)) != second:
        raise Unreadable(f"{second} is not between {first} and {last}")
    return [put_in(body, ("number", m)) for m in range(worth(begin, at), worth(end, at) + 1)]


def relation(at, sign, left, right):
    """Whether it holds; an image is in a batch if the batch of that number has it."""
    left, right = worth(left, at), worth(right, at)
    if sign == r"\in":
        return left in at.array("batches")[right - 1]
    return COMPARISONS[sign](left, right)


def inexact(number):
    """A number whose root or logarithm is asked for."""
    return float(number) if isinstance(number, int | sp.Number) else number


def as_objects(value):
    return np.asarray(value, dtype=object)


def brace(at, part, label):
    """A part with its value under it."""
    part, label = worth(part, at), worth(label, at)
    if not np.all(part == label):
        raise Unreadable(f"{part} over the brace, {label} under it")
    return part


KINDS = {
    "number": lambda at, number: number,
    "letter": letter,
    "index": index,
    "element": element,
    "group": lambda at, inner: worth(inner, at),
    "tuple": lambda at, *parts: np.concatenate([np.ravel(as_objects(worth(part, at))) for part in parts]),
    "sum": added_up,
    "minus": lambda at, term: -worth(term, at),
    "dots": dots,
    "product": multiplied,
    "operation": lambda at, sign, left, right: OPERATIONS[sign](worth(left, at), worth(right, at)),
    "fraction": lambda at, above, below: over(worth(above, at), worth(below, at)),
    "power": power,
    "transposed": lambda at, matrix: worth(matrix, at).T,
    "exp": lambda at, exponent: np.exp(inexact(worth(exponent, at))),
    "log": lambda at, part: np.log(inexact(worth(part, at))),
    "root": lambda at, part: np.sqrt(inexact(worth(part, at))),
    "absolute": lambda at, part: abs(worth(part, at)),
    "floor": lambda at, part: math.floor(worth(part, at)),
    "ceiling": lambda at, part: math.ceil(worth(part, at)),
    "total": total,
    "sum from to": from_to,
    "maximum": maximum,
    "call": call,
    "derivative": derivative,
    "second derivative": lambda at, of, first, second: worth(second, at.of_gradients()).by(worth(first, at)),
    "cases": cases,
    "matrix": matrix,
    "brace": brace,
    "bracket": lambda at, condition: 1 if worth(condition, at) else 0,
    "relation": relation,
    "and": lambda at, *conditions: all(worth(condition, at) for condition in conditions),
    "inner": lambda at, left, right: sum((worth(left, at) * worth(right, at)).ravel()),
    "axes": lambda at, sizes: len(worth(sizes, at)),
}

"""What runs over indices: sums, maxima, and dots between terms or entries."""

from functools import reduce
from itertools import product
from operator import add

import numpy as np

from .meaning import name_of, reads, worth
from .operations import FUNCTIONS
from .patterns import pattern, put_in
from .signs import Unreadable


@reads("dots")
def dots(at, first, last):
    """The terms between two."""
    body, begin, end = pattern(first, last)
    values = range(worth(begin, at), worth(end, at) + 1)
    return reduce(add, (worth(put_in(body, ("number", m)), at) for m in values), 0)


@reads("total")
def total(at, indices, conditions, body):
    """Σ over all values of the indices for which the conditions hold."""
    names = [name_of(each) for each in indices]
    places = (at.bind(dict(zip(names, values))) for values in product(*(at.ranges[name] for name in names)))
    return reduce(add, (worth(body, at) for at in places if all(worth(each, at) for each in conditions)), 0)


@reads("sum from to")
def from_to(at, running, first, last, body):
    values = range(worth(first, at), worth(last, at) + 1)
    return reduce(add, (worth(body, at.bind({name_of(running): m})) for m in values), 0)


@reads("maximum")
def maximum(at, ranges, body):
    """The largest value for all places."""
    names, values = [], []
    for first, running, sign, last in ranges:
        end = worth(last, at) + (sign == r"\le")
        for each in running:
            names.append(name_of(each))
            values.append(range(worth(first, at), end))
    return reduce(FUNCTIONS["max"], (worth(body, at.bind(dict(zip(names, m)))) for m in product(*values)))


@reads("matrix")
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

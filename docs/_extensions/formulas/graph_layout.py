"""Places for a graph of what rests on what: boxes of names in rows, each row above what its boxes rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, pairwise

WIDTH, GAP, ROW_GAP, LANE = 200, 16, 44, 12  # of a box, between boxes, between rows, of a line that passes a row
LANE_GAP, ABREAST = 8, 3  # beside such a line; the most boxes in a row
SWEEPS = 8  # that put boxes near what they rest on

Names = tuple[str, ...]


@dataclass(eq=False)
class Box:
    """Names that rest on the same and on which the same rests; without names, a line that passes a row."""

    names: Names
    height: float = 0
    below: list[Box] = field(default_factory=list)
    row: int = 0
    x: float = 0
    y: float = 0
    top: float = 0  # of its row

    @property
    def width(self) -> float:
        """Width of the box."""
        return WIDTH if self.names else LANE


@dataclass(frozen=True)
class Drawing:
    """One connected part of the graph: its boxes, its lines as (box, lane, …, box below), and its size."""

    boxes: list[Box]
    lines: list[list[Box]]
    width: float
    height: float


def reachable(name: str, below: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that a name rests on, directly or through others."""
    found: set[str] = set()
    waiting = list(below[name])
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += below[each]
    return found


def reduced(below: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The edges that do not follow from others."""
    deeper = {name: reachable(name, below) for name in below}
    return {
        name: frozenset(each for each in direct if not any(each in deeper[other] for other in direct))
        for name, direct in below.items()
    }


def boxes_of(below: Mapping[str, frozenset[str]]) -> list[Box]:
    """Names in one box if they rest on the same and the same rests on them."""
    above = {name: frozenset(other for other in below if name in below[other]) for name in below}
    alike: dict[tuple, list[str]] = {}
    for name in below:
        alike.setdefault((below[name], above[name]), []).append(name)
    boxes = {key: Box(tuple(names)) for key, names in alike.items()}
    home = {name: box for box in boxes.values() for name in box.names}
    for (rests, _), box in boxes.items():
        box.below = list(dict.fromkeys(home[name] for name in sorted(rests)))
    return list(boxes.values())


def parts(boxes: list[Box]) -> list[list[Box]]:
    """Connected parts, the largest first."""
    found: list[list[Box]] = []
    for box in boxes:
        touched = [part for part in found if any(box in other.below or other in box.below for other in part)]
        found = [part for part in found if part not in touched] + [[*chain(*touched), box]]
    return sorted(found, key=lambda part: -len(part))


def height_above(box: Box) -> int:
    """Row of a box: 0 if it rests on nothing, else above all that it rests on."""
    return 1 + max(map(height_above, box.below), default=-1)


def place(part: list[Box], height_of: Callable[[Names], float], kind_of: Callable[[str], str]) -> Drawing:
    """Give the boxes of a connected part their places, the lowest row at the bottom, definitions first of all."""
    rows: list[list[Box]] = []
    for box in sorted(part, key=lambda box: (height_above(box), kind_of(box.names[0]))):
        box.row, box.height = 1 + max((each.row for each in box.below), default=-1), height_of(box.names)
        while box.row < len(rows) and len(rows[box.row]) == ABREAST:
            box.row += 1
        rows += [[] for _ in range(box.row + 1 - len(rows))]
        rows[box.row].append(box)
    lines = _lines(part, rows)
    _order(rows, lines)
    top = 0.0
    for row in reversed(rows):
        bottom = top + max(box.height for box in row)
        for box in row:
            box.y, box.top = bottom - box.height if box.names else top, top
            box.height = bottom - box.y
        top = bottom + ROW_GAP
    return Drawing(part, lines, max(map(_width, rows)), top - ROW_GAP)


def _lines(part: list[Box], rows: list[list[Box]]) -> list[list[Box]]:
    """Lines from every box to those that it rests on; those to the same box share a lane in the rows that they pass."""
    lanes: dict[tuple[Box, int], Box] = {}
    lines = []
    for box in part:
        for end in box.below:
            passed = range(box.row - 1, end.row, -1)
            for row in passed:
                if (end, row) not in lanes:
                    lanes[end, row] = Box((), row=row)
                    rows[row].append(lanes[end, row])
            lines.append([box, *(lanes[end, row] for row in passed), end])
    return lines


def _gap(one: Box, other: Box) -> float:
    return GAP if one.names and other.names else LANE_GAP


def _width(row: list[Box]) -> float:
    return sum(box.width for box in row) + sum(_gap(one, other) for one, other in pairwise(row))


def _order(rows: list[list[Box]], lines: list[list[Box]]) -> None:
    """Order every row by the middle of what its boxes are tied to, upwards and downwards in turn."""
    ties: dict[Box, list[Box]] = {box: [] for row in rows for box in row}
    for line in lines:
        for one, other in pairwise(line):
            ties[one].append(other)
            ties[other].append(one)
    widest = max(map(_width, rows))
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            beside = -1 if sweep % 2 == 0 else 1
            middles = {
                box: [other.x + other.width / 2 for other in ties[box] if other.row == box.row + beside] for box in row
            }
            if sweep:
                row.sort(key=lambda box: sum(middles[box]) / len(middles[box]) if middles[box] else box.x)
            x = (widest - _width(row)) / 2
            for box, after in zip(row, [*row[1:], None], strict=True):
                box.x, x = x, x + box.width + (_gap(box, after) if after else 0)


def draw(
    below: Mapping[str, Iterable[str]],
    height_of: Callable[[Names], float],
    kind_of: Callable[[str], str],
    most: int = 9,
) -> list[Drawing]:
    """Return the connected parts of the graph; names that are tied to nothing follow, by kind, in boxes of `most`."""
    found = parts(boxes_of(reduced(below)))
    loose = [name for part in found if len(part) == 1 for name in part[0].names]
    rest = []
    for kind in dict.fromkeys(map(kind_of, loose)):
        names = [name for name in below if name in loose and kind_of(name) == kind]
        rest += [[Box(tuple(names[start : start + most]))] for start in range(0, len(names), most)]
    return [place(part, height_of, kind_of) for part in [part for part in found if len(part) > 1] + rest]

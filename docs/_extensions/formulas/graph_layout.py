"""Places for the boxes of a graph: in rows, each row above what its boxes rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from .graph_boxes import Box, Names, boxes_of, height_above, parts, reduced

GAP, ROW_GAP = 16, 44  # between boxes, between rows
LANE_GAP, ABREAST = 8, 3  # beside such a line; the most boxes in a row
SWEEPS = 8  # that put boxes near what they rest on


@dataclass(frozen=True)
class Drawing:
    """One connected part of the graph: its boxes, its lines as (box, lane, …, box below), and its size."""

    boxes: list[Box]
    lines: list[list[Box]]
    width: float
    height: float


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

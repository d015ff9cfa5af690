"""The graph of what rests on what in few boxes: names that rest on the same in one, without edges that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

WIDTH, LANE = 200, 12  # of a box, of a line that passes a row

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

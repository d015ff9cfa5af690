"""What reaches the device, read from the lines of the emulated device's log."""

import re
from dataclasses import dataclass

ARRAY = re.compile(r"\[(\d+)((?: \d+:-?\d+)*)\]")
CAPTURED = "captured "
# What counts as a call that the device has to carry out; the others are waits and allocations.
KINDS = ("kernel", "product", "draw", "memory", "graph")
MANY = 50_000  # elements, from which on it matters how they lie in memory


@dataclass(frozen=True)
class Array:
    """An array that a kernel is given."""

    itemsize: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    @property
    def scattered(self) -> bool:
        """Whether neighbouring threads reach for many elements that are no neighbours in memory.

        CuPy's threads go along the last axis that has more than one element.
        """
        size = 1
        for length in self.shape:
            size *= length
        steps = [abs(stride) for length, stride in zip(self.shape, self.strides) if length > 1]
        return size > MANY and bool(steps) and steps[-1] > self.itemsize


@dataclass(frozen=True)
class Call:
    """A line of the log."""

    kind: str
    name: str
    arrays: tuple[Array, ...] = ()
    captured: bool = False  # recorded in a graph, not carried out

    @property
    def scattered(self) -> bool:
        """Whether a thread's neighbours reach for elements far from its own, in one array of many elements at least."""
        return any(array.scattered for array in self.arrays)


def read_line(line: str) -> Call:
    """A line such as "kernel cupy_add [4 128:4] [4 128:4]"."""
    captured = line.startswith(CAPTURED)
    kind, _, rest = line.removeprefix(CAPTURED).partition(" ")
    arrays = []
    for itemsize, axes in ARRAY.findall(rest):
        pairs = [tuple(map(int, axis.split(":"))) for axis in axes.split()]
        arrays.append(Array(int(itemsize), tuple(n for n, _ in pairs), tuple(step for _, step in pairs)))
    return Call(kind, ARRAY.sub("", rest).strip(), tuple(arrays), captured)


def read(text: str) -> list[Call]:
    """All lines of a log."""
    return [read_line(line) for line in text.splitlines()]

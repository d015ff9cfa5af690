"""Arrays that are written to, in place (as in NumPy) or by making a new one (as in JAX)."""

from __future__ import annotations

from typing import Any

from .arrays import SymArray, same


class WritableArray(SymArray):
    """Array of a library such as NumPy, CuPy or PyTorch: A[index] = B and A += B change it and every view of it."""

    def __setitem__(self, index: Any, value: SymArray) -> None:
        increment = getattr(value, "increment", None)
        if increment and increment[0] is self and increment[1] is index:  # self[index] += B, which Python does in three steps
            self.writes_seen += 1  # the second of them was ours
            self.axes, self._element = written(self, index, increment[2], adds=True)
        else:
            self.axes, self._element = written(self, index, value, adds=False)
            self.memory.writes += 1
            self.writes_seen += 1
        self.blank = False

    def __iadd__(self, other: SymArray) -> WritableArray:
        if self.memory.read_only:
            raise TypeError("an argument would be changed")
        total = self + other
        if not all(map(same, total.axes, self.axes)):
            raise TypeError(f"axes {self.axes} += axes {other.axes}")
        self.memory.writes += 1
        total.memory, total.writes_seen = self.memory, self.memory.writes
        total.increment = (*self.part_of, other) if self.part_of else None
        return total

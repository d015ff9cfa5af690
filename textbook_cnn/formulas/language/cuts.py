"""How often a function cuts: where a size may cut something off, or decide how often a loop runs, by kind.

No comparison is needed for that: `X[:n]` keeps at most n rows, `range(m - n)` is empty up to n, `zip` and `map` end
with the shorter one, `not m` tells zero from other numbers, and a row of ones is as long as it is repeated.
A roll comes back to where it was.  A product may repeat a row that comes from elsewhere, so products are counted too.
"""

from __future__ import annotations

from collections.abc import Iterator

from .effects import CERTAIN, ROW
from .frames import Found, Frame, place
from .instructions import LOADS

CALLS = {"LOAD_GLOBAL": ("islice", "map", "range", "slice", "zip"), "LOAD_ATTR": ("roll",), "LOAD_METHOD": ("roll",)}


def cuts(frame: Frame) -> Iterator[Found]:
    """Yield the cuts of a piece of code, without those of the functions inside it."""
    for i, (step, refuses) in enumerate(zip(frame.steps, frame.refuses, strict=True)):
        if refuses:
            continue
        if step.argval in CALLS.get(step.opname, ()):
            yield f"{step.argval}()", 0, place(step)
        elif step.opname == "UNARY_NOT":
            yield "not", 0, place(step)
        elif _multiplies(frame, i) and any(value.flags & ROW for value in frame.stacks[i][-2:]):
            yield "repeated row", 0, place(step)
        elif step.opname in ("BINARY_SLICE", "BUILD_SLICE", "STORE_SLICE"):
            bounds = frame.steps[i - (step.argval if step.opname == "BUILD_SLICE" else 2) : i]
            if not all(bound.opname in LOADS and bound.argval is None for bound in bounds):
                yield "slice", 0, place(step)
        elif step.opname in LOADS:  # a slice of constants, or several, as Python 3.14 keeps them
            kept = step.argval if isinstance(step.argval, tuple) else (step.argval,)
            found = [each for each in kept if isinstance(each, slice) and each != slice(None)]
            yield from (("slice", number, place(step)) for number in range(1, len(found) + 1))


def products(frame: Frame) -> Iterator[Found]:
    """Yield the products of a piece of code: what they multiply may be a row from elsewhere, and then is repeated."""
    for i, step in enumerate(frame.steps):
        if frame.refuses[i]:
            continue
        if _multiplies(frame, i) and not any(value.flags & (CERTAIN | ROW) for value in frame.stacks[i][-2:]):
            yield "*", 0, place(step)
        elif step.argval == "prod" and step.opname in ("LOAD_GLOBAL", "LOAD_ATTR", "LOAD_METHOD"):
            yield "prod()", 0, place(step)


def _multiplies(frame: Frame, i: int) -> bool:
    return frame.steps[i].opname == "BINARY_OP" and frame.steps[i].argrepr.rstrip("=") == "*"

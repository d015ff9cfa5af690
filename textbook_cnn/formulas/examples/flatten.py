"""Feature maps of symbols as rows."""

from __future__ import annotations

from collections.abc import Iterator

from ..example import Example
from ..notation.letters import h, j, n, p, q, w
from ..shipped import agree, shipped
from ..symbols.rings import derivative, ring_arrays, total


def flattened() -> Iterator[Example]:
    """Two images as rows, and back; the formula speaks of the second."""
    for channels, height, width in ((1, 2, 3), (3, 2, 1), (2, 3, 4)):
        X, row = ring_arrays({"x": (2, channels, height, width), "dy": (2, channels * height * width)}).values()
        Y, dX = shipped("flatten")(X), shipped("unflatten")(row, (channels, height, width))
        agree("∂E/∂X", derivative(total(row * Y), X), "unflatten", dX)
        yield Example(
            f"n = {channels}, maps of {height}×{width}",
            {"X": X[1], "Y": Y[1]},
            {"X": dX[1], "Y": row[1]},
            numbers={n: channels, h: height, w: width},
            ranges={j: range(1, channels + 1), p: range(height), q: range(width)},
        )

"""The hyperparameters of a convolution layer in a proof, and the sizes that follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .polynomials import polynomial
from .unknowns import Unknowns

Pair = tuple[int, int]
Margins = tuple[Pair, Pair]
ANY = "any"
DIRECTIONS = ("height", "width")


@dataclass(frozen=True)
class Setting:
    """What is given as numbers; "any" is an unknown number, in each direction its own.

    Parameters
    ----------
    kernel : pair of int
        Always numbers: the code loops over the places in the kernel.
    stride, dilation : int, pair of int, or "any"
        As in `conv2d`.
    padding
        As in `conv2d`, or "any" (with some padding above or below), or (0, "any") (with some at the left or right).
    groups : int or "any"
        As in `conv2d`.
    remainder : pair of int, optional
        Of height and width in division by the stride, where the code distinguishes them.

    """

    kernel: Pair
    stride: int | Pair | str = 1
    padding: Any = "valid"
    dilation: int | Pair | str = 1
    groups: int | str = 1
    remainder: Pair | None = None

    def __str__(self) -> str:
        usual = {"stride": 1, "padding": "valid", "dilation": 1, "groups": 1, "remainder": None}
        changed = [f"{name} {getattr(self, name)}" for name, value in usual.items() if getattr(self, name) != value]
        return ", ".join([f"kernel {self.kernel[0]}×{self.kernel[1]}", *changed])


@dataclass(frozen=True)
class Sizes:
    """All sizes of a layer; (vertical, horizontal) where there are two."""

    images: int
    channels: int  # of one group
    filters: int  # of one group
    groups: int
    kernel: Pair
    stride: Pair
    dilation: Pair
    margins: Margins
    input: Pair

    @property
    def spare(self) -> Pair:
        """Rows and columns of the padded input below and to the right of the first window."""
        span = [step * (k - 1) + 1 for step, k in zip(self.dilation, self.kernel, strict=True)]
        return (self.input[0] + sum(self.margins[0]) - span[0], self.input[1] + sum(self.margins[1]) - span[1])

    @property
    def output(self) -> Pair:
        """How many windows fit."""
        return self.spare[0] // self.stride[0] + 1, self.spare[1] // self.stride[1] + 1


def resolve(setting: Setting, unknowns: Unknowns) -> Sizes:
    """Sizes of the layer for every batch size, number of channels and filters, height and width."""
    images, channels, filters = (unknowns.size(name) for name in ("N", "m", "f"))
    groups = setting.groups if isinstance(setting.groups, int) else unknowns.size("G")
    stride, dilation = (_pair(name, getattr(setting, name), unknowns) for name in ("stride", "dilation"))
    reach = tuple(step * (k - 1) for step, k in zip(dilation, setting.kernel, strict=True))
    if setting.stride == ANY:
        margins = _margins(setting.padding, reach, unknowns)
        size = _sizes_that_fit(stride, reach, margins, unknowns)
    else:
        size = _sizes(setting, stride, unknowns)
        if setting.padding == "same":
            margins = _same(size[0], reach[0], stride[0]), _same(size[1], reach[1], stride[1])
        else:
            margins = _margins(setting.padding, reach, unknowns)
    return Sizes(images, channels, filters, groups, setting.kernel, stride, dilation, margins, size)


def _pair(name: str, value: Any, unknowns: Unknowns) -> Pair:
    if value == ANY:
        pair = unknowns.size(f"{name}_v"), unknowns.size(f"{name}_h")
        if name == "stride":  # the one that is multiplied by unknown indices
            unknowns.factors += map(polynomial, pair)
        return pair
    return value if isinstance(value, tuple) else (value, value)


def _sizes(setting: Setting, stride: Pair, unknowns: Unknowns) -> Pair:
    """Height and width, unknown but for their remainders."""
    if setting.remainder is None:
        return unknowns.size("H", large=True), unknowns.size("W", large=True)
    h, w = unknowns.size("h", least=0), unknowns.size("w", least=0)
    size = stride[0] * h + setting.remainder[0], stride[1] * w + setting.remainder[1]
    unknowns.facts += [polynomial(n) - 1 for n in size]
    return size


def _sizes_that_fit(stride: Pair, reach: Sequence[int], margins: Margins, unknowns: Unknowns) -> Pair:
    """Every height and width in which a window fits: what remains is any number, written as stride·quotient + rest."""
    size = []
    for direction, step, span, margin in zip("vh", stride, reach, margins, strict=True):
        quotient = unknowns.size(f"q_{direction}", least=0)
        rest = unknowns.size(f"r_{direction}", least=0, below=step)
        size.append(step * quotient + rest + span + 1 - sum(margin))
        unknowns.facts.append(polynomial(size[-1]) - 1)
    return size[0], size[1]


def _margins(padding: Any, reach: Sequence[int], unknowns: Unknowns) -> Margins:
    """((top, bottom), (left, right))."""
    if padding == "valid":
        return (0, 0), (0, 0)
    if padding == "full":
        return (reach[0], reach[0]), (reach[1], reach[1])
    vertical, horizontal = padding if isinstance(padding, tuple) else (padding, padding)
    sides = (_sides(vertical, "top", "bottom", unknowns), _sides(horizontal, "left", "right", unknowns))
    if ANY in (vertical, horizontal):
        unknowns.facts.append(polynomial(sum(sides[0] if vertical == ANY else sides[1])) - 1)
    return sides


def _sides(margin: Any, before: str, after: str, unknowns: Unknowns) -> Pair:
    if margin == ANY:
        return unknowns.size(before, least=0), unknowns.size(after, least=0)
    return margin if isinstance(margin, tuple) else (margin, margin)


def _same(size: int, reach: int, step: int) -> Pair:
    """The fewest zeros that make ⌈size/step⌉ windows fit, the odd one after the input."""
    total = max((-(-size // step) - 1) * step + reach + 1 - size, 0)
    return total // 2, total - total // 2

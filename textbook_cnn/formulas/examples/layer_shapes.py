"""Shapes of convolution layers for which the shipped functions are proved: thousands, each on its own symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from random import Random
from typing import Any

from ..example import Disagreement
from ..formula import Formula, Proof
from ..proofs import FAILURES
from .convolution_layer import ConvolutionLayer, Pair, Shape


def isotropic() -> Iterator[Shape]:
    """Every layer with one channel and one filter: sizes to 6, kernels to 4, stride 3, padding 2, dilation 2."""
    sides = product(range(1, 7), range(1, 7), range(1, 5), range(1, 5))
    for (height, width, kh, kw), stride, padding, dilation in product(sides, (1, 2, 3), (0, 1, 2), (1, 2)):
        shape = Shape(1, 1, (height, width), (kh, kw), stride=stride, padding=padding, dilation=dilation)
        if all(shape.output):
            yield shape


def stratified(draws: int = 16) -> Iterator[Shape]:
    """Layers of every sort: channels, groups, images, unequal sizes, strides and dilations, every kind of padding.

    Each combination of (groups, filters and channels of a group), padding, kind of bias and number of images occurs
    `draws` times, with sizes drawn from a fixed seed.
    """
    rng = Random(0)
    channels = (1, 3, 2), (1, 2, 3), (1, 2, 1), (1, 1, 2), (2, 1, 1), (2, 2, 1), (2, 1, 2), (3, 1, 1)
    paddings = "valid", "same", "full", "a number", "a pair", "four numbers"
    for (groups, d, n), padding, tied, batch in product(channels, paddings, (True, False), (1, 2)):
        fitting = (shape for shape in drawn(rng, padding, groups, d, n, batch, tied) if all(shape.output))
        for _ in range(draws):
            yield next(fitting)


def drawn(rng: Random, padding: str, groups: int, d: int, n: int, batch: int, tied: bool) -> Iterator[Shape]:
    """Draw shapes without end."""

    def pair(low: int, high: int) -> Pair:
        return rng.randint(low, high), rng.randint(low, high)

    while True:
        margins = {"a number": rng.randint(0, 2), "a pair": pair(0, 2), "four numbers": (pair(0, 2), pair(0, 2))}
        yield Shape(
            groups * d,
            groups * n,
            pair(1, 4),
            pair(1, 3),
            batch,
            tied,
            stride=pair(1, 3),
            dilation=pair(1, 2),
            padding=margins.get(padding, padding),
            groups=groups,
        )


def prove_shape(shape: Shape) -> None:
    """Prove conv2d and its three gradients for one shape."""
    try:
        layer = ConvolutionLayer(shape)
        for name in ("K", "B", "X"):
            layer.gradient(name)
    except Disagreement as error:
        raise Disagreement(f"{shape}: {error}") from None
    except FAILURES as error:
        raise Disagreement(f"{shape}: {type(error).__name__}: {error}") from error


def for_every(shapes: Callable[[], Iterable[Shape]], covers: str, about: str = "") -> Proof:
    """Proof of the functions, forward and backward, for every one of many shapes."""

    def cases(formula: Formula) -> Iterator[Any]:
        return map(prove_shape, shapes())

    return Proof("code", covers, cases, about)

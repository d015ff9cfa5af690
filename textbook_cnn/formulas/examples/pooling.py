"""Feature maps of symbols under max pooling, with any windows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

import numpy as np

from ..example import Example
from ..notation.letters import c, h, j, k, p, q, r, s, u, v, w
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import ring_scalars
from ..symbols.supposed import order
from . import _by_definition as by_definition

WINDOWS = (((4, 5), (2, 2), 1), ((5, 4), (3, 2), 2), ((4, 5), (2, 3), 1), ((5, 6), (2, 2), 3), ((3, 5), (1, 3), 2))


def distinct(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Different numbers of either sign, none of them 0."""
    size = int(np.prod(shape))
    return (2 * rng.permutation(size) - size - (size % 2 == 0)).reshape(shape)


def pooling(
    function: str, witness: np.ndarray, window: tuple[int, int], stride: int, all_ordered: bool = False
) -> Example:
    """Pooling of one image X (n, height, width); windows of k×k side by side have a size k of their own."""
    size = [(m - extent) // stride + 1 for m, extent in zip(witness.shape[1:], window)]
    X, dY = ring_scalars(x=witness, dy=np.ones((len(witness), *size), int))
    Y = shipped(function)(X[None], window, stride=stride)[0]
    given = shipped(f"{function}_backward")(X[None], dY[None], window, stride=stride)[0]
    dX = agree("∂E/∂X", derivative(total(dY * Y), X), f"{function}_backward", given)
    if all_ordered:  # the code compares pixels that are in no window, too
        order(X.ravel())
    if function == "max_pool2d":
        agree("Y", by_definition.largest(X[None], window, (stride, stride))[0], function, Y)
        loops_agree(X, Y, dY, dX, window, stride)
    side_by_side = window == (stride, stride)
    words = f"image {witness.tolist()}, windows {window[0]}×{window[1]}"
    return Example(
        words if side_by_side else f"{words}, stride {stride}",
        {"X": X, "Y": Y},
        {"X": dX, "Y": dY},
        numbers={h: window[0], w: window[1], s: stride} | ({k: stride} if side_by_side else {}),
        ranges={
            j: range(1, len(X) + 1),
            p: range(size[0]),
            q: range(size[1]),
            u: range(window[0]),
            v: range(window[1]),
            r: range(X.shape[1]),
            c: range(X.shape[2]),
        },
    )


def loops_agree(
    X: np.ndarray, Y: np.ndarray, dY: np.ndarray, dX: np.ndarray, window: tuple[int, int], stride: int
) -> None:
    """Check that the loops give what the shipped max pooling gives, forward and backward."""
    agree("Y", Y, "max_pool2d_loops", shipped("max_pool2d_loops")(X[None], window, stride=stride)[0])
    given = shipped("max_pool2d_backward_loops")(X[None], dY[None], window, stride=stride)[0]
    agree("∂E/∂X", dX, "max_pool2d_backward_loops", given)


def max_pool_regions() -> Iterator[Example]:
    """Every order of the elements of one window, and every choice of the largest in four windows at once.

    Of smaller windows and larger ones, one order, in two channels.
    """
    for pixels in permutations((-1, 2, 5, 7)):
        yield pooling("max_pool2d", np.reshape(pixels, (1, 2, 2)), (2, 2), 2)
    for largest in product(range(4), repeat=4):
        windows = np.arange(16).reshape(4, 4)
        windows[range(4), largest] += 100
        yield pooling("max_pool2d", windows.reshape(2, 2, 2, 2).transpose(0, 2, 1, 3).reshape(1, 4, 4), (2, 2), 2)
    yield pooling("max_pool2d", np.array([[[2, -1]], [[5, 7]]]), (1, 1), 1, all_ordered=True)
    for place in range(9):
        yield pooling("max_pool2d", np.roll(range(-4, 5), place).reshape(1, 3, 3), (3, 3), 3)


def largest_in_windows(draws: int = 4) -> Iterator[Example]:
    """Every order of six pixels under two windows that share two of them, and larger images in drawn orders."""
    for pixels in permutations(range(6)):
        yield pooling("max_pool2d", np.reshape(pixels, (1, 2, 3)), (2, 2), 1)
    rng = np.random.default_rng(0)
    for (size, window, stride), _ in product(WINDOWS, range(draws)):
        yield pooling("max_pool2d", distinct(rng, (2, *size)), window, stride, all_ordered=True)


def uneven_strides() -> Iterator[None]:
    """Windows and strides that differ down and across, by slices and by loops, of two images with two channels."""
    rng = np.random.default_rng(1)
    for window, stride in (((1, 2), (2, 1)), ((2, 2), (1, 2)), ((2, 2), (2, 1)), ((3, 1), (1, 1)), ((1, 3), (2, 3))):
        witness = distinct(rng, (2, 2, 4, 6))
        size = [(m - extent) // step + 1 for m, extent, step in zip((4, 6), window, stride, strict=True)]
        X, dY = ring_scalars(x=witness, dy=np.ones((2, 2, *size), int))
        for channel in X.reshape(4, -1):
            order(channel)
        expected = by_definition.largest(X, window, stride)
        dX = derivative(total(dY * expected), X)
        for loops in ("", "_loops"):
            agree("Y", expected, f"max_pool2d{loops}", shipped(f"max_pool2d{loops}")(X, window, stride=stride))
            given = shipped(f"max_pool2d_backward{loops}")(X, dY, window, stride=stride)
            agree("∂E/∂X", dX, f"max_pool2d_backward{loops}", given)
        mean = np.empty_like(expected)
        for image, channel, row, column in np.ndindex(*mean.shape):
            top, left = row * stride[0], column * stride[1]
            inside = X[image, channel, top : top + window[0], left : left + window[1]]
            mean[image, channel, row, column] = total(inside) / inside.size
        agree("means", mean, "avg_pool2d", shipped("avg_pool2d")(X, window, stride=stride))
        given = shipped("avg_pool2d_backward")(X, dY, window, stride=stride)
        agree("∂E/∂X of means", derivative(total(dY * mean), X), "avg_pool2d_backward", given)
        yield

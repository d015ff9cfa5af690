"""Scores of symbols for the logarithm of the softmax, and the way back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..example import Example
from ..notation.letters import N, b, c, k, l
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import ring_scalars, scalars
from ..symbols.supposed import order
from .many_numbers import SCORES as SIZES
from .softmax_cross_entropy import OTHER_SIZES, SCORES, in_order


def log_scores() -> Iterator[Example]:
    """Scores of two images for three classes, and of three for two in one order."""
    for rows in (OTHER_SIZES, *SCORES):
        Z = in_order("z", rows) if rows is OTHER_SIZES else scalars("z", rows)
        images, classes = rows.shape
        dY, Y = scalars("dy", np.ones(rows.shape, int)), shipped("log_softmax")(Z)
        given = shipped("log_softmax_backward")(Y, dY)
        dZ = agree("∂E/∂Z", derivative(total(dY * Y), Z), "log_softmax_backward", given)
        yield Example(
            f"scores {rows.tolist()}",
            {"Z": Z, "Y": Y},
            {"Z": dZ, "Y": dY},
            numbers={N: images, c: classes},
            ranges={b: range(1, images + 1), k: range(1, classes + 1), l: range(1, classes + 1)},
            together=f"{images} images",
        )


def many_scores() -> Iterator[str]:
    """Both ways, with three different scores that return in every row."""
    for images, classes in SIZES:
        z, y, dy = ring_scalars(functions=40, z=[2, 0, 1], y=[1, 1, 1], dy=[1, 1, 1])
        order(z)
        rows, columns = np.indices((images, classes))
        which = (rows * rows + columns) % 3
        Z = z[which]
        tops = Z.max(axis=1, keepdims=True)
        roots = np.exp(Z / 2 - tops / 2)
        Y = Z - tops - np.log((roots * roots).sum(axis=1, keepdims=True))
        agree(f"logarithms of {images}×{classes}", Y, "log_softmax", shipped("log_softmax")(Z))
        Y, dY = y[which], dy[(rows + columns) % 3]
        given = shipped("log_softmax_backward")(Y, dY)
        dZ = dY - np.exp(Y) * dY.sum(axis=1, keepdims=True)
        agree(f"∂E/∂Z of {images}×{classes}", dZ, "log_softmax_backward", given)
        yield f"{images} images, {classes} classes"

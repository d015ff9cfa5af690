"""A kernel that slides over an image of any size: where it may lie, and in which order it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import sympy as sp

from .maps import Map, total

Order = Callable[[sp.Expr, sp.Expr], sp.Expr]


class Extent(Protocol):
    """Where a kernel may lie on an image, along one axis."""

    def outputs(self, image: sp.Expr, kernel: sp.Expr) -> sp.Expr:
        """Return the number of places, for the sizes of both."""

    def first(self, place: sp.Expr, kernel: sp.Expr) -> sp.Expr:
        """Return the row of the image that is the first under a kernel of this size."""

    def element(self, image: Map, *place: sp.Expr) -> sp.Expr:
        """Return what the image has there."""


class Inside:
    """The whole kernel lies inside the image."""

    def outputs(self, image: sp.Expr, kernel: sp.Expr) -> sp.Expr:
        """Return the number of places, for the sizes of both."""
        return image - kernel + 1

    def first(self, place: sp.Expr, kernel: sp.Expr) -> sp.Expr:
        """Return the row of the image that is the first under a kernel of this size."""
        return place

    def element(self, image: Map, *place: sp.Expr) -> sp.Expr:
        """Return what the image has there."""
        return image.at(*place)


class Overlapping:
    """Kernel and image overlap somewhere; around the image lie zeros."""

    def outputs(self, image: sp.Expr, kernel: sp.Expr) -> sp.Expr:
        """Return the number of places, for the sizes of both."""
        return image + kernel - 1

    def first(self, place: sp.Expr, kernel: sp.Expr) -> sp.Expr:
        """Return the row of the image that is the first under a kernel of this size."""
        return place - (kernel - 1)

    def element(self, image: Map, *place: sp.Expr) -> sp.Expr:
        """Return what the image has there, and 0 outside."""
        return image.padded(*place)


def as_it_is(row: sp.Expr, kernel: sp.Expr) -> sp.Expr:
    """Order of cross-correlation: the first row of the kernel lies on the first row under it."""
    return row


def turned(row: sp.Expr, kernel: sp.Expr) -> sp.Expr:
    """Order of convolution: the first row of the kernel lies on the last row under it."""
    return kernel - 1 - row


def slid(image: Map, kernel: Map, extent: Extent, order: Order) -> Map:
    """Σ_uv kernel[u, v] · what the image has under it, over the whole kernel, for every place where it may lie."""
    (H, W), (h, w) = image.sizes, kernel.sizes
    u, v = sp.symbols("u v")

    def at(p: sp.Expr, q: sp.Expr) -> sp.Expr:
        def term(a: sp.Expr, b: sp.Expr) -> sp.Expr:
            place = extent.first(p, h) + order(a, h), extent.first(q, w) + order(b, w)
            return extent.element(image, *place) * kernel.at(a, b)

        return total(u, 0, h - 1, lambda a: total(v, 0, w - 1, lambda b: term(a, b)))

    return Map((extent.outputs(H, h), extent.outputs(W, w)), at)

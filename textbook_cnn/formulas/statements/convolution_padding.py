"""What stands around an image: zeros, its mirror image, its edge, or the image again."""

from __future__ import annotations

from ..code_for_all_sizes import code_for_all_sizes
from ..examples.convolution_padding import padded_images
from ..formula import Formula
from ..notation.arrays import X, Y_pq
from ..notation.cases import Larger
from ..notation.elementary import Absolute, Floor
from ..notation.letters import h, l, p, q, t, w
from ..notation.nodes import Node
from ..notation.tensors import Element, PaddedElement
from ..proofs import as_printed

ROW, COLUMN = p - t, q - l
SIZES = "images of up to 4×3, borders of up to 7 pixels"
FUNCTIONS = ("pad2d",)


def nearest(place: Node, size: Node) -> Node:
    """The place inside that is nearest."""
    return size - 1 - Larger(size - 1 - Larger(place, 0), 0)


def again(place: Node, size: Node) -> Node:
    """The rest in division by the size."""
    return place - size * Floor(place / size)


def mirrored(place: Node, size: Node) -> Node:
    """The distance from the nearest multiple of the way there and back."""
    period = 2 * (size - 1)
    return Absolute(place - period * Floor((place + size - 1) / period))


CHAPTER = 2
FORMULAS = (
    Formula(
        id="pad2d.constant",
        title="A border of zeros",
        slide="Padding",
        rows=((Y_pq, PaddedElement(X, ROW, COLUMN)),),
        functions=FUNCTIONS,
        proofs=(as_printed(padded_images("constant"), SIZES), code_for_all_sizes("pad2d")),
    ),
    Formula(
        id="pad2d.edge",
        title="A border of the nearest pixels",
        slide="",
        rows=((Y_pq, Element(X, nearest(ROW, h), nearest(COLUMN, w))),),
        functions=FUNCTIONS,
        proofs=(as_printed(padded_images("edge"), SIZES),),
    ),
    Formula(
        id="pad2d.wrap",
        title="The image again",
        slide="",
        rows=((Y_pq, Element(X, again(ROW, h), again(COLUMN, w))),),
        functions=FUNCTIONS,
        proofs=(as_printed(padded_images("wrap"), SIZES),),
    ),
    Formula(
        id="pad2d.reflect",
        title="The image mirrored",
        slide="",
        rows=((Y_pq, Element(X, mirrored(ROW, h), mirrored(COLUMN, w))),),
        functions=FUNCTIONS,
        proofs=(as_printed(padded_images("reflect", smallest=2), f"{SIZES}, at least two rows and columns"),),
    ),
)

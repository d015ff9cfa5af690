"""Formulas of the chapter on images in a computer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from ..examples.conv2d import Instance
from ..notation.letters import h, w
from ..notation.nodes import Node, Plus, Power, Product, Tensor, Times, value
from ..notation.operators import agree, shipped
from ..proofs import as_printed
from ..registry import Formula
from ..symbols.rings import generators

if TYPE_CHECKING:
    from sympy.printing.latex import LatexPrinter


class Decimal(Node):
    """A number as it is written, such as 0.299."""

    def _value(self, at: Instance) -> float:
        return float(str(self.args[0]))

    def _latex(self, printer: LatexPrinter) -> str:
        return str(self.args[0])


class Bytes(Node):
    """A number of bytes; with several factors, their product."""

    def _value(self, at: Instance) -> int:
        return int(sp.prod(self.args))

    def _latex(self, printer: LatexPrinter) -> str:
        product = r" \times ".join(f"{int(factor):,}".replace(",", "{,}") for factor in self.args)
        return product + (r" \text{ byte}" if self.args[-1] == 1 else r" \text{ bytes}")


class Sizes(Node):
    """The shape of an array: Sizes(h, w, 3) prints (h, w, 3)."""

    def _value(self, at: Instance) -> Any:
        return np.array([value(size, at) for size in self.args], dtype=object)

    def _latex(self, printer: LatexPrinter) -> str:
        return f"({', '.join(map(printer._print, self.args))})"


def grays() -> Iterator[Instance]:
    """The numbers that one byte can hold; to_float takes the smallest to 0 and the largest to 1."""
    held = np.unique(np.arange(1000).astype(np.uint8))
    ends = agree("from black to white", np.array([0, 1]), "to_float", shipped("to_float")(held[[0, -1]]))
    yield Instance("one byte", {r"\text{grays}": np.array(held.size, dtype=object), "ends": ends})


def digit() -> Iterator[Instance]:
    """Numbers alone."""
    yield Instance("28 rows and 28 columns", {})


def colour_images() -> Iterator[Instance]:
    """h rows on top of each other, of w pixels side by side; the luminance has h rows and w columns."""
    for height, width in ((2, 3), (3, 2), (4, 1), (600, 800)):
        image = np.stack(height * [np.stack(width * [np.array([0.5, 0.25, 0.75])])])
        agree("rows and columns", np.array([height, width]), "luminance", shipped("luminance")(image).shape)
        yield Instance(f"{width} pixels wide, {height} high", {r"\text{shape}": np.array(image.shape, dtype=object)},
                       numbers={h: height, w: width})  # fmt: skip


def photograph() -> Iterator[Instance]:
    """800 pixels wide and 600 high, three numbers a pixel, of one byte or four; the shipped function agrees."""
    for dtype in ("uint8", "float32"):
        counted = np.zeros((600, 800, 3), dtype).nbytes
        agree("what NumPy stores", counted, "image_bytes", shipped("image_bytes")((600, 800, 3), dtype))
    yield Instance("the photograph of the slide", arrays={})


def pixel() -> Iterator[Instance]:
    """One pixel of any colour, and what the shipped function makes of it."""
    colour = np.array(generators(["R", "G", "B"], domain=sp.QQ), dtype=object)
    arrays = {name: colour[place : place + 1].reshape(()) for place, name in enumerate("RGB")}
    yield Instance("any colour", {**arrays, "L": np.asarray(shipped("luminance")(colour), dtype=object)})


SHAPE = Tensor(r"\text{shape}")
PHOTOGRAPH = as_printed(photograph, "the photograph of the slide")

CHAPTER = 1
FORMULAS = (
    Formula(
        id="images.grays", title="Grays of one byte", slide="How images are stored in a Computer?",
        rows=((Tensor(r"\text{grays}"), Power(2, 8)), (Power(2, 8), 256)), functions=("to_float",),
        proofs=(as_printed(grays, "counted"),),
    ),
    Formula(
        id="images.digit", title="Pixels of a digit of MNIST", slide="How images are stored in a Computer?",
        rows=((Product(28, 28), 784),), proofs=(as_printed(digit, "a product of two numbers"),),
    ),
    Formula(
        id="images.colour", title="Shape of a colour image", slide="How images are stored in a Computer?",
        rows=((SHAPE, Sizes(h, w, 3)),), functions=("luminance",),
        proofs=(as_printed(colour_images, "images of up to 600 rows and 800 columns"),),
    ),
    Formula(
        id="images.bytes", title="Memory of an image", slide="DNN Image recognition",
        rows=((Bytes(800, 600, 3, 1), Bytes(1_440_000)),), functions=("image_bytes",), proofs=(PHOTOGRAPH,),
    ),
    Formula(
        id="images.bytes_float32", title="Memory of the same image in a network", slide="",
        rows=((Bytes(800, 600, 3, 4), Bytes(5_760_000)),), functions=("image_bytes",), proofs=(PHOTOGRAPH,),
    ),
    Formula(
        id="images.luminance", title="Luminance of a colour", slide="",
        rows=((Tensor("L"), Plus(*(Times(Decimal(weight), Tensor(colour))
                                   for weight, colour in (("0.299", "R"), ("0.587", "G"), ("0.114", "B"))))),),
        functions=("luminance",), proofs=(as_printed(pixel, "any colour"),),
    ),
)  # fmt: skip

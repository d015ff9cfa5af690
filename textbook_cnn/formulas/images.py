"""Formulas of the chapter on images in a computer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from .instances import Instance
from .nodes import Disagreement, Node, Plus, Tensor, Times
from .operators import shipped
from .proofs import as_printed
from .registry import Erratum, Formula
from .symbols import generators

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


def photograph() -> Iterator[Instance]:
    """800 pixels wide and 600 high, three numbers a pixel, one byte each; the shipped function agrees."""
    counted = np.zeros((600, 800, 3), dtype=np.uint8).nbytes
    given = shipped("image_bytes")((600, 800, 3), "uint8")
    if counted != given:
        raise Disagreement(f"NumPy stores {counted} bytes, image_bytes returns {given}")
    yield Instance("the photograph of the slide", arrays={})


def pixel() -> Iterator[Instance]:
    """One pixel of any colour, and what the shipped function makes of it."""
    colour = np.array(generators(["R", "G", "B"], rational=True), dtype=object)
    arrays = {name: colour[place : place + 1].reshape(()) for place, name in enumerate("RGB")}
    yield Instance("any colour", {**arrays, "L": np.asarray(shipped("luminance")(colour), dtype=object)})


FORMULAS = (
    Formula(
        id="images.bytes", title="Memory of an image", slide="DNN Image recognition",
        rows=((Bytes(800, 600, 3, 1), Bytes(1_440_000)),),
        functions=("image_bytes",), proofs=(as_printed(photograph, "the photograph of the slide"),),
        errata=(Erratum("E12", printed="2-D input data, 1,440,000 bytes", reason="float32 takes 5,760,000 bytes",
                        correction="the array is 3-D, and the count holds for uint8, one byte a number"),),
    ),
    Formula(
        id="images.luminance", title="Luminance of a colour", slide="",
        rows=((Tensor("L"), Plus(*(Times(Decimal(weight), Tensor(colour))
                                   for weight, colour in (("0.299", "R"), ("0.587", "G"), ("0.114", "B"))))),),
        functions=("luminance",), proofs=(as_printed(pixel, "any colour"),),
    ),
)  # fmt: skip

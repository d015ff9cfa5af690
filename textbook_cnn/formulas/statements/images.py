"""Formulas of the chapter on images in a computer."""

from __future__ import annotations

from ..examples.images import colour_images, digit, greys, photograph, pixel
from ..formula import Formula
from ..notation.arrays import B, G, R
from ..notation.letters import h, w
from ..notation.nodes import Power
from ..notation.numbers import Bytes, Decimal, Sizes
from ..notation.spelling import Product
from ..notation.tensors import Tensor
from ..proofs import as_printed

SHAPE = Tensor(r"\text{shape}")
PHOTOGRAPH = as_printed(photograph, "the photograph of the slide", "numbers")

CHAPTER = 1
FORMULAS = (
    Formula(
        id="images.grays",
        title="Greys of one byte",
        slide="How images are stored in a Computer?",
        rows=((Tensor(r"\text{greys}"), Power(2, 8)), (Power(2, 8), 256)),
        functions=("to_float",),
        proofs=(as_printed(greys, "counted", "numbers"),),
    ),
    Formula(
        id="images.digit",
        title="Pixels of a digit of MNIST",
        slide="How images are stored in a Computer?",
        rows=((Product(28, 28), 784),),
        proofs=(as_printed(digit, "a product of two numbers", "symbols"),),
    ),
    Formula(
        id="images.colour",
        title="Shape of a colour image",
        slide="How images are stored in a Computer?",
        rows=((SHAPE, Sizes(h, w, 3)),),
        functions=("luminance",),
        proofs=(
            as_printed(colour_images, "images of 2×3, 3×2 and 4×1 of any colours, and of 600 rows and 800 columns"),
        ),
    ),
    Formula(
        id="images.bytes",
        title="Memory of an image",
        slide="DNN Image recognition",
        rows=((Bytes(800, 600, 3, 1), Bytes(1_440_000)),),
        functions=("image_bytes",),
        proofs=(PHOTOGRAPH,),
    ),
    Formula(
        id="images.bytes_float32",
        title="Memory of the same image in a network",
        slide="",
        rows=((Bytes(800, 600, 3, 4), Bytes(5_760_000)),),
        functions=("image_bytes",),
        proofs=(PHOTOGRAPH,),
    ),
    Formula(
        id="images.luminance",
        title="Luminance of a colour",
        slide="",
        rows=(
            (
                Tensor("L"),
                Decimal("0.299") * R + Decimal("0.587") * G + Decimal("0.114") * B,
            ),
        ),
        functions=("luminance",),
        proofs=(as_printed(pixel, "any colour"),),
    ),
)

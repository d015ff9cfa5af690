"""Images whose shape, bytes and luminance the shipped functions give."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import sympy as sp

from ..example import Example
from ..notation.letters import h, w
from ..shipped import agree, shipped
from ..symbols.rings import generators, ring_arrays

TYPES = (
    "bool",
    *(f"{kind}{bits}" for kind in ("uint", "int") for bits in (8, 16, 32, 64)),
    "float16",
    "float32",
    "float64",
)


def greys() -> Iterator[Example]:
    """The numbers that one byte can hold; to_float takes k to k/255, the smallest to 0 and the largest to 1."""
    held = np.unique(np.arange(1000).astype(np.uint8))
    agree("each grey", np.array([np.float32(k / 255) for k in range(256)]), "to_float", shipped("to_float")(held))
    ends = agree("from black to white", np.array([0, 1]), "to_float", shipped("to_float")(held[[0, -1]]))
    yield Example("one byte", {r"\text{greys}": np.array(held.size, dtype=object), "ends": ends})


def digit() -> Iterator[Example]:
    """Numbers alone."""
    yield Example("28 rows and 28 columns", {})


def colour_images() -> Iterator[Example]:
    """h rows on top of each other, of w pixels side by side, of red, green and blue, which the luminance weighs."""
    for height, width in ((2, 3), (3, 2), (4, 1)):
        image = ring_arrays({"x": (height, width, 3)}, domain=sp.QQ)["x"]
        weighed = [[0.299 * red + 0.587 * green + 0.114 * blue for red, green, blue in row] for row in image]
        agree("each pixel, weighed", np.array(weighed, dtype=object), "luminance", shipped("luminance")(image))
        yield image_of(height, width, image)
    large = np.zeros((600, 800, 3))
    agree("rows and columns", np.array([600, 800]), "luminance", shipped("luminance")(large).shape)
    yield image_of(600, 800, large)


def image_of(height: int, width: int, image: np.ndarray) -> Example:
    """Return an image with its shape."""
    shape = {r"\text{shape}": np.array(image.shape, dtype=object)}
    return Example(f"{width} pixels wide, {height} high", shape, numbers={h: height, w: width})


def photograph() -> Iterator[Example]:
    """800 pixels wide and 600 high, three numbers a pixel, of one byte or four; image_bytes agrees for all types."""
    for shape, dtype in product(((600, 800, 3), (2, 3, 4, 5), (7,), ()), TYPES):
        counted = np.zeros(shape, dtype).nbytes
        agree(f"what NumPy stores of {dtype}", counted, "image_bytes", shipped("image_bytes")(shape, dtype))
    yield Example("the photograph of the slide", arrays={})


def pixel() -> Iterator[Example]:
    """One pixel of any colour, and what the shipped function makes of it."""
    colour = np.array(generators(["R", "G", "B"], domain=sp.QQ), dtype=object)
    arrays = {name: colour[place : place + 1].reshape(()) for place, name in enumerate("RGB")}
    yield Example("any colour", {**arrays, "L": np.asarray(shipped("luminance")(colour), dtype=object)})

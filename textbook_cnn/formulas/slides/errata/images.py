"""What the slides on images and on dense networks print and is not so."""

from __future__ import annotations

from collections.abc import Iterator

from ...example import Example
from ...examples.dense import wide_stack
from ...examples.images import colour_images, digit
from ...formula import Equation, Erratum
from ...notation.letters import t, w
from ...notation.numbers import Axes, Sizes
from ...notation.spelling import Product
from ...notation.tensors import Step
from ...statements.dense import WEIGHTS
from ...statements.images import SHAPE
from ..wrong_formula import on


def wide_photograph() -> Iterator[Example]:
    """The photograph of the slide, 800 pixels wide and 600 high."""
    return (image for image in colour_images() if image.number(w) == 800)


ERRATA = (
    Erratum(
        "E11",
        "How the cost of dense layers grows",
        ("dense.weights",),
        printed="The cost grows exponentially (기하급수) with the hidden layers: by the same factor with each.",
        correct="It grows linearly with their number and with the square of their width.",
        why="Each further hidden layer adds the same number of weights. The first layer is what costs: 1.44 million "
        "inputs times 1,000 units.",
        claim=Equation(
            Step(WEIGHTS, t + 1) / Step(WEIGHTS, t),
            Step(WEIGHTS, t) / Step(WEIGHTS, t - 1),
        ),
        example=on(wide_stack),
    ),
    Erratum(
        "E12",
        "Bytes and axes",
        ("images.colour", "images.bytes", "images.bytes_float32"),
        printed="1,440,000 bytes, “2-D input data”.",
        correct="1,440,000 bytes at one byte per number, {eq}`images.bytes`; as float32, which a network computes "
        "with, 5,760,000, {eq}`images.bytes_float32`. The array has three axes, {eq}`images.colour`.",
        why="The slide does not say how large a number is, and a network does not compute with bytes. The picture is "
        "flat, but each of its pixels is three numbers.",
        claim=Equation(Axes(Sizes(800, 600, 3)), 2),
        example=on(wide_photograph),
    ),
    Erratum(
        "E13",
        "Height first",
        ("images.colour",),
        printed="(800, 600, 3) for a picture that is 800 wide, where the slide on colour images has height × width.",
        correct="An image 800 wide and 600 high is an array of shape (600, 800, 3).",
        why="The first axis of an array counts rows, and the number of rows is the height.",
        claim=Equation(SHAPE, Sizes(800, 600, 3)),
        example=on(wide_photograph),
    ),
    Erratum(
        "E14",
        "The digit",
        ("images.digit",),
        printed="A table of 22×16 pixels, credited to MNIST.",
        correct="Images of MNIST have 28×28 pixels.",
        why="Rows and columns of background may have been cut from the slide, or lost in reading it.",
        claim=Equation(Product(22, 16), 784),
        example=on(digit),
    ),
)

"""What is measured in a layer's output."""

from __future__ import annotations

from ..examples.activity import ZEROS, rectified_images, signs_of_images, uneven_batches
from ..formula import Formula
from ..notation.arrays import Y_bi
from ..notation.cases import Same
from ..notation.letters import N, b, i, m, n, p, q
from ..notation.sums import Indicator, SumOver
from ..notation.tensors import Element, Tensor
from ..proofs import as_printed, as_run

PIXEL = Element(Y_bi, p, q)
ALL = 1 / (N * n * m**2)

CHAPTER = 9
FORMULAS = (
    Formula(
        id="seeing.activity",
        title="Mean output and share of zeros of a layer",
        slide="",
        rows=(
            (Tensor(r"\text{mean}"), ALL * SumOver(PIXEL, b, i, p, q)),
            (Tensor(ZEROS), ALL * SumOver(Indicator(Same(PIXEL, 0)), b, i, p, q)),
        ),
        functions=("layer_activity",),
        proofs=(
            as_printed(signs_of_images, "two images with two maps of one pixel, all 16 choices of signs", "regions"),
            as_printed(
                rectified_images,
                "one, two and four images, maps and rows, none as many as another, after a ReLU",
                "numbers",
            ),
            as_run(uneven_batches, "three images in two batches after a ReLU", "numbers"),
        ),
    ),
)

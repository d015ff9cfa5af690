"""Formulas of the chapter on convolution and cross-correlation."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from ..code_for_all_sizes import code_for_all_sizes
from ..examples.convolution import filtered_images, images, kernels, numbers, overlapping_sequences, sequences, sizes
from ..formula import Formula
from ..formulas_for_all_sizes import formula_for_all_sizes, settings
from ..notation.arrays import I, K, X, f, g, k_1d, m_out, x
from ..notation.continuous import Apply, Integral
from ..notation.elementary import Floor
from ..notation.functions import Rot180
from ..notation.letters import delta, h, i, j, k, m, p, q, r, s, t, tau, tau_1, tau_2, u, v, w
from ..notation.letters import x as x_place
from ..notation.letters import y as y_place
from ..notation.matrices import Matrix
from ..notation.nodes import Plus, Times
from ..notation.operators import Conv, Conv1Full, Star, Star1, Star1Full, StarFull, StarSame
from ..notation.sums import Sum
from ..notation.tensors import CentredElement, Element, PaddedElement
from ..proofs import as_printed

INPUT = [[1, 6, 2], [5, 3, 1], [7, 0, 4]]  # the worked example of the slides
KERNEL = [[1, 2], [-1, 0]]
VALID = [[8, 7], [4, 5]]
SAME = [[8, 7, 1], [4, 5, -3], [7, 8, 4]]
FULL = [[0, -1, -6, -2], [2, 8, 7, 1], [10, 4, 5, -3], [14, 7, 8, 4]]

LAST_ROW, LAST_COLUMN = h - 1, w - 1


OVERLAPS = as_printed(overlapping_sequences, "up to 6 samples, kernels of up to 4")
COMPUTED = as_printed(numbers, "the numbers of the worked example", "numbers")
ADDED_UP = replace(COMPUTED, kind="symbols")


def worked_term(a: int, b: int) -> tuple[Plus, int]:
    """One output of the worked example, product by product."""
    terms = (Times(KERNEL[u][v], INPUT[a + u][b + v]) for u, v in product((0, 1), repeat=2))
    return Plus(*terms), VALID[a][b]


CHAPTER = 2
FORMULAS = (
    Formula(
        id="convolution.integral",
        title="Convolution of functions",
        slide="Convolution?",
        rows=((Apply(Conv(f, g), t), Integral(Apply("f", tau) * Apply("g", t - tau), tau)),),
    ),
    Formula(
        id="correlation.integral",
        title="Cross-correlation of functions",
        slide="Convolution?",
        rows=((Apply(Star(f, g), t), Integral(Apply("f", tau) * Apply("g", t + tau), tau)),),
    ),
    Formula(
        id="correlate1d.definition",
        title="Cross-correlation of sequences",
        slide="Convolution?",
        rows=((Element(Star1(x, k_1d), p), Sum(Element(x, p + u) * Element(k_1d, u), u, 0, LAST_COLUMN)),),
        functions=("correlate1d",),
        proofs=(as_printed(sequences, "up to 7 samples, kernels of up to 4"),),
    ),
    Formula(
        id="convolution.commutes",
        title="Convolution commutes",
        slide="",
        rows=((Conv1Full(x, k_1d), Conv1Full(k_1d, x)),),
        functions=("convolve1d",),
        proofs=(OVERLAPS,),
    ),
    Formula(
        id="correlation.reversed",
        title="Cross-correlation with its operands exchanged",
        slide="",
        rows=((Element(Star1Full(x, k_1d), p), Element(Star1Full(k_1d, x), m + w - 2 - p)),),
        functions=("correlate1d",),
        proofs=(OVERLAPS,),
    ),
    Formula(
        id="convolution.integral2d",
        title="Convolution of images without pixels",
        slide="2D convolution for image filtering",
        rows=(
            (
                Conv(Apply("f", x_place, y_place), Apply("k", x_place, y_place)),
                Integral(Apply("f", tau_1, tau_2) * Apply("k", x_place - tau_1, y_place - tau_2), tau_1, tau_2),
            ),
        ),
    ),
    Formula(
        id="convolution.discrete2d",
        title="Image filtering",
        slide="2D convolution for image filtering",
        rows=(
            (
                Element(g, i, j),
                Sum(Sum(CentredElement(k_1d, u, v) * PaddedElement(f, i - u, j - v), v, -r, r), u, -r, r),
            ),
        ),
        functions=("convolve2d",),
        proofs=(as_printed(filtered_images, "images of up to 5×4, r ≤ 2, zeros outside"),),
    ),
    Formula(
        id="correlate2d.definition",
        title="Cross-correlation of images",
        slide="2D Convolution ? Cross-Correlation",
        rows=(
            (
                Element(Star(X, K), p, q),
                Sum(Sum(Element(X, p + u, q + v) * Element(K, u, v), v, 0, LAST_COLUMN), u, 0, LAST_ROW),
            ),
        ),
        functions=("correlate2d",),
        proofs=(as_printed(images, "images of up to 4×5, kernels of up to 3×3"), code_for_all_sizes("correlate2d")),
    ),
    Formula(
        id="worked.valid",
        title="Worked example",
        slide="2D Convolution ? Cross-Correlation",
        rows=((Star(Matrix(INPUT), Matrix(KERNEL)), Matrix(VALID)),),
        functions=("correlate2d",),
        proofs=(COMPUTED,),
    ),
    Formula(
        id="worked.valid_terms",
        title="Worked example, term by term",
        slide="2D Convolution ? Cross-Correlation",
        rows=tuple(worked_term(a, b) for a, b in product((0, 1), repeat=2)),
        proofs=(ADDED_UP,),
    ),
    Formula(
        id="rot180",
        title="Half a turn",
        slide="",
        rows=((Element(Rot180(K), u, v), Element(K, LAST_ROW - u, LAST_COLUMN - v)),),
        functions=("rot180",),
        proofs=(as_printed(kernels, "kernels of up to 3×4"), code_for_all_sizes("rot180")),
    ),
    Formula(
        id="convolve2d.rot180",
        title="Convolution by a turned kernel",
        slide="Convolution & Cross Correlation",
        rows=((Conv(I, K), Star(I, Rot180(K))),),
        functions=("convolve2d", "correlate2d", "rot180"),
        proofs=(
            as_printed(images, "images of up to 4×5, kernels of up to 3×3"),
            formula_for_all_sizes(settings.one_image(), "every size of the image, and of a kernel that fits in"),
            code_for_all_sizes("convolve2d"),
        ),
    ),
    Formula(
        id="worked.full",
        title="Worked example with full padding",
        slide="Padding",
        rows=((StarFull(Matrix(INPUT), Matrix(KERNEL)), Matrix(FULL)),),
        functions=("correlate2d",),
        proofs=(COMPUTED,),
    ),
    Formula(
        id="worked.same",
        title="Worked example with same padding",
        slide="Padding",
        rows=((StarSame(Matrix(INPUT), Matrix(KERNEL)), Matrix(SAME)),),
        functions=("correlate2d",),
        proofs=(COMPUTED,),
    ),
    Formula(
        id="output_size",
        title="Size of the output",
        slide="2D Convolution ? Cross-Correlation",
        rows=((m_out, Floor((m + 2 * p - delta * (k - 1) - 1) / s) + 1),),
        functions=("output_size", "conv2d"),
        proofs=(
            as_printed(sizes, "m ≤ 8, k ≤ 4, s ≤ 3, p ≤ 2, δ ≤ 2", "numbers"),
            code_for_all_sizes("output_size"),
        ),
    ),
)

"""What the slides on convolution print and is not so."""

from __future__ import annotations

from collections.abc import Iterator

from ...example import Example
from ...examples.convolution import filtered_images, images, numbers, overlapping_sequences
from ...examples.mistakes import strided_sizes
from ...formula import Equation, Erratum
from ...notation.arrays import I, K, f, g, k_1d, m_out, x
from ...notation.functions import Rot180
from ...notation.letters import i, j, k, m, r, u, v, w
from ...notation.matrices import Matrix
from ...notation.operators import ConvFull, Star1Full, StarFull
from ...notation.sums import Sum
from ...notation.tensors import CentredElement, Element
from ...statements.convolution import INPUT, KERNEL, SAME
from ..wrong_formula import on


def two_samples() -> Iterator[Example]:
    """A sequence of two numbers and a kernel of two."""
    return (at for at in overlapping_sequences() if (at.number(m), at.number(w)) == (2, 2))


def half_width_k() -> Iterator[Example]:
    """Filtered images whose half-width has the letter of the slide, too."""
    return (image.bind({k: image.number(r)}) for image in filtered_images())


ERRATA = (
    Erratum(
        "E1",
        "The sign of the cross-correlation",
        ("correlation.reversed", "correlation.integral"),
        printed=r"$\ast$ for both the convolution and the cross-correlation of two functions.",
        correct=r"$\star$ for the cross-correlation. For complex signals the first function is also conjugated.",
        why="They are different operations, and only the convolution commutes, {eq}`convolution.commutes`. With its "
        "operands exchanged a cross-correlation is read backwards.",
        claim=Equation(Star1Full(x, k_1d), Star1Full(k_1d, x)),
        example=on(two_samples),
    ),
    Erratum(
        "E2",
        "Which of the two slides",
        ("convolve2d.rot180",),
        printed=r"The cross-correlation as the integral of $f(\tau)\,g(t+\tau)$, and beside it "
        r"$I \ast K = I \star \operatorname{rot180}(K)$.",
        correct="Define the cross-correlation once, as the layer computes it, in {eq}`correlate1d.definition` and "
        "{eq}`correlate2d.definition`: the *second* operand is the one that slides.",
        why=r"The integral slides $g$ the other way: its $f \star g$ is the layer's $g \star f$. So with the integral "
        r"the printed line reads as below, and gives $I \ast K$ backwards.",
        claim=Equation(ConvFull(I, K), StarFull(Rot180(K), I)),
        example=on(images),
    ),
    Erratum(
        "E3",
        "“Full” is not “same”",
        ("worked.same", "worked.full"),
        printed="“full cross correlation (same)”.",
        correct="*full* gives $I + K - 1$ entries on each axis, *same* gives $I$: here 4×4 and 3×3.",
        why="*full* takes every overlap, *same* crops that to the size of the input. The two agree only for 1×1 "
        "kernels.",
        claim=Equation(StarFull(Matrix(INPUT), Matrix(KERNEL)), Matrix(SAME)),
        example=on(numbers),
    ),
    Erratum(
        "E4",
        "The size of the output",
        ("output_size",),
        printed="The size of the input minus the size of the kernel plus one, as $Y = I - K + 1$.",
        correct="{eq}`output_size`, on each axis by itself.",
        why="The printed rule holds for stride 1, no padding and no dilation. Its letters are those of the arrays.",
        claim=Equation(m_out, m - k + 1),
        example=on(strided_sizes),
    ),
    Erratum(
        "E16",
        "One letter for two things",
        ("convolution.discrete2d", "convolution.integral2d"),
        printed="The sum over $u$ and $v$ from $-k$ to $k$ of $k[u, v]\\,f[i-u, j-v]$.",
        correct="The half-width needs a letter of its own, $r$. Outside the image $f$ counts as zero.",
        why="In the printed sum $k$ is both the kernel and its half-width. It covers kernels of odd size $2r+1$ only, "
        "and needs a rule for the border of the image, where $f$ is asked for outside.",
        claim=Equation(
            Element(g, i, j),
            Sum(Sum(CentredElement(k_1d, u, v) * Element(f, i - u, j - v), v, -k, k), u, -k, k),
        ),
        example=on(half_width_k),
        without_value=True,
    ),
)

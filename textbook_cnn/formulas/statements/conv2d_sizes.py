"""What is counted in a convolution layer: filters, kernels, parameters, the zeros of padding “same”."""

from __future__ import annotations

from ..examples.conv2d_sizes import (
    counted_layers,
    filters_and_kernels,
    one_bias_a_pixel,
    same_paddings,
    unknown_kernels,
    unknown_layers,
)
from ..formula import Formula
from ..notation.arrays import m_out
from ..notation.cases import Larger
from ..notation.elementary import Ceil, Floor
from ..notation.letters import d, delta, h, k, m, n, s, t, w, z
from ..notation.spelling import Product
from ..notation.tensors import Tensor
from ..proofs import as_printed

KERNELS = Tensor(r"\text{kernels}")
MAPS = Tensor(r"\text{feature maps}")
LAST = (m_out - 1) * s  # where the last window begins
REACH = delta * (k - 1) + 1
PARAMETERS = Tensor(r"\text{parameters}")

CHAPTER = 3
FORMULAS = (
    Formula(
        id="conv2d.kernels",
        title="Filters, kernels and feature maps",
        slide="CNN Image recognition",
        rows=((MAPS, d), (KERNELS, Product(d, n))),
        functions=("Conv2D", "conv2d"),
        proofs=(
            as_printed(filters_and_kernels, "d and n to 6, counted in the kernels and in the output", "numbers"),
            as_printed(unknown_kernels, "every d and n, kernels 2×3", "code, all sizes"),
        ),
    ),
    Formula(
        id="conv2d.parameters_per_pixel",
        title="Number of parameters with one bias per pixel",
        slide="",
        rows=((Product(1, 3, 3, 32) + Product(28, 28, 32), 25_376),),
        functions=("conv2d",),
        proofs=(as_printed(one_bias_a_pixel, "the slide's layer, counted in its arrays", "numbers"),),
    ),
    Formula(
        id="conv2d.same",
        title="Padding “same” with any stride",
        slide="Padding",
        rows=((m_out, Ceil(m / s)), (z, Larger(LAST + REACH - m, 0)), (t, Floor(z / 2))),
        functions=("conv2d",),
        proofs=(as_printed(same_paddings, "m ≤ 9, k ≤ 5, s ≤ 4, δ ≤ 2"),),
    ),
    Formula(
        id="conv2d.parameters",
        title="Number of parameters",
        slide="CNN for Image",
        rows=((PARAMETERS, Product(n, w, h, d) + d), (Product(1, 3, 3, 32) + 32, 320)),
        functions=("Conv2D", "Network"),
        proofs=(
            as_printed(counted_layers, "d ≤ 5, n and h ≤ 4, w ≤ 3, counted in the arrays of a network", "numbers"),
            as_printed(unknown_layers, "every d, n, h and w", "code, all sizes"),
        ),
    ),
)

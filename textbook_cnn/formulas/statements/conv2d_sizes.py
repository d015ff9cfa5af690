"""Formulas that count: filters and kernels, biases, the zeros of padding "same", the weights of dense layers."""

from __future__ import annotations

from ..notation.cases import Larger
from ..examples.conv2d_sizes import (dense_stacks, filters_and_kernels, one_bias_a_pixel, same_paddings, unknown_dense_stacks)
from ..notation.matrices import Ceil, Floor
from ..notation.letters import d, delta, k, m, n, s, t, z
from ..notation.nodes import Negative, Over, Plus, Power, Product, Step, Tensor, Times
from ..proofs import as_printed
from ..registry import Formula

KERNELS, MAPS, WEIGHTS = Tensor(r"\text{kernels}"), Tensor(r"\text{feature maps}"), r"\text{weights}"
OUTPUT = Tensor("m'")
LAST = Times(Plus(OUTPUT, Negative(1)), s)  # where the last window begins
REACH = Plus(Times(delta, Plus(k, Negative(1))), 1)

CHAPTER = 3
FORMULAS = (
    Formula(
        id="dense.weights", title="Weights of a stack of dense layers", slide="DNN Image recognition",
        rows=((Step(WEIGHTS, t), Plus(Times(n, d), Times(Plus(t, Negative(1)), Power(d, 2)))),),
        functions=("Dense", "Network"),
        proofs=(as_printed(dense_stacks, "up to 6 hidden layers, n and d to 5, counted in the arrays of a network"),
                as_printed(unknown_dense_stacks, "up to 6 hidden layers, every n and d", "code, all sizes")),
    ),
    Formula(
        id="conv2d.kernels", title="Filters, kernels and feature maps", slide="CNN Image recognition",
        rows=((MAPS, d), (KERNELS, Product(d, n))), functions=("Conv2D", "conv2d"),
        proofs=(as_printed(filters_and_kernels, "d and n to 6, counted in the kernels and in the output"),),
    ),
    Formula(
        id="conv2d.parameters_per_pixel", title="Number of parameters with one bias a pixel", slide="",
        rows=((Plus(Product(1, 3, 3, 32), Product(28, 28, 32)), 25_376),), functions=("conv2d",),
        proofs=(as_printed(one_bias_a_pixel, "the slide's layer, counted in its arrays"),),
    ),
    Formula(
        id="conv2d.same", title="Padding “same” with any stride", slide="Padding",
        rows=((OUTPUT, Ceil(Over(m, s))), (z, Larger(Plus(LAST, REACH, Negative(m)), 0)), (t, Floor(Over(z, 2)))),
        functions=("conv2d",), proofs=(as_printed(same_paddings, "m ≤ 9, k ≤ 5, s ≤ 4, δ ≤ 2"),),
    ),
)  # fmt: skip

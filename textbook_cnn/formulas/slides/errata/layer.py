"""What the slides on the convolution layer, forward, print and is not so."""

from __future__ import annotations

from ...examples.conv2d_sizes import counted_layers, filters_and_kernels
from ...formula import Equation, Erratum
from ...notation.letters import d, h, n, w
from ...notation.spelling import Product
from ...statements.conv2d_sizes import KERNELS, MAPS, PARAMETERS
from ..wrong_formula import on

ERRATA = (
    Erratum(
        "E5",
        "The number of parameters",
        ("conv2d.parameters",),
        printed="input channels · w · h + biases.",
        correct=r"$n \cdot w \cdot h \cdot d + d$. The number that the slide gives, 320, has the factor.",
        why="The factor $d$ is missing: each of the $d$ filters has its own $n$ kernels. The lecture's first layer has "
        "32 filters on one channel.",
        claim=Equation(PARAMETERS, Product(n, w, h) + d),
        example=on(counted_layers),
    ),
    Erratum(
        "E7",
        "An operator without a definition",
        ("conv2d.forward_matrix",),
        printed=r"$Y = B + K \mathbin{\cdot\star} X$, the operator undefined.",
        correct=r"A matrix product in which each product of two entries is a cross-correlation, the input first: "
        r"$(K \mathbin{\cdot\star} X)_i$ is the sum of $X_j \star K_{ij}$ over $j$.",
        why=r"The order matters, since $\star$ does not commute ({ref}`E1 <erratum-1>`).",
    ),
    Erratum(
        "E10",
        "Kernels and feature maps",
        ("conv2d.kernels",),
        printed="The number of kernels is the number of feature maps.",
        correct=r"The number of *filters* $d$ is the number of feature maps. There are $d \cdot n$ kernels.",
        why="A filter has one kernel for each input channel. The words mean the same only where the input has one "
        "channel.",
        claim=Equation(KERNELS, MAPS),
        example=on(filters_and_kernels),
    ),
)

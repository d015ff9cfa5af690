"""What the slides on the gradients print and is not so."""

from __future__ import annotations

from ...examples.conv2d import slide_layer
from ...examples.mistakes import layer, strided_layers
from ...formula import Equation, Erratum
from ...notation.arrays import K, K_ij, X_j, dB_i, dK_ij, dX, dX_j, dY, dY_i
from ...notation.derivatives import Gradient, Partial
from ...notation.letters import i, n
from ...notation.operators import ConvFull, Star, StarFull
from ...notation.sums import Sum
from ...notation.tensors import Tensor
from ..wrong_formula import on

y_11, k_11, x_11 = (Tensor(name, 1, 1) for name in "ykx")

ERRATA = (
    Erratum(
        "E6",
        "The shape of the bias",
        ("conv2d.backward_bias", "conv2d.backward_bias_per_pixel", "conv2d.parameters_per_pixel"),
        printed=r"$B_i$ has the shape of $Y_i$, and $\partial E/\partial B_i$ is $\partial E/\partial Y_i$.",
        correct="In Keras, and wherever a layer has 320 parameters, $B_i$ is one number for the whole feature map. Its "
        "gradient is the sum over all pixels. With one number per pixel the printed gradient is right, "
        "{eq}`conv2d.backward_bias_per_pixel`.",
        why="Two pages of the deck contradict each other: one bias per pixel makes the lecture's first layer one of "
        "25,376 parameters instead of 320, {eq}`conv2d.parameters_per_pixel`.",
        claim=Equation(dB_i, dY_i),
        example=on(layer(1, 1, 1, 2)),
    ),
    Erratum(
        "E8",
        "The input's gradient is a convolution",
        ("conv2d.backward_input_simplified",),
        printed=r"$\partial E/\partial X$ as $\partial E/\partial Y \star_{\mathrm{full}} K$, in one of the two copies "
        "of the deck.",
        correct=r"With $\ast_{\mathrm{full}}$, or with $\star_{\mathrm{full}}$ and the kernel turned, "
        "{eq}`conv2d.backward_input_rot180`.",
        why=r"Let the loss be the upper left output alone, $E = y_{11}$. It is the sum of the upper left corner of $X$ "
        "times $K$, so its gradient is $K$ in that corner. The printed sign puts the kernel there turned by 180°.",
        claim=Equation(dX, StarFull(dY, K)),
        example=on(slide_layer),
    ),
    Erratum(
        "E9",
        "A heading",
        ("conv2d.backward_input_chain",),
        printed="“Backward bias” above the gradient of the input.",
        correct="“Backward input”.",
        why=r"The slide computes $\partial E/\partial X$.",
    ),
    Erratum(
        "E15",
        "The last filter",
        ("conv2d.backward_input",),
        printed=r"In $\partial E/\partial X_j$ the sum runs over $i = 1 \ldots n$.",
        correct=r"Over $i = 1 \ldots d$.",
        why="$i$ counts filters and there are $d$ of them. With more filters than channels the printed sum leaves some "
        "out.",
        claim=Equation(dX_j, Sum(ConvFull(dY_i, K_ij), i, 1, n)),
        example=on(layer(2, 1, 1, 1)),
    ),
    Erratum(
        "E17",
        "Gradients and their conditions",
        ("conv2d.general_backward_kernel", "conv2d.backward_kernel", "conv2d.backward_input"),
        printed="{eq}`conv2d.backward_kernel` and {eq}`conv2d.backward_input` without conditions.",
        correct=r"They hold for *valid* padding, stride 1 and no dilation, and $\partial E/\partial Y$ is taken "
        "*before* the ReLU.",
        why="With stride 2 not even the shape comes out right. The functions of this book take stride, padding and "
        "dilation, and give the printed formulas where these apply.",
        claim=Equation(dK_ij, Star(X_j, dY_i)),
        example=on(strided_layers),
    ),
    Erratum(
        "E18",
        "A brace that holds too much",
        ("conv2d.backward_kernel_chain",),
        printed=r"In the chain rule for $\partial E/\partial k_{11}$ a brace with $x_{11}$ below it, around the whole "
        r"product of $\partial E/\partial y_{11}$ and $\partial y_{11}/\partial k_{11}$; and so in each of the "
        "four terms.",
        correct="The brace belongs to the second factor alone.",
        why=r"$y_{11}$ is $k_{11} x_{11}$ and other terms, so it is its derivative with respect to $k_{11}$ that is "
        "$x_{11}$. The slides on the bias and on the input have the brace in its place.",
        claim=Equation(Gradient(y_11) * Partial(y_11, k_11), x_11),
        example=on(slide_layer),
    ),
)

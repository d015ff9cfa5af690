"""Where the slides print something that does not hold: as printed, as it should be, why, and what refutes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ..example import Example
from ..examples.conv2d import slide_layer
from ..examples.conv2d_sizes import counted_layers, filters_and_kernels
from ..examples.convolution import filtered_images, images, numbers, overlapping_sequences
from ..examples.dense import wide_stack
from ..examples.images import colour_images, digit, photograph
from ..examples.mistakes import layer, strided_layers, strided_sizes
from ..formula import Equation, Erratum, Formula, Proof
from ..notation.arrays import K, X_j
from ..notation.derivatives import Gradient, Partial
from ..notation.functions import Rot180
from ..notation.letters import d, h, i, j, k, m, n, r, t, u, v, w
from ..notation.matrices import Matrix
from ..notation.numbers import Bytes, Sizes
from ..notation.operators import ConvFull, Star, Star1Full, StarFull
from ..notation.spelling import Product
from ..notation.sums import Sum
from ..notation.tensors import CentredElement, Element, Step, Tensor
from ..proofs import as_printed
from ..statements.conv2d_backward import dB_i, dK_ij, dX, dX_j, dY, dY_i
from ..statements.conv2d_sizes import KERNELS, MAPS, PARAMETERS
from ..statements.convolution import INPUT, KERNEL, SAME
from ..statements.dense import WEIGHTS
from ..statements.images import SHAPE
from .wrong_formula import Refutation, WrongFormula

x, y_11, k_11, x_11 = Tensor("x"), Tensor("y", 1, 1), Tensor("k", 1, 1), Tensor("x", 1, 1)
I = Tensor("I")  # noqa: E741


def on(examples: Callable[[], Iterable[Example]]) -> Proof:
    """Evaluate on an example."""
    return as_printed(examples, "an example")


def wide_photograph() -> Iterator[Example]:
    """The photograph of the slide, 800 pixels wide and 600 high."""
    return (image for image in colour_images() if image.number(w) == 800)


def two_samples() -> Iterator[Example]:
    """A sequence of two numbers and a kernel of two."""
    return (at for at in overlapping_sequences() if (at.number(m), at.number(w)) == (2, 2))


ERRATA = (
    Erratum(
        "E1",
        "The sign of the cross-correlation",
        ("correlation.reversed", "correlation.integral"),
        printed=r"$\ast$ for both the convolution and the cross-correlation of two functions.",
        correct=r"$\star$ for the cross-correlation. For complex signals the first function is also conjugated.",
        why="They are different operations, and only the convolution commutes, {eq}`convolution.commutes`. With its "
        "operands exchanged a cross-correlation is read backwards.",
        claim=Equation(Star1Full(x, Tensor("k")), Star1Full(Tensor("k"), x)),
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
        claim=Equation(Tensor("m'"), m - k + 1),
        example=on(strided_sizes),
    ),
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
        "E6",
        "The shape of the bias",
        ("conv2d.backward_bias", "conv2d.backward_bias_per_pixel", "conv2d.parameters_per_pixel"),
        printed=r"$B_i$ has the shape of $Y_i$, and $\partial E/\partial B_i$ is $\partial E/\partial Y_i$.",
        correct="In Keras, and wherever a layer has 320 parameters, $B_i$ is one number for the whole feature map. Its "
        "gradient is the sum over all pixels. With one number a pixel the printed gradient is right, "
        "{eq}`conv2d.backward_bias_per_pixel`.",
        why="Two pages of the deck contradict each other: one bias a pixel makes the lecture's first layer one of "
        "25,376 parameters instead of 320, {eq}`conv2d.parameters_per_pixel`.",
        claim=Equation(dB_i, dY_i),
        example=on(layer(1, 1, 1, 2)),
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
        "E8",
        "The input's gradient is a convolution",
        ("conv2d.backward_input_simplified",),
        printed=r"$\partial E/\partial X$ as $\partial E/\partial Y \star_{\mathrm{full}} K$, in one of the two copies "
        "of the deck.",
        correct=r"With $\ast_{\mathrm{full}}$, or with $\star_{\mathrm{full}}$ and the kernel turned, "
        "{eq}`conv2d.backward_input_rot180`.",
        why=r"Let the loss be the upper left output alone, $E = y_{11}$. It is the sum of the upper left corner of $X$ "
        "times $K$, so its gradient is $K$ in that corner. The printed sign puts the kernel there upside down.",
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
        ("images.bytes_float32", "images.bytes"),
        printed="1,440,000 bytes, “2-D input data”.",
        correct="1,440,000 bytes at one byte a number, {eq}`images.bytes`; as float32, which a network computes with, "
        "5,760,000. The array has three axes, {eq}`images.colour`.",
        why="The slide does not say how large a number is, and a network does not compute with bytes.",
        claim=Equation(Bytes(800, 600, 3, 4), Bytes(1_440_000)),
        example=on(photograph),
    ),
    Erratum(
        "E13",
        "Height first",
        ("images.colour",),
        printed="(800, 600, 3) under the words (height × width).",
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
    Erratum(
        "E15",
        "The last filter",
        ("conv2d.backward_input",),
        printed=r"In $\partial E/\partial X_j$ the sum runs over $i = 1 \ldots n$.",
        correct=r"Over $i = 1 \ldots d$.",
        why="$i$ counts filters and there are $d$ of them. With more filters than channels the printed sum leaves some "
        "out.",
        claim=Equation(dX_j, Sum(ConvFull(dY_i, Tensor("K", i, j)), i, 1, n)),
        example=on(layer(2, 1, 1, 1)),
    ),
    Erratum(
        "E16",
        "One letter for two things",
        ("convolution.discrete2d", "convolution.integral2d"),
        printed="The sum over $u$ and $v$ from $-k$ to $k$ of $k[u, v]\\,f[i-u, j-v]$.",
        correct="The half-width needs a letter of its own, $r$. Outside the image $f$ counts as zero.",
        why="$k$ is both the kernel and its half-width. The sum covers kernels of odd size $2r+1$ only, and needs a "
        "rule for the border of the image, where $f$ is asked for outside.",
        claim=Equation(
            Element(Tensor("g"), i, j),
            Sum(
                Sum(CentredElement(Tensor("k"), u, v) * Element(Tensor("f"), i - u, j - v), v, -r, r),
                u,
                -r,
                r,
            ),
        ),
        example=on(filtered_images),
        without_value=True,
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
        why=r"$y_{11}$ is $k_{11} x_{11}$ and other terms, so it is its derivative by $k_{11}$ that is $x_{11}$. The "
        "slides on the bias and on the input have the brace in its place.",
        claim=Equation(Gradient(y_11) * Partial(y_11, k_11), x_11),
        example=on(slide_layer),
    ),
)
CLAIMS = {erratum.number: erratum.claim for erratum in ERRATA}


def refute(erratum: Erratum, formulas: Mapping[str, Formula]) -> Refutation:
    """Evaluate the claim of an erratum, and the formula that is right, on the erratum's example."""
    return WrongFormula(
        erratum.number,
        erratum.title,
        erratum.formulas[0],
        (erratum.claim,),
        erratum.example,
        without_value=erratum.without_value,
    ).refute(formulas)

"""All theorems, function by function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

from . import conditions, one_image, other_layers
from . import convolution_layer as layer
from .claims import Run, prove
from .kinds import SymArray
from .polynomials import Polynomial
from .running import BRANCHES
from .setting import ANY, Setting
from .unknowns import Unknowns

KERNELS = ((1, 1), (2, 4), (3, 3), (5, 5), (7, 7))
LARGE_KERNELS = ((9, 9), (11, 11))  # on the arrays that stand for NumPy's
PADDED: tuple[Any, ...] = (ANY, (0, ANY), 0)  # the three together are every padding by numbers
BIASED = Setting((1, 1), groups=ANY)  # the gradient of the bias knows dY only: any size

Claims = Callable[[Unknowns, type[SymArray]], Run]


@dataclass(frozen=True)
class Theorem:
    """What is claimed of a shipped function, run on arrays of one kind.

    `setting` is that of a theorem on the function itself, for what the words on a page are made from.
    """

    words: str
    branch: str
    claims: Claims
    setting: Setting | None = None

    def prove(self) -> list[Polynomial]:
        """Raise `NotProved`, or return what must be ≥ 0, beside the sizes that start from 1."""
        return prove(lambda unknowns: self.claims(unknowns, BRANCHES[self.branch]))

    def __str__(self) -> str:
        return f"{self.words} ({self.branch})"


def settings(branch: str) -> Iterator[Setting]:
    """Settings of the convolution layer; where the code loops over a dilated kernel, dilation must be a number."""
    dilation = ANY if branch == "strided windows" else 1
    for kernel in KERNELS:
        for padding in (*PADDED, "valid"):
            yield Setting(kernel, ANY, padding, dilation, ANY)
        yield Setting(kernel)  # as on the slides
    if branch == "strided windows":
        for kernel, padding in product(LARGE_KERNELS, PADDED):
            yield Setting(kernel, ANY, padding, ANY, ANY)
    for kernel, padding in product(KERNELS, ("same", "full")):
        yield Setting(kernel, 1, padding, dilation, ANY)
    for remainder in product((0, 1), (0, 1, 2)):
        yield Setting((2, 4), (2, 3), "same", 1, 2, remainder)
    for remainder in product((0, 1), (0, 1)):
        yield Setting((1, 1), 2, "same", 1, 1, remainder)
    yield Setting((3, 3), 2, "same", 2, ANY)
    yield Setting((3, 3), 2, ((1, 0), (2, 3)), (2, 3), ANY)


def at_stride_1(branch: str) -> Iterator[Setting]:
    """Settings in which the sizes of the kernel and of the input can be inferred."""
    for padding in (ANY, (0, ANY), "valid", "full"):
        yield Setting((2, 4), 1, padding, ANY if branch == "strided windows" else 2, ANY)


def inferring_input(branch: str) -> Iterator[Setting]:
    """Settings in which the size of the input can be inferred: with "same", it is that of the output."""
    yield from at_stride_1(branch)
    yield Setting((2, 4), 1, "same", ANY if branch == "strided windows" else 2, ANY)


def of_layer(
    claims: Callable[..., Any], chosen: Callable[[str], Iterator[Setting]] = settings, *, beside: bool = False
) -> list[Theorem]:
    """One theorem for each setting and each branch; `beside`: on another way to call the function."""
    return [
        Theorem(str(setting), branch, partial(layer.layer_theorem, claims, setting), None if beside else setting)
        for branch in BRANCHES
        for setting in chosen(branch)
    ]


def of(**claims: Claims) -> list[Theorem]:
    """One theorem for each keyword and each branch."""
    return [Theorem(name.replace("_", " "), branch, run) for branch in BRANCHES for name, run in claims.items()]


def with_settings(claims: Callable[..., Any], *chosen: Setting) -> list[Theorem]:
    """One theorem for each setting and each branch, of claims that take a setting."""
    return [Theorem(str(each), branch, partial(claims, each), each) for branch in BRANCHES for each in chosen]


POOLS = (
    *(Setting((2, 2), 2), Setting((2, 3), (3, 3)), Setting((3, 3), 2), Setting((2, 2), 1)),
    *(Setting((3, 3), stride, 1) for stride in (1, 2)),
    *(Setting((2, 3), 2, ((1, 0), (0, 2))), Setting((2, 2), 1, "same")),
)
IMAGES = tuple(Setting(kernel, padding=padding) for kernel, padding in product(KERNELS, ("valid", "same", "full")))
REFUSALS = of(
    images_too_low=conditions.too_low,
    images_too_narrow=conditions.too_narrow,
    groups_that_do_not_divide_the_channels=conditions.unequal_channels,
    groups_that_do_not_divide_the_filters=conditions.unequal_filters,
    kernels_for_more_channels=conditions.other_channels,
)

THEOREMS: Mapping[str, list[Theorem]] = {
    "output_size": [
        Theorem(
            f"every size, kernel, padding and dilation, stride {stride}",
            "strided windows",
            partial(conditions.number_of_windows, stride),
        )
        for stride in (1, 2, 3)
    ]
    + [Theorem("every stride", "strided windows", conditions.number_of_windows_any_stride)],
    "correlate2d": with_settings(one_image.correlation, *IMAGES),
    "convolve2d": with_settings(one_image.convolution, *IMAGES),
    "rot180": of(every_shape=one_image.half_turn),
    "pad2d": with_settings(one_image.zeros_around, *(Setting((1, 1), padding=padding) for padding in PADDED)),
    "conv2d": of_layer(layer.forward) + REFUSALS,
    "im2col": of_layer(layer.columns) + of_layer(layer.columns_given, at_stride_1, beside=True),
    "conv2d_backward_kernel": of_layer(layer.backward_kernel)
    + of_layer(layer.inferred_kernel_size, at_stride_1, beside=True),
    "conv2d_backward_input": of_layer(layer.backward_input)
    + of_layer(layer.inferred_input_size, inferring_input, beside=True),
    "conv2d_transpose": of_layer(layer.transposed) + of_layer(layer.inferred_output_size, inferring_input, beside=True),
    "conv2d_backward_bias": of_layer(layer.backward_bias, lambda _: iter([BIASED])),
    "conv2d_backward_bias, one per pixel": of_layer(layer.backward_bias_a_pixel, lambda _: iter([BIASED])),
    "avg_pool2d": with_settings(partial(other_layers.average_pooling, backward=False), *POOLS),
    "avg_pool2d_backward": with_settings(partial(other_layers.average_pooling, backward=True), *POOLS),
    "flatten, unflatten": of(every_shape=other_layers.flattening),
    "dense": of(every_size=other_layers.dense_forward),
    "dense_backward_weight": of(every_size=other_layers.dense_weight),
    "dense_backward_bias": of(every_size=other_layers.dense_bias),
    "dense_backward_input": of(every_size=other_layers.dense_input),
}

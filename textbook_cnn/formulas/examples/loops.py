"""Layers whose gradients the functions with loops compute as the shipped functions do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from ..example import Disagreement, Example
from ..notation.letters import N, b
from ..shipped import agree, shipped
from .conv2d import general_example, layer_example
from .convolution_layer import ConvolutionLayer, Shape

SIZES = (2, 3, (4, 3), (2, 2)), (2, 1, (3, 5), (2, 1))  # d, n, input, kernel
LOOPS = {"K": "conv2d_backward_kernel_loops", "X": "conv2d_backward_input_loops"}
MARGINS = 0, ((1, 0), (0, 2)), "same", "full"


def shapes() -> Iterator[Shape]:
    """Layers of two images, with stride, margins of every kind, and dilation."""
    for sizes, stride, padding, dilation in product(SIZES, (1, 2), MARGINS, (1, 2)):
        shape = Shape(*sizes, batch=2, stride=stride, padding=padding, dilation=dilation)
        if all(shape.output):
            yield shape


def looped_layers() -> Iterator[Example]:
    """Layers of several images: their gradients by differentiation, by the shipped functions, and by loops."""
    for shape in shapes():
        layer = ConvolutionLayer(shape)
        keywords = {name: value for name, value in shape.keywords.items() if name != "groups"}
        given = {
            "K": shipped(LOOPS["K"])(layer.X, layer.dY, shape.kernel, **keywords),
            "X": shipped(LOOPS["X"])(layer.dY, layer.K, shape.size, **keywords),
        }
        try:
            gradients = {name: agree(f"∂E/∂{name}", layer.gradient(name), LOOPS[name], given[name]) for name in LOOPS}
        except Disagreement as error:
            raise Disagreement(f"{shape}: {error}") from None
        known = general_example(layer_example(layer), shape).bind({N: shape.batch})
        yield replace(
            known,
            arrays={"X": layer.X, "K": layer.K},
            gradients={**gradients, "Y": layer.dY},
            ranges={**known.ranges, b: range(1, shape.batch + 1)},
        )


def uneven_layers() -> Iterator[None]:
    """Layers whose strides, dilations and margins differ down and across: the loops give what differentiation gives."""
    for sizes, stride, dilation, padding in product(SIZES, ((1, 2), (2, 1)), ((1, 2), (2, 1)), ((2, 1), "same")):
        shape = Shape(*sizes, batch=2, stride=stride, padding=padding, dilation=dilation)
        layer = ConvolutionLayer(shape)
        keywords = {name: value for name, value in shape.keywords.items() if name != "groups"}
        given = shipped(LOOPS["K"])(layer.X, layer.dY, shape.kernel, **keywords)
        agree(f"∂E/∂K, {shape}", layer.gradient("K"), LOOPS["K"], given)
        given = shipped(LOOPS["X"])(layer.dY, layer.K, shape.size, **keywords)
        agree(f"∂E/∂X, {shape}", layer.gradient("X"), LOOPS["X"], given)
        yield

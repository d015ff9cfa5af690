"""Layers whose gradients the functions with loops compute as the shipped functions do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..example import Disagreement, Example
from ..notation.letters import N, b
from ..shipped import agree, shipped
from .conv2d import general_example, layer_example
from .convolution_layer import ConvolutionLayer, Shape

SHAPES = (
    Shape(3, 2, (4, 3), (2, 2), 2),
    Shape(2, 3, (3, 4), (2, 1), 2, padding=((1, 0), (0, 2))),
    Shape(1, 2, (4, 4), (2, 2), 2, stride=2, padding="same"),
    Shape(2, 1, (5, 4), (2, 3), 2, stride=2, padding=1),
    Shape(2, 2, (5, 4), (2, 2), 2, dilation=2),
    Shape(2, 1, (5, 5), (2, 2), 3, stride=2, dilation=2, padding=((0, 1), (1, 0))),
)


def looped_layers() -> Iterator[Example]:
    """Layers of several images: their gradients by differentiation, by the shipped functions, and by loops."""
    for shape in SHAPES:
        layer = ConvolutionLayer(shape)
        keywords = {name: value for name, value in shape.keywords.items() if name != "groups"}
        loops = {
            "K": shipped("conv2d_backward_kernel_loops")(layer.X, layer.dY, shape.kernel, **keywords),
            "X": shipped("conv2d_backward_input_loops")(layer.dY, layer.K, shape.size, **keywords),
        }
        try:
            gradients = {name: agree(f"∂E/∂{name}", layer.gradient(name), "loops", loops[name]) for name in loops}
        except Disagreement as error:
            raise Disagreement(f"{shape}: {error}") from None
        known = general_example(layer_example(layer), shape).bind({N: shape.batch})
        yield replace(
            known,
            arrays={"X": layer.X, "K": layer.K},
            gradients={**gradients, "Y": layer.dY},
            ranges={**known.ranges, b: range(1, shape.batch + 1)},
        )

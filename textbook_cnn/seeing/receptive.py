"""How much of the image one output sees: receptive fields, layer by layer."""

from __future__ import annotations

from typing import NamedTuple

from .. import _checks as check
from .._checks import Pair
from .._windows import Geometry, both, geometry
from ..network.layer import Layer, Shape
from ..network.network import Network
from ._trace import place_named


class Window(NamedTuple):
    """Rows top … bottom − 1 and columns left … right − 1 of the image; beyond its edges lies padding."""

    top: int
    bottom: int
    left: int
    right: int


class ReceptiveField(NamedTuple):
    """Receptive field of the outputs of a layer, each entry (vertical, horizontal), in pixels of the image.

    Attributes
    ----------
    size : pair of int
        How many pixels an output sees.
    step : pair of int
        How far apart the fields of two neighbouring outputs lie.
    start : pair of int
        First row and column that output [0, 0] sees; below 0 in the padding.
    """

    size: Pair
    step: Pair
    start: Pair

    def window(self, p: int, q: int) -> Window:
        """Rows and columns that output [p, q] sees."""
        place = check.integer("p", p, 0), check.integer("q", q, 0)
        top, left = (first + at * step for first, at, step in zip(self.start, place, self.step))
        return Window(top, top + self.size[0], left, left + self.size[1])


def receptive_field(network: Network, layer: str) -> ReceptiveField:
    """Which pixels of the image an output of a layer can depend on.

    Parameters
    ----------
    network : Network
        Takes images (n, height, width).
    layer : str
        Name of a layer with feature maps.

    Returns
    -------
    ReceptiveField
        size, step and start.

    Raises
    ------
    TypeError
        If `network` is no network, `layer` no string, or a layer up to it is not of this package and says neither that
        it is pointwise nor where its windows lie: see `textbook_cnn.network.layer.Layer`.
    ValueError
        If there is no such layer, or it has no feature maps.

    Notes
    -----
    Rows and columns that a stride leaves out at the far edges count as seen.

    Equation ``seeing.receptive_field``: a layer with kernel size k, stride s and dilation δ lets the field grow by
    δ (k − 1) steps of its input, and multiplies the step by s. It is derived for networks of any form in [1]_.

    References
    ----------
    .. [1] A. Araujo, W. Norris and J. Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill,
       2019. doi:10.23915/distill.00021

    Examples
    --------
    >>> from textbook_cnn.vgg16 import vgg16_network
    >>> receptive_field(vgg16_network(), "block1_conv2")
    ReceptiveField(size=(5, 5), step=(1, 1), start=(-2, -2))
    >>> receptive_field(vgg16_network(), "block5_conv3").size
    (196, 196)
    """
    place = place_named(network, layer)
    shape, field = network.input_shape, ReceptiveField((1, 1), (1, 1), (0, 0))
    for each in network.layers[: place + 1]:
        before, shape = shape, each.output_shape(shape)
        if len(before) != 3 or len(shape) != 3:
            raise ValueError(f"layer: expected one with feature maps, got {layer!r}")
        field = _through(field, _windows_of(each, before))
    return field


def _windows_of(layer: Layer, shape: Shape) -> Geometry:
    """The windows of a layer; of a pointwise one those of a single pixel."""
    found = geometry(shape[1:], 1) if layer.pointwise else layer.windows(shape)
    if found is None or found.output_size != layer.output_shape(shape)[1:]:
        raise TypeError(
            f"network: expected layers that are pointwise or say where their windows lie, got {check.shown(layer)}"
        )
    return found


def _through(field: ReceptiveField, g: Geometry) -> ReceptiveField:
    axes = (0, 1)
    return ReceptiveField(
        size=both(field.size[a] + g.dilation[a] * (g.kernel_size[a] - 1) * field.step[a] for a in axes),
        step=both(field.step[a] * g.stride[a] for a in axes),
        start=both(field.start[a] - g.padding[a][0] * field.step[a] for a in axes),
    )

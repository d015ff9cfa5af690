"""The convolution layer without sizes: its definition, and what is claimed of it, of its columns and its gradients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...layers.conv2d import conv2d, im2col
from ...layers.conv2d_backward import conv2d_backward_bias, conv2d_backward_input, conv2d_backward_kernel
from ...layers.conv2d_transpose import conv2d_transpose
from .claims import Claim, Run, derivative
from .indexing import axis_of
from .kinds import SymArray
from .polynomials import polynomial
from .setting import Setting, resolve
from .terms import Axis, Block, Element, Term, entry, flat_index, guard, sum_over, times
from .unknowns import Unknowns


class Layer:
    """Inputs of unknown size, and the output by definition."""

    def __init__(self, setting: Setting, unknowns: Unknowns, kind: type[SymArray]) -> None:
        s = self.sizes = resolve(setting, unknowns)
        named = setting.padding in ("valid", "same", "full")
        self.keywords: dict[str, Any] = {
            "stride": s.stride,
            "dilation": s.dilation,
            "groups": s.groups,
            "padding": setting.padding if named else s.margins,
        }
        self.axes: dict[str, list[Axis]] = {
            "X": [axis_of(s.images), axis_of(s.groups, s.channels), *map(axis_of, s.input)],
            "K": [axis_of(s.groups, s.filters), axis_of(s.channels), *map(axis_of, s.kernel)],
            "dY": [axis_of(s.images), axis_of(s.groups, s.filters), *map(axis_of, s.output)],
        }
        self.X, self.K, self.dY = (kind.unknown(letter, *axes) for letter, axes in self.axes.items())
        self.axes |= {"B": self.axes["dY"][1:2], "B a pixel": self.axes["dY"][1:]}
        self.B, self.B_a_pixel = kind.unknown("B", *self.axes["B"]), kind.unknown("B", *self.axes["B a pixel"])

    def window(self, image: Block, channel: Block, offset: Sequence[Block], position: Sequence[Block]) -> Term:
        """X[image, channel, s·p + l·u − top, s·q + l·v − left], and 0 outside X; l is the dilation."""
        s, place, inside = self.sizes, [], []
        for a in (0, 1):
            along = flat_index(position[a]) * s.stride[a] + flat_index(offset[a]) * s.dilation[a] - s.margins[a][0]
            place.append(along)
            inside += [along, polynomial(s.input[a]) - 1 - along]
        return times(guard(at_least=inside), entry("X", *image, *channel, *place))

    def output(self, at: Sequence[Block]) -> Term:
        """Y[b, (γ, i), p, q] = Σ_μuv window · K[(γ, i), μ, u, v], for filter i and channels μ of group γ."""
        image, filters, *position = at
        group = filters[:-1]

        def body(place: Sequence[Block]) -> Term:
            (channel, *offset), (u, v) = place, place[1:]
            return times(self.window(image, group + channel, offset, position), entry("K", *filters, *channel, *u, *v))

        return sum_over([axis_of(self.sizes.channels), *map(axis_of, self.sizes.kernel)], body)

    def column(self, at: Sequence[Block]) -> Term:
        """Element of im2col: row p of outputs, group, place (u, v, channel) in the window, output (q, image)."""
        p, group, place, (*q, image) = at
        *uv, channel = place
        offset = [(uv.pop(0),) if k > 1 else () for k in self.sizes.kernel]
        return self.window((image,), (*group, channel), offset, (p, tuple(q)))

    def gradient(self, letter: str, output: Element | None = None) -> Element:
        """∂E/∂letter for E = Σ dY·Y."""
        return lambda at: derivative(output or self.output, self.axes["dY"], letter, at)


def bias(at: Sequence[Block]) -> Term:
    """B_i, the same for all images and pixels."""
    return entry("B", *at[1])


def bias_a_pixel(at: Sequence[Block]) -> Term:
    """B_i[p, q], the same for all images."""
    return entry("B", *(index for block in at[1:] for index in block))


def forward(a: Layer) -> list[Claim]:
    """Y = definition, without bias, with one per filter, with one per pixel."""
    return [
        Claim(conv2d(a.X, a.K, **a.keywords), a.axes["dY"], a.output),
        Claim(conv2d(a.X, a.K, a.B, **a.keywords), a.axes["dY"], lambda at: a.output(at) + bias(at)),
        Claim(conv2d(a.X, a.K, a.B_a_pixel, **a.keywords), a.axes["dY"], lambda at: a.output(at) + bias_a_pixel(at)),
    ]


def columns(a: Layer) -> list[Claim]:
    """The columns are the windows."""
    s = a.sizes
    rows = axis_of(*s.kernel, s.channels)
    axes = [axis_of(s.output[0]), axis_of(s.groups), rows, axis_of(s.output[1], s.images)]
    return [Claim(im2col(a.X, s.kernel, **a.keywords), axes, a.column)]


def columns_given(a: Layer) -> list[Claim]:
    """The functions that take the columns give what they give without."""
    keywords = {"columns": im2col(a.X, a.sizes.kernel, **a.keywords), **a.keywords}
    return [
        Claim(conv2d(a.X, a.K, **keywords), a.axes["dY"], a.output),
        Claim(conv2d_backward_kernel(a.X, a.dY, a.sizes.kernel, **keywords), a.axes["K"], a.gradient("K")),
    ]


def backward_kernel(a: Layer) -> list[Claim]:
    """∂E/∂K = derivative of the definition."""
    return [Claim(conv2d_backward_kernel(a.X, a.dY, a.sizes.kernel, **a.keywords), a.axes["K"], a.gradient("K"))]


def backward_input(a: Layer) -> list[Claim]:
    """∂E/∂X = derivative of the definition."""
    return [Claim(conv2d_backward_input(a.dY, a.K, a.sizes.input, **a.keywords), a.axes["X"], a.gradient("X"))]


def transposed(a: Layer) -> list[Claim]:
    """The transposed layer = derivative of the definition, and its bias, one per map."""
    maps, dX = a.axes["X"], a.gradient("X")
    B = type(a.X).unknown("B", *maps[1:2])
    found = conv2d_transpose(a.dY, a.K, B, a.sizes.input, **a.keywords)
    return [Claim(found, maps, lambda at: dX(at) + bias(at))]


def inferred_output_size(a: Layer) -> list[Claim]:
    """The transposed layer without being told the size of its output, without bias and with one per pixel."""
    maps, dX = a.axes["X"], a.gradient("X")
    B = type(a.X).unknown("B", *maps[1:])
    return [
        Claim(conv2d_transpose(a.dY, a.K, **a.keywords), maps, dX),
        Claim(conv2d_transpose(a.dY, a.K, B, **a.keywords), maps, lambda at: dX(at) + bias_a_pixel(at)),
    ]


def inferred_kernel_size(a: Layer) -> list[Claim]:
    """∂E/∂K without being told the size of the kernel."""
    return [Claim(conv2d_backward_kernel(a.X, a.dY, **a.keywords), a.axes["K"], a.gradient("K"))]


def inferred_input_size(a: Layer) -> list[Claim]:
    """∂E/∂X without being told the size of the input."""
    return [Claim(conv2d_backward_input(a.dY, a.K, **a.keywords), a.axes["X"], a.gradient("X"))]


def backward_bias(a: Layer) -> list[Claim]:
    """∂E/∂B, one per filter."""
    return [Claim(conv2d_backward_bias(a.dY), a.axes["B"], a.gradient("B", bias))]


def backward_bias_a_pixel(a: Layer) -> list[Claim]:
    """∂E/∂B, one per pixel."""
    return [Claim(conv2d_backward_bias(a.dY, tied=False), a.axes["B a pixel"], a.gradient("B", bias_a_pixel))]


def layer_theorem(
    claims: Callable[[Layer], list[Claim]], setting: Setting, unknowns: Unknowns, kind: type[SymArray]
) -> Run:
    """What is claimed of the layer, which holds where a window fits; the code goes this way there and nowhere else."""
    layer = Layer(setting, unknowns, kind)
    return Run(claims(layer), domain=[polynomial(spare) for spare in layer.sizes.spare])

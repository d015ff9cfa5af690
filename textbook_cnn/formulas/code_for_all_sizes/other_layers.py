"""What is claimed of the other linear layers: dense, flatten, average pooling."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ...layers.average_pooling import avg_pool2d, avg_pool2d_backward
from ...layers.dense import dense, dense_backward_bias, dense_backward_input, dense_backward_weight
from ...layers.flatten import flatten, unflatten
from .claims import Claim, Run, derivative
from .indexing import axis_of
from .kinds import SymArray, axes_of
from .polynomials import polynomial
from .setting import Setting, resolve
from .terms import Block, Element, Term, entry, flat_index, guard, scaled, sum_over, times
from .unknowns import Unknowns

Kind = type[SymArray]


class Dense:
    """Inputs of a dense layer, for every batch size and number of inputs and outputs; its output by definition."""

    def __init__(self, unknowns: Unknowns, kind: Kind) -> None:
        N, n, d = (unknowns.size(name) for name in ("N", "n", "d"))
        self.X, self.W, self.B, self.dY = (
            kind.unknown("X", N, n),
            kind.unknown("W", d, n),
            kind.unknown("B", d),
            kind.unknown("dY", N, d),
        )

    def product(self, at: Sequence[Block]) -> Term:
        """Σ_j W_ij X_j."""
        return sum_over(axes_of(self.W)[1:], lambda j: times(entry("W", *at[1], *j[0]), entry("X", *at[0], *j[0])))

    def output(self, at: Sequence[Block]) -> Term:
        """Y_i = B_i + Σ_j W_ij X_j."""
        return self.product(at) + entry("B", *at[1])

    def gradient(self, letter: str) -> Element:
        """∂E/∂letter."""
        return lambda at: derivative(self.output, axes_of(self.dY), letter, at)


def dense_forward(unknowns: Unknowns, kind: Kind) -> Run:
    """Y = definition, without and with bias."""
    a = Dense(unknowns, kind)
    return Run([Claim(dense(a.X, a.W), axes_of(a.dY), a.product), Claim(dense(a.X, a.W, a.B), axes_of(a.dY), a.output)])


def dense_weight(unknowns: Unknowns, kind: Kind) -> Run:
    """∂E/∂W = derivative of the definition."""
    a = Dense(unknowns, kind)
    return Run([Claim(dense_backward_weight(a.X, a.dY), axes_of(a.W), a.gradient("W"))])


def dense_bias(unknowns: Unknowns, kind: Kind) -> Run:
    """∂E/∂B = derivative of the definition."""
    a = Dense(unknowns, kind)
    return Run([Claim(dense_backward_bias(a.dY), axes_of(a.B), a.gradient("B"))])


def dense_input(unknowns: Unknowns, kind: Kind) -> Run:
    """∂E/∂X = derivative of the definition."""
    a = Dense(unknowns, kind)
    return Run([Claim(dense_backward_input(a.dY, a.W), axes_of(a.X), a.gradient("X"))])


def flattening(unknowns: Unknowns, kind: Kind) -> Run:
    """Flatten writes the elements in their order, and unflatten undoes it, for every shape."""
    N, n, H, W = (unknowns.size(name) for name in ("N", "n", "H", "W"))
    maps, rows = kind.unknown("X", N, n, H, W), kind.unknown("X", N, (n, H, W))

    def element(at: Sequence[Block]) -> Term:
        return entry("X", *(index for block in at for index in block))

    return Run(
        [Claim(flatten(maps), axes_of(rows), element), Claim(unflatten(rows, (n, H, W)), axes_of(maps), element)]
    )


def average_pooling(setting: Setting, unknowns: Unknowns, kind: Kind, *, backward: bool) -> Run:
    """The mean of each window, or its derivative; with zeros that count; a usual stride is left out."""
    s = resolve(setting, unknowns)
    keywords: dict[str, Any] = {"stride": None if s.stride == s.kernel else s.stride}
    if setting.padding != "valid":
        keywords |= {"padding": s.margins, "count_padding": True}
    X, dY = kind.unknown("X", s.images, s.channels, *s.input), kind.unknown("dY", s.images, s.channels, *s.output)

    def output(at: Sequence[Block]) -> Term:
        def body(offset: Sequence[Block]) -> Term:
            place, inside = [], []
            for a in (0, 1):
                place.append(flat_index(at[2 + a]) * s.stride[a] + flat_index(offset[a]) - s.margins[a][0])
                inside += [place[a], polynomial(s.input[a]) - 1 - place[a]]
            pixel = times(guard(at_least=inside), entry("X", *at[0], *at[1], *place))
            return scaled(pixel, Fraction(1, s.kernel[0] * s.kernel[1]))

        return sum_over(list(map(axis_of, s.kernel)), body)

    if backward:
        got = avg_pool2d_backward(X, dY, s.kernel, **keywords)
        claim = Claim(got, axes_of(X), lambda at: derivative(output, axes_of(dY), "X", at))
    else:
        claim = Claim(avg_pool2d(X, s.kernel, **keywords), axes_of(dY), output)
    return Run([claim], domain=list(map(polynomial, s.spare)))

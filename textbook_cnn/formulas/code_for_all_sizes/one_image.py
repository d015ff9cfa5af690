"""What is claimed of the functions on one image: cross-correlation, convolution, half turn, zeros around."""

from __future__ import annotations

from collections.abc import Sequence

from ...convolution import convolve2d, correlate2d, pad2d, rot180
from .claims import Claim, Run
from .indexing import axis_of
from .kinds import SymArray
from .polynomials import polynomial
from .setting import Setting, resolve
from .terms import Block, Term, entry, flat_index, guard, sum_over, times
from .unknowns import Unknowns

Kind = type[SymArray]


class Image:
    """One image of every height and width, and a kernel."""

    def __init__(self, setting: Setting, unknowns: Unknowns, kind: Kind) -> None:
        s = self.sizes = resolve(setting, unknowns)
        self.x, self.k = kind.unknown("X", *s.input), kind.unknown("K", *s.kernel)
        self.domain = list(map(polynomial, s.spare))
        self.axes = list(map(axis_of, s.output))

    def output(self, at: Sequence[Block], *, turned: bool = False) -> Term:
        """Σ_uv X[p + u − top, q + v − left] K[u, v], or, with the kernel turned, K[kh − 1 − u, kw − 1 − v]."""
        s = self.sizes

        def body(place: Sequence[Block]) -> Term:
            offset = [s.kernel[a] - 1 - flat_index(place[a]) if turned else flat_index(place[a]) for a in (0, 1)]
            met = [flat_index(at[a]) + offset[a] - s.margins[a][0] for a in (0, 1)]
            inside = [limit for a in (0, 1) for limit in (met[a], polynomial(s.input[a]) - 1 - met[a])]
            return times(guard(at_least=inside), times(entry("X", *met), entry("K", *place[0], *place[1])))

        return sum_over(list(map(axis_of, s.kernel)), body)


def correlation(setting: Setting, unknowns: Unknowns, kind: Kind) -> Run:
    """Cross-correlation of one image = definition."""
    a = Image(setting, unknowns, kind)
    return Run([Claim(correlate2d(a.x, a.k, padding=setting.padding), a.axes, a.output)], domain=a.domain)


def convolution(setting: Setting, unknowns: Unknowns, kind: Kind) -> Run:
    """Convolution of one image = definition, in which the kernel is read backwards."""
    a = Image(setting, unknowns, kind)
    got = convolve2d(a.x, a.k, padding=setting.padding)
    return Run([Claim(got, a.axes, lambda at: a.output(at, turned=True))], domain=a.domain)


def half_turn(unknowns: Unknowns, kind: Kind) -> Run:
    """rot180(K)[i, j, u, v] = K[i, j, kh − 1 − u, kw − 1 − v], for every shape."""
    sizes = [unknowns.size(name) for name in ("d", "n", "kh", "kw")]
    last = [polynomial(size) - 1 for size in sizes[2:]]
    kernels = kind.unknown("K", *sizes)
    return Run(
        [
            Claim(
                rot180(kernels),
                list(map(axis_of, sizes)),
                lambda at: entry("K", *at[0], *at[1], last[0] - at[2][0], last[1] - at[3][0]),
            )
        ]
    )


def zeros_around(setting: Setting, unknowns: Unknowns, kind: Kind) -> Run:
    """Zeros around the last two axes, for every shape and every padding."""
    s = resolve(setting, unknowns)
    X = kind.unknown("X", s.images, s.channels, *s.input)
    sizes = [size + sum(margin) for size, margin in zip(s.input, s.margins, strict=True)]
    axes = list(map(axis_of, (s.images, s.channels, *sizes)))

    def element(at: Sequence[Block]) -> Term:
        place = [flat_index(at[2 + a]) - s.margins[a][0] for a in (0, 1)]
        inside = [limit for a in (0, 1) for limit in (place[a], polynomial(s.input[a]) - 1 - place[a])]
        return times(guard(at_least=inside), entry("X", *at[0], *at[1], *place))

    return Run([Claim(pad2d(X, s.margins), axes, element)])

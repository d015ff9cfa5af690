"""Where the functions answer and where they refuse: how many windows fit, and errors for all sizes that do not fit."""

from __future__ import annotations

from typing import Any

from ...convolution import output_size
from ...layers.conv2d import conv2d
from .claims import NotProved, Run
from .kinds import SymArray
from .polynomials import polynomial
from .sealed import ended_in
from .unknowns import Unknowns

Kind = type[SymArray]


def number_of_windows(stride: int, unknowns: Unknowns, _: Kind) -> Run:
    """The last window fits and one more does not, for every size, kernel size, padding and dilation."""
    size, kernel, dilation = unknowns.size("n", large=True), unknowns.size("k"), unknowns.size("l")
    padding = unknowns.size("p", least=0)
    m = polynomial(output_size(size, kernel, stride=stride, padding=padding, dilation=dilation))
    spare = polynomial(size + 2 * padding - dilation * (kernel - 1) - 1)
    return Run(inequalities=[spare - stride * (m - 1), stride * m - spare - 1], domain=[spare])


def number_of_windows_any_stride(unknowns: Unknowns, _: Kind) -> Run:
    """For every stride s: beside the first window remain s·q + r pixels, 0 ≤ r < s, and q more windows fit."""
    stride, kernel, dilation = (unknowns.size(name) for name in ("s", "k", "l"))
    padding, quotient = unknowns.size("p", least=0), unknowns.size("q", least=0, large=True)
    size = stride * quotient + unknowns.size("r", least=0, below=stride) + dilation * (kernel - 1) + 1 - 2 * padding
    unknowns.factors.append(polynomial(stride))
    unknowns.facts.append(polynomial(size) - 1)
    m = polynomial(output_size(size, kernel, stride=stride, padding=padding, dilation=dilation))
    return Run(inequalities=[m - quotient - 1, 1 - m + quotient])


def too_low(unknowns: Unknowns, kind: Kind) -> Run:
    """A kernel of 3 rows with dilation 2 is refused for every image of less than 5 rows."""
    return _too_small(unknowns, kind, unknowns.size("H", below=5), unknowns.size("W"))


def too_narrow(unknowns: Unknowns, kind: Kind) -> Run:
    """A kernel of 4 columns with dilation 2 is refused for every image of less than 7 columns."""
    return _too_small(unknowns, kind, unknowns.size("H", least=5), unknowns.size("W", below=7))


def unequal_channels(unknowns: Unknowns, kind: Kind) -> Run:
    """Channels that the number of groups does not divide are refused: G·m + r of them, 0 < r < G."""
    N, m, f, H, W, G = (unknowns.size(name) for name in ("N", "m", "f", "H", "W", "G"))
    channels = G * m + unknowns.size("r", below=G)
    return _refused(kind.unknown("X", N, channels, H, W), kind.unknown("K", (G, f), m, 3, 3), groups=G)


def unequal_filters(unknowns: Unknowns, kind: Kind) -> Run:
    """Filters that the number of groups does not divide are refused: G·f + r of them, 0 < r < G."""
    N, m, f, H, W, G = (unknowns.size(name) for name in ("N", "m", "f", "H", "W", "G"))
    filters = G * f + unknowns.size("r", below=G)
    return _refused(kind.unknown("X", N, (G, m), H, W), kind.unknown("K", filters, m, 3, 3), groups=G)


def other_channels(unknowns: Unknowns, kind: Kind) -> Run:
    """Kernels for more channels than the input has are refused."""
    N, n, d, H, W, more = (unknowns.size(name) for name in ("N", "n", "d", "H", "W", "z"))
    return _refused(kind.unknown("X", N, n, H, W), kind.unknown("K", d, n + more, 3, 3))


def _too_small(unknowns: Unknowns, kind: Kind, height: int, width: int) -> Run:
    N, n, d = (unknowns.size(name) for name in ("N", "n", "d"))
    return _refused(kind.unknown("X", N, n, height, width), kind.unknown("K", d, n, 3, 4), dilation=2)


def _refused(X: Any, K: Any, **keywords: Any) -> Run:
    try:
        conv2d(X, K, **keywords)
    except ValueError as error:
        ended_in(error)
        return Run()
    raise NotProved("sizes that do not fit were accepted")

"""The shape of a distribution of image gradients: densities with heavy or light tails, and their fit."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, hypot, lgamma, log, pi, sqrt
from typing import Any, NamedTuple

from . import _checks as check
from ._arrays import Array, array_namespace, detached, narrowed, widened
from .images import gradient_statistics

__all__ = ["fit_laplace", "gaussian_density", "laplace_density", "laplace_kurtosis"]

FLOAT32 = (1e-37, 1e38)  # scales that float32 can divide by
EXPONENTS = (0.1, 20.0)  # between these the exponent is looked for
GOLDEN = (sqrt(5) - 1) / 2


class GeneralisedLaplace(NamedTuple):
    """The density ν / (2 s Γ(1/ν)) · exp(−|x / s|^ν): Laplace's for ν = 1, Gauss's for ν = 2.

    Attributes
    ----------
    scale : float
        s, in the unit of x.
    exponent : float
        ν: the smaller, the sharper the peak and the heavier the tails.
    """

    scale: float
    exponent: float


def laplace_density(x: Array, scale: float, exponent: float) -> Array:
    """Density of the generalised Laplace distribution, ν / (2 s Γ(1/ν)) · exp(−|x / s|^ν).

    Parameters
    ----------
    x : array of any shape
        Where, floating-point; half precision is computed in float32.
    scale : float
        s, in the unit of `x`.
    exponent : float
        ν; 1 gives Laplace's density, 2 Gauss's.

    Returns
    -------
    array, same shape
        Per unit of `x`.

    Raises
    ------
    TypeError
        If `x` is no array of floating-point numbers, or a parameter no number.
    ValueError
        If a parameter is not above 0, `scale` is no number that the dtype of `x` can divide by, or `exponent` is
        below about 2 · 10⁻³⁰⁵.

    Notes
    -----
    Equation ``images.laplace_density``, slide "Statistics of image gradients"; fitted to photographs in [1]_.

    References
    ----------
    .. [1] S. G. Mallat, "A Theory for Multiresolution Signal Decomposition: the Wavelet Representation", IEEE
       Transactions on Pattern Analysis and Machine Intelligence, 1989. doi:10.1109/34.192463

    Examples
    --------
    >>> import numpy as np
    >>> laplace_density(np.array([0.0, 1.0]), scale=1.0, exponent=1.0).round(3)
    array([0.5  , 0.184])
    """
    check.arrays(x=x)
    check.floating("x", x)
    wide = widened(x)
    xp, scale = array_namespace(wide), _held("scale", scale, wide)
    exponent = _real("exponent", exponent)
    peak = -log(scale) - _log_gammas(exponent)[0]  # for Γ(1/ν) / ν = Γ(1 + 1/ν), which does not overflow
    return narrowed(xp.exp(peak - xp.abs(wide / scale) ** exponent) / 2, x.dtype)


def gaussian_density(x: Array, deviation: float) -> Array:
    """Gauss's density with mean 0, exp(−x² / 2σ²) / (σ √(2π)).

    Parameters
    ----------
    x : array of any shape
        Where, floating-point.
    deviation : float
        Standard deviation σ, in the unit of `x`.

    Returns
    -------
    array, same shape
        Per unit of `x`.

    Raises
    ------
    TypeError, ValueError
        As in `laplace_density`.

    Notes
    -----
    Equation ``images.gaussian_density``, slide "Statistics of image gradients": `laplace_density` with exponent 2.

    Examples
    --------
    >>> import numpy as np
    >>> gaussian_density(np.array([0.0, 1.0]), 1.0).round(3)
    array([0.399, 0.242])
    """
    check.arrays(x=x)
    check.floating("x", x)
    wide = widened(x)
    xp, deviation = array_namespace(wide), _held("deviation", deviation, wide)
    return narrowed(xp.exp(-((wide / deviation) ** 2) / 2) / deviation / sqrt(2 * pi), x.dtype)


def _held(name: str, value: float, x: Array) -> float:
    """A scale that a number of the dtype of x can be divided by."""
    value = _real(name, value)
    if x.dtype == array_namespace(x).float32 and not FLOAT32[0] <= value <= FLOAT32[1]:
        raise ValueError(f"{name}: expected a number in {list(FLOAT32)} beside float32, got {check.shown(value)}")
    return value


def _real(name: str, value: float) -> float:
    """A number above 0 as a float, for an array to the power of a large integer overflows."""
    value = check.number(name, value, 0, closed=False)
    return float(value) if isinstance(value, int) else value


def laplace_kurtosis(exponent: float) -> float:
    """Kurtosis of the generalised Laplace distribution, Γ(1/ν) Γ(5/ν) / Γ(3/ν)².

    Parameters
    ----------
    exponent : float
        ν, above 0.

    Returns
    -------
    float
        3 for ν = 2; the smaller ν, the larger.

    Raises
    ------
    TypeError, ValueError
        If `exponent` is no number above 0, or below about 0.002056, where the kurtosis is larger than a float can be.

    Notes
    -----
    Equation ``images.laplace_kurtosis``.

    Examples
    --------
    >>> round(laplace_kurtosis(2.0), 6), round(laplace_kurtosis(1.0), 6)
    (3.0, 6.0)
    """
    exponent = _real("exponent", exponent)
    first, third, fifth = _log_gammas(exponent)
    try:  # Γ(x) = Γ(1 + x) / x, which keeps its digits for large exponents
        return (3 * exp((first + fifth) / 2 - third)) ** 2 / 5  # unlike a product, a power says if it overflows
    except OverflowError:
        raise ValueError(f"exponent: expected one whose kurtosis a float can hold, got {exponent}") from None


def _log_gammas(exponent: float) -> tuple[float, float, float]:
    """Logarithms of Γ(1 + 1/ν), Γ(1 + 3/ν) and Γ(1 + 5/ν)."""
    try:
        inverse = exponent**-1  # unlike a quotient, never infinite
        return lgamma(1 + inverse), lgamma(1 + 3 * inverse), lgamma(1 + 5 * inverse)
    except OverflowError:
        raise ValueError(
            f"exponent: expected one whose Γ has a logarithm that a float can hold, got {exponent}"
        ) from None


def fit_laplace(gradients: Array, *, by: str = "likelihood") -> GeneralisedLaplace:
    """Fit a generalised Laplace density with mean 0 to a distribution of gradients.

    Parameters
    ----------
    gradients : array of any shape
        Differences of neighbouring pixels, floating-point and finite.
    by : {"likelihood", "kurtosis"}
        "likelihood": the density under which the numbers are most probable. "kurtosis": the one with their variance and
        kurtosis; it depends mostly on the few largest numbers.

    Returns
    -------
    GeneralisedLaplace
        scale and exponent, the latter between 0.1 and 20.

    Raises
    ------
    TypeError
        If `gradients` is no array of floating-point numbers.
    ValueError
        If a number is NaN or infinite, all are equal, if only up to rounding, or `by` is unknown.

    Notes
    -----
    Equation ``images.laplace_density``, slide "Statistics of image gradients". The likelihood is Fisher's [1]_.

    References
    ----------
    .. [1] R. A. Fisher, "On the Mathematical Foundations of Theoretical Statistics", Philosophical Transactions of the
       Royal Society of London, Series A, 1922. doi:10.1098/rsta.1922.0009

    Examples
    --------
    >>> import numpy as np
    >>> noise = np.random.default_rng(0).standard_normal(10_000)
    >>> round(fit_laplace(noise).exponent, 1), round(fit_laplace(noise, by="kurtosis").exponent, 1)
    (2.0, 2.0)
    """
    by = check.choice("by", by, ("likelihood", "kurtosis"))
    moments = gradient_statistics(gradients)
    if by == "kurtosis":
        exponent = _where_equal(laplace_kurtosis, moments.kurtosis)
        first, third, _ = _log_gammas(exponent)
        spread = sqrt(3 * exp(first - third))  # √(Γ(1/ν) / Γ(3/ν)), with Γ(x) = Γ(1 + x) / x
        return GeneralisedLaplace(hypot(moments.deviation, moments.mean) * spread, exponent)
    xp, A = array_namespace(gradients), widened(detached(gradients))
    sizes = xp.abs(xp.astype(A, xp.result_type(A.dtype, xp.float64)))  # JAX may have no float64
    unit = float(xp.max(sizes))
    sizes = sizes / xp.max(sizes)  # in this unit no power overflows
    exponent = _highest(lambda nu: _log_likelihood(sizes, nu, xp))
    return GeneralisedLaplace(_best_scale(sizes, exponent, xp) * unit, exponent)


def _best_scale(sizes: Array, exponent: float, xp: Any) -> float:
    """Scale under which sizes |x| are most probable: (ν · mean |x|^ν)^(1/ν)."""
    return (exponent * float(xp.mean(sizes**exponent))) ** (1 / exponent)


def _log_likelihood(sizes: Array, exponent: float, xp: Any) -> float:
    """Mean logarithm of the density at its best scale, where the mean of |x / s|^ν is 1/ν."""
    return log(exponent) - log(2 * _best_scale(sizes, exponent, xp)) - lgamma(1 / exponent) - 1 / exponent


def _highest(function: Callable[[float], float]) -> float:
    """Where a function of the exponent with one summit is highest: golden-section search on a logarithmic scale."""
    low, high = map(log, EXPONENTS)
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = function(exp(left)), function(exp(right))
    while high - low > 1e-6:
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = function(exp(left))
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = function(exp(right))
    return exp((low + high) / 2)


def _where_equal(falling: Callable[[float], float], wanted: float) -> float:
    """Where a falling function of the exponent has a value: bisection; an end of the range if it never has it."""
    low, high = EXPONENTS
    while high - low > 1e-9 * low:
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > wanted else (low, middle)
    return (low + high) / 2

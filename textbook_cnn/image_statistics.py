"""The shape of a distribution of image gradients: densities with heavy or light tails, and their fit."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, pi, sqrt
from typing import Any, NamedTuple

from . import _checks as check
from ._arrays import Array
from .images import gradient_statistics

__all__ = ["fit_laplace", "gaussian_density", "laplace_density", "laplace_kurtosis"]

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
        Where, floating-point.
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
        If a parameter is not above 0.

    Notes
    -----
    Equation ``images.laplace_density``, slide "Statistics of image gradients".

    Examples
    --------
    >>> import numpy as np
    >>> laplace_density(np.array([0.0, 1.0]), scale=1.0, exponent=1.0).round(3)
    array([0.5  , 0.184])
    """
    xp = check.arrays(x=x)
    check.floating("x", x)
    check.number("scale", scale, 0, closed=False)
    check.number("exponent", exponent, 0, closed=False)
    peak = exponent / (2 * scale * exp(lgamma(1 / exponent)))
    return peak * xp.exp(-(xp.abs(x / scale) ** exponent))


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
    xp = check.arrays(x=x)
    check.floating("x", x)
    check.number("deviation", deviation, 0, closed=False)
    return xp.exp(-((x / deviation) ** 2) / 2) / (deviation * sqrt(2 * pi))


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
        If `exponent` is no number above 0.

    Notes
    -----
    Equation ``images.laplace_kurtosis``.

    Examples
    --------
    >>> round(laplace_kurtosis(2.0), 6), round(laplace_kurtosis(1.0), 6)
    (3.0, 6.0)
    """
    check.number("exponent", exponent, 0, closed=False)
    return exp(lgamma(1 / exponent) + lgamma(5 / exponent) - 2 * lgamma(3 / exponent))


def fit_laplace(gradients: Array, *, by: str = "likelihood") -> GeneralisedLaplace:
    """Fit a generalised Laplace density with mean 0 to a distribution of gradients.

    Parameters
    ----------
    gradients : array of any shape
        Differences of neighbouring pixels, floating-point.
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
        If all numbers are equal, or `by` is unknown.

    Notes
    -----
    Equation ``images.laplace_density``, slide "Statistics of image gradients".

    Examples
    --------
    >>> import numpy as np
    >>> noise = np.random.default_rng(0).standard_normal(10_000)
    >>> round(fit_laplace(noise).exponent, 1), round(fit_laplace(noise, by="kurtosis").exponent, 1)
    (2.0, 2.0)
    """
    xp = check.arrays(gradients=gradients)
    check.choice("by", by, ("likelihood", "kurtosis"))
    moments = gradient_statistics(gradients)
    if by == "kurtosis":
        exponent = _where_equal(laplace_kurtosis, moments.kurtosis)
        second = moments.deviation**2 + moments.mean**2
        return GeneralisedLaplace(sqrt(second * exp(lgamma(1 / exponent) - lgamma(3 / exponent))), exponent)
    sizes = xp.abs(xp.astype(gradients, xp.float64))
    unit = float(xp.max(sizes))  # in this unit no power overflows
    exponent = _highest(lambda nu: _log_likelihood(sizes / unit, nu, xp))
    return GeneralisedLaplace(_best_scale(sizes / unit, exponent, xp) * unit, exponent)


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

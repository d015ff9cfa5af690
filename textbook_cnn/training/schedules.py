"""Schedules of the learning rate: functions of the share of the training that is done."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi
from typing import Any

from .. import _checks as check

Schedule = Callable[[float], float]


def one_cycle(peak: float, *, warm_up: float = 0.3, start: float = 0.04, end: float = 1e-4) -> Schedule:
    """Schedule of the learning rate: up to a peak and down again, along cosines.

    Parameters
    ----------
    peak : float
        Largest learning rate.
    warm_up : float
        Share of the training, in (0, 1), that the way up takes.
    start, end : float
        First and last learning rate, as parts of the peak, in [0, 1].

    Returns
    -------
    callable
        Takes the share of the training that is done (0 to 1), gives the learning rate.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number or out of range.

    Notes
    -----
    One cycle with a high peak is the policy of [1]_; a rate that falls along a cosine is that of [2]_.

    References
    ----------
    .. [1] L. N. Smith and N. Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning
       Rates", 2017. doi:10.48550/arXiv.1708.07120
    .. [2] I. Loshchilov and F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2016.
       doi:10.48550/arXiv.1608.03983

    Examples
    --------
    >>> schedule = one_cycle(0.004)
    >>> [round(schedule(t), 5) for t in (0, 0.3, 1)]
    [0.00016, 0.004, 0.0]
    """
    peak = check.number("peak", peak, 0, closed=False)
    warm_up = check.number("warm_up", warm_up, 0, 1, closed=False)
    start, end = _share("start", start), _share("end", end)

    def schedule(done: float) -> float:
        done = _share("done", done)
        low, way = (start, 1 - done / warm_up) if done < warm_up else (end, (done - warm_up) / (1 - warm_up))
        return peak * (low + (1 - low) * (1 + cos(pi * way)) / 2)

    return schedule


def _share(name: str, value: Any) -> float:
    """Check a number from 0 to 1, both included."""
    value = check.number(name, value, 0)
    if value > 1:
        raise ValueError(f"{name}: expected a number in [0, 1], got {check.shown(value)}")
    return value

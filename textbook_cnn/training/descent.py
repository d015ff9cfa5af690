"""Gradient descent: every parameter takes a small step against its gradient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._arrays import Array, elementwise, narrowed, number_like, widened
from .arguments import check_arrays, checked_rate, in_dtype_of


def descent_step(
    params: Mapping[str, Array], grads: Mapping[str, Array], *, learning_rate: float | Array
) -> dict[str, Array]:
    """One step of gradient descent: each parameter moves by −η times its derivative.

    Parameters
    ----------
    params : dict of arrays
        Parameters P by name, floating-point.
    grads : dict of arrays
        ∂E/∂P under the same names; brought to the dtypes of the parameters.
    learning_rate : float or 0-d array
        η, how far a step goes along the gradient. The value of an array is looked at if it is NumPy's.

    Returns
    -------
    dict of arrays
        New arrays, with the shapes and dtypes of the parameters; the arguments stay as they are.

    Raises
    ------
    TypeError
        If an argument is not of the kinds above.
    ValueError
        If the names or shapes in `grads` differ from those in `params`, or the rate is negative or no number.

    Notes
    -----
    Equation ``descent.step``. The method is that of [1]_.

    References
    ----------
    .. [1] A.-L. Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées", Comptes rendus
       hebdomadaires des séances de l'Académie des sciences, 1847.

    Examples
    --------
    >>> import numpy as np
    >>> descent_step({"W": np.array([1.0, 1.0])}, {"W": np.array([4.0, -2.0])}, learning_rate=0.25)
    {'W': array([0. , 1.5])}
    """
    params = check_arrays("params", params)
    gradients, rate, moved = check_arrays("grads", grads, params), checked_rate(learning_rate), {}
    for key, P in params.items():
        own = widened(P)
        away = elementwise(_moved, own, in_dtype_of(own, gradients[key]), number_like(rate, own))
        moved[key] = narrowed(away, P.dtype)
    return moved


def _moved(xp: Any, P: Array, dP: Array, rate: Any) -> Array:
    return P - rate * dP

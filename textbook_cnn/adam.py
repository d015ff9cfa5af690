"""Adam: gradient descent whose step is scaled by running averages of the gradient and of its square."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from . import _checks as check
from ._arrays import Array, array_namespace


class AdamState(NamedTuple):
    """Number of steps taken, and the running averages M of the gradients and V of their squares, by name."""

    step: int
    M: dict[str, Array]
    V: dict[str, Array]


def adam_init(params: Mapping[str, Array]) -> AdamState:
    """State of Adam before the first step: no steps, averages zero.

    Parameters
    ----------
    params : dict of arrays
        Parameters by name, floating-point.

    Returns
    -------
    AdamState
        Zeros like the parameters.

    Raises
    ------
    TypeError
        If `params` is no dict of floating-point arrays.

    Notes
    -----
    Equation ``adam.moments``, the averages at step 0.

    Examples
    --------
    >>> import numpy as np
    >>> adam_init({"W": np.ones(2)}).M
    {'W': array([0., 0.])}
    """
    _check("params", params)
    return AdamState(0, {key: array_namespace(P).zeros_like(P) for key, P in params.items()},
                     {key: array_namespace(P).zeros_like(P) for key, P in params.items()})  # fmt: skip


def adam_step(params: Mapping[str, Array], grads: Mapping[str, Array], state: AdamState, *,
              learning_rate: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999,
              epsilon: float = 1e-7) -> tuple[dict[str, Array], AdamState]:  # fmt: skip
    """One step of Adam: P ← P − η M̂ / (√V̂ + ε), where M̂ and V̂ are the averages without their bias towards zero.

    Parameters
    ----------
    params : dict of arrays
        Parameters P by name, floating-point.
    grads : dict of arrays
        ∂E/∂P under the same names.
    state : AdamState
        From `adam_init` or the step before.
    learning_rate : float
        η, the size of a step.
    beta1, beta2 : float
        How slowly the averages of the gradient and of its square forget, in [0, 1).
    epsilon : float
        ε, keeps the division from zero.

    Returns
    -------
    params : dict of arrays
        New arrays; the arguments stay as they are.
    state : AdamState
        For the next step.

    Raises
    ------
    TypeError
        If an argument is not of the kinds above.
    ValueError
        If the names or shapes in `grads` or `state` differ from those in `params`, or a number is out of range.

    Notes
    -----
    Equations ``adam.moments`` and ``adam.step``; M̂ = M / (1 − β₁ᵗ) and V̂ = V / (1 − β₂ᵗ) at step t.

    Examples
    --------
    >>> import numpy as np
    >>> params = {"W": np.array([1.0, 1.0])}
    >>> params, state = adam_step(params, {"W": np.array([5.0, -0.1])}, adam_init(params), learning_rate=0.5)
    >>> params["W"].round(3)
    array([0.5, 1.5])
    """
    _check("params", params)
    if not isinstance(state, AdamState):
        raise TypeError(f"state: expected an AdamState, from adam_init or the step before, got {check.shown(state)}")
    for name, arrays in (("grads", grads), ("state.M", state.M), ("state.V", state.V)):
        _check(name, arrays, params)
    learning_rate, epsilon = check.number("learning_rate", learning_rate, 0), check.number("epsilon", epsilon, 0)
    beta1, beta2 = check.number("beta1", beta1, 0, 1), check.number("beta2", beta2, 0, 1)
    t = state.step + 1
    rate, unbias = learning_rate / (1 - beta1**t), 1 / (1 - beta2**t)
    moved, M, V = {}, {}, {}
    for key, P in params.items():
        G = grads[key]
        M[key] = beta1 * state.M[key] + (1 - beta1) * G
        V[key] = beta2 * state.V[key] + (1 - beta2) * (G * G)
        moved[key] = P - rate * M[key] / (array_namespace(P).sqrt(V[key] * unbias) + epsilon)
    return moved, AdamState(t, M, V)


def _check(name: str, arrays: Mapping[str, Array], like: Mapping[str, Array] | None = None) -> None:
    """Check a dict of floating-point arrays, and that it has the names and shapes of `like`."""
    if not isinstance(arrays, Mapping):
        raise TypeError(f"{name}: expected a dict of arrays, got {check.shown(arrays)}")
    if like is not None and set(arrays) != set(like):
        raise ValueError(f"{name}: expected the names {sorted(like)}, got {sorted(arrays)}")
    for key, A in arrays.items():
        beside = {} if like is None else {f"params[{key!r}]": like[key]}
        check.arrays(**beside, **{f"{name}[{key!r}]": A})
        check.floating(f"{name}[{key!r}]", A)
        if like is not None:
            check.shape(f"{name}[{key!r}]", A, like[key].shape, "that of the parameter")

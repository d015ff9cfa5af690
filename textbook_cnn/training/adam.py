"""Adam: gradient descent whose step is scaled by running averages of the gradient and of its square."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .. import _checks as check
from .._arrays import Array, array_namespace, elementwise, narrowed, number_like, widened
from .arguments import check_arrays, checked_rate, checked_step, in_dtype_of


class AdamState(NamedTuple):
    """Number of steps taken, and the running averages M of the gradients and V of their squares, by name.

    The number may be a 0-d array of float64: then it changes where the parameters lie, on a GPU.
    """

    step: int | Array
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
        Zeros like the parameters; in float32 for those in half precision, whose small steps would be lost.

    Raises
    ------
    TypeError
        If `params` is no dict of floating-point arrays of one library.

    Notes
    -----
    Equation ``adam.closed``: the averages begin with nothing.

    Examples
    --------
    >>> import numpy as np
    >>> adam_init({"W": np.ones(2)}).M
    {'W': array([0., 0.])}
    """
    params = check_arrays("params", params)
    return AdamState(
        0,
        {key: widened(array_namespace(P).zeros_like(P)) for key, P in params.items()},
        {key: widened(array_namespace(P).zeros_like(P)) for key, P in params.items()},
    )


def adam_step(
    params: Mapping[str, Array],
    grads: Mapping[str, Array],
    state: AdamState,
    *,
    learning_rate: float | Array = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[dict[str, Array], AdamState]:
    """One step of Adam: P ← P − η M̂ / (√V̂ + ε), where M̂ and V̂ are the averages without their bias towards zero.

    Parameters
    ----------
    params : dict of arrays
        Parameters P by name, floating-point.
    grads : dict of arrays
        ∂E/∂P under the same names; brought to the dtypes of the parameters.
    state : AdamState
        From `adam_init` or the step before.
    learning_rate : float or 0-d array
        η, the size of a step. The value of an array is looked at if it is NumPy's: on a GPU it would be waited for.
    beta1, beta2 : float
        How slowly the averages of the gradient and of its square forget, in [0, 1).
    epsilon : float
        ε, keeps the division from zero.

    Returns
    -------
    params : dict of arrays
        New arrays in the dtypes of the parameters; the arguments stay as they are. PyTorch's carry no graph.
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
    Equations ``adam.moments`` and ``adam.step``; M̂ = M / (1 − β₁ᵗ) and V̂ = V / (1 − β₂ᵗ) at step t. ε is added to the
    root of V̂, as in PyTorch, whose own ε is 1e-8 if left out. Half precision is averaged and moved in float32. The
    rule is that of [1]_.

    References
    ----------
    .. [1] D. P. Kingma and J. Ba, "Adam: a Method for Stochastic Optimization", 2014. doi:10.48550/arXiv.1412.6980

    Examples
    --------
    >>> import numpy as np
    >>> params = {"W": np.array([1.0, 1.0])}
    >>> params, state = adam_step(params, {"W": np.array([5.0, -0.1])}, adam_init(params), learning_rate=0.5)
    >>> params["W"].round(3)
    array([0.5, 1.5])
    """
    params = check_arrays("params", params)
    if not isinstance(state, AdamState):
        raise TypeError(f"state: expected an AdamState, from adam_init or the step before, got {check.shown(state)}")
    named = ("grads", grads), ("state.M", state.M), ("state.V", state.V)
    gradients, means, squares = (check_arrays(name, arrays, params) for name, arrays in named)
    learning_rate, epsilon = checked_rate(learning_rate), check.number("epsilon", epsilon, 0)
    beta1, beta2 = check.number("beta1", beta1, 0, 1), check.number("beta2", beta2, 0, 1)
    t = checked_step(state.step) + 1
    numbers = learning_rate, beta1, beta2
    rate, unbias = elementwise(_unbiased, t, *numbers) if hasattr(t, "dtype") else _unbiased(None, t, *numbers)
    moved, M, V = {}, {}, {}
    for key, P in params.items():
        own = widened(P)
        away, M[key], V[key] = elementwise(
            _moved,
            own,
            *(in_dtype_of(own, A) for A in (gradients[key], means[key], squares[key])),
            *(number_like(rate, own), number_like(unbias, own)),
            *(beta1, 1 - beta1, beta2, 1 - beta2, epsilon),
        )
        moved[key] = narrowed(away, P.dtype)
    return moved, AdamState(t, M, V)


def _unbiased(xp: Any, t: Any, learning_rate: Any, beta1: float, beta2: float) -> tuple[Any, Any]:
    """What the averages are multiplied by at step t, so that their start at zero is made good."""
    return learning_rate / (1 - beta1**t), 1 / (1 - beta2**t)


def _moved(
    xp: Any,
    P: Array,
    G: Array,
    M: Array,
    V: Array,
    rate: Any,
    unbias: Any,
    beta1: float,
    new1: float,
    beta2: float,
    new2: float,
    epsilon: float,
) -> tuple[Array, Array, Array]:
    """One parameter's step.  Numbers meet arrays alone: CuPy fuses 1 − β in half precision."""
    M = beta1 * M + new1 * G
    V = beta2 * V + new2 * (G * G)
    return P - rate * M / (xp.sqrt(V * unbias) + epsilon), M, V

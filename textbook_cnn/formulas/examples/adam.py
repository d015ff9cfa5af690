"""Steps of Adam on symbols."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import beta_1, beta_2, epsilon, eta, t
from ..shipped import agree, shipped
from ..symbols.scalars import Scalar, scalars
from ..symbols.supposed import below

STEPS = (1, 2, 3)
NUMBERS = {
    number: scalars(name, [value], positive=True)[0]
    for number, name, value in (
        (eta, "eta", 0.5),
        (beta_1, "beta", 0.75),
        (beta_2, "gamma", 0.875),
        (epsilon, "epsilon", 0.125),
    )
}


def adam_steps() -> Iterator[Example]:
    """Three steps of Adam on one parameter, with symbols for gradients, rates and memories; both signs at first."""
    for sign in (1, -1):
        sizes = [scalars(f"g_{step}", [step], positive=step == 1) for step in STEPS]
        gradients = [sign * sizes[0], *sizes[1:]]
        yield Example(f"three steps, first gradient {sign:+}", steps(gradients), ranges={t: STEPS}, numbers=NUMBERS)


def many_parameters() -> Iterator[None]:
    """Two steps of three parameters at once: each moves, and is averaged, as it does alone."""
    names = ["R", "P", "Q"]
    params = {name: scalars(name, [place + 1]) for place, name in enumerate(names)}
    step = partial(shipped("adam_step"), learning_rate=NUMBERS[eta])
    alone = {name: ({name: P}, shipped("adam_init")({name: P})) for name, P in params.items()}
    together = dict(params), shipped("adam_init")(params)
    for turn in (1, 2):
        grads = {name: scalars(f"g_{name}_{turn}", [place + turn], positive=True) for place, name in enumerate(names)}
        mixed = {name: grads[name] for name in reversed(names)}
        together = step(together[0], mixed, together[1])
        for name in names:
            alone[name] = step(alone[name][0], {name: grads[name]}, alone[name][1])
            moved, state = alone[name]
            for what, one, all_of_them in (
                (name, moved, together[0]),
                (f"M of {name}", state.M, together[1].M),
                (f"V of {name}", state.V, together[1].V),
            ):
                agree(f"{what} after step {turn}, moved alone,", one[name], "adam_step", all_of_them[name])
        yield


def averages_of_ones() -> Iterator[Example]:
    """Three steps with every gradient 1: the averages are what the shares add up to."""
    known = steps([np.array([Scalar(1, 1)], dtype=object)] * len(STEPS))
    for letter, beta in (("M", beta_1), ("V", beta_2)):
        for step in STEPS:
            shares = np.array([1 - NUMBERS[beta] ** step], dtype=object)
            agree(f"the shares in {letter} after step {step}", shares, "adam_step", known[letter][step])
    yield Example("every gradient 1", known, ranges={t: STEPS}, numbers=NUMBERS)


def drawn_gradients() -> Iterator[Example]:
    """Three steps whose gradients are drawn: g + h or g − h in each, equally likely and one by one."""
    (g,), (h,) = scalars("g", [3]), scalars("h", [1])
    draws = [
        (Fraction(1, 2 ** len(STEPS)), steps([np.array([g + sign * h], dtype=object) for sign in signs]))
        for signs in product((1, -1), repeat=len(STEPS))
    ]
    yield Example("drawn gradients", {"draws": draws}, ranges={t: STEPS}, numbers=NUMBERS)


def steps(gradients: Sequence[np.ndarray]) -> dict[str, Any]:
    """Parameter, gradients and averages after each step from 0 on, as the shipped step makes them."""
    for forgetting in (beta_1, beta_2):
        below(NUMBERS[forgetting], 1)
    P = [scalars("p", [1])]
    states = [shipped("adam_init")({"P": P[0]})]
    for gradient in gradients:
        moved, state = shipped("adam_step")(
            {"P": P[-1]},
            {"P": gradient},
            states[-1],
            learning_rate=NUMBERS[eta],
            beta1=NUMBERS[beta_1],
            beta2=NUMBERS[beta_2],
            epsilon=NUMBERS[epsilon],
        )
        P.append(moved["P"])
        states.append(state)
    return {
        "P": P,
        "G": [np.zeros(1, dtype=object), *gradients],
        "M": [state.M["P"] for state in states],
        "V": [state.V["P"] for state in states],
    }

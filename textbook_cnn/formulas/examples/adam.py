"""Steps of Adam on symbols."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import beta_1, beta_2, epsilon, eta, t
from ..shipped import shipped
from ..symbols.scalars import scalars


def adam_steps() -> Iterator[Example]:
    """Three steps of Adam on one parameter, with symbols for gradients, rates and memories."""
    P, G = [scalars("p", [1])], [np.zeros(1, dtype=object), *(scalars(f"g_{step}", [step]) for step in (1, 2, 3))]
    rate, first, second, small = (
        scalars(name, [value], positive=True)[0]
        for name, value in (("eta", 0.5), ("beta", 0.75), ("gamma", 0.875), ("epsilon", 0.125))
    )
    state = shipped("adam_init")({"P": P[0]})
    states = [state]
    for gradient in G[1:]:
        moved, state = shipped("adam_step")(
            {"P": P[-1]}, {"P": gradient}, state, learning_rate=rate, beta1=first, beta2=second, epsilon=small
        )
        P.append(moved["P"])
        states.append(state)
    letters: dict[str, Any] = {"P": P, "G": G, "M": [s.M["P"] for s in states], "V": [s.V["P"] for s in states]}
    yield Example(
        "three steps",
        letters,
        ranges={t: range(1, 4)},
        numbers={eta: rate, beta_1: first, beta_2: second, epsilon: small},
    )

"""Images that are changed in three steps, two at once: towards given maps, and shifted around their edges before."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import sympy as sp

from ...seeing import inversion
from ..code_for_all_sizes.running import replaced
from ..shipped import agree, shipped
from ..symbols.rings import total
from ..symbols.scalars import ring_scalars
from .attribution import witnesses
from .maximisation_steps import length

STEPS, JITTER, RATE, SIZE = 3, 3, Fraction(1, 2), (4, 5)
FALLING = 1, Fraction(3, 4), Fraction(1, 4)  # (1 + cos φ) / 2 for φ = 0, 60° and 120°
SLOPE, INTERCEPT = 3, 2
FUNCTIONS = 14  # roots and reciprocals of the steps, and of those of code that is wrong


def three_searches() -> Iterator[None]:
    """Two images of two pixels, of which the layer makes 3X + 2; each goes towards maps of its own."""
    rng = np.random.default_rng(0)
    network = shipped("Network")([shipped("Conv2D")(1, 1), shipped("ReLU")()], (1, 1, 2))
    numbers = {"conv2d_1.K": np.reshape(SLOPE, (1, 1, 1, 1)), "conv2d_1.B": np.reshape(INTERCEPT, 1)}
    params = {key: A.astype(object) for key, A in numbers.items()}
    (start,) = ring_scalars(functions=FUNCTIONS, x=witnesses(rng, (2, 1, 1, 2)))
    maps = witnesses(rng, (2, 1, 1, 2)) * Fraction(1)
    with replaced((inversion, "np", SimpleNamespace(cos=sp.cos, pi=sp.pi))):  # whose cosines are exact
        options = {"layer": "conv2d_1", "steps": STEPS, "step_size": RATE}
        found = shipped("invert_features")(network, params, start, maps, **options)
    X, V, objective = start, 0 * start, []
    for step in range(STEPS + 1):
        error = X * SLOPE + INTERCEPT - maps
        objective.append(total(error * error) / total(maps * maps))
        if step < STEPS:
            dX = error * (2 * SLOPE / total(maps * maps))
            V = V * 0.8 + np.array([image / length(image) * 0.2 for image in dX])
            X = X - V * (RATE * FALLING[step])
    agree("J of three steps", objective, "invert_features", found.objective)
    agree("the images after three steps", X, "invert_features", found.X)
    yield


def three_shifted_climbs() -> Iterator[None]:
    """Two images whose scores are linear, so that each step is the slope, shifted back by what the seed draws."""
    network = shipped("Network")([shipped("Flatten")(), shipped("Dense")(2)], (1, *SIZE))
    for seed in (0, 7):
        rng = np.random.default_rng(seed)
        X, W, B = ring_scalars(
            functions=FUNCTIONS, x=witnesses(rng, (2, 1, *SIZE)), w=witnesses(rng, (2, 20)), b=witnesses(rng, (2,))
        )
        options = {"steps": STEPS, "step_size": RATE, "jitter": JITTER, "seed": seed}
        found = shipped("maximise_activation")(network, {"dense_1.W": W, "dense_1.B": B}, X, 1, **options)
        slope, draws, objective = W[1].reshape(1, *SIZE), np.random.default_rng(seed), []
        for step in range(STEPS + 1):
            down, across = draws.integers(-JITTER, JITTER + 1, 2)
            back = shifted(slope, -down, -across)
            objective.append(B[1] + total(X * back) * Fraction(1, 2))
            if step < STEPS:
                X = X + np.array([pixel / length(back) * RATE for pixel in back.ravel()]).reshape(back.shape)
        agree(f"J of three steps, seed {seed}", objective, "maximise_activation", found.objective)
        agree(f"the images after three steps, seed {seed}", X, "maximise_activation", found.X)
        yield


def shifted(maps: np.ndarray, down: int, across: int) -> np.ndarray:
    """The maps moved around their edges, pixel by pixel."""
    moved = np.empty_like(maps)
    for j, p, q in np.ndindex(*maps.shape):
        moved[j, (p + down) % maps.shape[1], (q + across) % maps.shape[2]] = maps[j, p, q]
    return moved

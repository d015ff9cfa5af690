"""Steps of gradient descent on symbols: of any loss, on parabolas and bowls, and the losses of batches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

import numpy as np
import sympy as sp

from ..example import Example
from ..notation.letters import L, N, S, a, b, eta, k, m, t
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import Scalar, scalars
from .squared_error import loss

IMAGES = 4


def steps() -> Iterator[Example]:
    """Three steps of an array of two numbers, and of one that is moved along with it, for any gradients."""
    P, G = [scalars("p", [[1, 2]])], [scalars(f"g_{step}", [[step, -1]]) for step in range(3)]
    other, rate = scalars("q", [3]), positive("eta", 0.5)
    for gradient in G:
        moved = shipped("descent_step")({"P": P[-1], "Q": other}, {"P": gradient, "Q": other}, learning_rate=rate)
        agree("Q", other * (1 - rate), "descent_step", moved["Q"])
        P.append(moved["P"])
    yield Example("any gradients", {"P": P}, {"P": G}, numbers={eta: rate}, ranges={t: range(1, 4)})


def parabolas() -> Iterator[Example]:
    """Six steps down a parabola; the step takes the slope that SymPy finds."""
    P, best, rate, curvature = [scalars("p", [2])], scalars("best", [5]), positive("eta", 0.5), positive("l", 3)
    losses, slopes = [], []
    for _ in range(7):
        losses.append(parabola(P[-1], best, curvature))
        slopes.append(slopes_at(P[-1], best, curvature))
        P.append(shipped("descent_step")({"P": P[-1]}, {"P": slopes[-1]}, learning_rate=rate)["P"])
    yield Example(
        "one parameter",
        {"P": P, "E": losses, "P^*": best},
        {"P": slopes},
        numbers={eta: rate, L: curvature},
        ranges={t: range(1, 7)},
    )


def bowls() -> Iterator[Example]:
    """Three steps in a bowl of one, two and three directions, each with a curvature of its own."""
    for size in (1, 2, 3):
        P, best, rate = [scalars("p", range(1, size + 1))], scalars("best", [5] * size), positive("eta", 0.5)
        curvatures = scalars("l", range(1, size + 1), positive=True)
        losses = []
        for _ in range(4):
            losses.append(total(parabola(P[-1], best, curvatures)))
            slopes = slopes_at(P[-1], best, curvatures)
            P.append(shipped("descent_step")({"P": P[-1]}, {"P": slopes}, learning_rate=rate)["P"])
        yield Example(
            f"{size} parameters",
            {"P": P, "E": losses, "P^*": best, "L": curvatures},
            numbers={eta: rate},
            ranges={t: range(1, 4), k: range(size)},
        )


class AnyStep:
    """What changes from step to step, known at the start and at some step whose number is a symbol."""

    def __init__(self, start: Any, after: Any) -> None:
        self.start, self.after = start, after

    def __getitem__(self, step: Any) -> Any:
        """Value at step 0, or after the step that is taken."""
        return self.start if isinstance(step, int) else self.after


def every_step_on_a_parabola() -> Iterator[Example]:
    """Induction: where the claim holds after t − 1 steps, the next step is taken, and it must hold after t.

    After no step it holds: P₀ is P₀, and E₀ is E₀.
    """
    start, best, rate, curvature = scalars("p", [2]), scalars("best", [5]), positive("eta", 0.5), positive("l", 3)
    after, number = one_more_step(start, best, rate, curvature)
    losses = AnyStep(parabola(start, best, curvature), parabola(after, best, curvature))
    letters = {"P": AnyStep(start, after), "E": losses, "P^*": best}
    yield Example("step t", letters, numbers={eta: rate, L: curvature, t: number})


def every_step_of_a_bowl() -> Iterator[Example]:
    """The same for two parameters at once."""
    start, best, rate = scalars("p", [2, 3]), scalars("best", [5, 7]), positive("eta", 0.5)
    curvatures = scalars("l", [1, 3], positive=True)
    after, number = one_more_step(start, best, rate, curvatures)
    letters = {"P": AnyStep(start, after), "P^*": best, "L": curvatures}
    yield Example("step t of two parameters", letters, numbers={eta: rate, t: number}, ranges={k: range(2)})


def one_more_step(start: np.ndarray, best: np.ndarray, rate: Scalar, curvature: Any) -> tuple[np.ndarray, Scalar]:
    """The parameters after step t, from where t − 1 steps are claimed to lead, and the number t."""
    steps_before = Scalar(sp.Symbol("s", integer=True, nonnegative=True), 2)
    before = best + (1 - rate * curvature) ** steps_before * (start - best)
    slopes = slopes_at(before, best, curvature)
    return shipped("descent_step")({"P": before}, {"P": slopes}, learning_rate=rate)["P"], steps_before + 1


def rates() -> Iterator[Example]:
    """A rate for which η L is any real number: x / L for a curvature L above zero."""
    x, curvature = sp.Symbol("x", real=True), sp.Symbol("L", positive=True)
    yield Example("any η and L", {}, numbers={eta: x / curvature, L: curvature})


def images_one_by_one() -> Iterator[Example]:
    """The loss of some images, and the loss of each alone."""
    for images in range(1, IMAGES + 1):
        whole, parts = of_images(range(images)), [of_images([image]) for image in range(images)]
        yield with_parts(f"{images} images", whole, parts, numbers={N: images}, ranges={b: range(1, images + 1)})


def batches_of_images() -> Iterator[Example]:
    """All batches of so many of three and of four images, and the loss of each batch."""
    for images, size in [*product((3,), (1, 2, 3)), *product((IMAGES,), range(1, IMAGES + 1))]:
        whole, batches = of_images(range(images)), list(combinations(range(images), size))
        yield with_parts(
            f"batches of {size} of {images}",
            whole,
            [of_images(batch) for batch in batches],
            numbers={N: images, S: len(batches), m: size},
            ranges={a: range(1, len(batches) + 1), b: range(1, images + 1)},
            batches=[{image + 1 for image in batch} for batch in batches],
        )


def of_images(chosen: Any) -> tuple[Any, np.ndarray]:
    """Mean squared error of a dense layer on the chosen images, and its gradient with respect to the weights."""
    X, W, T = scalars("x", np.arange(2 * IMAGES).reshape(-1, 2)), scalars("w", [[1, 2]]), scalars("t", [[1]] * IMAGES)
    rows = list(chosen)
    Y = shipped("dense")(X[rows], W)
    E = loss(Y, T[rows])
    given = shipped("dense_backward_weight")(X[rows], shipped("squared_error_backward")(Y, T[rows]))
    return E, agree("∂E/∂W", derivative(E, W), "dense_backward_weight", given)


def with_parts(words: str, whole: Any, parts: list[Any], batches: Any = (), **keywords: Any) -> Example:
    """An example of all images and of parts of them, which may be single images."""
    losses, gradients = zip(*parts, strict=True)
    letters = {"E": np.array(whole[0], dtype=object), "E of the parts": losses, "batches": batches}
    return Example(words, letters, {"P": whole[1], "P of the parts": gradients}, **keywords)


def parabola(P: np.ndarray, best: np.ndarray, curvature: Any) -> np.ndarray:
    """L/2 (P − P*)² of each parameter."""
    return curvature * (P - best) ** 2 / 2


def slopes_at(P: np.ndarray, best: np.ndarray, curvature: Any) -> np.ndarray:
    """The slope of each parabola as SymPy finds it for a symbol, at what the parameters have come to."""
    symbols = scalars("at", [1] * P.size)
    slopes = derivative(total(parabola(symbols, best, curvature)), symbols)
    found = [
        Scalar(slope.expression.subs(symbol.expression, place.expression), sp.nan)
        for slope, symbol, place in zip(slopes, symbols, P, strict=True)
    ]
    return np.array(found, dtype=object)


def positive(name: str, witness: float) -> Scalar:
    """A symbol for a number above zero."""
    return scalars(name, [witness], positive=True)[0]

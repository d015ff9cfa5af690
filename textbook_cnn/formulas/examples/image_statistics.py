"""The densities of image gradients as their functions compute them, with symbols in place of floating-point numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from types import ModuleType
from typing import Any

import numpy as np
import sympy as sp

from ... import image_statistics
from ..code_for_all_sizes.running import replaced
from ..example import Example
from ..notation.letters import nu, s, sigma, x
from ..shipped import agree, shipped
from ..symbols.scalars import Scalar

# Place, scale, exponent and deviation: SymPy's own symbols, known to be above 0.
PLACE, SCALE, EXPONENT, DEVIATION = sp.symbols("x s nu sigma", positive=True)
NUMBERS = {s: SCALE, nu: EXPONENT, sigma: DEVIATION}
DENSITY, RATIO = "p(x)", r"\operatorname{E}[x^{4}] / \operatorname{E}[x^{2}]^{2}"


class Closed:
    """An expression that is equal to another if SymPy makes their difference zero."""

    def __init__(self, expression: Any) -> None:
        self.expression = sp.sympify(expression)

    def __eq__(self, other: object) -> bool:
        difference = self.expression - (other.expression if isinstance(other, Closed) else sp.sympify(other))
        return bool(sp.simplify(sp.gammasimp(difference)) == 0)

    __hash__ = None  # type: ignore[assignment]  # equal expressions may be written in different ways

    def __repr__(self) -> str:
        return str(self.expression)


def on_scalars(function: Callable[[Any], Any]) -> Callable[[Scalar], Scalar]:
    """A function of numbers, exact, for scalars: of what they stand for and of their witness."""
    return lambda number: Scalar(function(number.expression), function(number.witness))


EXACT = {
    "exp": on_scalars(sp.exp),
    "log": on_scalars(sp.log),
    "lgamma": on_scalars(lambda number: sp.log(sp.gamma(number))),
    "sqrt": lambda number: Scalar(sp.sqrt(number), sp.sqrt(number)),
    "pi": sp.pi,
}  # what the module has from Python's `math`


@contextmanager
def exact(module: ModuleType) -> Iterator[None]:
    """While in this context, a module computes with exact functions in place of Python's `math`."""
    with replaced(*((module, name, function) for name, function in EXACT.items())):
        yield


def computed(name: str, *arguments: Any) -> Any:
    """What a shipped function returns for symbols, its lines unchanged."""
    with exact(image_statistics):
        return shipped(name)(*arguments)


def scalar(symbol: sp.Symbol) -> Scalar:
    """A number above 0 that a function can compare."""
    return Scalar(symbol, 2)


def densities(name: str, *parameters: sp.Symbol) -> Iterator[Example]:
    """A density below 0, at 0 and above 0, for every x and every value of its parameters."""
    places = np.array([Scalar(-PLACE, -3), Scalar(sp.S(0), 0), Scalar(PLACE, 3)], dtype=object)
    found = computed(name, places, *map(scalar, parameters))
    for words, place, density in zip(("x < 0", "x = 0", "x > 0"), places, found, strict=True):
        letters = {DENSITY: np.array(Closed(density.expression), dtype=object)}
        yield Example(words, letters, numbers={**NUMBERS, x: place.expression})


def moment(density: sp.Expr, m: int) -> sp.Expr:
    """E[|x|^m], as twice the integral over x > 0; with y = (x / s)^ν in place of x SymPy knows it."""
    y = sp.Symbol("y", positive=True)
    place = SCALE * y ** (1 / EXPONENT)
    integrand = sp.powsimp(sp.expand((PLACE**m * density).subs(PLACE, place) * place.diff(y)), force=True)
    return 2 * sp.integrate(integrand, (y, 0, sp.oo), conds="none")


def kurtosis() -> Iterator[Example]:
    """Integrals of the density that `laplace_density` computes, and what `laplace_kurtosis` gives."""
    places = np.array([scalar(PLACE)], dtype=object)
    (density,) = computed("laplace_density", places, scalar(SCALE), scalar(EXPONENT))
    ratio = Closed(moment(density.expression, 4) / moment(density.expression, 2) ** 2)
    given = Closed(computed("laplace_kurtosis", scalar(EXPONENT)).expression)
    agree("the ratio of the integrals", ratio, "laplace_kurtosis", given)
    yield Example("every scale and exponent", {RATIO: np.array(ratio, dtype=object)}, numbers=NUMBERS)


def samples() -> Iterator[tuple[str, np.ndarray]]:
    """Differences with light tails, with Laplace's and with heavy ones, each in its own unit."""
    sizes = -np.log(1 - (np.arange(20) + 0.5) / 20)
    for words, unit, power in (("light tails", 0.01, 0.6), ("Laplace's tails", 1, 1), ("heavy tails", 30, 1.4)):
        yield words, unit * np.concatenate([-(sizes**power), sizes**power])


def more_probable(density: sp.Expr, sizes: np.ndarray, found: tuple[float, float]) -> str:
    """Words for a scale and an exponent beside the found ones that make the sizes more probable; empty if none does."""
    logarithm = sp.lambdify((PLACE, SCALE, EXPONENT), sp.log(density), "math")
    near = {
        (a, b): sum(logarithm(size, found[0] * a, found[1] * b) for size in sizes.tolist())
        for a, b in product((0.999, 1, 1.001), repeat=2)
    }
    best = max(near, key=lambda place: near[place])
    return "" if best == (1, 1) else f"log-likelihood {near[1, 1]}, but {near[best]} at {best} times the found numbers"

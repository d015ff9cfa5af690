"""Formulas of the chapter on the statistics of image gradients: a density, and its kurtosis for every exponent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product
from math import isclose
from typing import Any

import numpy as np
import sympy as sp

from ..example import Disagreement, Example
from ..examples.image_statistics import (
    DEVIATION,
    EXPONENT,
    NUMBERS,
    PLACE,
    RATIO,
    SCALE,
    densities,
    kurtosis,
    moment,
    more_probable,
    samples,
)
from ..formula import Formula, Proof
from ..notation.letters import nu, s, sigma, x
from ..notation.nodes import Node, value
from ..notation.printing import ATOM, POWER, SUM, enclosed
from ..notation.tensors import Tensor
from ..proofs import as_printed
from ..shipped import shipped

EVERY = Example("every x, s, ν and σ", {}, numbers={**NUMBERS, x: PLACE})


class Gamma(Node):
    """Euler's Γ."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        return sp.gamma(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\Gamma\!\left({printer._print(self.args[0])}\right)"


class Falling(Node):
    """e to the power −|x / s|^ν: Falling(x, s, ν)."""

    tightness = POWER

    def _value(self, at: Example) -> Any:
        place, scale, exponent = (value(part, at) for part in self.args)
        return sp.exp(-(sp.Abs(place / scale) ** exponent))

    def _latex(self, printer: Any) -> str:
        place, scale, exponent = (enclosed(part, least, printer) for part, least in zip(self.args, (POWER, POWER, SUM)))
        return rf"e^{{-\left|{place} / {scale}\right|^{{{exponent}}}}}"


class Bell(Node):
    """e to the power −x² / (2σ²): Bell(x, σ)."""

    tightness = POWER

    def _value(self, at: Example) -> Any:
        place, deviation = (value(part, at) for part in self.args)
        return sp.exp(-(place**2) / (2 * deviation**2))

    def _latex(self, printer: Any) -> str:
        place, deviation = (enclosed(part, ATOM, printer) for part in self.args)
        return rf"e^{{-{place}^{{2}} / (2 {deviation}^{{2}})}}"


class RootOfTwoPi(Node):
    """√(2π)."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        return sp.sqrt(2 * sp.pi)

    def _latex(self, printer: Any) -> str:
        return r"\sqrt{2 \pi}"


def area(formula: Formula) -> Iterator[int]:
    """The printed density integrates to 1, at every scale and exponent."""
    (row,) = formula.equations()
    found = moment(value(row.right, EVERY), 0)
    if sp.simplify(found - 1) != 0:
        raise Disagreement(f"{formula.id}: the integral is {found}, expected 1")
    yield 1


def fitted(formula: Formula) -> Iterator[int]:
    """What `fit_laplace` finds: the most probable density, or that with the moments of the numbers."""
    (row,) = formula.equations()
    density = value(row.right, EVERY)
    for words, gradients in samples():
        better = more_probable(density, np.abs(gradients), shipped("fit_laplace")(gradients))
        if better:
            raise Disagreement(f"{formula.id}, {words}: {better}")
        yield 1
        found = shipped("fit_laplace")(gradients, by="kurtosis")
        for m in (2, 4):
            stated = float(moment(density, m).subs({SCALE: found.scale, EXPONENT: found.exponent}))
            if not isclose(stated, np.mean(gradients**m), rel_tol=1e-6):
                raise Disagreement(f"{formula.id}, {words}: the mean of x^{m} is {np.mean(gradients**m)}, not {stated}")
            yield m


def every_deviation(formula: Formula) -> Iterator[int]:
    """Gauss's density is that of Laplace generalised, with exponent 2 and scale σ √2."""
    (row,) = formula.equations()
    laplace = value(LAPLACE, EVERY).subs({EXPONENT: 2, SCALE: sp.sqrt(2) * DEVIATION})
    if sp.simplify(laplace - value(row.right, EVERY)) != 0:
        raise Disagreement(f"{formula.id}: exponent 2 gives {sp.simplify(laplace)}")
    yield 1


def as_computed(formula: Formula) -> Iterator[int]:
    """What is printed is what the function returns, at a few numbers."""
    (row,), name = formula.equations(), formula.functions[0]
    for place, size, exponent in product((0.25, 1.5), (0.5, 2.0), (0.75, 2.0)):
        arguments = {
            "laplace_density": (np.array(place), size, exponent),
            "gaussian_density": (np.array(place), size),
            "laplace_kurtosis": (exponent,),
        }[name]
        at = Example("numbers", {}, numbers={x: place, s: size, nu: exponent, sigma: size})
        printed, returned = float(value(row.right, at)), float(shipped(name)(*arguments))
        if not isclose(printed, returned, rel_tol=1e-12):
            raise Disagreement(f"{formula.id}: printed {printed}, but {name}{arguments} returns {returned}")
        yield 1


LAPLACE = nu / (2 * s * Gamma(1 / nu)) * Falling(x, s, nu)
GAUSS = Bell(x, sigma) / (sigma * RootOfTwoPi())
KURTOSIS = Gamma(1 / nu) * Gamma(5 / nu) / Gamma(3 / nu) ** 2
COMPUTED = Proof("numbers", "eight sets of numbers, to twelve digits", as_computed)
FITTED = Proof(
    "numbers", "fits of three sets of numbers: none beside them is more probable; six digits of moments", fitted
)
EXACT = "the lines of the function with exact functions in place of Python's"
SLIDE = "Statistics of image gradients"


def on_symbols(name: str, *parameters: sp.Symbol, every: str) -> Proof:
    """Proof that a density is what its function makes of symbols."""
    return as_printed(partial(densities, name, *parameters), f"every x and {every} above 0: {EXACT}")


CHAPTER = 11
FORMULAS = (
    Formula(
        id="images.laplace_density",
        title="Generalised Laplace density",
        slide=SLIDE,
        rows=((Tensor("p(x)"), LAPLACE),),
        functions=("laplace_density", "fit_laplace"),
        proofs=(
            on_symbols("laplace_density", SCALE, EXPONENT, every="all s and ν"),
            COMPUTED,
            FITTED,
            Proof("all sizes", "every scale s and exponent ν above 0: the integral is 1", area),
        ),
    ),
    Formula(
        id="images.gaussian_density",
        title="Gauss's density",
        slide=SLIDE,
        rows=((Tensor("p(x)"), GAUSS),),
        functions=("gaussian_density",),
        proofs=(
            on_symbols("gaussian_density", DEVIATION, every="every σ"),
            COMPUTED,
            Proof("all sizes", "every standard deviation: the density above with exponent 2", every_deviation),
        ),
    ),
    Formula(
        id="images.laplace_kurtosis",
        title="Kurtosis of the generalised Laplace density",
        slide=SLIDE,
        rows=((Tensor(RATIO), KURTOSIS),),
        functions=("laplace_kurtosis", "laplace_density"),
        proofs=(
            as_printed(kurtosis, f"every ν above 0, by integration of what laplace_density computes: {EXACT}"),
            COMPUTED,
        ),
    ),
)

"""Formulas of the chapter on the statistics of image gradients: a density, and its kurtosis for every exponent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import isclose
from typing import Any

import numpy as np
import sympy as sp

from ..example import Disagreement, Example
from ..formula import Formula, Proof
from ..notation.letters import nu, s, sigma, x
from ..notation.nodes import Node, value
from ..notation.printing import ATOM, POWER, SUM, enclosed
from ..notation.tensors import Tensor
from ..shipped import shipped

# What the letters stand for in an integral: SymPy's own symbols, known to be above 0.
WHERE, SCALE, EXPONENT, DEVIATION = sp.symbols("x s nu sigma", positive=True)
EVERY = Example("every x, s, ν and σ", {}, numbers={x: WHERE, s: SCALE, nu: EXPONENT, sigma: DEVIATION})


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
        return sp.exp(-((place / scale) ** exponent))

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


def moment(density: sp.Expr, m: int) -> sp.Expr:
    """E[|x|^m], as twice the integral over x > 0; with y = (x / s)^ν in place of x SymPy knows it."""
    y = sp.Symbol("y", positive=True)
    place = SCALE * y ** (1 / EXPONENT)
    integrand = sp.powsimp(sp.expand((WHERE**m * density).subs(WHERE, place) * place.diff(y)), force=True)
    return 2 * sp.integrate(integrand, (y, 0, sp.oo), conds="none")


def every_exponent(formula: Formula) -> Iterator[int]:
    """The printed density integrates to 1; the printed kurtosis is that of the density; at every scale and exponent."""
    (row,) = formula.equations()
    printed = value(row.right, EVERY)
    if row.left == MEAN:
        density = value(DENSITY, EVERY)
        found, stated = moment(density, 4) / moment(density, 2) ** 2, printed
    else:
        found, stated = moment(printed, 0), sp.S(1)
    if sp.simplify(sp.gammasimp(found - stated)) != 0:
        raise Disagreement(f"{formula.id}: the integrals give {found}, expected {stated}")
    yield 1


def every_deviation(formula: Formula) -> Iterator[int]:
    """Gauss's density is that of Laplace generalised, with exponent 2 and scale σ √2."""
    (row,) = formula.equations()
    laplace = value(DENSITY, EVERY).subs({EXPONENT: 2, SCALE: sp.sqrt(2) * DEVIATION})
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


DENSITY = nu / (2 * s * Gamma(1 / nu)) * Falling(x, s, nu)
GAUSS = Bell(x, sigma) / (sigma * RootOfTwoPi())
KURTOSIS = Gamma(1 / nu) * Gamma(5 / nu) / Gamma(3 / nu) ** 2
MEAN = Tensor(r"\operatorname{E}[x^{4}] / \operatorname{E}[x^{2}]^{2}")
INTEGRALS = Proof("all sizes", "every scale s and exponent ν above 0, by integration", every_exponent)
COMPUTED = Proof("code", "eight sets of numbers, to twelve digits", as_computed)
SLIDE = "Statistics of image gradients"

CHAPTER = 11
FORMULAS = (
    Formula(
        id="images.laplace_density",
        title="Generalised Laplace density",
        slide=SLIDE,
        rows=((Tensor("p(x)"), DENSITY),),
        functions=("laplace_density", "fit_laplace"),
        proofs=(COMPUTED, INTEGRALS),
    ),
    Formula(
        id="images.gaussian_density",
        title="Gauss's density",
        slide=SLIDE,
        rows=((Tensor("p(x)"), GAUSS),),
        functions=("gaussian_density",),
        proofs=(
            COMPUTED,
            Proof("all sizes", "every standard deviation: the density above with exponent 2", every_deviation),
        ),
    ),
    Formula(
        id="images.laplace_kurtosis",
        title="Kurtosis of the generalised Laplace density",
        slide=SLIDE,
        rows=((MEAN, KURTOSIS),),
        functions=("laplace_kurtosis",),
        proofs=(COMPUTED, INTEGRALS),
    ),
)

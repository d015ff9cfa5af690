"""Formulas of the chapter on the statistics of image gradients: a density, and its kurtosis for every exponent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import sympy as sp

from .letters import s, x
from .nodes import Disagreement, Node, Over, Power, Tensor, Times, value
from .proofs import Proof
from .registry import Formula

if TYPE_CHECKING:
    from .instances import Instance

nu = sp.Symbol("nu", positive=True)  # exponent
WHERE, SCALE = sp.Symbol("x", positive=True), sp.Symbol("s", positive=True)


class Gamma(Node):
    """Euler's Γ."""

    def _value(self, at: Instance) -> Any:
        return sp.gamma(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\Gamma\!\left({printer._print(self.args[0])}\right)"


class Falling(Node):
    """e to the power −|x / s|^ν: Falling(x, s, ν)."""

    def _value(self, at: Instance) -> Any:
        place, scale, exponent = (value(part, at) for part in self.args)
        return sp.exp(-((place / scale) ** exponent))

    def _latex(self, printer: Any) -> str:
        place, scale, exponent = map(printer._print, self.args)
        return rf"e^{{-\left|{place} / {scale}\right|^{{{exponent}}}}}"


class Symbols:
    """What a formula's nodes ask of an instance: the symbols themselves, for every x, s and ν above 0."""

    def number(self, symbol: sp.Symbol) -> sp.Symbol:
        """Return the symbol, known to be positive."""
        return {x: WHERE, s: SCALE}.get(symbol, symbol)


def moment(density: sp.Expr, m: int) -> sp.Expr:
    """E[|x|^m], as twice the integral over x > 0; with y = (x / s)^ν in place of x SymPy knows it."""
    y = sp.Symbol("y", positive=True)
    place = SCALE * y ** (1 / nu)
    integrand = sp.powsimp(sp.expand((WHERE**m * density).subs(WHERE, place) * place.diff(y)), force=True)
    return 2 * sp.integrate(integrand, (y, 0, sp.oo), conds="none")


def every_exponent(formula: Formula) -> Iterator[int]:
    """The printed density integrates to 1; the printed kurtosis is that of the density; at every scale and exponent."""
    (row,) = formula.equations()
    printed = value(row.right, Symbols())
    if row.left == MEAN:
        density = value(DENSITY, Symbols())
        found, stated = moment(density, 4) / moment(density, 2) ** 2, printed
    else:
        found, stated = moment(printed, 0), sp.S(1)
    if sp.simplify(sp.gammasimp(found - stated)) != 0:
        raise Disagreement(f"{formula.id}: the integrals give {found}, expected {stated}")
    yield 1


DENSITY = Times(Over(nu, Times(2, s, Gamma(Over(1, nu)))), Falling(x, s, nu))
KURTOSIS = Over(Times(Gamma(Over(1, nu)), Gamma(Over(5, nu))), Power(Gamma(Over(3, nu)), 2))
MEAN = Tensor(r"\operatorname{E}[x^{4}] / \operatorname{E}[x^{2}]^{2}")
INTEGRALS = Proof("all sizes", "every scale s and exponent ν above 0, by integration", every_exponent)
SLIDE = "Statistics of image gradients"

FORMULAS = (
    Formula(
        id="images.laplace_density", title="Generalised Laplace density", slide=SLIDE,
        rows=((Tensor("p(x)"), DENSITY),), functions=("laplace_density", "fit_laplace"), proofs=(INTEGRALS,),
    ),
    Formula(
        id="images.laplace_kurtosis", title="Kurtosis of the generalised Laplace density", slide=SLIDE,
        rows=((MEAN, KURTOSIS),), functions=("laplace_kurtosis",), proofs=(INTEGRALS,),
    ),
)  # fmt: skip

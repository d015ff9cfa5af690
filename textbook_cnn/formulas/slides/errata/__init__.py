"""Where the slides print something that does not hold: as printed, as it should be, why, and what refutes it."""

from __future__ import annotations

from collections.abc import Mapping

from ...formula import Erratum, Formula
from ..wrong_formula import Refutation, WrongFormula
from . import backward, convolution, images, layer

ERRATA = tuple(
    sorted(
        (*images.ERRATA, *convolution.ERRATA, *layer.ERRATA, *backward.ERRATA),
        key=lambda erratum: int(erratum.number.removeprefix("E")),
    )
)
CLAIMS = {erratum.number: erratum.claim for erratum in ERRATA}


def refute(erratum: Erratum, formulas: Mapping[str, Formula]) -> Refutation:
    """Evaluate the claim of an erratum, and the formula that is right, on the erratum's example."""
    if erratum.claim is None or erratum.example is None:
        raise ValueError(f"erratum: expected one with a claim, got {erratum.number}, which is {erratum.status}")
    return WrongFormula(
        erratum.number,
        erratum.title,
        erratum.formulas[0],
        (erratum.claim,),
        erratum.example,
        without_value=erratum.without_value,
    ).refute(formulas)

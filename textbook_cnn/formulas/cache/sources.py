"""The files that the proofs of a formula rest on."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

from ..formula import Formula
from ..statements import STATEMENTS
from .closure import Library

PACKAGE = Path(__file__).parents[2]


@cache
def library() -> Library:
    """The files of this package, read once."""
    return Library(PACKAGE)


@cache
def _statements() -> dict[str, Path]:
    return {formula.id: Path(str(file.__file__)) for file in STATEMENTS for formula in file.FORMULAS}


@cache
def _files(statement: Path | None) -> frozenset[Path]:
    # Of a formula that no file of the package states, it is not known what it rests on: everything counts.
    return library().closure(*([statement] if statement else library().files.values()))


def sources(*formulas: Formula) -> frozenset[Path]:
    """Return the files that the proofs of some formulas rest on: the files that state them and all that these use."""
    return frozenset().union(*(_files(_statements().get(formula.id)) for formula in formulas))


def versions() -> str:
    """Versions of the libraries with which formulas are proved."""
    return " ".join(f"{name} {version(name)}" for name in ("sympy", "numpy", "array-api-compat"))


@cache
def _digest(statement: Path | None) -> str:
    return library().digest(_files(statement), versions())


def digest(formula: Formula) -> str:
    """Digest of the code in the formula's sources, and of the versions."""
    return _digest(_statements().get(formula.id))

"""The files that the proofs of a formula rest on."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from sympy.external.gmpy import GROUND_TYPES

from ..formula import Formula
from ..statements import STATEMENTS
from .closure import Library
from .loaded import PACKAGE, together

COMPUTES = ("sympy", "mpmath", "numpy", "array_api_compat", "gmpy2", "flint")
# Variables of the environment with which these libraries, and the products of matrices, take another way.
SETTINGS = ("NPY_", "OPENBLAS_CORETYPE", "SYMPY_", "MPMATH_")


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
    """Python and the libraries with which formulas are proved, with their versions, as they are loaded."""
    python = f"{sys.implementation.name} {sys.version} -O{sys.flags.optimize}"
    names = [name for name in COMPUTES if name in sys.modules or find_spec(name)]
    return ", ".join([python, *(f"{name} {import_module(name).__version__}" for name in names), GROUND_TYPES])


def settings() -> str:
    """What the environment sets of how the libraries compute."""
    return ", ".join(f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith(SETTINGS))


@cache
def _digest(statement: Path | None, *words: str) -> str:
    return library().digest(_files(statement), *words)


def digest(formula: Formula) -> str:
    """Digest of the code in the formula's sources, of the versions and of the settings."""
    return _digest(_statements().get(formula.id), versions(), settings())


def as_read(formula: Formula) -> str:
    """The state of the formula's sources, as `loaded.state` has it, when they were read for the digest."""
    return _as_read(_statements().get(formula.id))


@cache
def _as_read(statement: Path | None) -> str:
    return together((path, library().content(path)) for path in sorted(_files(statement)))

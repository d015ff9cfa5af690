"""The package's public functions by name, looked up when they are used: a proof speaks of the code as it is now."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from .example import Disagreement
from .symbols.rings import unequal

PACKAGE = "textbook_cnn"
CACHED = type(lru_cache(lambda: None))  # what `functools.cache` and `lru_cache` make of a function


def shipped(name: str) -> Callable[..., Any]:
    """Return the public function textbook_cnn.NAME."""
    return getattr(importlib.import_module(PACKAGE), name)


def agree(what: str, expected: Any, function: str, given: Any) -> Any:
    """Return `expected` if the shipped function gives the same, else name the first element in which they differ."""
    difference = unequal(expected, given)
    if difference:
        raise Disagreement(f"{what} (left side) against what {function} returns (right side): {difference}")
    return expected

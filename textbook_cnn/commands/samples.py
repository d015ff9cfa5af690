"""Sample arguments for a public function, from its signature and the shapes that its docstring promises."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable
from functools import cache
from math import prod
from typing import Any, NamedTuple

import numpy as np

from .. import convolution, layers
from .._arrays import Array

FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(module, name) for module in (convolution, layers) for name in module.__all__
}
# Large enough for the kernels of a BLAS that work on blocks, small enough to take no time.
SIZES = {"batch": 3, "n": 4, "n/groups": 4, "d": 5, "classes": 5, "height": 12, "width": 10, "kh": 3, "kw": 2}
SIZES |= {"length": 40, "size": 3, "...": 2}
HEADING = re.compile(r"^(\w+) : (.+)$", re.MULTILINE)
SHAPE = re.compile(r"^(?:array|tuple) \(([^)]*)\)")
OTHERS = {"float": 0.5, "int": 2, "numpy.random.Generator": np.random.default_rng(0)}


class Sample(NamedTuple):
    """Arguments by name: arrays of whole numbers, for any dtype, and what is handed over as it is."""

    arrays: dict[str, np.ndarray]
    others: dict[str, Any]

    def given(self, dtype: str, array: Callable[[np.ndarray], Array]) -> dict[str, Any]:
        """The arguments, their arrays in this dtype and made by a library's `array`."""
        others = {key: array(A) if isinstance(A, np.ndarray) else copy.deepcopy(A) for key, A in self.others.items()}
        return {key: array(A.astype(dtype)) for key, A in self.arrays.items()} | others


def sample(name: str) -> Sample | None:
    """Arguments for the function of that name, None where its docstring does not tell them."""
    function, rng = FUNCTIONS[name], np.random.default_rng(len(name))
    described = dict(HEADING.findall(inspect.getdoc(function) or ""))
    arrays: dict[str, np.ndarray] = {}
    others: dict[str, Any] = {}
    for key, parameter in inspect.signature(function).parameters.items():
        if parameter.default is not parameter.empty:
            continue
        text = described.get(key, "")
        if text.startswith("array") and "of integers" in text:
            others[key] = rng.integers(0, SIZES["classes"], SIZES["batch"])
        elif text.startswith("array"):
            shape = _shape(name, text, arrays)
            if shape is None:
                return None
            arrays[key] = rng.integers(-9, 10, shape)
        elif match := SHAPE.match(text):
            others[key] = _sizes(match[1])
        elif text and (kind := re.split(r"[ ,]", text)[0]) in OTHERS:
            others[key] = OTHERS[kind]
        else:
            return None
    return Sample(arrays, others)


def _shape(name: str, text: str, before: dict[str, np.ndarray]) -> tuple[int, ...] | None:
    """The shape that a docstring gives an array: in numbers, of the array before, or of the forward function's."""
    if "any shape" in text:
        return SIZES["batch"], SIZES["n"]
    if "same shape" in text:
        return next(reversed(before.values())).shape
    match = SHAPE.match(text)
    if match is None:
        return None
    if "'" not in match[1]:
        return _sizes(match[1])
    forward = name.partition("_backward")[0]
    arguments = sample(forward) if forward != name and forward in FUNCTIONS else None
    return None if arguments is None else FUNCTIONS[forward](**arguments.given("float64", np.asarray)).shape


def _sizes(text: str) -> tuple[int, ...]:
    """The numbers for a shape such as "batch, n·height·width"."""
    return tuple(prod(SIZES[name] for name in size.split("·")) for size in re.split(r",\s*", text) if size)


@cache
def samples() -> dict[str, Sample]:
    """Arguments for every function whose docstring tells them, made when they are first asked for."""
    return {name: arguments for name in FUNCTIONS if (arguments := sample(name)) is not None}

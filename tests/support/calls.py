"""Sample calls of the numeric functions: a test file says how each function of its own is called, in `CALLS`.

What cannot be called like that, it lists in `ELSEWHERE`, with the reason.  `gathered` collects both from the test files
of images, convolution and the layers; no file is named for it anywhere.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

import textbook_cnn as cnn
from tests.support.places import ROOT
from textbook_cnn import convolution, images, layers

# Every function of images, convolution and the layers.
NUMERIC = [*images.__all__, *convolution.__all__, *layers.__all__]


@dataclass(frozen=True)
class Call:
    """A function of the package, the shapes of its array arguments, its other arguments, and its oracle.

    `integers` is what happens with integers: "int64" (they are summed without wrapping around), "kept" (no arithmetic
    that could overflow), or "refused".  `draws` is for arguments that may not be any number: by name, the whole numbers
    (low, high) between which theirs lie, high excluded, or a function of a generator and the shape.  A function of
    arrays of `any_shape` takes one more axis too; the result of a `view` may share the memory of its argument.
    """

    name: str
    shapes: tuple[tuple[int, ...], ...]
    oracle: Any
    integers: str
    rest: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)
    draws: dict[str, tuple[int, int] | Callable[..., Any]] = field(default_factory=dict)
    any_shape: bool = False
    view: bool = False

    def __str__(self):
        return self.name if not self.keywords else f"{self.name}-{'-'.join(map(str, self.keywords.values()))}"

    @property
    def arrays(self):
        """Names of the array arguments."""
        return list(inspect.signature(getattr(cnn, self.name)).parameters)[: len(self.shapes)]

    def may_be_none(self, name):
        return inspect.signature(getattr(cnn, self.name)).parameters[name].default is None

    def values(self, low=-9, high=10):
        """Numbers for the array arguments: whole, and so exact in every dtype, unless `draws` says otherwise."""
        rng = np.random.default_rng(sum(map(ord, self.name)))
        draws = [self.draws.get(name, (low, high)) for name in self.arrays]
        return [
            draw(rng, shape) if callable(draw) else rng.integers(*draw, shape)
            for draw, shape in zip(draws, self.shapes)
        ]

    def expected(self, values):
        return self.oracle(*values, *self.rest, **self.keywords)

    def __call__(self, *arrays):
        return getattr(cnn, self.name)(*arrays, *self.rest, **self.keywords)


def home(name):
    """The test file of a numeric function: as the file of the package in which it is written."""
    _, *folders, file = getattr(cnn, name).__module__.split(".")
    return "/".join(["tests", *folders, f"test_{file}.py"])


@cache
def gathered() -> tuple[list[Call], dict[str, str]]:
    """All sample calls, in the order of the lecture, and the functions without one, with the reason."""
    files: dict[str, ModuleType] = {}
    for file in dict.fromkeys(map(home, NUMERIC)):
        if (ROOT / file).is_file():
            files[file] = import_module(file.removesuffix(".py").replace("/", "."))
    calls = [call for module in files.values() for call in getattr(module, "CALLS", [])]
    elsewhere = {name: why for module in files.values() for name, why in getattr(module, "ELSEWHERE", {}).items()}
    return calls, elsewhere


def missing(name):
    """What to write, and where, for a function that no test file calls; empty if one does."""
    calls, elsewhere = gathered()
    if name in elsewhere or any(call.name == name for call in calls):
        return ""
    shapes = " ".join(f"shape_of_{each}," for each in inspect.signature(getattr(cnn, name)).parameters)
    return (
        f"{name} is never called: add to CALLS in {home(name)}\n"
        f'    Call("{name}", ({shapes}), oracle, "int64", "kept" or "refused"),\n'
        f'or say there why that cannot be: ELSEWHERE = {{"{name}": "the reason"}}, and give it a sample in '
        "tests/test_runs_on.py"
    )

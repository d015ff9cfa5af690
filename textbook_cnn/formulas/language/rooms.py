"""Which files of the package are held to the language, and which are not, with the reason."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from ..shipped import PACKAGE

# Rooms and files whose functions are read, those of their classes included.
WITHIN = (
    "_arrays",
    "_checks",
    "_windows",
    "convolution",
    "fast",
    "image_statistics",
    "images",
    "layers",
    "network",
    "seeing",
    "training",
)

# Files inside those rooms that are not, and rooms that are not, and why no equation rests on what they compute.
OUTSIDE = {
    "__main__": "the command line",
    "book": "what the chapters use besides: a recipe, photographs, clocks; the training is that of `training`",
    "commands": "the command line",
    "datasets": "files of images, whose digests are checked",
    "formulas": "the proofs themselves",
    "vgg16": "files of weights, whose digests are checked, and pixels made of images",
    "visualize": "figures",
    "_arrays.array_type": "what type checkers know of an array; it is not used when anything runs",
    "_arrays.cublas": "calls of a library in C on the GPU, compared with NumPy's products where there is a GPU",
    "_arrays.numbers": "what is no array of numbers: its answer decides what is refused, and nothing else",
    "_options": "checks of options, generators and files: they hand on what they were given",
    "_interrupted": "what Ctrl-C says while a command is imported",
    "training.progress": "the progress bar",
    "_devices": "whether there is a GPU, and how many threads NumPy may use: it hands on arrays as they are",
    "network.archive": "files of parameters: bits are written and read as they are",
    "network.files": "how a file takes its place",
    "network.parameters": "files of parameters, and copies to the computer's memory",
    "network.summary": "the text of a table",
    "seeing._progress": "the progress bar",
    "training.buffers": "memory on the GPU",
    "training.gradient_check": "finite differences: it compares, and computes nothing that is used",
    "training.graph": "a training step recorded on the GPU, compared with the unrecorded one",
    "training.group": "adding up over several GPUs, compared with one",
    "training.history": "what was measured in training",
    "training.settings": "how many threads NumPy may use while micro-batches are shared, not what they compute",
    "training.signals": "when training ends, not what it computes",
    "training.options": "checks of what `train` is given",
}

# Functions and classes of those files that are held to it all the same: numbers pass through them.
HELD = (
    "_devices.on_device",
    "_devices.own_generator",
    "network.parameters.as_numpy",
    "seeing._progress.with_bar",
    "training.buffers.Buffers",
    "training.group.shared",
)


def is_held(place: str) -> bool:
    """Whether a place in one of the files that are read is held to the language."""
    outside = any(f"{place}.".startswith(f"{each}.") for each in OUTSIDE)
    return not outside or any(f"{place}.".startswith(f"{each}.") for each in HELD)


@lru_cache(maxsize=1)
def modules() -> list[ModuleType]:
    """Return the modules that are held to the language, or some of whose functions are."""
    found: list[ModuleType] = [import_module(PACKAGE)]
    for name in WITHIN:
        module = import_module(f"{PACKAGE}.{name}")
        inside = [f"{name}.{each.name}" for each in iter_modules(getattr(module, "__path__", ()))]
        found += [module, *(import_module(f"{PACKAGE}.{each}") for each in inside if each not in OUTSIDE)]
    outside = dict.fromkeys(each.rpartition(".")[0] for each in HELD)
    return found + [import_module(f"{PACKAGE}.{each}") for each in outside]

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
    "commands": "the command line",
    "datasets": "files of images, whose digests are checked",
    "formulas": "the proofs themselves",
    "vgg16": "files of weights, whose digests are checked, and pixels made of images",
    "visualize": "figures",
    "_arrays.array_type": "what type checkers know of an array; it is not used when anything runs",
    "_arrays.cublas": "calls of a library in C on the GPU, compared with NumPy's products where there is a GPU",
    "_devices": "whether there is a GPU, and how many threads NumPy may use: it hands on arrays as they are",
    "network.parameters": "files of parameters, and copies to the computer's memory",
    "network.summary": "the text of a table",
    "seeing._progress": "the progress bar",
    "training.buffers": "memory on the GPU",
    "training.gradient_check": "finite differences: it compares, and computes nothing that is used",
    "training.graph": "a training step recorded on the GPU, compared with the unrecorded one",
    "training.group": "adding up over several GPUs, compared with one",
    "training.history": "what was measured in training",
    "training.options": "checks of what `train` is given",
}


@lru_cache(maxsize=1)
def modules() -> list[ModuleType]:
    """Return the modules that are held to the language."""
    found: list[ModuleType] = [import_module(PACKAGE)]
    for name in WITHIN:
        module = import_module(f"{PACKAGE}.{name}")
        inside = [f"{name}.{each.name}" for each in iter_modules(getattr(module, "__path__", ()))]
        found += [module, *(import_module(f"{PACKAGE}.{each}") for each in inside if each not in OUTSIDE)]
    return found

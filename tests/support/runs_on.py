"""Which public function runs on which array libraries, and in what it answers: one table for tests and book.

A public function answers as it is given, unless something else stands here; so a new one needs no entry.  The tests
skip what stands here as not possible, and run everything else; the book prints the table.  Nothing in the package reads
it.
"""

from __future__ import annotations

import inspect
from typing import NamedTuple

import textbook_cnn
from textbook_cnn.commands.check import LIBRARIES


class Support(NamedTuple):
    """What a function answers in, the libraries whose arrays it takes, and why it does not take those of others."""

    answer: str
    libraries: tuple[str, ...] = tuple(LIBRARIES)
    why: str = ""


AS_GIVEN = Support("as given")  # arrays of the same library, on the same device
NUMBERS = Support("numbers")  # Python's
ON_HOST = Support("NumPy")
PICTURES = Support("NumPy", ("numpy",), "pictures to be shown are NumPy arrays")

# What answers in something else; and `Network`, no function, whose methods take arrays.
ANSWERS: dict[str, Support] = {
    "gradient_statistics": NUMBERS,
    "Network": AS_GIVEN,
    "save_params": Support("a file"),
    "accuracy": NUMBERS,
    "confusion_matrix": ON_HOST,
    "evaluate": NUMBERS,
    "check_gradients": NUMBERS,
    "fit_laplace": NUMBERS,
    "layer_activity": NUMBERS,
    "strongest_windows": NUMBERS,
    "crop": PICTURES,
    "features": ON_HOST,
    "pca": ON_HOST,
    "tsne": ON_HOST,
    "rank_correlation": NUMBERS,
    "vgg16_preprocess": ON_HOST,
    "vgg16_restore": ON_HOST,
    "square_photograph": ON_HOST,
    "signed_colours": ON_HOST,
}

# Functions that take no arrays: sizes, networks alone, and what reads files.
WITHOUT_ARRAYS = (
    "image_bytes",
    "output_size",
    "pool_first",
    "load_params",
    "one_cycle",
    "laplace_kurtosis",
    "receptive_field",
    "vgg16_network",
    "vgg16_weights",
    "fashion_mnist",
)

RUNS_ON: dict[str, Support] = {
    name: ANSWERS.get(name, AS_GIVEN)
    for name in textbook_cnn.__all__
    if name in ANSWERS or (inspect.isfunction(getattr(textbook_cnn, name)) and name not in WITHOUT_ARRAYS)
}

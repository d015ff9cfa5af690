"""A textbook of convolutional neural networks as a package: small functions that mirror the lecture's derivations.

Every displayed equation is proved, on the code itself where code computes it, or is marked as a definition, as an
example in numbers, or as wrong, with a counterexample.  Layers that only add and multiply are proved for every size of
batch and image and for the kernels and settings that are listed, all else for the sizes and cases that are listed.

The public names are those in the ``__all__`` of the modules below, in the order of the lecture.  Importing them costs
little beyond NumPy: what needs SymPy, Matplotlib or a download is imported when it is used.
"""

from typing import Any

from . import _interrupted as _interrupted  # before what takes long

# isort: split
from . import convolution, datasets, fast, image_statistics, images, layers, network, seeing, training, vgg16
from .convolution import *
from .datasets import *
from .fast import *
from .image_statistics import *
from .images import *
from .layers import *
from .network import *
from .seeing import *
from .training import *
from .vgg16 import *

__all__: list[str] = []
__all__ += images.__all__
__all__ += convolution.__all__
__all__ += layers.__all__
__all__ += network.__all__
__all__ += training.__all__
__all__ += fast.__all__
__all__ += image_statistics.__all__
__all__ += seeing.__all__
__all__ += vgg16.__all__
__all__ += datasets.__all__


def __getattr__(name: str) -> Any:
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version  # a quarter of what importing the package costs

    try:
        return version("textbook-cnn")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0+unknown"

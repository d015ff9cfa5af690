"""Fashion-MNIST: where its four files are looked for."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from .. import _checks as check
from .. import _options as options
from .cache import UnwritableError, cache_folder, check_writable
from .download import check_place, fetch
from .files import FULL, SAMPLE, DamagedError, FashionMNIST, Files, IdxFile, decompressed, read_split

PACKAGE_FOLDER = Path("/usr/share/datasets/fashion-mnist")
SAMPLE_FOLDER = Path(__file__).parents[1] / "data" / "fashion-mnist-sample"
MIRRORS = (
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "https://fashion-mnist.s3.eu-central-1.amazonaws.com/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
)

OVERHEAD = 4096  # bytes that a compressed file may have beyond those of its content

ADDRESSES = "\n".join(f"  {MIRRORS[-1]}{file.name}.gz" for files in FULL.values() for file in files)
ADVICE = f"""\
What to do: connect to the network and try again; or install the Debian/Ubuntu package dataset-fashion-mnist;
or get these four files elsewhere, put them, packed or not, into a folder, and set TEXTBOOK_CNN_DATA to it:
{ADDRESSES}
or take source="sample", the 2,000 + 1,000 images that come with this package."""


def fashion_mnist(
    split: Literal["train", "test"] = "train", *, source: str | os.PathLike[str] | None = None
) -> FashionMNIST:
    """Read one split of Fashion-MNIST: 60,000 training or 10,000 test images of clothes, 28 × 28, grey.

    Parameters
    ----------
    split : {"train", "test"}
        Which images.
    source : str or path, optional
        Where to take them from. ``None`` tries, in this order, ``"environment"`` (the folder named by the
        environment variable ``TEXTBOOK_CNN_DATA``), ``"package"`` (the folder of the Debian and Ubuntu
        package dataset-fashion-mnist), ``"cache"`` (the user's cache, or the folder that ``TEXTBOOK_CNN_CACHE``
        names) and ``"download"`` (the official mirrors, into the cache). One of these names tries that source
        alone. ``"sample"`` gives the 2,000 + 1,000 images that come with this package. Anything else is the path
        of a folder, in which ``~`` is the user's home; one that is called like a source is written with its
        parent, ``"./sample"``.

    Returns
    -------
    FashionMNIST
        The named tuple (images, labels): uint8 of shape (N, 28, 28), and int64 of shape (N,).

    Raises
    ------
    TypeError
        If `split` is not a string, or `source` neither a string nor a path.
    ValueError
        If `split` is another word, `source` cannot be a path, or the file in the one source asked for is damaged or
        cannot be read.
    FileNotFoundError
        If no source has the files; the message names each, why it failed, and what to do.
    OSError
        If the one source asked for is ``"download"``, and nothing can be written to the cache.

    Warns
    -----
    UserWarning
        If a file in one of several sources is damaged, or the folder that ``TEXTBOOK_CNN_DATA`` names has no such file:
        the search goes on. If a .gz file is damaged or cannot be read: the plain one beside it is taken.

    Notes
    -----
    The collection is that of [1]_. The files are gzip-compressed or plain IDX files under their official names. Their
    decompressed bytes are compared with the SHA-256 digests of the original before anything is read from them. Mirrors
    are asked over https alone; each file may take 600 seconds, or as many as the environment variable
    ``TEXTBOOK_CNN_DEADLINE`` says.

    References
    ----------
    .. [1] H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
       Algorithms", 2017. doi:10.48550/arXiv.1708.07747

    Examples
    --------
    >>> images, labels = fashion_mnist("test", source="sample")
    >>> images.shape, images.dtype
    ((1000, 28, 28), dtype('uint8'))
    >>> from textbook_cnn import CLASS_NAMES
    >>> CLASS_NAMES[labels[0]]
    'Ankle boot'
    """
    name = check.choice("split", split, tuple(FULL))
    if source is None:
        return _first_that_answers(name)
    folder = options.path("source", source)
    try:
        if isinstance(source, str) and source in _SOURCES:
            return _SOURCES[source](FULL[name])
        return read_split(SAMPLE_FOLDER, SAMPLE[name]) if source == "sample" else read_split(folder, FULL[name])
    except (DamagedError, FileNotFoundError) as error:
        raise type(error)(f"source: {error}") from error


def _first_that_answers(split: str) -> FashionMNIST:
    failures = []
    for name, read in _SOURCES.items():
        try:
            return read(FULL[split])
        except (OSError, ValueError) as error:
            failures.append(f"  {name}: {error}")
            asked_for = name == "environment" and os.environ.get("TEXTBOOK_CNN_DATA")
            if isinstance(error, DamagedError) or asked_for:
                warnings.warn(f"Fashion-MNIST, source {name!r}: {error}; trying the next", stacklevel=3)
    tried = "\n".join(failures)
    raise FileNotFoundError(f"Fashion-MNIST was not found in any source. Tried, in order:\n{tried}\n{ADVICE}")


def named_folder() -> Path | None:
    """Return the folder that the environment names; None if it names none."""
    folder = os.environ.get("TEXTBOOK_CNN_DATA", "")
    return options.path("TEXTBOOK_CNN_DATA", folder) if folder else None


def _from_environment(files: Files) -> FashionMNIST:
    folder = named_folder()
    if folder is None:
        raise FileNotFoundError("the environment variable TEXTBOOK_CNN_DATA is not set")
    return read_split(folder, files)


def _from_package(files: Files) -> FashionMNIST:
    return read_split(PACKAGE_FOLDER, files)


def _from_cache(files: Files) -> FashionMNIST:
    return read_split(cache_folder(), files)


def _from_download(files: Files) -> FashionMNIST:
    check_writable(cache_folder())
    failures = []
    for mirror in MIRRORS:
        try:
            for file in files:
                _download(mirror, file)
            return read_split(cache_folder(), files)
        except UnwritableError:
            raise
        except (OSError, ValueError) as error:
            failures.append(f"\n    {mirror}: {_reason(error)}")
    raise FileNotFoundError("no mirror answered" + "".join(failures))


def _reason(error: Exception) -> object:
    """Return what lies under a connection error, without the wrapping of the layers above."""
    return getattr(error.args[0], "reason", error) if error.args else type(error).__name__


def _download(mirror: str, file: IdxFile) -> None:
    """Fetch a file into the cache unless it is there; a mirror has it compressed, smaller than it is."""
    path = cache_folder() / f"{file.name}.gz"
    check_place(path)
    if path.exists() and _is_whole(path, file):
        return
    largest = file.size + OVERHEAD
    fetch(f"{mirror}{path.name}", path, lambda content: decompressed(io.BytesIO(content), file, path.name), largest)


def _is_whole(path: Path, file: IdxFile) -> bool:
    try:
        decompressed(io.BytesIO(path.read_bytes()), file, path)
    except DamagedError:
        return False
    return True


_SOURCES: dict[str, Callable[[Files], FashionMNIST]] = {
    "environment": _from_environment,
    "package": _from_package,
    "cache": _from_cache,
    "download": _from_download,
}

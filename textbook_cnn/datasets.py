"""Fashion-MNIST: where its four files are looked for, how their bytes are checked, how they are read."""

import gzip
import hashlib
import os
import struct
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

__all__ = ["CLASS_NAMES", "CLASS_NAMES_KO", "FashionMNIST", "fashion_mnist"]

CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
"""The ten classes; a label is an index into this tuple."""

CLASS_NAMES_KO = (
    "티셔츠/윗도리",
    "바지",
    "스웨터",
    "드레스",
    "코트",
    "샌들",
    "셔츠",
    "스니커즈",
    "가방",
    "앵클 부츠",
)
"""The ten classes in Korean."""

PACKAGE_FOLDER = Path("/usr/share/datasets/fashion-mnist")
SAMPLE_FOLDER = Path(__file__).parent / "data" / "fashion-mnist-sample"
MIRRORS = (
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
)

ADVICE = """\
What to do: connect to the network and try again; or install the Debian/Ubuntu package dataset-fashion-mnist;
or put the four files into a folder and set TEXTBOOK_CNN_DATA to it;
or take source="sample", the 2,000 + 1,000 images that come with this package."""


class FashionMNIST(NamedTuple):
    """One split of Fashion-MNIST.

    Attributes
    ----------
    images : numpy.ndarray
        Shape (N, 28, 28), dtype uint8: brightness, 0 (background) to 255.
    labels : numpy.ndarray
        Shape (N,), dtype int64: indices into `CLASS_NAMES`.
    """

    images: np.ndarray
    labels: np.ndarray


class _IdxFile(NamedTuple):
    name: str
    size: int  # of the decompressed file, in bytes
    md5: str  # of the decompressed file: gzip headers differ from one distributor to another
    md5_gz: str = ""  # of the file that the mirrors hand out


_Files = dict[str, tuple[_IdxFile, _IdxFile]]

_FULL: _Files = {
    "train": (
        _IdxFile(
            "train-images-idx3-ubyte",
            47_040_016,
            "f4a8712d7a061bf5bd6d2ca38dc4d50a",
            "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        ),
        _IdxFile(
            "train-labels-idx1-ubyte", 60_008, "9018921c3c673c538a1fc5bad174d6f9", "25c81989df183df01b3e8a0aad5dffbe"
        ),
    ),
    "test": (
        _IdxFile(
            "t10k-images-idx3-ubyte", 7_840_016, "8181f5470baa50b63fa0f6fddb340f0a", "bef4ecab320f06d8554ea6380940ec79"
        ),
        _IdxFile(
            "t10k-labels-idx1-ubyte", 10_008, "15d484375f8d13e6eb1aabb0c3f46965", "bb300cfdad3c16e7a12a480ee83cd310"
        ),
    ),
}

_SAMPLE: _Files = {
    "train": (
        _IdxFile("train-images-idx3-ubyte", 1_568_016, "fc2dd2cd627f464cd717afe5a3ddc438"),
        _IdxFile("train-labels-idx1-ubyte", 2_008, "f2751a24eee86e9a35eee15ce0688f0d"),
    ),
    "test": (
        _IdxFile("t10k-images-idx3-ubyte", 784_016, "c5442ce2f064c32bf3ec2983a505322f"),
        _IdxFile("t10k-labels-idx1-ubyte", 1_008, "a00963b89d54a5ab6dc42b2b2c57c0e7"),
    ),
}


class _DamagedError(ValueError):
    """A file is there but is not what it should be."""


def fashion_mnist(
    split: Literal["train", "test"] = "train", *, source: str | os.PathLike[str] | None = None
) -> FashionMNIST:
    """Read one split of Fashion-MNIST: 60,000 training or 10,000 test images of clothes, 28 × 28, gray.

    Parameters
    ----------
    split : {"train", "test"}
        Which images.
    source : str or path, optional
        Where to take them from. ``None`` tries, in this order, ``"environment"`` (the folder named by the
        environment variable ``TEXTBOOK_CNN_DATA``), ``"package"`` (the folder of the Debian and Ubuntu
        package dataset-fashion-mnist), ``"cache"`` (the user's cache) and ``"download"`` (the official
        mirrors, into the cache). One of these names tries that source alone. ``"sample"`` gives the
        2,000 + 1,000 images that come with this package. Anything else is the path of a folder;
        one that is called like a source is written with its parent, ``"./sample"``.

    Returns
    -------
    FashionMNIST
        The named tuple (images, labels): uint8 of shape (N, 28, 28), and int64 of shape (N,).

    Raises
    ------
    TypeError
        If `split` is not a string, or `source` neither a string nor a path.
    ValueError
        If `split` is another word, or if the file in the one source asked for is damaged.
    FileNotFoundError
        If no source has the files; the message names each, why it failed, and what to do.

    Warns
    -----
    UserWarning
        If a file in one of several sources is damaged, or the folder that ``TEXTBOOK_CNN_DATA`` names
        has no such file. The search goes on.

    Notes
    -----
    The files are gzip-compressed or plain IDX files under their official names. Their decompressed bytes
    are compared with the MD5 digests of the original before anything is read from them.

    Examples
    --------
    >>> images, labels = fashion_mnist("test", source="sample")
    >>> images.shape, images.dtype
    ((1000, 28, 28), dtype('uint8'))
    >>> CLASS_NAMES[labels[0]]
    'Ankle boot'
    """
    _check_arguments(split, source)
    if source is None:
        return _first_that_answers(split)
    if source == "sample":
        return _read_split(SAMPLE_FOLDER, _SAMPLE[split])
    return _SOURCES.get(source, lambda files: _read_split(Path(source), files))(_FULL[split])


def _check_arguments(split: object, source: object) -> None:
    if not isinstance(split, str):
        raise TypeError(f"split must be 'train' or 'test', got {type(split).__name__}")
    if split not in _FULL:
        raise ValueError(f"split must be 'train' or 'test', got {split!r}")
    if source is not None and not isinstance(source, str | os.PathLike):
        raise TypeError(f"source must be a string, a path or None, got {type(source).__name__}")


def _first_that_answers(split: str) -> FashionMNIST:
    failures = []
    for name, read in _SOURCES.items():
        try:
            return read(_FULL[split])
        except (OSError, ValueError) as error:
            failures.append(f"  {name}: {error}")
            asked_for = name == "environment" and os.environ.get("TEXTBOOK_CNN_DATA")
            if isinstance(error, _DamagedError) or asked_for:
                warnings.warn(f"Fashion-MNIST, source {name!r}: {error}; trying the next", stacklevel=3)
    tried = "\n".join(failures)
    raise FileNotFoundError(f"Fashion-MNIST was not found in any source. Tried, in order:\n{tried}\n{ADVICE}")


def _from_environment(files: tuple[_IdxFile, _IdxFile]) -> FashionMNIST:
    folder = os.environ.get("TEXTBOOK_CNN_DATA", "")
    if not folder:
        raise FileNotFoundError("the environment variable TEXTBOOK_CNN_DATA is not set")
    return _read_split(Path(folder).expanduser(), files)


def _from_package(files: tuple[_IdxFile, _IdxFile]) -> FashionMNIST:
    return _read_split(PACKAGE_FOLDER, files)


def _from_cache(files: tuple[_IdxFile, _IdxFile]) -> FashionMNIST:
    return _read_split(cache_folder(), files)


def _from_download(files: tuple[_IdxFile, _IdxFile]) -> FashionMNIST:
    failures = []
    for mirror in MIRRORS:
        try:
            _download(mirror, files)
            return _read_split(cache_folder(), files)
        except (OSError, ValueError) as error:
            failures.append(f"\n    {mirror}: {_reason(error)}")
    raise FileNotFoundError("no mirror answered" + "".join(failures))


def _reason(error: Exception) -> object:
    """Return what lies under a connection error, without the wrapping of the layers above."""
    return getattr(error.args[0], "reason", error) if error.args else type(error).__name__


def cache_folder() -> Path:
    """Return the user's cache folder for this package; it need not exist."""
    import pooch

    return Path(pooch.os_cache("textbook_cnn"))


def _download(mirror: str, files: tuple[_IdxFile, _IdxFile]) -> None:
    import pooch

    registry = {f"{file.name}.gz": f"md5:{file.md5_gz}" for file in files}
    fetcher = pooch.create(cache_folder(), base_url=mirror, registry=registry, retry_if_failed=1)
    for name in registry:
        # Each file lands under a temporary name and is renamed once its digest is right.
        fetcher.fetch(name, downloader=pooch.HTTPDownloader(progressbar=True, timeout=30))


_SOURCES: dict[str, Callable[[tuple[_IdxFile, _IdxFile]], FashionMNIST]] = {
    "environment": _from_environment,
    "package": _from_package,
    "cache": _from_cache,
    "download": _from_download,
}


def _read_split(folder: Path, files: tuple[_IdxFile, _IdxFile]) -> FashionMNIST:
    images, labels = (_read_idx(_verified_bytes(folder, file)) for file in files)
    return FashionMNIST(images, labels.astype(np.int64))


def _verified_bytes(folder: Path, file: _IdxFile) -> bytes:
    """Return the decompressed bytes of a file, .gz or plain, once their digest is right."""
    path = next((p for p in (folder / f"{file.name}.gz", folder / file.name) if p.is_file()), None)
    if path is None:
        reason = f"has neither {file.name}.gz nor {file.name}" if folder.is_dir() else "is no folder"
        raise FileNotFoundError(f"{folder} {reason}")
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            content = stream.read(file.size + 1)  # one byte more shows a file too long; never more than that
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _DamagedError(f"{path} is damaged: {error}; delete it or get it again") from error
    found = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if found != file.md5:
        raise _DamagedError(
            f"{path} is damaged: expected {file.size} bytes with MD5 {file.md5} once decompressed, "
            f"got {min(len(content), file.size)}{'+' * (len(content) > file.size)} with {found}; "
            "delete it or get it again"
        )
    return content


def _read_idx(content: bytes) -> np.ndarray:
    """Read IDX: two zero bytes, the type (8: uint8), the number of axes, their lengths as uint32, values."""
    axes = content[3]
    shape = struct.unpack_from(f">{axes}I", content, 4)
    return np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * axes).reshape(shape).copy()

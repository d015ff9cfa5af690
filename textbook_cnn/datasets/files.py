"""The four files of Fashion-MNIST: their sizes and digests, how their bytes are checked, how they are read."""

from __future__ import annotations

import gzip
import hashlib
import stat
import struct
import warnings
import zlib
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np


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


class IdxFile(NamedTuple):
    """Name, size and digest of a file."""

    name: str
    size: int  # of the decompressed file, in bytes
    sha256: str  # of the decompressed file: gzip headers differ from one distributor to another


Files = tuple[IdxFile, IdxFile]


FULL: dict[str, Files] = {
    "train": (
        IdxFile(
            "train-images-idx3-ubyte", 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"
        ),
        IdxFile("train-labels-idx1-ubyte", 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
    ),
    "test": (
        IdxFile(
            "t10k-images-idx3-ubyte", 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"
        ),
        IdxFile("t10k-labels-idx1-ubyte", 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
    ),
}


SAMPLE: dict[str, Files] = {
    "train": (
        IdxFile(
            "train-images-idx3-ubyte", 1_568_016, "a724cd72799a6b1c3a81c4263865a75a73bb6473673b3394e34adf222930f19e"
        ),
        IdxFile("train-labels-idx1-ubyte", 2_008, "4738fd437c0f8d6498ae7f6f5c86f1cc3c878d4116ff169fc5635bd6847899cc"),
    ),
    "test": (
        IdxFile("t10k-images-idx3-ubyte", 784_016, "7cee33c3c6414b1b86c25e665a6c4f41584269de3b7cc9768b1d351922845eef"),
        IdxFile("t10k-labels-idx1-ubyte", 1_008, "3128d790775889812b73c4f13923559c8b9e281d112c6ea7862acf60a206a909"),
    ),
}


class DamagedError(ValueError):
    """A file is there but is not what it should be."""


def read_split(folder: Path, files: Files) -> FashionMNIST:
    """Read images and labels from a folder."""
    images, labels = (_read_idx(verified_bytes(folder, file)) for file in files)
    return FashionMNIST(images, labels.astype(np.int64))


def verified_bytes(folder: Path, file: IdxFile) -> bytes:
    """Return the decompressed bytes of a file, .gz or plain, once their digest is right; of two, those that are."""
    failures: list[DamagedError | FileNotFoundError] = []
    for path in (folder / f"{file.name}.gz", folder / file.name):
        try:
            if not _is_regular(path):
                continue
            for failure in failures:
                warnings.warn(f"{failure}; taking {path.name}", stacklevel=2)
            return _read(path, file)
        except (DamagedError, FileNotFoundError) as error:
            failures.append(error)
    if failures:
        raise failures[-1]
    reason = f"has neither {file.name}.gz nor {file.name}" if folder.is_dir() else "is no folder"
    raise FileNotFoundError(f"{folder} {reason}")


def _is_regular(path: Path) -> bool:
    """Whether there is a file; anything else in its place, such as a folder or a pipe, is never opened."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    except OSError as error:  # of a name too long, of a file in the place of a folder
        raise FileNotFoundError(f"{path} cannot be looked up: {error.strerror}") from None
    if not stat.S_ISREG(mode):
        raise DamagedError(f"{path} is no regular file; remove it")
    return True


def _read(path: Path, file: IdxFile) -> bytes:
    try:
        with path.open("rb") as stream:
            return decompressed(stream, file, path) if path.suffix == ".gz" else _checked(stream, file, path)
    except OSError as error:
        raise DamagedError(f"{path} cannot be read: {error.strerror}") from error


def decompressed(stream: IO[bytes], file: IdxFile, source: Path | str) -> bytes:
    """Decompress what a file's distributor hands out, and compare its digest; errors name the source."""
    try:
        with gzip.GzipFile(fileobj=stream) as content:
            return _checked(content, file, source)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DamagedError(f"{source} is damaged: {error}; delete it or get it again") from error


def _checked(stream: IO[bytes] | gzip.GzipFile, file: IdxFile, source: Path | str) -> bytes:
    content = stream.read(file.size + 1)  # one byte more shows a file too long; never more than that
    found = hashlib.sha256(content).hexdigest()
    if found != file.sha256:
        length = f"{file.size}+" if len(content) > file.size else len(content)
        raise DamagedError(
            f"{source} is damaged: expected {file.size} bytes with SHA-256 {file.sha256} once decompressed, "
            f"got {length} with {found}; delete it or get it again"
        )
    return content


def _read_idx(content: bytes) -> np.ndarray:
    """Read IDX: two zero bytes, the type (8: uint8), the number of axes, their lengths as uint32, values."""
    axes = content[3]
    shape = struct.unpack_from(f">{axes}I", content, 4)
    return np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * axes).reshape(shape).copy()

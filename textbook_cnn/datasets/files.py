"""The four files of Fashion-MNIST: their sizes and digests, how their bytes are checked, how they are read."""

from __future__ import annotations

import gzip
import hashlib
import struct
import zlib
from pathlib import Path
from typing import NamedTuple

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
    """Name, size and digests of a file."""

    name: str
    size: int  # of the decompressed file, in bytes
    md5: str  # of the decompressed file: gzip headers differ from one distributor to another
    md5_gz: str = ""  # of the file that the mirrors hand out


Files = tuple[IdxFile, IdxFile]


FULL: dict[str, Files] = {
    "train": (
        IdxFile(
            "train-images-idx3-ubyte",
            47_040_016,
            "f4a8712d7a061bf5bd6d2ca38dc4d50a",
            "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        ),
        IdxFile(
            "train-labels-idx1-ubyte", 60_008, "9018921c3c673c538a1fc5bad174d6f9", "25c81989df183df01b3e8a0aad5dffbe"
        ),
    ),
    "test": (
        IdxFile(
            "t10k-images-idx3-ubyte", 7_840_016, "8181f5470baa50b63fa0f6fddb340f0a", "bef4ecab320f06d8554ea6380940ec79"
        ),
        IdxFile(
            "t10k-labels-idx1-ubyte", 10_008, "15d484375f8d13e6eb1aabb0c3f46965", "bb300cfdad3c16e7a12a480ee83cd310"
        ),
    ),
}


SAMPLE: dict[str, Files] = {
    "train": (
        IdxFile("train-images-idx3-ubyte", 1_568_016, "fc2dd2cd627f464cd717afe5a3ddc438"),
        IdxFile("train-labels-idx1-ubyte", 2_008, "f2751a24eee86e9a35eee15ce0688f0d"),
    ),
    "test": (
        IdxFile("t10k-images-idx3-ubyte", 784_016, "c5442ce2f064c32bf3ec2983a505322f"),
        IdxFile("t10k-labels-idx1-ubyte", 1_008, "a00963b89d54a5ab6dc42b2b2c57c0e7"),
    ),
}


class DamagedError(ValueError):
    """A file is there but is not what it should be."""


def read_split(folder: Path, files: Files) -> FashionMNIST:
    """Read images and labels from a folder."""
    images, labels = (_read_idx(_verified_bytes(folder, file)) for file in files)
    return FashionMNIST(images, labels.astype(np.int64))


def _verified_bytes(folder: Path, file: IdxFile) -> bytes:
    """Return the decompressed bytes of a file, .gz or plain, once their digest is right."""
    path = next((p for p in (folder / f"{file.name}.gz", folder / file.name) if p.is_file()), None)
    if path is None:
        reason = f"has neither {file.name}.gz nor {file.name}" if folder.is_dir() else "is no folder"
        raise FileNotFoundError(f"{folder} {reason}")
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            content = stream.read(file.size + 1)  # one byte more shows a file too long; never more than that
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DamagedError(f"{path} is damaged: {error}; delete it or get it again") from error
    found = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if found != file.md5:
        length = f"{file.size}+" if len(content) > file.size else len(content)
        raise DamagedError(
            f"{path} is damaged: expected {file.size} bytes with MD5 {file.md5} once decompressed, "
            f"got {length} with {found}; delete it or get it again"
        )
    return content


def _read_idx(content: bytes) -> np.ndarray:
    """Read IDX: two zero bytes, the type (8: uint8), the number of axes, their lengths as uint32, values."""
    axes = content[3]
    shape = struct.unpack_from(f">{axes}I", content, 4)
    return np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * axes).reshape(shape).copy()

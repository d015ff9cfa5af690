"""What a Python lacks, taken from a folder of wheels for as long as a command runs; nothing is installed."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from sysconfig import get_platform
from tempfile import TemporaryDirectory


@contextmanager
def unpacked(folder: Path | None) -> Iterator[Path | None]:
    """A temporary folder for `sys.path` with the distributions that this Python lacks; None if it lacks none."""
    wheels = lacking(folder) if folder else []
    if not wheels:
        yield None
        return
    with TemporaryDirectory(prefix="wheels-") as place:
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as file:
                file.extractall(place)
        yield Path(place)


def lacking(folder: Path) -> list[Path]:
    """The wheels of a folder that fit this Python and whose distributions it does not have, in any version."""
    return [wheel for wheel in sorted(folder.glob("*.whl")) if fits(wheel) and not _installed(wheel)]


def _installed(wheel: Path) -> bool:
    try:
        metadata.distribution(wheel.name.split("-")[0])
    except metadata.PackageNotFoundError:
        return False
    return True


def fits(wheel: Path) -> bool:
    """Whether the tags at the end of a wheel's name are of this Python and machine."""
    python, abi, platform = (tag.split(".") for tag in wheel.stem.split("-")[-3:])
    here = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    if abi == ["none"]:
        of_python = any(tag in ("py3", f"py{here[2:]}") for tag in python)
    else:
        of_python = here in python and here in abi
    system, _, processor = get_platform().partition("-")
    of_platform = re.compile(rf"any|(many)?{system}[0-9_]*_{re.escape(processor)}")
    return of_python and any(of_platform.fullmatch(tag) for tag in platform)

"""Where the modules of a package lie, and whether each that is loaded came from there.

A digest is made of the file that has a module's name.  Python may find the module elsewhere: in a folder or a compiled
file of the same name, which it prefers, in another copy of the package, or in what a program put into `sys.modules`.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from types import ModuleType

FACE = "__init__.py"
TWICE = "{one} and {other} are both {name}: Python loads one of them without a word; remove the other"

Stamp = tuple[int, ...]


def stamp(path: Path | str) -> Stamp:
    """What changes whenever a file does, or the names in a folder."""
    found = os.stat(path)
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def module_files(package: Path) -> dict[str, Path]:
    """Return the files of a package by the dotted names of their modules.

    Raises
    ------
    ValueError
        If two files have one name, as `relu.py` and `relu/__init__.py`, or `relu.py` and `relu.so`.

    """
    found: dict[str, Path] = {}
    for path in sorted(package.rglob("*")):
        suffix = next((each for each in (".py", *EXTENSION_SUFFIXES) if path.name.endswith(each)), "")
        if suffix:
            parts = path.relative_to(package.parent).with_name(path.name.removesuffix(suffix)).parts
            name = ".".join(parts).removesuffix(".__init__")
            if name in found:
                raise ValueError(TWICE.format(one=found[name], other=path, name=name))
            found[name] = path
    return {name: path for name, path in found.items() if path.suffix == ".py"}


def all_in_place(package: Path) -> bool:
    """Whether every loaded module of a package, however it came there, is from the one file that has its name."""
    try:
        files = _as_now(package)
    except (OSError, ValueError):
        return False
    modules = [(name, module) for name, module in list(sys.modules.items()) if name.partition(".")[0] == package.name]
    return all(_is_in_place(name, module, files.get(name)) for name, module in modules)


def _is_in_place(name: str, module: ModuleType, path: str | None) -> bool:
    spec = getattr(module, "__spec__", None)
    if path is None or spec is None or type(module) is not ModuleType:
        return False
    folders = [path.removesuffix(os.sep + FACE)] if path.endswith(os.sep + FACE) else None
    return (
        name == module.__name__ == spec.name
        and path == module.__file__ == spec.origin
        and folders == getattr(module, "__path__", None) == spec.submodule_search_locations
    )


_found: dict[Path, tuple[dict[str, Stamp], dict[str, str]]] = {}


def _as_now(package: Path) -> dict[str, str]:
    """The files by their modules' names, looked for again when a name came or went in one of the folders."""
    folders, files = _found.get(package, ({}, {}))
    if not folders or any(known != stamp(folder) for folder, known in folders.items()):
        inside = [path for path in package.rglob("*") if path.is_dir() and path.name != "__pycache__"]
        folders = {str(folder): stamp(folder) for folder in (package, *inside)}
        files = {name: str(path) for name, path in module_files(package).items()}
        _found[package] = folders, files
    return files

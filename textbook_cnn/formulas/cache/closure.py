"""Which files a piece of code rests on, read from the imports, and a digest of them that only their code changes.

The imports are read rather than watched at run time: what is read needs no run to be known, and is the same on every
path that the code may take.  Where it cannot be told which file is meant, all that may be meant count: a digest may be
too wide, never too narrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from .files import Files
from .places import FACE
from .reading import Import, Reading

DATA = re.compile(r"[\w-]{1,60}\.(?!py$)\w{1,5}")  # a file that lies beside the code that names it

OF_EVERY_MODULE = {"__doc__", "__file__", "__name__", "__path__", "__version__"}


class Library(Files):
    """The files in which imports are looked up: a package, and folders whose files are imported by their bare names.

    Parameters
    ----------
    package : Path
        Folder of the package.
    *beside : Path
        Folders of modules that belong to no package.

    Notes
    -----
    The face of a package, its ``__init__.py``, imports everything.  Who imports a name from it rests on the modules
    that define the name and on the code of the face, not on all that the face imports.

    """

    def __init__(self, package: Path, *beside: Path) -> None:
        super().__init__(package, *beside)
        self._direct: dict[Path, list[tuple[Path, bool]]] = {}

    def closure(self, *starts: Path | Reading) -> frozenset[Path]:
        """Return the files that the starts rest on, those among the starts themselves included."""
        found: set[Path] = set()
        waiting: list[tuple[Path, bool]] = []
        for start in starts:
            waiting += [(start, True)] if isinstance(start, Path) else self._imported_by(start)
        followed: set[Path] = set()
        while waiting:
            path, follow = waiting.pop()
            found.add(path)
            if follow and path not in followed:
                followed.add(path)
                waiting += self._rests_on(path)
        return frozenset(found)

    def _rests_on(self, path: Path) -> list[tuple[Path, bool]]:
        """The files that one file rests on directly, and whether what they rest on counts too."""
        if path not in self._direct:
            reading = self.reading(path)
            found = self._imported_by(reading)
            if reading.lists_its_folder:
                found += ((other, True) for other in path.parent.glob("*.py"))
            if self._named_by_strings & set(path.parents):
                found += self._named_in(reading)
            beside = (path.parent / text for text in reading.strings if DATA.fullmatch(text))
            found += ((file, False) for file in beside if file.is_file())
            self._direct[path] = list(dict.fromkeys(found))
        return self._direct[path]

    def _imported_by(self, reading: Reading) -> list[tuple[Path, bool]]:
        return [found for each in reading.imports for found in self._imported(each)]

    def _imported(self, each: Import) -> Iterator[tuple[Path, bool]]:
        inner = f"{each.module}.{each.name}" if each.name else each.module
        if inner in self.files:
            yield from self._module(inner, each.uses)
            # A face that gathers the names of its files may have, in place of the file, what one of them calls so.
            others = self.listed.get(each.name or "", ()) if self.files.get(each.module, Path()).name == FACE else ()
            yield from ((other, True) for other in others if self.files[each.module].parent in other.parents[:1])
        elif each.module in self.files:
            yield from self._name(each.module, each.name or "*")

    def _module(self, module: str, uses: frozenset[str] | None) -> Iterator[tuple[Path, bool]]:
        """A module as an object, of which some attributes are read."""
        path = self.files[module]
        yield from self._faces(module)
        if path.name != FACE:
            yield path, True
        elif uses is None:
            yield from ((other, True) for other in path.parent.rglob("*.py"))
        else:
            for use in uses:
                name, _, rest = use.partition(".")
                yield from self._imported(Import(module, name, frozenset([rest]) if rest else None))

    def _name(self, module: str, name: str) -> Iterator[tuple[Path, bool]]:
        """A name out of a module."""
        path = self.files[module]
        yield from self._faces(module)
        if path.name != FACE:
            yield path, True
            return
        if name not in OF_EVERY_MODULE:
            found = list(self._from_face(module, name)) if name != "*" else []
            yield from found or ((other, True) for other in path.parent.rglob("*.py"))

    def _from_face(self, module: str, name: str) -> Iterator[tuple[Path, bool]]:
        """Files that list the name in `__all__`, what the face imports by it; else all below it that define it."""
        path = self.files[module]
        face = self.reading(path)
        listed = [other for other in self.listed.get(name, ()) if path.parent in other.parents and other != path]
        imported = [each for each in face.imports if each.name == name and each.module != module]
        outside = [each for each in face.imports if each.name == "*" and not f"{each.module}.".startswith(f"{module}.")]
        for other in listed:
            if other.name == FACE:
                yield from self._name(self.module(other), name)
            else:
                yield other, True
        for each in imported + outside:
            yield from self._imported(each)
        if name in face.defines or not (listed or imported):
            yield from ((other, True) for other in self.definers.get(name, ()) if path.parent in other.parents)

    def _faces(self, module: str) -> Iterator[tuple[Path, bool]]:
        """The faces of the packages that a module is in."""
        path = self.files[module]
        for folder in [path.parent, *path.parents]:
            if folder == self.root or self.root not in folder.parents or not (folder / FACE).is_file():
                return
            yield folder / FACE, False

    @cached_property
    def _named_by_strings(self) -> set[Path]:
        """Folders in which functions are looked up by a name that another file writes: there a string is an import."""
        files = self.files.values()
        return {path.parent for path in files if self.reading(path).looks_names_up(self.package.name)}

    @cached_property
    def _nameable(self) -> dict[str, str]:
        """Public names of the package, which its face has from elsewhere, and its modules; where each is looked up."""
        package = self.package.name
        whole = {each.module for each in self.reading(self.package / FACE).imports if each.name == "*"} or {package}
        public = {name for module in whole & set(self.files) for name in self._public(module)}
        names = {name: package for name in public if not name.startswith("__")}
        return names | {module: "" for module in self.files if module.startswith(f"{package}.")}

    def _public(self, module: str) -> frozenset[str]:
        """What a module lists; if that is not written out, what it and the modules below it list or define."""
        path = self.files[module]
        files = path.parent.rglob("*.py") if path.name == FACE else [path]
        said = [self.reading(other) for other in files]
        return self.reading(path).listed or frozenset().union(*(each.listed or each.defines for each in said))

    def _named_in(self, reading: Reading) -> Iterator[tuple[Path, bool]]:
        names = {text for text in reading.strings if text in self._nameable}
        names |= {name for name in self._nameable if any(pattern.fullmatch(name) for pattern in reading.patterns)}
        for name in names:
            where = self._nameable[name]
            yield from self._name(where, name) if where else self._module(name, frozenset())

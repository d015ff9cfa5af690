"""The files of a package and beside it, what they define, and a digest of them that only their code changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from .loaded import digest_of
from .places import FACE, TWICE, module_files
from .reading import Reading


@cache
def reading_of(text: str, package: str) -> Reading:
    """Return a reading that all who read the same files share."""
    return Reading(text, package)


class Files:
    """The files in which imports are looked up, by the names under which they are imported: one file for each name."""

    def __init__(self, package: Path, *beside: Path) -> None:
        self.package, self.root = package, package.parent
        self.files = module_files(package)
        for folder in beside:
            for path in sorted(folder.glob("*.py")):
                if path.stem in self.files:
                    raise ValueError(TWICE.format(one=self.files[path.stem], other=path, name=path.stem))
                self.files[path.stem] = path
        self._readings: dict[Path, Reading] = {}

    def module(self, path: Path) -> str:
        """Dotted name of a file of the package; that of the package for its face."""
        return ".".join(path.relative_to(self.root).with_suffix("").parts).removesuffix(".__init__")

    def reading(self, path: Path) -> Reading:
        """Return what a file says, read once."""
        if path not in self._readings:
            package = "" if self.package not in path.parents else self.module(path.parent / FACE)
            self._readings[path] = reading_of(path.read_text(encoding="utf-8"), package)
        return self._readings[path]

    def content(self, path: Path) -> bytes:
        """Digest of what a file said when it was read; of other files than code, of what it says now."""
        return digest_of(self.reading(path).text.encode() if path.suffix == ".py" else path.read_bytes())

    def digest(self, files: Iterable[Path], *words: str) -> str:
        """Return a short digest of the files' names and of their code, of other files' bytes, and of the words."""
        digest = sha256()
        for file in sorted(files):
            name = file.relative_to(self.root) if self.root in file.parents else Path(file.name)
            content = self.reading(file).digest if file.suffix == ".py" else file.read_bytes()
            digest.update(name.as_posix().encode() + b"\0" + content + b"\0")
        for word in words:
            digest.update(word.encode() + b"\0")
        return digest.hexdigest()[:16]

    @cached_property
    def definers(self) -> dict[str, list[Path]]:
        """Files by the names that they define."""
        return self._by_name("defines")

    @cached_property
    def listed(self) -> dict[str, list[Path]]:
        """Files by the names that they list, or may list, in `__all__`."""
        return self._by_name("may_list")

    def _by_name(self, what: str) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in self.files.values():
            for name in getattr(self.reading(path), what):
                found.setdefault(name, []).append(path)
        return found

"""Whether the code that is loaded in this process is that of its files: only then is it known what a proof speaks of.

A file may have been edited since it was imported, and a function may have been exchanged in memory.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from .syntax import imported_names, top_level

Stamp = tuple[int, ...]
STANDARD_LIBRARY = Path(ast.__file__).parent
PACKAGE = Path(__file__).parents[2]
# Where decorators keep what they decorate: those of functools, property, classmethod and staticmethod.
WRAPPED = ("__wrapped__", "func", "fget", "__func__")


def state(files: Iterable[Path]) -> str:
    """Digest of the bytes of files as they are now; empty if a module is loaded whose code is not that of its file."""
    files = sorted(files)
    try:
        digest = together((path, _content(path, _stamp(path))) for path in files)
    except OSError:  # one has gone
        return ""
    chosen = {str(path) for path in files}
    modules = [module for module in list(sys.modules.values()) if str(getattr(module, "__file__", "")) in chosen]
    return digest if all(map(is_as_written, modules)) else ""


def together(contents: Iterable[tuple[Path, bytes]]) -> str:
    """One digest of the digests of some files."""
    digest = sha256()
    for path, content in contents:
        digest.update(path.name.encode() + b"\0" + content)
    return digest.hexdigest()


def _stamp(path: Path) -> Stamp:
    """What changes whenever a file does."""
    found = path.stat()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


@cache
def _content(path: Path, stamp: Stamp) -> bytes:
    return digest_of(path.read_bytes())


def digest_of(content: bytes) -> bytes:
    """Digest of a file's content, of which no text is changed by how its lines end."""
    return sha256(content.replace(b"\r\n", b"\n")).digest()


def is_as_written(module: ModuleType) -> bool:
    """Whether functions, methods, imported names and written numbers of a module are as its file has them now."""
    path = Path(str(module.__file__))
    written = _Written.of(path, _stamp(path), module.__name__)
    return all(_is_function(vars(module).get(name), name, written) for name in written.functions) and (
        all(_is_imported(module, name, *source) for name, source in written.imported.items())
        and all(_equal(vars(module).get(name), value) for name, value in written.numbers.items())
        and all(_is_at_home(name, value, module, written) for name, value in list(vars(module).items()))
    )


class _Written:
    """What a file says: its code by name, what it imports, the names that it gives to written numbers and texts."""

    def __init__(self, path: Path, package: str) -> None:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        self.code = dict(_codes(compile(text, str(path), "exec", dont_inherit=True)))
        self.functions, self.numbers, self.assigned = top_level(tree)
        self.imported = imported_names(tree, package)

    @staticmethod
    @cache
    def of(path: Path, stamp: Stamp, module: str) -> _Written:
        """What a file says now."""
        return _Written(path, module if path.name == "__init__.py" else module.rpartition(".")[0])


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield part.co_qualname, part
            yield from _codes(part)


def _is_function(value: Any, name: str, written: _Written) -> bool:
    """Whether a function or class, or what a decorator made of it, has the code that the file has under its name."""
    while not isinstance(value, type) and (inside := next(filter(None, map(partial(_part, value), WRAPPED)), None)):
        value = inside
    if isinstance(value, type):
        parts = {f"{name}.{key}": part for key, part in vars(value).items()}
        return all(
            _is_function(part, key, written) if key in written.code else _is_added(part, value, written)
            for key, part in parts.items()
        )
    code = getattr(value, "__code__", None)
    return code is not None and _same_code(code, written.code[name])


def _part(value: Any, key: str) -> Any:
    return getattr(value, key, None)


def _is_added(part: Any, owner: type, written: _Written) -> bool:
    """Whether a part of a class that is not in its body is no function, or one that the file or a decorator put there.

    What `dataclass` makes has no file; what it and `NamedTuple` take from the standard library has one there; what a
    base class adds is in the file of that class.
    """
    if not isinstance(part, FunctionType):
        return True
    code = part.__code__
    made = code.co_filename == "<string>" or Path(code.co_filename).is_relative_to(STANDARD_LIBRARY)
    by_bases = code.co_filename in {_file(base) for base in owner.__mro__[1:]}
    return made or by_bases or any(_same_code(code, other) for other in written.code.values())


def _file(cls: type) -> str:
    return str(getattr(sys.modules.get(cls.__module__), "__file__", ""))


@cache
def _same_code(code: CodeType, other: CodeType) -> bool:
    return code == other


def _is_imported(module: ModuleType, name: str, source: str, original: str) -> bool:
    """Whether a name still is what it was imported as."""
    if name not in vars(module):
        return True  # imported for type checkers alone
    value, found = vars(module)[name], getattr(sys.modules.get(source), original, None)
    same = found is value or (isinstance(found, str) and found == value)
    return same or sys.modules.get(f"{source}.{original}") is value


def _equal(value: Any, written: Any) -> bool:
    return type(value) is type(written) and bool(value == written)


def _is_at_home(name: str, value: Any, module: ModuleType, written: _Written) -> bool:
    """Whether a function that a star gave its name, or that nothing in the file names, is what its own module has."""
    if not isinstance(value, FunctionType | type) or name in {*written.functions, *written.imported, *written.assigned}:
        return True
    home = sys.modules.get(value.__module__)
    return value.__name__ == name and getattr(home, name, None) is value

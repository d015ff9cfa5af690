"""Whether the code that is loaded in this process is that of its files: only then is it known what a proof speaks of.

A file may have been edited since it was imported, Python may have read a compiled copy of it that is not its own, and
a function may have been exchanged in memory.  And the language may object to what no formula rests on by its imports.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache, partial
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from ..language import objections
from ..language.rooms import modules as held_to_the_language
from .places import FACE, Stamp, all_in_place, stamp
from .syntax import imported_names, top_level

STANDARD_LIBRARY = Path(ast.__file__).parent
PACKAGE = Path(__file__).parents[2]
# Where decorators keep what they decorate: those of functools, property, classmethod and staticmethod.
WRAPPED = ("__wrapped__", "func", "fget", "__func__")


def state(files: Iterable[Path]) -> str:
    """Digest of the bytes of files as they are now; empty if what is loaded is not what they say, or is objected to."""
    files = sorted(files)
    try:
        digest = together((path, _content(path, stamp(path))) for path in files)
        return digest if _is_known(files) and _none_objects() else ""
    except OSError:  # one has gone
        return ""


def _is_known(files: list[Path]) -> bool:
    """Whether the loaded modules of the package are its files, and those of some files are as written."""
    chosen = {str(path): path for path in files}
    modules = [module for module in list(sys.modules.values()) if str(getattr(module, "__file__", "")) in chosen]
    # Code of another copy of the package says nothing of this one.
    elsewhere = {name for name, path in chosen.items() if path.suffix == ".py" and PACKAGE not in path.parents}
    loaded = {str(module.__file__) for module in modules} if elsewhere else elsewhere
    read = all(type(module.__loader__) is SourceFileLoader for module in modules)  # others may change what they read
    return read and elsewhere <= loaded and all_in_place(PACKAGE) and all(map(is_as_written, modules))


def _none_objects() -> bool:
    """Whether the language objects to nothing, which a proof asks of all numeric functions and not of those it runs.

    Asked once for each state of their files: what is kept speaks of files.
    """
    modules = held_to_the_language()
    now = tuple(stamp(str(module.__file__)) for module in modules)
    if now not in _without_objections:
        as_loaded = all(sys.modules.get(module.__name__) is module and is_as_written(module) for module in modules)
        if not as_loaded or objections():
            return False
        _without_objections.add(now)
    return True


_without_objections: set[tuple[Stamp, ...]] = set()


def together(contents: Iterable[tuple[Path, bytes]]) -> str:
    """One digest of the digests of some files."""
    digest = sha256()
    for path, content in contents:
        digest.update(path.name.encode() + b"\0" + content)
    return digest.hexdigest()


@cache
def _content(path: Path, now: Stamp) -> bytes:
    return digest_of(path.read_bytes())


def digest_of(content: bytes) -> bytes:
    """Digest of a file's content, of which no text is changed by how its lines end."""
    return sha256(content.replace(b"\r\n", b"\n")).digest()


def is_as_written(module: ModuleType) -> bool:
    """Whether functions, methods, imported names and written numbers of a module are as its file has them now."""
    path = Path(str(module.__file__))
    written = _Written.of(path, stamp(path), module.__name__)
    return (
        written.is_compiled
        and all(_is_function(vars(module).get(name), name, written) for name in written.functions)
        and all(_is_imported(module, name, *source) for name, source in written.imported.items())
        and all(_equal(vars(module).get(name), value) for name, value in written.numbers.items())
        and all(_is_at_home(name, value, module, written) for name, value in list(vars(module).items()))
    )


class _Written:
    """What a file says: its code by name, what it imports, the names that it gives to written numbers and texts."""

    def __init__(self, path: Path, module: str) -> None:
        text = path.read_text(encoding="utf-8")
        tree, whole = ast.parse(text), compile(text, str(path), "exec", dont_inherit=True)
        self.code = dict(_codes(whole))
        self.functions, self.numbers, self.assigned = top_level(tree)
        self.imported = imported_names(tree, module if path.name == FACE else module.rpartition(".")[0])
        # What Python would load, which may be a compiled file that nothing compares with this one any more.
        self.is_compiled = SourceFileLoader(module, str(path)).get_code(module) == whole

    @staticmethod
    @cache
    def of(path: Path, now: Stamp, module: str) -> _Written:
        """What a file says now."""
        return _Written(path, module)


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
    made = code.co_filename == "<string>" or _is_of_standard_library(code.co_filename)
    by_bases = code.co_filename in {_file(base) for base in owner.__mro__[1:]}
    return made or by_bases or any(_same_code(code, other) for other in written.code.values())


@cache
def _is_of_standard_library(file: str) -> bool:
    return Path(file).is_relative_to(STANDARD_LIBRARY)


def _file(cls: type) -> str:
    return str(getattr(sys.modules.get(cls.__module__), "__file__", ""))


@cache
def _same_code(code: CodeType, other: CodeType) -> bool:
    return code == other


def _is_imported(module: ModuleType, name: str, source: str, original: str) -> bool:
    """Whether a name still is what it was imported as."""
    if name not in vars(module):
        return True  # imported for type checkers alone
    value = vars(module)[name]
    if isinstance(value, ModuleType) and sys.modules.get(value.__name__) is not value:
        return False
    if not original:
        return sys.modules.get(source) is value
    found = getattr(sys.modules.get(source), original, None)
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

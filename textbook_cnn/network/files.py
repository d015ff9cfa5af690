"""Files that are written wholly or not at all: what is written takes its place in one step, when it is safe on disk."""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EBUSY, EINVAL, EISDIR, EPERM
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # Windows has no such locks: what a kill leaves there stays
    LOCKS = False
else:
    LOCKS = True

KINDS = {
    stat.S_IFREG: "a regular file",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
LONGEST = 200  # bytes of a name to which an ending can still be added


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes the place of `path` if the block ends well, and is removed if not.

    Links are followed; mode, owner and group of the older file are kept where possible, a new one has those that the
    system gives. An OSError names `path`.
    """
    with _beside(path) as (file, part, place):
        yield file
        _to_disk(file)
        if not LOCKS:
            file.close()  # Windows renames no open file; elsewhere the lock is held until the file has its name
        part.replace(place)
        with suppress(OSError):  # not every file system can write a folder at once
            _folder_to_disk(place.parent)


def check_can_save(path: Path, size: int) -> None:
    """Write `size` bytes beside the file and remove them: an OSError says now what a save would run into later."""
    with _beside(path) as (file, _, _):
        file.write(bytes(size))
        _to_disk(file)


def kind_of(path: Path) -> str:
    """What lies at a path, in words, links followed; FileNotFoundError if there is nothing."""
    return KINDS.get(stat.S_IFMT(path.stat().st_mode), "something else")


def opened(path: Path) -> BinaryIO:
    """Open a regular file to read; ValueError if something else is there, which is not touched: a pipe would wait."""
    if (kind := kind_of(path)) != KINDS[stat.S_IFREG]:
        raise ValueError(f"path: expected a regular file, got {kind}, {str(path)!r}")
    return open(path, "rb")


def free(path: Path) -> Path:
    """The path, or if something is there, the first of NAME-2, NAME-3 … in its folder where nothing is."""
    number, found = 1, path
    while os.path.lexists(found):
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def target(path: Path) -> Path:
    """The file that a path stands for, at the end of all links; an OSError if it is there and may not be replaced."""
    try:
        kind = kind_of(path)
    except FileNotFoundError:
        return Path(os.path.realpath(path))  # of a link to nothing: what it names
    if kind != KINDS[stat.S_IFREG]:
        number = EISDIR if path.is_dir() else EINVAL
        raise OSError(number, f"expected a regular file or none, got {kind}", str(path))
    if not os.access(path, os.W_OK):
        raise OSError(EACCES, "the file is protected against writing", str(path))
    place = Path(os.path.realpath(path))
    _check_replaceable(place.stat(), place.parent.stat(), path)
    return place


def _check_replaceable(file: os.stat_result, folder: os.stat_result, path: Path) -> None:
    """Refuse a file that may be written to, and yet no other may take its place."""
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    if folder.st_mode & stat.S_ISVTX and user not in (0, file.st_uid, folder.st_uid):
        raise OSError(EPERM, "the file is another user's, in a folder where only owners replace files", str(path))
    if file.st_dev != folder.st_dev:
        raise OSError(EBUSY, "the file is mounted by itself, as for a container; mount its folder", str(path))


@contextmanager
def _beside(path: Path) -> Iterator[tuple[BinaryIO, Path, Path]]:
    """A new file, its path, and the place that it may take; it is gone afterwards if it has not."""
    try:
        place = target(path)
        _clear(place)
        file, part = _new(place)
        try:
            with file:
                if place.exists():
                    _as_before(part, place.stat())
                yield file, part, place
        finally:
            with suppress(OSError):  # it has taken its place, or was swept away with its folder
                part.unlink()
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None


def _new(place: Path) -> tuple[BinaryIO, Path]:
    """A file of our own beside the place, locked as long as it is open."""
    mode = 0o600 if place.exists() else 0o666  # less what the umask takes away
    while True:
        part = place.with_name(f"{_beginning(place.name)}{secrets.token_hex(8)}.part")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        file = os.fdopen(os.open(part, flags, mode), "wb")
        if _locked(file):
            return file, part
        file.close()


def _locked(file: BinaryIO) -> bool:
    """Lock a new file; False if another save saw it before it was locked, and cleared it away."""
    if LOCKS:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks; `_clear` gets none either, and leaves the file
            return True
    return os.fstat(file.fileno()).st_nlink > 0


def _clear(place: Path) -> None:
    """Remove what saves to this place left behind when they were killed: a process that lives holds a lock."""
    left = re.compile(re.escape(_beginning(place.name)) + r"[0-9a-f]{16}\.part")
    with suppress(OSError):  # the folder may be one in which nobody may look around
        for entry in os.scandir(place.parent):
            if LOCKS and left.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError), open(entry.path, "r+b") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    os.unlink(entry.path)


def _beginning(name: str) -> str:
    """How names of unfinished files begin: as the file's, or where that is too long, as much of it as has room."""
    if len(os.fsencode(name)) > LONGEST:
        name = os.fsencode(name)[: LONGEST // 2].decode(errors="ignore") + sha256(os.fsencode(name)).hexdigest()
    return f"{name}.saving-"


def _as_before(part: Path, old: os.stat_result) -> None:
    """Give a file the group, mode and owner of an older one, where the system lets us."""
    mode, new = stat.S_IMODE(old.st_mode), part.stat()
    if new.st_gid != old.st_gid:
        try:
            os.chown(part, -1, old.st_gid)
        except OSError:
            mode = mode & ~0o070 | (mode & 0o007) << 3  # another group may do no more than everybody
    with suppress(OSError):
        part.chmod(mode)
    if new.st_uid != old.st_uid:
        with suppress(OSError):
            os.chown(part, old.st_uid, -1)


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Files that take their place in one step: what they may replace, what they keep, and what a kill leaves behind."""

import errno
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.places import ROOT
from textbook_cnn.network import files
from textbook_cnn.network.files import check_can_save, free, opened, replacing

LEFT = "net.npz.saving-0123456789abcdef.part"


def write(path, content=b"new"):
    with replacing(path) as file:
        file.write(content)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def folder(path):
    path.mkdir()


def bound(path):
    with socket.socket(socket.AF_UNIX) as here:
        here.bind(path.name)  # from the working directory, for such paths are short


def fake_device(path):
    path.touch()


@pytest.mark.parametrize(
    ("make", "what"), [(folder, "a folder"), (os.mkfifo, "a pipe"), (bound, "a socket"), (fake_device, "a device")]
)
@pytest.mark.parametrize("linked", [False, True])
def test_what_is_no_regular_file_is_neither_replaced_nor_read(tmp_path, monkeypatch, make, what, linked):
    monkeypatch.chdir(tmp_path)
    path = there = tmp_path / "net.npz"
    make(there)
    if linked:
        path = tmp_path / "link"
        path.symlink_to(there)
    if make is fake_device:
        monkeypatch.setattr(Path, "stat", lambda path: SimpleNamespace(st_mode=stat.S_IFCHR | 0o666))
    found = names(tmp_path)
    for attempt in (write, lambda path: check_can_save(path, 1)):
        with pytest.raises(OSError, match=f"expected a regular file or none, got {what}") as caught:
            attempt(path)
        assert caught.value.filename == str(path)
    with pytest.raises(ValueError, match=f"^path: expected a regular file, got {what}, '{path}'"):
        opened(path)
    monkeypatch.undo()
    assert names(tmp_path) == found
    assert not stat.S_ISREG(there.stat().st_mode) or there.read_bytes() == b""


def test_a_link_is_followed_and_stays(tmp_path):
    place, link = tmp_path / "there" / "net.npz", tmp_path / "link"
    place.parent.mkdir()
    link.symlink_to(Path("there") / "net.npz")
    for content in (b"first", b"second"):  # at first it is a link to nothing
        write(link, content)
        assert link.is_symlink()
        assert place.read_bytes() == content
    assert names(place.parent) == ["net.npz"]


def test_links_in_a_circle_are_refused(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links") as caught:
        write(tmp_path / "a")
    assert caught.value.filename == str(tmp_path / "a")
    assert names(tmp_path) == ["a", "b"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_the_mode_of_the_older_file_is_kept(tmp_path, mode):
    path = tmp_path / "net.npz"
    path.touch()
    path.chmod(mode)
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path, mask, mode):
    older = os.umask(mask)
    try:
        write(tmp_path / "net.npz")
    finally:
        os.umask(older)
    assert stat.S_IMODE((tmp_path / "net.npz").stat().st_mode) == mode


def test_owner_and_group_are_kept(tmp_path):
    if os.geteuid():
        pytest.skip("only root may give files to others")
    path = tmp_path / "net.npz"
    path.touch()
    path.chmod(0o640)
    os.chown(path, 1234, 5678)
    write(path)
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 5678, 0o640)


@pytest.mark.parametrize(("mode", "left"), [(0o660, 0o600), (0o664, 0o644), (0o600, 0o600)])
def test_another_group_may_do_no_more_than_everybody(tmp_path, monkeypatch, mode, left):
    def refused(*arguments):
        raise PermissionError(errno.EPERM, "not permitted")

    part = tmp_path / "part"
    part.touch()
    monkeypatch.setattr(os, "chown", refused)
    old = part.stat()
    files._as_before(part, SimpleNamespace(st_mode=mode, st_uid=old.st_uid + 1, st_gid=old.st_gid + 1))
    assert stat.S_IMODE(part.stat().st_mode) == left


def test_a_file_that_is_protected_is_left_alone(tmp_path, monkeypatch):
    path = tmp_path / "net.npz"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may do everything
    with pytest.raises(PermissionError, match="protected against writing"):
        write(path)
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("owner", ["file", "folder", "root", "nobody else"])
def test_where_only_owners_may_replace_others_are_refused_at_once(tmp_path, monkeypatch, owner):
    path = tmp_path / "net.npz"
    path.write_bytes(b"old")
    path.chmod(0o666)
    tmp_path.chmod(0o1777)
    mine = path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: 0 if owner == "root" else mine if owner in ("file", "folder") else 54321)
    if owner == "nobody else":
        for attempt in (lambda: check_can_save(path, 1), lambda: write(path)):
            with pytest.raises(PermissionError, match=r"another user's.*net\.npz"):
                attempt()
        assert path.read_bytes() == b"old"
    else:
        check_can_save(path, 1)
    assert names(tmp_path) == ["net.npz"]


def test_a_file_that_is_a_mount_is_refused_at_once(tmp_path, monkeypatch):
    def stat(path, **words):
        found = old(path, **words)
        return os.stat_result([*found[:2], -1, *found[3:]]) if path.name == "net.npz" else found

    path = tmp_path / "net.npz"
    path.write_bytes(b"old")
    old = Path.stat
    monkeypatch.setattr(Path, "stat", stat)
    with pytest.raises(OSError, match=r"mounted by itself.*net\.npz"):
        check_can_save(path, 1)


def test_free_names(tmp_path):
    path = tmp_path / "net.npz"
    assert free(path) == path
    path.touch()
    (tmp_path / "net-2.npz").symlink_to("nowhere")
    assert free(path) == tmp_path / "net-3.npz"


TOO_LARGE = """
import resource, sys
from pathlib import Path
from textbook_cnn.network.files import check_can_save, replacing

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
path = Path(sys.argv[1])
try:
    if sys.argv[2] == "try":
        check_can_save(path, 1001)
    else:
        with replacing(path) as file:
            file.write(bytes(1001))
except OSError as error:
    print(error)
check_can_save(path, 1000)
"""


@pytest.mark.parametrize("way", ["try", "write"])
def test_a_disk_without_room(tmp_path, way):
    path = tmp_path / "net.npz"
    path.write_bytes(b"old")
    words = [sys.executable, "-c", TOO_LARGE, str(path), way]
    done = subprocess.run(words, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    assert done.stdout == f"[Errno {errno.EFBIG}] {os.strerror(errno.EFBIG)}: '{path}'\n"
    assert names(tmp_path) == ["net.npz"]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("path", ["none/net.npz", "x" * 300, "file/net.npz"])
def test_an_error_names_the_path(tmp_path, path):
    (tmp_path / "file").touch()
    for attempt in (write, lambda path: check_can_save(path, 1)):
        with pytest.raises(OSError, match=r"\[Errno") as caught:
            attempt(tmp_path / path)
        assert caught.value.filename == str(tmp_path / path)
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("function", "number"), [("open", errno.EROFS), ("fsync", errno.ENOSPC), ("replace", errno.EBUSY)]
)
def test_whatever_fails_leaves_the_older_file_whole(tmp_path, monkeypatch, function, number):
    def fails(*arguments):
        raise OSError(number, os.strerror(number), "some other name")

    path = tmp_path / "net.npz"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path if function == "replace" else os, function, fails)
    with pytest.raises(OSError, match=os.strerror(number)) as caught:
        write(path)
    monkeypatch.undo()
    assert (caught.value.errno, caught.value.filename) == (number, str(path))
    assert names(tmp_path) == ["net.npz"]
    assert path.read_bytes() == b"old"


def test_what_is_written_is_on_disk_before_it_has_its_name_and_the_name_is_too(tmp_path, monkeypatch):
    def noted(handle):
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else os.fstat(handle).st_size
        seen.append((kind, (tmp_path / "net.npz").exists()))
        return fsync(handle)

    seen, fsync = [], os.fsync
    monkeypatch.setattr(os, "fsync", noted)
    write(tmp_path / "net.npz")
    assert seen == [(len(b"new"), False), ("folder", True)]


def test_ctrl_c_leaves_the_older_file_whole(tmp_path):
    path = tmp_path / "net.npz"
    path.write_bytes(b"old")

    def half():
        with replacing(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert (names(tmp_path), path.read_bytes()) == (["net.npz"], b"old")


def test_a_trial_changes_nothing(tmp_path):
    check_can_save(tmp_path / "net.npz", 100)
    assert names(tmp_path) == []
    (tmp_path / "net.npz").write_bytes(b"old")
    check_can_save(tmp_path / "net.npz", 100)
    assert (names(tmp_path), (tmp_path / "net.npz").read_bytes()) == (["net.npz"], b"old")

"""A training is kept wholly or not at all; where the cache cannot be written to, it is handed out all the same."""

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from tests.support.places import ROOT
from textbook_cnn.book import keeping, lecture, run, trained

PARAMS = {name: np.zeros(shape, "float32") for name, shape in lecture.NETWORK.parameter_shapes.items()}
RECORD = {name: kind() for name, kind in run.KINDS.items()} | lecture.made_with("sample")
UNWRITABLE = r"lecture-sample-\w+ cannot be written to"
NOT_KEPT = "set TEXTBOOK_CNN_CACHE to a folder that can; the lecture's network is trained, .* and not kept"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """An empty cache; a training takes no time."""
    monkeypatch.setenv("TEXTBOOK_CNN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(keeping, "once", lambda source: (PARAMS, PARAMS, RECORD))
    return tmp_path / "cache"


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def fails(number):
    def fail(*given, **options):
        raise OSError(number, os.strerror(number))

    return fail


def test_it_is_kept_in_the_folder_that_the_environment_names(cache):
    assert trained("sample").run == RECORD
    name = run.folder_of("sample").name
    assert names(cache) == {name, *(f"{name}/{file}" for file in (lecture.INITIAL, lecture.FINAL, lecture.RUN))}


def test_a_cache_that_cannot_be_made_is_named_with_the_reason(cache, capsys):
    cache.write_text("a file where the folder would be")
    with pytest.warns(
        UserWarning, match=rf"{cache}/lecture-sample-\w+ cannot be written to \(Not a dir.*\); {NOT_KEPT}"
    ) as told:
        found = trained("sample")
    assert len(told) == 1
    assert told[0].filename == __file__
    assert found.run == RECORD
    assert found.after.keys() == PARAMS.keys()
    assert capsys.readouterr().err == ""  # it promises to keep nothing


def test_a_cache_to_which_nothing_can_be_written_is_found_out_before_the_training(cache, monkeypatch):
    monkeypatch.setattr("textbook_cnn.datasets.cache.tempfile.TemporaryFile", fails(errno.EROFS))
    with pytest.warns(UserWarning, match=rf"\(Read-only file system\); {NOT_KEPT}"):
        assert trained("sample").run == RECORD
    assert not cache.exists()


@pytest.mark.parametrize("place", ["save_params", "replacing"])
def test_what_a_full_disk_does_not_take_is_handed_out(cache, monkeypatch, place):
    with monkeypatch.context() as patch:
        patch.setattr(lecture, place, fails(errno.ENOSPC))
        with pytest.warns(UserWarning, match=rf"{UNWRITABLE} \(No space left.*\); {NOT_KEPT}"):
            assert trained("sample").run == RECORD
    assert trained("sample").run == RECORD  # there is room now
    assert run.is_kept(run.folder_of("sample"))


def test_a_folder_in_which_nobody_may_look_counts_as_empty(cache, monkeypatch):
    monkeypatch.setattr(os, "lstat", fails(errno.EACCES))
    assert not run.is_kept(cache)


def test_a_training_without_its_record_is_made_again(cache, monkeypatch):
    trained("sample")
    (run.folder_of("sample") / lecture.RUN).unlink()
    assert trained("sample").run == RECORD
    monkeypatch.setattr(run, "make", None)
    assert trained("sample").run == RECORD


def test_of_two_at_once_the_first_is_kept(cache, monkeypatch):
    other = RECORD | {"seconds": 3.0}

    def slowly(source):
        folder = run.folder_of(source)
        folder.mkdir(parents=True)
        lecture.save(folder, PARAMS, PARAMS, other)  # another process is quicker
        return PARAMS, PARAMS, RECORD

    monkeypatch.setattr(keeping, "once", slowly)
    assert trained("sample").run == RECORD
    assert trained("sample").run == other


KILLED = """
import os, signal
from tests.lecture.test_keeping import PARAMS, RECORD
from textbook_cnn.book import keeping, run
from textbook_cnn.network import files

keeping.once = lambda source: (PARAMS, PARAMS, RECORD)
to_disk, left = files._to_disk, {after}
def dies(file):
    global left
    to_disk(file)
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
files._to_disk = dies
run.trained("sample")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_save_that_is_killed_leaves_nothing_for_good(cache, after):
    """After none, one or two of the three files."""
    code = textwrap.dedent(KILLED.replace("{after}", str(after)))
    died = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True)
    assert died.returncode == -signal.SIGKILL, died.stderr
    folder = run.folder_of("sample")
    assert [name for name in names(folder) if name.endswith(".part")], "what the kill left behind"
    assert not run.is_kept(folder)
    assert trained("sample").run == json.loads(json.dumps(RECORD))
    assert names(cache) == {folder.name, *(f"{folder.name}/{f}" for f in (lecture.INITIAL, lecture.FINAL, lecture.RUN))}

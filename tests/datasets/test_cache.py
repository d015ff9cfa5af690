"""The user's cache: the environment may name another; one to which nothing can be written is named with the reason."""

import errno
import os

import pytest

from tests.datasets.small_data import assert_is_the_data, fill
from textbook_cnn import fashion_mnist, vgg16_weights
from textbook_cnn.datasets import cache, download, sources
from textbook_cnn.vgg16 import sources as weights

SAYS = r"cannot be written to \(Not a directory\); set TEXTBOOK_CNN_CACHE to a folder that can"


@pytest.fixture
def asked(places, monkeypatch):
    """The addresses that are asked; each gives bytes that are taken."""
    addresses = []
    monkeypatch.setattr(download, "_answer", lambda url, largest: addresses.append(url) or b"content")
    monkeypatch.setattr(sources, "decompressed", lambda *given: b"content")
    monkeypatch.setattr(sources, "MIRRORS", ("https://one.test/", "https://other.test/"))
    return addresses


def test_the_environment_names_another_folder(places, monkeypatch, tmp_path):
    monkeypatch.setenv("TEXTBOOK_CNN_CACHE", str(fill(tmp_path / "elsewhere")))
    assert cache.cache_folder() == tmp_path / "elsewhere"
    monkeypatch.setattr(sources, "cache_folder", cache.cache_folder)
    assert_is_the_data(fashion_mnist())
    monkeypatch.setenv("TEXTBOOK_CNN_CACHE", "")
    assert cache.cache_folder().name == "textbook_cnn"
    monkeypatch.setenv("TEXTBOOK_CNN_CACHE", "~/there")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.cache_folder() == tmp_path / "there"


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_can_be_written_to_passes_and_stays_as_it_is(tmp_path, there):
    folder = tmp_path / "a" / "b"
    if there:
        folder.mkdir(parents=True)
    cache.check_writable(folder)
    assert folder.exists() == there
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_no_mirror_is_asked_if_nothing_can_be_kept(places, asked, monkeypatch):
    def forbidden(path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(sources, "check_place", forbidden)
    places.cache.parent.write_text("a file where a folder would be")
    with pytest.raises(OSError, match=f"^{places.cache} {SAYS}"):
        fashion_mnist(source="download")
    with pytest.raises(FileNotFoundError, match=f"download: {places.cache} {SAYS}"):
        fashion_mnist()
    assert asked == []


def test_a_full_disk_is_not_filled_from_the_next_mirror(places, asked, monkeypatch):
    def full(path, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(FileNotFoundError, match=rf"download: {places.cache} cannot be written to \(No space left"):
        fashion_mnist()
    assert [url.split("/")[2] for url in asked] == ["one.test"]


def test_weights_are_not_fetched_if_they_cannot_be_kept(asked, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("a file where a folder would be")
    monkeypatch.setattr(weights, "cache_folder", lambda: tmp_path / "file" / "cache")
    monkeypatch.setattr(weights.subprocess, "run", lambda *given, **options: asked.append(given))
    with pytest.raises(FileNotFoundError) as caught:
        vgg16_weights()
    assert str(caught.value).count("cannot be written to (Not a directory)") == 2
    assert asked == []


def test_the_advice_names_the_four_files_and_where_they_go(places):
    with pytest.raises(FileNotFoundError) as caught:
        fashion_mnist()
    advice = str(caught.value).partition("What to do:")[2]
    for files in sources.FULL.values():
        for file in files:
            assert f"/{file.name}.gz" in advice
    assert "into a folder, and set TEXTBOOK_CNN_DATA to it" in advice

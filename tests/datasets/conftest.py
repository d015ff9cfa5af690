"""A machine with no source of Fashion-MNIST at all."""

import gzip

import pytest

from tests.datasets.small_data import NAMES, Places, content_of, md5
from textbook_cnn.datasets import files, sources


@pytest.fixture
def places(tmp_path, monkeypatch):
    places = Places(tmp_path)
    table = {
        split: tuple(
            files.IdxFile(
                name, len(content_of(name)), md5(content_of(name)), md5(gzip.compress(content_of(name), mtime=0))
            )
            for name in names
        )
        for split, names in NAMES.items()
    }
    monkeypatch.setattr(sources, "FULL", table)
    monkeypatch.setattr(sources, "PACKAGE_FOLDER", places.package)
    monkeypatch.setattr(sources, "cache_folder", lambda: places.cache)
    monkeypatch.setattr(sources, "MIRRORS", ())
    monkeypatch.delenv("TEXTBOOK_CNN_DATA", raising=False)
    return places

"""A machine with no source of Fashion-MNIST at all."""

import pytest

from tests.datasets.small_data import NAMES, Places, content_of, sha256
from textbook_cnn.datasets import files, sources


@pytest.fixture
def places(tmp_path, monkeypatch):
    places = Places(tmp_path)
    table = {
        split: tuple(files.IdxFile(name, len(content_of(name)), sha256(content_of(name))) for name in names)
        for split, names in NAMES.items()
    }
    monkeypatch.setattr(sources, "FULL", table)
    monkeypatch.setattr(sources, "PACKAGE_FOLDER", places.package)
    monkeypatch.setattr(sources, "cache_folder", lambda: places.cache)
    monkeypatch.setattr(sources, "MIRRORS", ())
    monkeypatch.delenv("TEXTBOOK_CNN_DATA", raising=False)
    return places

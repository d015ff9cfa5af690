"""The pictures that are kept are those that the script makes from the cells of the first page."""

import importlib.util

import numpy as np
import pytest
from PIL import Image

from tests.support.places import ROOT

KEPT = ROOT / "docs" / "_static"
PICTURES = {"path.png": 60_000, "card.png": 60_000, "favicon.png": 5_000}
NEAR = 3  # of 255 levels, on average: training differs in the last digits from processor to processor


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("make_pictures", ROOT / "scripts" / "make_pictures.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    folder = tmp_path_factory.mktemp("pictures")
    script.main(folder)
    return folder


def pixels(file):
    return np.asarray(Image.open(file).convert("RGBA"), dtype=float)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_is_kept_is_the_one_that_is_made(made, name):
    kept, again = pixels(KEPT / name), pixels(made / name)
    assert kept.shape == again.shape, f"run scripts/make_pictures.py: {name} has another size"
    assert abs(kept - again).mean() < NEAR, f"run scripts/make_pictures.py: {name} shows something else"
    assert (KEPT / name).stat().st_size <= PICTURES[name]


def test_the_icon_is_the_one_that_is_made(made):
    assert (made / "favicon.svg").read_text(encoding="utf-8") == (KEPT / "favicon.svg").read_text(encoding="utf-8")


def test_readme_shows_the_picture():
    assert "](docs/_static/path.png)" in (ROOT / "README.md").read_text(encoding="utf-8")

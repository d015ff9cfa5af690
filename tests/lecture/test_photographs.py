"""The ten photographs are what their names say, and a wrong name is refused."""

import hashlib

import pytest

from textbook_cnn.book import CREDITS, photograph, photographs

SHAPES = {
    "astronaut": (512, 512, 3),
    "cat": (300, 451, 3),
    "coffee": (400, 600, 3),
    "rocket": (427, 640, 3),
    "camera": (512, 512),
    "bricks": (512, 512),
    "grass": (512, 512),
    "palace": (427, 640, 3),
    "flower": (427, 640, 3),
    "hopper": (600, 512, 3),
}
PACKAGES = {"scikit-image": "skimage", "scikit-learn": "sklearn", "Matplotlib": "matplotlib"}


@pytest.mark.parametrize("name", CREDITS)
def test_a_photograph_is_of_bytes_and_its_own(name):
    pytest.importorskip(next(module for package, module in PACKAGES.items() if package in CREDITS[name]))
    found = photograph(name)
    assert (str(found.dtype), found.shape) == ("uint8", SHAPES[name])


def test_all_are_different():
    pytest.importorskip("skimage")
    pytest.importorskip("sklearn")
    assert len({hashlib.sha256(photograph(name).tobytes()).digest() for name in CREDITS}) == len(CREDITS)


def test_a_fault_inside_a_package_is_not_taken_for_its_absence(monkeypatch):
    def broken(name):
        raise ModuleNotFoundError("No module named 'skimage.missing'", name="skimage.missing")

    monkeypatch.setattr(photographs, "_read", broken)
    with pytest.raises(ModuleNotFoundError, match=r"^No module named 'skimage\.missing'$"):
        photograph("cat")

"""Photographs of any size as squares."""

import numpy as np
import pytest
from PIL import Image

from tests.support.libraries import assert_raises
from textbook_cnn.vgg16 import square_photograph

RNG = np.random.default_rng(0)
PHOTOGRAPH = RNG.integers(0, 256, (40, 36, 3), dtype=np.uint8)


@pytest.mark.parametrize(("shape", "size"), [((90, 60), 24), ((61, 97), 50), ((20, 30), 45)])
def test_square_is_the_middle_brought_to_size(shape, size):
    image = RNG.integers(0, 256, (*shape, 3), dtype=np.uint8)
    side = min(shape)
    top, left = (shape[0] - side) // 2, (shape[1] - side) // 2
    middle = Image.fromarray(image[top : top + side, left : left + side])
    expected = np.asarray(middle.resize((size, size), Image.Resampling.BILINEAR)).astype(int)
    found = square_photograph(image, size)
    assert found.dtype == np.uint8
    assert np.abs(found.astype(int) - expected).max() <= 1  # Pillow rounds after each axis


def test_square_of_the_same_size_is_the_photograph():
    np.testing.assert_array_equal(square_photograph(PHOTOGRAPH[:36], 36), PHOTOGRAPH[:36])
    gray = square_photograph(PHOTOGRAPH[:36, :, 0], 36)
    np.testing.assert_array_equal(gray, np.stack([PHOTOGRAPH[:36, :, 0]] * 3, axis=-1))


def test_squares_of_224_pixels_if_not_told_and_of_one_if_asked():
    assert square_photograph(PHOTOGRAPH).shape == (224, 224, 3)
    np.testing.assert_array_equal(square_photograph(np.full((5, 4, 3), 9, np.uint8), 1), [[[9, 9, 9]]])
    np.testing.assert_array_equal(square_photograph(np.array([[3, 5, 7]], np.uint8), 2), np.full((2, 2, 3), 5))


def test_extremes_stay_what_they_are():
    for value in (0, 255):
        assert (square_photograph(np.full((37, 31), value, np.uint8), 17) == value).all()


def test_what_is_no_photograph_is_refused():
    for image in (np.zeros((0, 4, 3), np.uint8), np.zeros((4, 4, 2), np.uint8), np.zeros(4, np.uint8)):
        with assert_raises(ValueError, "photograph", "height"):
            square_photograph(image)
    with assert_raises(ValueError, "size", "from 1 to 10000"):
        square_photograph(np.zeros((4, 4), np.uint8), 2**31)
    with assert_raises(TypeError, "photograph", "uint8"):
        square_photograph(np.zeros((4, 4)))

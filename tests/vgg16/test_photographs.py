"""Photographs of any size as squares."""

import numpy as np
import pytest
from PIL import Image

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

"""The windows that excite a channel most, and how they are cut out."""

import numpy as np
import pytest

from tests.support.libraries import assert_raises
from textbook_cnn.seeing import crop, strongest_windows

RNG = np.random.default_rng(1)


@pytest.mark.parametrize("shift", [0, 60, 500])
def test_strongest_windows(shift):
    """Of numbers of either sign, the largest, not those of the largest size."""
    maps = RNG.permutation(5 * 2 * 4 * 3).reshape(5, 2, 4, 3).astype(float) - shift
    peaks = strongest_windows(maps, 1, count=3)
    everything = sorted(((maps[b, 1, p, q], b, p, q) for b, p, q in np.ndindex(5, 4, 3)), reverse=True)
    best = {}
    for value, *place in everything:
        best.setdefault(place[0], (value, *place))
    assert [(v, b, p, q) for b, p, q, v in peaks] == list(best.values())[:3]


def test_of_equal_peaks_the_first_image_and_the_first_position_come_first():
    maps = np.tile([[0.0, 7.0, 7.0], [1.0, 7.0, 2.0]], (300, 1, 1, 1))
    maps[3::50] += 1
    best = list(range(3, 300, 50))
    expected = [(b, 0, 1, 8.0) for b in best] + [(b, 0, 1, 7.0) for b in range(300) if b not in best]
    assert strongest_windows(maps, 0, count=999) == expected
    assert strongest_windows(maps, 0, count=1) == expected[:1]
    assert strongest_windows(maps, 0) == expected[:9]
    assert [type(m) for m in strongest_windows(maps, 0)[0]] == [int, int, int, float]


def test_crop_is_gray_outside():
    image = np.arange(24, dtype=np.uint8).reshape(4, 6)
    np.testing.assert_array_equal(crop(image, (1, 3, 2, 5)), image[1:3, 2:5])
    part = crop(image, (-1, 5, -2, 7))
    np.testing.assert_array_equal(part[1:5, 2:8], image)
    assert (part[0] == 128).all()
    assert (part[:, :2] == 128).all()
    assert (part[:, 8:] == 128).all()
    assert (crop(image, (10, 12, 0, 3)) == 128).all()
    assert crop(np.zeros((4, 4, 3), np.uint8), (0, 2, 3, 5)).shape == (2, 2, 3)


def test_one_pixel_is_a_window_also_the_farthest_that_is_taken():
    image = np.arange(12, dtype=np.uint8).reshape(3, 4)
    for p, q in np.ndindex(3, 4):
        np.testing.assert_array_equal(crop(image, (p, p + 1, q, q + 1)), image[p : p + 1, q : q + 1])
    for p, q in ((-1, 0), (0, -1), (-3, 1), (1, -3), (3, 0), (0, 4), (9, 1), (1, 9), (-(10**6), 0)):
        part = crop(image, (p, p + 1, q, q + 1))
        np.testing.assert_array_equal(part, [[128]])
        assert part.dtype == np.uint8


def test_refuses():
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    with assert_raises(TypeError, "maps", "array"):
        strongest_windows([[1.0]], 0)
    with assert_raises(ValueError, "maps", "batch"):
        strongest_windows(np.zeros((2, 3, 3)), 0)
    with assert_raises(ValueError, "count"):
        strongest_windows(np.zeros((1, 2, 3, 3)), 0, 0)
    with assert_raises(TypeError, "count"):
        strongest_windows(np.zeros((1, 2, 3, 3)), 0, 1.5)
    with assert_raises(ValueError, "channel"):
        strongest_windows(np.zeros((1, 2, 3, 3)), -1)
    with assert_raises(ValueError, "channel", "0 to 1"):
        strongest_windows(np.zeros((1, 2, 3, 3)), 2)
    for window in ((2, 2, 0, 1), (0, 1, 3, 3), (3, 1, 0, 1), (0, 1, 3, 1)):
        with assert_raises(ValueError, "window", "some pixels"):
            crop(np.zeros((4, 4), np.uint8), window)
    for image in (np.zeros((4, 4)), np.zeros(4, np.uint8), np.zeros((1, 4, 4, 3), np.uint8)):
        with assert_raises(TypeError, "image", "uint8"):
            crop(image, (0, 2, 0, 1))
    with assert_raises(TypeError, "image", "array"):
        crop([[1]], (0, 2, 0, 1))
    with assert_raises(TypeError, "image", "NumPy"):
        crop(strict.zeros((4, 4)), (0, 2, 0, 1))
    with assert_raises(ValueError, "window", f"{-(10**6)}"):
        crop(np.zeros((4, 4), np.uint8), (-(10**6) - 1, 0, 0, 1))

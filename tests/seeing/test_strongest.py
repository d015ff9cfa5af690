"""The windows that excite a channel most, and how they are cut out."""

import numpy as np

from tests.support.libraries import assert_raises
from textbook_cnn.seeing import crop, strongest_windows

RNG = np.random.default_rng(1)


def test_strongest_windows():
    maps = RNG.permutation(5 * 2 * 4 * 3).reshape(5, 2, 4, 3).astype(float)
    peaks = strongest_windows(maps, 1, count=3)
    everything = sorted(((maps[b, 1, p, q], b, p, q) for b, p, q in np.ndindex(5, 4, 3)), reverse=True)
    best = {}
    for value, *place in everything:
        best.setdefault(place[0], (value, *place))
    assert [(v, b, p, q) for b, p, q, v in peaks] == list(best.values())[:3]


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


def test_refuses():
    with assert_raises(ValueError, "channel", "0 to 1"):
        strongest_windows(np.zeros((1, 2, 3, 3)), 2)
    with assert_raises(ValueError, "window"):
        crop(np.zeros((4, 4), np.uint8), (2, 2, 0, 1))
    with assert_raises(TypeError, "image", "uint8"):
        crop(np.zeros((4, 4)), (0, 2, 0, 1))

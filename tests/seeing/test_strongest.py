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


@pytest.mark.parametrize("dtype", ["uint8", "uint64", "int64", "bool", "float16"])
def test_the_strongest_comes_first_whatever_the_dtype(dtype):
    """Numbers without a sign cannot be turned round by a minus."""
    maps = np.zeros((4, 2, 2, 3), dtype)
    for image, value in enumerate((1, 0, 1, 0) if dtype == "bool" else (3, 0, 200, 7)):
        maps[image, 1, 1, 2] = value
    values = {"bool": [0, 2, 1, 3]}.get(dtype, [2, 3, 0, 1])
    assert [peak.image for peak in strongest_windows(maps, 1)] == values


def test_what_has_no_largest_is_refused():
    maps = np.zeros((2, 2, 3, 3))
    maps[1, 0, 2, 2] = np.nan
    with assert_raises(ValueError, "maps", "finite"):
        strongest_windows(maps, 0)
    assert len(strongest_windows(maps, 1)) == 2  # the other map is whole
    for shape in ((0, 2, 3, 3), (2, 0, 3, 3), (2, 2, 0, 3), (2, 2, 3, 0)):
        with assert_raises(ValueError, "maps|channel", ""):
            strongest_windows(np.zeros(shape), 0)


def test_more_than_there_are_gives_all():
    assert len(strongest_windows(np.arange(18.0).reshape(2, 1, 3, 3), 0, 10**12)) == 2


@pytest.mark.parametrize(
    ("error", "window"),
    [
        (TypeError, (0.9, 2, 0, 2)),
        (TypeError, np.array([0.0, 2.0, 0.0, 2.0])),
        (TypeError, b"\x00\x02\x00\x02"),
        (TypeError, "0202"),
        (TypeError, {0: 1, 2: 3, 4: 5, 6: 7}),
        (TypeError, 3),
        (TypeError, (0, True, 0, 2)),
        (ValueError, (0, 2, 0)),
        (ValueError, (0, 10**6, 0, 10**6)),
        (ValueError, (0, 10**9, 0, 1)),
    ],
)
def test_windows_are_four_integers_of_moderate_size(error, window):
    with assert_raises(error, r"window(\[\d\])?", ""):
        crop(np.zeros((4, 4), np.uint8), window)


def test_windows_of_integers_of_any_width():
    image = np.arange(12, dtype=np.uint8).reshape(3, 4)
    for edges in (np.array([0, 2, 1, 3], "int8"), np.array([0, 2, 1, 3], "uint64"), [0, np.int16(2), 1, np.uint8(3)]):
        np.testing.assert_array_equal(crop(image, edges), image[:2, 1:3])


def test_photographs_have_three_colours():
    for channels in (0, 1, 2, 4):
        with assert_raises(TypeError, "image", "uint8"):
            crop(np.zeros((4, 4, channels), np.uint8), (0, 2, 0, 1))

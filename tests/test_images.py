"""Images: storage, brightness, differences of neighbours, and the statistics of those."""

import numpy as np
import pytest

from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, dtype_name
from textbook_cnn import gradient_statistics, image_bytes, image_gradients, luminance, to_float


def _gradients(image):
    return image[1:] - image[:-1], image[:, 1:] - image[:, :-1]


CALLS = [
    Call("luminance", ((2, 3, 3),), lambda A: A @ np.array([0.299, 0.587, 0.114]), "refused", any_shape=True),
    Call("image_gradients", ((6, 5),), _gradients, "refused"),
]
ELSEWHERE = {
    "image_bytes": "its arguments are sizes",
    "to_float": "integers become floating-point numbers",
    "gradient_statistics": "it answers in Python's numbers",
}


@pytest.mark.parametrize(
    ("shape", "dtype", "size"),
    [
        ((600, 800, 3), "uint8", 1_440_000),
        ((28, 28), "uint8", 784),
        ((28, 28), "float32", 3136),
        ((2, 3), "float64", 48),
        ((0, 5), "int64", 0),
        ((1,), "bool", 1),
    ],
)
def test_image_bytes(shape, dtype, size):
    assert image_bytes(shape, dtype) == size
    assert np.empty(shape, dtype).nbytes == size


def test_image_bytes_is_one_byte_a_number_by_default():
    assert image_bytes((3, 5, 2)) == 30


@pytest.mark.parametrize(
    ("error", "name", "shape", "dtype"),
    [
        (TypeError, "shape", [28, 28], "uint8"),
        (TypeError, "shape", 28, "uint8"),
        (TypeError, "shape", "28", "uint8"),
        (TypeError, "shape", (28.0, 28), "uint8"),
        (TypeError, "shape", (True, 28), "uint8"),
        (ValueError, "shape", (-1, 28), "uint8"),
        (ValueError, "dtype", (28, 28), "uint7"),
        (TypeError, "dtype", (28, 28), np.uint8),
        (TypeError, "dtype", (28, 28), None),
    ],
)
def test_image_bytes_refuses(error, name, shape, dtype):
    with assert_raises(error, name):
        image_bytes(shape, dtype)


def test_to_float_turns_every_pixel_value(xp):
    pixels = np.arange(256)
    result = to_float(xp.array(pixels.reshape(16, 16), "uint8", seed=0))
    expected = (pixels.astype(np.float32) / np.float32(255)).reshape(16, 16)
    assert_equals(xp, result, expected, "float32", tolerance=1e-7)  # JAX multiplies by 1/255


@pytest.mark.parametrize("dtype", ["float32", "int64", "int8", "bool"])
def test_to_float_takes_nothing_but_pixels(xp, dtype):
    with assert_raises(TypeError, "images", "uint8"):
        to_float(xp.array([0, 1], dtype))


@pytest.mark.parametrize("junk", [[1, 2], 3, "3", None])
def test_images_refuse_what_is_no_array(junk):
    for function, name in (
        (to_float, "images"),
        (luminance, "image"),
        (image_gradients, "image"),
        (gradient_statistics, "gradients"),
    ):
        with assert_raises(TypeError, name):
            function(junk)


def test_luminance_of_white_is_one_and_green_is_brightest(xp):
    colours = xp.array([[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]], "float64")
    assert_equals(xp, luminance(colours), [1, 0.299, 0.587, 0.114], "float64", tolerance=1e-15)


def test_luminance_of_one_pixel(xp):
    assert_equals(xp, luminance(xp.array([1, 0, 1], "float64")), 0.413, "float64", tolerance=1e-15)


@pytest.mark.parametrize("shape", [(), (4,), (3, 2), (3, 0)])
def test_luminance_needs_three_colours(shape):
    with assert_raises(ValueError, "image"):
        luminance(np.zeros(shape))


def test_gradients_of_one_pixel_are_empty():
    vertical, horizontal = image_gradients(np.ones((1, 1)))
    assert vertical.shape == (0, 1)
    assert horizontal.shape == (1, 0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_statistics_against_numpys_moments(xp, dtype):
    values = np.random.default_rng(0).standard_t(3, (40, 30)).astype(dtype)
    found = gradient_statistics(xp.array(values, seed=1))
    wide = values.astype(np.float64)
    z = (wide - wide.mean()) / wide.std()
    expected = (wide.mean(), wide.std(), (z**4).mean(), (abs(z) > 4).mean())
    assert all(type(number) is float for number in found)
    np.testing.assert_allclose(found, expected, rtol=1e-4 if dtype == "float32" else 1e-12, atol=1e-7)
    assert found.beyond_4_deviations > 0  # otherwise the last comparison would say nothing


@pytest.mark.parametrize(("zeros", "beyond"), [(29, 0.0), (30, 0.0), (31, 2 / 33)])
def test_what_lies_at_four_deviations_does_not_lie_beyond_them(zeros, beyond):
    """Of −1, 1 and thirty zeros the variance is 1/16."""
    for values in (np.array([-1.0, 1.0] + zeros * [0.0]), np.array([[5.0, -5.0, *zeros * [0.0]]], "float32")):
        assert gradient_statistics(values).beyond_4_deviations == pytest.approx(beyond)


@pytest.mark.parametrize("scale", [1e-150, 1e-30, 1e30, 1e150])
def test_kurtosis_has_no_unit(scale):
    values = np.array([-1.0, -1.0, 0.0, 5.0])
    plain, scaled = gradient_statistics(values), gradient_statistics(values * scale)
    np.testing.assert_allclose(scaled.kurtosis, plain.kurtosis, rtol=1e-12)
    np.testing.assert_allclose(scaled.deviation, plain.deviation * scale, rtol=1e-12)


@pytest.mark.parametrize("values", [[], [[]], [2.0], [0.1] * 3, [1e-3] * 1000])
def test_statistics_of_nothing_or_of_equal_values_are_refused(xp, values):
    with assert_raises(ValueError, "gradients"):
        gradient_statistics(xp.array(values, "float64"))


def test_statistics_refuse_integers(xp):
    with assert_raises(TypeError, "gradients", "floating-point"):
        gradient_statistics(xp.array([1, 2, 3]))


def test_dtype_names_are_plain(xp):
    assert dtype_name(xp.array([1], "uint8")) == "uint8"

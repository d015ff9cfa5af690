"""Images: storage, brightness, differences of neighbours, and the statistics of those."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from tests.support.calls import Call
from tests.support.libraries import Library, assert_equals, assert_raises, dtype_name
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


@pytest.mark.parametrize(
    ("name", "dtype"),
    [("numpy", "float16"), ("torch", "float16"), ("torch", "bfloat16"), ("jax", "float16"), ("jax", "bfloat16")],
)
def test_half_precision_is_added_up_in_float32(name, dtype):
    """Of 512 × 512 values the sum, the squares and the count are all out of reach of two bytes."""
    library = Library(name)
    values = np.random.default_rng(0).standard_normal((512, 512)).astype("float32")
    half = in_half(library, values, dtype)
    exact = np.asarray(half.tolist())
    z = (exact - exact.mean()) / exact.std()
    expected = exact.mean(), exact.std(), (z**4).mean(), (abs(z) > 4).mean()
    np.testing.assert_allclose(gradient_statistics(half), expected, rtol=1e-4, atol=1e-6)


def in_half(library, values, dtype):
    """An array in half precision."""
    if library.name == "torch":
        return library.array(values).to(getattr(library.xp, dtype))
    return library.array(values).astype(dtype)


def test_luminance_in_half_precision_is_rounded_once():
    colours = np.random.default_rng(1).uniform(0, 1, (50, 3)).astype("float16")
    exact = colours.astype(float) @ np.array([0.299, 0.587, 0.114])
    found = luminance(colours)
    assert found.dtype == np.float16
    np.testing.assert_array_equal(found, exact.astype("float16"))


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_statistics_refuse_what_is_no_number(xp, wrong, dtype):
    with assert_raises(ValueError, "gradients", "finite"):
        gradient_statistics(xp.array([1.0, wrong, 2.0], dtype))


@pytest.mark.parametrize("values", [[1e308, -1.7e308, 1.5e308, 0.0], [1e-320, -1e-320, 3e-320, 0.0]])
def test_statistics_of_the_largest_and_smallest_numbers(values):
    exact = [Fraction(value) for value in values]
    mean = sum(exact) / 4
    second, fourth = (sum((x - mean) ** m for x in exact) / 4 for m in (2, 4))
    found = gradient_statistics(np.array(values))
    assert found.mean == pytest.approx(float(mean), rel=1e-12)
    assert found.deviation == pytest.approx(
        float(mpmath.sqrt(mpmath.mpf(second.numerator) / second.denominator)), rel=1e-12
    )
    assert found.kurtosis == pytest.approx(float(fourth / second**2), rel=1e-12)


def test_values_that_differ_by_rounding_alone_are_equal():
    for values in (
        np.full(9, 0.1) + np.spacing(0.1) * (np.arange(9) == 3),
        np.full(9, 3e8) * (1 + 2e-16 * np.arange(9)),
    ):
        assert np.ptp(values) > 0
        with assert_raises(ValueError, "gradients", "more than rounding"):
            gradient_statistics(values)


def test_bytes_of_sizes_of_any_width():
    assert image_bytes((np.int8(100), np.int16(30_000), np.uint8(200)), "float64") == 100 * 30_000 * 200 * 8
    assert image_bytes(()) == 1  # one number, without axes


def test_statistics_of_traced_arrays_are_refused():
    jax = pytest.importorskip("jax", reason="jax is not installed")
    with assert_raises(TypeError, "gradients", "can be read"):
        jax.jit(gradient_statistics)(Library("jax").array([1.0, 2.0]))

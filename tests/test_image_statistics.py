"""Densities of image gradients and their fit, against SciPy."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from scipy import integrate, stats

from tests.support.libraries import Library, assert_equals, assert_raises, dtype_name
from textbook_cnn import image_gradients, image_statistics
from textbook_cnn.image_statistics import (
    fit_laplace,
    gaussian_density,
    laplace_density,
    laplace_kurtosis,
)

X = np.linspace(-3, 3, 13)


@pytest.mark.parametrize("exponent", [0.4, 1.0, 2.0, 3.5])
def test_laplace_density_is_scipys(xp, exponent):
    expected = stats.gennorm(exponent, scale=0.7).pdf(X)
    assert_equals(xp, laplace_density(xp.array(X), 0.7, exponent), expected, "float64", tolerance=1e-14)


def test_gaussian_density_is_scipys(xp):
    assert_equals(xp, gaussian_density(xp.array(X), 0.6), stats.norm(scale=0.6).pdf(X), "float64", tolerance=1e-14)
    assert gaussian_density(X.astype("float32"), 0.6).dtype == np.float32


@pytest.mark.parametrize("exponent", [0.6, 1.0, 2.0, 5.0])
def test_kurtosis_is_that_of_the_density(exponent):
    def moment(m):
        return integrate.quad(lambda x: x**m * laplace_density(np.array(x), 1.0, exponent), 0, np.inf, limit=200)[0] * 2

    assert moment(0) == pytest.approx(1)
    assert laplace_kurtosis(exponent) == pytest.approx(moment(4) / moment(2) ** 2)


@pytest.mark.parametrize("exponent", [0.5, 0.8, 1.5, 2.0, 4.0])
def test_likelihood_fit_is_scipys(xp, exponent):
    numbers = stats.gennorm(exponent, scale=0.02).rvs(4000, random_state=1)
    found = fit_laplace(xp.array(numbers))
    judge, _, scale = stats.gennorm.fit(numbers, floc=0)
    assert found.exponent == pytest.approx(judge, rel=1e-3)
    assert found.scale == pytest.approx(scale, rel=3e-3)
    assert found.exponent == pytest.approx(exponent, rel=0.1)


@pytest.mark.parametrize("exponent", [0.7, 2.0, 3.0])
def test_kurtosis_fit_has_the_moments_of_the_numbers(exponent):
    numbers = stats.gennorm(exponent, scale=5.0).rvs(3000, random_state=2)
    found = fit_laplace(numbers, by="kurtosis")
    judge = stats.gennorm(found.exponent, scale=found.scale)
    assert judge.var() == pytest.approx(np.mean(numbers**2))
    assert judge.stats("k") + 3 == pytest.approx(stats.kurtosis(numbers, fisher=False))


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0, 7.0])
def test_likelihood_is_highest_at_the_fit(exponent):
    """Seen from either side, in the exponent and in the scale; the logarithm is SciPy's."""
    numbers = stats.gennorm(exponent, scale=3.0).rvs(500, random_state=4)
    scale, nu = fit_laplace(numbers)
    best = stats.gennorm(nu, scale=scale).logpdf(numbers).sum()
    for near in (1e-2, 1e-3):
        for s, v in ((scale * (1 + near), nu), (scale / (1 + near), nu), (scale, nu * (1 + near)), (scale, nu - near)):
            assert stats.gennorm(v, scale=s).logpdf(numbers).sum() < best
    for v in (nu * (1 + 2e-4), nu / (1 + 2e-4)):  # each with its own best scale
        s = (v * np.mean(np.abs(numbers) ** v)) ** (1 / v)
        assert stats.gennorm(v, scale=s).logpdf(numbers).sum() < best


@pytest.mark.parametrize("exponent", [0.5, 1.0, 3.0])
def test_likelihood_is_the_mean_logarithm_of_scipys_density_at_its_best_scale(exponent):
    sizes = np.abs(stats.gennorm(exponent).rvs(50, random_state=5))
    scale = (exponent * np.mean(sizes**exponent)) ** (1 / exponent)
    expected = stats.gennorm(exponent, scale=scale).logpdf(sizes).mean()
    assert image_statistics._log_likelihood(sizes, exponent, np) == pytest.approx(expected, rel=1e-12)


def test_laplace_and_gauss_in_closed_form():
    """Two numbers of one size have the likelihood of a narrow box; one large among small ones that of a sharp peak."""
    assert fit_laplace(np.array([-2.0, 2.0])).exponent == pytest.approx(20, rel=1e-5)
    assert fit_laplace(np.array([0.0] * 10_000 + [1.0])).exponent == pytest.approx(0.1, rel=1e-5)
    assert (laplace_kurtosis(1), laplace_kurtosis(2)) == (pytest.approx(6), pytest.approx(3))


@pytest.mark.parametrize("exponent", [0.11, 0.3, 1.0, 2.0, 6.0, 19.0])
def test_kurtosis_fit_finds_the_exponent_of_its_kurtosis(exponent):
    found = image_statistics._where_equal(laplace_kurtosis, laplace_kurtosis(exponent))
    assert found == pytest.approx(exponent, rel=1e-9)


@pytest.mark.parametrize("summit", [0.11, 0.5, 1.0, 3.0, 19.0])
def test_the_highest_place_of_a_function_with_one_summit(summit):
    found = image_statistics._highest(lambda nu: -abs(np.log(nu / summit)))
    assert found == pytest.approx(summit, rel=2e-6)
    asked = []
    image_statistics._highest(lambda nu: asked.append(nu) or -abs(nu - summit))
    assert len(asked) < 40
    assert len(asked) == len(set(asked))


def test_two_ways_to_shuffle():
    """A picture with flat regions and edges has heavy tails; its pixels in random order have not."""
    picture = np.repeat(np.repeat(np.random.default_rng(0).uniform(0, 1, (9, 9)), 12, axis=0), 12, axis=1)
    picture += 0.004 * np.random.default_rng(1).standard_normal(picture.shape)
    shuffled = np.random.default_rng(2).permutation(picture.ravel()).reshape(picture.shape)
    heavy, light = (fit_laplace(image_gradients(image)[0]).exponent for image in (picture, shuffled))
    assert heavy < 0.7 < 2 < light


def test_extremes_stay_in_the_range():
    rare = np.zeros(10_000)
    rare[:3] = 1.0, -1.0, 1e-300
    assert laplace_kurtosis(fit_laplace(rare, by="kurtosis").exponent) == pytest.approx(5000)
    assert fit_laplace(np.array([-1.0, 1.0] * 50), by="kurtosis").exponent == pytest.approx(20, rel=1e-3)
    assert 0.1 <= fit_laplace(rare).exponent <= 20
    assert fit_laplace(1e300 * X).exponent == pytest.approx(fit_laplace(X).exponent, rel=1e-5)


def test_refuses():
    with assert_raises(ValueError, "by", "kurtosis"):
        fit_laplace(X, by="eye")
    with assert_raises(ValueError, "gradients", "differ"):
        fit_laplace(np.ones(5))
    with assert_raises(TypeError, "gradients", "floating"):
        fit_laplace(np.arange(5))
    with assert_raises(ValueError, "exponent"):
        laplace_density(X, 1.0, 0.0)
    for scale in (0.0, -1.0):
        with assert_raises(ValueError, "scale"):
            laplace_density(X, scale, 1.0)
    with assert_raises(TypeError, "x", "floating"):
        gaussian_density(np.arange(5), 1.0)
    with assert_raises(ValueError, "deviation"):
        gaussian_density(X, 0)
    with assert_raises(ValueError, "exponent"):
        laplace_kurtosis(0)


def exact_density(x, scale, exponent):
    """The density with as many digits as it takes."""
    with mpmath.workdps(60):
        x, s, nu = map(mpmath.mpf, (x, scale, exponent))
        return float(nu / (2 * s * mpmath.gamma(1 / nu)) * mpmath.exp(-(abs(x / s) ** nu)))


@pytest.mark.parametrize(
    ("scale", "exponent"),
    [
        (1.0, 1e-3),
        (1e-3, 0.006),
        (1e-300, 0.02),
        (1.0, 300.0),
        (1.7e308, 2.0),
        (3, 10**300),
        (1e-310, 1.0),
        (2.0, 1e-300),
    ],
)
def test_density_of_extreme_parameters(scale, exponent):
    for x in (0.0, 0.5, -2.9):
        with np.errstate(over="ignore"):  # of x / s, where the density is 0
            found = float(laplace_density(np.array([x]), scale, exponent)[0])
        assert found == pytest.approx(exact_density(x, scale, exponent), rel=1e-11, abs=0)


def test_gaussian_density_of_extreme_deviations():
    for deviation, x in ((1.7e308, 0.0), (1.7e308, 1e308), (1e-300, 0.0), (1e-300, 2e-300), (5e-324, 1.0)):
        expected = (
            exact_density(x, deviation * 2**0.5, 2)
            if deviation < 1e308
            else stats.norm(scale=deviation / 4).pdf(x / 4) / 4
        )
        with np.errstate(over="ignore"):
            found = float(gaussian_density(np.array([x]), deviation)[0])
        assert found == pytest.approx(expected, rel=1e-11, abs=0)


@pytest.mark.parametrize("exponent", [0.00206, 0.0021, 0.05, 1.0, 1e3, 1e15, 1e300, 10**300, Fraction(1, 7)])
def test_kurtosis_of_extreme_exponents(exponent):
    with mpmath.workdps(400):
        nu = (
            mpmath.mpf(exponent.numerator) / exponent.denominator
            if isinstance(exponent, Fraction)
            else mpmath.mpf(exponent)
        )
        first, third, fifth = (mpmath.gamma(m / nu) for m in (1, 3, 5))
        expected = float(first * fifth / third**2)
    assert laplace_kurtosis(exponent) == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("exponent", [0.002, 0.00205, 1e-5, 1e-300, 1e-306, 5e-324, Fraction(1, 10**9)])
def test_exponents_whose_kurtosis_is_too_large_are_refused(exponent):
    with assert_raises(ValueError, "exponent", "float"):
        laplace_kurtosis(exponent)


@pytest.mark.parametrize("function", [lambda x, s: laplace_density(x, s, 1.0), gaussian_density])
def test_scales_that_the_dtype_cannot_hold_are_refused(xp, function):
    for size in (1e-50, 1e50):
        with assert_raises(ValueError, "scale|deviation", "float32"):
            function(xp.array(X, "float32"), size)
        assert np.isfinite(xp.numpy(function(xp.array(X), size))).all()


@pytest.mark.parametrize("name", ["numpy", "torch", "jax"])
def test_densities_in_half_precision_are_rounded_once(name):
    library = Library(name)
    places = np.linspace(-3, 3, 25).astype("float16")
    given = library.array(places)
    for found, judge in (
        (laplace_density(given, 0.7, 0.8), stats.gennorm(0.8, scale=0.7)),
        (gaussian_density(given, 0.6), stats.norm(scale=0.6)),
    ):
        assert dtype_name(found) == "float16"
        np.testing.assert_allclose(library.numpy(found), judge.pdf(places.astype(float)), rtol=2**-11, atol=2**-25)


@pytest.mark.parametrize("by", ["likelihood", "kurtosis"])
@pytest.mark.parametrize("unit", [1e-200, 1e-300, 1e300])
def test_the_fit_has_no_unit(by, unit):
    plain, scaled = fit_laplace(X, by=by), fit_laplace(unit * X, by=by)
    assert scaled.scale / unit == pytest.approx(plain.scale, rel=1e-5)
    assert scaled.exponent == pytest.approx(plain.exponent, rel=1e-5)


@pytest.mark.parametrize("by", ["likelihood", "kurtosis"])
def test_the_fit_of_half_precision_is_that_of_the_same_numbers(by):
    numbers = stats.gennorm(0.8, scale=0.7).rvs(100_000, random_state=3).astype("float16")
    np.testing.assert_allclose(fit_laplace(numbers, by=by), fit_laplace(numbers.astype(float), by=by), rtol=1e-4)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_the_fit_refuses_what_is_no_number(wrong):
    for by in ("likelihood", "kurtosis"):
        with assert_raises(ValueError, "gradients", "finite"):
            fit_laplace(np.array([1.0, wrong, 2.0]), by=by)

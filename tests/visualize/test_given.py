"""What drawings are given: numbers of any width and names of any kind are drawn as they are, or refused by name."""

import warnings

import numpy as np
import pytest

from textbook_cnn.visualize import (
    ConvolutionFilm,
    animate_convolution,
    plot_bars,
    plot_bowl,
    plot_chain_rule,
    plot_confusion_matrix,
    plot_convolution_frames,
    plot_curves,
    plot_embedding,
    plot_feature_maps,
    plot_histograms,
    plot_image,
    plot_kernels,
    plot_log_densities,
    plot_parts,
    plot_planes,
    plot_roofline,
    plot_sequences,
    plot_tables,
)

PLACES = np.linspace(-2, 2, 41)


def box(x):
    return np.where(abs(x) <= 0.5, 1.0, 0.0)


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint64"])
def test_shares_of_narrow_counts_do_not_wrap_around(dtype):
    ax = plot_confusion_matrix(np.array([[9, 1], [2, 8]], dtype), ["a", "b"])
    assert [text.get_text() for text in ax.texts] == ["9\n90%", "1\n10%", "2\n20%", "8\n80%"]


@pytest.mark.parametrize("dtype", ["int8", "uint8", "float16", "float32"])
def test_percents_of_narrow_values_do_not_wrap_around(dtype):
    ax = plot_bars(np.array([2, 3], dtype), ["a", "b"], x_label="x", percent=True)
    assert [text.get_text() for text in ax.texts] == ["200.0%", "300.0%"]


@pytest.mark.parametrize("dtype", ["bool", "float16", "float32"])
def test_truth_values_and_short_floats_are_drawn_without_a_warning(dtype):
    values = np.eye(3).astype(dtype)
    assert [text.get_text() for text in plot_image(values, numbers=True).texts] == list("100010001")
    plot_tables({"a": values}, {"a": values > 0})
    plot_histograms({"a": values})
    plot_feature_maps(values[None], titles=np.array(["a"]))


def test_the_scale_of_bytes_below_zero_is_that_of_their_size():
    for draw in (plot_feature_maps, plot_kernels):
        assert draw(np.full((1, 2, 2), -128, "int8")).axes[0].images[0].norm.halfrange == 128
    low, high = plot_sequences({"a": (0, np.array([-128, 127], "int8"))}).axes[0].get_ylim()
    assert low < -128
    assert high > 127


def test_functions_are_given_the_converted_places():
    torch = pytest.importorskip("torch")
    places = torch.tensor(PLACES, requires_grad=True)
    film = animate_convolution(box, box, places, [0.0])
    assert all(type(A) is np.ndarray for A in film.arrays.values())
    assert all(type(A) is np.ndarray for A in ConvolutionFilm({**film.arrays, "places": places}).arrays.values())
    plot_convolution_frames(box, box, torch.tensor(PLACES[::10], requires_grad=True), [0.0])


def test_whole_numbers_are_rates_too():
    plot_roofline({"sum": (1 << 63, 1 << 63)}, product_rate=1 << 70, bandwidth=1 << 40)


@pytest.mark.parametrize("name", ["_loss", ""])
def test_names_that_a_legend_leaves_out_are_refused(name):
    parts, curves = {name: np.ones(2)}, {name: PLACES, "other": PLACES}
    with pytest.raises(ValueError, match="^parts: expected names for a legend"):
        plot_parts(parts, ["a", "b"], x_label="x")
    with pytest.raises(ValueError, match="^curves: expected names for a legend"):
        plot_curves(PLACES, curves, x_label="x", y_label="y")
    with pytest.raises(ValueError, match="^class_names: expected names for a legend"):
        plot_embedding(np.eye(2), np.array([0, 1]), [name, "other"])


@pytest.mark.parametrize("image", [np.full((2, 2, 3), 1.5), np.full((2, 2, 3), -1), np.full((2, 2, 3), 256)])
def test_colours_that_would_be_clipped_are_refused(image):
    for draw in (plot_image, plot_planes):
        with pytest.raises(ValueError, match="^image: expected colours from 0 to (1|255), got"):
            draw(image)


def test_names_that_take_minutes_and_counts_that_overflow_are_refused():
    with pytest.raises(ValueError, match="^name: expected at most 10000 letters"):
        plot_chain_rule(np.ones((1, 2)), np.ones((1, 2)), 2, name="x" * 200_000)
    with pytest.raises(ValueError, match=r"^counts: expected whole numbers of at most 2\*\*53"):
        plot_confusion_matrix(np.full((2, 2), 1 << 62), ["a", "b"])


@pytest.mark.parametrize("limits", [(0, 1e-320), (0, 1e-9), (1, 1 + 2.3e-16)], ids=str)
@pytest.mark.parametrize("numbers", [False, True])
def test_numbers_far_beyond_the_limits_are_black_and_white(limits, numbers):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plot_image(np.array([[-1e300, 1e300]]), limits=limits, numbers=numbers)
        ax.figure.canvas.draw()
    picture = ax.images[0]
    np.testing.assert_array_equal(picture.to_rgba(picture.get_array())[0, :, 0], [0, 1])


@pytest.mark.parametrize(
    "values",
    [np.full(5, 1e20), np.full(5, (1 << 64) - 1, dtype=np.uint64), np.array([1e16, 1e16 + 2]), np.array([0, 1e-320])],
    ids=str,
)
def test_numbers_that_bins_cannot_tell_apart(values):
    with pytest.raises(ValueError, match="^groups: expected numbers between which 60 bins fit"):
        plot_histograms({"a": values})


def test_equal_numbers_lie_in_the_middle_of_the_bins():
    outline = plot_histograms({"a": np.full(5, 3.0)}, bins=4).patches[0].get_data()
    np.testing.assert_array_equal(outline.edges, [2.5, 2.75, 3, 3.25, 3.5])


def test_what_is_too_small_to_be_divided_by():
    with pytest.raises(ValueError, match="^reach: expected a number in"):
        plot_log_densities({"a": PLACES}, x_label="x", reach=5e-324)
    with pytest.raises(ValueError, match="^losses: expected some above 0"):
        plot_bowl(np.arange(2.0), np.arange(2.0), np.full((2, 2), 5e-324), {}, x_label="x", y_label="y")

"""The pictures: what is drawn is what was given, nothing stays open, and bad arguments are refused by name."""

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from textbook_cnn import visualize
from textbook_cnn.visualize import (
    plot_attribution,
    plot_attributions,
    plot_bars,
    plot_channels,
    plot_class_accuracy,
    plot_confusion_matrix,
    plot_convolution_frames,
    plot_curves,
    plot_embedding,
    plot_feature_maps,
    plot_histograms,
    plot_image,
    plot_image_rows,
    plot_images,
    plot_kernel_evolution,
    plot_kernels,
    plot_learning_curves,
    plot_log_densities,
    plot_misclassified,
    plot_paddings,
    plot_parts,
    plot_perceptron_and_cnn,
    plot_planes,
    plot_roofline,
    plot_sequences,
    plot_tables,
    plot_windows,
    plot_worked_example,
)

X = np.array([[1, 6, 2], [5, 3, 1], [7, 0, 4]])
K = np.array([[1, 2], [-1, 0]])
VALID = np.array([[8, 7], [4, 5]])
SAME = np.array([[8, 7, 1], [4, 5, -3], [7, 8, 4]])
FULL = np.array([[0, -1, -6, -2], [2, 8, 7, 1], [10, 4, 5, -3], [14, 7, 8, 4]])
GRAY = np.arange(12, dtype=np.uint8).reshape(3, 4)
COLOUR = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
MAPS = np.arange(5 * 2 * 3.0).reshape(5, 2, 3) - 10
COUNTS = np.array([[8, 2, 0], [1, 9, 0], [0, 5, 995]])
NAMES = ["shirt", "coat", "bag"]
HISTORY = {
    "loss": [0.7, 0.4],
    "accuracy": [0.75, 0.875],
    "validation_loss": [0.5, 0.45],
    "validation_accuracy": [0.8, 0.85],
    "seconds": [1.0, 1.0],
}

# every public function, called as a chapter calls it
CALLS = {
    "plot_attribution": lambda: plot_attribution(MAPS[0], GRAY, title="map", signed=True),
    "plot_attributions": lambda: plot_attributions(COLOUR, {"map": MAPS[0]}, overlaid=["map"]),
    "plot_bars": lambda: plot_bars(np.array([1.0, 2.0]), ["a", "b"], x_label="weights (millions)"),
    "plot_channels": lambda: plot_channels(MAPS[:2], np.ones((3, 2, 1, 1)), MAPS[:3], backward=True),
    "plot_class_accuracy": lambda: plot_class_accuracy(COUNTS, NAMES),
    "plot_confusion_matrix": lambda: plot_confusion_matrix(COUNTS, NAMES),
    "plot_convolution_frames": lambda: plot_convolution_frames(np.cos, np.sin, np.arange(5.0), [0.0, 1.0, 2.0]),
    "plot_curves": lambda: plot_curves(np.arange(3.0), {"a": np.ones(3)}, x_label="x", y_label="y"),
    "plot_embedding": lambda: plot_embedding(MAPS[:, 0, :2], np.array([0, 1, 2, 1, 0]), NAMES),
    "plot_feature_maps": lambda: plot_feature_maps(MAPS, title="relu_1"),
    "plot_histograms": lambda: plot_histograms({"a": MAPS, "b": GRAY}),
    "plot_image": lambda: plot_image(GRAY, numbers=True, scale=True, title="gray"),
    "plot_image_rows": lambda: plot_image_rows({"a": [GRAY, COLOUR], "b": [GRAY, GRAY]}, ["first", "second"]),
    "plot_images": lambda: plot_images([GRAY, COLOUR], ["gray", "colour"]),
    "plot_kernel_evolution": lambda: plot_kernel_evolution({"start": MAPS, "end": -MAPS}),
    "plot_kernels": lambda: plot_kernels({"before": MAPS, "after": -MAPS}),
    "plot_log_densities": lambda: plot_log_densities({"a": MAPS}, x_label="x", reach=9),
    "plot_learning_curves": lambda: plot_learning_curves(HISTORY),
    "plot_misclassified": lambda: plot_misclassified(MAPS[:2], np.array([0, 1]), np.array([1, 2]), NAMES),
    "plot_paddings": lambda: plot_paddings(X, K, {"valid": VALID, "full": FULL}),
    "plot_parts": lambda: plot_parts({"a": np.arange(3.0), "b": np.ones(3)}, NAMES, x_label="time (ms)"),
    "plot_perceptron_and_cnn": lambda: plot_perceptron_and_cnn(GRAY, MAPS),
    "plot_planes": lambda: plot_planes(COLOUR),
    "plot_roofline": lambda: plot_roofline({"a": (0.5, 2e9), "b": (90.0, 4e10)}, product_rate=5e10, bandwidth=1e10),
    "plot_sequences": lambda: plot_sequences({"x": (0, np.array([1, 2, -3]))}),
    "plot_tables": lambda: plot_tables({"X": X, "Y": VALID}, {"X": X > 4}),
    "plot_windows": lambda: plot_windows(COLOUR, {"conv2d_1": (0, 3, -1, 2)}, title="windows"),
    "plot_worked_example": lambda: plot_worked_example(X, K, VALID),
}
SINGLE = {
    "plot_attribution",
    "plot_bars",
    "plot_class_accuracy",
    "plot_confusion_matrix",
    "plot_curves",
    "plot_embedding",
    "plot_histograms",
    "plot_image",
    "plot_log_densities",
    "plot_parts",
    "plot_roofline",
    "plot_windows",
}


def figure_of(drawn):
    return drawn if isinstance(drawn, Figure) else drawn.figure


def shown(figure):
    """Arrays that the panels of a figure show as images, without the colour bars."""
    return [np.asarray(ax.images[0].get_array()) for ax in figure.axes if ax.images]


def words(ax):
    return [text.get_text() for text in ax.texts]


def numbers(ax):
    """Whole numbers written into a drawing, in the order of drawing."""
    texts = [text.replace("\N{MINUS SIGN}", "-") for text in words(ax)]
    return [int(text) for text in texts if text.lstrip("-").isdigit()]


def test_every_drawing_is_called_below():
    others = {"ConvolutionFilm", "animate_convolution", "arrays_to_json", "convolution_frames"}
    assert set(CALLS) | others == set(visualize.__all__)


@pytest.mark.parametrize("name", CALLS)
def test_single_drawings_return_their_axes_and_the_others_their_figure(name):
    assert isinstance(CALLS[name](), Axes if name in SINGLE else Figure)


@pytest.mark.parametrize("name", sorted(SINGLE))
def test_a_single_drawing_goes_where_it_is_told(name):
    ax = Figure().subplots()
    arguments = {
        "plot_attribution": (MAPS[0],),
        "plot_log_densities": ({"a": MAPS},),
        "plot_embedding": (MAPS[:, 0, :2], np.array([0, 1, 2, 1, 0]), NAMES),
        "plot_windows": (GRAY, {"a": (0, 1, 0, 1)}),
        "plot_parts": ({"a": np.ones(1)}, ["a"]),
        "plot_roofline": ({"a": (1.0, 1.0)},),
        "plot_bars": (np.array([1.0]), ["a"]),
        "plot_class_accuracy": (COUNTS, NAMES),
        "plot_confusion_matrix": (COUNTS, NAMES),
        "plot_curves": (np.arange(3.0), {"a": np.ones(3)}),
        "plot_histograms": ({"a": MAPS},),
        "plot_image": (GRAY,),
    }[name]
    labels = {
        "plot_bars": {"x_label": "x"},
        "plot_parts": {"x_label": "x"},
        "plot_roofline": {"product_rate": 1.0, "bandwidth": 1.0},
        "plot_log_densities": {"x_label": "x", "reach": 9},
        "plot_curves": {"x_label": "x", "y_label": "y"},
    }.get(name, {})
    assert getattr(visualize, name)(*arguments, ax=ax, **labels) is ax
    with pytest.raises(TypeError, match="ax: expected a matplotlib Axes"):
        getattr(visualize, name)(*arguments, ax="here", **labels)


@pytest.mark.parametrize("name", CALLS)
def test_a_drawing_shows_itself_as_the_same_svg_each_time(name):
    first, second = (figure_of(CALLS[name]())._repr_svg_() for _ in range(2))
    assert "<svg" in first
    assert first == second


@pytest.mark.parametrize("name", CALLS)
def test_nothing_is_cut_off(name):
    figure = figure_of(CALLS[name]())
    figure.draw_without_rendering()
    drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert min(drawn.x0, drawn.y0, width - drawn.x1, height - drawn.y1) > -0.03  # inches


def test_drawing_neither_imports_pyplot_nor_needs_a_display():
    program = """
import sys
import numpy as np
from textbook_cnn.visualize import plot_image
plot_image(np.eye(3)).figure._repr_svg_()
assert "matplotlib.pyplot" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, env={"PATH": "", "MPLBACKEND": "agg"})


def test_no_argument_is_changed():
    arrays = [array.copy() for array in (X, K, VALID, GRAY, COLOUR, MAPS, COUNTS)]
    for array in (X, K, VALID, GRAY, COLOUR, MAPS, COUNTS):
        array.flags.writeable = False
    try:
        for call in CALLS.values():
            call()
    finally:
        for array in (X, K, VALID, GRAY, COLOUR, MAPS, COUNTS):
            array.flags.writeable = True
    for before, after in zip(arrays, (X, K, VALID, GRAY, COLOUR, MAPS, COUNTS), strict=True):
        np.testing.assert_array_equal(before, after)


def test_image_is_drawn_as_given_with_its_numbers_and_scale():
    ax = plot_image(GRAY, numbers=True, scale=True, title="gray")
    np.testing.assert_array_equal(shown(ax.figure)[0], GRAY)
    assert numbers(ax) == list(range(12))
    assert ax.get_title() == "gray"
    assert ax.images[0].get_clim() == (0, 255)
    assert len(ax.figure.axes) == 2


def test_numbers_are_white_on_dark_pixels_and_black_on_light_ones():
    ax = plot_image(np.array([[0, 255]], dtype=np.uint8), numbers=True)
    assert [text.get_color() for text in ax.texts] == ["white", "black"]


def test_scale_of_a_float_image_is_its_range_or_the_limits_given():
    assert plot_image(np.array([[-1.0, 3.0]])).images[0].get_clim() == (-1, 3)
    assert plot_image(np.array([[-1.0, 3.0]]), limits=(0, 1)).images[0].get_clim() == (0, 1)
    assert plot_image(np.array([[2.0, 2.0]])).images[0].get_clim() == (2, 3)


def test_planes_are_those_of_the_image_in_order():
    drawn = shown(plot_planes(COLOUR))
    np.testing.assert_array_equal(drawn[0], COLOUR)
    for plane in range(3):
        np.testing.assert_array_equal(drawn[plane + 1], COLOUR[:, :, plane])


def test_images_keep_their_order_and_titles():
    figure = plot_images(MAPS, list("abcde"), columns=2)
    np.testing.assert_array_equal(np.stack(shown(figure)), MAPS)
    assert [ax.get_title() for ax in figure.axes if ax.images] == list("abcde")


def test_worked_example_writes_the_slide_s_arithmetic():
    figure = plot_worked_example(X, K, VALID)
    assert [words(ax)[-1].replace("\N{MINUS SIGN}", "-") for ax in figure.axes] == [
        "1·1 + 2·6 + (-1)·5 + 0·3 = 8",
        "1·6 + 2·2 + (-1)·3 + 0·1 = 7",
        "1·5 + 2·3 + (-1)·7 + 0·0 = 4",
        "1·3 + 2·1 + (-1)·0 + 0·4 = 5",
    ]
    for ax in figure.axes:
        assert numbers(ax) == [*X.ravel(), *K.ravel(), *VALID.ravel()]


def test_negative_factors_stand_in_brackets():
    figure = plot_worked_example(-X, K, -VALID, positions=[(0, 0)])
    sentence = words(figure.axes[0])[-1].replace("\N{MINUS SIGN}", "-")
    assert sentence == "1·(-1) + 2·(-6) + (-1)·(-5) + 0·(-3) = -8"


def test_worked_example_frames_the_window_of_each_position():
    figure = plot_worked_example(X, K, VALID)
    assert [ax.patches[-1].get_xy() for ax in figure.axes] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert {(ax.patches[-1].get_width(), ax.patches[-1].get_height()) for ax in figure.axes} == {(2, 2)}


def test_worked_example_draws_the_positions_asked_for():
    figure = plot_worked_example(X, K, VALID, positions=[(1, 0)])
    assert len(figure.axes) == 1
    assert words(figure.axes[0])[-1].endswith("= 4")


@pytest.mark.parametrize(
    ("name", "output", "zeros"), [("valid", VALID, (0, 0)), ("same", SAME, (0, 1)), ("full", FULL, (1, 1))]
)
def test_paddings_show_the_zeros_that_the_output_implies(name, output, zeros):
    ax = plot_paddings(X, K, {name: output}).axes[0]
    assert numbers(ax) == [*np.pad(X, zeros).ravel(), *K.ravel(), *output.ravel()]


def test_paddings_frame_the_valid_part():
    for name, output in (("valid", VALID), ("same", SAME), ("full", FULL)):
        ax = plot_paddings(X, K, {name: output}).axes[0]
        first = [text for text in ax.texts if text.get_text() not in "⋆="][X.size :]
        frame = ax.patches[-1]
        inside = [
            text.get_text()
            for text in first
            if frame.get_x() < text.get_position()[0] < frame.get_x() + frame.get_width()
            and frame.get_y() < text.get_position()[1] < frame.get_y() + frame.get_height()
        ]
        assert inside == ["8", "7", "4", "5"], name


def test_tables_colour_the_boxes_asked_for():
    figure = plot_tables({"X": X, "Y": VALID}, {"X": X > 4})
    coloured = [patch.get_facecolor() != (1, 1, 1, 1) for patch in figure.axes[0].patches]
    assert coloured == list((X > 4).ravel())
    assert numbers(figure.axes[1]) == [8, 7, 4, 5]
    assert [ax.get_title() for ax in figure.axes] == ["X", "Y"]


def test_kernels_share_one_scale_with_zero_in_the_middle():
    figure = plot_kernels({"before": MAPS, "after": 2 * MAPS})
    np.testing.assert_array_equal(np.stack(shown(figure)), np.concatenate([MAPS, 2 * MAPS]))
    scales = {ax.images[0].norm.halfrange for ax in figure.axes if ax.images}
    assert scales == {2 * np.abs(MAPS).max()}
    assert {ax.images[0].norm.vcenter for ax in figure.axes if ax.images} == {0}
    assert [part.get_suptitle() for part in figure.subfigs] == [
        "before: 5 kernels of 2 × 3",
        "after: 5 kernels of 2 × 3",
    ]


def test_feature_maps_are_drawn_as_given_with_shapes():
    figure = plot_feature_maps(MAPS, title="relu_1", titles=list("abcde"))
    np.testing.assert_array_equal(np.stack(shown(figure)), MAPS)
    assert figure.get_suptitle() == "relu_1: 5 maps of 2 × 3"
    assert [ax.get_title() for ax in figure.axes if ax.images] == list("abcde")
    assert figure.axes[-1].get_ylabel() == "output"


@pytest.mark.parametrize(("least", "low"), [(0, 0), (-1, -199)])
def test_feature_maps_share_one_scale_that_a_few_large_numbers_do_not_stretch(least, low):
    maps = np.full((4, 10, 10), 199.0)
    maps[0, 0, 0], maps[1, 1, 1] = 1e6, least
    scales = {ax.images[0].get_clim() for ax in plot_feature_maps(maps).axes if ax.images}
    assert scales == {(low, 199)}


def test_feature_maps_of_nothing_but_zeros_have_a_scale():
    assert plot_feature_maps(np.zeros((1, 2, 2))).axes[0].images[0].get_clim() == (0, 1)


def test_curves_are_the_numbers_given_and_look_different():
    x = np.arange(4.0)
    ax = plot_curves(x, {"a": x, "b": x**2}, x_label="time (s)", y_label="value", log=True)
    np.testing.assert_array_equal(ax.lines[1].get_xydata(), np.stack([x, x**2], axis=1))
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines}) == 2
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale()) == ("time (s)", "value", "log")


def test_sequences_stand_at_their_indices():
    figure = plot_sequences({"x": (0, np.array([1, 2])), "k": (-2, np.array([3, -4, 5]))}, x_label="p")
    stems = figure.axes[1].containers[0].markerline
    np.testing.assert_array_equal(stems.get_xdata(), [-2, -1, 0])
    np.testing.assert_array_equal(stems.get_ydata(), [3, -4, 5])
    assert numbers(figure.axes[1]) == [3, -4, 5]
    assert figure.axes[-1].get_xlabel() == "p"


def test_histograms_are_densities_over_common_bins():
    groups = {"a": np.array([0.0, 0.1, 0.9, 1.0]), "b": np.array([[0.5], [2.0]])}
    ax = plot_histograms(groups, bins=4, x_label="weight")
    values, edges = zip(*[(patch.get_data().values, patch.get_data().edges) for patch in ax.patches], strict=True)
    np.testing.assert_allclose(edges, [[0, 0.5, 1, 1.5, 2]] * 2)
    np.testing.assert_allclose(values, [[1, 0.5, 0.5, 0], [0, 1, 0, 1]])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("weight", "density")
    assert plot_histograms(groups, log=True).get_yscale() == "log"


def test_bars_have_the_lengths_given_from_top_to_bottom():
    ax = plot_bars(np.array([3.0, 1.0]), ["a", "b"], x_label="weights")
    assert [bar.get_width() for bar in ax.patches] == [3, 1]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]
    assert ax.yaxis_inverted()
    assert words(ax) == ["3", "1"]
    assert words(plot_bars(np.array([1440, 0.69007]), ["a", "b"], x_label="weights")) == ["1,440", "0.69"]


def test_learning_curves_show_all_four_sequences():
    loss, accuracy = plot_learning_curves(HISTORY).axes
    assert [list(line.get_ydata()) for line in loss.lines] == [[0.7, 0.4], [0.5, 0.45]]
    assert [list(line.get_ydata()) for line in accuracy.lines] == [[75, 87.5], [80, 85]]
    assert [list(line.get_xdata()) for line in loss.lines] == [[1, 2], [1, 2]]
    assert (loss.get_ylabel(), accuracy.get_ylabel()) == ("loss (nats)", "accuracy (%)")
    assert [text.get_text() for text in loss.get_legend().get_texts()] == ["training", "validation"]


def test_confusion_matrix_shows_counts_and_shares_of_the_row():
    ax = plot_confusion_matrix(COUNTS, NAMES)
    np.testing.assert_allclose(shown(ax.figure)[0], [[80, 20, 0], [10, 90, 0], [0, 0.5, 99.5]])
    assert words(ax)[:6] == ["8\n80 %", "2\n20 %", "0", "1\n10 %", "9\n90 %", "0"]
    assert [text.get_position() for text in ax.texts[:4]] == [(0, 0), (1, 0), (2, 0), (0, 1)]  # column, row
    assert [label.get_text() for label in ax.get_yticklabels()] == NAMES
    assert [label.get_text() for label in ax.get_xticklabels()] == NAMES
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("answer of the network", "true class")


def test_class_accuracy_puts_the_hardest_class_last():
    ax = plot_class_accuracy(COUNTS, NAMES)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["bag", "coat", "shirt"]
    np.testing.assert_allclose([bar.get_width() for bar in ax.patches], [99.5, 90, 80])


def test_misclassified_images_name_truth_and_answer():
    figure = plot_misclassified(MAPS[:2], np.array([0, 1]), np.array([1, 2]), NAMES)
    np.testing.assert_array_equal(np.stack(shown(figure)), MAPS[:2])
    titles = [ax.get_title() for ax in figure.axes if ax.images]
    assert titles == ["shirt\ntaken for\ncoat", "coat\ntaken for\nbag"]


NOT_FINITE = np.array([[1.0, np.nan]])
REFUSED = [
    (lambda: plot_image([[1, 2]]), TypeError, "image: expected an array, got list"),
    (lambda: plot_image(np.array([["a"]])), TypeError, "image: expected an array of real numbers"),
    (lambda: plot_image(np.zeros((2, 2), complex)), TypeError, "image: expected an array of real numbers"),
    (lambda: plot_image(np.zeros(3)), ValueError, "image: expected an array with 2 or 3 axes"),
    (lambda: plot_image(np.zeros((2, 2, 4))), ValueError, r"image: expected the shape \(h, w\) or"),
    (lambda: plot_image(NOT_FINITE), ValueError, "image: expected finite numbers"),
    (lambda: plot_image(np.zeros((0, 3))), ValueError, "image: expected at least one element"),
    (lambda: plot_image(COLOUR, numbers=True), ValueError, "numbers: a pixel of a colour image"),
    (lambda: plot_image(GRAY, limits=(1, 1)), ValueError, "limits: expected"),
    (lambda: plot_roofline({}, product_rate=1.0, bandwidth=1.0), ValueError, "points: expected at least one entry"),
    (lambda: plot_roofline({"a": (1.0, -1.0)}, product_rate=1.0, bandwidth=1.0), ValueError, "expected two numbers"),
    (lambda: plot_roofline({"a": (1.0, 1.0)}, product_rate=0.0, bandwidth=1.0), ValueError, "product_rate: expected"),
    (lambda: plot_roofline({"a": (1.0, 1.0)}, product_rate=1.0, bandwidth=-1.0), ValueError, "bandwidth: expected"),
    (
        lambda: plot_roofline({str(a): (1.0, 1.0) for a in range(9)}, product_rate=1.0, bandwidth=1.0),
        ValueError,
        "points: expected at most 8, got 9",
    ),
    (lambda: plot_parts({"a": np.ones(2)}, NAMES, x_label="s"), ValueError, "names: expected 2 strings, got 3"),
    (lambda: plot_parts({"a": -np.ones(3)}, NAMES, x_label="s"), ValueError, r"parts\['a'\]: expected 3 numbers"),
    (lambda: plot_parts({"a": np.ones(3), "b": np.ones(2)}, NAMES, x_label="s"), ValueError, "'b'.: expected 3"),
    (
        lambda: plot_parts({str(a): np.ones(3) for a in range(5)}, NAMES, x_label="s"),
        ValueError,
        "parts: expected at most 4, got 5",
    ),
    (lambda: plot_planes(GRAY), ValueError, "image: expected an array with 3 axes"),
    (lambda: plot_planes(np.zeros((2, 2, 4))), ValueError, r"image: expected the shape \(h, w, 3\)"),
    (lambda: plot_planes(COLOUR, names=["red"]), ValueError, "names: expected 3 strings, got 1"),
    (lambda: plot_images("images"), TypeError, "images: expected an array or a sequence"),
    (lambda: plot_images([]), ValueError, "images: expected at least one image"),
    (lambda: plot_images(MAPS, ["a"]), ValueError, "titles: expected 5 strings, got 1"),
    (lambda: plot_images(MAPS, "abcde"), TypeError, "titles: expected a sequence of strings"),
    (lambda: plot_images(MAPS, scale=True), ValueError, "limits: one colour bar needs one scale"),
    (lambda: plot_images(MAPS, columns=0), ValueError, "columns: expected 1 or more, got 0"),
    (lambda: plot_images(MAPS, columns=2.0), TypeError, "columns: expected an int, got float"),
    (lambda: plot_worked_example(X, K, FULL), ValueError, r"Y: expected the shape \(2, 2\)"),
    (lambda: plot_worked_example(X, K, VALID, positions=[(2, 0)]), ValueError, "positions: expected"),
    (lambda: plot_worked_example(X, K, VALID, positions=[]), ValueError, "positions: expected at least one"),
    (lambda: plot_paddings(X, K, VALID), TypeError, "outputs: expected a mapping"),
    (lambda: plot_paddings(X, K, {}), ValueError, "outputs: expected at least one entry"),
    (lambda: plot_paddings(X, K, {"too large": np.zeros((5, 5))}), ValueError, "outputs.'too large'.: expected"),
    (lambda: plot_paddings(X, K, {"too small": np.zeros((1, 1))}), ValueError, "outputs.'too small'.: expected"),
    (lambda: plot_tables({}), ValueError, "tables: expected at least one entry"),
    (lambda: plot_tables({"X": X}, {"X": K > 0}), ValueError, "highlighted.'X'.: expected shape"),
    (lambda: plot_kernels(K), ValueError, "kernels.*: expected an array with 3 axes"),
    (lambda: plot_kernels({}), ValueError, "kernels: expected at least one entry"),
    (lambda: plot_kernels(MAPS, titles=["a"]), ValueError, "titles: expected 5 strings"),
    (lambda: plot_feature_maps(MAPS[0]), ValueError, "maps: expected an array with 3 axes"),
    (lambda: plot_feature_maps(MAPS, columns=True), TypeError, "columns: expected an int, got bool"),
    (lambda: plot_histograms({}), ValueError, "groups: expected at least one entry"),
    (lambda: plot_histograms({"a": MAPS}, bins=0), ValueError, "bins: expected 1 or more"),
    (lambda: plot_histograms({"a": MAPS}, bins=2.5), TypeError, "bins: expected an int"),
    (lambda: plot_bars(np.array([-1.0]), ["a"], x_label="x"), ValueError, "values: expected none below 0"),
    (lambda: plot_bars(np.array([1.0]), ["a", "b"], x_label="x"), ValueError, "names: expected 1 strings"),
    (
        lambda: plot_curves(np.arange(3), {"a": np.ones(2)}, x_label="x", y_label="y"),
        ValueError,
        "curves.'a'.: expected 3 values",
    ),
    (lambda: plot_sequences([1, 2]), TypeError, "sequences: expected a mapping"),
    (lambda: plot_learning_curves({"loss": [1.0]}), ValueError, "history: expected the entries"),
    (lambda: plot_learning_curves(HISTORY | {"loss": [1.0]}), ValueError, "history: expected sequences of one"),
    (lambda: plot_confusion_matrix(COUNTS / 2, NAMES), TypeError, "counts: expected whole numbers"),
    (lambda: plot_confusion_matrix(COUNTS[:2], NAMES), ValueError, "counts: expected a square matrix"),
    (lambda: plot_confusion_matrix(COUNTS * 0, NAMES), ValueError, "counts: expected counts of 0 or more and"),
    (lambda: plot_confusion_matrix(COUNTS, NAMES[:2]), ValueError, "class_names: expected 3 strings"),
    (lambda: plot_class_accuracy(-COUNTS, NAMES), ValueError, "counts: expected counts of 0 or more and"),
    (
        lambda: plot_misclassified(MAPS[:2], np.array([0, 1]), np.array([1, 1]), NAMES),
        ValueError,
        "predicted: image 1 was classified rightly",
    ),
    (
        lambda: plot_misclassified(MAPS[:2], np.array([0]), np.array([1]), NAMES),
        ValueError,
        "labels, predicted: expected 2 numbers",
    ),
    (
        lambda: plot_misclassified(MAPS[:1], np.array([0]), np.array([3]), NAMES),
        ValueError,
        "class_names: expected a name for every class",
    ),
]


def test_roofline_has_a_slope_up_to_the_rate_and_a_mark_for_each_program():
    ax = plot_roofline({"a": (0.5, 2e9), "b": (90.0, 4e10)}, product_rate=5e10, bandwidth=1e10)
    limit, *marks = ax.lines
    x, y = limit.get_data()
    np.testing.assert_allclose(y, [min(50, 10 * place) for place in x])
    assert x.min() < 0.5 < 5 < 90 < x.max()
    places = [(mark.get_label(), *mark.get_xdata(), *mark.get_ydata()) for mark in marks]
    assert places == [("a", 0.5, 2), ("b", 90, 40)]
    assert len({mark.get_marker() for mark in marks}) == 2  # told apart without colours, too
    assert words(ax) == ["matrix product: 50", "memory: 10 GB/s"]


def test_parts_lie_end_to_end_and_differ_in_hatching():
    ax = plot_parts({"a": np.array([1.0, 2.0]), "b": np.array([0.5, 4.0])}, ["x", "y"], x_label="time (ms)")
    first, second = ax.containers
    assert [(bar.get_x(), bar.get_width()) for bar in (*first, *second)] == [(0, 1), (0, 2), (1, 0.5), (2, 4)]
    assert first[0].get_hatch() != second[0].get_hatch()
    assert words(ax) == ["1.5", "6"]


@pytest.mark.parametrize(("call", "error", "message"), REFUSED, ids=[message for _, _, message in REFUSED])
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=message):
        call()

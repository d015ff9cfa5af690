"""The pictures: what is drawn is what was given, nothing stays open, and bad arguments are refused by name."""

import subprocess
import sys
import warnings

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.visualize.drawn import (
    COLOUR,
    COUNTS,
    FULL,
    GRAY,
    HISTORY,
    MAPS,
    NAMES,
    VALID,
    K,
    X,
    figure_of,
)
from textbook_cnn import visualize
from textbook_cnn.visualize import (
    plot_attribution,
    plot_attributions,
    plot_bars,
    plot_bowl,
    plot_chain_rule,
    plot_channels,
    plot_class_accuracy,
    plot_columns,
    plot_confusion_matrix,
    plot_convolution_frames,
    plot_curves,
    plot_descents,
    plot_embedding,
    plot_feature_maps,
    plot_histograms,
    plot_image,
    plot_image_rows,
    plot_images,
    plot_kernel_evolution,
    plot_kernels,
    plot_layers,
    plot_learning_curves,
    plot_log_densities,
    plot_misclassified,
    plot_overlaps,
    plot_paddings,
    plot_parts,
    plot_perceptron_and_cnn,
    plot_planes,
    plot_roofline,
    plot_sequences,
    plot_tables,
    plot_touched_pixels,
    plot_windows,
    plot_worked_example,
)

PATHS = {"a": np.ones((2, 2)), "b": np.array([[0.0, 1.0], [2.0, 0.5]])}
# every public function, called as a chapter calls it
CALLS = {
    "plot_attribution": lambda: plot_attribution(MAPS[0], GRAY, title="map", signed=True),
    "plot_attributions": lambda: plot_attributions(COLOUR, {"map": MAPS[0]}, overlaid=["map"]),
    "plot_bars": lambda: plot_bars(np.array([1.0, 2.0]), ["a", "b"], x_label="weights (millions)"),
    "plot_bowl": lambda: plot_bowl(np.arange(3.0), np.arange(2.0), np.eye(2, 3), PATHS, x_label="x", y_label="y"),
    "plot_chain_rule": lambda: plot_chain_rule(K, VALID, 17),
    "plot_channels": lambda: plot_channels(MAPS[:2], np.ones((3, 2, 1, 1)), MAPS[:3], backward=True),
    "plot_class_accuracy": lambda: plot_class_accuracy(COUNTS, NAMES),
    "plot_columns": lambda: plot_columns(X[:, :2], K, X[:2, [0, 1, 0, 1], None], VALID[:, :1]),
    "plot_confusion_matrix": lambda: plot_confusion_matrix(COUNTS, NAMES),
    "plot_convolution_frames": lambda: plot_convolution_frames(np.cos, np.sin, np.arange(5.0), [0.0, 1.0, 2.0]),
    "plot_curves": lambda: plot_curves(np.arange(3.0), {"a": np.ones(3)}, x_label="x", y_label="y"),
    "plot_descents": lambda: plot_descents(np.arange(3.0), np.arange(3.0), PATHS, title="paths"),
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
    "plot_overlaps": lambda: plot_overlaps(K, np.array([1, 1, 0])),
    "plot_paddings": lambda: plot_paddings(X, K, {"valid": VALID, "full": FULL}),
    "plot_parts": lambda: plot_parts({"a": np.arange(3.0), "b": np.ones(3)}, NAMES, x_label="time (ms)"),
    "plot_layers": lambda: plot_layers({"a": MAPS, "b": np.array([0.2, 0.8])}, ["x", "y"]),
    "plot_perceptron_and_cnn": lambda: plot_perceptron_and_cnn(GRAY, MAPS),
    "plot_planes": lambda: plot_planes(COLOUR),
    "plot_roofline": lambda: plot_roofline({"a": (0.5, 2e9), "b": (90.0, 4e10)}, product_rate=5e10, bandwidth=1e10),
    "plot_sequences": lambda: plot_sequences({"x": (0, np.array([1, 2, -3]))}),
    "plot_tables": lambda: plot_tables({"X": X, "Y": VALID}, {"X": X > 4}),
    "plot_touched_pixels": lambda: plot_touched_pixels((3, 3), {"a": np.array([[[0, 1]]]), "b": np.array([[[0, 2]]])}),
    "plot_windows": lambda: plot_windows(COLOUR, {"conv2d_1": (0, 3, -1, 2)}, title="windows"),
    "plot_worked_example": lambda: plot_worked_example(X, K, VALID),
}
SINGLE = {
    "plot_attribution",
    "plot_bars",
    "plot_bowl",
    "plot_chain_rule",
    "plot_class_accuracy",
    "plot_confusion_matrix",
    "plot_curves",
    "plot_embedding",
    "plot_histograms",
    "plot_image",
    "plot_log_densities",
    "plot_overlaps",
    "plot_parts",
    "plot_roofline",
    "plot_windows",
}


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
        "plot_bowl": (np.arange(3.0), np.arange(2.0), np.ones((2, 3)), PATHS),
        "plot_chain_rule": (K, VALID, 17),
        "plot_overlaps": (K, np.array([1, 1, 0])),
        "plot_class_accuracy": (COUNTS, NAMES),
        "plot_confusion_matrix": (COUNTS, NAMES),
        "plot_curves": (np.arange(3.0), {"a": np.ones(3)}),
        "plot_histograms": ({"a": MAPS},),
        "plot_image": (GRAY,),
    }[name]
    labels = {
        "plot_bars": {"x_label": "x"},
        "plot_bowl": {"x_label": "x", "y_label": "y"},
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


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_numbers_of_few_digits_are_drawn_without_a_warning(dtype):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure_of(plot_bars(np.array([1.0, np.finfo(dtype).max], dtype=dtype), ["a", "b"], x_label="weights"))


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
    (lambda: plot_roofline({"a": (1.0, -1.0)}, product_rate=1.0, bandwidth=1.0), ValueError, "expected a number in"),
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
    (lambda: plot_images("images"), TypeError, "images: expected a list, a tuple or an array"),
    (lambda: plot_images([]), ValueError, "images: expected at least one image"),
    (lambda: plot_images(MAPS, ["a"]), ValueError, "titles: expected 5 strings, got 1"),
    (lambda: plot_images(MAPS, "abcde"), TypeError, "titles: expected a list, a tuple or an array"),
    (lambda: plot_images(MAPS, scale=True), ValueError, "limits: one colour bar needs one scale"),
    (lambda: plot_images(MAPS, columns=0), ValueError, "columns: expected an integer of at least 1, got int 0"),
    (lambda: plot_images(MAPS, columns=2.0), TypeError, "columns: expected an integer, got float"),
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
    (lambda: plot_feature_maps(MAPS, columns=True), TypeError, "columns: expected an integer, got bool"),
    (lambda: plot_histograms({}), ValueError, "groups: expected at least one entry"),
    (lambda: plot_histograms({"a": MAPS}, bins=0), ValueError, "bins: expected an integer of at least 1"),
    (lambda: plot_histograms({"a": MAPS}, bins=2.5), TypeError, "bins: expected an int"),
    (lambda: plot_bars(np.array([-1.0]), ["a"], x_label="x"), ValueError, "values: expected none below 0"),
    (lambda: plot_bars(np.array([1.0]), ["a", "b"], x_label="x"), ValueError, "names: expected 1 strings"),
    (
        lambda: plot_curves(np.arange(3), {"a": np.ones(2)}, x_label="x", y_label="y"),
        ValueError,
        "curves.'a'.: expected 3 values",
    ),
    (
        lambda: plot_descents(np.arange(3), np.ones(2), PATHS),
        ValueError,
        "losses: expected 3 values, as many as in x, got 2",
    ),
    (lambda: plot_descents(np.arange(3), np.ones(3), {"a": np.ones((2, 3))}), ValueError, "paths.'a'.: expected rows"),
    (lambda: plot_descents(np.arange(3), np.ones(3), {}), ValueError, "paths: expected at least one entry"),
    (
        lambda: plot_bowl(np.arange(3), np.arange(2), np.ones((3, 2)), PATHS, x_label="x", y_label="y"),
        ValueError,
        r"losses: expected shape \(2, 3\)",
    ),
    (
        lambda: plot_bowl(np.arange(3), np.arange(2), np.zeros((2, 3)), PATHS, x_label="x", y_label="y"),
        ValueError,
        "losses: expected some above 0",
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


@pytest.mark.parametrize(("call", "error", "message"), REFUSED, ids=[message for _, _, message in REFUSED])
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=message):
        call()

"""The drawings."""

import numpy as np

import textbook_cnn.visualize as draw
from tests.wrong_calls.kinds import (
    FLAG,
    FUNCTION,
    TEXT,
    Kind,
    array,
    integer,
    is_number,
    listed,
    number,
    optional,
)
from tests.wrong_calls.trying import Right

TITLES = Kind(lambda value: (listed(value) or (isinstance(value, np.ndarray) and value.ndim == 1)) and len(value) == 0)
IMAGE, MAPS, TABLE = np.arange(12.0).reshape(3, 4), np.arange(24.0).reshape(2, 3, 4), np.array([[1, 6, 2], [5, 3, 1]])
PLACES, KERNEL = np.linspace(-1, 1, 5), np.array([[1, 2], [-1, 0]])
COUNTS = np.array([[8, 2], [1, 9]])
NAMES = ["shirt", "coat"]


def _broken(_):
    yield "broken mathematics", "$\\frac{1$"
    yield "half a character", "\ud800"


LABEL = Kind(TEXT.right, _broken)
COLUMNS = Kind(lambda value: integer(1).right(value))
AX = Kind(lambda value: value is None)
LIMITS = Kind(
    lambda value: (
        value is None
        or (
            (listed(value) or (isinstance(value, np.ndarray) and value.ndim == 1))
            and len(value) == 2
            and all(is_number(x, -1e300, 1e300) for x in value)
            and value[0] < value[1]
        )
    )
)


def numbers(axes, *fixed, dtypes="biuf"):
    """Finite numbers with so many axes, from any library."""
    return array(dtypes, axes, fixed, finite="f" in dtypes, lone=True)


def images():
    """A grey or a coloured image."""
    return Kind(lambda A: numbers(2).right(A) or (numbers(3).right(A) and A.shape[2] == 3), numbers(None).changed)


def _images(value):
    return listed(value) and len(value) > 0 and all(images().right(each) for each in value)


def _no_list_of(kind):
    """What is made of an array, but for the tuple of its images, which is right."""
    return lambda A: (each for each in kind.changed(A) if each[0] != "tuple")


def names(count, *, at_least=False):
    """A list of strings."""
    return Kind(
        lambda value: (
            (listed(value) or (isinstance(value, np.ndarray) and value.ndim == 1))
            and (len(value) == count or (at_least and len(value) > count))
            and all(isinstance(each, str) for each in value)
        ),
        lambda given: iter([("one of them 3", [*given[:-1], 3]), ("one broken", [*given[:-1], "$\\frac{1$"])]),
    )


def mapping(kind):
    """A dict of such values by name."""

    def changed(given):
        first = next(iter(given))
        for label, value in kind.changed(given[first]):
            yield f"{first} as {label}", {**given, first: value}
        yield "a number among them", {**given, first: 1.5}
        yield "None among them", {**given, first: None}
        yield "a name that is no text", {5: given[first]}
        yield "a name of broken mathematics", {"$\\frac{1$": given[first]}
        yield "pairs", list(given.items())

    return Kind(changed=changed)


def box(x):
    return np.where(abs(x) <= 0.5, 1.0, 0.0)


NONE_OR_TWO = Kind(lambda value: TITLES.right(value) or names(2).right(value), names(2).changed)
WORDS = {"x_label": ("x", LABEL), "title": ("", LABEL), "ax": (None, AX)}
SHOWN = {"numbers": (False, FLAG), "scale": (True, FLAG), "limits": ((0.0, 20.0), LIMITS), "cmap": ("gray", Kind())}
SLIDING = {"f": (box, FUNCTION), "g": (box, FUNCTION), "places": (PLACES, numbers(1))}
MOMENTS = Kind(
    lambda value: (
        (isinstance(value, list | tuple) and len(value) > 0 and all(is_number(x, -1e300, 1e300) for x in value))
        or (numbers(1).right(value) and value.size > 0)
    )
)
FILM = draw.animate_convolution(box, box, PLACES, [0.0, 0.5]).arrays
POINT = Kind(lambda value: isinstance(value, list | tuple) and len(value) == 2)
HISTORY = {key: [0.7, 0.4] for key in ("loss", "accuracy", "validation_loss", "validation_accuracy")}

CALLS = [
    Right(draw.ConvolutionFilm, arrays=(FILM, mapping(numbers(1, 0)))),
    Right(draw.animate_convolution, **SLIDING, times=([0.0, 0.5], MOMENTS)),
    Right(draw.convolution_frames, **SLIDING, times=([0.0, 0.5], MOMENTS)),
    Right(draw.plot_convolution_frames, **SLIDING, times=([0.0, 0.5], MOMENTS), columns=(3, COLUMNS)),
    Right(draw.arrays_to_json, arrays=({"K": IMAGE}, mapping(numbers(None))), digits=(4, integer(1, 17))),
    Right(
        draw.plot_attribution,
        attribution=(IMAGE, numbers(2)),
        image=(IMAGE, optional(images())),
        title=("", LABEL),
        signed=(False, FLAG),
        ax=(None, AX),
    ),
    Right(
        draw.plot_attributions,
        image=(IMAGE, images()),
        maps=({"a": IMAGE}, mapping(numbers(2))),
        overlaid=(["a"], TITLES),
        signed=((), TITLES),
        columns=(3, COLUMNS),
    ),
    Right(
        draw.plot_bars,
        values=(np.array([0.85, 0.97]), numbers(1)),
        names=(NAMES, names(2)),
        percent=(True, FLAG),
        **WORDS,
    ),
    Right(
        draw.plot_bowl,
        x=(PLACES, numbers(1)),
        y=(PLACES[:4], numbers(1)),
        losses=(np.ones((4, 5)), numbers(2, 0, 1)),
        paths=({"down": np.ones((3, 2))}, mapping(numbers(2, 1))),
        y_label=("y", LABEL),
        **WORDS,
    ),
    Right(
        draw.plot_chain_rule,
        factors=(TABLE, numbers(2, 0, 1)),
        gradients=(TABLE, numbers(2, 0, 1)),
        derivative=(-4, number(-1e307)),
        name=("k_{11}", Kind(lambda value: isinstance(value, str) and "\0" not in value and bool(value), _broken)),
        ax=(None, AX),
    ),
    Right(
        draw.plot_channels,
        X=(MAPS, numbers(3, 0)),
        K=(np.ones((1, 2, 2, 2)), numbers(4, 0, 1)),
        Y=(MAPS[:1], numbers(3, 0)),
        backward=(False, FLAG),
    ),
    *[
        Right(
            function,
            counts=(COUNTS, numbers(2, 0, 1, dtypes="iu")),
            class_names=(NAMES, names(2)),
            ax=(None, AX),
        )
        for function in (draw.plot_class_accuracy, draw.plot_confusion_matrix)
    ],
    Right(
        draw.plot_columns,
        X=(np.array([[1, 6, 2]]), numbers(2, 0, 1)),
        K=(np.array([[1, 2]]), numbers(2, 0, 1)),
        V=(np.array([[[1, 6], [6, 2]]]), numbers(3, 0, 1, 2)),
        Y=(np.array([[13, 10]]), numbers(2, 0, 1)),
    ),
    Right(
        draw.plot_curves,
        x=(PLACES, numbers(1)),
        curves=({"square": PLACES**2}, mapping(numbers(1, 0))),
        y_label=("y", LABEL),
        log=(False, FLAG),
        **WORDS,
    ),
    Right(
        draw.plot_descents,
        x=(PLACES, numbers(1)),
        losses=(PLACES**2, numbers(1, 0)),
        paths=({"rate": np.ones((3, 2))}, mapping(numbers(2, 1))),
        columns=(2, COLUMNS),
        title=("", LABEL),
    ),
    Right(
        draw.plot_embedding,
        points=(np.eye(2), numbers(2, 0, 1)),
        labels=(np.array([0, 1]), numbers(1, dtypes="iu")),
        class_names=(NAMES, names(2, at_least=True)),
        y_label=("", LABEL),
        **WORDS,
    ),
    Right(
        draw.plot_feature_maps,
        maps=(MAPS, numbers(3)),
        title=("", LABEL),
        columns=(8, COLUMNS),
        titles=(NAMES, optional(names(2))),
    ),
    Right(
        draw.plot_histograms,
        groups=({"a": IMAGE}, mapping(numbers(None))),
        bins=(60, integer(1, 10_000)),
        log=(False, FLAG),
        **WORDS,
    ),
    Right(draw.plot_image, image=(IMAGE, images()), title=("", optional(LABEL)), ax=(None, AX), **SHOWN),
    Right(
        draw.plot_images,
        images=(MAPS, Kind(lambda value: numbers(3).right(value) or _images(value), _no_list_of(numbers(3)))),
        titles=(NAMES, optional(names(2))),
        columns=(5, COLUMNS),
        **{**SHOWN, "limits": ((0.0, 20.0), Kind(lambda value: value is not None and LIMITS.right(value)))},
    ),
    Right(
        draw.plot_image_rows,
        rows=({"a": [IMAGE, IMAGE]}, mapping(Kind())),
        titles=(NAMES, optional(names(2))),
        limits=((0.0, 20.0), LIMITS),
        label=("", LABEL),
    ),
    Right(draw.plot_kernel_evolution, snapshots=({"a": MAPS, "b": MAPS}, mapping(numbers(3, 0, 1, 2)))),
    Right(
        draw.plot_kernels,
        kernels=(MAPS, Kind(numbers(3).right, numbers(3).changed)),
        columns=(8, COLUMNS),
        titles=(NAMES, optional(names(2))),
    ),
    Right(draw.plot_kernels, kernels=({"before": MAPS}, mapping(numbers(3)))),
    Right(
        draw.plot_learning_curves,
        history=(
            HISTORY,
            mapping(Kind(changed=lambda given: iter([("one more", [*given, 0.1]), ("text", ["a", "b"])]))),
        ),
    ),
    Right(
        draw.plot_log_densities,
        samples=({"noise": PLACES}, mapping(numbers(None))),
        curves=(
            {"bell": (PLACES, PLACES**2)},
            Kind(lambda value: value is None or (isinstance(value, dict) and not value), mapping(Kind()).changed),
        ),
        reach=(2.0, number(0)),
        bins=(61, integer(1, 10_000)),
        **WORDS,
    ),
    Right(
        draw.plot_layers,
        outputs=({"a": MAPS, "b": np.array([0.25, 0.75])}, mapping(numbers(3))),
        classes=(NAMES, NONE_OR_TWO),
        notes=(["a", "b"], NONE_OR_TWO),
    ),
    Right(
        draw.plot_misclassified,
        images=(MAPS, numbers(3)),
        labels=(np.array([0, 1]), numbers(1, 0, dtypes="iu")),
        predicted=(np.array([1, 0]), numbers(1, 0, dtypes="iu")),
        class_names=(NAMES, names(2, at_least=True)),
        columns=(4, COLUMNS),
    ),
    Right(
        draw.plot_overlaps,
        windows=(np.array([[1, 2], [3, 4]]), numbers(2, 0, 1)),
        total=(np.array([1, 5, 4]), numbers(1)),
        stride=(1, integer(1, 1)),
        pixel=(1, optional(integer(0, 2))),
        ax=(None, AX),
    ),
    Right(
        draw.plot_paddings,
        X=(IMAGE, numbers(2)),
        K=(KERNEL, numbers(2)),
        outputs=({"valid": np.ones((2, 3))}, mapping(numbers(2))),
    ),
    Right(draw.plot_parts, parts=({"forward": PLACES[3:]}, mapping(numbers(1))), names=(NAMES, names(2)), **WORDS),
    Right(draw.plot_perceptron_and_cnn, image=(IMAGE, numbers(2)), maps=(MAPS, numbers(3)), classes=(10, integer(1))),
    Right(draw.plot_planes, image=(np.ones((3, 4, 3)), numbers(3, 2)), names=(["r", "g", "b"], names(3))),
    Right(
        draw.plot_roofline,
        points=({"sum": (0.25, 2e9)}, mapping(Kind())),
        product_rate=(1e11, number(0, 1e299)),
        bandwidth=(1e10, number(0, 1e299)),
        title=("", LABEL),
        ax=(None, AX),
    ),
    Right(
        draw.plot_sequences,
        sequences=({"f": (0, PLACES)}, mapping(Kind(changed=lambda _: iter([("a pair of texts", ("a", "b"))])))),
        x_label=("index", LABEL),
    ),
    Right(
        draw.plot_tables,
        tables=({"a": TABLE}, mapping(numbers(2))),
        highlighted=(
            {"a": TABLE > 2},
            Kind(
                lambda value: value is None or (isinstance(value, dict) and not value),
                mapping(numbers(2, 0, 1, dtypes="b")).changed,
            ),
        ),
    ),
    Right(
        draw.plot_touched_pixels,
        size=((1, 5), Kind()),
        touched=({"stride": np.array([[[0, 2]], [[1, 3]]])}, mapping(numbers(3, dtypes="iu"))),
    ),
    Right(
        draw.plot_windows,
        image=(IMAGE, images()),
        windows=(
            {"a": (0, 2, 0, 2)},
            mapping(Kind(changed=lambda _: iter([("three", (0, 1, 2)), ("upside down", (2, 0, 0, 2))]))),
        ),
        title=("", LABEL),
        ax=(None, AX),
    ),
    Right(
        draw.plot_worked_example,
        X=(TABLE, numbers(2, 0, 1)),
        K=(np.array([[1, 2]]), numbers(2, 0, 1)),
        Y=(np.array([[13, 10], [11, 5]]), numbers(2, 0, 1)),
        positions=([(0, 0)], optional(Kind())),
        columns=(1, COLUMNS),
        sign=("⋆", LABEL),
    ),
]

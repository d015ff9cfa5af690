"""What a proof rests on: definitions and derivatives in numbers, and a prover that accepts nothing wrong."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy.signal import correlate2d

import textbook_cnn
from tests.formulas.code_for_all_sizes.numbers import Inputs
from textbook_cnn import _windows
from textbook_cnn._arrays import libraries
from textbook_cnn.formulas.code_for_all_sizes import WritableArray, claims, term_at
from textbook_cnn.formulas.code_for_all_sizes.arrays import Model
from textbook_cnn.formulas.code_for_all_sizes.claims import Claim, NotProved, Run, derivative, places, prove
from textbook_cnn.formulas.code_for_all_sizes.convolution_layer import Layer, bias, bias_a_pixel
from textbook_cnn.formulas.code_for_all_sizes.kinds import axes_of, model
from textbook_cnn.formulas.code_for_all_sizes.other_layers import Dense
from textbook_cnn.formulas.code_for_all_sizes.polynomials import unknown
from textbook_cnn.formulas.code_for_all_sizes.running import BRANCHES, shipped_functions
from textbook_cnn.formulas.code_for_all_sizes.setting import Setting
from textbook_cnn.formulas.code_for_all_sizes.terms import entry, times

KIND = WritableArray
SETTINGS = [
    Setting((3, 3)),
    Setting((2, 3), 2, 1),
    Setting((3, 2), (2, 1), ((1, 0), (2, 1)), (1, 2), 2),
    Setting((2, 2), 1, "full", (2, 1), 3),
    Setting((3, 3), 2, "same"),
    Setting((1, 1), 3),
    Setting((2, 4), 1, "same"),
]


def small(setting, kind=KIND):
    """A layer with small witnesses N, m, f, H, W, and its arrays in NumPy."""
    made = Inputs(kind, (2, 3, 2, 5, 6))
    a = Layer(setting, made.unknowns, kind)
    known = {letter: made.array(letter, *a.axes[letter])[1] for letter in ("X", "K", "dY")}
    return made, a, known


def by_scipy(X, K, a, made):
    """The layer by SciPy: kernels with holes, padded input, and every stride-th output."""
    (d, m, kh, kw), s = K.shape, a.sizes
    margins = [[made.plain(n) for n in pair] for pair in s.margins]
    X = np.pad(X, ((0, 0), (0, 0), *margins))
    wide = np.zeros((d, m, s.dilation[0] * (kh - 1) + 1, s.dilation[1] * (kw - 1) + 1), K.dtype)
    wide[..., :: s.dilation[0], :: s.dilation[1]] = K
    groups = [i // (d // s.groups) for i in range(d)]
    return np.array(
        [
            [
                sum(correlate2d(image[g * m + j], wide[i, j], mode="valid") for j in range(m))
                for i, g in enumerate(groups)
            ]
            for image in X
        ]
    )[..., :: s.stride[0], :: s.stride[1]]


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_the_definition_is_that_of_scipy(setting):
    made, a, known = small(setting)
    defined = made.numbers(KIND(Model(a.axes["dY"], a.output)))
    assert_array_equal(defined, by_scipy(known["X"], known["K"], a, made))


@pytest.mark.parametrize(
    ("setting", "margins"),
    [
        (
            Setting((3, 3), 2, "same"),
            ((1, 1), (0, 1)),
        ),  # of an image 5 high and 6 wide: the odd column stands at the right
        (Setting((2, 4), 1, "same"), ((0, 1), (1, 2))),
        (Setting((2, 4), 1, "full", (1, 2)), ((1, 1), (6, 6))),
        (Setting((2, 4), 1, (1, 2)), ((1, 1), (2, 2))),
        (Setting((2, 4), 1, 3), ((3, 3), (3, 3))),
    ],
)
def test_padding_stands_where_the_words_say(setting, margins):
    made, a, _ = small(setting)
    assert tuple(tuple(map(made.plain, pair)) for pair in a.sizes.margins) == margins


@pytest.mark.parametrize("letter", ["X", "K"])
@pytest.mark.parametrize("setting", SETTINGS[1:4], ids=str)
def test_the_derivative_is_the_difference(setting, letter):
    """E is linear in each letter, so ∂E/∂letter[at] = E(letter with 1 more at `at`) − E."""
    made, a, known = small(setting)
    gradient = KIND(Model(a.axes[letter], a.gradient(letter)))
    for place in np.random.default_rng(1).choice(list(np.ndindex(*made.data[letter].shape)), 6, replace=False):
        more = {name: array.copy() for name, array in known.items()}
        more[letter].reshape(made.data[letter].shape)[tuple(place)] += 1
        difference = by_scipy(more["X"], more["K"], a, made) - by_scipy(known["X"], known["K"], a, made)
        assert made.element(gradient, place) == (known["dY"] * difference).sum()


def test_the_derivative_of_the_bias_is_the_sum():
    made, a, known = small(SETTINGS[2])
    assert_array_equal(made.numbers(KIND(Model(a.axes["B"], a.gradient("B", bias)))), known["dY"].sum((0, 2, 3)))
    assert_array_equal(
        made.numbers(KIND(Model(a.axes["B a pixel"], a.gradient("B", bias_a_pixel)))), known["dY"].sum(0)
    )


def test_the_dense_layer_is_that_of_numpy():
    made = Inputs(KIND, (2, 3, 4))
    a = Dense(made.unknowns, KIND)
    X, W, B, dY = (made.array(letter, *axes_of(getattr(a, letter)))[1] for letter in ("X", "W", "B", "dY"))
    assert_array_equal(made.numbers(KIND(Model(axes_of(a.dY), a.output))), X @ W.T + B)
    assert_array_equal(made.numbers(KIND(Model(axes_of(a.W), a.gradient("W")))), np.einsum("bi,bj->ij", dY, X))
    assert_array_equal(made.numbers(KIND(Model(axes_of(a.X), a.gradient("X")))), np.einsum("bi,ij->bj", dY, W))
    assert_array_equal(made.numbers(KIND(Model(axes_of(a.B), a.gradient("B")))), dY.sum(0))


@pytest.mark.parametrize("kind", BRANCHES.values(), ids=BRANCHES)
@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_shipped_functions_say_the_same_of_numpy_and_of_unknown_arrays(setting, kind):
    made, a, known = small(setting, kind)
    numbers = {
        name: tuple(tuple(map(made.plain, pair)) for pair in value)
        if name == "padding" and value == a.sizes.margins
        else value
        for name, value in a.keywords.items()
    }
    size = tuple(map(made.plain, a.sizes.input))
    with shipped_functions():
        got = [
            textbook_cnn.conv2d(a.X, a.K, **a.keywords),
            textbook_cnn.conv2d_backward_kernel(a.X, a.dY, setting.kernel, **a.keywords),
            textbook_cnn.conv2d_backward_input(a.dY, a.K, a.sizes.input, **a.keywords),
        ]
    expected = [
        textbook_cnn.conv2d(known["X"], known["K"], **numbers),
        textbook_cnn.conv2d_backward_kernel(known["X"], known["dY"], setting.kernel, **numbers),
        textbook_cnn.conv2d_backward_input(known["dY"], known["K"], size, **numbers),
    ]
    choose = np.random.default_rng(0)
    for unknown_array, array in zip(got, expected, strict=True):
        split = [made.plain(size) for axis in axes_of(unknown_array) for size in axis]
        for place in choose.choice(list(np.ndindex(*split)), 8):
            assert made.element(unknown_array, place) == array.reshape(split)[tuple(place)]


def square(unknowns):
    """An unknown (n, n)-array."""
    n = unknowns.size("n")
    return KIND.unknown("X", n, n)


def transposed(at):
    return entry("X", *at[1], *at[0])


def wrong_element(unknowns):
    A = square(unknowns)
    return Run([Claim(A, axes_of(A), transposed)])


def wrong_axes(unknowns):
    A = square(unknowns)
    return Run([Claim(A, [*axes_of(A), ()], model(A).element)])


def silent_condition(unknowns):
    A = square(unknowns)
    return Run([Claim(A + A if A.shape[0] > 7 else A, axes_of(A), lambda at: term_at(A, at) + term_at(A, at))])


def domain_too_small(unknowns):
    A = square(unknowns)
    return Run([Claim(A, axes_of(A), model(A).element)], domain=[unknown("n") - 5])


def too_much(unknowns):
    square(unknowns)
    return Run(inequalities=[unknown("n") - 2])


def contradiction(unknowns):
    A = square(unknowns)
    unknowns.facts.append(-unknown("n"))
    return Run([Claim(A, axes_of(A), transposed)])


def reads_the_number(unknowns):
    A = square(unknowns)
    value = unknowns.value(unknown("n"))
    total = A + A if value == 40 else A  # the second witness
    return Run([Claim(total, axes_of(A), model(A).element)])


def asks_after_reading_the_number(unknowns):
    A = square(unknowns)
    if unknowns.value(unknown("n")) == 40:
        assert A.shape[0] + 1 > 1
    return Run([Claim(A, axes_of(A), model(A).element)])


@pytest.mark.parametrize(
    ("theorem", "message"),
    [
        (wrong_element, "element"),
        (wrong_axes, "expected axes"),
        (silent_condition, "only where n - 8 ≥ 0"),
        (domain_too_small, "does not ask whether n - 5 ≥ 0"),
        (too_much, "not shown that n - 2 ≥ 0"),
        (contradiction, "contradicts the facts"),
        (reads_the_number, "gives other elements"),
        (asks_after_reading_the_number, "takes another path"),
    ],
)
def test_what_is_wrong_is_not_proved(theorem, message):
    with pytest.raises(NotProved, match=message):
        prove(theorem)


def test_what_is_right_is_proved():
    def right(unknowns):
        A = square(unknowns)
        assert A.shape[0] > 7
        return Run([Claim(A.T, axes_of(A), transposed)], domain=[unknown("n") - 8])

    assert list(map(repr, prove(right))) == ["n - 8"]


def test_a_letter_twice_in_a_product_has_no_derivative_here():
    _, a, _ = small(SETTINGS[0])
    at = next(places(a.axes["K"]))[0]
    twice = lambda blocks: times(a.output(blocks), entry("K"))  # noqa: E731
    with pytest.raises(ValueError, match="K stands twice"):
        derivative(twice, a.axes["dY"], "K", at)
    assert derivative(a.output, a.axes["dY"], "B", ()) == ()  # no B in the output


def test_places_are_all_indices():
    _, a, _ = small(Setting((2, 3)))
    assert len(list(places(a.axes["K"]))) == 6  # numbers are written out, unknown sizes have one index for all
    blocks, ranges = next(places(a.axes["X"]))
    assert [str(index) for block in blocks for index in block] == ["i0", "i1", "i2", "i3"]
    assert [str(p) for p in ranges[:2]] == ["i0", "-i0 + N - 1"]


def test_errors_leave_the_package_as_it_was():
    before = dict(vars(libraries)), dict(vars(_windows))
    with pytest.raises(ZeroDivisionError), shipped_functions():
        raise ZeroDivisionError
    assert (vars(libraries), vars(_windows)) == before


def test_second_witnesses_are_other_numbers():
    first, second = claims.WITNESSES
    assert len(first) == len(second)
    assert not set(first) & set(second)

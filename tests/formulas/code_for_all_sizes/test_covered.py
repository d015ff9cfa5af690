"""The words on what theorems cover promise nothing that is not a theorem; they are read here as a reader would."""

import re
from itertools import product
from random import Random

import pytest

from textbook_cnn.formulas.code_for_all_sizes import THEOREMS
from textbook_cnn.formulas.code_for_all_sizes.catalogue import BIASED, PADDED
from textbook_cnn.formulas.code_for_all_sizes.polynomials import unknown
from textbook_cnn.formulas.code_for_all_sizes.proof import COVERS, MADE
from textbook_cnn.formulas.code_for_all_sizes.setting import Setting, resolve
from textbook_cnn.formulas.code_for_all_sizes.unknowns import Unknowns

ALL = {"strided windows", "stacked slices", "arrays that cannot be changed"}
ARRAYS = {"NumPy's arrays": {"strided windows"}, "other arrays": ALL - {"strided windows"}, "all arrays": ALL}
LAYERS = "conv2d", "im2col", "conv2d_backward_kernel", "conv2d_backward_input", "conv2d_transpose"
IMAGES, POOLS = ("correlate2d", "convolve2d"), ("avg_pool2d", "avg_pool2d_backward")
ZEROS = "any", "(0, 'any')", "0"  # how the theorems name every padding by numbers
HEAD = re.compile(r"(?:(.+), ((?:any )?dilation[^:]*): )?(.*)")
READABLE = 350  # characters in a narrow column


def theorem(kernel, **given):
    """How the theorem of a setting is called."""
    usual = {"stride": "1", "padding": "valid", "dilation": "1", "groups": "1"}
    return ", ".join([f"kernel {kernel}", *(f"{name} {given[name]}" for name in usual if given[name] != usual[name])])


def value(words):
    """Of "any stride" and "stride 2": what it may be."""
    return "any" if words.startswith("any ") else words.split(" ", 1)[1]


def promised(text):
    """Names of all theorems that words on a layer promise, with their arrays; and how many settings beside."""
    sizes, kernels, *rest = text.split("; ")
    assert sizes == "any number of channels, filters, groups, any images that hold a window"
    kernels, found, more = kernels.removeprefix("kernels ").split(", "), set(), 0
    for part in rest:
        if counted := re.fullmatch(r"(\d+) more settings", part):
            more = int(counted[1])
            continue
        whose, spread, part = HEAD.fullmatch(part).groups()
        if whose:
            branches, dilation = ARRAYS.get(whose) or set(whose.split(" and ")), spread
        of, manners = re.fullmatch(r"(up to \S+ |[\d×, ]+: )?(.*)", part).groups()
        these = kernels
        if of:
            these = kernels[: kernels.index(of[6:-1]) + 1] if of.startswith("up to") else of[:-2].split(", ")
        for manner in re.split(r", (?=any stride|stride )", manners):
            stride, paddings = manner.split(" with ")
            named = [name for each in paddings.split(", ") for name in (ZEROS if each == "any zeros" else [each])]
            for branch, kernel, padding in product(branches, these, named):
                given = {"stride": value(stride), "padding": padding, "dilation": value(dilation), "groups": "any"}
                found.add((branch, theorem(kernel, **given)))
    return found, more


def proved(theorems):
    """Names of theorems with their arrays."""
    return {(each.branch, each.words) for each in theorems}


@pytest.mark.parametrize("function", LAYERS)
def test_words_on_a_layer_promise_theorems_only(function):
    words, more = promised(COVERS[function])
    assert words <= proved(THEOREMS[function])
    assert len(words) == (7 * 3 + 5 + 5 * 2) + 2 * 5 * (3 + 1 + 2)
    names = {name for _, name in words}
    others = {each.words for each in THEOREMS["conv2d"] if each.words.startswith("kernel ")} - names
    assert more == len([name for name in others if "," in name])  # without one: as on the slides, a special case


def test_they_say_that_no_layer_is_only_proved_with_zeros_around():
    words, _ = promised(COVERS["conv2d"])
    for kernel, padding in product(("5×5", "7×7", "9×9", "11×11"), ZEROS):
        name = f"kernel {kernel}, stride any, padding {padding}, dilation any, groups any"
        assert ("strided windows", name) in words


@pytest.mark.parametrize("seed", range(40))
def test_without_some_theorems_they_promise_less(seed):
    """Whatever theorems are missing, no words are made that promise them."""
    rng, function = Random(seed), LAYERS[seed % len(LAYERS)]
    left = [each for each in THEOREMS[function] if rng.random() < (0.98, 0.9, 0.5)[seed % 3]]
    words, more = promised(MADE[function](left))
    assert words <= proved(left)
    assert words or more


@pytest.mark.parametrize("function", LAYERS)
def test_a_promise_without_a_theorem_is_found(function):
    text = COVERS[function]
    for said, too_much in (
        ("up to 7×7 any stride with valid", "any stride with valid"),
        ("dilation 1", "any dilation"),
        ("stride 1 with same", "any stride with same"),
        ("other arrays", "all arrays"),
    ):
        assert said in text
        assert not promised(text.replace(said, too_much))[0] <= proved(THEOREMS[function]), too_much


def test_the_three_paddings_by_numbers_are_all_of_them():
    """Some zeros above or below and any at the sides; none above and below and some at the sides; none."""
    found = []
    for padding in PADDED:
        unknowns = Unknowns()
        margins = resolve(Setting((1, 1), padding=padding), unknowns).margins
        known = {"top", "bottom", "left", "right"} & unknowns.witness.keys()
        beside = [fact + 1 for fact in unknowns.facts if len(fact.terms) > 2]
        found.append((str(margins), known, beside))
    assert found == [
        ("((top, bottom), (left, right))", {"top", "bottom", "left", "right"}, [unknown("top") + unknown("bottom")]),
        ("((0, 0), (left, right))", {"left", "right"}, [unknown("left") + unknown("right")]),
        ("((0, 0), (0, 0))", set(), []),
    ]


@pytest.mark.parametrize("function", IMAGES)
def test_words_on_images(function):
    text, kernels = COVERS[function].split("; kernels ")
    assert text == "any image that holds a window"
    kernels, paddings = (part.split(", ") for part in kernels.split(": "))
    usual = {"stride": "1", "dilation": "1", "groups": "1"}
    names = {theorem(kernel, padding=padding, **usual) for kernel, padding in product(kernels, paddings)}
    assert {(branch, name) for branch, name in product(ALL, names)} == proved(THEOREMS[function])


@pytest.mark.parametrize("function", POOLS)
def test_words_on_pools(function):
    text, windows = COVERS[function].split("; windows ")
    assert text == "any number of channels, any images that hold a window"
    windows, *padded = windows.split("; ")
    assert padded == [
        "kernel 3×3, padding 1",
        "kernel 3×3, stride 2, padding 1",
        "kernel 2×3, stride 2, padding ((1, 0), (0, 2))",
        "kernel 2×2, padding same",
    ]
    names = set(padded)
    for window in windows.split(", "):
        kernel, strides = window.split(" at stride ")
        for stride in strides.split(" and "):
            pairs = {stride, f"({stride}, {stride})"} & {"1", "2", "(3, 3)"}
            names |= {theorem(kernel, stride=each, padding="valid", dilation="1", groups="1") for each in pairs}
    assert set(product(ALL, names)) == proved(THEOREMS[function])


def test_words_on_zeros_around():
    assert COVERS["pad2d"] == "every shape and every padding"
    names = {theorem("1×1", padding=padding, stride="1", dilation="1", groups="1") for padding in ZEROS}
    assert proved(THEOREMS["pad2d"]) == set(product(ALL, names))


@pytest.mark.parametrize("function", sorted(COVERS.keys() - MADE.keys() - {"pad2d"}))
def test_words_that_are_written_speak_of_theorems_without_a_setting(function):
    """Nothing in them is a number, but for the kernel of one pixel beside which no gradient of a bias sees anything."""
    assert "every" in COVERS[function]
    assert {theorem.setting for theorem in THEOREMS[function]} <= {None, BIASED}
    assert {theorem.branch for theorem in THEOREMS[function]} == (
        {"strided windows"} if function == "output_size" else ALL
    )


def test_words_are_short():
    assert all(len(words) <= READABLE for words in COVERS.values())

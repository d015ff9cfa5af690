"""Symbols for sizes mean what numbers do: SciPy, NumPy and differences, against sums evaluated by plain loops."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
import sympy as sp
from scipy.signal import convolve2d, correlate2d
from scipy.special import log_softmax, softmax

from tests.formulas.code_for_all_sizes.numbers import number as term_in_numbers
from tests.formulas.formulas_for_all_sizes.evaluation import evaluate, letter
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.formulas_for_all_sizes import NotUnderstood, loss_of, read, settings
from textbook_cnn.formulas.formulas_for_all_sizes.maps import AtLeastZero
from textbook_cnn.formulas.formulas_for_all_sizes.meaning import meaning, scalar
from textbook_cnn.formulas.notation import letters
from textbook_cnn.formulas.notation.cases import Less
from textbook_cnn.formulas.notation.derivatives import Gradient
from textbook_cnn.formulas.notation.functions import Rot180, Softmax
from textbook_cnn.formulas.notation.nodes import Negative, Plus, Times
from textbook_cnn.formulas.notation.operators import Conv, ConvFull, Star, StarFull, StarSame
from textbook_cnn.formulas.notation.sums import Sum, SumOver
from textbook_cnn.formulas.notation.tensors import Element, Entry, PaddedElement, Tensor

l = SimpleNamespace(  # noqa: E741
    **{name: letters.in_symbols(each) for name, each in vars(letters).items() if isinstance(each, letters.Letter)}
)  # the letters as SymPy's symbols, with which the sums are written
SIZES = {
    settings.H: 4,
    settings.W: 5,
    l.h: 2,
    l.w: 3,
    l.N: 2,
    l.n: 3,
    l.d: 2,
    settings.P: 3,
    settings.Q: 3,
    l.s: 2,
    l.delta: 1,
    l.t: 1,
    l.l: 0,
}
P, Q = sp.symbols("p0 q0")
RANDOM = np.random.default_rng(5)
IMAGE, KERNEL = RANDOM.integers(-9, 10, (4, 5)), RANDOM.integers(-9, 10, (2, 3))
I, K = Tensor("I"), Tensor("K")  # noqa: E741


def in_numbers(node, letters, arrays, numbers=SIZES):
    """All elements of a node's value."""
    value = meaning(node, letters)
    shape = [int(evaluate(sp.sympify(size), numbers, {})) for size in value.sizes]
    known = {name: letter(array, letters.counted[name]) for name, array in arrays.items()}
    places = [sp.Symbol(f"place{k}") for k in range(len(shape))]
    expression = value.at(*places)
    elements = [
        evaluate(expression, numbers | dict(zip(places, place, strict=True)), known) for place in np.ndindex(*shape)
    ]
    return np.array(elements, dtype=float).reshape(shape)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Star(I, K), correlate2d(IMAGE, KERNEL, "valid")),
        (StarFull(I, K), correlate2d(IMAGE, KERNEL, "full")),
        (Conv(I, K), convolve2d(IMAGE, KERNEL, "valid")),
        (ConvFull(I, K), convolve2d(IMAGE, KERNEL, "full")),
        (Rot180(I), IMAGE[::-1, ::-1]),
        (Plus(I, Times(3, Negative(I)), 1), IMAGE - 3 * IMAGE + 1),
        (Star(I, Rot180(K)), convolve2d(IMAGE, KERNEL, "valid")),
        (Star(I, I), (IMAGE**2).sum(keepdims=True)),
        (SumOver(Element(K, l.u, l.v), l.u, l.v), KERNEL.sum()),
        (PaddedElement(K, 0, 2), KERNEL[0, 2]),
        (PaddedElement(K, 2, 0), 0),
        (PaddedElement(K, 0, -1), 0),
        (Sum(Times(l.u, Element(K, l.u, 1)), l.u, 0, 1), KERNEL[1, 1]),
    ],
)
def test_operators(node, expected):
    np.testing.assert_array_equal(in_numbers(node, settings.one_image(), {"I": IMAGE, "K": KERNEL}), expected)


def layer_arrays(valid):
    shape = (2, 2, 3, 3)
    return {
        "X": RANDOM.integers(-5, 6, (2, 3, 4, 5)),
        "K": RANDOM.integers(-5, 6, (2, 3, 2, 3)),
        "B": RANDOM.integers(-5, 6, 2),
        "dY": RANDOM.integers(-5, 6, shape),
    }


def plain_loss(arrays, stride=1, top=0, left=0, extra=0):
    """Σ dY·Y for a layer by SciPy, on images with zeros around."""
    X = np.pad(arrays["X"], ((0, 0), (0, 0), (top, extra), (left, extra)))
    Y = np.array(
        [
            [
                sum(correlate2d(a, k, "valid") for a, k in zip(image, kernels, strict=True)) + bias
                for kernels, bias in zip(arrays["K"], arrays["B"], strict=True)
            ]
            for image in X
        ]
    )
    Y = Y[:, :, ::stride, ::stride][:, :, : arrays["dY"].shape[2], : arrays["dY"].shape[3]]
    return (arrays["dY"] * Y).sum()


LAYERS = {
    "conv2d.forward": (True, {}),
    "conv2d.general": (False, {"stride": 2, "top": 1, "extra": 6}),
}


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("by", ["K", "X", "B"])
def test_gradients_of_the_layer_are_differences(name, by):
    valid, keywords = LAYERS[name]
    letters = settings.layer(loss_of(REGISTRY[name].equations()[0]), valid=valid)
    arrays = layer_arrays(valid)
    known = {key: letter(array, letters.counted[key]) for key, array in arrays.items()}
    assert evaluate(letters.loss(letters), SIZES, known) == plain_loss(arrays, **keywords)
    node = {"K": Tensor("K", 2, 1), "X": Tensor("X", 3), "B": Tensor("B", 1)}[by]
    first = {"K": (1, 0), "X": (1, 2), "B": (0,)}[by]  # the image of which the formula speaks is the second
    given = in_numbers(Gradient(node), letters, arrays, SIZES | {l.b: 2})
    for place in np.ndindex(given.shape):
        more = {key: array.copy() for key, array in arrays.items()}
        more[by][(*first, *place)] += 1  # E is linear in each letter
        assert given[place] == plain_loss(more, **keywords) - plain_loss(arrays, **keywords)


def test_the_loss_and_its_gradient():
    letters = settings.scores(loss_of(REGISTRY["softmax_cross_entropy.forward"].equations()[0]))
    Z, T = RANDOM.standard_normal((2, 3)), RANDOM.standard_normal((2, 3))
    T -= (T.sum(1, keepdims=True) - 1) / 3
    numbers, known = {l.N: 2, l.c: 3}, {"Z": letter(Z, (1, 1)), "T": letter(T, (1, 1))}
    assert evaluate(letters.loss(letters), numbers, known) == pytest.approx(-(T * log_softmax(Z, 1)).sum() / 2)
    for image, k in product((1, 2), (1, 2, 3)):
        at = letters.bind({l.b: sp.Integer(image), l.k: sp.Integer(k)})
        entry = evaluate(scalar(Entry(Softmax(Tensor("Z")), l.b, l.k), at), numbers, known)
        assert entry == pytest.approx(softmax(Z, 1)[image - 1, k - 1])
        gradient = evaluate(scalar(Gradient(Tensor("Z", l.b, l.k)), at), numbers, known)
        assert gradient == pytest.approx((softmax(Z, 1) - T)[image - 1, k - 1] / 2)


def test_the_squared_error_and_its_gradient():
    letters = settings.entries(loss_of(REGISTRY["squared_error.forward"].equations()[0]))
    Y, T = RANDOM.standard_normal((2, 5))
    numbers, known = {settings.m: 5}, {"Y": letter(Y, (1,)), "T": letter(T, (1,))}
    assert evaluate(letters.loss(letters), numbers, known) == pytest.approx(((Y - T) ** 2).mean())
    for k in range(1, 6):
        at = letters.bind({settings.k: sp.Integer(k)})
        gradient = evaluate(scalar(Gradient(Tensor("Y", settings.k)), at), numbers, known)
        assert gradient == pytest.approx(2 * (Y - T)[k - 1] / 5)


@pytest.mark.parametrize("by", [Tensor("K", l.i, l.j), Tensor("X", l.j)])
def test_what_is_read_has_the_same_value(by):
    """SymPy's expression and the term that is compared, both in numbers."""
    letters = settings.layer(loss_of(REGISTRY["conv2d.general"].equations()[0]), valid=False)
    arrays = layer_arrays(valid=False)
    known = {key: letter(array, letters.counted[key]) for key, array in arrays.items()}
    expression = meaning(Gradient(by), letters).at(P, Q)
    term = read(expression)
    for place in ((0, 0), (1, 2), (1, 1)):
        numbers = SIZES | {P: place[0], Q: place[1], l.i: 2, l.j: 1, l.b: 1}
        named = {str(symbol): value for symbol, value in numbers.items()}
        entry = lambda name, at: known[name](*at)  # noqa: E731
        assert term_in_numbers(term, named, entry, range(7)) == evaluate(expression, numbers, known)


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (StarSame(I, K), "StarSame has no meaning"),
        (Less(I, K), "Less has no meaning"),
        (Tensor("Y"), "the letter Y stands for nothing"),
        (Plus(I, K), "do not fit together"),
        (Times(I, Sum(K, l.u, 0, I)), "expected a number"),
        (SumOver(1, l.k), "the index k has no range"),
        (Plus(1, letters.h), "expected SymPy's symbol h, got the letter"),
        (Gradient(K), "there is no loss to differentiate by K"),
    ],
)
def test_what_has_no_meaning_is_refused(node, message):
    with pytest.raises(NotUnderstood, match=message):
        meaning(node, settings.one_image()).at(P, Q)


def test_a_bracket_is_0_or_1():
    assert (AtLeastZero(0), AtLeastZero(3), AtLeastZero(-1)) == (1, 1, 0)
    assert AtLeastZero(P).diff(sp.IndexedBase("K")[P]) == 0

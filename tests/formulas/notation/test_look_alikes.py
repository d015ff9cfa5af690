"""Pairs that mean different things and would print alike without a dot or parentheses; TeX drops the spaces."""

import pytest

from tests.formulas.notation.test_printed_alike import bare, printed
from textbook_cnn.formulas.formula import Equation
from textbook_cnn.formulas.notation.arrays import E, K, M, P, X, Y_pq, f, g, x
from textbook_cnn.formulas.notation.as_text import plain
from textbook_cnn.formulas.notation.cases import Both, Cases, Greater, Less, Same
from textbook_cnn.formulas.notation.continuous import Apply, Integral
from textbook_cnn.formulas.notation.derivatives import DerivativeOf, LossAt, PartGradient
from textbook_cnn.formulas.notation.elementary import Absolute, HalfTurnCosine, Root
from textbook_cnn.formulas.notation.functions import Rectified
from textbook_cnn.formulas.notation.largest import UpTo
from textbook_cnn.formulas.notation.letters import a, b, d, delta, i, j, k, m, n, p, q, t, tau, y
from textbook_cnn.formulas.notation.matrices import Underbrace
from textbook_cnn.formulas.notation.matrix_operations import Listed
from textbook_cnn.formulas.notation.nodes import Over, Times
from textbook_cnn.formulas.notation.operators import Conv, Star
from textbook_cnn.formulas.notation.printing import latex, side_by_side
from textbook_cnn.formulas.notation.sets import In
from textbook_cnn.formulas.notation.sums import Indicator
from textbook_cnn.formulas.notation.tensors import Element, OfPart, Step, Tensor

RELU = r"\text{relu}"
# What is written, the text that would be read as something else, and what that says.
PAIRS = [
    (E * (n + 1), "E (n + 1)", LossAt(n + 1)),
    (K * (n * E) * (m + 1), "K n E (m + 1)", K * n * LossAt(m + 1)),
    (Times(Times(2, E), n + 1), "2 E (n + 1)", 2 * LossAt(n + 1)),
    (E**2 * (n + 1), "E^{2} (n + 1)", None),  # the square of E(n + 1), as cos² is read
    (OfPart("E", a) * (n + 1), "E_{a} (n + 1)", None),  # the loss of a part at n + 1
    (f * (t - tau), r"f (t - \tau)", Apply("f", t - tau)),
    (n * g * (t - tau), r"n g (t - \tau)", n * Apply("g", t - tau)),
    (Star(f, g) * (t - tau), r"(f \star g) (t - \tau)", Apply(Star(f, g), t - tau)),
    (Conv(f, g) * (t - tau), r"(f * g) (t - \tau)", Apply(Conv(f, g), t - tau)),
    (k * Listed(m, y), "k (m, y)", Apply("k", m, y)),
    (Tensor(RELU) * (X + K), rf"{RELU} (X + K)", Rectified(X + K)),
    (Tensor(RELU, i) * (n + 1), rf"{RELU}_{{i}} (n + 1)", None),
    (Over(d, d * n) * y, r"\frac{d}{d n} y", None),
    (Over(d**2 * y, d * n**2), r"\frac{d^{2} y}{d n^{2}}", None),
    (Over(n * d * y, d * m), r"\frac{n d y}{d m}", None),
    (Over(-(d * y), d * m), r"\frac{-d y}{d m}", None),
    (Over(d * (n + 1), d * m), r"\frac{d (n + 1)}{d m}", None),
    (Over(delta * E, delta * K), r"\frac{\delta E}{\delta K}", None),
    (Integral(d * y, tau), r"\int_{-\infty}^{\infty} d y \, d\tau", None),
    (Step("M", i * j), "M_{i j}", Tensor("M", i, j)),
    (Step("M", 12), "M_{12}", Tensor("M", 1, 2)),
    (OfPart("E", a * b), "E_{a b}", Tensor("E", a, b)),
    (PartGradient("P", a * b), r"\frac{\partial E_{a b}}{\partial P}", None),
    (Absolute(a * Absolute(-y) * b), r"\left|a \left|-y\right| b\right|", Absolute(a) - y * Absolute(b)),
    (HalfTurnCosine(n, m) ** 2, r"\cos\!\left(\pi \frac{n}{m}\right)^{2}", None),
    (OfPart("P^*", a) ** 2, "P^*_{a}^{2}", None),  # a double superscript
    (Step("G_X", t), "G_X_{t}", None),  # a double subscript
    (2 * Underbrace(5, m), r"2 \underbrace{5}_{m}", None),  # 25
]


@pytest.mark.parametrize(("node", "misread", "other"), PAIRS, ids=[misread for _, misread, _ in PAIRS])
def test_it_does_not_print_as_what_it_is_not(node, misread, other):
    assert printed(node) != bare(misread)
    if other is not None:
        assert printed(node) != printed(other)
        assert bare(plain(latex(node))) != bare(plain(latex(other)))


@pytest.mark.parametrize("called", [r"\Gamma", rf"{RELU}'_{{X}}", r"\mathcal{F}", r"\mathcal{F}^{-1}", "n f"])
def test_parentheses_behind_a_function_are_those_of_its_arguments(called):
    assert side_by_side([called, "(n + 1)"]) == rf"{called} \cdot (n + 1)"


def test_a_gap_stands_behind_the_name_of_an_index():
    assert latex(Tensor("M", tau, i)) == r"M_{\tau i}"  # TeX knows no \taui
    assert latex(Tensor("M", i, tau)) == r"M_{i\tau}"


# Factors beside parentheses that nobody takes for a function, and fractions that are no derivatives, stay as they are.
PLAIN = {
    "n (m + 1)": n * (m + 1),
    "(m + 1) (n + 1)": (m + 1) * (n + 1),
    "E n (m + 1)": E * n * (m + 1),
    r"f(t) (m + 1)": Apply("f", t) * (m + 1),
    r"\frac{d}{n}": d / n,
    r"\frac{d + 1}{d n}": (d + 1) / (d * n),
    r"\frac{n}{d m}": n / (d * m),
    r"\frac{\partial}{\partial y} (d n)": DerivativeOf(d * n, y),
    r"\left|a\right| + \left|b\right|": Absolute(a) + Absolute(b),
    "M_{t - 1}": Step("M", t - 1),
    r"\sqrt{n}^{2}": Root(n) ** 2,
}


@pytest.mark.parametrize("text", PLAIN)
def test_what_nobody_misreads_stays_plain(text):
    assert latex(PLAIN[text]).replace(r"\left(", "(").replace(r"\right)", ")") == text


@pytest.mark.parametrize(
    "side",
    [
        Greater(Y_pq, 0),
        Less(p, n),
        Same(p, q),
        Both(Less(p, n), Less(q, n)),
        In(b, a),
        UpTo(j, n),
        "a = b",
    ],
)
def test_a_condition_is_no_side_of_an_equation(side):
    for name, sides in (("left", (side, n)), ("right", (n, side))):
        with pytest.raises(ValueError, match=f"{name}: expected a value, no condition"):
            Equation(*sides)


def test_cases_stand_on_the_right_alone():
    cases = Cases([1, Greater(n, 0)], [0])
    assert Equation(n, cases).right == cases
    with pytest.raises(ValueError, match="left: expected a value, no condition .nor cases on the left., got"):
        Equation(cases, n)


def test_brackets_behind_a_letter_hold_a_condition_or_a_place():
    assert latex(x * Indicator(Less(n, m))) == "x [n < m]"
    assert latex(Element(x, n)) == "x[n]"
    with pytest.raises(TypeError, match="conditions: expected such as"):
        Indicator(n)


def test_a_letter_that_is_used_as_a_function_of_one_place_is_a_known_one():
    with pytest.raises(ValueError, match="function: expected one of .*, whose products have a dot, got P"):
        latex(Apply("P", t))
    assert latex(P * (t - tau)) == r"P (t - \tau)"
    assert latex(M * K) == "M K"

"""Formulas written with + − · / and powers: the nodes that come of it, in the order written, also of letters."""

import pickle

import pytest
import sympy as sp

from textbook_cnn.formulas.example import Disagreement, Example
from textbook_cnn.formulas.notation.arrays import G, P, R
from textbook_cnn.formulas.notation.cases import Cases, Greater, Same
from textbook_cnn.formulas.notation.elementary import Exp, Log
from textbook_cnn.formulas.notation.largest import Below, Largest, UpTo
from textbook_cnn.formulas.notation.letters import Letter, beta_1, d, delta, in_symbols, j, k, m, n, p, t, u, v
from textbook_cnn.formulas.notation.matrix_operations import Transposed
from textbook_cnn.formulas.notation.nodes import Negative, Over, Plus, Power, Times, value
from textbook_cnn.formulas.notation.operators import Star
from textbook_cnn.formulas.notation.printing import latex
from textbook_cnn.formulas.notation.spelling import Product, Slash
from textbook_cnn.formulas.notation.sums import Sum, SumWhere
from textbook_cnn.formulas.notation.tensors import Element, Tensor

A, B, C = map(Tensor, "ABC")


@pytest.mark.parametrize(
    ("written", "node", "printed"),
    [
        (A + B + C, Plus(A, B, C), "A + B + C"),
        (A + (B + C), Plus(A, Plus(B, C)), "A + B + C"),
        (A - B - C, Plus(A, Negative(B), Negative(C)), "A - B - C"),
        (A - (B - C), Plus(A, Negative(Plus(B, Negative(C)))), "A - (B - C)"),
        (A * B * C, Times(A, B, C), "A B C"),
        (A * (B + C), Times(A, Plus(B, C)), "A (B + C)"),
        (A / B * C, Times(Over(A, B), C), r"\frac{A}{B} C"),
        (A * B / C, Over(Times(A, B), C), r"\frac{A B}{C}"),
        (A**2 / 2, Over(Power(A, 2), 2), r"\frac{A^{2}}{2}"),
        (-(A * B), Negative(Times(A, B)), "-A B"),
        (Product(A, B) * C, Times(Product(A, B), C), r"A \cdot B C"),  # a dotted product goes on as one factor
        (1 - beta_1, Plus(1, Negative(beta_1)), r"1 - \beta_{1}"),
        (t - 1, Plus(t, Negative(1)), "t - 1"),
        (1 / n, Over(1, n), r"\frac{1}{n}"),
        (2**n, Power(2, n), "2^{n}"),
        (beta_1**t, Power(beta_1, t), r"\beta_{1}^{t}"),
        (k * p + u, Plus(Times(k, p), u), "k p + u"),
        (m + 2 * p - delta * (k - 1) - 1, None, r"m + 2 p - \delta (k - 1) - 1"),
        (n + A, Plus(n, A), "n + A"),
        (A - n, Plus(A, Negative(n)), "A - n"),
        (sp.Integer(2) * n, Times(2, n), "2 n"),  # on the side of SymPy's own numbers and symbols too
        (sp.Symbol("a") - n, Plus(sp.Symbol("a"), Negative(n)), "a - n"),
    ],
)
def test_what_is_written_is_the_node_and_prints_so(written, node, printed):
    assert node is None or written == node
    assert latex(written).replace(r"\left(", "(").replace(r"\right)", ")") == printed


def test_a_power_takes_no_modulus():
    with pytest.raises(TypeError, match="mod: expected no third argument of pow"):
        pow(A, 2, 3)


def test_what_is_written_means_what_python_computes():
    numbers = {m: 9, p: 2, delta: 3, k: 4}
    written = m + 2 * p - delta * (k - 1) - 1
    assert value(written, Example("", {}, numbers=numbers)) == 9 + 2 * 2 - 3 * (4 - 1) - 1
    assert value(1 / k - k**2, Example("", {}, numbers=numbers)) == sp.Rational(1, 4) - 16


def test_a_letter_is_a_symbol_of_its_own_kind():
    assert Letter("t") == t
    assert hash(Letter("t")) == hash(t)
    assert sp.Symbol("t") != t
    assert pickle.loads(pickle.dumps(t - 1)) == t - 1
    assert (t - 1).free_symbols == {t}
    assert (t - 1).xreplace({t: n}) == n - 1
    assert latex(Letter("m'")) == "m'"


def test_sympy_computes_with_its_own_symbols():
    ours, theirs = t - t, in_symbols(t) - in_symbols(t)
    assert (type(ours), theirs) == (Plus, 0)
    assert in_symbols(Element(A, t - 1, p)) == Element(A, Plus(sp.Symbol("t"), Negative(1)), sp.Symbol("p"))
    assert in_symbols(Sum(Element(A, j), j, 1, n)).free_symbols == {sp.Symbol("n")}


def test_numbers_that_sympy_computed_are_no_formula():
    with pytest.raises(TypeError, match="a formula cannot hold Add: a \\+ 1"):
        value(sp.Symbol("a") + 1, Example("", {}))


AT = Example("", {"A": sp.Array([[3, 1, 4], [1, 5, 9]])}, numbers={n: 2, m: 3}, ranges={p: range(2), u: range(3)})


@pytest.mark.parametrize(
    ("node", "printed", "means"),
    [
        (Largest(Times(u, v), Below(u, v, n)), r"\max_{0 \le u, v < n} u v", 1),
        (Largest(Times(u, v), Below(u, n), Below(v, m)), r"\max_{0 \le u < n, \, 0 \le v < m} u v", 2),
        (Largest(Times(j, j), UpTo(j, m)), r"\max_{1 \le j \le m} j j", 9),
        (Largest(1 / (u + 1), Below(u, n)), r"\max_{0 \le u < n} \frac{1}{u + 1}", 1),
        (Largest(1 / j, UpTo(j, m)), r"\max_{1 \le j \le m} \frac{1}{j}", 1),
        (SumWhere(u, [Same(p + u, 2)], [p, u]), r"\sum_{\substack{p, u \\ p + u = 2}} u", 3),
        (SumWhere(u, [Same(p, 1), Same(u, 2)], [p, u]), r"\sum_{\substack{p, u \\ p = 1 \\ u = 2}} u", 2),
    ],
)
def test_ranges_and_conditions(node, printed, means):
    assert latex(node) == printed
    assert value(node, AT) == means
    assert node.free_symbols <= {n, m}


def test_the_parts_of_a_sum_with_conditions():
    total = SumWhere(u * n, [Same(p + u, 2)], [p, u])
    assert (total.body, total.conditions, total.indices) == (u * n, (Same(p + u, 2),), (p, u))
    assert total.free_symbols == {n}


def test_places_without_a_value_are_told():
    with pytest.raises(Disagreement, match="the symbol m has no value"):
        value(Largest(u, Below(u, m)), Example("", {}))


NEIGHBOURS = {
    "(-1)^{t}": Power(-1, t),
    r"(- \frac{1}{2})^{t}": Power(sp.Rational(-1, 2), t),
    r"(\frac{n}{d})^{2}": (n / d) ** 2,
    "(n^{2})^{3}": (n**2) ** 3,
    "(e^{-n})^{2}": Exp(-n) ** 2,
    r"2 \cdot 3^{n}": 2 * 3**n,
    r"n \cdot 2 d": n * (2 * d),
    r"2 \cdot \frac{3}{4}": 2 * Over(3, 4),
    r"\max_{0 \le u < n} (n - u)": Largest(n - u, Below(u, n)),
    r"(P \star R) G": Star(P, R) * G,
    r"G (P \star R)": G * Star(P, R),
    r"P (G \sum_{j=1}^{n} j) R": P * (G * Sum(j, j, 1, n)) * R,
    r"(\sum_{j=1}^{n} j) \cdot R": Product(Sum(j, j, 1, n), R),
    "(n / d) t": Slash(n, d) * t,
    "n - 1": n + (-1),
    "n - (-1)": n - (-1),
    "-(-1)": Negative(-1),
    "n (-1)": n * (-1),
    "(-2)^{2}": Power(-2, 2),
    "3 (1 + 2)": 3 * Plus(1, 2),
    "(1 + 2)^{2}": Plus(1, 2) ** 2,
    "5 - (1 + 2)": 5 - Plus(1, 2),
    r"(\frac{1}{2})^{2}": Power(Over(1, 2), 2),
    "(2^{3})^{2}": Power(Power(2, 3), 2),
    "n + (-1) d": n + Times(-1, d),
    "n + (-d + t)": n + (-d + t),
    "(P^*)^{2}": Tensor("P^*") ** 2,
    r"(P^{\top})^{2}": Transposed(P) ** 2,
    "P_{(2 n)}": Tensor("P", 2 * n),
    "P_{(12)}": Tensor("P", 12),
    "P_{n, 12}": Tensor("P", n, 12),
    "P_{n - 1}": Tensor("P", n - 1),
    r"\log (n d)": Log(n * d),
    r"\sum_{j=1}^{n} (j / d)": Sum(Slash(j, d), j, 1, n),
    r"n - (\begin{cases} 1 & n > d \\ 0 & \text{otherwise} \end{cases})": n - Cases([1, Greater(n, d)], [0]),
    "n (a + 1)": n * (sp.Symbol("a") + 1),  # a sum that SymPy has made
}


@pytest.mark.parametrize("printed", NEIGHBOURS)
def test_what_a_neighbour_would_change_stands_in_parentheses(printed):
    assert latex(NEIGHBOURS[printed]).replace(r"\left", "").replace(r"\right", "") == printed

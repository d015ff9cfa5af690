"""Formulas as text, and the gradients that docstrings print: they are those of the registry, letter by letter."""

import inspect
import re
from pathlib import Path

import pytest

import textbook_cnn
from tests.support.places import ROOT
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.graph import equations_of
from textbook_cnn.formulas.notation.as_text import plain

GRADIENT = re.compile(r"∂[^.\n]*=[^\n]*∂[^\n]*")


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (
            r"\frac{\partial E}{\partial K_{ij}} = X_{j} \star \frac{\partial E}{\partial Y_{i}}",
            "∂E/∂K_ij = X_j ⋆ ∂E/∂Y_i",
        ),
        (r"\sum_{i=1}^{d} A_{i} \mathbin{*_{\mathrm{full}}} K_{ij}", "Σ_{i=1}^{d} A_i ∗_full K_ij"),
        (r"\sum_{p, q} \left(a - b\right)[p, q]^{2}", "Σ_pq (a − b)[p, q]^2"),
        (r"\frac{a + 1}{n}", "(a + 1)/n"),
        (
            r"\max_{0 \le u, v < k} y_{i + 1, j} y_{1, 12} y_{a_{i}j}",
            "max_{0 ≤ u, v < k} y_{i + 1, j} y_{1, 12} y_{a_{i}j}",
        ),
        (r"\sum_{\substack{p, q \\ s p = r \\ s q = c}} x", "Σ_{p, q: s p = r, s q = c} x"),
        (r"\log \frac{n}{d} + \frac{\partial}{\partial x} \frac{1}{x}", "log (n/d) + ∂/∂x (1/x)"),
        (r"n / \frac{1}{2} + \sqrt{n}^{2}", "n / (1/2) + (√n)^2"),
        (r"\left\lfloor A^{\top} \right\rfloor", "⌊ A^⊤ ⌋"),
        (r"\frac{\partial E}{\partial \gamma}", "∂E/∂γ"),
        (r"\beta_{1} M_{t - 1} + \left(1 - \rho\right) \delta", "β_1 M_{t − 1} + (1 − ρ) δ"),
        (r"\hat{K} - \bar{A}_{j}", "K̂ − A\N{COMBINING MACRON}_j"),
        (r"\sqrt{v} + \sqrt{2 \pi} + \sqrt{\sigma^{2}}", "√v + √(2 π) + √(σ^2)"),
        (r"\frac{1}{N} x + \frac{1}{N x} + \frac{X[p, q]}{2}", "(1/N) x + 1/(N x) + X[p, q]/2"),
        (r"\frac{1}{2} \left(a\right) - \frac{2}{3} \cdot b = \frac{a}{b}", "(1/2) (a) − 2/3 · b = a/b"),
        (
            r"\frac{2}{m} \, \text{relu}(X) + \frac{1}{2} \frac{\partial E}{\partial X} X",
            "(2/m) relu(X) + (1/2) ∂E/∂X X",
        ),
        (r"\begin{cases} a & b > 0 \\ 0 & \text{otherwise} \end{cases}", "a where b > 0, else 0"),
        (
            r"\begin{cases} a & b > 0 \\ c & d \\ 0 & \text{otherwise} \end{cases}",
            "a where b > 0, else c where d, else 0",
        ),
        (r"\begin{cases} \frac{1}{2} & b \\[0.5em] 0 & \text{otherwise} \end{cases}", "1/2 where b, else 0"),
    ],
)
def test_text(latex, text):
    assert plain(latex) == text


def test_a_brace_that_is_not_closed_is_refused():
    with pytest.raises(ValueError, match="latex: expected a closing brace, got"):
        plain(r"\frac{a}{b")


WITH_GRADIENT = [
    name
    for name in textbook_cnn.__all__
    if GRADIENT.search((getattr(textbook_cnn, name).__doc__ or "").partition("\n\n")[0])
]


def test_these_functions_say_their_gradient_in_words():
    assert set(WITH_GRADIENT) >= {
        "conv2d_backward_kernel",
        "conv2d_backward_input",
        "conv2d_backward_bias",
        "relu_backward",
        "dense_backward_input",
        "dropout_backward",
    }


@pytest.mark.parametrize("function", WITH_GRADIENT)
def test_a_gradient_in_a_docstring_is_that_of_the_registry(function):
    of = getattr(textbook_cnn, function)
    stated = " ".join(of.__doc__.partition("\n\n")[0].split())
    rows = [row for name in equations_of(of.__doc__) for row in REGISTRY[name].as_text()]
    assert any(row in stated for row in rows), what_to_write(of, stated, rows)
    for row in sorted(rows, key=len, reverse=True):
        stated = stated.replace(row, "")
    assert not GRADIENT.search(stated), what_to_write(of, stated, rows)


def what_to_write(function, stated, rows):
    """Where a docstring is, and the line that it should have."""
    path, (_, line) = Path(inspect.getsourcefile(function)), inspect.getsourcelines(function)
    return (
        f"{path.relative_to(ROOT)}:{line}: the docstring of {function.__name__} begins {stated!r}. "
        f"Where it states a gradient, write it as the registry does: {' or '.join(rows)}"
    )


def test_a_docstring_that_differs_is_told_where_and_what():
    def scaled_backward(dY):
        """∂E/∂X = 2 ∂E/∂Y."""

    assert what_to_write(scaled_backward, "∂E/∂X = 2 ∂E/∂Y", ["∂E/∂X = γ ∂E/∂Y"]) == (
        f"tests/formulas/notation/test_as_text.py:{scaled_backward.__code__.co_firstlineno}: the docstring of "
        "scaled_backward begins '∂E/∂X = 2 ∂E/∂Y'. "
        "Where it states a gradient, write it as the registry does: ∂E/∂X = γ ∂E/∂Y"
    )

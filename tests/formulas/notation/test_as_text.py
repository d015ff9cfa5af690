"""Formulas as text, and the gradients that docstrings print: they are those of the registry, letter by letter."""

import re

import pytest

import textbook_cnn
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
        (r"\begin{cases} a & b > 0 \\ 0 & \text{otherwise} \end{cases}", "a where b > 0, else 0"),
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
    docstring = getattr(textbook_cnn, function).__doc__
    stated = " ".join(docstring.partition("\n\n")[0].split())
    rows = [row for name in equations_of(docstring) for row in REGISTRY[name].as_text()]
    assert any(row in stated for row in rows), f"{stated!r} has none of {rows}"
    for row in sorted(rows, key=len, reverse=True):
        stated = stated.replace(row, "")
    assert not GRADIENT.search(stated)

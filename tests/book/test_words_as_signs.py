"""Equations that sentences, labels and columns state, and sentences that only name a letter or a size."""

import pytest
from _extensions.formulas.relations import is_convolution, says_gradient, says_identity, stands_alone

GRADIENTS = [
    "For this we need ∂E/∂K, which is X ⋆ ∂E/∂Y.",
    "For this we need ∂E/∂K, namely X ⋆ G.",
    "This brings us to ∂E/∂K. This is X ⋆ G.",
    "For this we need ∂E/∂K (that is, X ⋆ G).",
    "Here ∂E/∂K and X ⋆ G are equal.",
    "The two, X ⋆ G and ∂E/∂K, are the same.",
    "Here ∂E/∂K follows from the chain rule as X ⋆ G.",
    "We compute ∇E as X ⋆ G.",
    "여기서 ∂E/∂K를 구하면 X ⋆ G 이다.",
    "Gradient of the kernel: X ⋆ G",
    "gradient : X ⋆ G",
    "derivative for K — X ⋆ G",
    "Here ∂E/∂K ⟷ X ⋆ G.",
    "For a dense layer dw = x dy holds.",
    "For a dense layer E_w = x g holds.",
    "For a dense layer x̄ = W^⊤ ȳ holds.",
    "For a dense layer W̄ = ȳ x^⊤ holds.",
    "For a dense layer δ_l = W δ_{l+1} holds.",
    "{'∂E/∂K': 'X ⋆ G'}",
    "∂E/∂K    =    X ⋆ G",
    "∂E/∂K\t=\tX ⋆ G",
]
ALONE = [
    "size of output = size of input − size of kernel",
    "dE/dK    =    X * dY",
    "Eq(dE, w*x**2)",
    "Y : B + X·W",
    "Y ↔ B + X",
    "Then _size_of_output = (n + k)/s",
]
# A letter that is given a name, a value or a place, in a sentence.
SETTINGS = [
    "Let f = g for a moment.",
    "The batch is b = 1, …, N.",
    "Choose K = I.",
    "In the example X = Y.",
    "Note: d = n here.",
    "Take h = w = k.",
    "If p = q, stop.",
    "square h = w",
    "square : h = w",
    "∂E/∂K is K-shaped.",
    "An image maps X → Y.",
    "Swap: (p, q) → (q, p).",
    "Legend: d = filters, n = channels.",
    "∂E/∂K is G times smaller.",
    "A pixel is an edge if |∂X| > t.",
    "One computes ∂E/∂X from ∂E/∂Y and K.",
    "The shapes of ∂E/∂K and K are the same.",
    "∂E/∂K and K are the same size.",
    "∂E/∂Y : dY",
    "It is the derivative by K that is large.",
    "time = number of images times the size of each",
]


@pytest.mark.parametrize("text", GRADIENTS)
def test_a_gradient_that_words_or_columns_state(text):
    assert says_gradient(text)


@pytest.mark.parametrize("text", ALONE)
def test_an_equation_that_words_or_columns_state(text):
    assert stands_alone(text, 3)


@pytest.mark.parametrize("text", SETTINGS)
def test_a_setting_is_no_equation(text):
    assert not stands_alone(text, 3)
    assert not says_identity(text)
    assert not says_gradient(text)


def test_half_an_equation_after_its_name():
    assert all(map(is_convolution, ("X ⋆ G", "X ∗ K.", "(X ⋆ G)", "X_j ⋆ G_i")))
    assert not any(map(is_convolution, ("X", "the sum X ⋆ G", "X ⋆ G of an image")))

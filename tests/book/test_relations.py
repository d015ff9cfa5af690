"""Which stretches of text are equations: what a reader takes for a display, gradients in any spelling, identities."""

import pytest
from _extensions.formulas.characters import characters, in_dollars, lines_of
from _extensions.formulas.relations import says_gradient, says_identity, stands_alone

ALONE = [
    "Y = B + Σ X ⋆ K",
    "Y = X ⋆ K (4.1)",
    "(4.1) Y = X ⋆ K.",
    "• Y = B,",
    "Then: Y = B + X.",
    "Y equals B + X",
    "Y is B + X",
    "Y := f(X)",
    "𝑌 ＝ 𝐵 + 𝑋",
    "Y ≜ B + X",
    "Y − B = 0",
    "= B + X ⋆ K",
    "Y =",
    "[Y = X ⋆ K]",
    "Y = max(X, 0) where X > 0, else 0",
    "Y_i = Σ_{j=1}^{n} X_j",
    "Yᵢ = Bᵢ + Σⱼ Xⱼ ⋆ Kᵢⱼ",
    "Y ← B + X",
    "B + X → Y",
    "Y can be written as B + X",
    "output = bias + input ⋆ kernel",
]
NOT_ALONE = [
    "Y = 3",
    "(d, n) = (3, 2), (2, 3)",
    "i = 1 … d",
    "i = 1…d",
    "x ⋆ k = [10 21 32 3]    k ⋆ x = [ 3 32 21 10]",
    "W − 2 ≥ 0",
    "Σ(t1, t2) [-t2 - t1 + r = 0, t1 ≥ 0] K[t2]·dY[t1]",
    "Σ(t1) [t1 ≥ 0, -t1 + n - 1 ≥ 0] K[i, t1, 0]·X[b, t1, p, q]",
    "3 × 3 ⋆ 2 × 2 → 2 × 2",
    "time = number of images times the size of each",
    "A map of the input",
]
GRADIENTS = [
    "Here ∂E/∂K = X ⋆ G.",
    "Here G = ∂E/∂K holds.",
    "∂E/∂K equals X ⋆ G",
    "∂E/∂K is equal to X ⋆ G",
    "we see that ∂E/∂K gives just X G",
    "∂E/∂K becomes the same as X G",
    "∂_K E = X G",
    "∇_K E = X G",
    "E_K = X ⋆ G",
    "L_{K} = X ⋆ G",
    "dE/dK = X G",
    "δE/δK = X G",
    "ΔE / ΔK ≈ X G",
    "d/dK E = X G",
    "d/dx E = x G",
    "(d E)/(d K) = X G",
    "d(E)/d(K) = X G",
    "K̇ = X G",
    "gradient = input ⋆ G",
    "The kernel's gradient is X ⋆ G.",
    "The derivative of x² is 2 x everywhere.",
    "The gradient of the loss with respect to the kernel is just X ⋆ G.",
    "∂E/∂K can be computed as X ⋆ G",
    "D_K E = X G",
    "E′(K) = X G",
    "dK = X ⋆ dY",
    "K.grad = X ⋆ G",
    "grad E = X G",
    "grad_K E = X G",
    "The derivative of E with respect to K is X ⋆ G, as above.",
    "The gradient with respect to the kernel equals X ⋆ G.",
    "The slope of E in K is X ⋆ G.",
    "∂E/∂X[p, q] = M[p, q] G[p, q]",
    "dK_1 = X ⋆ G",
    "One obtains X ⋆ G for ∂E/∂K here.",
    "For ∂E/∂K one obtains X ⋆ G here.",
    "We write dE by dK as X ⋆ G.",
    "The kernel K has the derivative X ⋆ G.",
    "Differentiating by K leaves X ⋆ G.",
    "The Jacobian of Y by X is K, turned.",
    "Here ∂E/∂K must be X ⋆ G.",
    "Here ∂E/∂K was X ⋆ G.",
    "Here ∂E/∂K turns out to be X ⋆ G.",
    "Here ∂E/∂K works out as X ⋆ G.",
    "Here ∂E/∂K (of the kernel) is X ⋆ G.",
    "The loss: ∂E/∂K is, for every kernel, X ⋆ G.",
    "The gradient for K: X ⋆ G.",
    "∂E/∂K — X ⋆ G",
    "이 층에서 ∂E/∂K는 X ⋆ G 이다.",
]
NO_GRADIENTS = [
    "So the kernel is as large as X, and the gradient of the input is a picture.",
    "With ∂E/∂Y given, and n = 3, one has ∂E/∂X.",
    "∂E/∂Y = 1 everywhere",
    "x_11 = 3 and ∂E/∂y_11 = -2",
    "The kernel’s gradient is not X ⋆ ∂E/∂Y.",
    "The gradient of the loss is a picture of X.",
    "∂E/∂X at the image is a picture of it",
    "∂E/∂X: a picture of it",
    "We find the gradient for the image as a picture.",
    "the loss ⟨∂E/∂Y, Y⟩ is a straight line",
]
IDENTITIES = [
    "as (x ∗ k) ∗ k = x ∗ (k ∗ k) says",
    "since X ⋆ K equals X ∗ rot180(K) here",
    "so Y = X ⋆ K for all of them",
    "for a + b = b + a holds in any field",
]
NO_IDENTITIES = [
    "with ω = e^{−2 π i} one has",
    "64 · 32 = 2,048 kernels",
    "where p + u = r holds",
    "where m n ≤ p q holds",
]


@pytest.mark.parametrize("text", ALONE)
def test_a_line_that_is_an_equation(text):
    assert stands_alone(text, 3)


@pytest.mark.parametrize("text", NOT_ALONE)
def test_a_line_that_is_none(text):
    assert not stands_alone(text, 3)


def test_words_beside_an_equation_are_counted():
    assert stands_alone("So then: Y = B + X", 2)
    assert not stands_alone("So then: Y = B + X", 1)


@pytest.mark.parametrize("text", GRADIENTS)
def test_a_gradient_in_any_spelling(text):
    assert says_gradient(text)


@pytest.mark.parametrize("text", NO_GRADIENTS)
def test_what_is_no_gradient(text):
    assert not says_gradient(text)


@pytest.mark.parametrize("text", IDENTITIES)
def test_an_identity_in_a_sentence(text):
    assert says_identity(text)


@pytest.mark.parametrize("text", NO_IDENTITIES)
def test_what_is_no_identity(text):
    assert not says_identity(text)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac{\partial E}{\partial K} \equiv X", "∂E/∂K = X"),
        (r"\dfrac{\mathrm{d} E}{\mathrm{d} K} \coloneqq X", "(d E)/(d K) = X"),
        (r"\Gamma(m) \leq \mathbf{Y}", "Γ(m) ≤ Y"),
        (r"i = 1 \ldots d", "i = 1 … d"),
        (r"a \ast b \asymp c", "a ∗ b = c"),
        (r"\bar W = \bar{y} x^\top", "W\u0304 = y\u0304 x^⊤"),
        (r"a \leq2 b", "a ≤ 2 b"),
        (r"a \mapsto b \Longleftarrow c \leftharpoons d", "a → b → c → d"),
        (r"Y \neq \frac{X", r"Y \neq \frac{X"),
    ],
)
def test_tex_as_characters(latex, text):
    assert " ".join(characters(latex).replace("{", "").replace("}", "").split()) == text.replace("{", "")


def test_dollars_in_a_figure():
    assert in_dollars(r"loss: $\partial E$ of it") == "loss: ∂E of it"


def test_lines_of_html():
    html = "<style>a = b; content: 'W = V'</style><input value='U = T'>"
    html += "<p>Y<sub>i</sub> &equals; <i>X</i></p><td>a</td><td>b</td><img alt='Z = W'>"
    assert [line.strip() for line in lines_of(html) if line.strip()] == [
        *("W = V", "U = T", "Y_i = X", "a b", "Z = W"),
    ]

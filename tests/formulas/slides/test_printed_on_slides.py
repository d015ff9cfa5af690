"""The formulas print as on the slides: the same signs, letters, indices and rows in the same order."""

import re

import pytest

from textbook_cnn.formulas import REGISTRY

D = r"\frac{\partial E}{\partial %s}"
SYSTEM = r"""\begin{cases} y_{11} = b_{11} + k_{11}x_{11} + k_{12}x_{12} + k_{21}x_{21} + k_{22}x_{22} \\
y_{12} = b_{12} + k_{11}x_{12} + k_{12}x_{13} + k_{21}x_{22} + k_{22}x_{23} \\
y_{21} = b_{21} + k_{11}x_{21} + k_{12}x_{22} + k_{21}x_{31} + k_{22}x_{32} \\
y_{22} = b_{22} + k_{11}x_{22} + k_{12}x_{23} + k_{21}x_{32} + k_{22}x_{33} \end{cases}"""
KERNEL_ROWS = r""" \\ """.join(
    rf"{D % f'k_{{{u}{v}}}'} &= "
    + " + ".join(rf"{D % f'y_{{{a}{b}}}'} x_{{{a + u - 1}{b + v - 1}}}" for a in (1, 2) for b in (1, 2))
    for u in (1, 2)
    for v in (1, 2)
)
SLIDES = {  # but for two things that are only said there: parentheses around −1, and what is outside of f
    "convolution.integral": r"(f * g)(t) = \int_{-\infty}^{\infty} f(\tau)g(t - \tau)d\tau",
    "convolution.integral2d": r"""f(x, y) * k(x, y) = \int_{-\infty}^{\infty} \int_{-\infty}^{\infty}
        f(\tau_1, \tau_2) k(x - \tau_1, y - \tau_2) d\tau_1 d\tau_2""",
    "convolution.discrete2d": r"""g[i, j] = \sum_{u=-r}^r \sum_{v=-r}^r k[u, v] f[i - u, j - v],
        \quad f = 0 \text{ outside}""",
    "worked.valid_terms": r"""\begin{aligned} 1 \cdot 1 + 2 \cdot 6 + (-1) \cdot 5 + 0 \cdot 3 &= 8 \\
        1 \cdot 6 + 2 \cdot 2 + (-1) \cdot 3 + 0 \cdot 1 &= 7 \\
        1 \cdot 5 + 2 \cdot 3 + (-1) \cdot 7 + 0 \cdot 0 &= 4 \\
        1 \cdot 3 + 2 \cdot 1 + (-1) \cdot 0 + 0 \cdot 4 &= 5 \end{aligned}""",
    "convolve2d.rot180": r"I * K = I \star \text{rot180}(K)",
    "conv2d.forward_three": r"""\begin{aligned} Y_1 &= B_1 + X_1 \star K_{11} + X_2 \star K_{12} + X_3 \star K_{13} \\
        Y_2 &= B_2 + X_1 \star K_{21} + X_2 \star K_{22} + X_3 \star K_{23} \\ &\vdots \\
        Y_d &= B_d + X_1 \star K_{d1} + X_2 \star K_{d2} + X_3 \star K_{d3} \end{aligned}""",
    "conv2d.forward": r"Y_i = B_i + \sum_{j=1}^n X_j \star K_{ij}, \quad i = 1 \dots d",
    "conv2d.forward_expanded": r"""\begin{aligned} Y_1 &= B_1 + X_1 \star K_{11} + \dots + X_n \star K_{1n} \\
        Y_2 &= B_2 + X_1 \star K_{21} + \dots + X_n \star K_{2n} \\ &\vdots \\
        Y_d &= B_d + X_1 \star K_{d1} + \dots + X_n \star K_{dn} \end{aligned}""",
    "conv2d.forward_matrix": r"""\begin{aligned} \begin{bmatrix} Y_1 \\ Y_2 \\ \vdots \\ Y_d \end{bmatrix} &=
        \begin{bmatrix} B_1 \\ B_2 \\ \vdots \\ B_d \end{bmatrix} + \begin{bmatrix} K_{11} & K_{12} & \dots & K_{1n} \\
        K_{21} & K_{22} & \dots & K_{2n} \\ \vdots & \vdots & \ddots & \vdots \\
        K_{d1} & K_{d2} & \dots & K_{dn} \end{bmatrix} \cdot \star
        \begin{bmatrix} X_1 \\ X_2 \\ \vdots \\ X_n \end{bmatrix} \\ Y &= B + K \cdot \star X \end{aligned}""",
    "conv2d.simplified": r"""\begin{bmatrix} y_{11} & y_{12} \\ y_{21} & y_{22} \end{bmatrix} =
        \begin{bmatrix} b_{11} & b_{12} \\ b_{21} & b_{22} \end{bmatrix} +
        \begin{bmatrix} x_{11} & x_{12} & x_{13} \\ x_{21} & x_{22} & x_{23} \\ x_{31} & x_{32} & x_{33} \end{bmatrix}
        \star \begin{bmatrix} k_{11} & k_{12} \\ k_{21} & k_{22} \end{bmatrix}""",
    "conv2d.scalar_system": SYSTEM,
    "conv2d.backward_kernel_scalar": rf"\begin{{aligned}} {KERNEL_ROWS} \end{{aligned}}",
    "conv2d.backward_kernel_matrix": rf"""\begin{{bmatrix}} {D % "k_11"} & {D % "k_12"} \\
        {D % "k_21"} & {D % "k_22"} \end{{bmatrix}} =
        \begin{{bmatrix}} x_11 & x_12 & x_13 \\ x_21 & x_22 & x_23 \\ x_31 & x_32 & x_33 \end{{bmatrix}}
        \star \begin{{bmatrix}} {D % "y_11"} & {D % "y_12"} \\ {D % "y_21"} & {D % "y_22"} \end{{bmatrix}}""",
    "conv2d.backward_kernel_simplified": rf"Y = B + X \star K \Rightarrow {D % 'K'} = X \star {D % 'Y'}",
    "conv2d.backward_kernel": rf"{D % 'K_{ij}'} = X_j \star {D % 'Y_i'}",
    "conv2d.backward_bias_scalar": r"\begin{aligned} "
    + r" \\ ".join(rf"{D % f'b_{m}'} &= {D % f'y_{m}'}" for m in (11, 12, 21, 22))
    + r" \end{aligned}",
    "conv2d.backward_bias_simplified": rf"Y = B + X \star K \Rightarrow {D % 'B'} = {D % 'Y'}",
    "conv2d.backward_bias_per_pixel": rf"{D % 'B_i'} = {D % 'Y_i'}",
    "conv2d.backward_input_matrix": r"\begin{bmatrix} "
    + r" \\ ".join(" & ".join(D % f"x_{r}{c}" for c in (1, 2, 3)) for r in (1, 2, 3))
    + rf""" \end{{bmatrix}} =
        \begin{{bmatrix}} {D % "y_11"} & {D % "y_12"} \\ {D % "y_21"} & {D % "y_22"} \end{{bmatrix}}
        \star_{{full}} \begin{{bmatrix}} k_22 & k_21 \\ k_12 & k_11 \end{{bmatrix}}""",
    "conv2d.backward_input_simplified": rf"Y = B + X \star K \Rightarrow {D % 'X'} = {D % 'Y'} *_{{full}} K",
    "conv2d.backward_input": rf"{D % 'X_j'} = \sum_{{i=1}}^d {D % 'Y_i'} *_{{full}} K_{{ij}}",
}
SPACING = re.compile(r"\\mathbin|\\mathrm|\\left|\\right(?![a-z])|\\[,!]|\[0\.5em\]|[{}\s]")


def plain(latex):
    """LaTeX without what only changes the spacing or the font."""
    return SPACING.sub("", latex)


@pytest.mark.parametrize("name", SLIDES)
def test_prints_as_on_the_slide(name):
    assert plain(REGISTRY[name].latex()) == plain(SLIDES[name])


@pytest.mark.parametrize(
    ("name", "factor", "values"),
    [
        ("conv2d.backward_kernel_chain", "k_11", ("x_11", "x_12", "x_21", "x_22")),
        ("conv2d.backward_bias_chain", "b_11", ("1", "0", "0", "0")),
        ("conv2d.backward_input_chain", "x_11", ("k_11", "0", "0", "0")),
    ],
)
def test_chain_rule_prints_as_on_the_slide(name, factor, values):
    outputs = ("y_11", "y_12", "y_21", "y_22")
    factors = [rf"\frac{{\partial {y}}}{{\partial {factor}}}" for y in outputs]
    terms = [(D % y) + f for y, f in zip(outputs, factors, strict=True)]
    braces = [(D % y) + rf"\underbrace{{{f}}}_{{{m}}}" for y, f, m in zip(outputs, factors, values, strict=True)]
    last = [(D % y) + ("" if m == "1" else m) for y, m in zip(outputs, values, strict=True) if m != "0"]
    rows = [rf"{D % factor} &= " + " + ".join(right) for right in (terms, braces, last)]
    assert plain(REGISTRY[name].latex()) == plain(r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}")


@pytest.mark.parametrize("formula", REGISTRY.values(), ids=REGISTRY)
def test_latex_is_balanced(formula):
    latex = formula.latex()
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left") == latex.count(r"\right") - latex.count(r"\rightarrow")
    assert sorted(re.findall(r"\\begin\{(\w+)\}", latex)) == sorted(re.findall(r"\\end\{(\w+)\}", latex))
    assert not any(python in latex for python in ("Tensor", "Str(", "None", "object at"))

"""Wrong steps of the derivations of the backward pass are refuted."""

from dataclasses import replace

import pytest

from textbook_cnn.formulas import REGISTRY, prove
from textbook_cnn.formulas.notation.arrays import K, K_ij, X, X_j, X_j_rc, Y_i_pq, dX_j_rc, dY_i, dY_i_pq
from textbook_cnn.formulas.notation.cases import Same
from textbook_cnn.formulas.notation.derivatives import Gradient, Partial
from textbook_cnn.formulas.notation.letters import c, d, delta, i, l, n, p, q, r, s, t, u, v
from textbook_cnn.formulas.notation.operators import ConvFull, Star
from textbook_cnn.formulas.notation.sums import Sum, SumOver, SumWhere
from textbook_cnn.formulas.notation.tensors import Element, PaddedElement, Tensor
from textbook_cnn.formulas.statements.conv2d import COLUMN, ROW
from textbook_cnn.formulas.statements.conv2d_backward.general import BACK, X_bar, dY_bar
from textbook_cnn.formulas.statements.conv2d_backward.input import MET, over_kernel
from textbook_cnn.formulas.statements.loops import SEEN, TOLD

WEIGHT, V = Element(K_ij, u, v), Element(Tensor("V"), p, q, u, v)
y_pq, k_uv = Tensor("y", p, q), Tensor("k", u, v)
CORNER = [Same(p - u, r), Same(q - v, c)]
WRONG = {
    "conv2d.backward_kernel_rule": (Gradient(k_uv), SumOver(Partial(y_pq, k_uv), p, q)),
    "conv2d.backward_input_seen": (dX_j_rc, Sum(SumWhere(MET, CORNER, [p, q, u, v]), i, 1, d)),
    "conv2d.backward_input_shifted": (
        dX_j_rc,
        Sum(over_kernel(PaddedElement(dY_i, r + u, c + v) * WEIGHT), i, 1, d),
    ),
    "convolve2d.full": (
        Element(ConvFull(X, K), r, c),
        over_kernel(PaddedElement(X, r - u, c - v) * Element(K, v, u)),
    ),
    "im2col.windows": (V, PaddedElement(X, s * p + delta * u, s * q + delta * v)),
    "im2col.adjoint": (Gradient(Element(X, r, c)), SumWhere(Gradient(V), [Same(ROW, r)], [p, q, u, v])),
    "conv2d.general_factor_kernel": (Partial(Y_i_pq, WEIGHT), PaddedElement(X_j, COLUMN, ROW)),
    "conv2d.general_rule_input": (dX_j_rc, Sum(SumOver(dY_i_pq * Partial(Y_i_pq, X_j_rc), p, q), i, 1, n)),
    "conv2d.general_factor_input": (Partial(Y_i_pq, X_j_rc), SumWhere(WEIGHT, [Same(ROW, r)], [u, v])),
    "conv2d.stride_apart": (Y_i_pq, Element(Tensor(r"\bar{Y}", i), p, q)),
    "conv2d.stride_zeros": (Element(dY_bar, r, c), SumWhere(dY_i_pq, [Same(p, r), Same(q, c)], [p, q])),
    "conv2d.stride_backward": (dX_j_rc, Element(BACK, r + l, c + t)),
    "fast.loops_backward_kernel": (Gradient(WEIGHT), SumOver(TOLD * SEEN, p, q)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_step_is_refuted(name):
    formula = REGISTRY[name]
    (result,) = prove(replace(formula, rows=(WRONG[name],), proofs=formula.proofs[:1]))
    assert not result.passed
    assert "the right side" in result.counterexample or "there is no element" in result.counterexample


def test_a_kernel_of_another_place_is_refuted():
    formula = REGISTRY["conv2d.stride_backward"]
    wrong = Gradient(WEIGHT), Element(Star(X_bar, dY_bar), u, v)
    (result,) = prove(replace(formula, rows=(wrong,)))
    assert "the right side" in result.counterexample

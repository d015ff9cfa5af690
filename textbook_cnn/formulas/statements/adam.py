"""Formulas of the chapters on the other layers, the loss and training."""

from __future__ import annotations

from typing import Any

from ..code_for_all_sizes import code_for_all_sizes
from ..formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..notation.cases import Cases, Entry, Exp, Greater, Larger, LargestOver, Less, Log, Root, Same, Softmax, Variance
from ..notation.letters import N, b, beta_1, beta_2, c, d, epsilon, eta, h, i, j, k, l, n, p, q, rho, t, u, v, w
from ..examples.adam import (adam_steps, average_pools, dense_layers, dropped, initial_kernels, max_pool_regions, relu_regions, scores)
from ..notation.nodes import Element, Gradient, Negative, Node, Over, Plus, Power, Slash, Step, Tensor, Times
from ..notation.operators import Sum
from ..proofs import as_printed
from ..registry import Equation, Formula

X, Y, M, Z, E = map(Tensor, ("X", "Y", "M", "Z", "E"))
X_j, Y_j, Y_i, B_i, W_ij = Tensor("X", j), Tensor("Y", j), Tensor("Y", i), Tensor("B", i), Tensor("W", i, j)
Z_bk, Z_bl, T_bk, T_bl = Tensor("Z", b, k), Tensor("Z", b, l), Tensor("T", b, k), Tensor("T", b, l)
X_pq, Y_pq, M_pq = Element(X, p, q), Element(Y, p, q), Element(M, p, q)
IN_WINDOW = Element(X_j, Plus(Times(k, p), u), Plus(Times(k, q), v))
OUT = Element(Y_j, p, q)
AREA = Over(1, Power(k, 2))
LAST_STEP = Plus(t, Negative(1))

SIGNS = as_printed(relu_regions, "four inputs, all 16 choices of signs", "regions")
ORDERS = as_printed(max_pool_regions, "24 orders in one window, 256 places of the largest in four; no ties", "regions")
AVERAGES = as_printed(average_pools, "images of up to 6×6, windows of 1×1, 2×2, 3×3 side by side")
DENSE = as_printed(dense_layers, "(d, n) = (3, 2), (2, 3), (1, 2), (2, 1)")
DENSE_FORWARD = Equation(Y_i, Plus(B_i, Sum(Times(W_ij, X_j), j, 1, n)))
DENSE_OF_ALL_SIZES = formula_for_all_sizes(
    settings.dense(loss_of(DENSE_FORWARD)), "every number of images, inputs and outputs; parameters: summed over images"
)
LOSS = Equation(E, Times(Over(1, N), Sum(Plus(Log(Sum(Exp(Z_bl), l, 1, c)),
                                              Negative(Sum(Times(T_bl, Z_bl), l, 1, c))), b, 1, N)))  # fmt: skip
SCORES = as_printed(scores, "two images, three classes, the largest score in every place; rows T and labels", "regions")
DROPPED = as_printed(dropped, "six inputs, three rates, twenty drawings", "regions")
ADAM = as_printed(adam_steps, "three steps, any gradients, η, β₁, β₂ and ε", "regions")
HE = as_printed(initial_kernels, "n ≤ 32, h, w ≤ 5; dense layers of up to 1,000 inputs; the root to a 64-bit number")



def average(letter: str, beta: Any, new: Node) -> tuple[Node, Node]:
    """Return the running average of something new in every step."""
    return Step(letter, t), Plus(Times(beta, Step(letter, LAST_STEP)), Times(Plus(1, Negative(beta)), new))


CHAPTER = 5
FORMULAS = (
    Formula(
        id="relu.forward", title="Rectifier", slide="CNN for Image", rows=((Y_pq, Larger(X_pq, 0)),),
        functions=("relu",), proofs=(SIGNS,),
    ),
    Formula(
        id="relu.backward", title="Gradient through the rectifier", slide="",
        rows=((Gradient(X_pq), Cases([Gradient(Y_pq), Greater(X_pq, 0)], [0])),),
        functions=("relu_backward",), proofs=(SIGNS,),
    ),
    Formula(
        id="max_pool2d.forward", title="Max pooling", slide="", rows=((OUT, LargestOver(IN_WINDOW, u, v, k)),),
        functions=("max_pool2d",), proofs=(ORDERS,),
    ),
    Formula(
        id="max_pool2d.backward", title="Gradient through max pooling", slide="",
        rows=((Gradient(IN_WINDOW), Cases([Gradient(OUT), Same(IN_WINDOW, OUT)], [0])),),
        functions=("max_pool2d_backward",), proofs=(ORDERS,),
    ),
    Formula(
        id="avg_pool2d.forward", title="Average pooling", slide="",
        rows=((OUT, Times(AREA, Sum(Sum(IN_WINDOW, v, 0, Plus(k, Negative(1))), u, 0, Plus(k, Negative(1))))),),
        functions=("avg_pool2d",), proofs=(AVERAGES, code_for_all_sizes("avg_pool2d")),
    ),
    Formula(
        id="avg_pool2d.backward", title="Gradient through average pooling", slide="",
        rows=((Gradient(IN_WINDOW), Times(AREA, Gradient(OUT))),),
        functions=("avg_pool2d_backward",), proofs=(AVERAGES, code_for_all_sizes("avg_pool2d_backward")),
    ),
    Formula(
        id="dense.forward", title="Dense layer", slide="",
        rows=(DENSE_FORWARD,), ranges=((i, d),),
        functions=("dense",), proofs=(DENSE, code_for_all_sizes("dense")),
    ),
    Formula(
        id="dense.backward_weight", title="Weight gradient of a dense layer", slide="",
        rows=((Gradient(W_ij), Times(Gradient(Y_i), X_j)),), functions=("dense_backward_weight",),
        proofs=(DENSE, DENSE_OF_ALL_SIZES, code_for_all_sizes("dense_backward_weight")),
    ),
    Formula(
        id="dense.backward_bias", title="Bias gradient of a dense layer", slide="",
        rows=((Gradient(B_i), Gradient(Y_i)),), functions=("dense_backward_bias",),
        proofs=(DENSE, DENSE_OF_ALL_SIZES, code_for_all_sizes("dense_backward_bias")),
    ),
    Formula(
        id="dense.backward_input", title="Input gradient of a dense layer", slide="",
        rows=((Gradient(X_j), Sum(Times(W_ij, Gradient(Y_i)), i, 1, d)),),
        functions=("dense_backward_input",),
        proofs=(DENSE, DENSE_OF_ALL_SIZES, code_for_all_sizes("dense_backward_input")),
    ),
    Formula(
        id="softmax", title="Softmax", slide="",
        rows=((Entry(Softmax(Z), b, k), Over(Exp(Z_bk), Sum(Exp(Z_bl), l, 1, c))),),
        functions=("softmax",), proofs=(SCORES,),
    ),
    Formula(
        id="softmax_cross_entropy.forward", title="Cross-entropy of the softmax", slide="",
        rows=(LOSS,), functions=("softmax_cross_entropy",), proofs=(SCORES,),
    ),
    Formula(
        id="softmax_cross_entropy.backward", title="Gradient of the cross-entropy", slide="", layout="implies",
        rows=((Sum(T_bl, l, 1, c), 1),
              (Gradient(Z_bk), Times(Over(1, N), Plus(Entry(Softmax(Z), b, k), Negative(T_bk))))),
        functions=("softmax_cross_entropy_backward",),
        proofs=(SCORES, formula_for_all_sizes(settings.scores(loss_of(LOSS)),
                                              "every number of images and classes, for the loss as printed")),
    ),
    Formula(
        id="dropout.forward", title="Dropout in training", slide="",
        rows=((Y_pq, Times(M_pq, X_pq)),
              (M_pq, Cases([0, Less(Element(Tensor("U"), p, q), rho)], [Over(1, Plus(1, Negative(rho)))]))),
        functions=("dropout",), proofs=(DROPPED,),
    ),
    Formula(
        id="dropout.backward", title="Gradient through dropout", slide="",
        rows=((Gradient(X_pq), Times(M_pq, Gradient(Y_pq))),), functions=("dropout_backward",), proofs=(DROPPED,),
    ),
    Formula(
        id="adam.moments", title="Running averages of Adam", slide="",
        rows=(average("M", beta_1, Step("G", t)), average("V", beta_2, Power(Step("G", t), 2))),
        functions=("adam_init", "adam_step"), proofs=(ADAM,),
    ),
    Formula(
        id="adam.step", title="A step of Adam", slide="",
        rows=((Step("P", t), Plus(Step("P", LAST_STEP), Negative(Times(eta, Over(
            Slash(Step("M", t), Plus(1, Negative(Power(beta_1, t)))),
            Plus(Root(Slash(Step("V", t), Plus(1, Negative(Power(beta_2, t))))), epsilon)))))),),
        functions=("adam_step",), proofs=(ADAM,),
    ),
    Formula(
        id="he_initialisation", title="He's spread of the first kernels", slide="",
        rows=((Variance(Tensor("K")), Over(2, Times(n, h, w))),), functions=("Network",), proofs=(HE,),
    ),
)  # fmt: skip

"""What the steps of derivations print in the chapter on the rest of the network, written out by hand."""

import pytest

from tests.formulas.slides.test_printed_on_slides import plain
from textbook_cnn.formulas import REGISTRY

D = r"\frac{\partial E}{\partial %s}"
SLOPE = r"\frac{\partial %s}{\partial %s}"
PIXEL, IN_SQUARE, OUT = "X_j[r, c]", "X_j[k p + u, k q + v]", "Y_j[p, q]"
POINT = SLOPE % ("Y[p, q]", "X[p, q]")
MET = r"s p + u = r \\ s q + v = c"
POWERS, PICKED = r"\sum_{l=1}^c e^{Z_{bl}}", r"\sum_{l=1}^c T_{bl} Z_{bl}"
BY_SCORE, P = r"\frac{\partial}{\partial Z_{bk}}", r"\text{softmax}(Z)_{%s}"
MEAN, VAR = r"\operatorname{Mean}(%s)", r"\operatorname{Var}(%s)"
CLOSE = r" \\ "


def lines(*rows, between=r" \\[0.5em] "):
    """Rows one below the other, further apart where there are fractions."""
    return r"\begin{aligned} " + between.join(rows) + r" \end{aligned}"


def through(kind, pixel):
    """The chain rule where a pixel meets one window, or all that hold it."""
    total = "" if kind == "one" else r"\sum_{p, q}"
    return rf"{D % pixel} &= {total} {D % OUT} {SLOPE % (OUT, pixel)}"


def chain(by):
    return rf"{D % by} = \sum_{{l=1}}^d {D % 'Y_l'} {SLOPE % ('Y_l', by)}"


def where(worth):
    return rf"\begin{{cases}} {worth} & l = i \\ 0 & \text{{otherwise}} \end{{cases}}"


PRINTED = {
    "relu.slope": lines(
        rf"{POINT} &= \begin{{cases}} 1 & X[p, q] > 0 \\ 0 & X[p, q] < 0 \end{{cases}}",
        rf"{D % 'X[p, q]'} &= {D % 'Y[p, q]'} {POINT}",
    ),
    "max_pool2d.slope": lines(
        rf"""{SLOPE % (OUT, IN_SQUARE)} &=
        \begin{{cases}} 1 & {IN_SQUARE} = {OUT} \\ 0 & \text{{otherwise}} \end{{cases}}""",
        through("one", IN_SQUARE),
    ),
    "max_pool2d.general_slope": lines(
        rf"{SLOPE % (OUT, PIXEL)} &= \sum_{{\substack{{u, v \\ {MET} \\ {PIXEL} = {OUT}}}}} 1", through("all", PIXEL)
    ),
    "avg_pool2d.slope": lines(rf"{SLOPE % (OUT, IN_SQUARE)} &= \frac{{1}}{{k^2}}", through("one", IN_SQUARE)),
    "avg_pool2d.general_slope": lines(
        rf"{SLOPE % (OUT, PIXEL)} &= \frac{{1}}{{h w}} \sum_{{\substack{{u, v \\ {MET}}}}} 1", through("all", PIXEL)
    ),
    "dense.weight_chain": chain("W_{ij}"),
    "dense.weight_slope": f"{SLOPE % ('Y_l', 'W_{ij}')} = {where('X_j')}",
    "dense.bias_chain": chain("B_i"),
    "dense.bias_slope": f"{SLOPE % ('Y_l', 'B_i')} = {where('1')}",
    "dense.input_chain": chain("X_j"),
    "dense.input_slope": f"{SLOPE % ('Y_l', 'X_j')} = W_{{lj}}",
    "dense.matrices": lines(rf"{D % 'W'} &= ({D % 'Y'})^\top X", rf"{D % 'X'} &= {D % 'Y'} W"),
    "softmax_cross_entropy.definition": rf"""\sum_{{l=1}}^c T_{{bl}} = 1 \Rightarrow
        E = -\frac{{1}}{{N}} \sum_{{b=1}}^N \sum_{{l=1}}^c T_{{bl}} \log {P % "bl"}""",
    "softmax_cross_entropy.log_softmax": rf"\log {P % 'bk'} = Z_{{bk}} - \log {POWERS}",
    "softmax_cross_entropy.one_image": rf"""{D % "Z_{bk}"} =
        \frac{{1}}{{N}} {BY_SCORE} (\log {POWERS} - {PICKED})""",
    "softmax_cross_entropy.log_sum": lines(
        rf"{BY_SCORE} \log {POWERS} &= \frac{{1}}{{{POWERS}}} {BY_SCORE} {POWERS}",
        rf"{BY_SCORE} \log {POWERS} &= \frac{{e^{{Z_{{bk}}}}}}{{{POWERS}}}",
    ),
    "softmax_cross_entropy.share": rf"{BY_SCORE} \log {POWERS} = {P % 'bk'}",
    "softmax_cross_entropy.picked": rf"{BY_SCORE} {PICKED} = T_{{bk}}",
    "softmax.derivatives": rf"{SLOPE % (P % 'bk', 'Z_{bl}')} = {P % 'bk'} ([k = l] - {P % 'bl'})",
    "first_weights.independent": lines(
        rf"{MEAN % 'W_{ij} W_{il} X_j X_l'} &= {MEAN % 'W_{ij} W_{il}'} {MEAN % 'X_j X_l'}",
        rf"""{MEAN % "W_{ij} W_{il}"} &=
        \begin{{cases}} {VAR % "W_{ij}"} & l = j \\ 0 & \text{{otherwise}} \end{{cases}}""",
        between=CLOSE,
    ),
    "first_weights.sum": lines(
        rf"{VAR % 'Y_i'} &= {MEAN % 'Y_i^2'}",
        rf"{VAR % 'Y_i'} &= \sum_{{j=1}}^n \sum_{{l=1}}^n {MEAN % 'W_{ij} W_{il} X_j X_l'}",
        rf"{VAR % 'Y_i'} &= \sum_{{j=1}}^n {VAR % 'W_{ij}'} {MEAN % 'X_j^2'}",
        between=CLOSE,
    ),
    "first_weights.half": lines(
        rf"{MEAN % 'X_j^2'} &= \operatorname{{Mean}}\!(\max(Z_j, 0)^2)",
        rf"{MEAN % 'X_j^2'} &= \frac{{1}}{{2}} {VAR % 'Z_j'}",
    ),
    "first_weights.layer": rf"{VAR % 'Y_i'} = \frac{{n}}{{2}} {VAR % 'W_{ij}'} {VAR % 'Z_j'}",
    "first_weights.kept": rf"{VAR % 'W_{ij}'} = \frac{{2}}{{n}} \Rightarrow {VAR % 'Y_i'} = {VAR % 'Z_j'}",
    "dropout.chance": r"\operatorname{Mean}\!([U[p, q] < \rho]) = \rho",
    "dropout.mean_mask": lines(
        rf"{MEAN % 'M[p, q]'} &= \rho \cdot 0 + (1 - \rho) \cdot \frac{{1}}{{1 - \rho}}", rf"{MEAN % 'M[p, q]'} &= 1"
    ),
    "dropout.mean": lines(
        rf"{MEAN % 'Y[p, q]'} &= {MEAN % 'M[p, q]'} X[p, q]", rf"{MEAN % 'Y[p, q]'} &= X[p, q]", between=CLOSE
    ),
    "dropout.slope": lines(rf"{POINT} &= M[p, q]", rf"{D % 'X[p, q]'} &= {D % 'Y[p, q]'} {POINT}"),
    "dropout.backward": rf"{D % 'X[p, q]'} = M[p, q] {D % 'Y[p, q]'}",
    "adam.closed": lines(
        r"M_t &= (1 - \beta_1) \sum_{\tau=1}^t \beta_1^{t - \tau} G_\tau",
        r"V_t &= (1 - \beta_2) \sum_{\tau=1}^t \beta_2^{t - \tau} G_\tau^2",
        between=CLOSE,
    ),
    "adam.shares": lines(
        *(rf"(1 - \beta_{m}) \sum_{{\tau=1}}^t \beta_{m}^{{t - \tau}} &= 1 - \beta_{m}^t" for m in (1, 2)),
        between=CLOSE,
    ),
    "adam.unbiased": lines(
        rf"\operatorname{{Mean}}\!(M_t / (1 - \beta_1^t)) &= {MEAN % 'G_t'}",
        rf"\operatorname{{Mean}}\!(V_t / (1 - \beta_2^t)) &= {MEAN % 'G_t^2'}",
        between=CLOSE,
    ),
    "adam.first_averages": lines(r"M_1 / (1 - \beta_1) &= G_1", r"V_1 / (1 - \beta_2) &= G_1^2", between=CLOSE),
    "adam.first_step": r"P_1 = P_0 - \eta \frac{G_1}{|G_1| + \epsilon}",
}


@pytest.mark.parametrize("name", PRINTED)
def test_prints(name):
    assert plain(REGISTRY[name].latex()) == plain(PRINTED[name])

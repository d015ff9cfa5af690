"""What formulas print that are on no slide, written out by hand.

A proof evaluates the parts of a formula; whether they are printed as what they are, it cannot say.  Nor can it find a
change that leaves the statement true: a factor 1 left away, a pixel that meets the kernel's 0, one element of a window
in which all have the same share.
"""

import pytest

from tests.formulas.slides.test_printed_on_slides import plain
from textbook_cnn.formulas import REGISTRY

D = r"\frac{\partial E}{\partial %s}"
IMAGE = r"\begin{bmatrix} 1 & 6 & 2 \\ 5 & 3 & 1 \\ 7 & 0 & 4 \end{bmatrix}"
KERNEL = r"\begin{bmatrix} 1 & 2 \\ -1 & 0 \end{bmatrix}"
IN_WINDOW, OUT = "X_j[k p + u, k q + v]", "Y_j[p, q]"
WINDOW = r"X_j[s p + \delta u - t, s q + \delta v - l]"
BAR_Y = r"\bar{Y}_i"
K_HAT, Y_HAT = r"\hat{K}", r"\hat{Y}_p"
PRODUCT, IN_COLUMN = "X_j[p + u, q + v] K_{ij}[u, v]", "(w u + v) n + j - 1, N q + b - 1"
ROUGHNESS = r"""\\[0.5em] R &= \sum_{\substack{j, p, q \\ p + 1 < h}} (X_j[p + 1, q] - X_j[p, q])^2
    + \sum_{\substack{j, p, q \\ q + 1 < w}} (X_j[p, q + 1] - X_j[p, q])^2"""
UPHILL = r"\frac{\partial J}{\partial X_{t - 1}}"
RISE = rf"\frac{{{UPHILL}}}{{\operatorname{{rms}}\!({UPHILL})}}"
OUTSIDE = r", \quad %s = 0 \text{ outside}"

IN_WINDOWS, MET = "X_j[s p + u, s q + v]", r"s p + u = r \\ s q + v = c"
MET_PADDED = r"s p + u - t = r \\ s q + v - l = c"
TWICE = r"\frac{\partial^2 E}{\partial %s \, \partial %s}"
WITHOUT_BIAS = rf"\sum_{{i=1}}^d \langle {D % 'Y_i'}, Y_i - B_i \rangle"
POOL, RELU = r"\text{pool}'_{%s} \!", r"\text{relu}'_{%s} \!"
RECTIFIED, POOLED = r"\text{relu}(X_j)", r"\text{pool}(X_j)"

PRINTED = {
    "images.grays": r"\begin{aligned} \text{greys} &= 2^8 \\ 2^8 &= 256 \end{aligned}",
    "images.digit": r"28 \cdot 28 = 784",
    "images.colour": r"\text{shape} = (h, w, 3)",
    "images.bytes_float32": r"800 \times 600 \times 3 \times 4 \text{ bytes} = 5{,}760{,}000 \text{ bytes}",
    "convolution.commutes": r"x *_{full} k = k *_{full} x",
    "correlation.reversed": r"(x \star_{full} k)[p] = (k \star_{full} x)[m + w - 2 - p]",
    "dense.weights": r"\text{weights}_t = n d + (t - 1) d^2",
    "conv2d.kernels": r"\begin{aligned} \text{feature maps} &= d \\ \text{kernels} &= d \cdot n \end{aligned}",
    "conv2d.parameters_per_pixel": r"1 \cdot 3 \cdot 3 \cdot 32 + 28 \cdot 28 \cdot 32 = 25376",
    "conv2d.same": r"""\begin{aligned} m' &= \left\lceil \frac{m}{s} \right\rceil \\
        z &= \max \! ((m' - 1) s + \delta (k - 1) + 1 - m, 0) \\
        t &= \left\lfloor \frac{z}{2} \right\rfloor \end{aligned}""",
    "conv2d.adjoint": rf"""\begin{{aligned}}
        \langle {D % "Y"}, X \star K \rangle &= \langle {D % "Y"} *_{{full}} K, X \rangle \\
        \langle {D % "Y"}, X \star K \rangle &= \langle X \star {D % "Y"}, K \rangle \end{{aligned}}""",
    "conv2d.general_adjoint": rf"""\begin{{aligned}}
        {WITHOUT_BIAS} &= \sum_{{j=1}}^n \langle {D % "X_j"}, X_j \rangle \\
        {WITHOUT_BIAS} &= \sum_{{i=1}}^d \sum_{{j=1}}^n \langle {D % "K_{ij}"}, K_{{ij}} \rangle \end{{aligned}}""",
    "conv2d.second_derivatives": rf"""\begin{{aligned}} {TWICE % ("X_j[r, c]", "K_{ij}[u, v]")} &=
        {TWICE % ("K_{ij}[u, v]", "X_j[r, c]")} \\ {TWICE % ("X_j[r, c]", "K_{ij}[u, v]")} &=
        \sum_{{\substack{{p, q \\ s p + \delta u - t = r \\ s q + \delta v - l = c}}}}
        {D % "Y_i[p, q]"} \end{{aligned}}""",
    "max_pool2d.general": rf"{OUT} = \max_{{0 \le u < h, \, 0 \le v < w}} {IN_WINDOWS}",
    "max_pool2d.general_backward": rf"""{D % "X_j[r, c]"} = \sum_{{\substack{{p, q, u, v \\ {MET} \\
        X_j[r, c] = {OUT}}}}} {D % OUT}""",
    "avg_pool2d.general": rf"""{OUT} = \frac{{1}}{{h w}}
        \sum_{{u=0}}^{{h - 1}} \sum_{{v=0}}^{{w - 1}} {IN_WINDOWS}""",
    "avg_pool2d.general_backward": rf"""{D % "X_j[r, c]"} = \frac{{1}}{{h w}}
        \sum_{{\substack{{p, q, u, v \\ {MET}}}}} {D % OUT}""",
    "max_pool2d.padded": rf"""\begin{{aligned}} {OUT} &= \max_{{0 \le u < h, \, 0 \le v < w}}
        \bar{{X}}_j[s p + u, s q + v] \\ \bar{{X}}_j[r + t, c + l] &= X_j[r, c] \end{{aligned}}""",
    "max_pool2d.padded_backward": rf"""{D % "X_j[r, c]"} = \sum_{{\substack{{p, q, u, v \\ {MET_PADDED} \\
        X_j[r, c] = {OUT}}}}} {D % OUT}""",
    "avg_pool2d.padded": rf"""{OUT} = \frac{{1}}{{h w}}
        \sum_{{u=0}}^{{h - 1}} \sum_{{v=0}}^{{w - 1}} X_j[s p + u - t, s q + v - l]{OUTSIDE % "X_j"}""",
    "avg_pool2d.padded_backward": rf"""{D % "X_j[r, c]"} = \frac{{1}}{{h w}}
        \sum_{{\substack{{p, q, u, v \\ {MET_PADDED}}}}} {D % OUT}""",
    "avg_pool2d.pixels": rf"""\begin{{aligned}} C[p, q] &= \sum_{{\substack{{r, c, u, v \\ {MET_PADDED}}}}} 1 \\[0.5em]
        {OUT} &= \frac{{1}}{{C[p, q]}} \sum_{{\substack{{r, c, u, v \\ {MET_PADDED}}}}} X_j[r, c] \end{{aligned}}""",
    "avg_pool2d.pixels_backward": rf"""{D % "X_j[r, c]"} =
        \sum_{{\substack{{p, q, u, v \\ {MET_PADDED}}}}} \frac{{1}}{{C[p, q]}} {D % OUT}""",
    "global_avg_pool2d.forward": r"""Y_j = \frac{1}{h w} \sum_{r=0}^{h - 1} \sum_{c=0}^{w - 1} X_j[r, c]""",
    "global_avg_pool2d.backward": rf"""{D % "X_j[r, c]"} = \frac{{1}}{{h w}} {D % "Y_j"}""",
    "pool_first.forward": r"""\begin{aligned} \text{pool}(X_j + B_j) &= \text{pool}(X_j) + B_j \\
        \text{pool}(\text{relu}(X_j)) &= \text{relu}(\text{pool}(X_j)) \end{aligned}""",
    "pool_first.backward": rf"""\begin{{aligned}}
        {POOL % "X_j + B_j"} ({D % "Y_j"}) &= {POOL % "X_j"} ({D % "Y_j"}) \\
        \sum_{{r, c}} {POOL % "X_j"} ({D % "Y_j"})[r, c] &= \sum_{{p, q}} {D % "Y_j"}[p, q] \\
        {RELU % "X_j"} ({POOL % RECTIFIED} ({D % "Y_j"})) &=
        {POOL % "X_j"} ({RELU % POOLED} ({D % "Y_j"})) \end{{aligned}}""",
    "flatten": rf"""\begin{{aligned}} Y[(j - 1) h w + p w + q] &= X_j[p, q] \\
        {D % "X_j[p, q]"} &= {D % "Y[(j - 1) h w + p w + q]"} \end{{aligned}}""",
    "softmax_cross_entropy.labels": rf"""\begin{{aligned}}
        E &= \frac{{1}}{{N}} \sum_{{b=1}}^N (\log \sum_{{l=1}}^c e^{{Z_{{bl}}}} - Z_{{b\ell_b}}) \\
        {D % "Z_{bk}"} &= \frac{{1}}{{N}} (\text{{softmax}}(Z)_{{bk}} - [k = \ell_b])
        \end{{aligned}}""",
    "softmax_cross_entropy.any_targets": rf"""\begin{{aligned}}
        E &= -\frac{{1}}{{N}} \sum_{{b=1}}^N \sum_{{l=1}}^c T_{{bl}} \log \text{{softmax}}(Z)_{{bl}} \\
        {D % "Z_{bk}"} - \frac{{1}}{{N}} (\text{{softmax}}(Z)_{{bk}} - T_{{bk}}) &=
        \frac{{1}}{{N}} \text{{softmax}}(Z)_{{bk}} (\sum_{{l=1}}^c T_{{bl}} - 1) \end{{aligned}}""",
    "training.parts": r"""\begin{aligned} E &= \sum_{a=1}^S \frac{N_a}{N} E_a \\
        \frac{\partial E}{\partial P} &= \sum_{a=1}^S \frac{N_a}{N} \frac{\partial E_a}{\partial P} \end{aligned}""",
    "dropout.backward": rf"{D % 'X[p, q]'} = M[p, q] {D % 'Y[p, q]'}",
    "images.bytes": r"800 \times 600 \times 3 \times 1 \text{ byte} = 1{,}440{,}000 \text{ bytes}",
    "images.luminance": "L = 0.299 R + 0.587 G + 0.114 B",
    "images.laplace_density": r"""p(x) = \frac{\nu}{2 s \Gamma\!\left(\frac{1}{\nu}\right)}
        e^{-\left|x / s\right|^{\nu}}""",
    "images.laplace_kurtosis": r"""\operatorname{E}[x^{4}] / \operatorname{E}[x^{2}]^{2} =
        \frac{\Gamma\!\left(\frac{1}{\nu}\right) \Gamma\!\left(\frac{5}{\nu}\right)}
        {\Gamma\!\left(\frac{3}{\nu}\right)^2}""",
    "correlation.integral": r"(f \star g)(t) = \int_{-\infty}^{\infty} f(\tau) g(t + \tau) \, d\tau",
    "correlate1d.definition": r"(x \star k)[p] = \sum_{u=0}^{w - 1} x[p + u] k[u]",
    "correlate2d.definition": r"(X \star K)[p, q] = \sum_{u=0}^{h - 1} \sum_{v=0}^{w - 1} X[p + u, q + v] K[u, v]",
    "worked.valid": rf"{IMAGE} \star {KERNEL} = \begin{{bmatrix}} 8 & 7 \\ 4 & 5 \end{{bmatrix}}",
    "worked.full": rf"""{IMAGE} \star_{{full}} {KERNEL} = \begin{{bmatrix}} 0 & -1 & -6 & -2 \\ 2 & 8 & 7 & 1 \\
        10 & 4 & 5 & -3 \\ 14 & 7 & 8 & 4 \end{{bmatrix}}""",
    "worked.same": rf"""{IMAGE} \star_{{same}} {KERNEL} =
        \begin{{bmatrix}} 8 & 7 & 1 \\ 4 & 5 & -3 \\ 7 & 8 & 4 \end{{bmatrix}}""",
    "rot180": r"\text{rot180}(K)[u, v] = K[h - 1 - u, w - 1 - v]",
    "output_size": r"m' = \left\lfloor \frac{m + 2 p - \delta (k - 1) - 1}{s} \right\rfloor + 1",
    "conv2d.parameters": r"""\begin{aligned} \text{parameters} &= n \cdot w \cdot h \cdot d + d \\
        1 \cdot 3 \cdot 3 \cdot 32 + 32 &= 320 \end{aligned}""",
    "conv2d.general": rf"""Y_i[p, q] = B_i + \sum_{{j=1}}^n \sum_{{u=0}}^{{h - 1}} \sum_{{v=0}}^{{w - 1}}
        {WINDOW} K_{{ij}}[u, v]{OUTSIDE % "X_j"}""",
    "conv2d.general_backward_kernel": rf"""{D % "K_{ij}[u, v]"} = \sum_{{p, q}}
        {D % "Y_i[p, q]"} {WINDOW}{OUTSIDE % "X_j"}""",
    "conv2d.general_backward_input": rf"""{D % "X_j[r, c]"} = \sum_{{i=1}}^d \sum_{{\substack{{p, q, u, v \\
        s p + \delta u - t = r \\ s q + \delta v - l = c}}}} {D % "Y_i[p, q]"} K_{{ij}}[u, v]""",
    "conv2d.backward_bias": rf"{D % 'B_i'} = \sum_{{p, q}} {D % 'Y_i'}[p, q]",
    "conv2d.backward_input_rot180": rf"{D % 'X'} = {D % 'Y'} \star_{{full}} \text{{rot180}}(K)",
    "conv2d.backward_kernel_rule": rf"""{D % "k_{uv}"} = \sum_{{p, q}} {D % "y_{pq}"}
        \frac{{\partial y_{{pq}}}}{{\partial k_{{uv}}}}""",
    "conv2d.backward_bias_rule": rf"""{D % "b_{uv}"} = \sum_{{p, q}} {D % "y_{pq}"}
        \frac{{\partial y_{{pq}}}}{{\partial b_{{uv}}}}""",
    "conv2d.backward_input_rule": rf"""{D % "x_{rc}"} = \sum_{{p, q}} {D % "y_{pq}"}
        \frac{{\partial y_{{pq}}}}{{\partial x_{{rc}}}}""",
    "conv2d.backward_bias_shared": rf"""{D % "B_i"} = \sum_{{p, q}} {D % "Y_i[p, q]"}
        \underbrace{{\frac{{\partial Y_i[p, q]}}{{\partial B_i}}}}_1""",
    "conv2d.backward_input_seen": rf"""{D % "X_j[r, c]"} = \sum_{{i=1}}^d \sum_{{\substack{{p, q, u, v \\
        p + u = r \\ q + v = c}}}} {D % "Y_i[p, q]"} K_{{ij}}[u, v]""",
    "conv2d.backward_input_shifted": rf"""{D % "X_j[r, c]"} = \sum_{{i=1}}^d \sum_{{u=0}}^{{h - 1}}
        \sum_{{v=0}}^{{w - 1}} {D % "Y_i"}[r - u, c - v] K_{{ij}}[u, v]{OUTSIDE % (D % "Y_i")}""",
    "convolve2d.full": r"""(X *_{full} K)[r, c] = \sum_{u=0}^{h - 1} \sum_{v=0}^{w - 1}
        X[r - u, c - v] K[u, v], \quad X = 0 \text{ outside}""",
    "conv2d.gradients": rf"""\begin{{aligned}} {D % "K_{ij}"} &= X_j \star {D % "Y_i"} \\
        {D % "B_i"} &= \sum_{{p, q}} {D % "Y_i"}[p, q] \\
        {D % "X_j"} &= \sum_{{i=1}}^d {D % "Y_i"} *_{{full}} K_{{ij}} \end{{aligned}}""",
    "conv2d.batch_gradients": rf"""\begin{{aligned}}
        {D % "K_{ij}"} &= \sum_{{b=1}}^N X_{{bj}} \star {D % "Y_{bi}"} \\
        {D % "B_i"} &= \sum_{{b=1}}^N \sum_{{p, q}} {D % "Y_{bi}"}[p, q] \end{{aligned}}""",
    "dense.batch_gradients": rf"""\begin{{aligned}} {D % "W_{ij}"} &= \sum_{{b=1}}^N {D % "Y_{bi}"} X_{{bj}} \\
        {D % "B_i"} &= \sum_{{b=1}}^N {D % "Y_{bi}"} \end{{aligned}}""",
    "conv2d.general_rule_kernel": rf"""{D % "K_{ij}[u, v]"} = \sum_{{p, q}} {D % "Y_i[p, q]"}
        \frac{{\partial Y_i[p, q]}}{{\partial K_{{ij}}[u, v]}}""",
    "conv2d.general_factor_kernel": rf"""\frac{{\partial Y_i[p, q]}}{{\partial K_{{ij}}[u, v]}} =
        {WINDOW}{OUTSIDE % "X_j"}""",
    "conv2d.general_rule_input": rf"""{D % "X_j[r, c]"} = \sum_{{i=1}}^d \sum_{{p, q}} {D % "Y_i[p, q]"}
        \frac{{\partial Y_i[p, q]}}{{\partial X_j[r, c]}}""",
    "conv2d.general_factor_input": r"""\frac{\partial Y_i[p, q]}{\partial X_j[r, c]} = \sum_{\substack{u, v \\
        s p + \delta u - t = r \\ s q + \delta v - l = c}} K_{ij}[u, v]""",
    "conv2d.stride_apart": r"""\begin{aligned} \bar{Y}_i &= B_i + \sum_{j=1}^n \bar{X}_j \star \bar{K}_{ij} \\
        Y_i[p, q] &= \bar{Y}_i[s p, s q] \end{aligned}""",
    "conv2d.stride_zeros": rf"""{D % BAR_Y}[r, c] = \sum_{{\substack{{p, q \\ s p = r \\ s q = c}}}}
        {D % "Y_i[p, q]"}""",
    "conv2d.stride_backward": rf"""\begin{{aligned}}
        {D % "K_{ij}[u, v]"} &= (\bar{{X}}_j \star {D % BAR_Y})[\delta u, \delta v] \\
        {D % "X_j[r, c]"} &= (\sum_{{i=1}}^d {D % BAR_Y} *_{{full}} \bar{{K}}_{{ij}})[r + t, c + l] \end{{aligned}}""",
    "im2col.windows": r"V[p, q, u, v] = X[s p + \delta u - t, s q + \delta v - l], \quad X = 0 \text{ outside}",
    "im2col.adjoint": rf"""{D % "X[r, c]"} = \sum_{{\substack{{p, q, u, v \\ s p + \delta u - t = r \\
        s q + \delta v - l = c}}}} {D % "V[p, q, u, v]"}""",
    "fast.loops_backward_kernel": rf"""{D % "K_{ij}[u, v]"} = \sum_{{b=1}}^N \sum_{{p, q}} {D % "Y_{bi}[p, q]"}
        X_{{bj}}[s p + \delta u - t, s q + \delta v - l]{OUTSIDE % "X_{bj}"}""",
    "fast.loops_backward_input": rf"""{D % "X_{bj}[r, c]"} = \sum_{{i=1}}^d \sum_{{\substack{{p, q, u, v \\
        s p + \delta u - t = r \\ s q + \delta v - l = c}}}} {D % "Y_{bi}[p, q]"} K_{{ij}}[u, v]""",
    "relu.forward": r"Y[p, q] = \max(X[p, q], 0)",
    "relu.backward": rf"""{D % "X[p, q]"} =
        \begin{{cases}} {D % "Y[p, q]"} & X[p, q] > 0 \\ 0 & \text{{otherwise}} \end{{cases}}""",
    "max_pool2d.forward": rf"{OUT} = \max_{{0 \le u, v < k}} {IN_WINDOW}",
    "max_pool2d.backward": rf"""{D % IN_WINDOW} =
        \begin{{cases}} {D % OUT} & {IN_WINDOW} = {OUT} \\ 0 & \text{{otherwise}} \end{{cases}}""",
    "avg_pool2d.forward": rf"{OUT} = \frac{{1}}{{k^2}} \sum_{{u=0}}^{{k - 1}} \sum_{{v=0}}^{{k - 1}} {IN_WINDOW}",
    "avg_pool2d.backward": rf"{D % IN_WINDOW} = \frac{{1}}{{k^2}} {D % OUT}",
    "dense.forward": r"Y_i = B_i + \sum_{j=1}^n W_{ij} X_j, \quad i = 1 \dots d",
    "dense.backward_weight": rf"{D % 'W_{ij}'} = {D % 'Y_i'} X_j",
    "dense.backward_bias": rf"{D % 'B_i'} = {D % 'Y_i'}",
    "dense.backward_input": rf"{D % 'X_j'} = \sum_{{i=1}}^d W_{{ij}} {D % 'Y_i'}",
    "softmax": r"\text{softmax}(Z)_{bk} = \frac{e^{Z_{bk}}}{\sum_{l=1}^c e^{Z_{bl}}}",
    "softmax_cross_entropy.forward": r"""E = \frac{1}{N} \sum_{b=1}^N
        (\log \sum_{l=1}^c e^{Z_{bl}} - \sum_{l=1}^c T_{bl} Z_{bl})""",
    "softmax_cross_entropy.backward": rf"""\sum_{{l=1}}^c T_{{bl}} = 1 \Rightarrow
        {D % "Z_{bk}"} = \frac{{1}}{{N}} (\text{{softmax}}(Z)_{{bk}} - T_{{bk}})""",
    "squared_error.forward": r"E = \frac{1}{m} \sum_{k=1}^m (Y_k - T_k)^2",
    "squared_error.one_term": rf"{D % 'Y_k'} = \frac{{1}}{{m}} \frac{{\partial (Y_k - T_k)^2}}{{\partial Y_k}}",
    "squared_error.backward": rf"{D % 'Y_k'} = \frac{{2}}{{m}} (Y_k - T_k)",
    "squared_error.bowl": rf"""E(K + D) = E(K) + \left\langle {D % "K"}, D \right\rangle
        + \frac{{1}}{{m}} \sum_{{p, q}} (X \star D)[p, q]^2""",
    "descent.step": rf"P_t = P_{{t - 1}} - \eta {D % 'P_{t - 1}'}",
    "descent.parabola": rf"""\begin{{aligned}} E_t &= \frac{{L}}{{2}} (P_t - P^*)^2 \\[0.5em]
        {D % "P_t"} &= L (P_t - P^*) \end{{aligned}}""",
    "descent.substituted": "P_t - P^* = P_{t - 1} - \\eta L (P_{t - 1} - P^*) - P^*",
    "descent.factor": r"P_t - P^* = (1 - \eta L) (P_{t - 1} - P^*)",
    "descent.distance": r"P_t - P^* = (1 - \eta L)^t (P_0 - P^*)",
    "descent.loss_substituted": r"E_t = \frac{L}{2} ((1 - \eta L)^t (P_0 - P^*))^2",
    "descent.loss": r"E_t = (1 - \eta L)^{2 t} E_0",
    "descent.rates": r"\{\eta L : |1 - \eta L| < 1\} = (0, 2)",
    "descent.bowl": r"E_t = \sum_k \frac{L[k]}{2} (P_t[k] - P^*[k])^2",
    "descent.directions": r"P_t[k] - P^*[k] = (1 - \eta L[k])^t (P_0[k] - P^*[k])",
    "descent.mean": rf"""\begin{{aligned}} E &= \frac{{1}}{{N}} \sum_{{b=1}}^N E_b \\[0.5em]
        {D % "P"} &= \frac{{1}}{{N}} \sum_{{b=1}}^N \frac{{\partial E_b}}{{\partial P}} \end{{aligned}}""",
    "descent.share": r"\frac{1}{S} \sum_{a=1}^S [b \in a] = \frac{m}{N}",
    "descent.batches": rf"\frac{{1}}{{S}} \sum_{{a=1}}^S \frac{{\partial E_a}}{{\partial P}} = {D % 'P'}",
    "dropout.forward": r"""\begin{aligned} Y[p, q] &= M[p, q] X[p, q] \\ M[p, q] &=
        \begin{cases} 0 & U[p, q] < \rho \\ \frac{1}{1 - \rho} & \text{otherwise} \end{cases} \end{aligned}""",
    "adam.moments": r"""\begin{aligned} M_t &= \beta_1 M_{t - 1} + (1 - \beta_1) G_t \\
        V_t &= \beta_2 V_{t - 1} + (1 - \beta_2) G_t^2 \end{aligned}""",
    "adam.step": r"P_t = P_{t - 1} - \eta \frac{M_t / (1 - \beta_1^t)}{\sqrt{V_t / (1 - \beta_2^t)} + \epsilon}",
    "he_initialisation": r"\operatorname{Var}(K) = \frac{2}{n h w}",
    "seeing.receptive_field": r"""\begin{aligned} r_t &= r_{t - 1} + (k_t - 1) \delta_t g_{t - 1} \\
        g_t &= s_t g_{t - 1} \end{aligned}""",
    "seeing.score": r"""S = \frac{1}{m^2} \sum_{p, q} Y_l[p, q] \Rightarrow
        G_j[p, q] = \frac{\partial S}{\partial X_j[p, q]}""",
    "seeing.saliency": r"M[p, q] = \max_{1 \le j \le n} |\frac{\partial S}{\partial X_j[p, q]}|",
    "seeing.guided": r"""G_X[p, q] = \begin{cases} G_Y[p, q] & X[p, q] > 0 \text{ and } G_Y[p, q] > 0 \\
        0 & \text{otherwise} \end{cases}""",
    "seeing.deconvnet": r"G_X[p, q] = \max(G_Y[p, q], 0)",
    "seeing.grad_cam": r"""\begin{aligned}
        \alpha_i &= \frac{1}{m^2} \sum_{p, q} \frac{\partial S}{\partial A_i[p, q]} \\
        L[p, q] &= \max \! (\sum_{i=1}^n \alpha_i A_i[p, q], 0) \end{aligned}""",
    "seeing.occlusion": "D[p, q] = S - S^{-}[p, q]",
    "seeing.objective": rf"""\begin{{aligned}} J &= S - \frac{{\lambda}}{{2}} \sum_{{j, p, q}} X_j[p, q]^2
        - \frac{{\mu}}{{2}} R {ROUGHNESS} \end{{aligned}}""",
    "accuracy": r"""\begin{aligned} \text{accuracy} &= \frac{1}{N} \sum_{b=1}^N [T_b = \hat{T}_b] \\[0.5em]
        \text{accuracy} &= \frac{1}{N} \sum_{k=1}^c C_{kk} \end{aligned}""",
    "confusion_matrix": r"C_{kl} = \sum_{b=1}^N [T_b = k][\hat{T}_b = l]",
    "images.gaussian_density": r"p(x) = \frac{e^{-x^2 / (2 \sigma^2)}}{\sigma \sqrt{2 \pi}}",
    "seeing.activity": r"""\begin{aligned} \text{mean} &= \frac{1}{N n m^2} \sum_{b, i, p, q} Y_{bi}[p, q] \\[0.5em]
        \text{zeros} &= \frac{1}{N n m^2} \sum_{b, i, p, q} [Y_{bi}[p, q] = 0] \end{aligned}""",
    "seeing.pca": r"""\begin{aligned} \bar{A}_j &= \frac{1}{N} \sum_{b=1}^N A_{bj} \\[0.5em]
        C_{jk} &= \frac{1}{N} \sum_{b=1}^N (A_{bj} - \bar{A}_j) (A_{bk} - \bar{A}_k) \\[0.5em]
        \sum_{k=1}^m C_{jk} V_{ik} &= \sigma^2_i V_{ij} \\[0.5em] \sum_{j=1}^m V_{ij}^2 &= 1 \\[0.5em]
        U_{bi} &= \sum_{j=1}^m V_{ij} (A_{bj} - \bar{A}_j) \end{aligned}""",
    "seeing.tsne": r"""\begin{aligned} J &= \sum_{b \ne l} P_{bl} \log \frac{P_{bl}}{Q_{bl}} \\[0.5em] Q_{bl} &=
        \frac{(1 + \lVert U_b - U_l \rVert^2)^{-1}}{\sum_{i \ne j} (1 + \lVert U_i - U_j \rVert^2)^{-1}}
        \end{aligned}""",
    "seeing.inversion": rf"""\begin{{aligned}} J &= \frac{{\sum_{{i, p, q}} (Y_i[p, q] - \hat{{Y}}_i[p, q])^2}}
        {{\sum_{{i, p, q}} \hat{{Y}}_i[p, q]^2}} + \frac{{\mu}}{{2}} R {ROUGHNESS} \end{{aligned}}""",
    "seeing.objective_step": rf"X_t = X_{{t - 1}} + \eta {RISE}",
    "seeing.inversion_step": rf"""\begin{{aligned}} V_t &= 0.8 V_{{t - 1}} + 0.2 {RISE} \\[0.5em]
        X_t &= X_{{t - 1}} - \frac{{\eta}}{{2}} (1 + \cos\!(\pi \frac{{t - 1}}{{m}})) V_t \end{{aligned}}""",
    "convolution.associative": "(X * K_1) * K_2 = X * (K_1 *_{full} K_2)",
    "correlation.twice": r"(X \star K_1) \star K_2 = X \star (K_1 *_{full} K_2)",
    "descent.fall": r"E_{t - 1} - E_t = \eta L (2 - \eta L) E_{t - 1}",
    "softmax.shift": r"""\begin{aligned} \text{softmax}(Z - a)_{bk} &= \text{softmax}(Z)_{bk} \\
        \log \sum_{l=1}^c e^{Z_{bl}} &= a + \log \sum_{l=1}^c e^{Z_{bl} - a} \\
        \text{cross-entropy}(Z - a, T) &= E \end{aligned}""",
    "softmax.term": r"""\frac{\partial}{\partial Z_{bl}} (-T_{bk} \log \text{softmax}(Z)_{bk}) =
        -T_{bk} ([k = l] - \text{softmax}(Z)_{bl})""",
    "fast.loops": rf"Y_i[p, q] = \sum_{{j=1}}^n \sum_{{u=0}}^{{h - 1}} \sum_{{v=0}}^{{w - 1}} {PRODUCT}",
    "fast.shifts": rf"Y_i[p, q] = \sum_{{u=0}}^{{h - 1}} \sum_{{v=0}}^{{w - 1}} \sum_{{j=1}}^n {PRODUCT}",
    "im2col.columns": rf"V_p[{IN_COLUMN}] = X_{{bj}}[s p + \delta u - t, s q + \delta v - l]{OUTSIDE % 'X_bj'}",
    "im2col.forward": r"""\begin{aligned} \hat{Y}_p &= \hat{K} V_p \\
        \hat{K}[i - 1, (w u + v) n + j - 1] &= K_{ij}[u, v] \\
        \hat{Y}_p[i - 1, N q + b - 1] &= Y_{bi}[p, q] \end{aligned}""",
    "im2col.backward_kernel": rf"{D % K_HAT} = \sum_p {D % Y_HAT} V_p^\top",
    "im2col.backward_input": rf"""{D % "X_{bj}[r, c]"} = \sum_{{\substack{{p, q, u, v \\
        s p + \delta u - t = r \\ s q + \delta v - l = c}}}} (\hat{{K}}^\top {D % Y_HAT})[{IN_COLUMN}]""",
    "winograd.maps": r"""\begin{aligned}
        P &= \begin{bmatrix} 1 & 0 & -1 & 0 \\ 0 & 1 & 1 & 0 \\ 0 & -1 & 1 & 0 \\ 0 & 1 & 0 & -1 \end{bmatrix} \\
        G &= \frac{1}{2} \begin{bmatrix} 2 & 0 & 0 \\ 1 & 1 & 1 \\ 1 & -1 & 1 \\ 0 & 0 & 2 \end{bmatrix} \\
        R &= \begin{bmatrix} 1 & 1 & 1 & 0 \\ 0 & 1 & -1 & -1 \end{bmatrix} \end{aligned}""",
    "winograd.f23": r"x \star k = R ((G k) \odot (P x))",
    "winograd.f2x2_3x3": r"X \star K = R ((G K G^\top) \odot (P X P^\top)) R^\top",
    "winograd.layer": r"""Y_i = R (\sum_{j=1}^n (G K_{ij} G^\top) \odot (P X_j P^\top)) R^\top, \quad i = 1 \dots d""",
    "conv2d.products": r"\text{products} = N \cdot d \cdot n \cdot h \cdot w \cdot H' \cdot W'",
    "winograd.products": r"\text{products} = 4 \cdot N \cdot d \cdot n \cdot H' \cdot W'",
    "fourier.definition": r"""\mathcal{F}(X)[r, c] = \sum_{p=0}^{m - 1} \sum_{q=0}^{m' - 1}
        X[p, q] \omega_m^{r p} \omega_{m'}^{c q}""",
    "fourier.theorem": r"\mathcal{F}(X *_{full} K) = \mathcal{F}(X) \odot \mathcal{F}(K)",
    "fourier.layer": r"""Y_i[p, q] = \mathcal{F}^{-1}(\sum_{j=1}^n \mathcal{F}(X_j) \odot
        \mathcal{F}(\text{rot180}(K_{ij})))[p + h - 1, q + w - 1]""",
}


@pytest.mark.parametrize("name", PRINTED)
def test_prints(name):
    assert plain(REGISTRY[name].latex()) == plain(PRINTED[name])

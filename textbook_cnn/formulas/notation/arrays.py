"""The arrays of the slides as the formulas print them: X_j, K_ij, B_i, Y_i, their elements and ∂E/∂ of them."""

from .derivatives import Gradient
from .letters import b, c, i, j, k, l, p, q, r
from .tensors import Element, Tensor

X, K, B, Y, W, Z = map(Tensor, "XKBYWZ")
E, G, I, M, P, R, S, T, U = map(Tensor, "EGIMPRSTU")  # noqa: E741
x, k_1d = Tensor("x"), Tensor("k")  # sequences
f, g, m_out = Tensor("f"), Tensor("g"), Tensor("m'")  # functions and what they give; size of the output
X_j, K_ij, B_i, B_j, W_ij = Tensor("X", j), Tensor("K", i, j), Tensor("B", i), Tensor("B", j), Tensor("W", i, j)
Y_i, Y_j = Tensor("Y", i), Tensor("Y", j)
X_b, X_bj, Y_bi, Z_b = Tensor("X", b), Tensor("X", b, j), Tensor("Y", b, i), Tensor("Z", b)
X_pq, Y_pq, M_pq, U_pq = (Element(A, p, q) for A in (X, Y, M, U))
X_j_rc, Y_i_pq, Y_j_pq = Element(X_j, r, c), Element(Y_i, p, q), Element(Y_j, p, q)
Z_bk, Z_bl, T_bk, T_bl = Tensor("Z", b, k), Tensor("Z", b, l), Tensor("T", b, k), Tensor("T", b, l)
dX, dK, dB, dY, dW, dZ = map(Gradient, (X, K, B, Y, W, Z))
dX_j, dK_ij, dB_i, dW_ij, dY_i, dY_j = map(Gradient, (X_j, K_ij, B_i, W_ij, Y_i, Y_j))  # noqa: N816
dX_pq, dY_pq, dZ_bk = map(Gradient, (X_pq, Y_pq, Z_bk))  # noqa: N816
dX_j_rc, dY_i_pq, dY_j_pq = map(Gradient, (X_j_rc, Y_i_pq, Y_j_pq))  # noqa: N816

"""The arrays of the slides as the formulas print them: X_j, K_ij, B_i, Y_i, their elements and ∂E/∂ of them."""

from .derivatives import Gradient
from .functions import Softmax
from .letters import b, i, j, k, l, p, q
from .tensors import Element, Entry, Tensor

X, K, B, Y, W, Z = map(Tensor, "XKBYWZ")
E, G, M, P, R, T = map(Tensor, "EGMPRT")
x, k_1d = Tensor("x"), Tensor("k")  # sequences
X_j, K_ij, B_i, B_j, W_ij = Tensor("X", j), Tensor("K", i, j), Tensor("B", i), Tensor("B", j), Tensor("W", i, j)
Y_i, Y_j = Tensor("Y", i), Tensor("Y", j)
X_pq, Y_pq, M_pq = Element(X, p, q), Element(Y, p, q), Element(M, p, q)
Z_bk, Z_bl, T_bk, T_bl = Tensor("Z", b, k), Tensor("Z", b, l), Tensor("T", b, k), Tensor("T", b, l)
P_bk = Entry(Softmax(Z), b, k)
dX, dK, dB, dY = map(Gradient, (X, K, B, Y))
dX_j, dK_ij, dB_i, dY_i, dY_j = map(Gradient, (X_j, K_ij, B_i, Y_i, Y_j))  # noqa: N816
dZ_bk = Gradient(Z_bk)  # noqa: N816

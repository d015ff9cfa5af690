"""The letters of the formulas that stand for sizes, indices and variables; docs/notation.md lists them."""

from __future__ import annotations

import sympy as sp

from .names import LETTER, allowed
from .nodes import AsWritten


class Letter(AsWritten, sp.Symbol):
    """A symbol whose sums and products print as written: `t - 1` is t - 1, not −1 + t.

    It is never equal to SymPy's own symbol of the same name, with which SymPy computes: `in_symbols` changes one into
    the other.  It has no properties: one that is known to be positive would print as one that is not.
    """

    def __new__(cls, name: str) -> Letter:
        """Refuse a name that prints as something else."""
        return super().__new__(cls, allowed(name, LETTER))


def in_symbols(expression: sp.Basic) -> sp.Basic:
    """Return a node with SymPy's own symbols for its letters, also for the indices of its sums."""
    if isinstance(expression, Letter):
        return sp.Symbol(expression.name)
    return expression.func(*map(in_symbols, expression.args)) if expression.args else expression


def letters(names: str) -> tuple[Letter, ...]:
    """Return a letter for each name."""
    return tuple(map(Letter, names.split()))


i, j = letters("i j")  # output channel, input channel; row and column of a pixel
b, c, l = letters("b c l")  # image of the batch; number of classes, a class  # noqa: E741
p, q = letters("p q")  # output position; p also padding
u, v = letters("u v")  # position in the kernel or window
d, n, N, S = letters("d n N S")  # numbers of filters, of input channels, of images, of parts of a batch
h, w, r = letters("h w r")  # height, width and half-width of the kernel
k, m, s, delta = letters("k m s delta")  # along one axis: size of the kernel and of the input, stride, dilation
m_2, H_out, W_out = letters("m' H' W'")  # size of a transform along the other axis; height and width of the output
a, z = letters("a z")  # part of a batch; rows of zeros in all
t, tau, tau_1, tau_2, x, y = letters("t tau tau_1 tau_2 x y")  # time and place without pixels; t also a step
rho, eta, epsilon = letters("rho eta epsilon")  # dropout rate, learning rate, Adam's small number
(L,) = letters("L")  # curvature of the loss
beta_1, beta_2 = letters("beta_1 beta_2")  # memory of Adam's averages
lambda_, mu = letters("lambda mu")  # how much large pixels and rough images count
nu, sigma = letters("nu sigma")  # exponent and standard deviation of a density

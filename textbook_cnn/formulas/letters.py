"""The letters of the formulas that stand for sizes and indices; docs/notation.md lists them with the arrays."""

import sympy as sp

i, j, l = sp.symbols("i j l")  # output channel, input channel, class  # noqa: E741
p, q = sp.symbols("p q")  # output position
r, c = sp.symbols("r c")  # input position
u, v = sp.symbols("u v")  # position in the kernel
d, n = sp.symbols("d n")  # numbers of filters and of input channels
h, w = sp.symbols("h w")  # height and width of the kernel
I, k, s, t = sp.symbols("I k s p")  # along one axis: size of the input, of the kernel, stride, padding  # noqa: E741
delta = sp.Symbol("delta")  # dilation

"""The letters of the formulas that stand for sizes, indices and variables; docs/notation.md lists them."""

import sympy as sp

i, j = sp.symbols("i j")  # output channel, input channel; row and column of a pixel
b, c, l = sp.symbols("b c l")  # image of the batch; number of classes, a class  # noqa: E741
p, q = sp.symbols("p q")  # output position; p also padding
u, v = sp.symbols("u v")  # position in the kernel or window
d, n, N, S = sp.symbols("d n N S")  # numbers of filters, of input channels, of images, of parts of a batch
h, w, r = sp.symbols("h w r")  # height, width and half-width of the kernel
k, m, s, delta = sp.symbols("k m s delta")  # along one axis: size of the kernel and of the input, stride, dilation
a, z = sp.symbols("a z")  # part of a batch; rows of zeros in all
t, tau, tau_1, tau_2, x, y = sp.symbols("t tau tau_1 tau_2 x y")  # time and place without pixels; t also a step
rho, eta, epsilon = sp.symbols("rho eta epsilon")  # dropout rate, learning rate, Adam's small number
beta_1, beta_2 = sp.symbols("beta_1 beta_2")  # memory of Adam's averages

"""Formulas of the chapter on the backward pass: gradients for the kernels, the bias and the input, in this order."""

from . import bias, input, kernel

CHAPTER = 5
FORMULAS = (*kernel.FORMULAS, *bias.FORMULAS, *input.FORMULAS)

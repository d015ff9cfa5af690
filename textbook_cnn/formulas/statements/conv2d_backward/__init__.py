"""Formulas of the chapter on the backward pass: gradients for the kernels, the bias and the input, in this order.

Then the three together, those of a layer with stride, padding and dilation, and why its windows are added.
"""

from . import bias, columns, general, input, kernel, together

CHAPTER = 5
FORMULAS = (
    *kernel.FORMULAS,
    *bias.FORMULAS,
    *input.FORMULAS,
    *together.FORMULAS,
    *columns.FORMULAS,
    *general.FORMULAS,
)

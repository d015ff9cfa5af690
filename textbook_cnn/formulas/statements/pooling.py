"""Formulas of the chapter on the other layers: windows that overlap, pooling before the ReLU, flattening."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import sympy as sp

from ..code_for_all_sizes import code_for_all_sizes
from ..formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..notation.cases import Same
from ..notation.letters import c, h, j, p, q, r, s, u, v, w
from ..notation.nodes import PRODUCT, Element, Gradient, Negative, Node, Over, Plus, Tensor, Times, value
from ..notation.operators import Named, Sum, SumOver, SumWhere, shipped
from ..examples.pooling import average_windows, flattened, largest_in_windows, pooled_and_rectified, reordered_networks
from ..proofs import Proof, as_printed
from ..registry import Equation, Formula

if TYPE_CHECKING:
    from ..examples.conv2d import Instance


class LargestIn(Node):
    """The largest over window positions: LargestIn(body, u, h, v, w) has u from 0 to h − 1, v from 0 to w − 1."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the two indices."""
        body, u, height, v, width = self.args
        return (body.free_symbols - {u, v}) | height.free_symbols | width.free_symbols

    def _value(self, at: Instance) -> Any:
        body, u, height, v, width = self.args
        first, *others = (value(body, at.bind({u: row, v: column}))
                          for row, column in product(range(value(height, at)), range(value(width, at))))  # fmt: skip
        for other in others:
            first = other if other > first else first
        return first

    def _latex(self, printer: Any) -> str:
        body, u, height, v, width = map(printer._print, self.args)
        return rf"\max_{{0 \le {u} < {height}, \, 0 \le {v} < {width}}} {body}"


class Rectified(Named):
    """relu(X)."""

    function = "relu"


class Pooled(Named):
    """pool(X): the largest of each 2×2 window of a feature map."""

    function = "max_pool2d"

    def _value(self, at: Instance) -> Any:
        return shipped(self.function)(value(self.args[0], at)[None, None])[0, 0]

    def _latex(self, printer: Any) -> str:
        return rf"\text{{pool}}({printer._print(self.args[0])})"


class ThroughRelu(Node):
    """The way back through the ReLU whose input was X: ThroughRelu(X, dY) prints relu'_X(∂E/∂Y)."""

    word = "relu"

    def _value(self, at: Instance) -> Any:
        return shipped("relu_backward")(*(value(part, at) for part in self.args))

    def _latex(self, printer: Any) -> str:
        X, dY = map(printer._print, self.args)
        return rf"\text{{{self.word}}}'_{{{X}}}\!\left({dY}\right)"


class ThroughPool(ThroughRelu):
    """The way back through the pooling whose input was X."""

    word = "pool"

    def _value(self, at: Instance) -> Any:
        X, dY = (value(part, at)[None, None] for part in self.args)
        return shipped("max_pool2d_backward")(X, dY)[0, 0]


X_j, B_j, Y_j = Tensor("X", j), Tensor("B", j), Tensor("Y", j)
Y, OUT, PIXEL = Tensor("Y"), Element(Y_j, p, q), Element(X_j, r, c)
ROW, COLUMN = Plus(Times(s, p), u), Plus(Times(s, q), v)
IN_WINDOW = Element(X_j, ROW, COLUMN)
SHARE = Over(1, Times(h, w))
PLACE = Plus(Times(Plus(j, Negative(1)), h, w), Times(p, w), q)
MET = Same(ROW, r), Same(COLUMN, c)  # the window at p, q meets the pixel r, c with its element u, v
dY_j, dPIXEL, dOUT = map(Gradient, (Y_j, PIXEL, OUT))  # noqa: N816

AVERAGE = Equation(OUT, Times(SHARE, Sum(Sum(IN_WINDOW, v, 0, Plus(w, Negative(1))), u, 0, Plus(h, Negative(1)))))
EVERY_WINDOW = "every number of images and channels, every size of windows and output, every stride, windows inside"

OVERLAPPING = as_printed(
    largest_in_windows, "720 orders of six pixels under two windows; windows up to 3×2, 2×3, strides 1 to 3", "regions"
)
AVERAGES = as_printed(average_windows, "two channels of up to 5×6, windows of up to 3×2 and 2×3, strides 1 to 3")
REORDERED = as_printed(pooled_and_rectified, "a window in all 24 orders, 0 to 4 of its elements positive", "regions")
NETWORKS = Proof(
    "regions", "two networks with the same parameters, windows 2×2 and 3×2, strides 1 and 2: outputs and all gradients",
    lambda formula: reordered_networks(),
)  # fmt: skip
FLATTENED = as_printed(flattened, "two images, n ≤ 3, maps of up to 3×4")

CHAPTER = 5
FORMULAS = (
    Formula(
        id="max_pool2d.general", title="Max pooling with any window and stride", slide="",
        rows=((OUT, LargestIn(IN_WINDOW, u, h, v, w)),), functions=("max_pool2d",), proofs=(OVERLAPPING,),
    ),
    Formula(
        id="max_pool2d.general_backward", title="Gradient through max pooling with overlapping windows", slide="",
        rows=((dPIXEL, SumWhere(dOUT, *MET, Same(PIXEL, OUT), p, q, u, v)),),
        functions=("max_pool2d_backward",), proofs=(OVERLAPPING,),
    ),
    Formula(
        id="avg_pool2d.general", title="Average pooling with any window and stride", slide="",
        rows=(AVERAGE,),
        functions=("avg_pool2d",), proofs=(AVERAGES, code_for_all_sizes("avg_pool2d")),
    ),
    Formula(
        id="avg_pool2d.general_backward", title="Gradient through average pooling with overlapping windows", slide="",
        rows=((dPIXEL, Times(SHARE, SumWhere(dOUT, *MET, p, q, u, v))),),
        functions=("avg_pool2d_backward",),
        proofs=(AVERAGES, formula_for_all_sizes(settings.windows(loss_of(AVERAGE)), EVERY_WINDOW),
                code_for_all_sizes("avg_pool2d_backward")),
    ),
    Formula(
        id="pool_first.forward", title="Bias and ReLU change places with max pooling", slide="",
        rows=((Pooled(Plus(X_j, B_j)), Plus(Pooled(X_j), B_j)), (Pooled(Rectified(X_j)), Rectified(Pooled(X_j)))),
        functions=("pool_first", "max_pool2d", "relu"), proofs=(REORDERED,),
    ),
    Formula(
        id="pool_first.backward", title="The gradients change places too", slide="",
        rows=((ThroughPool(Plus(X_j, B_j), dY_j), ThroughPool(X_j, dY_j)),
              (SumOver(Element(ThroughPool(X_j, dY_j), r, c), r, c), SumOver(Element(dY_j, p, q), p, q)),
              (ThroughRelu(X_j, ThroughPool(Rectified(X_j), dY_j)),
               ThroughPool(X_j, ThroughRelu(Pooled(X_j), dY_j)))),
        functions=("pool_first", "max_pool2d_backward", "relu_backward"), proofs=(REORDERED, NETWORKS),
    ),
    Formula(
        id="flatten", title="Feature maps as one row", slide="",
        rows=((Element(Y, PLACE), Element(X_j, p, q)), (Gradient(Element(X_j, p, q)), Gradient(Element(Y, PLACE)))),
        functions=("flatten", "unflatten"), proofs=(FLATTENED, code_for_all_sizes("flatten, unflatten")),
    ),
)  # fmt: skip

"""Formulas of the chapters that look inside a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy as sp

from ..notation.cases import Cases, Greater, Larger
from ..notation.letters import i, j, l, m, n, p, q, t
from ..notation.nodes import (PRODUCT, Element, Gradient, Negative, Node, Over, PaddedElement, Plus, Power, Step, Tensor, Times, value)
from ..notation.operators import Sum, SumOver
from ..proofs import as_printed
from ..registry import Formula
from ..examples.attribution import (HIDDEN, TARGET, channel_scores, class_scores, fields, hidden_windows, inversions, lambda_, mu, objectives, projected, rectified, weighted_maps)

if TYPE_CHECKING:
    from ..examples.conv2d import Instance


class Slope(Gradient):
    """∂S/∂ of a tensor: the derivative of a score."""

    def _latex(self, printer: Any) -> str:
        return rf"\frac{{\partial S}}{{\partial {printer._print(self.args[0])}}}"


class Absolute(Node):
    """|a|."""

    def _value(self, at: Instance) -> Any:
        return abs(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\left|{printer._print(self.args[0])}\right|"


class LargestAlong(Node):
    """The largest for an index from 1 to its last value: LargestAlong(body, j, n)."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the index."""
        body, index, last = self.args
        return (body.free_symbols - {index}) | last.free_symbols

    def _value(self, at: Instance) -> Any:
        body, index, last = self.args
        found = [value(body, at.bind({index: place})) for place in range(1, value(last, at) + 1)]
        largest = found[0]
        for each in found[1:]:
            largest = each if each > largest else largest
        return largest

    def _latex(self, printer: Any) -> str:
        body, index, last = map(printer._print, self.args)
        return rf"\max_{{1 \le {index} \le {last}}} {body}"


class Both(Node):
    """Two conditions at once."""

    def _value(self, at: Instance) -> bool:
        return all(value(condition, at) for condition in self.args)

    def _latex(self, printer: Any) -> str:
        return r" \text{ and } ".join(map(printer._print, self.args))


class Inside(PaddedElement):
    """A difference of neighbours that is left out where one of the two lies outside: Inside(X, p, q, dp, dq)."""

    def _value(self, at: Instance) -> Any:
        A, *numbers = self.args
        array, (row, column, down, across) = value(A, at), (value(number, at) for number in numbers)
        other = row + down, column + across
        if other[0] >= array.shape[0] or other[1] >= array.shape[1]:
            return 0
        return array[other] - array[row, column]

    def _latex(self, printer: Any) -> str:
        A, row, column, down, across = self.args
        array, at_row, at_column = map(printer._print, (A, row, column))
        place = f"{at_row}{'+1' if down else ''}, {at_column}{'+1' if across else ''}"
        return rf"\left({array}[{place}] - {array}[{at_row}, {at_column}]\right)"


X_j, A_i, Y_l = Tensor("X", j), Tensor("A", i), Tensor("Y", l)
M, D, L, S, J = map(Tensor, "MDLSJ")
G_X, G_Y = Tensor("G_X"), Tensor("G_Y")
MEAN = Over(1, Power(m, 2))


def squares(body: Any, *indices: Any) -> Any:
    """Sum of the squares of a body over all places."""
    return SumOver(Power(body, 2), *indices)


ROUGHNESS = SumOver(Plus(Power(Inside(X_j, p, q, 1, 0), 2), Power(Inside(X_j, p, q, 0, 1), 2)), j, p, q)
R = Tensor("R")
PENALTY = Times(Over(mu, 2), R)
SQUARES = squares(Element(X_j, p, q), j, p, q)
WANTED = Element(Tensor(TARGET, i), p, q)
DIFFERENCE = Plus(Element(Tensor("Y", i), p, q), Negative(WANTED))

REGIONS = "a convolution layer, a ReLU and a dense layer; six choices of signs, two classes"

CHAPTER = 9
FORMULAS = (
    Formula(
        id="seeing.receptive_field", title="Receptive field, layer by layer", slide="",
        rows=((Step("r", t), Plus(Step("r", Plus(t, Negative(1))), Times(
                  Plus(Step("k", t), Negative(1)), Step(r"\delta", t), Step("g", Plus(t, Negative(1)))))),
              (Step("g", t), Times(Step("s", t), Step("g", Plus(t, Negative(1)))))),
        functions=("receptive_field", "conv2d"),
        proofs=(as_printed(fields, "five chains of up to six layers; what stands in the polynomials that come out"),),
    ),
    Formula(
        id="seeing.score", title="Score of a channel, and its gradient for the pixels", slide="", layout="implies",
        rows=((S, Times(MEAN, SumOver(Element(Y_l, p, q), p, q))),
              (Element(Tensor("G", j), p, q), Slope(Element(X_j, p, q)))),
        functions=("input_gradient",),
        proofs=(as_printed(channel_scores, "both channels of a convolution layer, six choices of signs", "regions"),),
    ),
    Formula(
        id="seeing.saliency", title="Saliency map", slide="",
        rows=((Element(M, p, q), LargestAlong(Absolute(Slope(Element(X_j, p, q))), j, n)),),
        functions=("saliency", "input_gradient"), proofs=(as_printed(class_scores, REGIONS, "regions"),),
    ),
    Formula(
        id="seeing.guided", title="Guided backpropagation through a ReLU", slide="",
        rows=((Element(G_X, p, q), Cases([Element(G_Y, p, q), Both(Greater(Element(Tensor("X"), p, q), 0),
                                                                   Greater(Element(G_Y, p, q), 0))], [0])),),
        functions=("guided_backpropagation",),
        proofs=(as_printed(rectified, "four inputs, all 16 choices of signs, four of what comes back", "regions"),),
    ),
    Formula(
        id="seeing.deconvnet", title="The deconvnet's way back through a ReLU", slide="",
        rows=((Element(G_X, p, q), Larger(Element(G_Y, p, q), 0)),), functions=("deconvnet",),
        proofs=(as_printed(projected, "four inputs, all 16 choices of signs, two weights, two biases", "regions"),),
    ),
    Formula(
        id="seeing.grad_cam", title="Grad-CAM", slide="",
        rows=((Tensor(r"\alpha", i), Times(MEAN, SumOver(Slope(Element(A_i, p, q)), p, q))),
              (Element(L, p, q), Larger(Sum(Times(Tensor(r"\alpha", i), Element(A_i, p, q)), i, 1, n), 0))),
        functions=("grad_cam",),
        proofs=(as_printed(weighted_maps, "two maps of 2×2 and a dense layer, six choices of signs", "regions"),),
    ),
    Formula(
        id="seeing.occlusion", title="Fall of the score when a window is hidden", slide="",
        rows=((Element(D, p, q), Plus(S, Negative(Element(Tensor(HIDDEN), p, q)))),),
        functions=("occlusion_map",), proofs=(as_printed(hidden_windows, REGIONS, "regions"),),
    ),
    Formula(
        id="seeing.objective", title="Objective of an image made to order", slide="",
        rows=((J, Plus(S, Negative(Times(Over(lambda_, 2), SQUARES)), Negative(PENALTY))), (R, ROUGHNESS)),
        functions=("maximise_activation",), proofs=(as_printed(objectives, REGIONS, "regions"),),
    ),
    Formula(
        id="seeing.inversion", title="Distance of an image from given feature maps", slide="",
        rows=((J, Plus(Over(squares(DIFFERENCE, i, p, q), squares(WANTED, i, p, q)), PENALTY)), (R, ROUGHNESS)),
        functions=("invert_features",),
        proofs=(as_printed(inversions, "two maps of a convolution layer, six choices of signs", "regions"),),
    ),
)  # fmt: skip

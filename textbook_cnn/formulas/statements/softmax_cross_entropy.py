"""Formulas of the chapters on the loss and on training: labels, targets of any sum, a batch in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..notation.cases import Cases, Entry, Exp, Log, Same, Softmax
from ..notation.letters import N, S, a, b, c, k, l
from ..examples.softmax_cross_entropy import any_target_rows, batches_in_parts, every_label
from ..notation.nodes import Gradient, Negative, Node, Over, Plus, Tensor, Times, value
from ..notation.operators import Sum
from ..proofs import as_printed
from ..registry import Formula

if TYPE_CHECKING:
    from ..examples.conv2d import Instance


class OfPart(Node):
    """What belongs to one part of the batch: OfPart("E", a) prints E_a and means the loss of its images alone."""

    def _value(self, at: Instance) -> Any:
        letter, part = self.args
        return at.array(f"{letter} of the parts")[value(part, at) - 1]

    def _latex(self, printer: Any) -> str:
        letter, part = self.args
        return f"{letter}_{{{printer._print(part)}}}"


class PartGradient(Node):
    """∂E_a/∂P, the derivative of the loss of one part: PartGradient("P", a)."""

    def _value(self, at: Instance) -> Any:
        return OfPart(*self.args)._value(at.gradient())

    def _latex(self, printer: Any) -> str:
        letter, part = self.args
        return rf"\frac{{\partial E_{{{printer._print(part)}}}}}{{\partial {letter}}}"


Z, E, P = map(Tensor, "ZEP")
Z_bk, Z_bl, T_bk, T_bl = Tensor("Z", b, k), Tensor("Z", b, l), Tensor("T", b, k), Tensor("T", b, l)
E_a, N_a, LABEL = OfPart("E", a), OfPart("N", a), Tensor(r"\ell", b)
P_bk, MEAN = Entry(Softmax(Z), b, k), Over(1, N)
dZ_bk = Gradient(Z_bk)  # noqa: N816

LABELS = as_printed(every_label, "two images, three classes, all nine pairs of labels, three orders", "regions")
ANY_SUM = as_printed(any_target_rows, "two images, three classes, any target rows; the loss as printed", "regions")
IN_PARTS = as_printed(batches_in_parts, "a dense layer, 3 to 32 images in 2 or 3 parts, also unequal ones", "regions")

CHAPTER = 5
FORMULAS = (
    Formula(
        id="softmax_cross_entropy.labels", title="Cross-entropy with labels, and its gradient", slide="",
        rows=((E, Times(MEAN, Sum(Plus(Log(Sum(Exp(Z_bl), l, 1, c)), Negative(Tensor("Z", b, LABEL))), b, 1, N))),
              (dZ_bk, Times(MEAN, Plus(P_bk, Negative(Cases([1, Same(k, LABEL)], [0])))))),
        functions=("softmax_cross_entropy", "softmax_cross_entropy_backward"), proofs=(LABELS,),
    ),
    Formula(
        id="softmax_cross_entropy.any_targets", title="Gradient for targets of any sum", slide="",
        rows=((E, Negative(Times(MEAN, Sum(Sum(Times(T_bl, Log(Entry(Softmax(Z), b, l))), l, 1, c), b, 1, N)))),
              (Plus(dZ_bk, Negative(Times(MEAN, Plus(P_bk, Negative(T_bk))))),
               Times(MEAN, P_bk, Plus(Sum(T_bl, l, 1, c), Negative(1))))),
        functions=("softmax", "softmax_cross_entropy"), proofs=(ANY_SUM,),
    ),
    Formula(
        id="training.parts", title="A batch in parts", slide="",
        rows=((E, Sum(Times(Over(N_a, N), E_a), a, 1, S)),
              (Gradient(P), Sum(Times(Over(N_a, N), PartGradient("P", a)), a, 1, S))),
        functions=("train",), proofs=(IN_PARTS,),
    ),
)  # fmt: skip

"""The formula of the whole network: scores, loss, and the gradient for every parameter at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ..notation.letters import b
from ..notation.nodes import ATOM, PRODUCT, Gradient, Node, Plus, Tensor, bound, value
from ..notation.operators import DotStar, Named, shipped
from ..proofs import as_printed
from ..registry import Formula
from ..examples.network import DRAWS, row, trained_networks

if TYPE_CHECKING:
    from ..examples.conv2d import Instance


class Word(Named):
    """A shipped function printed by one word."""

    word: ClassVar[str]

    def _latex(self, printer: Any) -> str:
        return rf"\text{{{self.word}}}\!\left({', '.join(map(printer._print, self.args))}\right)"


class Rectified(Word):
    """relu(X)."""

    word = function = "relu"


class Maps(Word):
    """A function that takes several images: the maps (n, height, width) of one image go in as a batch of one."""

    def _value(self, at: Instance) -> Any:
        return shipped(self.function)(value(self.args[0], at)[None])[0]


class Pooled(Maps):
    """pool(X), the largest of each 2×2 window."""

    word, function = "pool", "max_pool2d"


class Flattened(Maps):
    """flatten(X), the maps as one row."""

    word = function = "flatten"


class CrossEntropy(Word):
    """The mean cross-entropy of the softmax of scores Z for target rows T."""

    word, function = "cross-entropy", "softmax_cross_entropy"


class MatrixTimes(Node):
    """W x, a matrix times a column."""

    tightness = PRODUCT

    def _value(self, at: Instance) -> Any:
        W, x = (value(part, at) for part in self.args)
        return W @ x

    def _latex(self, printer: Any) -> str:
        return r" \, ".join(bound(part, PRODUCT, printer) for part in self.args)


class Listed(Node):
    """(a, b, …): the elements of all in one row."""

    def _value(self, at: Instance) -> np.ndarray:
        return row(value(part, at) for part in self.args)

    def _latex(self, printer: Any) -> str:
        return rf"\left({', '.join(map(printer._print, self.args))}\right)"


class Backward(Node):
    """backward(∂E/∂Z): all gradients, as Network.backward of the pass returns them, in one row."""

    tightness = ATOM

    def _value(self, at: Instance) -> np.ndarray:
        return at.array("network").backward(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\text{{backward}}\!\left({printer._print(self.args[0])}\right)"


X, Z, T, E, W = map(Tensor, "XZTEW")
K_1, K_2, B_1, B_2, B_3 = Tensor("K", 1), Tensor("K", 2), Tensor("B", 1), Tensor("B", 2), Tensor("B", 3)
X_b, Z_b, F_1, F_2 = Tensor("X", b), Tensor("Z", b), Tensor("F", 1, b), Tensor("F", 2, b)
REGIONS = as_printed(
    trained_networks,
    f"{DRAWS} draws of one or two images and of all parameters, which together take every place in every pooling "
    "window and both signs of every ReLU; as written, and with pooling first, as in training",
    "regions",
)

CHAPTER = 5
FORMULAS = (
    Formula(
        id="network.gradients", title="The whole network, there and back", slide="",
        rows=((F_1, Pooled(Rectified(Plus(B_1, DotStar(K_1, X_b))))),
              (F_2, Pooled(Rectified(Plus(B_2, DotStar(K_2, F_1))))),
              (Z_b, Plus(B_3, MatrixTimes(W, Flattened(F_2)))), (E, CrossEntropy(Z, T)),
              (Backward(Gradient(Z)), Gradient(Listed(K_1, B_1, K_2, B_2, W, B_3, X)))),
        functions=("Network",), proofs=(REGIONS,),
    ),
)  # fmt: skip

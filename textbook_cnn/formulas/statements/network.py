"""The whole network: its first kernels, and the way there and back."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..example import Example
from ..examples import many_images
from ..examples.every_layer import there_and_back
from ..examples.network import DRAWS, initial_kernels, trained_networks
from ..formula import Formula
from ..notation.arrays import E, K, T, W, X, X_b, Z, Z_b, dZ
from ..notation.chance import Variance
from ..notation.derivatives import Gradient
from ..notation.functions import CrossEntropy, Flattened, Pooled, Rectified
from ..notation.letters import b, h, n, w
from ..notation.matrix_operations import Listed, MatrixProduct
from ..notation.nodes import Node, value
from ..notation.operators import DotStar
from ..notation.printing import ATOM, called
from ..notation.tensors import Tensor
from ..proofs import as_printed, as_run


class Backward(Node):
    """backward(∂E/∂Z): all gradients, as Network.backward of the pass returns them, in one row."""

    tightness = ATOM

    def _value(self, at: Example) -> np.ndarray:
        return at.array("network").backward(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return called(r"\text{backward}", printer._print(self.args[0]))


K_1, K_2, B_1, B_2, B_3 = Tensor("K", 1), Tensor("K", 2), Tensor("B", 1), Tensor("B", 2), Tensor("B", 3)
F_1, F_2 = Tensor("F", 1, b), Tensor("F", 2, b)
REGIONS = as_printed(
    trained_networks,
    f"{DRAWS} draws of one or two images, rows T that sum to 1 and all parameters, which together take every place in "
    "every pooling window and both signs of every ReLU; as written, and with pooling first, as in training",
    "regions",
)

EVERY_LAYER = as_run(
    there_and_back,
    "a network of every kind of layer, all sizes down and across different, with and without dropout, and with pooling "
    "first: the output and all gradients",
    "regions",
)
MANY = as_run(
    many_images.one_by_one, "70 images at once against one by one, whole numbers", "numbers", "images one by one"
)

HE = as_printed(
    initial_kernels,
    "moments of what init makes of symbols for normal numbers: seven n up to 32, h, w ≤ 5; dense layers of up to 64 "
    "inputs, and of 100, 500 and 1,000; the root to a 64-bit number",
)

CHAPTER = 6
FORMULAS = (
    Formula(
        id="he_initialisation",
        title="He's spread of the first kernels",
        slide="",
        rows=((Variance(K), 2 / (n * h * w)),),
        functions=("Network",),
        proofs=(HE,),
        derives="he_initialisation",
        step="result",
    ),
    Formula(
        id="network.gradients",
        title="The whole network, there and back",
        slide="",
        rows=(
            (F_1, Pooled(Rectified(B_1 + DotStar(K_1, X_b)))),
            (F_2, Pooled(Rectified(B_2 + DotStar(K_2, F_1)))),
            (Z_b, B_3 + MatrixProduct(W, Flattened(F_2))),
            (E, CrossEntropy(Z, T)),
            (Backward(dZ), Gradient(Listed(K_1, B_1, K_2, B_2, W, B_3, X))),
        ),
        functions=("Network",),
        proofs=(EVERY_LAYER, MANY, REGIONS),
    ),
)

"""Maps sent back through a layer and a rectifier."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from ..example import Example
from ..notation.letters import p, q
from ..shipped import shipped
from ..symbols.scalars import scalars
from ..symbols.supposed import signs


def projected() -> Iterator[Example]:
    """A ReLU before a 1 × 1 convolution, whose output is projected back through both."""
    network = shipped("Network")([shipped("ReLU")(), shipped("Conv2D")(1, 1)], (1, 2, 2))
    for chosen, weight, bias in product(product((3, -5), repeat=4), (1, -2), (2, -2)):
        X = scalars("x", np.reshape(chosen, (1, 1, 2, 2)))
        K, B = scalars("k", [[[[weight]]]]), scalars("b", [bias * 2])
        signs(X)
        params = {"conv2d_1.K": K, "conv2d_1.B": B}
        Y = network.forward(params, X)[0]
        before = shipped("conv2d_backward_input")(Y, K)[0, 0]
        after = shipped("deconvnet")(network, params, X, layer="conv2d_1")[0, 0]
        yield Example(
            f"signs {chosen}, weight {weight}, bias {bias}",
            {"G_Y": before, "G_X": after},
            ranges={p: range(2), q: range(2)},
        )

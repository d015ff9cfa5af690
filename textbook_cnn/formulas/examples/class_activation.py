"""Feature maps weighted by slopes of a score, and images with a hidden window."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from ..example import Example
from ..notation.letters import i, m, n, p, q
from ..shipped import shipped
from ..symbols.rings import total
from ..symbols.scalars import Scalar, scalars
from .attribution import SEEDS, SmallNetwork, slopes, witnesses

MAPS = (3, 2), (2, 1), (1, 2)  # feature maps, and the height and width of each
HIDDEN = "S^{-}"  # score of the image whose window is hidden


def weighted_maps() -> Iterator[Example]:
    """One to three feature maps before a dense layer, and the Grad-CAM of each class."""
    layers = [shipped("ReLU")(), shipped("Flatten")(), shipped("Dense")(2)]
    for seed, unit in product(SEEDS, (0, 1)):
        rng, (maps, side) = np.random.default_rng(seed), MAPS[seed % 3]
        network = shipped("Network")(layers, (maps, side, side))
        A = scalars("a", abs(witnesses(rng, (1, maps, side, side))), positive=True)  # the ReLU lets all of it through
        params = {"dense_1.W": scalars("w", witnesses(rng, (2, A.size))), "dense_1.B": scalars("c", [1, 2])}
        wanted = network.forward(params, A)[0][0, unit]
        gradient = slopes(wanted, A, *params.values())[0]
        alpha = np.array([total(part) / side**2 for part in gradient], dtype=object)
        cam = shipped("grad_cam")(network, params, A, unit, layer="relu_1")[0]
        yield Example(
            f"witnesses {seed}, class {unit}",
            {"A": A[0], r"\alpha": alpha, "L": cam},
            {"A": gradient},
            numbers={n: maps, m: side},
            ranges={i: range(1, maps + 1), p: range(side), q: range(side)},
        )


def hidden_windows() -> Iterator[Example]:
    """Every 2 × 2 window of an image filled with a number, and the fall of each class's score."""
    for seed, unit in product(SEEDS, (0, 1)):
        small = SmallNetwork(seed)
        fill = 47
        falls = shipped("occlusion_map")(small.network, small.params, small.X, unit, size=2, fill=fill)
        whole = np.array(small.score(small.X, unit), dtype=object)
        hidden = np.empty([side - 1 for side in small.size[1:]], dtype=object)
        for top, left in np.ndindex(*hidden.shape):
            image = small.X.copy()
            image[:, :, top : top + 2, left : left + 2] = Scalar(fill, fill)
            hidden[top, left] = small.score(image, unit)
        yield Example(
            f"witnesses {seed}, class {unit}",
            {"D": falls, "S": whole, HIDDEN: hidden},
            ranges={p: range(hidden.shape[0]), q: range(hidden.shape[1])},
        )

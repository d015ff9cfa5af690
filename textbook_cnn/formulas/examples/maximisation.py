"""Images whose score, or whose distance from given maps, is to grow or fall."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from ..example import Example
from ..notation.letters import h, i, lambda_, mu, w
from ..shipped import shipped
from ..symbols.rings import total
from ..symbols.scalars import scalars
from .attribution import SEEDS, SmallNetwork, witnesses

TARGET = r"\hat{Y}"  # feature maps that an image is looked for


def roughness(X: np.ndarray) -> np.ndarray:
    """Squares of the differences between each pixel and the one below it and to its right, channel by channel."""
    steps = [step for image in X for step in (image[1:] - image[:-1], image[:, 1:] - image[:, :-1])]
    return np.array(sum((total(step * step) for step in steps[1:]), total(steps[0] * steps[0])), dtype=object)


def objectives() -> Iterator[Example]:
    """The objective of an image made to order, before the first step."""
    weight, rough = (scalars(name, [value], positive=True)[0] for name, value in (("lambda", 3), ("mu", 5)))
    for seed, unit in product(SEEDS, (0, 1)):
        small = SmallNetwork(seed)
        found = shipped("maximise_activation")(
            small.network, small.params, small.X, unit, steps=0, decay=weight, smoothness=rough
        )
        yield Example(
            f"witnesses {seed}, class {unit}",
            {
                "X": small.X[0],
                "J": np.array(found.objective[0], dtype=object),
                "S": np.array(small.score(small.X, unit), dtype=object),
                "R": roughness(small.X[0]),
            },
            numbers={lambda_: weight, mu: rough, h: small.size[1], w: small.size[2]},
            ranges=small.ranges,
        )


def inversions() -> Iterator[Example]:
    """The objective of an image looked for by its feature maps, before the first step."""
    rough = scalars("mu", [5], positive=True)[0]
    for seed in SEEDS:
        small = SmallNetwork(seed, "same")
        maps = scalars("y", witnesses(np.random.default_rng(seed + 100), (1, 2, *small.size[1:])))
        found = shipped("invert_features")(
            small.network, small.params, small.X, maps, layer="conv2d_1", steps=0, smoothness=rough
        )
        Y = small.network.activations(small.params, small.X)["conv2d_1"][0]
        yield Example(
            f"witnesses {seed}",
            {
                "X": small.X[0],
                "J": np.array(found.objective[0], dtype=object),
                "Y": Y,
                TARGET: maps[0],
                "R": roughness(small.X[0]),
            },
            numbers={mu: rough, h: small.size[1], w: small.size[2]},
            ranges={**small.ranges, i: range(1, 3)},
        )

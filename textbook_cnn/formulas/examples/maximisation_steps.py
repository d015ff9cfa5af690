"""Images that the shipped loops change step by step, with symbols for their pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import sympy as sp

from ...seeing import inversion
from ..code_for_all_sizes.running import replaced
from ..example import Example
from ..notation.letters import eta, m, t
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import Scalar, ring_scalars
from ..symbols.supposed import below
from . import _by_definition as by_definition
from .attribution import witnesses
from .maximisation import roughness

DECAY, SMOOTHNESS, RATE = Fraction(3, 7), Fraction(5, 3), Fraction(1, 2)
FUNCTIONS = 28  # roots and reciprocals of the steps, and of those of code that is wrong
SHAPE = (2, 2, 3)
STEPS = (0, 1, 2)
Objective = Callable[[np.ndarray], Scalar]  # of one image (n, height, width)


class Start:
    """Images of symbols to start from, and a small network with numbers for its parameters."""

    def __init__(self, seed: int, images: int) -> None:
        rng = np.random.default_rng(seed)
        layers = [shipped("Conv2D")(2, 2), shipped("ReLU")(), shipped("Flatten")(), shipped("Dense")(2)]
        self.network = shipped("Network")(layers, SHAPE)
        shapes = self.network.parameter_shapes
        self.params = {key: witnesses(rng, shape).astype(object) for key, shape in shapes.items()}
        start, other = witnesses(rng, (images, *SHAPE)), np.zeros(SHAPE, int)
        self.X, self.other = ring_scalars(functions=FUNCTIONS, x=start, y=other)

    def suppose(self, X: np.ndarray) -> None:
        """Suppose the signs that the network's ReLU decides on for some images."""
        by_definition.forward(self.network, self.params, X)

    def output(self, image: np.ndarray, layer: str) -> np.ndarray:
        """What a layer makes of one image."""
        self.suppose(image[None])
        return self.network.activations(self.params, image[None])[layer][0]

    def slopes(self, objective: Objective, image: np.ndarray) -> np.ndarray:
        """The gradient at an image: the objective of other symbols is differentiated, then its pixels are put in."""
        Y, places = np.empty_like(image), {}
        for place in np.ndindex(*image.shape):
            symbol, pixel = self.other.item(place).expression, image.item(place)
            Y[place], places[symbol.place()] = Scalar(symbol, pixel.witness), pixel.expression
        found = derivative(objective(Y), Y)
        found.ravel()[:] = [Scalar(slope.expression.put(places), sp.nan) for slope in found.ravel()]
        return found


def length(dX: np.ndarray) -> Scalar:
    """Root mean square of a slope, supposed to be above 0; the witness of a sum of squares is."""
    root = Scalar((total(dX * dX) / dX.size).expression, 1).sqrt()
    below(0, root)
    return root


def climbs() -> Iterator[Example]:
    """Two images at once that the shipped loop changes in one step and in two, for classes and for feature maps."""
    for seed, (layer, unit) in enumerate((("dense_1", 1), ("conv2d_1", 0), ("relu_1", 1))):
        start = Start(seed, images=2)
        arguments = start.network, start.params
        options = {"layer": layer, "step_size": RATE, "decay": DECAY, "smoothness": SMOOTHNESS}
        found = [shipped("maximise_activation")(*arguments, start.X, unit, steps=steps, **options) for steps in STEPS]

        def objective(image: np.ndarray, start: Start = start, layer: str = layer, unit: int = unit) -> Scalar:
            Y = np.ravel(start.output(image, layer)[unit])
            return total(Y) / Y.size - DECAY / 2 * total(image * image) - SMOOTHNESS / 2 * roughness(image).item()

        means = [total(np.array([objective(image) for image in step.X], dtype=object)) / 2 for step in found]
        for step in found:
            start.suppose(step.X)
        words = f"seed {seed}, unit {unit} of {layer}"
        agree(f"J of every step, {words}", means, "maximise_activation", found[-1].objective)
        shifted(start, objective, unit, options)
        slopes = [[start.slopes(objective, image) for image in step.X] for step in found[:-1]]
        for b in range(2):
            X, dX = [step.X[b] for step in found], [step[b] for step in slopes]
            for step in slopes:
                for each in step:
                    length(each)
            yield Example(f"{words}, image {b + 1}", {"X": X}, {"X": dX}, numbers={eta: RATE}, ranges={t: STEPS[1:]})


def shifted(start: Start, objective: Objective, unit: int, options: Mapping[str, Any]) -> None:
    """A step of a shifted image is that of the image, shifted: it is moved there and back by what the seed draws."""
    climb, seed = shipped("maximise_activation"), 3
    shift = tuple(np.random.default_rng(seed).integers(-1, 2, 2).tolist())
    moved = np.roll(start.X, shift, axis=(2, 3))
    start.suppose(moved)
    for image in moved:
        length(start.slopes(objective, image))
    expected = climb(start.network, start.params, moved, unit, steps=1, **options).X
    given = climb(start.network, start.params, start.X, unit, steps=1, jitter=1, seed=seed, **options).X
    start.suppose(expected)
    start.suppose(given)
    back = np.roll(expected, [-pixels for pixels in shift], axis=(2, 3))
    agree(f"a step of the image shifted by {shift}", back, "maximise_activation", given)


def searches() -> Iterator[Example]:
    """An image that the shipped loop changes in one step and in two, towards given feature maps."""
    for seed, layer in enumerate(("conv2d_1", "relu_1")):
        start = Start(seed, images=1)
        maps = witnesses(np.random.default_rng(seed + 100), (1, 2, 1, 2)) * Fraction(1)
        options = {"layer": layer, "step_size": RATE, "smoothness": SMOOTHNESS}
        with replaced((inversion, "np", SimpleNamespace(cos=sp.cos, pi=sp.pi))):  # whose cosines are exact
            found = [
                shipped("invert_features")(start.network, start.params, start.X, maps, steps=steps, **options)
                for steps in STEPS
            ]

        def objective(
            image: np.ndarray, start: Start = start, layer: str = layer, maps: np.ndarray = maps[0]
        ) -> Scalar:
            error = start.output(image, layer) - maps
            return total(error * error) / total(maps * maps) + SMOOTHNESS / 2 * roughness(image).item()

        for step in found:
            start.suppose(step.X)
        X = [step.X[0] for step in found]
        words = f"seed {seed}, {layer}"
        agree(f"J of every step, {words}", [*map(objective, X)], "invert_features", found[-1].objective)
        slopes = [start.slopes(objective, image) for image in X[:-1]]
        V = [np.zeros(SHAPE, dtype=object)]
        for dX in slopes:
            V.append(0.8 * V[-1] + 0.2 * (dX / length(dX)))
        yield Example(words, {"X": X, "V": V}, {"X": slopes}, numbers={eta: RATE, m: 2}, ranges={t: STEPS[1:]})

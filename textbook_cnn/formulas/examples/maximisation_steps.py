"""Images that the shipped loops change step by step, with symbols for their pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import sympy as sp

from ...seeing import inversion
from ...seeing.inversion import trace
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

DECAY, SMOOTHNESS = Fraction(3, 8), Fraction(5, 4)  # these, too
RATES = Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)  # which floating-point numbers hold exactly
FUNCTIONS = 28  # roots and reciprocals of the steps, and of those of code that is wrong
SHAPE, SMALL = (2, 2, 3), (1, 2, 2)
STEPS = (0, 1, 2)
Objective = Callable[[np.ndarray], Scalar]  # of one image (n, height, width)


class Start:
    """Images of symbols to start from, and a small network with numbers for its parameters.

    What a ReLU compares grows with every step, so smaller images, for more steps, have a convolution alone.
    """

    def __init__(self, seed: int, images: int, shape: tuple[int, ...] = SHAPE) -> None:
        rng = np.random.default_rng(seed)
        layers = [shipped("Conv2D")(2, 2), shipped("ReLU")(), shipped("Flatten")(), shipped("Dense")(2)]
        self.network = shipped("Network")(layers[: 1 if shape == SMALL else None], shape)
        shapes = self.network.parameter_shapes
        self.params = {key: witnesses(rng, shape).astype(object) for key, shape in shapes.items()}
        start, other = witnesses(rng, (images, *shape)), np.zeros(shape, int)
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
        start, rate = Start(seed, images=2), RATES[seed]
        arguments = start.network, start.params
        options = {"layer": layer, "step_size": rate, "decay": DECAY, "smoothness": SMOOTHNESS}
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
            yield Example(f"{words}, image {b + 1}", {"X": X}, {"X": dX}, numbers={eta: rate}, ranges={t: STEPS[1:]})


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
    """An image that the shipped loop changes in two steps and in three, towards given feature maps."""
    for seed, (layer, shape, last) in enumerate((("conv2d_1", SMALL, 3), ("conv2d_1", SHAPE, 2), ("relu_1", SHAPE, 2))):
        start, rate = Start(seed, images=1, shape=shape), RATES[seed]
        maps = witnesses(np.random.default_rng(seed + 100), (1, 2, *(side - 1 for side in shape[1:]))) * Fraction(1)
        options = {"layer": layer, "steps": last, "step_size": rate, "smoothness": SMOOTHNESS}
        X: list[np.ndarray] = []

        def noting(network: Any, params: Any, image: np.ndarray, X: list[np.ndarray] = X, **until: Any) -> Any:
            X.append(image[0])
            return trace(network, params, image, **until)

        exact_cosines = SimpleNamespace(cos=sp.cos, pi=sp.pi)
        with replaced((inversion, "np", exact_cosines), (inversion, "trace", noting)):
            found = shipped("invert_features")(start.network, start.params, start.X, maps, **options)

        def objective(
            image: np.ndarray, start: Start = start, layer: str = layer, maps: np.ndarray = maps[0]
        ) -> Scalar:
            error = start.output(image, layer) - maps
            return total(error * error) / total(maps * maps) + SMOOTHNESS / 2 * roughness(image).item()

        words = f"seed {seed}, {layer}, {last} steps"
        agree(f"the last image, {words}", X[-1], "invert_features", found.X[0])
        agree(f"J of every step, {words}", [*map(objective, X)], "invert_features", found.objective)
        slopes = [start.slopes(objective, image) for image in X[:-1]]
        V = [np.zeros(shape, dtype=object)]
        for dX in slopes:
            V.append(0.8 * V[-1] + 0.2 * (dX / length(dX)))
        numbers, places = {eta: rate, m: last}, {t: range(1, last + 1)}
        yield Example(words, {"X": X, "V": V}, {"X": slopes}, numbers=numbers, ranges=places)

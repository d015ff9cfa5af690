"""Small networks on symbols, and what the shipped functions that look inside make of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
import sympy as sp

from ..symbols.scalars import Scalar, scalars
from .conv2d import Instance
from ..notation.letters import i, j, l, m, n, p, q, t
from ..notation.operators import agree, shipped
from ..symbols.rings import ring_arrays, total

SEEDS = range(6)
HIDDEN = "S^{-}"  # score of the image whose window is hidden
TARGET = r"\hat{Y}"  # feature maps that an image is looked for
lambda_, mu = sp.symbols("lambda mu")  # how much large pixels and rough images count


def witnesses(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers of either sign, so far apart that no sum of a few of them lies on a border between regions."""
    size = int(np.prod(shape))
    return (rng.integers(100, 10_000, size) * rng.choice([-1, 1], size)).reshape(shape)


def slopes(of: Scalar, X: np.ndarray, *others: np.ndarray) -> np.ndarray:
    """∂S/∂X, element by element, each with its value at the witnesses of all the symbols."""
    known = {s.expression: s.witness for A in (X, *others) for s in A.ravel()}
    found = np.empty(X.shape, dtype=object)
    for place in np.ndindex(*X.shape):
        derivative = sp.diff(of.expression, X[place].expression)
        found[place] = Scalar(derivative, derivative.subs(known))
    return found


class SmallNetwork:
    """Convolution, ReLU, dense layer: two channels of 3 × 3 pixels, two feature maps, two classes."""

    def __init__(self, seed: int, padding: str = "valid") -> None:
        convolution, dense = shipped("Conv2D")(2, 2, padding=padding), shipped("Dense")(2)
        layers = [convolution, shipped("ReLU")(), shipped("Flatten")(), dense]
        rng = np.random.default_rng(seed)
        self.network = shipped("Network")(layers, (2, 3, 3))
        names = {"conv2d_1.K": "k", "conv2d_1.B": "b", "dense_1.W": "w", "dense_1.B": "c"}
        self.params = {key: scalars(names[key], witnesses(rng, shape))
                       for key, shape in self.network.parameter_shapes.items()}  # fmt: skip
        self.X = scalars("x", witnesses(rng, (1, 2, 3, 3)))

    def score(self, X: np.ndarray, unit: int) -> Scalar:
        """Score of a class for one image."""
        return self.network.forward(self.params, X)[0][0, unit]

    def slopes(self, of: Scalar) -> np.ndarray:
        """∂S/∂X for the one image, (n, height, width)."""
        return slopes(of, self.X, *self.params.values())[0]


def class_scores() -> Iterator[Instance]:
    """The score of each class in several regions, and its saliency map."""
    for seed, unit in product(SEEDS, (0, 1)):
        small = SmallNetwork(seed)
        wanted = small.score(small.X, unit)
        given = shipped("input_gradient")(small.network, small.params, small.X, unit)[0]
        dX = agree("∂S/∂X", small.slopes(wanted), "input_gradient", given)
        M = shipped("saliency")(small.network, small.params, small.X, unit)[0]
        yield Instance(f"witnesses {seed}, class {unit}", {"X": small.X[0], "M": M}, {"X": dX}, numbers={n: 2},
                       ranges={j: range(1, 3), p: range(3), q: range(3)})  # fmt: skip


def channel_scores() -> Iterator[Instance]:
    """The score of each channel of the convolution layer: the mean of its feature map."""
    for seed, channel in product(SEEDS, (0, 1)):
        small = SmallNetwork(seed)
        Y = small.network.activations(small.params, small.X)["conv2d_1"][0]
        mean = total(Y[channel]) / 4
        arguments = small.network, small.params, small.X, channel
        G = shipped("input_gradient")(*arguments, layer="conv2d_1")[0]
        yield Instance(f"witnesses {seed}, channel {channel}", {"Y": Y, "S": np.array(mean, dtype=object), "G": G},
                       {"X": small.slopes(mean)}, numbers={m: 2, l: channel + 1},
                       ranges={j: range(1, 3), p: range(2), q: range(2)})  # fmt: skip


def rectified() -> Iterator[Instance]:
    """A ReLU on four inputs, all signs of what comes in, and of what comes back of each: guided backpropagation."""
    network = shipped("Network")([shipped("ReLU")(), shipped("Flatten")(), shipped("Dense")(1)], (1, 2, 2))
    for signs in product((1, -1), repeat=4):
        X = scalars("x", np.reshape(signs, (1, 1, 2, 2)))
        places = {p: range(2), q: range(2)}
        for turn in range(4):
            W, B = scalars("w", np.roll([[1, 1, -1, -1]], turn)), scalars("b", [1])
            G = shipped("guided_backpropagation")(network, {"dense_1.W": W, "dense_1.B": B}, X, 0)[0, 0]
            yield Instance(f"guided, signs {signs}, {turn}", {"X": X[0, 0], "G_Y": W.reshape(2, 2), "G_X": G},
                           ranges=places)  # fmt: skip


def projected() -> Iterator[Instance]:
    """A ReLU before a 1 × 1 convolution, whose output is projected back through both."""
    network = shipped("Network")([shipped("ReLU")(), shipped("Conv2D")(1, 1)], (1, 2, 2))
    for signs, weight, bias in product(product((3, -5), repeat=4), (1, -2), (2, -2)):
        X = scalars("x", np.reshape(signs, (1, 1, 2, 2)))
        K, B = scalars("k", [[[[weight]]]]), scalars("b", [bias * 2])
        params = {"conv2d_1.K": K, "conv2d_1.B": B}
        Y = network.forward(params, X)[0]
        before = shipped("conv2d_backward_input")(Y, K)[0, 0]
        after = shipped("deconvnet")(network, params, X, layer="conv2d_1")[0, 0]
        yield Instance(f"signs {signs}, weight {weight}, bias {bias}", {"G_Y": before, "G_X": after},
                       ranges={p: range(2), q: range(2)})  # fmt: skip


def weighted_maps() -> Iterator[Instance]:
    """Two feature maps of 2 × 2 before a dense layer, and the Grad-CAM of each class."""
    layers = [shipped("ReLU")(), shipped("Flatten")(), shipped("Dense")(2)]
    network = shipped("Network")(layers, (2, 2, 2))
    for seed, unit in product(SEEDS, (0, 1)):
        rng = np.random.default_rng(seed)
        A = scalars("a", abs(witnesses(rng, (1, 2, 2, 2))), positive=True)  # the ReLU lets all of it through
        params = {"dense_1.W": scalars("w", witnesses(rng, (2, 8))), "dense_1.B": scalars("c", [1, 2])}
        wanted = network.forward(params, A)[0][0, unit]
        gradient = slopes(wanted, A, *params.values())[0]
        alpha = np.array([total(part) / 4 for part in gradient], dtype=object)
        cam = shipped("grad_cam")(network, params, A, unit, layer="relu_1")[0]
        yield Instance(f"witnesses {seed}, class {unit}", {"A": A[0], r"\alpha": alpha, "L": cam}, {"A": gradient},
                       numbers={n: 2, m: 2}, ranges={i: range(1, 3), p: range(2), q: range(2)})  # fmt: skip


def hidden_windows() -> Iterator[Instance]:
    """Every 2 × 2 window of an image filled with a number, and the fall of each class's score."""
    for seed, unit in product(SEEDS, (0, 1)):
        small = SmallNetwork(seed)
        fill = 47
        falls = shipped("occlusion_map")(small.network, small.params, small.X, unit, size=2, fill=fill)
        whole = np.array(small.score(small.X, unit), dtype=object)
        hidden = np.empty((2, 2), dtype=object)
        for top, left in np.ndindex(2, 2):
            image = small.X.copy()
            image[:, :, top : top + 2, left : left + 2] = Scalar(fill, fill)
            hidden[top, left] = small.score(image, unit)
        yield Instance(f"witnesses {seed}, class {unit}", {"D": falls, "S": whole, HIDDEN: hidden},
                       ranges={p: range(2), q: range(2)})  # fmt: skip


def roughness(X: np.ndarray) -> np.ndarray:
    """Squares of the differences between each pixel and the one below it and to its right, channel by channel."""
    steps = [step for image in X for step in (image[1:] - image[:-1], image[:, 1:] - image[:, :-1])]
    return np.array(sum((total(step * step) for step in steps[1:]), total(steps[0] * steps[0])), dtype=object)


def objectives() -> Iterator[Instance]:
    """The objective of an image made to order, before the first step."""
    weight, rough = (scalars(name, [value], positive=True)[0] for name, value in (("lambda", 3), ("mu", 5)))
    for seed, unit in product(SEEDS, (0, 1)):
        small = SmallNetwork(seed)
        found = shipped("maximise_activation")(small.network, small.params, small.X, unit, steps=0, decay=weight,
                                               smoothness=rough)  # fmt: skip
        yield Instance(
            f"witnesses {seed}, class {unit}",
            {"X": small.X[0], "J": np.array(found.objective[0], dtype=object),
             "S": np.array(small.score(small.X, unit), dtype=object), "R": roughness(small.X[0])},
            numbers={lambda_: weight, mu: rough, n: 2}, ranges={j: range(1, 3), p: range(3), q: range(3)},
        )  # fmt: skip


def inversions() -> Iterator[Instance]:
    """The objective of an image looked for by its feature maps, before the first step."""
    rough = scalars("mu", [5], positive=True)[0]
    for seed in SEEDS:
        small = SmallNetwork(seed, "same")
        maps = scalars("y", witnesses(np.random.default_rng(seed + 100), (1, 2, 3, 3)))
        found = shipped("invert_features")(small.network, small.params, small.X, maps, layer="conv2d_1", steps=0,
                                           smoothness=rough)  # fmt: skip
        Y = small.network.activations(small.params, small.X)["conv2d_1"][0]
        yield Instance(
            f"witnesses {seed}",
            {"X": small.X[0], "J": np.array(found.objective[0], dtype=object), "Y": Y, TARGET: maps[0],
             "R": roughness(small.X[0])},
            numbers={mu: rough, n: 2}, ranges={i: range(1, 3), j: range(1, 3), p: range(3), q: range(3)},
        )  # fmt: skip


CHAINS = (
    ((3, 1, 1), (3, 1, 1), (3, 1, 1)),
    ((3, 1, 1), (2, 2, 1), (3, 1, 1), (2, 2, 1)),
    ((5, 2, 1), (3, 1, 2), (2, 3, 1)),
    ((3, 1, 1), (3, 1, 1), (2, 2, 1), (3, 1, 1), (3, 1, 1), (2, 2, 1)),  # the first two blocks of VGG16
    ((1, 1, 1), (4, 3, 2), (3, 2, 1)),
)
"""Layers as (kernel size, stride, dilation)."""


def reached(chain: tuple[tuple[int, int, int], ...], size: int) -> tuple[int, int]:
    """How many inputs the first output of the layers hangs on, from the first to the last, and how far the next begins.

    The shipped convolution is run on symbols; what an output hangs on is what stands in it.
    """
    X = ring_arrays({"x": (1, 1, 1, size)})["x"]
    symbols = {next(iter(x)): place for place, x in enumerate(X.ravel())}
    for k, s, delta in chain:
        X = shipped("conv2d")(X, np.ones((1, 1, 1, k), dtype=int), stride=s, dilation=delta)
    first, second = (sorted(symbols[monomial] for monomial in X[0, 0, 0, place]) for place in (0, 1))
    return first[-1] - first[0] + 1, second[0] - first[0]


def fields() -> Iterator[Instance]:
    """Chains of layers; their receptive fields counted in the polynomials that come out."""
    for chain in CHAINS:
        counted = [reached(chain[:count], 64) for count in range(len(chain) + 1)]
        layers = [shipped("Conv2D")(1, (1, k), stride=(1, s), dilation=(1, delta)) for k, s, delta in chain]
        network = shipped("Network")(layers, (1, 1, 64))
        for place, name in enumerate(network.names, 1):
            field = shipped("receptive_field")(network, name)
            agree(f"size and step after {chain[:place]}", np.array(counted[place], dtype=object), "receptive_field",
                  np.array([field.size[1], field.step[1]], dtype=object))  # fmt: skip
        sizes, steps = zip(*counted)
        kernels, strides, dilations = zip((0, 0, 0), *chain)
        letters: Mapping[str, Any] = {"r": sizes, "g": steps, "k": kernels, "s": strides, r"\delta": dilations}
        yield Instance(f"layers {chain}", letters, ranges={t: range(1, len(chain) + 1)})

"""One sample call of every numeric function, with what it ought to give: a table that several tests read."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

import textbook_cnn as cnn
from tests.support import oracles
from textbook_cnn import convolution, images, layers


@dataclass(frozen=True)
class Call:
    """A function of the package, the shapes of its array arguments, its other arguments, and its oracle.

    `integers` is what happens with integers: "int64" (they are summed without wrapping around), "kept" (no arithmetic
    that could overflow), or "refused".
    """

    name: str
    shapes: tuple[tuple[int, ...], ...]
    oracle: Any
    integers: str
    rest: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)

    def __str__(self):
        return self.name if not self.keywords else f"{self.name}-{'-'.join(map(str, self.keywords.values()))}"

    def values(self, low=-9, high=10):
        """Whole numbers for the array arguments: exact in every dtype."""
        rng = np.random.default_rng(sum(map(ord, self.name)))
        return [rng.integers(low, high, shape) for shape in self.shapes]

    def expected(self, values):
        return self.oracle(*values, *self.rest, **self.keywords)

    def __call__(self, *arrays):
        return getattr(cnn, self.name)(*arrays, *self.rest, **self.keywords)


SIGNAL, TAPS = (9,), (4,)
IMAGE, KERNEL = (6, 5), (2, 3)
X, K, DY = (2, 4, 6, 5), (6, 2, 3, 2), (2, 6, 3, 5)
LAYER = {"stride": (2, 1), "padding": "same", "dilation": (1, 2), "groups": 2}


def _on_a_row(oracle):
    return lambda x, k, **keywords: oracle(x[None], k[None], **keywords)[0]


def _gradients(image):
    return image[1:] - image[:-1], image[:, 1:] - image[:, :-1]


CALLS = [
    *(
        Call(name, (SIGNAL, TAPS), _on_a_row(oracle), "int64", keywords={"padding": padding})
        for name, oracle in (("correlate1d", oracles.correlate2d), ("convolve1d", oracles.convolve2d))
        for padding in ("valid", "same", "full")
    ),
    *(
        Call(name, (IMAGE, KERNEL), oracle, "int64", keywords={"padding": padding})
        for name, oracle in (("correlate2d", oracles.correlate2d), ("convolve2d", oracles.convolve2d))
        for padding in ("valid", "same", "full")
    ),
    Call("rot180", ((2, 3, 4),), oracles.rot180, "kept"),
    Call("pad2d", ((2, 3, 4),), lambda A, _: np.pad(A, ((0, 0), (1, 0), (2, 3))), "kept", (((1, 0), (2, 3)),)),
    Call("luminance", ((2, 3, 3),), lambda A: A @ np.array([0.299, 0.587, 0.114]), "refused"),
    Call("image_gradients", (IMAGE,), _gradients, "refused"),
    Call("conv2d", (X, K, (6,)), oracles.conv2d, "int64", keywords=LAYER),
    Call("conv2d", ((2, 3, 5, 4), (4, 3, 2, 3), (4, 4, 2)), oracles.conv2d, "int64"),
    Call("im2col", (X,), oracles.im2col, "kept", ((3, 2),), LAYER),
    Call("conv2d_backward_kernel", (X, DY), oracles.conv2d_backward_kernel, "int64", ((3, 2),), LAYER),
    Call("conv2d_backward_bias", (DY,), oracles.conv2d_backward_bias, "int64"),
    Call("conv2d_backward_bias", (DY,), oracles.conv2d_backward_bias, "int64", keywords={"tied": False}),
    Call("conv2d_backward_input", (DY, K), oracles.conv2d_backward_input, "int64", ((6, 5),), LAYER),
    Call("relu", (X,), lambda A: np.where(A > 0, A, 0), "kept"),
    Call("relu_backward", (X, X), lambda A, G: np.where(A > 0, G, 0), "kept"),
    Call("max_pool2d", (X,), oracles.max_pool2d, "kept"),
    Call("max_pool2d", (X,), oracles.max_pool2d, "kept", (3,), {"stride": 1}),
    Call("max_pool2d", (X,), oracles.max_pool2d, "kept", (1,), {"stride": 2}),
    Call("max_pool2d_backward", (X, (2, 4, 3, 2)), oracles.max_pool2d_backward, "int64"),
    Call("max_pool2d_backward", (X, (2, 4, 4, 3)), oracles.max_pool2d_backward, "int64", (3,), {"stride": 1}),
    Call("avg_pool2d", (X,), oracles.avg_pool2d, "refused"),
    Call("avg_pool2d", (X,), oracles.avg_pool2d, "refused", ((1, 2),), {"stride": (2, 1)}),
    Call("avg_pool2d_backward", (X, (2, 4, 3, 2)), oracles.avg_pool2d_backward, "refused"),
    Call("avg_pool2d_backward", (X, (2, 4, 4, 3)), oracles.avg_pool2d_backward, "refused", (3,), {"stride": 1}),
    Call("flatten", (X,), lambda A: np.array([image.ravel() for image in A]), "kept"),
    Call("unflatten", ((2, 24),), lambda A, shape: np.array([row.reshape(shape) for row in A]), "kept", ((2, 3, 4),)),
    Call("dense", ((3, 4), (5, 4), (5,)), oracles.dense, "int64"),
    Call("dense", ((3, 4), (5, 4)), oracles.dense, "int64"),
    Call("dense_backward_weight", ((3, 4), (3, 5)), oracles.dense_backward_weight, "int64"),
    Call("dense_backward_bias", ((3, 5),), lambda G: sum(G[b] for b in range(3)), "int64"),
    Call("dense_backward_input", ((3, 5), (5, 4)), oracles.dense_backward_input, "int64"),
    Call("softmax", ((3, 4),), oracles.softmax, "refused"),
    Call("dropout_backward", (X, X), lambda G, M: G * M, "refused"),
]

# Every function of images, convolution and the layers.
NUMERIC = [*images.__all__, *convolution.__all__, *layers.__all__]

# What the table cannot hold: other kinds of arguments or results, tested on every library in their own files.
ELSEWHERE = {
    "image_bytes",
    "to_float",
    "gradient_statistics",
    "output_size",
    "softmax_cross_entropy",
    "softmax_cross_entropy_backward",
    "dropout",
}

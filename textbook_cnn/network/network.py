"""Networks: layers as frozen dataclasses of hyperparameters, parameters as one plain dict of arrays.

A layer holds no arrays.  `Network.init` makes the parameters, `forward` returns the result and a cache, and `backward`
takes that cache: nothing is hidden in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod, sqrt
from typing import Any

from .. import _checks as check
from .._arrays import Array, on_device
from .layers import Bias, Conv2D, Dense, Dropout, Flatten, Layer, MaxPool2D, ReLU, Shape
from .summary import Summary, summary_table

__all__ = [
    "Bias",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "Layer",
    "MaxPool2D",
    "Network",
    "ReLU",
    "Summary",
]
Params = dict[str, Array]


@dataclass(frozen=True)
class Network:
    """A chain of layers.

    Parameters
    ----------
    layers : sequence of Layer
        From input to output.
    input_shape : tuple
        Shape of one image, (n, height, width), or (n,) for rows of numbers.
    names : sequence of str, optional
        One name a layer; "conv2d_1", "relu_1", … if left out. A parameter is called "name.letter".

    Raises
    ------
    TypeError
        If `layers` holds something that is no layer, or `input_shape` no integers.
    ValueError
        If there are no layers, or one does not fit the output of the one before.

    Notes
    -----
    Equations ``conv2d.parameters`` and ``he_initialisation``: how many numbers `init` makes, and how far they spread.
    Equation ``network.gradients``: what `backward` returns.

    Examples
    --------
    >>> import numpy as np
    >>> network = Network([Conv2D(32, 3, padding="same"), ReLU(), MaxPool2D(), Flatten(), Dense(10)], (1, 28, 28))
    >>> params = network.init(np.random.default_rng(0))
    >>> sorted(params)
    ['conv2d_1.B', 'conv2d_1.K', 'dense_1.B', 'dense_1.W']
    >>> Y, cache = network.forward(params, np.zeros((2, 1, 28, 28), dtype="float32"))
    >>> Y.shape
    (2, 10)
    """

    layers: Sequence[Layer]
    input_shape: Shape
    names: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.layers, Sequence) or not all(isinstance(layer, Layer) for layer in self.layers):
            raise TypeError(f"layers: expected a sequence of layers, got {check.shown(self.layers)}")
        if not isinstance(self.input_shape, Sequence) or isinstance(self.input_shape, str):
            raise TypeError(f"input_shape: expected (n, height, width) or (n,), got {check.shown(self.input_shape)}")
        if not self.layers or not self.input_shape:
            name, what = ("input_shape", "axis") if self.layers else ("layers", "layer")
            raise ValueError(f"{name}: expected at least one {what}, got none")
        object.__setattr__(self, "layers", tuple(self.layers))
        object.__setattr__(self, "input_shape", tuple(check.integer("input_shape", m, 1) for m in self.input_shape))
        object.__setattr__(self, "names", _checked_names(self.names, self.layers))
        object.__setattr__(self, "_shapes", self._chain())

    def _chain(self) -> tuple[Shape, ...]:
        """The shape of one image before the first layer and after each layer."""
        shapes = [self.input_shape]
        for i, layer in enumerate(self.layers):
            try:
                shapes.append(layer.output_shape(shapes[-1]))
            except ValueError as error:
                raise ValueError(f"layers[{i}]: {layer} does not fit its input {shapes[-1]}; {error}") from None
        return tuple(shapes)

    @property
    def output_shape(self) -> Shape:
        """Shape of the output for one image."""
        return self._shapes[-1]  # type: ignore[attr-defined]

    @property
    def output_names(self) -> tuple[str, ...]:
        """Names of the layers' outputs: a bias that shares its convolution's name has its kind added."""
        return tuple(
            f"{name}_{layer.kind}" if name in self.names[:i] else name
            for i, (name, layer) in enumerate(zip(self.names, self.layers))
        )

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """Shape of each parameter, by name."""
        return {key: shape for i in range(len(self.layers)) for key, shape in self._shapes_at(i).items()}

    def _shapes_at(self, i: int) -> dict[str, Shape]:
        shapes = self.layers[i].parameter_shapes(self._shapes[i])  # type: ignore[attr-defined]
        return {f"{self.names[i]}.{letter}": shape for letter, shape in shapes.items()}

    def init(self, rng: Any, *, dtype: str = "float32", device: str | None = None) -> Params:
        """Draw the parameters: kernels and weights after He, normal with variance 2 / fan-in; biases zero.

        Parameters
        ----------
        rng : numpy.random.Generator or int
            Where the randomness comes from, or a seed for it.
        dtype : {"float32", "float64"}
            Floating-point type of the parameters.
        device : str, optional
            "cuda": CuPy arrays on the GPU. Otherwise NumPy arrays.

        Returns
        -------
        dict
            Arrays by name, such as "conv2d_1.K" (d, n/groups, kh, kw) and "conv2d_1.B" (d,).

        Raises
        ------
        TypeError, ValueError
            If `rng` or `dtype` is not one of these.
        RuntimeError
            If `device` is "cuda" and there is no CuPy or no GPU.
        """
        from numpy.random import default_rng

        check.choice("dtype", dtype, ("float32", "float64"))
        rng = default_rng(check.integer("rng", rng, 0) if not hasattr(rng, "standard_normal") else rng)
        params = {}
        for key, shape in self.parameter_shapes.items():
            spread = sqrt(2 / prod(shape[1:])) if len(shape) > 1 else 0.0  # a bias, the only vector, starts at zero
            params[key] = on_device((rng.standard_normal(shape) * spread).astype(dtype), device)
        return params

    def steps(self, params: Mapping[str, Array], X: Array, rng: Any = None) -> Iterator[tuple[Array, Any]]:
        """Run layer by layer: the output and the cache of each."""
        self._check(params, X)
        for name, layer in zip(self.names, self.layers):
            X, cache = layer.forward({letter: params[f"{name}.{letter}"] for letter in layer.letters}, X, rng)
            yield X, cache

    def forward(self, params: Mapping[str, Array], X: Array, *, rng: Any = None) -> tuple[Array, list[Any]]:
        """Compute the output, and a cache for `backward`.

        Parameters
        ----------
        params : dict
            From `init` or `train`.
        X : array (batch, *input_shape)
            Images, floating-point, in the library of `params`.
        rng : numpy.random.Generator, optional
            For dropout; without it the network infers, and dropout does nothing.

        Returns
        -------
        Y : array (batch, *output_shape)
            Output; of the lecture's network the scores, before the softmax.
        cache : list
            What each layer's backward pass needs.

        Raises
        ------
        TypeError
            If `X` is no array, holds integers, or is of another library than `params`.
        ValueError
            If the shape of `X` or the names in `params` are not those of this network.
        """
        outputs, caches = zip(*self.steps(params, X, rng))
        return outputs[-1], list(caches)

    def backward(
        self, params: Mapping[str, Array], cache: list[Any], dY: Array, *, input_gradient: bool = True
    ) -> tuple[Array | None, Params]:
        """Compute the gradients of the loss.

        Parameters
        ----------
        params : dict
            As in the forward pass.
        cache : list
            From `forward`.
        dY : array (batch, *output_shape)
            ∂E/∂Y.
        input_gradient : bool
            False: leave out ∂E/∂X, which training never uses.

        Returns
        -------
        dX : array (batch, *input_shape), or None
            ∂E/∂X.
        grads : dict
            ∂E/∂ of each parameter, under the names of `params`.

        Raises
        ------
        ValueError
            If `cache` or `dY` does not fit the network.
        """
        if len(cache) != len(self.layers):
            raise ValueError(f"cache: expected one entry for each of {len(self.layers)} layers, got {len(cache)}")
        check.arrays(dY=dY)
        if tuple(dY.shape[1:]) != self.output_shape:
            raise ValueError(f"dY: expected shape (batch, *{self.output_shape}), got {tuple(dY.shape)}")
        grads = {}
        for i in reversed(range(len(self.layers))):
            name, layer = self.names[i], self.layers[i]
            own = {letter: params[f"{name}.{letter}"] for letter in layer.letters}
            dY, found = layer.backward(own, cache[i], dY, input_gradient or i > 0)
            grads.update({f"{name}.{letter}": value for letter, value in found.items()})
        return dY, {key: grads[key] for key in params}

    def activations(self, params: Mapping[str, Array], X: Array) -> dict[str, Array]:
        """Compute the output of every layer, by name: what the network sees.

        Parameters
        ----------
        params : dict
            From `init` or `train`.
        X : array (batch, *input_shape)
            Images, floating-point, in the library of `params`.

        Returns
        -------
        dict
            Arrays (batch, …) in the order of the layers, under `output_names`.
        """
        return {name: Y for name, (Y, _) in zip(self.output_names, self.steps(params, X))}

    def summary(self) -> Summary:
        """Table of the layers, their output shapes and numbers of parameters, as Keras prints it.

        Returns
        -------
        Summary
            Text; shows itself at the prompt and in a notebook.
        """
        counts = [sum(map(prod, self._shapes_at(i).values())) for i in range(len(self.layers))]
        titles = [f"{name} ({type(layer).__name__})" for name, layer in zip(self.names, self.layers)]
        return summary_table(list(zip(titles, self._shapes[1:], counts)))  # type: ignore[attr-defined]

    def check_params(self, params: Mapping[str, Array], **beside: Array) -> None:
        """Check names and shapes of parameters, and that they are of one library with the arrays `beside` them."""
        shapes = self.parameter_shapes
        if not isinstance(params, Mapping):
            raise TypeError(f"params: expected a dict of arrays, got {check.shown(params)}")
        if set(params) != set(shapes):
            raise ValueError(f"params: expected {sorted(shapes)}, got {sorted(params)}")
        if params or beside:
            check.arrays(**beside, **params)
        for key, shape in shapes.items():
            check.shape(f"params[{key!r}]", params[key], shape, "that of the layer")

    def _check(self, params: Mapping[str, Array], X: Array) -> None:
        self.check_params(params, X=X)
        check.floating("X", X)
        if tuple(X.shape[1:]) != self.input_shape:
            raise ValueError(f"X: expected shape (batch, *{self.input_shape}), got {tuple(X.shape)}")


def _checked_names(names: Sequence[str], layers: Sequence[Layer]) -> tuple[str, ...]:
    """The names of the layers, numbered if none are given; every parameter has a name of its own."""
    if not isinstance(names, Sequence) or isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"names: expected a sequence of strings, got {check.shown(names)}")
    names = tuple(names) or _numbered(layers)
    if len(names) != len(layers):
        raise ValueError(f"names: expected one for each of {len(layers)} layers, got {len(names)}")
    # Two layers may share a name only if each has parameters of its own: the parts of a convolution.
    keys = [(name, letter) for name, layer in zip(names, layers) for letter in layer.letters or ("",)]
    without = {name for name, letter in keys if not letter}
    if len(set(keys)) < len(keys) or any(name in without and letter for name, letter in keys):
        raise ValueError(f"names: expected different ones but for layers with different parameters, got {names}")
    return names


def _numbered(layers: Sequence[Layer]) -> tuple[str, ...]:
    """Names as Keras gives them, counted by kind of layer."""
    seen: Counter[str] = Counter()
    names = []
    for layer in layers:
        seen[layer.kind] += 1
        names.append(f"{layer.kind}_{seen[layer.kind]}")
    return tuple(names)

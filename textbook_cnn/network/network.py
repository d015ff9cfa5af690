"""Networks: layers as frozen dataclasses, which hold no arrays, and parameters as one plain dict of them by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod, sqrt
from typing import Any

from .. import _checks as check
from .. import _options as option
from .._arrays import Array
from .._devices import on_device
from . import returned
from .chain import Chain, check_images
from .layer import Params
from .summary import Summary, summary_table


@dataclass(frozen=True)
class Network(Chain):
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
    >>> from textbook_cnn import Conv2D, Dense, Flatten, MaxPool2D, ReLU
    >>> network = Network([Conv2D(32, 3, padding="same"), ReLU(), MaxPool2D(), Flatten(), Dense(10)], (1, 28, 28))
    >>> params = network.init(np.random.default_rng(0))
    >>> sorted(params)
    ['conv2d_1.B', 'conv2d_1.K', 'dense_1.B', 'dense_1.W']
    >>> Y, cache = network.forward(params, np.zeros((2, 1, 28, 28), dtype="float32"))
    >>> Y.shape
    (2, 10)
    """

    def init(self, rng: Any, *, dtype: str = "float32", device: str | None = None) -> Params:
        """Draw the parameters: kernels and weights after He et al. (2015), of the variance 2 / fan-in; biases zero.

        Parameters
        ----------
        rng : numpy.random.Generator or int
            Where the randomness comes from, or a seed for it.
        dtype : {"float32", "float64"}
            Floating-point type of the parameters.
        device : str, optional
            "cuda": CuPy arrays on the GPU. "cpu" or left out: NumPy arrays.

        Returns
        -------
        dict
            Arrays by name, such as "conv2d_1.K" (d, n/groups, kh, kw) and "conv2d_1.B" (d,).

        Raises
        ------
        TypeError, ValueError
            If `rng`, `dtype` or `device` is not one of these.
        RuntimeError
            If `device` is "cuda" and there is no CuPy or no GPU.
        """
        from numpy.random import default_rng

        dtype = check.choice("dtype", dtype, ("float32", "float64"))
        generator = hasattr(rng, "standard_normal") and not isinstance(rng, type)
        rng = default_rng(rng if generator else option.seed("rng", rng))
        params = {}
        for key, shape in self.parameter_shapes.items():
            spread = sqrt(2 / prod(shape[1:])) if len(shape) > 1 else 0.0  # a bias, the only vector, starts at zero
            params[key] = on_device((rng.standard_normal(shape) * spread).astype(dtype), device)
        return params

    def steps(self, params: Mapping[str, Array], X: Array, rng: Any = None) -> Iterator[tuple[Array, Any]]:
        """Run layer by layer: the output and the cache of each."""
        self.check_params(params, X=X)
        check_images(X, self.input_shape)
        for i, (name, layer) in enumerate(zip(self.names, self.layers)):
            own = {letter: params[f"{name}.{letter}"] for letter in layer.parameters}
            X, cache = returned.output(i, layer.forward(own, X, rng), layer, (X.shape[0], *self._shapes[i + 1]))
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
            If `X` is no array, holds integers, or is of another library than `params`; if `rng` is no generator.
        ValueError
            If the shape of `X` or the names in `params` are not those of this network.
        """
        outputs, caches = zip(*self.steps(params, X, None if rng is None else option.generator("rng", rng)))
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
        TypeError, ValueError
            If `params`, `cache`, `dY` or `input_gradient` is not of these kinds, or does not fit the network.
        """
        self.check_params(params, dY=dY)
        check_images(dY, self.output_shape, "dY")
        cache, wanted = option.sequence("cache", cache, len(self.layers)), option.flag("input_gradient", input_gradient)
        dX: Any = dY
        grads = {}
        for i in reversed(range(len(self.layers))):
            name, layer = self.names[i], self.layers[i]
            own = {letter: params[f"{name}.{letter}"] for letter in layer.parameters}
            dX, found = returned.gradients(i, layer.backward(own, cache[i], dX, wanted or i > 0), layer, wanted)
            grads.update({f"{name}.{letter}": value for letter, value in found.items()})
        return dX, {key: grads[key] for key in params}

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
        return summary_table(list(zip(titles, self._shapes[1:], counts)))

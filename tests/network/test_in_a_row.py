"""Layers with parameters that follow one another at once: the gradient that nobody asked for is left out, no other."""

import numpy as np
import pytest

from textbook_cnn import Bias, Conv2D, Dense, Network

ROWS = {
    "Conv2D, Conv2D": ([Conv2D(2, 2), Conv2D(3, (1, 2))], (2, 4, 5)),
    "Conv2D, Conv2D, Conv2D": ([Conv2D(1, 1)] * 3, (1, 2, 2)),
    "Dense, Dense": ([Dense(3), Dense(2)], (4,)),
    "Bias, Conv2D": ([Bias(), Conv2D(2, 2)], (2, 3, 3)),
}


def whole_numbers(network):
    """Parameters, images and gradients of whole numbers: every sum is exact, so differences of the loss are too."""
    rng = np.random.default_rng(0)
    params = {key: rng.integers(-3, 4, shape).astype(float) for key, shape in network.parameter_shapes.items()}
    X = rng.integers(-3, 4, (2, *network.input_shape)).astype(float)
    return params, X, rng.integers(-3, 4, (2, *network.output_shape)).astype(float)


@pytest.mark.parametrize("input_gradient", [True, False])
@pytest.mark.parametrize("name", ROWS)
def test_gradients_are_differences(name, input_gradient):
    network = Network(*ROWS[name])
    params, X, dY = whole_numbers(network)
    dX, grads = network.backward(params, network.forward(params, X)[1], dY, input_gradient=input_gradient)
    for key, P in params.items():
        for place in np.ndindex(P.shape):
            step = np.zeros(P.shape)
            step[place] = 1
            up, down = (network.forward({**params, key: P + sign * step}, X)[0] for sign in (1, -1))
            assert grads[key][place] == np.sum(dY * (up - down)) / 2, (key, place)  # each parameter enters linearly
    if name.startswith("Bias"):  # it has that gradient at hand
        assert dX.shape == X.shape
    else:
        assert (dX is None) != input_gradient

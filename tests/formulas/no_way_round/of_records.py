"""Bugs of a network in its record of layers, and of what records, lists and refusals may hide."""

from importlib import import_module

import numpy as np

from tests.formulas.no_way_round.bug import bugs_of
from textbook_cnn import Dense, Network

network = import_module("textbook_cnn.network.network")
DENSE = Network([Dense(2), Dense(2)], (2,))


def in_training():
    """The gradients of two dense layers in a row, without that of their input."""
    params = {key: np.ones(shape) for key, shape in DENSE.parameter_shapes.items()}
    cache = DENSE.forward(params, np.ones((1, 2)))[1]
    return DENSE.backward(params, cache, np.ones((1, 2)), input_gradient=False)[1]


BUGS = bugs_of(
    {
        (network.Network.backward, "network.gradients", in_training): [
            ("no gradient for the first of two layers", "or i > 0", "or i > 1", "got NoneType None"),
        ],
    }
)

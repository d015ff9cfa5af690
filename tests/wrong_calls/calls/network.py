"""Networks, their layers' hyperparameters, and files of parameters."""

from pathlib import Path

import numpy as np

import textbook_cnn as cnn
from tests.wrong_calls.kinds import (
    FLAG,
    OBJECT,
    PATH,
    RNG,
    SEED,
    Kind,
    array,
    either,
    integer,
    is_integer,
    listed,
    number,
    optional,
    padding,
    pair,
    params,
)
from tests.wrong_calls.trying import Right

NETWORK = cnn.Network(
    [cnn.Conv2D(2, 2), cnn.ReLU(), cnn.MaxPool2D(), cnn.Flatten(), cnn.Dropout(0.3), cnn.Dense(3)], (1, 5, 5)
)
PARAMS = NETWORK.init(0, dtype="float64")
X = np.random.default_rng(0).standard_normal((2, 1, 5, 5))
Y, CACHE = NETWORK.forward(PARAMS, X)
IMAGES = array("f", 4, (1, 2, 3))
MODEL = (PARAMS, params())
SHAPE = Kind(lambda value: listed(value) and bool(value) and all(is_integer(each, 1) for each in value))


def caches(given):
    yield "one missing", given[1:]
    yield "nothing but None", [None] * len(given)
    yield "in another order", given[::-1]


CALLS = [
    Right(
        cnn.Conv2D,
        filters=(4, integer(1)),
        kernel_size=(2, pair(1)),
        stride=(1, pair(1)),
        padding=("valid", padding("valid", "same", "full")),
        dilation=(1, pair(1)),
        groups=(2, integer(1)),
        bias=(True, FLAG),
    ),
    Right(cnn.Dense, units=(3, integer(1))),
    Right(cnn.Dropout, rate=(0.5, number(0, 0.999))),
    Right(cnn.MaxPool2D, kernel_size=(2, pair(1)), stride=(2, optional(pair(1)))),
    Right(
        cnn.Network,
        layers=(NETWORK.layers, Kind()),
        input_shape=((1, 5, 5), SHAPE),
        names=(NETWORK.names, Kind(lambda value: listed(value) and not value)),
    ),
    Right(
        NETWORK.init,
        rng=(0, either(SEED, Kind(lambda value: isinstance(value, np.random.RandomState)))),
        dtype=("float32", Kind()),
        device=(None, optional(Kind())),
    ),
    Right(NETWORK.forward, params=MODEL, X=(X, IMAGES), rng=(np.random.default_rng(0), optional(RNG))),
    Right(NETWORK.activations, params=MODEL, X=(X, IMAGES)),
    Right(
        NETWORK.backward,
        params=MODEL,
        cache=(CACHE, Kind(changed=caches)),
        dY=(Y, array("f", 2, (0, 1))),
        input_gradient=(True, FLAG),
    ),
    Right(cnn.pool_first, network=(NETWORK, OBJECT)),
    Right(cnn.save_params, path=("net.npz", PATH), params=(PARAMS, params(any_names=True))),
    Right(cnn.load_params, path=(Path("saved.npz"), PATH)),
]


def prepared():
    """What the right calls find in the folder in which they run."""
    cnn.save_params("saved.npz", PARAMS)

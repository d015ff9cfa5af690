"""What a network sees."""

import numpy as np

import textbook_cnn as cnn
from tests.wrong_calls.calls.network import PARAMS, X
from tests.wrong_calls.calls.training import NETWORK
from tests.wrong_calls.kinds import (
    FLAG,
    OBJECT,
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
    pair,
    params,
    sequence,
)
from tests.wrong_calls.trying import Right

IMAGES = array("f", 4, (1, 2, 3))
MODEL = {"network": (NETWORK, OBJECT), "params": (PARAMS, params())}
SEEN = {**MODEL, "X": (X, IMAGES)}
QUIET = {"progress": False}
UNIT = either(
    integer(0, 2),
    array("iu", 1),
    Kind(lambda value: listed(value) and len(value) == 2 and all(is_integer(i, 0, 2) for i in value)),
)
PARTS = {"unit": (1, UNIT), "layer": (None, optional(Kind()))}
LAYER = {"layer": ("relu_1", Kind())}
TARGET = cnn.feature_maps(NETWORK, PARAMS, X, layers=["relu_1"])["relu_1"] * 2
ROWS = np.random.default_rng(3).standard_normal((6, 3))
PIXELS = np.random.default_rng(4).integers(0, 256, (6, 5, 3), dtype=np.uint8)
BOX = Kind(lambda value: listed(value) and len(value) == 4 and all(is_integer(i, -(1 << 62)) for i in value))
WORKED = {"steps": (1, integer(0)), "step_size": (1.0, number(0)), "smoothness": (0, number(0))}

CALLS = [
    *[
        Right(function, **SEEN, **PARTS, progress=(False, FLAG))
        for function in (cnn.saliency, cnn.input_gradient, cnn.guided_backpropagation)
    ],
    Right(cnn.grad_cam, **SEEN, unit=(1, UNIT), **LAYER, score_layer=(None, optional(Kind())), progress=(False, FLAG)),
    Right(
        cnn.occlusion_map,
        **MODEL,
        X=(X[:1], array("f", 4, (0, 1, 2, 3))),
        unit=(1, integer(0, 2)),
        size=(2, pair(1)),
        stride=(2, pair(1)),
        fill=(0.0, either(number(-float("inf")), sequence(number(-float("inf")), 1))),
        layer=(None, optional(Kind())),
        progress=(False, FLAG),
    ),
    Right(cnn.deconvnet, **SEEN, **LAYER, channel=(1, optional(integer(0, 1))), progress=(False, FLAG)),
    Right(
        cnn.maximise_activation,
        **SEEN,
        unit=(1, UNIT),
        layer=(None, optional(Kind())),
        **WORKED,
        decay=(0, number(0)),
        jitter=(0, integer(0, 3)),
        seed=(0, SEED),
        progress=(False, FLAG),
    ),
    Right(
        cnn.invert_features,
        **SEEN,
        maps=(TARGET, array("f", 4, (0, 1, 2, 3))),
        **LAYER,
        **WORKED,
        progress=(False, FLAG),
    ),
    Right(cnn.feature_maps, **SEEN, layers=(["relu_1"], Kind()), batch=(64, integer(1)), progress=(False, FLAG)),
    Right(cnn.layer_activity, **SEEN, batch=(64, integer(1)), progress=(False, FLAG)),
    Right(
        cnn.strongest_windows,
        maps=(TARGET, array(axes=4, lone=True)),
        channel=(1, integer(0, 1)),
        count=(2, integer(1)),
    ),
    Right(cnn.crop, image=(PIXELS, Kind()), window=((0, 4, -2, 6), BOX)),
    Right(cnn.features, **SEEN, **LAYER),
    Right(cnn.pca, A=(ROWS, array("f", 2, finite=True, lone=True)), components=(2, integer(1, 3))),
    Right(cnn.tsne, A=(ROWS, array("f", 2, finite=True, lone=True)), perplexity=(2.0, number(0, 5)), seed=(0, SEED)),
    Right(cnn.randomise_from, **MODEL, layer=("dense_1", Kind()), rng=(np.random.default_rng(0), either(RNG, SEED))),
    Right(cnn.rank_correlation, A=(ROWS, array(finite=True)), B=(ROWS**3, array(finite=True))),
    Right(cnn.receptive_field, network=(NETWORK, OBJECT), layer=("relu_1", Kind())),
]

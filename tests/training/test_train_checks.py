"""What training refuses: data, parameters and hyperparameters that do not fit."""

from fractions import Fraction

import numpy as np
import pytest

from tests.support.libraries import Library, assert_raises
from textbook_cnn import Conv2D, Dense, Network, train
from textbook_cnn.training.options import recorded

ROWS = Network([Dense(3)], (4,))
PARAMS = ROWS.init(0, dtype="float64")
X, LABELS = np.ones((12, 4)), np.arange(12) % 3
USUAL = {"network": ROWS, "params": PARAMS, "data": (X, LABELS), "epochs": 1, "batch_size": 4, "progress": False}


@pytest.mark.parametrize(
    ("error", "name", "changes"),
    [
        (TypeError, "network", {"network": None}),
        (TypeError, "network", {"network": [Dense(3)]}),
        (ValueError, "network", {"network": Network([Conv2D(1, 1)], (1, 2, 2))}),
        (TypeError, "params", {"params": None}),
        (TypeError, "params", {"params": [np.ones(2)]}),
        (ValueError, "params", {"params": {}}),
        (ValueError, r"params\['dense_1.W'\]", {"params": {**PARAMS, "dense_1.W": np.ones((3, 5))}}),
        (TypeError, ".*dense_1.W.*", {"params": {**PARAMS, "dense_1.W": np.ones((3, 4), int)}}),
        (TypeError, ".*dense_1.W.*", {"params": {**PARAMS, "dense_1.W": None}}),
        (TypeError, "data", {"data": X}),
        (TypeError, "data", {"data": None}),
        (TypeError, r"data\[0\]", {"data": (X.tolist(), LABELS)}),
        (TypeError, r"data\[0\]", {"data": (X.astype(int), LABELS)}),
        (ValueError, r"data\[0\]", {"data": (X[:, :3], LABELS)}),
        (ValueError, r"data\[0\]", {"data": (X[:0], LABELS[:0])}),
        (TypeError, "labels", {"data": (X, LABELS / 2)}),
        (ValueError, "labels", {"data": (X, LABELS + 1)}),
        (ValueError, "labels", {"data": (X, LABELS[1:])}),
        (ValueError, "epochs", {"epochs": 0}),
        (TypeError, "epochs", {"epochs": 1.5}),
        (TypeError, "epochs", {"epochs": True}),
        (TypeError, "epochs", {"epochs": None}),
        (ValueError, "batch_size", {"batch_size": 0}),
        (TypeError, "batch_size", {"batch_size": "4"}),
        (TypeError, "batch_size", {"batch_size": None}),
        (ValueError, "learning_rate", {"learning_rate": 0}),
        (ValueError, "learning_rate", {"learning_rate": -1e-3}),
        (TypeError, "learning_rate", {"learning_rate": "1e-3"}),
        (TypeError, "learning_rate", {"learning_rate": None}),
        (TypeError, "learning_rate", {"learning_rate": lambda done: "fast"}),
        (ValueError, "validation", {"validation": 1}),
        (ValueError, "validation", {"validation": -0.1}),
        (ValueError, "validation", {"validation": 0.01}),
        (ValueError, "validation", {"validation": 0.99}),
        (TypeError, "validation", {"validation": "0.1"}),
        (TypeError, "validation", {"validation": (X,)}),
        (ValueError, r"validation\[0\]", {"validation": (X[:, :3], LABELS)}),
        (ValueError, "patience", {"patience": 2, "validation": None}),
        (ValueError, "patience", {"patience": 2, "validation": 0}),
        (ValueError, "patience", {"patience": 0}),
        (TypeError, "patience", {"patience": 1.5}),
        (TypeError, "on_epoch", {"on_epoch": 3}),
        (ValueError, "seed", {"seed": -1}),
        (TypeError, "seed", {"seed": None}),
        (TypeError, "seed", {"seed": 0.5}),
        (TypeError, "params", {"params": {**PARAMS, 3: np.ones(2)}}),
        (TypeError, "learning_rate", {"learning_rate": float}),
        (ValueError, "learning_rate", {"learning_rate": np.array([0.1])}),
        (ValueError, "learning_rate", {"learning_rate": np.array(-0.1)}),
        (TypeError, "on_epoch", {"on_epoch": dict}),
        (TypeError, "progress", {"progress": "yes"}),
        (TypeError, "progress", {"progress": 1}),
        (TypeError, "tf32", {"tf32": "no"}),
        (ValueError, "tf32", {"tf32": True}),
        (TypeError, "device", {"device": ["cuda"]}),
        (TypeError, "device", {"device": np.array(["cpu", "cuda"])}),
        (TypeError, "graph", {"graph": "no"}),
        (ValueError, "workers", {"workers": 0}),
        (TypeError, "workers", {"workers": "all"}),
        (ValueError, "device", {"device": "tpu"}),
    ],
)
def test_refuses(error, name, changes):
    with assert_raises(error, name):
        train(**{**USUAL, **changes})


def test_numbers_of_every_kind_are_converted_and_used():
    plain = {"epochs": 3, "batch_size": 5, "patience": 2, "seed": 4, "workers": 2, "learning_rate": 0.5}
    expected, history = train(**{**USUAL, **plain, "validation": 0.25})
    for kinds in (
        {name: np.int64(value) for name, value in plain.items() if name != "learning_rate"},
        {name: np.uint8(value) for name, value in plain.items() if name != "learning_rate"},
        {"learning_rate": np.float32(0.5), "validation": np.float16(0.25)},
        {"learning_rate": Fraction(1, 2), "validation": Fraction(1, 4)},
        {"learning_rate": np.array(0.5), "progress": np.bool_(False), "tf32": np.bool_(False)},
        {"learning_rate": lambda done: np.float32(0.5)},
        {"learning_rate": lambda done: Fraction(1, 2)},
        {"learning_rate": lambda done: np.array(0.5)},
    ):
        found, same = train(**{**USUAL, **plain, "validation": 0.25, **kinds})
        assert (same.loss, same.validation_loss, same.learning_rate) == (
            history.loss,
            history.validation_loss,
            [0.5] * 3,
        )
        assert all(np.array_equal(found[key], expected[key]) for key in expected)


def test_a_seed_may_be_larger_than_an_index():
    _, history = train(**{**USUAL, "seed": 2**100})
    assert history.stopped == "finished"


def test_a_graph_wants_one_dtype_and_a_gpu():
    xp = Library("cupy")
    params, images = {key: xp.array(A) for key, A in PARAMS.items()}, xp.array(X, "float32")
    with assert_raises(ValueError, "graph", "one dtype"):
        recorded(True, ROWS, params, images, None)
    assert recorded(None, ROWS, params, images, None) is False
    assert recorded(None, ROWS, params, xp.array(X), None) is True
    with assert_raises(ValueError, "graph", "without a GPU"):
        recorded(True, ROWS, PARAMS, X, None)
    with assert_raises(TypeError, "graph", "True, False or None"):
        recorded(1, ROWS, PARAMS, X, None)


@pytest.mark.parametrize("where", ["params", "data", "validation"])
def test_two_libraries_are_refused(where):
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    other = {
        "params": {key: strict.asarray(A) for key, A in PARAMS.items()},
        "data": (strict.asarray(X), strict.asarray(LABELS)),
        "validation": (strict.asarray(X), strict.asarray(LABELS)),
    }
    with pytest.raises(TypeError, match=r"one library, got .*data\[0\] from (numpy|array_api_strict)"):
        train(**{**USUAL, where: other[where]})

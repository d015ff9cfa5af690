"""Schedules, watchers and groups of one's own that do what they may not."""

import numpy as np
import pytest

import textbook_cnn as cnn

NETWORK = cnn.Network([cnn.Dense(3)], (4,))
PARAMS = NETWORK.init(0, dtype="float64")
X, LABELS = np.random.default_rng(0).normal(size=(6, 4)), np.array([0, 1, 2, 0, 1, 2])


def trained(**options):
    return cnn.train(NETWORK, PARAMS, (X, LABELS), epochs=2, validation=None, progress=False, **options)


@pytest.mark.parametrize("rate", [np.array(-0.1), np.array(np.nan), np.array(np.inf), np.array([0.1]), np.array(None)])
def test_rates_in_arrays(rate):
    grads = {key: np.ones_like(P) for key, P in PARAMS.items()}
    with pytest.raises((TypeError, ValueError), match="^learning_rate: expected"):
        trained(learning_rate=lambda done: rate)
    with pytest.raises((TypeError, ValueError), match="^learning_rate: expected"):
        cnn.descent_step(PARAMS, grads, learning_rate=rate)
    with pytest.raises((TypeError, ValueError), match="^learning_rate: expected"):
        cnn.adam_step(PARAMS, grads, cnn.adam_init(PARAMS), learning_rate=rate)


def test_a_rate_with_a_graph_is_a_number():
    torch = pytest.importorskip("torch")
    rate = torch.tensor(0.125, dtype=torch.float64, requires_grad=True)
    found, _ = trained(learning_rate=lambda done: rate)
    right, _ = trained(learning_rate=0.125)
    for key, P in right.items():
        np.testing.assert_array_equal(found[key], P)


def test_a_watcher_cannot_write_into_parameters():
    before = {key: P.copy() for key, P in PARAMS.items()}

    def spoil(epoch, params):
        params["dense_1.W"][...] = 0

    with pytest.raises(ValueError, match="read-only"):
        trained(on_epoch=spoil)
    for key, P in before.items():
        np.testing.assert_array_equal(PARAMS[key], P)
        assert PARAMS[key].flags.writeable
    kept = []
    found, _ = trained(on_epoch=lambda epoch, params: kept.append(params))
    assert all(P.flags.writeable for P in found.values())
    np.testing.assert_array_equal(kept[0]["dense_1.W"], before["dense_1.W"])
    np.testing.assert_array_equal(kept[2]["dense_1.W"], found["dense_1.W"])


class Alone:
    rank, size = 0, 1

    def add(self, A):
        """The sum over one process."""


@pytest.mark.parametrize("size", [10**15, 1 << 62])
def test_more_processes_than_there_are(size):
    group = Alone()
    group.size = size
    with pytest.raises(ValueError, match="^group.size: expected an integer from 1 to 1000000"):
        trained(group=group)


def test_the_class_of_a_group_is_none():
    with pytest.raises(TypeError, match="^group: expected"):
        trained(group=Alone)

"""Several processes that train together: threads stand in for them, NumPy for their GPUs."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest

from tests.support.libraries import Library, assert_raises
from textbook_cnn import Conv2D, Dense, Dropout, Flatten, MaxPool2D, NCCLGroup, Network, ReLU, train
from textbook_cnn.training import run

RNG = np.random.default_rng(5)
X, LABELS = RNG.standard_normal((22, 1, 6, 6)), np.arange(22) % 3
LAYERS = [Conv2D(3, 3, padding="same"), ReLU(), MaxPool2D(), Flatten(), Dense(5), ReLU()]
NETWORK = Network([*LAYERS, Dense(3)], (1, 6, 6))
START = NETWORK.init(0, dtype="float64")


class Threads:
    """One of several threads, each with a group of its own, that add their arrays."""

    def __init__(self, rank, size, meeting, given):
        self.rank, self.size, self.meeting, self.given = rank, size, meeting, given

    def add(self, A):
        self.given[self.rank] = A.copy()
        self.meeting.wait()
        total = sum(self.given[1:], self.given[0])
        self.meeting.wait()
        A[...] = total


def groups(size):
    meeting, given = threading.Barrier(size), [None] * size
    return [Threads(rank, size, meeting, given) for rank in range(size)]


def trained(group=None, network=NETWORK, **options):
    keywords = {"epochs": 3, "batch_size": 4, "validation": 0.1, "workers": 1} | options
    return train(network, network.init(0, dtype="float64"), (X, LABELS), progress=False, group=group, **keywords)


def at_once(size, function):
    """Results of a function of a group, each in a thread of its own; where one fails, none waits for it."""

    def guarded(group):
        try:
            return function(group)
        except BaseException:
            group.meeting.abort()
            raise

    with ThreadPoolExecutor(size) as pool:
        calls = [pool.submit(guarded, group) for group in groups(size)]
    failed = [error for error in (call.exception() for call in calls) if error]
    for error in sorted(failed, key=lambda error: isinstance(error, threading.BrokenBarrierError)):
        raise error  # the one that broke the barrier
    return [call.result() for call in calls]


def together(size, **options):
    return at_once(size, lambda group: trained(group, **options))


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_processes_together_learn_what_one_learns(size):
    """Parts of different sizes, and with 5 processes and batches of 4 some that are empty."""
    expected, alone = trained()
    for params, history in together(size):
        for key, A in expected.items():
            np.testing.assert_allclose(params[key], A, rtol=0, atol=1e-12)
        np.testing.assert_allclose(history.loss, alone.loss, rtol=1e-12)
        assert history.accuracy == alone.accuracy
        np.testing.assert_allclose(history.validation_loss, alone.validation_loss, rtol=1e-11)


def test_each_process_computes_with_its_own_part_of_each_batch(monkeypatch):
    """22 images, 4 a batch, for 3 processes: 1, 1 and 2 of them; of the last two none, 1 and 1."""
    seen, real = {}, run.loss_and_gradients

    def noting(network, params, x, t, seed, *others):
        seen[tuple(seed)] = x[:, 0, 0, 0].tolist()
        return real(network, params, x, t, seed, *others)

    monkeypatch.setattr(run, "loss_and_gradients", noting)
    together(3, epochs=1, validation=None, seed=9)
    last = {(9, 0, 5, 1): 1, (9, 0, 5, 2): 1}
    sizes = {(9, 0, batch, rank): (1, 1, 2)[rank] for batch in range(5) for rank in range(3)} | last
    assert {seed: len(images) for seed, images in seen.items()} == sizes
    assert sorted(image for images in seen.values() for image in images) == sorted(X[:, 0, 0, 0].tolist())


@pytest.mark.parametrize("name", ["cupy"])
@pytest.mark.parametrize("graph", [None, True])
def test_a_group_on_a_gpu(name, graph):
    library, (group,) = Library(name), groups(1)
    options = {"epochs": 2, "batch_size": 4, "validation": None, "progress": False}
    params = {key: library.array(A) for key, A in START.items()}
    data = library.array(X), library.array(LABELS)
    expected, alone = train(NETWORK, params, data, **options)
    found, history = train(NETWORK, params, data, group=group, graph=graph, **options)
    for key, A in expected.items():
        np.testing.assert_allclose(library.numpy(found[key]), library.numpy(A), rtol=0, atol=1e-12)
    assert history.accuracy == alone.accuracy


def test_all_processes_end_with_the_same_bits():
    network = Network([*LAYERS, Dropout(0.5), Dense(3)], (1, 6, 6))
    (first, _), *others = together(3, network=network, learning_rate=lambda done: 0.01 * (1 - done / 2))
    for params, _ in others:
        assert all((params[key] == A).all() for key, A in first.items())


def test_each_process_draws_masks_of_its_own():
    """Two images that are the same, one for each process, would otherwise lose the same units."""
    network = Network([Dropout(0.5), Dense(3)], (400,))
    same = np.ones((2, 400)), np.array([0, 0])
    start = {key: np.ones_like(A) for key, A in network.init(0, dtype="float64").items()}

    def with_group(group):
        options = {"epochs": 1, "batch_size": 2, "validation": None, "progress": False, "workers": 1}
        return train(network, start, same, group=group, learning_rate=1.0, **options)[0]

    moved = at_once(2, with_group)[0]["dense_1.W"][0] != 1
    assert 260 < moved.sum() < 340  # one mask alone moves about half of the weights, two about three quarters


def test_each_process_has_a_generator_of_its_own_on_a_gpu(monkeypatch):
    seeds = []
    monkeypatch.setattr(run, "own_generator", lambda seed, like: seeds.append(seed))
    for group in (None, *(SimpleNamespace(rank=rank, size=3, add=None) for rank in range(3))):
        run.Run(NETWORK, START, None, X, None, None, 4, 0.1, None, 7, 1, group=group)
    assert seeds == [7, 7, 8, 9]


def test_a_group_has_no_graph_unless_it_is_asked_for(monkeypatch):
    library, (group,) = Library("cupy"), groups(1)
    asked = []
    real = run.Run.__post_init__

    def noting(self):
        asked.append(self.graph)
        real(self)

    monkeypatch.setattr(run.Run, "__post_init__", noting)
    params, data = {key: library.array(A) for key, A in START.items()}, (library.array(X), library.array(LABELS))
    for options in ({}, {"group": group}, {"group": group, "graph": True}):
        train(NETWORK, params, data, epochs=1, progress=False, **options)
    assert asked == [True, False, True]


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("wrong", [lambda A: A, lambda A: 2 * A, lambda A: A.fill(np.nan), lambda A: A.fill(1.5)])
def test_a_group_that_does_not_add_is_noticed_before_anything_is_trained(size, wrong):
    if size == 1 and wrong(np.ones(1)) is not None:
        return  # alone, what is left as it is is the sum
    with assert_raises(ValueError, "group", "replace an array by its sum"):
        trained(SimpleNamespace(rank=0, size=size, add=wrong))


def test_what_a_group_that_does_not_add_found_is_said():
    with pytest.raises(ValueError, match=r"^group: .* processes 0 to 1, got \[0.0, 2.0\] as the counts"):
        trained(SimpleNamespace(rank=1, size=2, add=lambda A: np.multiply(A, 2, out=A)))


def test_dtypes_of_a_group_are_one():
    with assert_raises(ValueError, "group", "one dtype"):
        train(NETWORK, NETWORK.init(0), (X, LABELS), epochs=1, progress=False, group=groups(1)[0])


@pytest.mark.parametrize(
    ("error", "group", "name"),
    [
        (TypeError, 2, "group"),
        (TypeError, set(), "group"),  # it has an `add`
        (TypeError, SimpleNamespace(rank=0, size=1), "group"),
        (TypeError, SimpleNamespace(rank=0.0, size=1, add=len), "group.rank"),
        (ValueError, SimpleNamespace(rank=0, size=0, add=len), "group.size"),
        (ValueError, SimpleNamespace(rank=2, size=2, add=len), "group: expected a rank below size"),
    ],
)
def test_what_is_no_group_is_refused(error, group, name):
    with pytest.raises(error, match=name):
        trained(group)


def test_groups_are_for_numpy_and_cupy():
    strict = Library("array_api_strict")
    params = {key: strict.array(A) for key, A in START.items()}
    with assert_raises(TypeError, "group"):
        train(NETWORK, params, (strict.array(X), strict.array(LABELS)), epochs=1, progress=False, group=groups(1)[0])


def test_nccl_adds_in_place(monkeypatch):
    calls = []

    class Communicator:
        def all_reduce(self, A, B):
            calls.append(A is B)
            B *= 2

    def start(size, rank, **options):
        calls.append((size, rank, options))
        return Communicator()

    monkeypatch.setitem(sys.modules, "cupyx", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "cupyx.distributed", SimpleNamespace(init_process_group=start))
    group = NCCLGroup(2, 1, host="here", port=7, use_mpi=True)
    A = np.ones(3)
    group.add(A)
    assert (group.size, group.rank, list(A)) == (2, 1, [2, 2, 2])
    NCCLGroup(1, 0)
    assert calls == [
        (2, 1, {"host": "here", "port": 7, "use_mpi": True}),
        True,
        (1, 0, {"host": None, "port": None, "use_mpi": False}),
    ]
    for error, size, rank in ((ValueError, 2, 2), (ValueError, 0, 0), (TypeError, 2.0, 0), (ValueError, 2, -1)):
        with assert_raises(error, "(size|rank)"):
            NCCLGroup(size, rank)

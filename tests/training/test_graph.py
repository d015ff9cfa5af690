"""Steps as launches of one CUDA graph: the same training as step by step, and what happens where CUDA refuses.

On the double that stands in for CuPy a graph is what NumPy did, done again on the same arrays.
"""

import gc
import warnings
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from tests.support.libraries import Library, assert_raises
from textbook_cnn import Conv2D, Dense, Dropout, Flatten, MaxPool2D, Network, ReLU, one_cycle, predict, train
from textbook_cnn._arrays import array_namespace
from textbook_cnn.network.layer import Layer
from textbook_cnn.training import graph
from textbook_cnn.training.buffers import Buffers

RNG = np.random.default_rng(2)
X, LABELS = RNG.standard_normal((44, 1, 8, 8), dtype=np.float32), RNG.integers(0, 3, 44)
LAYERS = [Conv2D(4, 3, padding="same"), ReLU(), MaxPool2D(), Conv2D(5, 3, stride=2, padding="same"), ReLU(), Flatten()]
NETWORK = Network([*LAYERS, Dense(7), ReLU(), Dense(3)], (1, 8, 8))
EPOCHS, BATCH = 3, 8  # 40 images are left for training: 5 full batches, or with 12 images 3 and one of 4


@pytest.fixture(scope="module", params=["cupy"])
def cupy(request):
    return Library(request.param)


def trained(library, network=NETWORK, **options):
    keywords = {"epochs": EPOCHS, "batch_size": BATCH, "validation": 4 / 44, "learning_rate": one_cycle(0.02)} | options
    params = {key: library.array(A) for key, A in network.init(0).items()}
    params, history = train(network, params, (library.array(X), library.array(LABELS)), progress=False, **keywords)
    return {key: library.numpy(A) for key, A in params.items()}, history


def assert_same(found, expected):
    assert found.keys() == expected.keys()
    for key, A in expected.items():
        np.testing.assert_array_equal(found[key], A)


@pytest.fixture
def counts(monkeypatch):
    """How often a step was taken kernel by kernel, captured, and launched."""
    seen = {"taken": 0, "captured": 0, "launched": 0}

    def counting(name, of):
        real = getattr(graph.GraphedSteps, of)

        def method(self, *arguments):
            seen[name] += 1
            return real(self, *arguments)

        monkeypatch.setattr(graph.GraphedSteps, of, method)

    for name, of in (("taken", "_take"), ("captured", "_captured"), ("launched", "_launch")):
        counting(name, of)
    return seen


@pytest.mark.parametrize("batch_size", [8, 12, 40, 64])
def test_a_graph_trains_as_steps_one_by_one_do(cupy, batch_size):
    expected, alone = trained(cupy, graph=False, batch_size=batch_size)
    found, history = trained(cupy, batch_size=batch_size)
    assert_same(found, expected)
    assert history.accuracy == alone.accuracy
    assert history.learning_rate == alone.learning_rate
    assert history.validation_loss == alone.validation_loss
    np.testing.assert_allclose(history.loss, alone.loss, rtol=1e-6)  # the sum of a graph is float64


def test_training_on_the_processor_is_the_same(cupy):
    expected, alone = trained(Library("numpy"))
    found, history = trained(cupy, graph=True)
    for key, A in expected.items():
        np.testing.assert_allclose(found[key], A, rtol=0, atol=1e-5)
    np.testing.assert_allclose(history.loss, alone.loss, rtol=1e-5)


def test_full_batches_are_launched_and_captured_once(cupy, counts):
    trained(cupy, batch_size=12)
    # Each epoch has 3 full batches and one of 4 images: one full batch is taken to compile its kernels, and the capture
    # itself goes through the step once.
    assert counts == {"taken": 1 + 1 + EPOCHS, "captured": 1, "launched": 3 * EPOCHS - 1}


def test_without_a_graph_nothing_is_captured(cupy, counts):
    trained(cupy, graph=False)
    trained(Library("numpy"))
    assert set(counts.values()) == {0}


def test_a_batch_of_all_images_is_full(cupy, counts):
    trained(cupy, batch_size=10**12)
    assert counts == {"taken": 1 + 1, "captured": 1, "launched": EPOCHS - 1}


def test_each_launch_draws_masks_of_its_own(cupy):
    """Weights whose input is dropped stay: if a graph drew the same mask in each step, some would never move."""
    network = Network([Dropout(0.5), Dense(3)], (64,))
    images = cupy.array(np.ones((40, 64), np.float32)), cupy.array(np.zeros(40, int))
    start = {key: cupy.array(A) for key, A in network.init(0).items()}
    seen = []

    def tell(epoch, params):
        seen.append(cupy.numpy(params["dense_1.W"]))

    options = {"epochs": 1, "batch_size": 1, "validation": None, "progress": False}
    params, _ = train(network, start, images, on_epoch=tell, **options)
    assert (cupy.numpy(params["dense_1.W"]) != seen[0]).all()


def test_parameters_told_and_kept_do_not_change_afterwards(cupy):
    told, copies = [], []

    def tell(epoch, params):
        told.append(params)
        copies.append({key: cupy.numpy(A).copy() for key, A in params.items()})

    trained(cupy, on_epoch=tell)
    assert len(told) == EPOCHS + 1
    for params, then in zip(told, copies):
        assert_same({key: cupy.numpy(A) for key, A in params.items()}, then)
    assert (copies[1]["dense_1.W"] != copies[2]["dense_1.W"]).any()


def test_early_stopping_returns_the_best(cupy):
    options = {"patience": 2, "epochs": 12, "learning_rate": 0.2}
    expected, alone = trained(cupy, graph=False, **options)
    found, history = trained(cupy, **options)
    assert_same(found, expected)
    assert (history.best_epoch, history.stopped) == (alone.best_epoch, alone.stopped)
    assert history.best_epoch < len(history.loss)  # or the last would be the best


def test_the_start_is_not_changed(cupy):
    start = {key: cupy.array(A) for key, A in NETWORK.init(0).items()}
    train(NETWORK, start, (cupy.array(X), cupy.array(LABELS)), epochs=1, batch_size=8, progress=False)
    assert_same({key: cupy.numpy(A) for key, A in start.items()}, NETWORK.init(0))


def test_after_ctrl_c_there_is_what_was_learnt_until_then(cupy, monkeypatch):
    real, steps = graph.GraphedSteps._launch, []

    def interrupted(self):
        if len(steps) == 6:
            raise KeyboardInterrupt
        steps.append(None)
        real(self)

    monkeypatch.setattr(graph.GraphedSteps, "_launch", interrupted)
    found, history = trained(cupy, validation=None, batch_size=10)
    monkeypatch.undo()
    assert history.stopped == "interrupted"
    assert len(history.loss) == 1
    copies = []
    trained(cupy, validation=None, batch_size=10, on_epoch=lambda _, params: copies.append(params))
    after_one = {key: cupy.numpy(A) for key, A in copies[1].items()}
    assert any((found[key] != A).any() for key, A in after_one.items())  # steps of the second epoch count


@dataclass(frozen=True)
class FromTheHost(Layer):
    """A layer that adds numbers of the processor in every step: a graph would copy what stands there later."""

    kind = "from_the_host"

    def forward(self, own, X, rng=None):
        xp = array_namespace(X)
        return X + xp.asarray(np.full(X.shape[1:], 0.5, np.float32)), None

    def backward(self, own, cache, dY, input_gradient=True):
        return dY, {}


@dataclass(frozen=True)
class Counting(Layer):
    """A layer whose numbers change from step to step: a graph would repeat those of its recording."""

    steps: list
    kind = "counting"

    def forward(self, own, X, rng=None):
        self.steps.append(None)
        return X * (1 + 1 / len(self.steps)), len(self.steps)

    def backward(self, own, cache, dY, input_gradient=True):
        return dY * (1 + 1 / cache), {}


def test_layers_of_others_are_not_captured_unless_that_is_asked_for(cupy, counts):
    def network():
        return Network([*LAYERS, Dense(7), Counting([]), Dense(3)], (1, 8, 8))

    expected, _ = trained(cupy, network(), graph=False, validation=None)
    found, _ = trained(cupy, network(), validation=None)
    assert_same(found, expected)
    assert counts["captured"] == 0
    trained(cupy, network(), graph=True, validation=None)
    assert counts["captured"] == 1


def test_what_comes_from_the_processor_is_not_captured(cupy):
    network = Network([*LAYERS, Dense(7), FromTheHost(), Dense(3)], (1, 8, 8))
    expected, _ = trained(cupy, network, graph=False)
    with pytest.warns(RuntimeWarning, match=r"without a CUDA graph.*H2D transfers are disallowed") as caught:
        found, _ = trained(cupy, network, graph=True)
    assert len(caught) == 1
    assert_same(found, expected)


def test_where_cuda_refuses_training_goes_on(cupy, monkeypatch):
    def refused(self):
        raise NotImplementedError("no capture here\nand more lines")

    expected, _ = trained(cupy, graph=False)
    monkeypatch.setattr(graph.GraphedSteps, "_captured", refused)
    with pytest.warns(RuntimeWarning) as caught:
        found, _ = trained(cupy, graph=True)
    assert [str(each.message) for each in caught] == [
        "training goes on without a CUDA graph, which is slower: NotImplementedError: no capture here"
    ]
    assert_same(found, expected)


def test_a_step_that_fails_while_captured_leaves_everything_as_it_was(cupy, monkeypatch):
    real, calls = graph.adam_step, []

    def fails_once(*arguments, **keywords):
        calls.append(None)
        if len(calls) == 2:
            raise ValueError("in the middle of a capture")
        return real(*arguments, **keywords)

    expected, _ = trained(cupy, graph=False)
    monkeypatch.setattr(graph, "adam_step", fails_once)
    with pytest.warns(RuntimeWarning, match="ValueError: in the middle"):
        found, _ = trained(cupy)
    assert_same(found, expected)


def test_arrays_made_after_the_capture_are_safe_from_launches(cupy):
    """The graph writes into memory of its own alone."""
    kept = []

    def tell(epoch, params):
        kept.append([cupy.array(np.full(size, epoch, np.float32)) for size in (100, 1000, 10000, 100000)])

    trained(cupy, on_epoch=tell, epochs=4)
    for epoch, arrays in enumerate(kept):
        assert all((cupy.numpy(A) == epoch).all() for A in arrays)


@pytest.mark.parametrize(("images", "parameters"), [("float64", "float32"), ("float32", "float64"), ("float32", None)])
def test_dtypes_that_widen_are_not_captured(cupy, counts, images, parameters):
    """What a step would widen, an array of a graph could not hold."""
    start = NETWORK.init(0, dtype=parameters or "float64")
    if parameters is None:
        start["dense_1.W"] = start["dense_1.W"].astype("float32")
    params = {key: cupy.array(A) for key, A in start.items()}
    data, options = (cupy.array(X, images), cupy.array(LABELS)), {"epochs": 2, "batch_size": 8, "progress": False}
    expected, _ = train(NETWORK, params, data, graph=False, **options)
    found, _ = train(NETWORK, params, data, **options)
    assert_same({key: cupy.numpy(A) for key, A in found.items()}, {key: cupy.numpy(A) for key, A in expected.items()})
    assert {key: A.dtype for key, A in found.items()} == {key: A.dtype for key, A in expected.items()}
    assert set(counts.values()) == {0}
    with assert_raises(ValueError, "graph", "one dtype"):
        train(NETWORK, params, data, graph=True, **options)


def test_double_precision_is_captured(cupy, counts):
    params = {key: cupy.array(A) for key, A in NETWORK.init(0, dtype="float64").items()}
    data, options = (cupy.array(X, "float64"), cupy.array(LABELS)), {"epochs": 2, "batch_size": 8, "progress": False}
    expected, alone = train(NETWORK, params, data, graph=False, **options)
    found, history = train(NETWORK, params, data, **options)
    for key, A in expected.items():  # the powers of β are the processor's in the one, the GPU's in the other
        assert found[key].dtype == np.float64
        np.testing.assert_allclose(cupy.numpy(found[key]), cupy.numpy(A), rtol=0, atol=1e-14)
    assert counts["captured"] == 1
    np.testing.assert_allclose(history.loss, alone.loss, rtol=1e-14)


@pytest.mark.parametrize(("graph", "error"), [(True, ValueError), ("yes", TypeError), (1, TypeError)])
def test_a_graph_needs_a_gpu_and_is_a_yes_or_no(graph, error):
    with assert_raises(error, "graph"):
        train(NETWORK, NETWORK.init(0), (X, LABELS), epochs=1, graph=graph, progress=False)


def test_a_training_that_is_over_holds_no_memory(cupy):
    """Nothing waits for Python's collector: what a training had on the device is free when it returns."""
    gc.collect()
    gc.disable()
    try:
        alive = []
        real = graph.GraphedSteps.__init__

        def noting(self, *arguments):
            real(self, *arguments)
            alive.append(weakref.ref(self))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(graph.GraphedSteps, "__init__", noting)
            trained(cupy, epochs=1)
        assert len(alive) == 1
        assert alive[0]() is None
    finally:
        gc.enable()


def test_trainings_leave_no_memory_behind(cupy):
    """On a device, whose memory is measured; CuPy keeps that of a pool until it is told to let go."""
    if not hasattr(cupy.xp.cuda, "cublas"):
        pytest.skip("the double of CuPy has NumPy's memory")

    def free():
        gc.collect()
        cupy.xp.get_default_memory_pool().free_all_blocks()
        return cupy.xp.cuda.Device().mem_info[0]

    def interrupt(epoch, _):
        if epoch == 2:
            raise KeyboardInterrupt

    wide = Network([Conv2D(64, 3), ReLU(), Flatten(), Dense(3)], (1, 8, 8))
    trained(cupy, wide, batch_size=20)  # compiles and loads what later ones use
    before = free()
    for options in ({}, {"on_epoch": interrupt}):
        trained(cupy, wide, batch_size=20, **options)
        assert before - free() < 1 << 19  # bytes, where a graph's own memory is some megabytes


@pytest.mark.parametrize("ends", [None, KeyboardInterrupt, ZeroDivisionError])
def test_the_graph_goes_however_training_ends(cupy, monkeypatch, ends):
    steps, released = [], []
    real_init, real_free = graph.GraphedSteps.__init__, cupy.xp.cuda.MemoryPool.free_all_blocks

    def noting(self, *arguments):
        real_init(self, *arguments)
        steps.append(self)

    class Pool(cupy.xp.cuda.MemoryPool):
        def free_all_blocks(self, *arguments):
            released.append((steps[0].graph, steps[0].workspace))
            return real_free(self, *arguments)

    def tell(epoch, _):
        if epoch == 2:
            assert steps[0].graph is not None
            if ends:
                raise ends

    monkeypatch.setattr(graph.GraphedSteps, "__init__", noting)
    monkeypatch.setattr(cupy.xp.cuda, "MemoryPool", Pool)
    with pytest.raises(ZeroDivisionError) if ends is ZeroDivisionError else nullcontext():
        trained(cupy, on_epoch=tell)
    assert released == [(None, None)]


def test_arrays_of_the_host_are_moved_beside_parameters_of_the_device(cupy, monkeypatch):
    start = {key: cupy.array(A) for key, A in NETWORK.init(0).items()}
    options = {"epochs": 1, "batch_size": 8, "progress": False}
    expected, _ = train(NETWORK, NETWORK.init(0), (X, LABELS), device="cuda", **options)
    found, _ = train(NETWORK, start, (X, LABELS), device="cuda", **options)
    assert_same({key: cupy.numpy(A) for key, A in found.items()}, {key: cupy.numpy(A) for key, A in expected.items()})


@pytest.mark.parametrize("params", [None, 3, [1.0]])
def test_parameters_that_are_no_dict_are_refused_beside_a_device(cupy, params):
    with assert_raises(TypeError, "params"):
        train(NETWORK, params, (X, LABELS), epochs=1, device="cuda", progress=False)


def test_what_lies_elsewhere_is_refused_with_the_way_there(cupy):
    params, _ = train(NETWORK, NETWORK.init(0), (X, LABELS), epochs=1, device="cuda", progress=False)
    with pytest.raises(TypeError, match=r"got X from numpy.*cupy\.asarray\(A\) moves an array to the GPU"):
        predict(NETWORK, params, X)


@pytest.mark.parametrize("graph", [None, False])
@pytest.mark.parametrize(
    ("error", "rate"),
    [
        (ValueError, -0.1),
        (ValueError, float("nan")),
        (ValueError, np.ones(1)),
        (TypeError, "0.01"),
        (TypeError, np.array(True)),
    ],
)
def test_rates_are_looked_at_with_and_without_a_graph(cupy, graph, error, rate):
    with assert_raises(error, "learning_rate"):
        trained(cupy, learning_rate=lambda done: rate, graph=graph)


@pytest.mark.parametrize("rate", [np.array(0.01), np.float32(0.01), Fraction(1, 100)])
def test_rates_of_every_kind_of_number(cupy, rate):
    expected, _ = trained(cupy, learning_rate=float(rate))
    found, _ = trained(cupy, learning_rate=lambda done: rate)
    assert_same(found, expected)


def test_steps_run_after_what_was_sent_before_and_before_what_is_sent_after():
    """The order of two streams, as told by what they are given; so too where a step fails."""
    events = []

    class Stream:
        def __init__(self, name):
            self.name = name

        def record(self):
            events.append(f"{self.name} records")
            return self.name

        def wait_event(self, event):
            events.append(f"{self.name} waits for {event}")

        def __enter__(self):
            events.append(f"on {self.name}")

        def __exit__(self, *_):
            events.append(f"off {self.name}")

    steps = graph.GraphedSteps.__new__(graph.GraphedSteps)
    steps.stream = Stream("own")
    steps.cupy = SimpleNamespace(cuda=SimpleNamespace(get_current_stream=lambda: Stream("outer")))
    before = ["outer records", "own waits for outer", "on own"]
    after = ["off own", "own records", "outer waits for own"]
    with steps._own_stream():
        events.append("a step")
    with pytest.raises(KeyboardInterrupt), steps._own_stream():
        raise KeyboardInterrupt
    assert events == [*before, "a step", *after, *before, *after]


def test_copies_of_the_parameters_are_made_where_the_steps_run(cupy, monkeypatch):
    inside, real_stream, real_copy = [], graph.GraphedSteps._own_stream, graph.copy

    @contextmanager
    def own_stream(self):
        with real_stream(self):
            inside.append(None)
            yield
            inside.pop()

    def copy(A):
        assert inside
        return real_copy(A)

    monkeypatch.setattr(graph.GraphedSteps, "_own_stream", own_stream)
    monkeypatch.setattr(graph, "copy", copy)
    trained(cupy, epochs=1)
    assert inside == []


def test_a_thread_has_a_stream_of_its_own():
    cupy = SimpleNamespace(cuda=SimpleNamespace(Device=lambda: SimpleNamespace(id=3), Stream=lambda **_: object()))
    with ThreadPoolExecutor(1) as pool:
        there = pool.submit(graph._stream, cupy).result()
    here = graph._stream(cupy)
    assert here is graph._stream(cupy) is not there
    del graph._kept.streams[3]


def test_a_network_without_parameters_has_nothing_to_capture(cupy):
    network = Network([Flatten()], (1, 1, 3))
    images = cupy.array(np.ones((4, 1, 1, 3), np.float32)), cupy.array(np.array([0, 1, 2, 0]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        params, history = train(network, {}, images, epochs=2, batch_size=2, validation=None, progress=False)
    assert params == {}
    assert history.loss[0] == history.loss[1] > 0


def test_buffers_of_several_dtypes(xp):
    if "strict" in xp.name or xp.name in ("jax",):
        pytest.skip("slices of their arrays are copies")
    given = {"a": np.arange(6.0).reshape(2, 3), "b": np.arange(4, dtype=np.float32), "c": np.array(7.0)}
    buffers = Buffers({key: xp.array(A.copy()) for key, A in given.items()})
    assert {key: tuple(A.shape) for key, A in buffers.views.items()} == {"a": (2, 3), "b": (4,), "c": ()}
    assert all(not xp.numpy(A).any() for A in buffers.views.values())
    buffers.fill({key: xp.array(A.copy()) for key, A in given.items()})
    for key, A in given.items():
        np.testing.assert_array_equal(xp.numpy(buffers.views[key]), A)
    assert sorted(A.shape[0] for A in buffers.whole.values()) == [4, 7]
    buffers.replace({key: A * 2 for key, A in buffers.whole.items()})
    for key, A in given.items():
        np.testing.assert_array_equal(xp.numpy(buffers.views[key]), 2 * A)

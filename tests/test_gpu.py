"""What training on a GPU promises: nothing is read back within an epoch's steps, and no GPU is a clear message.

array_api_strict's second device stands in for the GPU, and so does CuPy's double where there is none.
"""

import warnings
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

import numpy as np
import pytest

from tests.support.libraries import Library, assert_raises
from textbook_cnn import (
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPool2D,
    Network,
    ReLU,
    _devices,
    adam_init,
    adam_step,
    conv2d,
    dropout,
    train,
)
from textbook_cnn._arrays import cublas
from textbook_cnn.training import run

NETWORK = Network([Conv2D(3, 3, padding="same"), ReLU(), MaxPool2D(), Flatten(), Dropout(0.3), Dense(3)], (1, 4, 4))
RNG = np.random.default_rng(0)
X, LABELS = RNG.standard_normal((10, 1, 4, 4), dtype=np.float32), np.arange(10) % 3
READERS = (
    "__array__",
    "__bool__",
    "__buffer__",
    "__complex__",
    "__dlpack__",
    "__float__",
    "__index__",
    "__int__",
    "__iter__",
    "to_device",
)


class ReadBackError(Exception):
    """An array was read back while that was forbidden."""


@contextmanager
def nothing_read_back(library):
    """Within it, reading an array of the library back from its device is an error."""
    if library.name == "cupy":
        from cupyx import allow_synchronize

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # it will be removed; CuPy has nothing else to ask
            with allow_synchronize(False):
                yield
        return

    def refuse(*_, **__):
        raise ReadBackError

    with pytest.MonkeyPatch.context() as patch:
        for name in READERS:
            patch.setattr(type(library.xp.asarray(0)), name, refuse)
        yield


@pytest.fixture(params=["array_api_strict-device1", "cupy"])
def device(request):
    return Library(request.param)


def test_reading_back_is_noticed(device):
    A = device.array([1.0, 2.0])
    for read in (lambda: float(A[0]), lambda: bool(A[0] > 0), lambda: int(A[1])):
        read()
        with nothing_read_back(device), pytest.raises(Exception, match=r"^(Device synchronization .*|)$"):
            read()


@pytest.mark.parametrize("schedule", [0.01, lambda done: 0.01 * (1 + done)])
def test_steps_read_nothing_back(device, monkeypatch, schedule):
    """From the order of the images to the end of the epoch; what it brought is read once, when it is over."""
    begun, ended = [], []
    real_permutation, real_record = run.permutation, run.Run._record
    params = {key: device.array(A) for key, A in NETWORK.init(0).items()}
    data = device.array(X), device.array(LABELS)

    with ExitStack() as forbidden:  # ends with the test, whatever a step raises

        def permutation(*arguments):
            begun.append(arguments)
            order = real_permutation(*arguments)
            forbidden.enter_context(nothing_read_back(device))
            return order

        def record(*arguments):
            forbidden.close()
            ended.append(arguments)
            real_record(*arguments)

        monkeypatch.setattr(run, "permutation", permutation)
        monkeypatch.setattr(run.Run, "_record", record)
        keywords = {"epochs": 2, "batch_size": 2, "validation": 0.1, "progress": False}  # 5 batches, one of them short
        found, history = train(NETWORK, params, data, learning_rate=schedule, **keywords)
    assert len(begun) == len(ended) == len(history.loss) == 2
    assert all(device.owns(A) for A in found.values())


def test_masks_that_cupy_draws_itself():
    """Each element is 0 with probability `rate`, else 1/(1 − rate); a seed gives its masks again."""
    cupy, rate = Library("cupy"), 0.3
    A = cupy.array(np.ones((200, 300)), "float32")

    def masks(seed):
        rng = _devices.own_generator(seed, A)
        return [cupy.numpy(dropout(A, rate, rng)[1]) for _ in range(2)]

    (first, second), again, other = masks(1), masks(1), masks(2)
    assert set(np.unique(first)) == {0, np.float32(1) / np.float32(1 - rate)}
    assert abs((first == 0).mean() - rate) < 4 * (rate * (1 - rate) / first.size) ** 0.5
    assert abs(first.mean() - 1) < 4 * (rate / (1 - rate) / first.size) ** 0.5
    np.testing.assert_array_equal([first, second], again)
    assert (first != second).any()
    assert (first != other[0]).any()


def test_a_seed_trains_the_same_parameters_with_the_masks_of_cupy():
    cupy = Library("cupy")

    def trained(seed):
        params = {key: cupy.array(A) for key, A in NETWORK.init(0).items()}
        data, keywords = (cupy.array(X), cupy.array(LABELS)), {"epochs": 1, "batch_size": 4, "progress": False}
        found, _ = train(NETWORK, params, data, seed=seed, **keywords)
        return np.concatenate([cupy.numpy(A).ravel() for A in found.values()])

    np.testing.assert_array_equal(trained(3), trained(3))
    assert (trained(3) != trained(4)).any()


def test_state_of_adam_may_live_on_the_device(xp):
    start = {key: RNG.standard_normal(shape).astype(np.float32) for key, shape in (("W", (2, 3)), ("B", (2,)))}
    params = {key: xp.array(A) for key, A in start.items()}
    here, there = (params, adam_init(params)), (params, adam_init(params)._replace(step=xp.array(0.0, "float64")))
    for rate in (0.1, 0.01, 0.5):
        here = adam_step(here[0], params, here[1], learning_rate=rate)
        there = adam_step(there[0], params, there[1], learning_rate=xp.array(rate, "float64"))
    assert float(xp.numpy(there[1].step)) == here[1].step == 3
    for key in start:
        np.testing.assert_allclose(xp.numpy(there[0][key]), xp.numpy(here[0][key]), rtol=1e-6)
        assert there[0][key].dtype == params[key].dtype


def test_steps_of_adam_with_its_state_on_the_device_read_nothing_back(device):
    params = {"W": device.array(np.ones((2, 3)), "float32")}
    state = adam_init(params)._replace(step=device.array(0.0, "float64"))
    rate = device.array(0.1, "float64")
    with nothing_read_back(device):
        for _ in range(3):
            params, state = adam_step(params, params, state, learning_rate=rate)
    assert float(device.numpy(state.step)) == 3


@pytest.mark.parametrize(
    ("error", "rate"), [(ValueError, np.ones(2)), (TypeError, np.array(1)), (TypeError, np.array("1"))]
)
def test_learning_rates_in_arrays_are_checked_without_reading_them(error, rate):
    params = {"P": np.ones(2)}
    with assert_raises(error, "learning_rate"):
        adam_step(params, params, adam_init(params), learning_rate=rate)


class LikeCuPy:
    """What stands in for the CuPy module on a machine of some kind."""

    __version__ = "14.2.0"

    def __init__(self, available=False, driver=0, one=1.0):
        runtime = SimpleNamespace(driverGetVersion=lambda: driver)
        self.cuda = SimpleNamespace(is_available=lambda: available, runtime=runtime)
        self.one = one

    def ones(self, shape, dtype):
        if isinstance(self.one, Exception):
            raise self.one
        return np.full(shape, self.one, dtype)

    def asarray(self, A):
        return "on the GPU", A


@pytest.mark.parametrize(
    ("module", "what"),
    [
        (ImportError("libnvrtc.so.13: cannot open\nshared object"), "CuPy, which cannot be imported (libnvrtc.so.13"),
        (LikeCuPy(), "14.2.0 is installed and finds no driver;"),
        (LikeCuPy(driver=12040), "finds a driver for CUDA 12.4 but no GPU;"),
        (LikeCuPy(True, 13000, RuntimeError("no cuBLAS\nline two")), "cannot compute: RuntimeError: no cuBLAS;"),
        (LikeCuPy(True, 13000, 2.0), "computes 1 + 1 wrongly;"),
    ],
)
def test_no_gpu_is_a_clear_message(monkeypatch, module, what):
    def import_module(name):
        if isinstance(module, Exception):
            raise module
        return module

    monkeypatch.setattr(_devices, "import_module", import_module)
    with pytest.raises(RuntimeError) as caught:
        train(NETWORK, NETWORK.init(0), (X, LABELS), epochs=1, device="cuda", progress=False)
    message = str(caught.value)
    assert message.startswith("device: 'cuda' needs ")
    assert what in message
    assert "pip install 'cupy-cuda13x[ctk]'" in message
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_with_a_gpu_arrays_are_moved_there(monkeypatch):
    monkeypatch.setattr(_devices, "import_module", lambda name: LikeCuPy(True, 13000))
    assert _devices.on_device(X, "cuda") == ("on the GPU", X)
    assert _devices.on_device(X, "cpu") is X


def test_training_on_cuda_takes_arrays_of_the_host_and_answers_in_those_of_cupy():
    cupy, start, keywords = Library("cupy"), NETWORK.init(0), {"epochs": 1, "batch_size": 4, "progress": False}
    found, history = train(NETWORK, start, (X, LABELS), device="cuda", **keywords)
    there = {key: cupy.array(A) for key, A in start.items()}
    again, as_well = train(NETWORK, there, (cupy.array(X), cupy.array(LABELS)), **keywords)
    for key, A in again.items():
        np.testing.assert_array_equal(cupy.numpy(found[key]), cupy.numpy(A))
    assert history.loss == as_well.loss
    assert all(isinstance(A, np.ndarray) for A in start.values())


def test_arrays_of_other_libraries_are_not_moved_for_cuda():
    strict = Library("array_api_strict")
    params = {key: strict.array(A) for key, A in NETWORK.init(0).items()}
    with assert_raises(TypeError, "device", "NumPy or CuPy arrays"):
        train(NETWORK, params, (strict.array(X), strict.array(LABELS)), epochs=1, device="cuda", progress=False)


@pytest.mark.parametrize("name", ["cupy"])
@pytest.mark.parametrize("allowed", [False, True])
def test_tf32_is_for_a_training_that_asks_for_it(name, allowed):
    cupy, seen = Library(name), []
    params = {key: cupy.array(A) for key, A in NETWORK.init(0).items()}
    options = {"epochs": 1, "tf32": allowed, "progress": False, "graph": False}
    watch = {"on_epoch": lambda *_: seen.append(cublas._tf32.get())}
    train(NETWORK, params, (cupy.array(X), cupy.array(LABELS)), **options, **watch)
    assert seen == [allowed, allowed]
    assert not cublas._tf32.get()


@pytest.mark.parametrize("name", ["cupy"])
def test_tf32_reaches_convolutions(name):
    library = Library(name)
    if not hasattr(library.xp.cuda, "cublas"):
        pytest.skip("the double of CuPy has no cuBLAS, and NumPy no TF32")
    if int(library.xp.cuda.Device().compute_capability) < 80:
        pytest.skip("this GPU has no TF32")
    images, kernels = (RNG.standard_normal(shape, dtype=np.float32) for shape in ((4, 8, 12, 12), (8, 8, 3, 3)))
    exact = conv2d(images.astype(float), kernels.astype(float))

    def error():
        return np.abs(conv2d(library.array(images), library.array(kernels)).get() - exact).max() / np.abs(exact).max()

    assert error() < 1e-6
    with cublas.tf32_products(True):
        assert 1e-5 < error() < 1e-2
    assert error() < 1e-6


def test_tf32_is_a_yes_or_no():
    with assert_raises(TypeError, "tf32"):
        train(NETWORK, NETWORK.init(0), (X, LABELS), epochs=1, tf32="yes", progress=False)

"""CuPy's rules: on the double, and on the real CuPy where that finds a device; so they also judge the double."""

import copy
import os
import subprocess
import sys
import threading
import warnings
from contextlib import ExitStack, contextmanager
from importlib import import_module

import cupy as cp
import cupyx
import numpy as np
import pytest

from tests.support.cupy_double import READ_BACK, is_double
from tests.support.cupy_double.install import modules
from tests.support.cupy_double.names import NAMES, signature
from tests.support.places import ROOT

HOST = np.arange(24, dtype="float32").reshape(2, 3, 4)
DOUBLE = modules()[0]


def on_device(values=HOST, dtype=None):
    return cp.asarray(np.array(values, dtype))


def batch_last():
    """An array of shape (4, 2, 3) whose first axis lies innermost."""
    return on_device().transpose(2, 0, 1)


def in_memory(A):
    """The axes of A, the outermost first."""
    return tuple(sorted(range(A.ndim), key=lambda axis: -A.strides[axis]))


@contextmanager
def nothing_read_back(allowed=False):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with cupyx.allow_synchronize(allowed):
            yield


@pytest.mark.parametrize(
    "compute",
    [
        lambda A: A + HOST,
        lambda A: HOST + A,
        lambda A: A + np.array(2.0),
        lambda A: np.array(2.0) * A,
        lambda A: A > HOST,
        lambda A: cp.maximum(A, HOST),
        lambda A: np.add(A, HOST),
        lambda A: cp.where(A > 1, A, HOST),
        lambda A: cp.concatenate([A, HOST]),
        lambda A: A.__iadd__(HOST),
    ],
)
def test_arrays_of_the_host_are_refused(compute):
    with pytest.raises(TypeError, match=r"Unsupported type <class 'numpy.ndarray'>"):
        compute(on_device())


@pytest.mark.parametrize("compute", [lambda A: A @ HOST.mT, lambda A: cp.stack([A, HOST])])
def test_arrays_of_the_host_are_refused_in_other_words(compute):
    with pytest.raises(TypeError, match=r"numpy.ndarray"):
        compute(on_device())


@pytest.mark.parametrize("assign", [HOST[0], [1.0, 2.0, 3.0, 4.0]])
def test_only_numbers_of_the_host_can_be_assigned(assign):
    A = on_device()
    A[0, 0, 0] = 7.0
    A[0, 0, 1] = np.array(8.0)
    A[1] = on_device()[0]
    with pytest.raises(ValueError, match="cannot be used for fill"):
        A[0] = assign
    np.testing.assert_array_equal(A.get(), [[[7, 8, 2, 3], *HOST[0, 1:]], HOST[0]])


def test_numbers_of_the_host_are_taken():
    A = on_device([1, 2], "float32")
    found = [A + np.float32(2), 2 * A, True - A, np.float64(2) * A, 2**A]
    assert [each.dtype.name for each in found] == ["float32", "float32", "float32", "float64", "float32"]
    assert [each.tolist() for each in found] == [[3, 4], [2, 4], [0, -1], [2, 4], [2, 4]]


@pytest.mark.parametrize("convert", [np.asarray, lambda A: cp.asarray([A, HOST])])
def test_nothing_becomes_a_numpy_array_in_silence(convert):
    with pytest.raises(TypeError, match="Implicit conversion to a NumPy array is not allowed"):
        convert(on_device())


def test_functions_of_numpy_are_those_of_cupy():
    A = on_device()
    assert type(np.sum(A)) is type(np.sqrt(A)) is type(np.stack([A, A])) is cp.ndarray


@pytest.mark.parametrize(
    "call",
    [
        lambda A: cp.sum(A, where=A > 1),
        lambda A: A.sum(where=A > 1),
        lambda A: cp.add(A, A, order="K"),
        lambda A: cp.add(A, A, where=A > 1),
        lambda A: cp.clip(A, 0, 1, where=A > 1),
        lambda A: cp.take(A, 0, mode="wrap"),
        lambda A: A.astype("float64", device=0),
        lambda A: cp.zeros((2,), device=0),
    ],
)
def test_keywords_that_cupy_lacks_are_refused(call):
    with pytest.raises(TypeError, match=r"unexpected keyword argument|Wrong arguments"):
        call(on_device())


def test_names_that_cupy_lacks_do_not_exist():
    if cp.__version__ != NAMES["version"]:
        pytest.skip(f"the names are those of CuPy {NAMES['version']}")
    for space, absent in (
        (cp, ["block", "geomspace", "insert", "matvec", "seterr", "spacing", "unstack", "vecdot"]),
        (on_device(), ["__array_namespace__", "__contains__", "__imatmul__", "__index__", "__round__", "to_device"]),
        (on_device().flags, ["writeable", "aligned"]),
    ):
        assert [name for name in absent if hasattr(space, name)] == []


def test_the_double_has_no_name_of_its_own():
    public = {name for name in dir(DOUBLE) if name[0] != "_"} - {"cuda", "fft", "lib", "linalg", "random"}
    known = {*NAMES["NumPy's own"], *NAMES["ufuncs"], *NAMES["functions"], "ndarray", "fuse"}
    known |= {"get_default_memory_pool"}
    assert public <= known

    class Bare:
        """What every class has."""

    own = {name for name in dir(DOUBLE.ndarray) if name != "_host" and not hasattr(Bare, name)}
    assert own <= {*NAMES["methods"], *NAMES["ndarray"]}


def test_names_are_those_of_the_wheel():
    if is_double():
        pytest.skip("there is no CuPy whose names could be compared")
    wheel = import_module("tests.support.cupy_double.__main__").names()
    if wheel["version"] != NAMES["version"]:
        pytest.skip(f"the names are those of CuPy {NAMES['version']}")
    # Another NumPy may share more names, or fewer; and on an emulated device something stands in for cupy.fft.
    for space in ("functions", "linalg", "methods"):
        both = wheel[space].keys() & NAMES[space].keys()
        assert {name: wheel[space][name] for name in both} == {name: NAMES[space][name] for name in both}
    assert all(hasattr(cp, name) for name in [*NAMES["ufuncs"], *NAMES["functions"], *NAMES["NumPy's own"]])


def test_a_signature_is_read_as_it_is_written():
    def like(a, b=None, /, c=None, *, d, **e): ...

    assert str(signature("a, b=, /, c=, *, d, **e")) == str(import_module("inspect").signature(like))


@pytest.mark.parametrize(
    "compute",
    [
        lambda A: A + A,
        lambda A: -A,
        lambda A: A > 1,
        lambda A: A**2,
        lambda A: cp.sqrt(A),
        lambda A: cp.maximum(A, 0),
        lambda A: cp.where(A > 1, A, A),
        lambda A: cp.clip(A, 0, 2),
        lambda A: A.copy(),
        lambda A: copy.deepcopy(A),
        lambda A: A.sum(axis=2, keepdims=True),
        lambda A: cp.max(A, axis=0),
        lambda A: A.argmax(axis=0),
        lambda A: cp.concatenate([A, A]),
        lambda A: cp.stack([A, A], axis=-1),
        lambda A: cp.take(A, on_device([0, 1]), axis=0),
        lambda A: A[on_device([0, 1])],
        lambda A: A[:, [0, 1]],
        lambda A: A @ A.mT,
        lambda A: cp.pad(A, 1),
        lambda A: A.reshape(8, 3),
        lambda A: A.round(),
        lambda A: cp.fuse(double_of)(A),
        lambda A: on_device(HOST.transpose(1, 2, 0)),
    ],
)
def test_what_is_computed_lies_in_the_order_of_its_axes(compute):
    found = compute(batch_last())
    assert found.flags.c_contiguous
    assert in_memory(found) == tuple(range(found.ndim))


@pytest.mark.parametrize(
    "make",
    [
        cp.copy,
        cp.array,
        lambda A: cp.asarray(A, copy=True),
        lambda A: cp.asarray(A, dtype="float64"),
        lambda A: A.astype("float64"),
        cp.zeros_like,
        cp.ones_like,
        cp.empty_like,
        lambda A: cp.full_like(A, 3),
        lambda A: cp.roll(A, 1, axis=0),
        lambda A: A.__iadd__(1),
        lambda A: A.__imul__(A),
        lambda A: cp.flip(A, 0),
        lambda A: A[:, :1],
    ],
)
def test_what_is_copied_or_changed_keeps_its_order(make):
    assert in_memory(make(batch_last())) == (1, 2, 0)


@pytest.mark.parametrize("copied", [cp.array, cp.copy, copy.copy, copy.deepcopy, lambda A: cp.asarray(A, copy=True)])
def test_a_copy_has_memory_of_its_own(copied):
    A = on_device()
    copied(A)[...] = 0
    np.testing.assert_array_equal(A.get(), HOST)
    assert cp.asarray(A) is A


def test_a_view_with_strides_stays_within_the_memory():
    A = on_device()
    part = A[:, :2, 1:3]
    view = cp.lib.stride_tricks.as_strided
    assert view(part, (2, 2, 3), part.strides).tolist() == HOST[:, :2, 1:].tolist()
    again = view(view(part, (2, 2), part.strides[:2]), (2, 3), part.strides[::2])
    assert again.tolist() == HOST[:, 0, 1:].tolist()
    view(A, (0, 99), (1000, 1000))


@pytest.mark.parametrize(("shape", "strides"), [((2, 3, 5), (48, 16, 4)), ((2, 3, 4), (48, 16, 8)), ((2,), (-4,))])
def test_the_double_refuses_a_view_that_leaves_the_memory(shape, strides):
    """The real CuPy would read on."""
    with pytest.raises(ValueError, match="leave the memory of the array"):
        DOUBLE.lib.stride_tricks.as_strided(DOUBLE.asarray(HOST), shape, strides)


def test_columns_of_the_host_stay_columns():
    A = cp.asarray(np.asfortranarray(HOST))
    assert (A.flags.c_contiguous, A.flags.f_contiguous) == (False, True)
    assert A.get().flags.c_contiguous


def test_parts_share_memory_down_to_one_element():
    A = on_device()
    for part in (A[0, 0, 0], A[1, 0, 1:3], A[1, ..., 3]):
        part += 100
    expected = HOST.copy()
    expected[0, 0, 0] += 100
    expected[1, 0, 1:3] += 100
    expected[1, :, 3] += 100
    np.testing.assert_array_equal(A.get(), expected)


@pytest.mark.parametrize("reduce", [cp.sum, cp.max, cp.all, cp.mean, cp.argmax, lambda A: cp.allclose(A, A)])
def test_a_reduction_is_an_array_without_axes(reduce):
    found = reduce(on_device())
    assert (type(found), found.shape) == (cp.ndarray, ())
    assert type(on_device()[0, 0, 0]) is cp.ndarray


READERS = {
    "float": lambda A: float(A[0, 0, 0]),
    "int": lambda A: int(A[0, 0, 0]),
    "bool": lambda A: bool(A[0, 0, 0]),
    "complex": lambda A: complex(A[0, 0, 0]),
    "item": lambda A: A[0, 0, 0].item(),
    "tolist": lambda A: A.tolist(),
    "tobytes": lambda A: A.tobytes(),
    "get": lambda A: A.get(),
    "asnumpy": lambda A: cp.asnumpy(A),
    "repr": lambda A: repr(A),
    "str": lambda A: str(A),
    "format": lambda A: f"{A[0, 0, 0]:.1f}",
    "in": lambda A: 1.0 in A[0, 0],
    "synchronize": lambda A: cp.cuda.Device().synchronize(),
    "windows": lambda A: cp.lib.stride_tricks.sliding_window_view(A, 2, axis=0),
}


@pytest.mark.parametrize("read", READERS)
def test_what_is_read_back_can_be_forbidden(read):
    READERS[read](on_device())
    A = on_device()
    with nothing_read_back(), pytest.raises(cupyx.DeviceSynchronized, match="Device synchronization was detected"):
        READERS[read](A)


@pytest.mark.parametrize(
    "compute",
    [
        lambda A: cp.asarray(HOST),
        lambda A: cp.asarray([1, 2]),
        lambda A: cp.take(A, on_device([0, 1]), axis=0),
        lambda A: A[on_device([0, 1])],
        lambda A: A.__setitem__(on_device([0, 1]), 0),
        lambda A: list(A),
        lambda A: len(A),
        lambda A: A.max() + cp.all(A),
        lambda A: cp.lib.stride_tricks.as_strided(A, (2, 2), A.strides[:2]),
        lambda A: cp.fuse(double_of)(A),
        lambda A: cp.random.default_rng(0).random((2,)),
    ],
)
def test_what_stays_on_the_device_is_not_forbidden(compute):
    A = on_device()
    with nothing_read_back():
        compute(A)


@pytest.mark.parametrize(
    "choose",
    [lambda cp, A: A[A > 3], lambda cp, A: cp.nonzero(A), lambda cp, A: A.nonzero(), lambda cp, A: cp.unique(A)],
)
def test_what_depends_on_the_values_of_a_mask_is_read_back(choose):
    """On the double alone: the emulated device has no such kernels."""
    A, forbid = DOUBLE.asarray(HOST), modules()[1].allow_synchronize
    choose(DOUBLE, A)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with forbid(False), pytest.raises(RuntimeError, match="Device synchronization was detected"):
            choose(DOUBLE, A)


def test_a_mask_may_speak_of_several_axes():
    mask = HOST[..., 0] > 3
    found = DOUBLE.asarray(HOST)[DOUBLE.asarray(mask), DOUBLE.asarray([5])]
    np.testing.assert_array_equal(found.get(), HOST[mask, 1])


def test_what_is_read_back_is_counted():
    A = DOUBLE.asarray(HOST)
    READ_BACK.clear()
    DOUBLE.lib.stride_tricks.sliding_window_view(A + A, (2, 2), axis=(0, 1))
    A.get()
    float(A[0, 0, 0])
    assert READ_BACK == ["the size of a window", "the size of a window", "get", "float"]


def test_forbidding_warns():
    with ExitStack() as stack, pytest.warns(UserWarning, match=r"^cupyx.allow_synchronize will be removed in future"):
        stack.enter_context(cupyx.allow_synchronize(False))


def test_forbidding_holds_in_its_thread_and_ends_with_its_block():
    A, elsewhere = on_device(), []
    thread = threading.Thread(target=lambda: elsewhere.append(float(A[0, 0, 1])))
    with nothing_read_back():
        thread.start()
        thread.join()
        with nothing_read_back(allowed=True):
            float(A[0, 0, 0])
        with pytest.raises(cupyx.DeviceSynchronized):
            float(A[0, 0, 0])
    assert elsewhere == [1.0]
    with pytest.raises(KeyError), nothing_read_back():
        raise KeyError
    assert float(A[0, 0, 2]) == 2  # a body that raises does not leave it forbidden


@pytest.mark.parametrize("kind", [float, int, complex])
def test_only_an_array_without_axes_becomes_a_number(kind):
    with pytest.raises(TypeError, match="only 0-dimensional arrays can be converted to Python scalars"):
        kind(on_device([1.0]))


def test_numbers_of_elements_wrap_around():
    A = on_device([1, 2, 3])
    beyond = on_device([5, -4, -1, 3])
    assert A[beyond].tolist() == cp.take(A, beyond).tolist() == [3, 3, 3, 1]
    assert on_device()[..., None, beyond].shape == (2, 3, 1, 4)
    assert on_device()[..., beyond, :][0, :, 0].tolist() == [8, 8, 8, 0]
    A[beyond[:1]] = 9
    assert A.tolist() == [1, 2, 9]
    with pytest.raises(IndexError, match="out of bounds"):
        A[3]
    assert A[np.array([0, 2])].tolist() == cp.take(A, np.array([0, 2])).tolist() == [1, 9]  # the host's, too


def test_no_division_warns():
    one, big = on_device([1]), on_device([1e38], "float32")
    assert [A.tolist() for A in (one // 0, one / 0, one % 0, big * 1e10)] == [[0], [np.inf], [0], [np.inf]]


@pytest.mark.parametrize("values", [["a"], [None]])
def test_only_numbers_go_to_the_device(values):
    with pytest.raises(ValueError, match="Unsupported dtype"):
        cp.asarray(values)


def double_of(a):
    return a * 2


def sum_and_product(a, b):
    return a + b, cp.sqrt(a * b)


def product_of(a, b):
    return a * b


def product_and_double(a, b):
    return a * b, a * 2


def of_the_number(a, b):
    return b * 2


def one_less(a, b):
    return a * (1 - b)


def test_fused_functions_compute():
    A = on_device([[1.0, 4.0], [9.0, 16.0]], "float32")
    both = cp.fuse(sum_and_product)(A, A[:1])
    assert [each.tolist() for each in both] == [[[2, 8], [10, 20]], [[1, 4], [3, 8]]]
    named = cp.fuse(kernel_name="named")(lambda a: cp.where(a > 4, a.astype("float64"), -a))
    assert (named(A).tolist(), named(A).dtype.name) == ([[-1, -4], [9, 16]], "float64")
    assert named.__name__ in ("named", "<lambda>")


def test_fused_numbers_have_no_dtype_until_they_meet_an_array():
    A, fused = on_device([1.0, 2.0], "float32"), cp.fuse(product_of)
    assert [fused(A, b).dtype.name for b in (0.5, np.float64(0.5), on_device(0.5))] == ["float32", "float64", "float64"]
    assert fused(on_device([1, 2], "int8"), 3).dtype.name == "int8"


def test_fused_numbers_alone_meet_in_half_precision():
    A = on_device([1.0, 2.0], "float32")
    assert cp.fuse(of_the_number)(A, 0.001).dtype.name == "float16"
    assert cp.fuse(of_the_number)(A, 300).tolist() == [88, 88]
    exact, half = np.float32(1 - 0.001), np.float32(np.float16(1) - np.float16(0.001))
    assert float(cp.fuse(one_less)(A, 0.001)[0]) == half != exact


@pytest.mark.parametrize(
    ("function", "error"),
    [
        (lambda a: a if a > 0 else -a, TypeError),
        (lambda a: a * float(a), TypeError),
        (lambda a: abs(a), TypeError),
        (lambda a: +a, TypeError),
        (lambda a: 2**a, TypeError),
        (lambda a: a @ a, TypeError),
        (lambda a: a * np.ones(1), TypeError),
        (lambda a: np.ones(1) * a, (TypeError, ValueError)),
        (lambda a: a + on_device(), TypeError),
        (lambda a: np.sqrt(a), TypeError),
        (lambda a: len(a), TypeError),
        (lambda a: cp.astype(a, "float64"), TypeError),
        (lambda a: a.T, AttributeError),
        (lambda a: a.reshape(-1), AttributeError),
        (lambda a: cp.zeros_like(a), (AttributeError, TypeError)),
        (lambda a: [a, a], ValueError),
        (lambda a: 3.0, ValueError),
    ],
)
def test_fused_functions_are_elementwise_and_see_no_value(function, error):
    with pytest.raises(error):
        cp.fuse(kernel_name="refused")(function)(on_device())


@pytest.mark.parametrize("argument", [HOST, [1.0], None, "a"])
def test_fused_functions_take_arrays_of_the_device_and_numbers(argument):
    with pytest.raises((TypeError, AssertionError)):
        cp.fuse(sum_and_product)(on_device(), argument)


@pytest.mark.parametrize("name", ["<lambda>", "two words"])
def test_a_fused_function_is_named_as_a_kernel_can_be(name):
    def function(a):
        return a + 1

    function.__name__ = name
    with pytest.raises(cp.cuda.compiler.CompileException, match="identifier|does not apply"):
        cp.fuse(function)(on_device())


def test_the_double_fuses_nothing_in_place_and_no_reduction():
    """The real CuPy does: the double says that it cannot."""

    def in_place(a):
        a += 1
        return a

    A = DOUBLE.asarray(HOST)
    with pytest.raises(NotImplementedError, match="in place"):
        DOUBLE.fuse(in_place)(A)
    with pytest.raises(TypeError, match="only what is elementwise"):
        DOUBLE.fuse(kernel_name="total")(lambda a: DOUBLE.sum(a))(A)


def test_random_numbers_are_those_of_the_seed_and_not_numpys():
    draw = [cp.random.default_rng(seed).random((50,), dtype="float32") for seed in (0, 0, 1)]
    assert draw[0].dtype.name == "float32"
    assert draw[0].tolist() == draw[1].tolist() != draw[2].tolist()
    assert 0 <= float(draw[0].min()) < float(draw[0].max()) < 1
    numpys = np.random.default_rng(0).random(50, dtype="float32").tolist()
    assert DOUBLE.random.default_rng(0).random((50,), dtype="float32").tolist() != numpys


def test_a_graph_does_again_what_was_captured():
    A, total, last, chosen = on_device([1.0, 2.0]), on_device([0.0, 0.0]), cp.zeros(2), on_device([0, 1])

    def step():
        B, largest = cp.zeros(2), cp.zeros(1)
        B += A
        largest[...] = cp.array(cp.nan_to_num(B.max()))
        products, twice = cp.fuse(product_and_double)(B[chosen], cp.take(largest, chosen))
        total[...] = total + products
        last[...] = twice

    step()  # kernels are compiled before
    stream = cp.cuda.Stream(non_blocking=True)
    with stream:
        total[...] = 0
        stream.begin_capture()
        assert stream.is_capturing()
        step()
        graph = stream.end_capture()
        assert not stream.is_capturing()
        assert total.tolist() == [0, 0]  # nothing is computed yet
        graph.launch(stream)
        graph.launch(stream)
        assert total.tolist() == [4, 8]
        A[...], chosen[...] = on_device([3.0, 1.0]), on_device([1, 0])
        graph.launch(stream)
        assert total.tolist() == [4 + 3, 8 + 9]
        assert last.tolist() == [2, 6]
    float(total[0])


@pytest.fixture
def captured():
    """Captures on the double what a function does, and returns the graph."""

    def capture(work):
        stream = DOUBLE.cuda.Stream()
        stream.begin_capture()
        try:
            work()
        finally:
            graph = stream.end_capture()
        return graph

    return capture


def test_a_graph_of_the_double_draws_and_changes_anew(captured):
    A, drawn, rng = DOUBLE.asarray([3.0, 1.0, 2.0]), DOUBLE.zeros(50), DOUBLE.random.default_rng(0)

    def work():
        A.sort()
        A[0] += 10
        drawn[...] = rng.random(50)

    graph = captured(work)
    assert A.tolist() == [3, 1, 2]
    graph.launch()
    first = drawn.tolist()
    graph.launch()
    assert A.tolist() == [12, 3, 11]
    fresh = DOUBLE.random.default_rng(0)
    assert [first, drawn.tolist()] == [fresh.random(50).tolist() for _ in range(2)]


@pytest.mark.parametrize(
    "work",
    [
        lambda A: float(A[0]),
        lambda A: A.get(),
        lambda A: A[A > 1],
        lambda A: A.__setitem__(A > 1, 0),
        lambda A: A.set(np.ones(3)),
        lambda A: DOUBLE.asarray(np.ones(3)),
        lambda A: DOUBLE.asarray([1, 2]),
        lambda A: DOUBLE.cuda.Device().synchronize(),
        lambda A: DOUBLE.cuda.Stream().begin_capture(),
    ],
)
def test_what_a_graph_cannot_hold_is_refused(captured, work):
    A = DOUBLE.asarray([1.0, 2.0, 3.0])
    with pytest.raises(RuntimeError, match="captur|H2D|present state"):
        captured(lambda: work(A))
    assert not DOUBLE.cuda.Stream().is_capturing()


def test_no_capture_ends_that_has_not_begun():
    with pytest.raises(RuntimeError, match="present state"):
        DOUBLE.cuda.Stream().end_capture()


def test_streams_pools_and_devices_may_be_entered():
    with DOUBLE.cuda.Stream(), DOUBLE.cuda.using_allocator(DOUBLE.cuda.MemoryPool().malloc), DOUBLE.cuda.Device(0):
        assert (DOUBLE.ones(2) + 1).tolist() == [2, 2]


def run_with(folder, code):
    """What a process of its own prints that finds a CuPy in this folder first."""
    path = os.pathsep.join([str(folder), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("available", [False, True])
def test_a_cupy_without_a_device_is_not_used(tmp_path, available):
    for name in ("cupy", "cupyx", "cupy_backends"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "cupy" / "compiled.py").touch()
    (tmp_path / "cupy" / "__init__.py").write_text(
        "from types import SimpleNamespace as N\n"
        "import cupy.compiled\n"
        "__version__, ones = '99.0', lambda shape: 'of the wheel'\n"
        "runtime = N(getDeviceProperties=lambda device: {'name': b'a card'})\n"
        f"cuda = N(is_available=lambda: {available}, runtime=runtime)\n"
    )
    lines = run_with(
        tmp_path,
        "import importlib\n"
        "from tests.support.cupy_double import cupy_or_double\n"
        "print(cupy_or_double())\n"
        "print(cupy_or_double())\n"
        "import cupy\n"
        "print(cupy.ones((1,)))\n"
        "for name in ('cupy.compiled', 'cupyx', 'cupy_backends'):\n"
        "    try: print(importlib.import_module(name).__name__)\n"
        "    except ImportError as error: print(type(error).__name__)\n",
    )
    double = f"a double over NumPy, with the names of CuPy {NAMES['version']}"
    if available:
        assert lines == [*["CuPy 99.0 on a card"] * 2, "of the wheel", "cupy.compiled", "cupyx", "cupy_backends"]
    else:
        assert lines == [double, double, "[1.]", "ModuleNotFoundError", "cupyx", "ModuleNotFoundError"]

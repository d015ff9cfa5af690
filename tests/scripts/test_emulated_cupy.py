"""The emulated GPU itself: graphs do what the same calls do by themselves, and what CUDA forbids is its error.

Only `make test-gpu-emulated` runs these.
"""

import ctypes
import sys
import threading

import numpy as np
import pytest

from scripts.gpu_emulator import emulator

if "scripts.gpu_emulator.plugin" not in sys.modules:
    pytest.skip("about the emulated GPU alone: make test-gpu-emulated", allow_module_level=True)

SINGLE, DOUBLE, COMPUTE_32F, FAST_TF32, TF32_MATH = 0, 1, 68, 77, 3
HOST_TO_DEVICE, GLOBAL, RELAXED = 1, 0, 2
ONE, ZERO = ctypes.c_float(1), ctypes.c_float(0)
RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def cp():
    return emulator.start()


@pytest.fixture(autouse=True)
def new_memory(cp):
    """A pool of its own for each test: what it has not written was written by nobody."""
    with cp.cuda.using_allocator(cp.cuda.MemoryPool().malloc):
        yield


@pytest.fixture
def stream(cp):
    return cp.cuda.Stream(non_blocking=True)


@pytest.fixture
def cublas(cp):
    """The library as the package finds it: by CuPy's own module."""
    module = pytest.importorskip("cupy_backends.cuda.libs.cublas", reason="comes with CuPy")
    return ctypes.CDLL(module.__file__)


@pytest.fixture
def handle(cublas):
    made = ctypes.c_void_p()
    assert cublas.cublasCreate_v2(ctypes.byref(made)) == 0
    yield made
    assert cublas.cublasDestroy_v2(made) == 0


def gemm(cublas, handle, A, B, Y, *, compute=COMPUTE_32F, beta=ZERO, **changes):
    """Status of Y = A @ B, a stack of float32 matrices; cuBLAS counts columns first, so it multiplies Bᵀ Aᵀ."""
    batch, (m, k), n = A.shape[0], A.shape[1:], B.shape[-1]
    n_, ldb, type_ = changes.get("n", n), changes.get("ldb", n), changes.get("type", SINGLE)
    p, i, ll = ctypes.c_void_p, ctypes.c_int, ctypes.c_longlong
    right = (p(B.data.ptr), i(SINGLE), i(ldb), ll(k * n))
    left = (p(A.data.ptr), i(type_), i(k), ll(m * k))
    out = (p(Y.data.ptr), i(SINGLE), i(n), ll(m * n), i(batch), i(compute), i(-1))
    one, two = ctypes.byref(ONE), ctypes.byref(beta)
    return cublas.cublasGemmStridedBatchedEx(handle, i(0), i(0), i(n_), i(m), i(k), one, *right, *left, two, *out)


def stack(cp, *shape):
    A = RNG.standard_normal(shape, dtype=np.float32)
    return A, cp.asarray(A)


def captured(stream, calls, mode=RELAXED):
    with stream:
        stream.begin_capture(mode)
        kept = calls()
        return stream.end_capture(), kept


# ---- graphs


def test_kernels_of_a_graph_run_at_each_launch_and_not_before(cp, stream):
    X = cp.asarray([1.0, 2.0, 3.0])

    def step():
        nonlocal X
        X += 1
        return X * X, (X * X).sum()

    graph, (squares, total) = captured(stream, step)
    assert X.tolist() == [1, 2, 3]
    assert cp.isnan(squares).all()
    for n in (1, 2, 3):
        graph.launch(stream)
        expected = (np.array([1.0, 2.0, 3.0]) + n) ** 2
        assert squares.tolist() == expected.tolist()
        assert float(total) == expected.sum()


def test_a_product_of_a_graph_is_that_of_the_moment(cp, stream, cublas, handle):
    (a, A), (b, B) = stack(cp, 4, 5, 6), stack(cp, 4, 6, 7)
    Y = cp.empty((4, 5, 7), "float32")
    assert cublas.cublasSetStream_v2(handle, ctypes.c_void_p(stream.ptr)) == 0
    graph, status = captured(stream, lambda: gemm(cublas, handle, A, B, Y))
    assert status == 0
    assert cp.isnan(Y).all()
    graph.launch(stream)
    np.testing.assert_allclose(Y.get(), a @ b, rtol=1e-5, atol=1e-5)
    A *= 2
    graph.launch(stream)
    np.testing.assert_allclose(Y.get(), 2 * a @ b, rtol=1e-5, atol=1e-5)


def test_draws_of_a_graph_are_new_at_each_launch_and_those_without_one(cp, stream):
    alone, in_graph = cp.random.default_rng(3), cp.random.default_rng(3)
    expected = [alone.random(5, dtype="float32").get() for _ in range(3)]
    graph, X = captured(stream, lambda: in_graph.random(5, dtype="float32"))
    found = []
    for _ in range(3):
        graph.launch(stream)
        found.append(X.get())
    np.testing.assert_array_equal(found, expected)
    assert len(np.unique(found)) == 15


def test_copies_of_a_graph_and_a_graph_in_a_graph(cp, stream):
    X, Y = cp.arange(4.0), cp.zeros(4)
    inner, _ = captured(stream, lambda: X.__iadd__(1))

    def step():
        inner.launch(stream)
        Y[...] = X
        X.fill(10)

    graph, _ = captured(stream, step)
    assert (X.tolist(), Y.tolist()) == ([0, 1, 2, 3], [0, 0, 0, 0])
    graph.launch(stream)
    assert (X.tolist(), Y.tolist()) == ([10] * 4, [1, 2, 3, 4])


def test_one_launch_of_a_graph_is_one_call(cp, stream):
    X = cp.ones(3)
    with emulator.logged() as recording:
        graph, _ = captured(stream, lambda: X.__iadd__(1))
    assert [(call.kind, call.captured) for call in recording if call.kind != "allocation"] == [("kernel", True)]
    with emulator.logged() as launching:
        graph.launch(stream)
    assert [(call.kind, call.captured) for call in launching] == [("graph", False)]


def test_another_stream_may_take_part_and_has_to_be_joined(cp, stream):
    other, X = cp.cuda.Stream(non_blocking=True), cp.ones(3)

    def fork(*, join):
        with stream:
            stream.begin_capture()
            other.wait_event(stream.record())
            with other:
                X.__iadd__(1)
            if join:
                stream.wait_event(other.record())
            return stream.end_capture()

    fork(join=True).launch(stream)
    assert X.tolist() == [2, 2, 2]
    with pytest.raises(cp.cuda.runtime.CUDARuntimeError, match="cudaErrorStreamCaptureUnjoined"):
        fork(join=False)
    assert not other.is_capturing()


def test_a_thread_may_work_while_another_captures(cp, stream):
    X, Y, other = cp.ones(3), cp.ones(3), cp.cuda.Stream(non_blocking=True)
    found = []

    def work():
        with other:
            Y.__iadd__(1)
            found.append(Y.tolist())

    def step():
        X.__iadd__(1)
        worker = threading.Thread(target=work)
        worker.start()
        worker.join()

    graph, _ = captured(stream, step)
    assert found == [[2, 2, 2]]
    graph.launch(stream)
    assert (X.tolist(), Y.tolist()) == ([2, 2, 2], [2, 2, 2])


# ---- what a capture forbids


def copy_from_pageable(cp, stream):
    host = np.ones(4)
    cp.cuda.runtime.memcpyAsync(cp.empty(4).data.ptr, host.ctypes.data, 32, HOST_TO_DEVICE, stream.ptr)


FORBIDDEN = {
    "stream": (lambda cp, stream: stream.synchronize(), "Unsupported"),
    "device": (lambda cp, stream: cp.cuda.Device().synchronize(), "Unsupported"),
    "event": (lambda cp, stream: stream.record().synchronize(), "CapturedEvent"),
    "pageable": (copy_from_pageable, "Unsupported"),
    "memcpy": (lambda cp, stream: cp.cuda.runtime.memcpy(0, 0, 0, HOST_TO_DEVICE), "Unsupported"),
    "other work": (lambda cp, stream: stream.wait_event(BEFORE[0]), "Isolation"),
}
BEFORE = []


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_a_capture_forbids_is_an_error_and_ends_it(cp, stream, name):
    call, error = FORBIDDEN[name]
    BEFORE[:] = [cp.cuda.Stream(non_blocking=True).record()]
    runtime = cp.cuda.runtime
    with stream:
        stream.begin_capture()
        try:
            with pytest.raises(runtime.CUDARuntimeError, match=error):
                call(cp, stream)
        finally:
            with pytest.raises(runtime.CUDARuntimeError, match="cudaErrorStreamCaptureInvalidated"):
                stream.end_capture()
    assert not stream.is_capturing()
    stream.synchronize()


def test_an_event_of_a_capture_is_not_asked(cp, stream):
    runtime = cp.cuda.runtime
    stream.begin_capture()
    event = stream.record()
    assert runtime.eventQuery(event.ptr) == 907  # cudaErrorCapturedEvent
    with pytest.raises(runtime.CUDARuntimeError, match="cudaErrorStreamCaptureInvalidated"):
        stream.end_capture()


@pytest.mark.parametrize("mode", [GLOBAL, RELAXED])
def test_memory_is_allocated_only_in_relaxed_mode(cp, stream, mode):
    with stream:
        stream.begin_capture(mode)
        if mode == RELAXED:
            cp.cuda.runtime.free(cp.cuda.runtime.malloc(512))
            stream.end_capture()
            return
        with pytest.raises(cp.cuda.runtime.CUDARuntimeError, match="cudaErrorStreamCaptureUnsupported"):
            cp.cuda.runtime.malloc(512)
        with pytest.raises(cp.cuda.runtime.CUDARuntimeError, match="cudaErrorStreamCaptureInvalidated"):
            stream.end_capture()


@pytest.mark.parametrize("non_blocking", [True, False])
def test_the_legacy_stream_is_free_only_beside_non_blocking_ones(cp, non_blocking):
    stream, X = cp.cuda.Stream(non_blocking=non_blocking), cp.ones(3)
    add = cp.ElementwiseKernel("", "float64 x", "x += 1")
    add(X)
    stream.begin_capture()
    if non_blocking:
        add(X)
        assert stream.end_capture() is not None
        assert X.tolist() == [3, 3, 3]
        return
    with pytest.raises(cp.cuda.driver.CUDADriverError, match="StreamCaptureImplicit"):
        add(X)
    with pytest.raises(cp.cuda.runtime.CUDARuntimeError, match="cudaErrorStreamCaptureInvalidated"):
        stream.end_capture()


def test_nothing_more_is_recorded_once_a_capture_is_invalid(cp, stream):
    X = cp.ones(3)
    with stream:
        stream.begin_capture()
        with pytest.raises(cp.cuda.runtime.CUDARuntimeError, match="cudaErrorStreamCaptureUnsupported"):
            stream.synchronize()
        with pytest.raises(cp.cuda.driver.CUDADriverError, match="StreamCaptureInvalidated"):
            X += 1
        with pytest.raises(cp.cuda.runtime.CUDARuntimeError, match="cudaErrorStreamCaptureInvalidated"):
            stream.end_capture()
    assert X.tolist() == [1, 1, 1]


def test_a_handle_of_cublas_is_not_made_while_a_stream_captures(cp, stream, cublas):
    stream.begin_capture()
    assert cublas.cublasCreate_v2(ctypes.byref(ctypes.c_void_p())) == 1
    with pytest.raises(cp.cuda.runtime.CUDARuntimeError, match="cudaErrorStreamCaptureInvalidated"):
        stream.end_capture()


def test_captures_begin_and_end_once(cp, stream):
    runtime = cp.cuda.runtime
    with pytest.raises(runtime.CUDARuntimeError, match="cudaErrorIllegalState"):
        runtime.streamEndCapture(stream.ptr)
    with pytest.raises(runtime.CUDARuntimeError, match="cudaErrorStreamCaptureUnsupported"):
        runtime.streamBeginCapture(0)
    graph, _ = captured(stream, lambda: None)
    with pytest.raises(runtime.CUDARuntimeError, match="cudaErrorInvalidValue"):
        runtime.graphLaunch(1, stream.ptr)
    graph.launch(stream)


# ---- products


def bits(A, kept):
    """float32 with so many bits of the fraction, the rest rounded to nearest: an oracle in float64."""
    fraction, exponent = np.frexp(A.astype(np.float64))
    return np.ldexp(np.rint(fraction * 2.0 ** (kept + 1)), exponent - kept - 1)


@pytest.mark.parametrize("by", ["compute type", "math mode"])
def test_tf32_rounds_the_factors(cp, cublas, handle, by):
    (a, A), (b, B) = stack(cp, 2, 8, 16), stack(cp, 2, 16, 8)
    full, rounded = cp.empty((2, 8, 8), "float32"), cp.empty((2, 8, 8), "float32")
    assert gemm(cublas, handle, A, B, full) == 0
    if by == "math mode":
        assert cublas.cublasSetMathMode(handle, TF32_MATH) == 0
    assert gemm(cublas, handle, A, B, rounded, compute=FAST_TF32 if by == "compute type" else COMPUTE_32F) == 0
    np.testing.assert_allclose(full.get(), a.astype(np.float64) @ b, rtol=0, atol=1e-5)
    np.testing.assert_allclose(rounded.get(), bits(a, 10) @ bits(b, 10), rtol=0, atol=1e-5)
    assert np.abs(full.get() - rounded.get()).max() > 1e-4


def test_ties_of_tf32_go_to_the_even_neighbour(cp, cublas, handle):
    step = 2.0**-10
    no_number = np.array(0x7FFFFFFF, "uint32").view("float32")  # to which a bit more cannot be added
    A = cp.asarray([[[1 + step / 2], [1 + 1.5 * step], [1 + 0.75 * step], [np.inf], [no_number]]], "float32")
    Y = cp.empty((1, 5, 1), "float32")
    assert gemm(cublas, handle, A, cp.ones((1, 1, 1), "float32"), Y, compute=FAST_TF32) == 0
    np.testing.assert_array_equal(Y.ravel().get(), [1, 1 + 2 * step, 1 + step, np.inf, np.nan])


def test_bad_arguments_of_a_product_have_the_status_of_cublas(cp, cublas, handle):
    (_, A), (_, B), Y = stack(cp, 1, 2, 3), stack(cp, 1, 3, 4), cp.empty((1, 2, 4), "float32")
    assert gemm(cublas, handle, A, B, Y, ldb=3) == 7
    assert gemm(cublas, handle, A, B, Y, n=-1) == 7
    assert gemm(cublas, handle, A, B, Y, type=DOUBLE) == 15
    assert gemm(cublas, ctypes.c_void_p(8), A, B, Y) == 1
    workspace = cp.empty(1024, "uint8")
    assert cublas.cublasSetWorkspace_v2(handle, ctypes.c_void_p(workspace.data.ptr + 8), ctypes.c_size_t(512)) == 7
    assert cublas.cublasSetWorkspace_v2(handle, ctypes.c_void_p(workspace.data.ptr), ctypes.c_size_t(512)) == 0
    assert cp.isnan(Y).all()
    assert gemm(cublas, handle, A, B, Y) == 0


def test_a_product_is_added_to_what_is_there_if_beta_says_so(cp, cublas, handle):
    (a, A), (b, B), (y, Y) = stack(cp, 2, 3, 4), stack(cp, 2, 4, 5), stack(cp, 2, 3, 5)
    assert gemm(cublas, handle, A, B, Y, beta=ctypes.c_float(2)) == 0
    np.testing.assert_allclose(Y.get(), a @ b + 2 * y, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "float64", "complex64", "complex128"])
@pytest.mark.parametrize("shapes", [((3, 4), (4, 5)), ((2, 3, 4), (2, 4, 5)), ((2, 1, 3, 4), (3, 4, 5))])
def test_products_of_cupy(cp, dtype, shapes):
    A, B = (RNG.integers(-4, 5, shape).astype(dtype) for shape in shapes)
    np.testing.assert_array_equal((cp.asarray(A) @ cp.asarray(B)).get(), A @ B)
    np.testing.assert_array_equal((cp.asarray(B).mT @ cp.asarray(A).mT).get(), B.mT @ A.mT)


# ---- memory and kernels


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_was_never_written_is_no_number(cp, dtype):
    assert cp.isnan(cp.empty(100, dtype)).all()


def test_what_was_freed_is_no_number(cp):
    runtime = cp.cuda.runtime
    start = runtime.malloc(64)
    runtime.memset(start, 0, 64)
    runtime.free(start)
    assert np.isnan(np.frombuffer((ctypes.c_char * 64).from_address(start), np.float32)).all()
    with pytest.raises(runtime.CUDARuntimeError, match="cudaErrorInvalidValue"):
        runtime.memset(start, 0, 64)
    with pytest.raises(runtime.CUDARuntimeError, match="cudaErrorInvalidValue"):
        runtime.free(start)


def test_threads_know_their_place_and_wait_for_each_other(cp):
    reverse = cp.RawKernel(
        """extern "C" __global__ void reverse(float* x, int n) {
            __shared__ float kept[64];
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            kept[threadIdx.x] = x[i];
            __syncthreads();
            x[i] = kept[n - 1 - threadIdx.x] + 100 * blockIdx.y;
        }""",
        "reverse",
    )
    X = cp.arange(128, dtype="float32")
    reverse((2, 1), (64,), (X, np.int32(64)))
    assert X.tolist() == [*range(63, -1, -1), *range(127, 63, -1)]
    place = cp.RawKernel(
        """extern "C" __global__ void place(int* x) {
            int thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
            x[(blockIdx.x + gridDim.x * blockIdx.y) * 24 + thread] += 1;
        }""",
        "place",
    )
    Y = cp.zeros(6 * 24, "int32")
    place((3, 2), (2, 3, 4), (Y,))
    assert (Y == 1).all()
    with pytest.raises(cp.cuda.driver.CUDADriverError, match="InvalidValue"):
        place((1,), (1025,), (Y,))


def test_what_the_gpus_compiler_refuses_is_refused(cp):
    with pytest.raises(cp.cuda.compiler.CompileException):
        cp.RawKernel('extern "C" __global__ void f(int* x) { std::sort(x, x); }', "f")((1,), (1,), (cp.zeros(1, int),))

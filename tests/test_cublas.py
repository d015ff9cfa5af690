"""The product of CuPy's matrices through cuBLAS is A @ B, however they lie: on a plain BLAS made from its manual."""

import ctypes
import gc
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations, product
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.lib.stride_tricks import as_strided

from tests.support.libraries import Library
from textbook_cnn._arrays import cublas, libraries

RNG = np.random.default_rng(0)
SINGLE, DOUBLE = 0, 1  # CUDA_R_32F, CUDA_R_64F
FULL, FULL_DOUBLE, TF32 = 68, 70, 77  # CUBLAS_COMPUTE_32F, _64F, _32F_FAST_TF32


class OnCard(np.ndarray):
    """An array with its address where CuPy's arrays have it."""

    @property
    def data(self):
        return SimpleNamespace(ptr=self.ctypes.data)

    def __matmul__(self, other):
        raise AssertionError("left to CuPy")


def on_card(A):
    return np.asarray(A).view(OnCard)


class PlainBLAS:
    """cublasGemmStridedBatchedEx as its manual describes it, on addresses; keeps what it was asked."""

    def __init__(self, status=0):
        self.status, self.calls, self.events = status, [], []
        self.library = SimpleNamespace(
            cublasGemmStridedBatchedEx=Product(self),
            cublasCreate_v2=self.create,
            cublasSetStream_v2=self.set_stream,
            cublasSetWorkspace_v2=self.set_workspace,
            cublasDestroy_v2=lambda handle: self.events.append(("destroy", handle.value)),
        )

    def create(self, handle):
        handle._obj.value = 1000 + len(self.events)
        self.events.append("create")
        return 0

    def set_stream(self, handle, stream):
        self.events.append(("stream", handle.value, stream.value))
        return 0

    def set_workspace(self, handle, workspace, size):
        self.events.append(("workspace", handle.value, workspace.value, size.value))
        return 0


class Product:
    """A function of a library, whose types of arguments are set from outside."""

    argtypes = ()

    def __init__(self, blas):
        self.blas = blas

    def __call__(self, *given):
        for kind, value in zip(self.argtypes, given, strict=True):
            if kind is not ctypes.c_void_p:
                kind(value)  # an error where ctypes would have one
                assert kind(value).value == value
        handle, ta, tb, m, n, k, alpha, *matrices, count, compute, algorithm = given
        A, at, lda, sa, B, bt, ldb, sb, beta, Y, yt, ldy, sy = matrices
        assert at == bt == yt
        dtype, number = (np.float32, ctypes.c_float) if at == SINGLE else (np.float64, ctypes.c_double)
        assert (type(alpha._obj), alpha._obj.value, type(beta._obj), beta._obj.value) == (number, 1, number, 0)
        assert lda >= max(1, k if ta else m)
        assert ldb >= max(1, n if tb else k)
        assert ldy >= m
        assert min(sa, sb, sy, count) >= 0
        assert algorithm == -1
        self.blas.calls.append((handle.value, compute))
        a, b, c = (
            columns(*which, dtype)
            for which in (
                (A, sa, count, *turned(ta, m, k), lda),
                (B, sb, count, *turned(tb, k, n), ldb),
                (Y, sy, count, m, n, ldy),
            )
        )
        c[...] = np.matmul(a.mT if ta else a, b.mT if tb else b)
        return self.blas.status


def turned(transposed, rows, cols):
    return (cols, rows) if transposed else (rows, cols)


def columns(address, step, count, rows, cols, leading, dtype):
    """`count` matrices that lie column by column from an address on."""
    size = np.dtype(dtype).itemsize
    last = step * (count - 1) + leading * (cols - 1) + rows
    memory = np.frombuffer((ctypes.c_char * (last * size)).from_address(address), dtype)
    memory.flags.writeable = True
    return as_strided(memory, (count, rows, cols), (step * size, size, leading * size))


@pytest.fixture
def blas(monkeypatch):
    """A plain BLAS in place of cuBLAS, with no handles made yet."""
    plain = PlainBLAS()
    cublas._gemm.cache_clear()
    monkeypatch.setattr(cublas, "_library", lambda: plain.library)
    monkeypatch.setattr(cublas, "_own", cublas._Own())
    stream = SimpleNamespace(ptr=7)
    device = SimpleNamespace(id=0)
    cuda = SimpleNamespace(
        Device=lambda: device,
        get_current_stream=lambda: stream,
        alloc=lambda size: SimpleNamespace(ptr=size + 1),
    )
    make = {
        name: (lambda function: lambda *a: on_card(function(*a)))(getattr(np, name))
        for name in ("zeros_like", "empty", "broadcast_to", "ascontiguousarray")
    }
    module = SimpleNamespace(cuda=cuda, **make)
    monkeypatch.setattr(cublas, "import_module", lambda name: {"cupy": module}[name])
    plain.stream, plain.device = stream, device
    yield plain
    cublas._gemm.cache_clear()


def lying(shape, dtype):
    """Arrays of a shape in every memory order."""
    A = RNG.standard_normal(shape).astype(dtype)
    for order in permutations(range(A.ndim)):
        yield on_card(np.ascontiguousarray(A.transpose(order)).transpose(np.argsort(order)))


SHAPES = [
    ((5, 6), (6, 8)),
    ((1, 1), (1, 1)),
    ((4, 1), (1, 5)),
    ((1, 4), (4, 1)),
    ((3, 4, 9), (3, 9, 2)),
    ((1, 4, 9), (7, 9, 11)),
    ((2, 3, 9), (7, 2, 9, 5)),
    ((7, 1, 9, 11), (7, 1, 11, 4)),
    ((7, 2, 3, 1), (2, 1, 5)),
    ((3, 1, 4, 5), (1, 6, 5, 2)),
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shapes", SHAPES)
def test_it_is_the_product_in_every_memory_order(blas, shapes, dtype):
    firsts, seconds = (list(lying(shape, dtype)) for shape in shapes)
    for A, B in [*product(firsts, seconds[:2]), *product(firsts[:2], seconds), *zip(firsts, seconds[::-1])]:
        found, expected = cublas.product(A, B), np.matmul(np.asarray(A), np.asarray(B))
        assert (found.dtype, found.shape, found.flags.c_contiguous) == (A.dtype, expected.shape, True)
        np.testing.assert_allclose(found, expected, rtol=1e-5 if dtype == "float32" else 1e-14, atol=1e-6)
    assert {compute for _, compute in blas.calls} == {FULL if dtype == "float32" else FULL_DOUBLE}


STRIDED = {
    "every other row and column": lambda A: A[::2, ::2],
    "every other row": lambda A: A[::2],
    "rows upwards": lambda A: A[::-1],
    "columns from the right": lambda A: A[:, ::-1],
    "one row repeated": lambda A: np.broadcast_to(A[:1], A.shape),
    "one column repeated": lambda A: np.broadcast_to(A[:, :1], A.shape),
    "one column": lambda A: A[:, 3:4],
    "a row with gaps": lambda A: A[2:3, ::3],
    "windows that overlap": lambda A: as_strided(A, (8, 5), (8, 8)),
    "rows that begin between two numbers": lambda A: as_strided(A, (4, 5), (84, 8)),
    "a part of each row": lambda A: A[:, 2:7],
    "one row, upwards": lambda A: A[::-1][:1],
    "one column, from the right": lambda A: A[:, ::-1][:, :1],
}


@pytest.mark.parametrize("name", STRIDED)
def test_views_of_every_kind(blas, name):
    A = on_card(STRIDED[name](RNG.standard_normal((9, 10))))
    B = on_card(RNG.standard_normal((A.shape[1], 3)))
    expected = np.matmul(np.array(A), np.array(B))
    np.testing.assert_allclose(cublas.product(A, B), expected, rtol=1e-13)
    np.testing.assert_allclose(cublas.product(B.T, A.T), expected.T, rtol=1e-13)


@pytest.mark.parametrize("steps", [(240, 80, 8), (-240, 80, 8), (84, 40, 8), (0, 80, 8), (8, 8, 80), (240, 0, 8)])
def test_stacks_of_every_kind(blas, steps):
    """Backwards, from between two numbers on, the same again, and matrices that overlap."""
    memory = RNG.standard_normal(200)
    A = on_card(as_strided(memory[60:] if steps[0] < 0 else memory, (3, 2, 5), steps))
    B = on_card(RNG.standard_normal((3, 5, 4)))
    np.testing.assert_allclose(cublas.product(A, B), np.matmul(np.array(A), np.array(B)), rtol=1e-13)
    np.testing.assert_allclose(cublas.product(B.mT, A.mT), np.matmul(np.array(A), np.array(B)).mT, rtol=1e-13)


def test_what_lies_well_is_not_copied(blas, monkeypatch):
    module = cublas.import_module("cupy")
    monkeypatch.setattr(module, "ascontiguousarray", None)
    kernels, columns, rows = (on_card(RNG.standard_normal(s)) for s in ((1, 4, 9), (7, 1, 9, 11), (7, 1, 4, 11)))
    for A, B in ((kernels, columns), (kernels.mT, rows), (columns, rows.mT), (rows[0, 0].T, columns[0, 0].mT[:4])):
        cublas.product(A, B)
    assert len(blas.calls) == 4


@pytest.mark.parametrize("shapes", [((0, 3), (3, 2)), ((2, 0), (0, 3)), ((3, 2), (2, 0)), ((0, 4, 2, 3), (4, 3, 2))])
def test_empty_products(blas, shapes):
    A, B = (on_card(np.ones(shape, np.float32)) for shape in shapes)
    expected = np.matmul(np.ones(shapes[0]), np.ones(shapes[1]))
    found = cublas.product(A, B)
    assert found.shape == expected.shape
    assert not found.any()
    assert blas.calls == []


@pytest.mark.parametrize(
    ("A", "B"),
    [
        (np.ones(3), np.ones((3, 2))),
        (np.ones((2, 3)), np.ones(3)),
        (np.ones((2, 3), int), np.ones((3, 2), int)),
        (np.ones((2, 3), "float16"), np.ones((3, 2), "float16")),
        (np.ones((2, 3), "float32"), np.ones((3, 2), "float64")),
        (np.ones((2, 3)), np.ones((4, 2))),
    ],
)
def test_the_rest_is_left_to_cupy(blas, A, B):
    with pytest.raises(AssertionError, match="left to CuPy"):
        cublas.product(on_card(A), on_card(B))


def test_more_rows_than_cublas_counts_are_left_to_cupy(blas):
    A = on_card(as_strided(np.ones(1, np.float32), (2**31, 1), (0, 0)))
    with pytest.raises(AssertionError, match="left to CuPy"):
        cublas.product(A, on_card(np.ones((1, 1), np.float32)))


def test_more_matrices_than_cublas_counts_are_left_to_cupy(blas):
    A = on_card(as_strided(np.ones(1, np.float32), (2**31, 1, 1), (0, 0, 0)))
    with pytest.raises(AssertionError, match="left to CuPy"):
        cublas.product(A, on_card(np.ones((1, 1), np.float32)))


@pytest.mark.parametrize("error", [ImportError("no libcublas.so.13"), OSError("cannot open"), AttributeError("name")])
def test_without_cublas_all_is_left_to_cupy(blas, monkeypatch, error):
    def library():
        raise error

    cublas._gemm.cache_clear()
    monkeypatch.setattr(cublas, "_library", library)
    A = on_card(np.ones((2, 2)))
    with pytest.raises(AssertionError, match="left to CuPy"):
        cublas.product(A, A)


def test_a_thread_has_its_own_handle_which_goes_with_it(blas):
    A = on_card(np.ones((2, 2)))
    cublas.product(A, A)
    blas.stream.ptr = 8
    cublas.product(A, A)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(cublas.product, A, A).result()
    first, second, third = [handle for handle, _ in blas.calls]
    assert first == second != third
    assert blas.events.count("create") == 2
    assert [event[1:] for event in blas.events if event[0] == "stream"] == [(first, 7), (first, 8), (third, 8)]
    gc.collect()
    assert [event for event in blas.events if event[0] == "destroy"] == [("destroy", third)]


def test_a_workspace_is_used_while_it_is_given_and_after_each_stream_is_set(blas):
    A = on_card(np.ones((2, 2)))
    cublas.product(A, A)
    with cublas.workspace() as memory:
        cublas.product(A, A)
        cublas.product(A, A)
    cublas.product(A, A)
    kinds = [event if event == "create" else event[0] for event in blas.events]
    assert kinds == ["create", "stream", "stream", "workspace", "stream", "workspace", "stream"]
    size = cublas.WORKSPACE
    assert {event[2:] for event in blas.events if event[0] == "workspace"} == {(memory.ptr, size)}
    assert memory.ptr == size + 1  # what was allocated, as the fixture's addresses tell
    assert size >= 32 << 20


def test_each_device_has_a_handle(blas):
    A = on_card(np.ones((2, 2)))
    for blas.device.id in (0, 1, 0, 1):
        cublas.product(A, A)
    first, second, third, fourth = [handle for handle, _ in blas.calls]
    assert first == third != second == fourth


def test_a_failed_call_is_an_error(blas):
    blas.status = 13
    A = on_card(np.ones((2, 2)))
    with pytest.raises(RuntimeError, match="cuBLAS.*status 13"):
        cublas.product(A, A)


def test_tf32_is_for_float32_while_it_is_allowed(blas):
    single, double = on_card(np.ones((2, 2), np.float32)), on_card(np.ones((2, 2)))

    def products():
        return [cublas.product(A, A) is not None and blas.calls[-1][1] for A in (single, double)]

    assert products() == [FULL, FULL_DOUBLE]
    with cublas.tf32_products(True):
        assert products() == [TF32, FULL_DOUBLE]
        with cublas.tf32_products(False):
            assert products() == [FULL, FULL_DOUBLE]
        assert products() == [TF32, FULL_DOUBLE]
    with pytest.raises(KeyboardInterrupt), cublas.tf32_products(True):
        raise KeyboardInterrupt
    assert products() == [FULL, FULL_DOUBLE]


def test_other_libraries_multiply_as_they_do(xp):
    A, B = RNG.standard_normal((7, 3, 4)), RNG.standard_normal((4, 5))
    found = xp.numpy(libraries.matrix_product(xp.array(A), xp.array(B)))
    np.testing.assert_allclose(found, A @ B, rtol=1e-13, atol=1e-14)


def test_cupys_products_take_that_way(monkeypatch):
    monkeypatch.setattr(libraries, "is_cupy_array", lambda A: True)
    monkeypatch.setattr(cublas, "product", lambda A, B: ("cuBLAS", A, B))
    assert libraries.matrix_product(1, 2) == ("cuBLAS", 1, 2)


def test_on_a_gpu_no_product_is_left_to_cupy(monkeypatch):
    """Where there is CuPy's own cuBLAS, it is found by the module that is linked to it."""
    cupy = Library("cupy")
    if not hasattr(cupy.xp.cuda, "cublas"):
        pytest.skip("this CuPy has no cuBLAS: the one that stands in for it over NumPy")
    assert cublas._gemm() is not None
    A, B = RNG.standard_normal((3, 4, 5)), RNG.standard_normal((5, 2))
    found = cublas.product(cupy.array(A, "float32"), cupy.array(B, "float32"))
    np.testing.assert_allclose(found.get(), A @ B, rtol=1e-5, atol=1e-5)

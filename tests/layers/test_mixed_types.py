"""What a mixture of types gives, integers that do not fit, and extreme numbers, in the layers of products."""

import subprocess
import sys
from itertools import product

import numpy as np
import pytest

import textbook_cnn as cnn
from tests.layers.test_halves import Half
from tests.support.libraries import assert_equals, assert_raises, dtype_name, torch_or_skip

INTEGERS = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
LARGE = 1 << 63


def calls(A, B):
    """Every function of products on A (1, 1), B (1, 1), with the names of the two arguments."""
    a, b = A[None, None, :, :], B[None, None, :, :]
    return {
        ("x", "k"): lambda: cnn.correlate2d(A, B),
        ("X", "W"): lambda: cnn.dense(A, B),
        ("X", "dY"): lambda: cnn.dense_backward_weight(A, B),
        ("dY", "W"): lambda: cnn.dense_backward_input(A, B),
        ("X", "K"): lambda: cnn.conv2d(a, b),
        ("X", "dY "): lambda: cnn.conv2d_backward_kernel(a, b),
        ("dY", "K"): lambda: cnn.conv2d_backward_input(a, b),
        ("X ", "K"): lambda: cnn.conv2d_transpose(a, b),
        ("dY ", ""): lambda: cnn.dense_backward_bias(A),
        ("dY  ", ""): lambda: cnn.conv2d_backward_bias(a),
    }


@pytest.mark.parametrize("second", ["bool", "int8", "uint64"])
def test_integers_give_int64(xp, second):
    for first in INTEGERS:
        for call in calls(xp.array([[1]], first), xp.array([[1]], second)).values():
            found = call()
            assert_equals(xp, found, np.ones(found.shape), "int64")


def test_integers_that_do_not_fit_are_refused(xp):
    small = xp.array([[1]], "int8")
    for value in (LARGE, 2 * LARGE - 1):
        large = xp.array([[value]], "uint64")
        for (name, _), call in calls(large, small).items():
            with assert_raises(ValueError, name.strip(), r"below 2\*\*63"):
                call()
        for (_, name), call in calls(small, large).items():
            if name:
                with assert_raises(ValueError, name.strip(), r"below 2\*\*63"):
                    call()


def test_the_largest_integer_that_fits(xp):
    largest = xp.array([[LARGE - 1]], "uint64")
    for call in calls(largest, xp.array([[1]], "uint8")).values():
        assert int(xp.numpy(call()).ravel()[0]) == LARGE - 1


def test_large_integers_beside_fractions_are_rounded_to_them():
    found = cnn.dense(np.array([[LARGE]], "uint64"), np.array([[0.5]]))
    assert found.dtype == np.float64
    assert found[0, 0] == 2.0**62


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("float32", "float64", "float64"),
        ("float32", "int64", "float32"),
        ("float16", "float32", "float32"),
        ("float16", "uint8", "float16"),
        ("bool", "float64", "float64"),
    ],
)
def test_mixtures(first, second, expected):
    A, B = np.array([[1]], first), np.array([[1]], second)
    for (_, other), call in calls(A, B).items():
        if other:
            assert dtype_name(call()) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("float16", "bfloat16", "float32"), ("bfloat16", "float64", "float64"), ("bfloat16", "int8", "bfloat16")],
)
def test_mixtures_with_bfloat16(first, second, expected):
    """As PyTorch and JAX have it: float32 holds both halves, neither of which holds the other."""
    pytest.importorskip("ml_dtypes", reason="NumPy has bfloat16 from ml_dtypes alone")
    A, B = (np.array([[1]]).astype(dtype) for dtype in (first, second))
    for (_, other), call in [*calls(A, B).items(), *calls(B, A).items()]:
        if other:
            assert dtype_name(call()) == expected
    torch = torch_or_skip()
    assert str(torch.promote_types(getattr(torch, first), getattr(torch, second))) == f"torch.{expected}"


HALVES = {"float16": 1 + 2.0**-10, "bfloat16": 2.0**100}  # numbers of one of them alone


@pytest.mark.parametrize("library", ["numpy", "torch", "jax"])
def test_the_two_halves_give_float32(library):
    pytest.importorskip("ml_dtypes", reason="NumPy's bfloat16 comes from ml_dtypes")
    fine, wide = (Half(f"{library} {half}").array([[value]]) for half, value in HALVES.items())
    for first, second in ((fine, wide), (wide, fine)):
        for (_, other), call in calls(first, second).items():
            if other:
                found = call()
                assert dtype_name(found) == "float32"
                assert float(found.reshape(-1)[0]) == 2.0**100 + 2.0**90


def test_numbers_that_are_none_of_the_package_are_refused():
    kinds = pytest.importorskip("ml_dtypes", reason="float8 and int4 come from ml_dtypes alone")
    for kind in (kinds.float8_e4m3fn, kinds.int4, np.complex64, object):
        for (name, _), call in calls(np.ones((1, 1)).astype(kind), np.ones((1, 1))).items():
            with assert_raises(TypeError, name.strip(), "real numbers"):
                call()


WITHOUT_64_BITS = """
import warnings
warnings.simplefilter("error")
import jax, jax.numpy as jnp
import textbook_cnn as cnn
for first in ("bool", "int8", "uint8", "int32", "uint32"):
    Y = cnn.conv2d(jnp.ones((1, 1, 2, 2), first), jnp.ones((1, 1, 2, 2), "uint8"))
    assert str(Y.dtype) == "int32" and int(Y[0, 0, 0, 0]) == 4, (first, Y)
    assert int(cnn.dense(jnp.ones((1, 2), first), jnp.ones((1, 2), "int8"))[0, 0]) == 2
large = jnp.full((1, 1), 2**31, "uint32")
try:
    cnn.dense(large, jnp.ones((1, 1), "int8"))
except ValueError as error:
    print(error)
try:
    jax.jit(cnn.dense)(large, jnp.ones((1, 1), "int8"))
except TypeError as error:
    print(error)
print(jax.jit(cnn.conv2d)(jnp.ones((1, 1, 2, 2)), jnp.ones((1, 1, 2, 2)))[0, 0, 0, 0])
"""


def test_jax_without_64_bits_gives_int32_and_no_warning(library_of_jax):
    ran = subprocess.run([sys.executable, "-c", WITHOUT_64_BITS], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    first, second, last = ran.stdout.splitlines()
    assert first == "X: expected integers below 2**31, got larger ones of dtype uint32"
    assert second == "X: expected integers that can be read, got traced ones of uint32; convert them first"
    assert last == "4.0"


@pytest.fixture
def library_of_jax():
    return pytest.importorskip("jax", reason="JAX is not installed")


@pytest.mark.parametrize("kind", ["uint16", "uint32", "uint64"])
def test_unsigned_integers_that_pytorch_only_stores(kind):
    """It cannot compare them, take the largest or turn them round; sums of their products are taken in int64."""
    torch = torch_or_skip()
    X = torch.tensor(np.arange(4).reshape(1, 1, 2, 2)).to(getattr(torch, kind))
    Z, labels = torch.zeros((1, 3), dtype=torch.float64), X[0, 0, 0, :1]
    refused = {
        "X": [
            lambda: cnn.max_pool2d(X),
            lambda: cnn.max_pool2d_backward(X, Z[None, None, :, :1], Y=X[:, :, :1, :1]),
            lambda: cnn.max_pool2d_loops(X),
            lambda: cnn.max_pool2d_backward_loops(X, Z[None, None, :, :1]),
            lambda: cnn.layers.relu(X),
            lambda: cnn.relu_backward(X, X),
        ],
        "K": [lambda: cnn.rot180(X)],
        "labels": [
            lambda: cnn.softmax_cross_entropy(Z, labels),
            lambda: cnn.softmax_cross_entropy_backward(Z, labels, ignore_index=1),
        ],
    }
    for name, every in refused.items():
        for call in every:
            with assert_raises(TypeError, name, "PyTorch"):
                call()
    assert cnn.convolve2d(X[0, 0], X[0, 0]).tolist() == [[0 * 3 + 1 * 2 + 2 * 1 + 3 * 0]]


EXTREME = [0.0, -0.0, 3e38, -3e38, 1e-40, -1e-45, np.inf, -np.inf, np.nan, 1.0]


def test_extreme_numbers_as_in_pytorch():
    """0·∞ is NaN, and so is a sum in which it stands: what the definition says."""
    torch = torch_or_skip()
    functional = torch.nn.functional
    for a, b in product(EXTREME, repeat=2):
        if np.isinf(a) and abs(b) == 3e38:
            continue  # b² overflows where it is rounded, and not where it is added at once: NaN or infinity, both right
        X, K = (np.array(values, "float32").reshape(1, 1, 1, 2) for values in ((a, b), (0.5, b)))
        x, k = torch.tensor(X), torch.tensor(K)
        right = functional.conv2d(x, k, padding=(0, 1)).numpy()
        with np.errstate(all="ignore"):
            np.testing.assert_array_equal(cnn.conv2d(X, K, padding=(0, 1)), right)
            found = cnn.dense(X[0, 0], K[0, 0])
        np.testing.assert_array_equal(found, functional.linear(x[0, 0], k[0, 0]).numpy())


def test_torch_arrays_that_carry_a_graph():
    torch = torch_or_skip()
    keywords = {"stride": 2, "padding": (1, 0)}
    X, K, B = (torch.randn(shape, dtype=torch.float64) for shape in ((2, 3, 6, 5), (4, 3, 3, 2), (4,)))
    for A in (X, K, B):
        A.requires_grad_()
    Y = cnn.conv2d(X, K, B, **keywords)
    G = torch.randn(Y.shape, dtype=torch.float64)
    dX, dK, dB = torch.autograd.grad((Y * G).sum(), (X, K, B))
    for given, right in (
        (cnn.conv2d_backward_input(G, K.detach(), (6, 5), **keywords), dX),
        (cnn.conv2d_backward_kernel(X.detach(), G, (3, 2), **keywords), dK),
        (cnn.conv2d_backward_bias(G), dB),
    ):
        torch.testing.assert_close(given, right, rtol=1e-12, atol=1e-12)

"""Arrays that are traced (`jax.jit`) or carry a graph (PyTorch): every numeric function computes with them as ever."""

import warnings

import numpy as np
import pytest

import textbook_cnn as cnn
from tests.support.calls import gathered
from tests.support.libraries import Library

CALLS, _ = gathered()
every_call = pytest.mark.parametrize("call", CALLS, ids=str)
WHOLE = ("labels",)  # arguments that are whole numbers


def arrays_of(library, call):
    """The arguments in float64, but for those that count."""
    named = zip(call.arrays, call.values())
    return [library.array(A, "int64" if name in WHOLE else "float64") for name, A in named]


def parts(value):
    return value if isinstance(value, tuple) else (value,)


@every_call
def test_under_jit_as_without(call):
    import_jax = pytest.importorskip("jax")
    jax = Library("jax")
    arrays = arrays_of(jax, call)
    for found, right in zip(
        parts(import_jax.jit(lambda *given: call(*given))(*arrays)), parts(call(*arrays)), strict=True
    ):
        assert found.dtype == right.dtype
        np.testing.assert_allclose(np.asarray(found), np.asarray(right), rtol=1e-12, atol=1e-12)


@every_call
def test_a_graph_leads_back_to_the_arguments(call):
    """PyTorch's way back through a function gives the derivative that JAX finds for it on its own."""
    torch, import_jax = Library("torch"), pytest.importorskip("jax")
    jax = Library("jax")
    given = arrays_of(torch, call)
    inputs = [A.requires_grad_() for A in given if A.is_floating_point()]
    total = sum(part.sum() for part in parts(call(*given)) if part.requires_grad)
    found = torch.xp.autograd.grad(total, inputs, allow_unused=True)
    places = [i for i, A in enumerate(given) if A.is_floating_point()]

    def sum_of(*arrays):
        every = arrays_of(jax, call)
        for i, A in zip(places, arrays, strict=True):
            every[i] = A
        return sum(part.sum() for part in parts(call(*every)))

    right = import_jax.grad(sum_of, argnums=tuple(range(len(places))))(*[arrays_of(jax, call)[i] for i in places])
    for G, expected in zip(found, right, strict=True):
        values = np.zeros(expected.shape) if G is None else G.numpy()
        np.testing.assert_allclose(values, np.asarray(expected), rtol=1e-9, atol=1e-9)


SCORES, ROWS = np.array([[0.0, 1.0, 2.0], [3.0, 1.0, 0.0]]), np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]])
WRONG = {  # labels, weights, and the label that is ignored
    "a class too large": ([1, 3], None, None),
    "a negative class": ([-1, 1], None, None),
    "a row that does not sum to 1": (ROWS * 2, None, None),
    "a negative weight": ([0, 1], [1.0, -1.0, 1.0], None),
    "an infinite weight": ([0, 1], [1.0, np.inf, 1.0], None),
    "nothing that counts": ([2, 2], None, 2),
}
LOSSES = ("softmax_cross_entropy", "softmax_cross_entropy_backward")


def loss_of(name, ignored):
    def loss(Z, labels, weights):
        return getattr(cnn, name)(Z, labels, class_weights=weights, ignore_index=ignored)

    return loss


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize(
    ("labels", "weights"), [([0, 2], None), (ROWS, None), ([0, 2], [1.0, 0, 3]), (ROWS, [1.0, 0, 3])]
)
def test_labels_and_weights_may_be_traced(name, labels, weights):
    import_jax = pytest.importorskip("jax")
    Z, labels, weights = (None if A is None else Library("jax").array(A) for A in (SCORES, labels, weights))
    loss = loss_of(name, None)
    right = np.asarray(loss(Z, labels, weights))
    np.testing.assert_allclose(np.asarray(import_jax.jit(loss)(Z, labels, weights)), right, rtol=1e-12)
    np.testing.assert_allclose(np.asarray(import_jax.jit(lambda Z: loss(Z, labels, weights))(Z)), right, rtol=1e-12)


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_refused_makes_the_loss_nan(wrong):
    import_jax = pytest.importorskip("jax")
    labels, weights, ignored = WRONG[wrong]
    Z, labels, weights = (None if A is None else Library("jax").array(A) for A in (SCORES, labels, weights))
    for name in LOSSES:
        loss = loss_of(name, ignored)
        with pytest.raises(ValueError, match=r"^(labels|class_weights): expected"):
            loss(Z, labels, weights)
        found = np.asarray(import_jax.jit(loss)(Z, labels, weights))
        assert np.isnan(found).any() or (wrong == "nothing that counts" and name == LOSSES[1])


LINEAR = cnn.Network([cnn.Dense(2)], (3,))
READ = {  # what gives Python's or NumPy's numbers, or compares its own: by the argument that is refused
    "accuracy": ("labels", lambda Z, labels, W: cnn.accuracy(labels, labels)),
    "confusion_matrix": ("labels", lambda Z, labels, W: cnn.confusion_matrix(labels, labels)),
    "evaluate": (
        "data",
        lambda Z, labels, W: cnn.evaluate(LINEAR, {"dense_1.W": W, "dense_1.B": W[:, 0]}, (Z, labels)),
    ),
    "check_gradients": (
        "data",
        lambda Z, labels, W: cnn.check_gradients(LINEAR, {"dense_1.W": W, "dense_1.B": W[:, 0]}, (Z, labels)),
    ),
    "max_pool2d_loops": ("X", lambda Z, labels, W: cnn.max_pool2d_loops(Z[None, None])),
    "max_pool2d_backward_loops": (
        "X",
        lambda Z, labels, W: cnn.max_pool2d_backward_loops(Z[None, None], Z[None, None, :1, :1]),
    ),
    "dense": ("X", lambda Z, labels, W: cnn.dense(labels.astype("uint64")[None], labels.astype("uint64")[None])),
}


@pytest.mark.parametrize("name", READ)
def test_what_must_read_its_numbers_refuses_traced_ones(name):
    import_jax = pytest.importorskip("jax")
    jax, (argument, call) = Library("jax"), READ[name]
    given = jax.array(SCORES), jax.array([0, 1]), jax.array(np.ones((2, 3)))
    call(*given)
    with pytest.raises(TypeError, match=f"^{argument}: expected .*read"):
        import_jax.jit(call)(*given)


def test_unsigned_integers_made_while_traced_are_refused_by_name():
    import_jax = pytest.importorskip("jax")
    known = Library("jax").array(np.ones((1, 2), "uint64"))
    with pytest.raises(TypeError, match="^X: expected integers that can be read"):
        import_jax.jit(lambda W: cnn.dense(known, W))(known)


def test_evaluation_in_32_bits_does_not_warn():
    import_jax = pytest.importorskip("jax")
    Library("jax")
    params = {"dense_1.W": np.ones((2, 3), "f4"), "dense_1.B": np.array([0, 1], "f4")}
    import_jax.config.update("jax_enable_x64", False)
    try:
        given = [import_jax.numpy.asarray(A) for A in (*params.values(), SCORES.astype("f4"), np.array([0, 1], "i4"))]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = cnn.evaluate(LINEAR, dict(zip(params, given[:2], strict=True)), (given[2], given[3]))
    finally:
        import_jax.config.update("jax_enable_x64", True)
    assert found.accuracy == 0.5

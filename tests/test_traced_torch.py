"""PyTorch's arrays without numbers of their own: mapped by `torch.func.vmap`, fake, or on the device "meta"."""

from contextlib import nullcontext

import numpy as np
import pytest

import textbook_cnn as cnn
from tests.support.libraries import Library, assert_raises, torch_or_skip
from tests.test_traced import LINEAR, READ, SCORES, arrays_of, every_call, parts

WITHOUT_NUMBERS = ("meta", "fake")


def without_numbers(torch, kind):
    """A context, and the function that in it makes of an array one of the same shape without numbers."""
    if kind == "meta":
        return nullcontext(), lambda A: A.to("meta")
    mode = pytest.importorskip("torch._subclasses.fake_tensor").FakeTensorMode()
    return mode, mode.from_tensor


@every_call
@pytest.mark.parametrize("kind", WITHOUT_NUMBERS)
def test_shapes_and_dtypes_without_numbers(kind, call):
    torch, given = torch_or_skip(), arrays_of(Library("torch"), call)
    context, emptied = without_numbers(torch, kind)
    with context:
        found = call(*map(emptied, given))
    for A, right in zip(parts(found), parts(call(*given)), strict=True):
        assert (A.shape, A.dtype) == (right.shape, right.dtype)


@every_call
def test_mapped_over_several_as_over_each(call):
    torch, given = torch_or_skip(), arrays_of(Library("torch"), call)
    several = [torch.stack([A, A]) for A in given]
    found = torch.func.vmap(lambda *arrays: call(*arrays))(*several)
    for A, right in zip(parts(found), parts(call(*given)), strict=True):
        torch.testing.assert_close(A, torch.stack([right, right]), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", [name for name in READ if name != "dense"])
@pytest.mark.parametrize("kind", [*WITHOUT_NUMBERS, "mapped"])
def test_what_must_read_its_numbers_refuses_those_that_are_not_there(kind, name):
    torch, (argument, call) = torch_or_skip(), READ[name]
    given = [torch.tensor(A) for A in (SCORES, np.array([0, 1]), np.ones((2, 3)))]
    call(*given)
    if kind == "mapped":
        with assert_raises(TypeError, argument, "read"):
            torch.func.vmap(call)(*(A[None] for A in given))
        return
    context, emptied = without_numbers(torch, kind)
    with context, assert_raises(TypeError, argument, "read"):
        call(*map(emptied, given))


OF_PARAMETERS = {
    "evaluate": lambda params, X, labels: cnn.evaluate(LINEAR, params, (X, labels)),
    "check_gradients": lambda params, X, labels: cnn.check_gradients(LINEAR, params, (X, labels)),
    "features": lambda params, X, labels: cnn.features(LINEAR, params, X, layer="dense_1"),
    "layer_activity": lambda params, X, labels: cnn.layer_activity(LINEAR, params, X),
}


@pytest.mark.parametrize("name", OF_PARAMETERS)
def test_parameters_may_be_traced_where_the_images_are_not(name):
    jax = pytest.importorskip("jax")
    X, labels, W = (Library("jax").array(A) for A in (SCORES, [0, 1], np.ones((2, 3))))

    def call(W):
        return OF_PARAMETERS[name]({"dense_1.W": W, "dense_1.B": W[:, 0]}, X, labels)

    call(W)
    with assert_raises(TypeError, r"params\['dense_1.W'\]", "read"):
        jax.grad(call)(W)


def test_arrays_on_several_devices_are_refused_by_name():
    torch = torch_or_skip()
    X, K = torch.ones((1, 1, 3, 3)), torch.ones((1, 1, 2, 2), device="meta")
    with pytest.raises(ValueError, match="^expected arrays on one device, got X on cpu, K on meta$"):
        cnn.conv2d(X, K)


def test_labels_are_looked_at_where_a_gradient_is_taken():
    torch = torch_or_skip()
    with assert_raises(ValueError, "labels", "0 to 2"):
        torch.func.grad(lambda Z: cnn.softmax_cross_entropy(Z, torch.tensor([0, 3])))(torch.tensor(SCORES))


def test_labels_that_cannot_be_looked_at_make_the_loss_nan():
    torch = torch_or_skip()
    labels = torch.tensor([[0, 2], [0, 3]])
    found = torch.func.vmap(cnn.softmax_cross_entropy)(torch.tensor(np.stack([SCORES, SCORES])), labels)
    assert found.isnan().tolist() == [False, True]

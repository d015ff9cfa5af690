"""Arrays that are traced (`jax.jit`) or carry a graph (PyTorch): every numeric function computes with them as ever."""

import numpy as np
import pytest

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

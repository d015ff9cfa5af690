"""The shapes that the docstrings promise are those of what comes back, on every sample call."""

import inspect

import numpy as np
import pytest

import textbook_cnn as cnn
from tests.support.calls import gathered
from tests.support.shapes import BrokenPromiseError, promised, says_a_shape, section

CALLS, _ = gathered()
FUNCTIONS = [name for name in cnn.__all__ if inspect.isfunction(getattr(cnn, name))]


def arguments_of(call, values):
    """The arguments of a sample call by name, defaults among them."""
    bound = inspect.signature(getattr(cnn, call.name)).bind(*values, *call.rest, **call.keywords)
    bound.apply_defaults()
    return bound.arguments


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_what_comes_back_has_the_promised_shape(call):
    values = [np.asarray(A, "float64") for A in call.values()]
    assert promised(getattr(cnn, call.name), arguments_of(call, values), call(*values)) > 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_array_has_a_promised_shape(name):
    entries = section(getattr(cnn, name), "Parameters") + section(getattr(cnn, name), "Returns")
    arrays = [(entry, kind) for entry, kind in entries if kind.startswith(("array", "numpy array"))]
    arrays = [(f"result {entry}" if entry.isdigit() else entry, kind) for entry, kind in arrays]
    silent = [f"{entry} : {kind}" for entry, kind in arrays if not says_a_shape(kind)]
    assert not silent, (
        f"{name}: write the shape into its docstring, as in “array (batch, n)” or “array, same shape”: {silent}"
    )


def documented(returns):
    """A function of X (batch, n) and W (d, n), and of what it says to return."""

    def function(X, W): ...

    function.__doc__ = f"""Do.

    Parameters
    ----------
    X : array (batch, n)
        X.
    W : array (d, n)
        W.

    Returns
    -------
    {returns}
        Y.

    Raises
    ------
    TypeError
        Never.
    """
    return function


X, W = np.zeros((2, 3)), np.zeros((4, 3))


@pytest.mark.parametrize("shape", [(2, 3), (4, 2), (2,), (2, 4, 1)])
def test_a_broken_promise_is_noticed(shape):
    function = documented("array (batch, d)")
    assert promised(function, {"X": X, "W": W}, np.zeros((2, 4))) == 3
    with pytest.raises(BrokenPromiseError, match="result 0: expected"):
        promised(function, {"X": X, "W": W}, np.zeros(shape))


def test_arguments_that_contradict_each_other_are_noticed():
    with pytest.raises(BrokenPromiseError, match="W: expected n = 3, got 5"):
        promised(documented("array (batch, d)"), {"X": X, "W": np.zeros((4, 5))}, np.zeros((2, 4)))


@pytest.mark.parametrize(
    ("returns", "right", "wrong"),
    [
        ("array (d·batch, n − 1)", (8, 2), (8, 3)),
        ("array (..., n)", (7, 7, 3), (7, 7, 4)),
        ("array (d,) or (d, n)", (4, 3), (3, 3)),
        ("0-d array", (), (1,)),
    ],
)
def test_forms_of_a_promise(returns, right, wrong):
    promised(documented(returns), {"X": X, "W": W}, np.zeros(right))
    with pytest.raises(BrokenPromiseError):
        promised(documented(returns), {"X": X, "W": W}, np.zeros(wrong))

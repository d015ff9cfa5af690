"""Whatever the code asks of symbols is written down or refused, and what it is refused cannot be swallowed."""

import bisect
import contextlib
import math
import operator
import types

import numpy as np
import pytest

from textbook_cnn.formulas.example import Disagreement
from textbook_cnn.formulas.symbols import supposed
from textbook_cnn.formulas.symbols.asked import Asked
from textbook_cnn.formulas.symbols.rings import ring_arrays
from textbook_cnn.formulas.symbols.scalars import ring_scalars, scalars


def asked_by(function, *arguments):
    """What is asked while a function runs; it counts as the code's, for this file is none of the formulas'."""
    asked = Asked()
    with asked.listening(), contextlib.suppress(Disagreement, TypeError, AttributeError):
        function(*arguments)
    return asked


COMPARES = {
    "<": lambda X: X[0] < 2,
    "<=": lambda X: X[0] <= 2,
    ">": lambda X: X[0] > 2,
    ">=": lambda X: X[0] >= 2,
    "==": lambda X: X[0] == 2,
    "!=": lambda X: X[0] != 2,
    "a number on the left": lambda X: X[0] > 2,
    "operator.lt": lambda X: operator.lt(X[0], 2),
    "abs": lambda X: abs(X[0]),
    "np.abs": np.abs,
    "np.maximum": lambda X: np.maximum(X, 2),
    "np.minimum": lambda X: np.minimum(X, 2),
    "np.clip": lambda X: np.clip(X, 0, 2),
    "np.sign": np.sign,
    "np.where": lambda X: np.where(X > 2, X, 0),
    "an array": lambda X: X > 2,
    "equality of an array": lambda X: X == 2,
    "np.sort": np.sort,
    "np.argsort": np.argsort,
    "np.argmax": np.argmax,
    "np.max": np.max,
    "X.min": lambda X: X.min(),
    "np.searchsorted": lambda X: np.searchsorted(X, X[1:2]),
    "max": lambda X: max(X),
    "sorted by a key": lambda X: sorted([0, 1], key=lambda place: X[place]),
    "in": lambda X: 2 in [*X],
    "bisect": lambda X: bisect.bisect([X[0], X[1]], X[0] + 1),
    "math.isclose": lambda X: math.isclose(X[0], 2),
    "np.unique": np.unique,
    "np.median": np.median,
}
REFUSED = {
    "float": lambda X: float(X[0]),
    "int": lambda X: int(X[0]),
    "complex": lambda X: complex(X[0]),
    "round": lambda X: round(X[0]),
    "floor": lambda X: math.floor(X[0]),
    "np.floor": np.floor,
    "np.rint": np.rint,
    "np.sinh": np.sinh,
    "//": lambda X: X[0] // 1,
    "np.floor_divide": lambda X: np.floor_divide(X, 1),
    "%": lambda X: X[0] % 1,
    "divmod": lambda X: divmod(X[0], 1),
    "bool": lambda X: bool(X[0]),
    "if": lambda X: 1 if X[0] else 2,
    "np.any": np.any,
    "hash": lambda X: hash(X[0]),
    "a set": lambda X: {X[0]},
    "a key": lambda X: {2: 1}.get(X[0]),
    "str": lambda X: str(X[0]),
    "repr": lambda X: repr(X[0]),
    "f-string": lambda X: f"{X[0]}",
    "format": lambda X: f"{X[0]:.3f}",
    "operator.index": lambda X: operator.index(X[0]),
    "range": lambda X: range(X[0]),
    "an array of floats": lambda X: X.astype(float),
    "an attribute": lambda X: X[0].is_integer,
    "hasattr": lambda X: hasattr(X[0], "hex"),
}


@pytest.mark.parametrize("how", COMPARES)
def test_a_comparison_is_written_down(how):
    asked = asked_by(COMPARES[how], scalars("x", [3, -1]))
    assert asked.by_code or asked.refused
    assert not asked.by_formula
    assert all(__name__ in place for place in asked.by_code.values())


@pytest.mark.parametrize("how", REFUSED)
@pytest.mark.parametrize("make", [lambda: scalars("x", [3, -1]), lambda: ring_scalars(x=[3, -1])[0]])
def test_a_conversion_is_refused_and_written_down(how, make):
    asked = asked_by(REFUSED[how], make())
    assert asked.refused
    with pytest.raises(Disagreement, match=f"{__name__} asks for the "):
        asked.must_be_done()


# What SymPy's polynomials have no method for ends in Python's own error, before anything could be written down.
NO_METHOD = {"abs", "np.abs", "np.sign", "math.isclose", "complex", "hasattr", "an attribute", "an array of floats"}


@pytest.mark.parametrize("how", sorted({*COMPARES, *REFUSED} - NO_METHOD))
def test_symbols_without_a_witness_are_neither_compared_nor_converted(how):
    X = ring_arrays({"x": (2,)})["x"]
    with Asked().listening(), pytest.raises((Disagreement, TypeError, AttributeError)):
        {**COMPARES, **REFUSED}[how](X)


def test_a_swallowed_refusal_fails_the_case():
    asked = Asked()
    (x,) = scalars("x", [3])
    with asked.listening():
        try:
            float(x)
        except Exception:
            x = 2 * x
    with pytest.raises(Disagreement, match="asks for the number of a symbol"):
        asked.must_be_done()


def test_outside_of_proofs_nothing_is_refused_but_what_has_no_answer():
    (x,) = scalars("x", [3])
    assert f"{x}" == str(x) == repr(x) == "x_1"
    assert bool(x)
    with pytest.raises(TypeError):
        float(x)


def test_the_formula_asks_where_a_module_of_the_formulas_does():
    asked = Asked()
    X = scalars("x", [3, -1])
    with asked.listening():
        supposed.signs(X)
        supposed.order(X)
    assert len(asked.by_formula) == 3
    assert not asked.by_code


def test_a_function_that_the_formula_calls_asks_for_itself():
    """Who asks is the nearest frame, whoever called it; a library's frames are passed over."""
    formula = types.ModuleType("textbook_cnn.formulas.somewhere")
    exec("def call(function, X):\n    return function(X)", vars(formula))
    (x,) = scalars("x", [3])
    asked = Asked()
    with asked.listening():
        formula.call(lambda value: value > 0, x)
        formula.call(np.median, np.array([x, x + 1], dtype=object))
    assert len(asked.by_code) == 1
    assert len(asked.by_formula) >= 1


def test_the_same_answer_for_all_is_no_question():
    (x,) = scalars("x", [3])
    asked = Asked()
    with asked.listening():
        assert x == x + 0
        assert not x > 1 * x
        assert x < math.inf
        assert x > -math.inf
    assert not asked.by_code
    asked.must_be_done()


def test_equal_witnesses_are_a_border_for_the_code():
    first, second = scalars("x", [2, 2])
    asked = Asked()
    with asked.listening(), pytest.raises(Disagreement, match="border"):
        _ = first == second

"""What leads to a refusal is counted by itself; one that the function catches is none, and who catches says why."""

from importlib import import_module

import pytest

from tests.formulas.language.patches import lines
from tests.support.changed_code import changed
from textbook_cnn import _checks
from textbook_cnn.formulas.language import objections
from textbook_cnn.formulas.language.reading import reading

chain = import_module("textbook_cnn.network.chain")
CAUGHT = "exception that is caught"

# Lines of a function of X, A and B: what it decides, and whether it catches something.
LINES = {
    "if A > B: raise ValueError": ("none", False),
    "try:\n        if A > B: raise ValueError\n    except ValueError: X = -X": ("> 1", True),
    "try:\n        if A > B: raise ValueError\n    except ValueError: return X": ("> 1", True),
    "try:\n        if A > B: raise ValueError\n    finally: return X": ("> 1", True),
    "try:\n        if A > B: raise ValueError\n    except ValueError as e: X = e": ("> 1", True),
    "try:\n        if A > B: raise ValueError\n    except ValueError:\n        if B: raise\n    return X": (
        "> 1",
        True,
    ),
    "try:\n        try:\n            if A > B: raise ValueError\n        except ValueError: raise\n"
    "    except TypeError: return X": ("> 1", True),
    "for a in A:\n        try:\n            if a > B: raise ValueError\n        except ValueError: A": (
        "> 1",
        True,
    ),
    "with A:\n        if A > B: raise ValueError": ("> 1", False),
    "try:\n        if A > B: raise ValueError\n    except ValueError: raise TypeError from None": ("none", False),
    "try:\n        if A > B: raise ValueError\n    except ValueError:\n        X = A, B\n        raise TypeError(X)": (
        "none",
        False,
    ),
    "try: X = A(B)\n    finally: A = B": ("none", False),
    "try: X = A(B)\n    except ValueError: raise\n    if A > B: raise ValueError": ("none", False),
    "try: X = A(B)\n    except ValueError: X = B\n    if A > B: raise ValueError": ("none", True),
}

# The function, a piece of its code, what stands in its place, and what the check calls it.
CODE = {
    "a mixture of libraries that is let through": (
        _checks.arrays,
        '        raise TypeError(f"expected arrays of one library, got {found}{advice}") from None\n',
        "        return found\n",
        CAUGHT,
    ),
    "a shape that does not fit": (
        chain._shapes_along,
        "            raise",
        "            return shapes\n            raise",
        CAUGHT,
    ),
    "a refusal that is caught where it is raised": (
        *lines("try:", "    if H > W: raise ValueError", "except ValueError: Y = Y + Y"),
        CAUGHT,
    ),
    "a refusal that wakes at a size": (
        *lines("large = X.ndim * H", "if W * H > large: raise ValueError('(too large)')"),
        "number of refusals (> 1)",
    ),
    "a refusal of a size": (*lines("if H - N * W: raise ValueError('(one size)')"), "number of refusals (if 1)"),
    "a refusal that asks otherwise": (
        _checks.integer,
        "if value < minimum:",
        "if value > minimum:",
        "number of refusals (> 1, if fits_index() 1, if whole() 1)",
    ),
    "what leads to it": (
        *lines("try:", "    if H > W: raise ValueError", "except ValueError: Y = Y + Y"),
        "number of decisions (== 1, > 1, if 3)",
    ),
}

# Lines of a function of X, A and B: what it asks before it refuses.
ASKED = {
    "if A > B: return X": "none",
    "if A > B: raise ValueError": "> 1",
    "if not A > B: raise ValueError": "> 1",
    "if A < B or A == 1: raise ValueError": "< 1, == 1",
    "if A in B: raise ValueError(A)\n    if A not in B: raise TypeError": "in 1, not in 1",
    "if A < X < B: raise ValueError": "< 1",  # the first is a decision: where it does not hold, nothing is raised yet
    "if A: raise ValueError(B)": "if 1",
    "if A - B: raise ValueError": "if 1",
    "if isinstance(A, B): raise ValueError": "if isinstance() 1",
    "if A is None: raise ValueError": "none",
    "if A > B: raise ValueError(A if A > B else B)": "> 1",
    "for a in A:\n        if a > B: raise ValueError": "> 1",
    "return [a for a in A if X(lambda: B > a)]": "none",
    "try:\n        if A > B: raise ValueError\n    except ValueError: X": "none",
}


@pytest.mark.parametrize("lines", ASKED)
def test_what_is_asked_before_a_refusal_is_counted(lines):
    scope = {}
    exec(f"def function(X, A, B):\n    {lines}", scope)
    assert reading(scope["function"].__code__).refusals == ASKED[lines]


@pytest.mark.parametrize("lines", LINES)
def test_what_leads_to_a_refusal_counts_where_it_is_caught(lines):
    scope = {}
    exec(f"def function(X, A, B):\n    {lines}", scope)
    found = reading(scope["function"].__code__)
    assert (found.decisions, CAUGHT in [use.what for use in found.uses]) == LINES[lines]


@pytest.mark.parametrize("what", CODE)
def test_a_refusal_that_is_caught_is_none(what, monkeypatch):
    function, old, new, expected = CODE[what]
    monkeypatch.setattr(function, "__code__", changed(function, (old, new)).__code__)
    assert any(f": {expected} stands on no list" in each for each in objections()), objections()

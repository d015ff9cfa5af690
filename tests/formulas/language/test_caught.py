"""A refusal that the function catches is none: what leads to it counts, and who catches must say why."""

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
    "what leads to it": (
        *lines("try:", "    if H > W: raise ValueError", "except ValueError: Y = Y + Y"),
        "number of decisions (== 1, > 1, if 3)",
    ),
}


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

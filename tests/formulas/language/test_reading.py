"""What a function uses and how often it decides, read from code that is written for the purpose, on every Python."""

import pytest

from textbook_cnn.formulas.language.constants import constants
from textbook_cnn.formulas.language.reading import reading

# lines of a function of X, A and B: how often it decides
DECISIONS = {
    "return X + 1": 0,
    "return X if A > B else B": 1,
    "return X if A else B": 1,
    "return X * (A > B)": 1,
    "return X * (1 < A < B)": 2,
    "while 0 < A < B < X: A = A + 1": 3,
    "return A if X is None else B": 0,
    "return A if X is not None and A > B else B": 1,
    "return A // B + A % B": 2,
    "return min(A, B) + max(A, B)": 2,
    "return any(a > B for a in A)": 2,
    "return [a for a in A if a]": 1,
    "return A in B": 1,
    "return X.max(A)": 1,
    "while A > B: A = A - 1": 1,
    "for a in A: B = B + a": 0,
    "if A > B: raise ValueError(A)": 0,
    "if A and B: raise ValueError(A)": 1,  # that of A: where it does not hold, nothing is raised yet
    "if A or B: raise ValueError(A)": 0,
    "raise ValueError(A if A > B else B)": 0,
    "(lambda a: A > a)(B)": 1,
}

# lines of a function of X, A and B: how often it cuts
CUTS = {
    "return X + 1": 0,
    "return X[A]": 0,
    "return X[:]": 0,
    "return X[:, :]": 0,
    "return X[:A]": 1,
    "return X[1:]": 1,
    "return X[:, 1:, :A]": 2,
    "for a in range(A - B): X = X + X": 1,
    "return [a * b for a, b in zip(A, B)]": 1,
    "return [*map(X, A, B)]": 1,
    "return X * (not A - B)": 1,
    "return X if not A else B": 0,
    "return X.roll(A, 1)": 1,
    "return sum((1,) * (A - B))": 1,
    "return sum([A] * B)": 1,
    "return sum(A * [B, 1])": 1,
    "return (A * B, 1)": 0,
    "raise ValueError(X[:A])": 0,
    "return [(a[1:], a) for a in A]": 1,
}

# what a function uses, of what is not the name of an argument
USES = {
    "return permute(X, 0, 3, 1, 2)": [0, 1, 2],
    "return permute(reshape(X, A, 3), 0, 2, 1, 3)": [0, 1, 2, 3],
    "return permute(X, 0, 3, 1, B)": [0, 1, 3],
    "return other(X, 0, 3, 1, 2)": [0, 1, 2, 3],
    "return permute(X, 0, 7, 1, 2)": [0, 1, 2, 7],
    "return X[0:7]": [0, 7],
    "return (A, 7.5, (B, 8))": [7.5, 8],
    "return 5": [5],
}


def read(lines):
    scope = {}
    exec(f"def function(X, A, B):\n    {lines}", scope)
    return reading(scope["function"].__code__)


@pytest.mark.parametrize("lines", DECISIONS)
def test_decisions_are_counted(lines):
    assert read(lines).decisions == DECISIONS[lines]


@pytest.mark.parametrize("lines", CUTS)
def test_cuts_are_counted(lines):
    assert read(lines).cuts == CUTS[lines]


@pytest.mark.parametrize("lines", USES)
def test_numbers_are_read_but_those_of_axes(lines):
    found = {use.what.partition(" ")[2] for use in read(lines).uses if use.what.startswith("number ")}
    assert found == set(map(repr, USES[lines]))


def test_texts_in_messages_are_told_from_others():
    uses = read("if X == 'a': raise ValueError(f'{A} and', 'b')").uses
    assert {use.what: use.refuses for use in uses} == {"text 'a'": False, "text ' and'": True, "text 'b'": True} | {
        "text from values": True
    }


def test_lines_are_those_of_the_code():
    assert ("number 7", 3) in [(use.what, use.line) for use in read("A = (A +\n    B(7))").uses]


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (None, []),
        (True, []),
        (..., []),
        (1000, ["number 1000"]),
        (0.5, ["number 0.5"]),
        ("padding", []),
        ("same", ["text 'same'"]),
        (b"same", ["constant of type bytes b'same'"]),
        ((0, 1), ["number 0", "number 1"]),
        ((2, 3), ["numbers (2, 3)"]),
        ((1, ("same", 7)), ["number 1", "text 'same'", "number 7"]),
        (frozenset({1}), ["set display"]),
        (slice(0, 9), ["number 0", "number 9"]),
    ],
)
def test_constants_are_spelled(value, spelled):
    assert list(constants(value, frozenset({"padding"}))) == spelled

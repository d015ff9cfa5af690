"""What a function uses, decides, looks up, cuts and multiplies, read from code written for it, on every Python."""

import pytest

from textbook_cnn.formulas.language.constants import constants
from textbook_cnn.formulas.language.reading import reading

# lines of a function of X, A and B: how often it decides, by kind
DECISIONS = {
    "return X + 1": "none",
    "return X if A > B else B": "> 1",
    "return X if A >= B else B": ">= 1",
    "return X if A else B": "if 1",
    "return X * (A > B)": "> 1",
    "return X * (1 < A < B)": "< 2",
    "return X * (1 < A <= B)": "< 1, <= 1",
    "while 0 < A < B < X: A = A + 1": "< 3",
    "return A if X is None else B": "none",
    "return A if X is not None and A > B else B": "> 1",
    "return A // B + A % B": "% 1, // 1",
    "return min(A, B) + max(A, B)": "max() 1, min() 1",
    "return any(a > B for a in A)": "> 1, any() 1",
    "return X if any(A) else B": "any() 1",
    "return X if hasattr(A, B) else B": "if hasattr() 1",
    "return X if not hasattr(A, X if B else A) else B": "if 1, if hasattr() 1",
    "return X if A.size else B": "if .size 1",
    "return X if A.get(B) else B": "if .get() 1",
    "return X if hasattr(A, B) or A - B else B": "if 1, if hasattr() 1",
    "return X if (hasattr(A, B) if A else A - B) else B": "if 2, if hasattr() 1",
    "return [a for a in A if a]": "if 1",
    "return A in B": "in 1",
    "return A not in B": "not in 1",
    "return X.max(A)": ".max() 1",
    "while A > B: A = A - 1": "> 1",
    "for a in A: B = B + a": "none",
    "if A > B: raise ValueError(A)": "none",
    "if A and B: raise ValueError(A)": "if 1",  # that of A: where it does not hold, nothing is raised yet
    "if A or B: raise ValueError(A)": "none",
    "raise ValueError(A if A > B else B)": "none",
    "(lambda a: A > a)(B)": "> 1",
}

# lines of a function of X, A and B: how often it looks something up, by kind
LOOKUPS = {
    "return X[0]": "none",
    "return X[-1, 0]": "none",
    "return X[A]": "index 1",
    "return X[A:B]": "none",
    "return X[:, A:B, None, ..., 0]": "none",
    "return X[:, A]": "index 1",
    "return X[A][B, 0]": "index 2",
    "k = 1; return X[k]": "none",
    "k = 1; k = A; return X[k]": "index 1",
    "A = 1 if B else A; return X[A]": "index 1",
    "k = 1\n    for a in A:\n        X = X[k]\n        k = a": "index 1",
    "k = 1\n    while A:\n        k = B\n    return X[k]": "index 1",
    "k = 1\n    def f(): return X[k]\n    k = A\n    return f()": "index 1",
    "k = [0]; k.append(A); return X[k]": "index 1",
    "return [X[a] for a in A]": "index 1",
    "X[0] = A": "none",
    "X[A] = B": "index written 1",
    "return {A: B}": "dict 1",
    "return {'a': A}": "none",
    "return {'a': A, 'b': [b for b in B]}": "none",
    "return {'a': A, B: A}": "dict 1",
    "return {a: B for a in A}": "dict 1",
    "return {'a': A, **B}": "none",
    "return A(B, a=X, **B)": "none",
    "return dict(A)": "dict() 1",
    "return {A, B}": "set 1",
    "return {a for a in A}": "set 1",
    "return A in {1, 2}": "set 1",
    "return set(A)": "set() 1",
    "raise ValueError(X[A])": "none",
}

# lines of a function of X, A and B: how often it cuts, by kind
CUTS = {
    "return X + 1": "none",
    "return X[A]": "none",
    "return X[:]": "none",
    "return X[:, :]": "none",
    "return X[:A]": "slice 1",
    "return X[1:]": "slice 1",
    "return X[:, 1:, :A]": "slice 2",
    "for a in range(A - B): X = X + X": "range() 1",
    "return [a * b for a, b in zip(A, B)]": "zip() 1",
    "return [*map(X, A, B)]": "map() 1",
    "return X * (not A - B)": "not 1",
    "return X if not A else B": "none",
    "return X.roll(A, 1)": "roll() 1",
    "return sum((1,) * (A - B))": "repeated row 1",
    "return sum([A] * B)": "repeated row 1",
    "return sum(A * [B, 1])": "repeated row 1",
    "return sum(A.shape * B)": "repeated row 1",
    "row = (A, A)\n    if B: row = X\n    return row * B": "repeated row 1",
    "return ((A,) + B) * A": "repeated row 1",
    "return (A * B, 1)": "none",
    "raise ValueError(X[:A])": "none",
    "return [(a[1:], a) for a in A]": "slice 1",
}

# lines of a function of X, A and B: how often it multiplies what may be a row by what is no constant
PRODUCTS = {
    "return A + B": "none",
    "return 2 * A": "none",
    "return A * B": "* 1",
    "return A.size * B()": "* 1",
    "A *= B": "* 1",
    "return [a * B for a in A]": "* 1",
    "k = 2; return A * k": "none",
    "k = 2\n    for a in A:\n        X = X * k\n        k = a": "* 1",
    "return (1,) * A": "none",
    "return prod(A)": "prod() 1",
    "raise ValueError(A * B)": "none",
}

# lines of a function of X, A and B: what makes numbers of constants alone
ARITHMETIC, LOOP = "arithmetic with constants alone", "loop over constants"
COMPOSED = {
    "return A + 2": [],
    "k = 2; return k * k": [ARITHMETIC],
    "k = 2; return -k": [ARITHMETIC],
    "k = A; return k * k": [],
    "k = 2; k = k + A; return k * k": [],
    "k = 2 if A else B; return k * k": [],
    "k = 2 if A else 1; return k * k": [ARITHMETIC],
    "k = 0\n    for a in A:\n        k = k + a\n    return k * k": [],
    "k = 0\n    while A:\n        k = k + 1\n    return k": [ARITHMETIC],
    "k = []\n    for a in A:\n        k.append(a)\n    return [a for a in k]": [],
    "return sum([1 for a in A])": [],
    "return sum((1, 1))": [ARITHMETIC],
    "return sum((A, 1))": [],
    "return prod([2, 2])": [ARITHMETIC],
    "return len([*product((1, 2), (1, 2))])": [ARITHMETIC],
    "return [a for a in (1, 2)]": [LOOP],
    "return [a for a in A for b in (1, 2)]": [LOOP],
    "return [a for a in (A, 2)]": [],
    "k = 2; return [a for a in (k, k)]": [LOOP],
    "k = 2; return [k * k for a in A]": [ARITHMETIC],
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


@pytest.mark.parametrize("lines", LOOKUPS)
def test_lookups_are_counted(lines):
    assert read(lines).lookups == LOOKUPS[lines]


@pytest.mark.parametrize("lines", CUTS)
def test_cuts_are_counted(lines):
    assert read(lines).cuts == CUTS[lines]


@pytest.mark.parametrize("lines", PRODUCTS)
def test_products_are_counted(lines):
    assert read(lines).products == PRODUCTS[lines]


@pytest.mark.parametrize("lines", COMPOSED)
def test_numbers_made_of_constants_are_seen(lines):
    assert list(dict.fromkeys(use.what for use in read(lines).composed)) == COMPOSED[lines]


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

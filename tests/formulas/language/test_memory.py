"""What remembers earlier calls is refused: lists that stand in records, and what changes a list that others hold."""

from collections import namedtuple
from dataclasses import field, make_dataclass
from importlib import import_module

import pytest

from tests.formulas.language.patches import lines, other
from tests.support.changed_code import changed
from textbook_cnn import _windows
from textbook_cnn.formulas.language import objections
from textbook_cnn.formulas.language.reading import reading
from textbook_cnn.network import Network, layers

chain = import_module("textbook_cnn.network.chain")
HELD = "attribute append of what others hold"

# What changes something: the function, a piece of its code, what stands in its place, and what the check calls it.
CODE = {
    "a list of a record": (*lines("g.M.append(1)"), HELD),
    "a list of a record, by its type": (*lines("list.append(g.M, 1)"), HELD),
    "a list of a record, later": (*lines("add = g.M.append", "add(1)"), HELD),
    "a list of a record, by map": (*lines("grown = [*map(g.M.append, X)]"), HELD),
    "a list of a record, under a name": (*lines("late = g.M", "late.append(1)"), HELD),
    "a list of its own, or of a record": (
        *lines("late = []", "for n in X:", "    late.append(n)", "    late = g.M"),
        HELD,
    ),
    "a list that is handed in": (*lines("stride.append(1)"), HELD),
    "a list of a record, inside": (*lines("late = g.M", "grow = lambda: late.append(1)"), HELD),
    "names in the loop of a network": (
        Network.backward,
        "grads.update(",
        "params.update(",
        "attribute update of what others hold",
    ),
    "more than one list in a loop over shapes": (
        chain._shapes_along,
        "shapes.append(",
        "layers.append(",
        HELD,
    ),
}

# Lines of a function of X, A and B: whether the list that grows is its own.
OWN = {
    "k = []; k.append(A)": True,
    "k = [A, B]; k.append(A)": True,
    "k = [*A]; k.append(A)": True,
    "k = list(A); k.append(A)": True,
    "k = []\n    for a in A: k.append(a)": True,
    "for a in A:\n        k = []\n        k.append(a)": True,
    "k = []\n    grow = lambda: k.append(A)": True,
    "k = [] if A else [B]; k.append(A)": True,
    "k = [] if A else B; k.append(A)": False,
    "k = A; k.append(A)": False,
    "A.append(B)": False,
    "A[0].append(B)": False,
    "k = [A]; k[0].append(B)": False,
    "k = (A,); k.append(B)": False,
    "k = A + [B]; k.append(B)": False,
    "k, = [A]; k.append(B)": False,
    "k = []\n    while B:\n        k.append(A)\n        k = A": False,
}


def record(*names, **keywords):
    """A named tuple that seems to be defined beside Geometry."""
    made = namedtuple("Geometry", (*_windows.Geometry._fields, *names), **keywords)
    made.__module__ = _windows.__name__
    return made


def layer(*fields):
    """A layer that seems to be defined beside ReLU."""
    return make_dataclass("ReLU", fields, frozen=True, namespace={"__module__": layers.__name__})


# What stands in a module: the object, its attribute, what stands there then, and what the check calls it.
AROUND = {
    "a list in a named tuple": (_windows, "Geometry", record("M", defaults=([],)), "mutable value of type list"),
    "a number in a named tuple": (_windows, "Geometry", record("M", defaults=(1000,)), "defaults (1000)"),
    "a function in a named tuple": (_windows, "Geometry", record("M", defaults=(other,)), "function from elsewhere"),
    "a list that only the constructor knows": (_windows.Geometry.__new__, "__defaults__", ([],), "from elsewhere"),
    "a list for each layer": (
        layers,
        "ReLU",
        layer(("steps", list, field(default_factory=list, repr=False, compare=False))),
        "default that is made anew",
    ),
    "an object in a layer": (layers, "ReLU", layer(("steps", object, object())), "mutable value of type object"),
    "a number that only the constructor knows": (
        layers.MaxPool2D.__init__,
        "__defaults__",
        (1000, None),
        "special method __init__",
    ),
}


@pytest.mark.parametrize("what", CODE)
def test_a_change_of_what_others_hold_is_refused(what, monkeypatch):
    function, old, new, expected = CODE[what]
    monkeypatch.setattr(function, "__code__", changed(function, (old, new)).__code__)
    assert any(f": {expected} stands on no list" in each for each in objections()), objections()


@pytest.mark.parametrize("lines", OWN)
def test_a_list_of_its_own_is_told_from_others(lines):
    scope = {}
    exec(f"def function(X, A, B):\n    {lines}", scope)
    found = {use.what for use in reading(scope["function"].__code__).uses if use.what.startswith("attribute append")}
    assert found == {"attribute append" if OWN[lines] else HELD}


@pytest.mark.parametrize("what", AROUND)
def test_a_record_that_remembers_is_refused(what, monkeypatch):
    owner, name, value, expected = AROUND[what]
    monkeypatch.setattr(owner, name, value)
    assert any(expected in each for each in objections()), objections()


def test_a_record_that_python_would_write_again_is_lawful(monkeypatch):
    monkeypatch.setattr(_windows, "Geometry", record("M", defaults=(None,)))
    assert objections() == []

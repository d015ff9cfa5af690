"""Results of proofs are kept only if what ran is what the files say, before and after."""

import importlib.util
import sys
from functools import cache

import mpmath
import pytest

from textbook_cnn.formulas import REGISTRY, ProofResult, Proofs, symbols
from textbook_cnn.formulas import cache as kept_results
from textbook_cnn.formulas.cache import digest, loaded
from textbook_cnn.formulas.cache import results as kept
from textbook_cnn.layers import _elements
from textbook_cnn.network import layers

FORWARD = REGISTRY["relu.forward"]
TEXT = '''"""A module."""
from dataclasses import dataclass
from functools import cache, cached_property
from math import sqrt

LIMIT = 6
NAMES = ("a", "b")


@cache
def root(x):
    return sqrt(x)


def outer(x):
    def inner(y):
        return x + y
    return inner


@dataclass(frozen=True)
class Pair:
    first: int

    @property
    def twice(self):
        return 2 * self.first

    @classmethod
    def made(cls):
        return cls(1)

    @cached_property
    def thrice(self):
        return 3 * self.first

    def plus(self, other):
        return self.first + other
'''


@pytest.fixture(autouse=True, scope="module", name="symbols")
def no_symbols():
    """None are taken here: a number in memory would say that they are, and the code would not be as written."""


@pytest.fixture
def module(tmp_path, monkeypatch):
    path = tmp_path / "small_module.py"
    path.write_text(TEXT)
    spec = importlib.util.spec_from_file_location("small_module", path)
    found = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "small_module", found)
    spec.loader.exec_module(found)
    return found, path


def wrong(*arguments):
    return 0


CHANGES = {
    "a function": lambda m: setattr(m, "outer", wrong),
    "its code": lambda m: setattr(m.outer, "__code__", wrong.__code__),
    "a function with a cache": lambda m: setattr(m, "root", cache(wrong)),
    "another function of the file": lambda m: setattr(m, "outer", m.root),
    "a method": lambda m: setattr(m.Pair, "plus", wrong),
    "another method of the class": lambda m: setattr(m.Pair, "plus", m.Pair.made),
    "a method that was not there": lambda m: setattr(m.Pair, "__add__", wrong),
    "a property": lambda m: setattr(m.Pair, "twice", property(wrong)),
    "a class method": lambda m: setattr(m.Pair, "made", classmethod(wrong)),
    "an imported name": lambda m: setattr(m, "sqrt", wrong),
    "a number": lambda m: setattr(m, "LIMIT", 7),
    "a number of another type": lambda m: setattr(m, "LIMIT", 6.0),
    "a tuple": lambda m: setattr(m, "NAMES", ("a",)),
    "a name that no line gives": lambda m: setattr(m, "more", wrong),
    "a name that is gone": lambda m: delattr(m, "outer"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_exchanged_in_memory_shows(module, what):
    found, path = module
    assert loaded.state([path])
    CHANGES[what](found)
    assert loaded.state([path]) == ""


def test_a_file_that_was_edited_shows_until_it_is_as_before(module):
    _, path = module
    before = loaded.state([path])
    path.write_text(TEXT.replace("LIMIT = 6", "LIMIT = 7"))
    assert loaded.state([path]) == ""
    path.write_text(TEXT)
    assert loaded.state([path]) == before
    path.unlink()
    assert loaded.state([path]) == ""


def test_a_file_that_is_not_loaded_has_a_state_of_its_own(tmp_path):
    path = tmp_path / "data.txt"
    path.write_text("1")
    first = loaded.state([path])
    path.write_text("2")
    assert "" != first != loaded.state([path]) != ""


def test_the_package_is_as_written():
    """A way of making functions that the comparison does not know would keep nothing, and prove everything again."""
    names = {path: name for name, path in kept_results.library().files.items()}
    modules = [module for module in list(sys.modules.values()) if names.get(_path(module))]
    assert len(modules) > 200
    assert [module.__name__ for module in modules if not loaded.is_as_written(module)] == []


def _path(module):
    name = getattr(module, "__file__", None)
    return name and kept_results.PACKAGE / name


def kept_in(folder):
    return sorted(path.name for path in folder.rglob("*.json"))


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (_elements, "chosen", lambda xp, dY, where: dY * xp.astype(where, dY.dtype)),
        (layers.ReLU, "forward", lambda self, own, X, rng=None: (layers.f.relu(X), X)),
        (symbols.scalars.Scalar, "__lt__", lambda self, other: self._sign(other) < 0),
        (symbols.linear, "TOO_MANY", 4000),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_nothing_is_kept_nor_believed_where_something_is_exchanged(owner, name, value, tmp_path, monkeypatch):
    formula = REGISTRY["network.gradients"] if owner is layers.ReLU else REGISTRY["relu.backward"]

    def passes(formula, proof):
        return ProofResult(True, proof.kind, proof.covers, 1, 0.0, "", proof.about)

    monkeypatch.setattr(kept, "run", passes)
    assert Proofs(tmp_path).results(formula)[0].passed
    assert kept_in(tmp_path) == [f"{formula.id}.json"]
    monkeypatch.setattr(kept, "run", lambda *_: pytest.fail("proved again"))
    assert Proofs(tmp_path).results(formula)[0].passed
    monkeypatch.setattr(owner, name, value)
    with pytest.raises(pytest.fail.Exception, match="proved again"):
        Proofs(tmp_path).results(formula)
    monkeypatch.setattr(kept, "run", passes)
    assert Proofs(tmp_path / "other").results(formula)[0].passed
    assert kept_in(tmp_path / "other") == []


def test_a_file_that_changes_while_a_proof_runs_keeps_nothing(module, tmp_path, monkeypatch):
    _, path = module
    monkeypatch.setattr(kept, "sources", lambda formula: frozenset([path]))
    monkeypatch.setattr(kept, "as_read", lambda formula: as_read)
    as_read = loaded.state([path])

    def run(formula, proof):
        path.write_text(TEXT.replace("2 *", "4 *"))
        return ProofResult(True, proof.kind, proof.covers, 1, 0.0, "", "")

    monkeypatch.setattr(kept, "run", run)
    assert Proofs(tmp_path).results(FORWARD)[0].passed
    assert kept_in(tmp_path) == []
    path.write_text(TEXT)
    assert kept.run_registered("relu.forward", 0, frozenset([path]))[1] == [""]
    path.write_text(TEXT)
    monkeypatch.setattr(kept, "run", lambda formula, proof: ProofResult(True, proof.kind, proof.covers, 1, 0.0, "", ""))
    assert kept.run_registered("relu.forward", 0, frozenset([path]))[1] == [as_read]
    Proofs(tmp_path).results(FORWARD)
    assert kept_in(tmp_path) == ["relu.forward.json"]


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (mpmath, "__version__", "0.1"),
        (sys, "version", "3.99.0 (main)"),
        (sys.implementation, "name", "pypy"),
    ],
    ids=["mpmath", "Python", "implementation"],
)
def test_another_python_or_library_is_another_digest(owner, name, value, monkeypatch):
    before = digest(FORWARD)
    assert digest(FORWARD) == before
    monkeypatch.setattr(owner, name, value)
    assert digest(FORWARD) != before

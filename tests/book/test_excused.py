"""What need not be looked at: exceptions that the book lists, and whole equations of the registry where they belong."""

import pytest
from _extensions.formulas import coverage
from _extensions.formulas.excused import rows, rows_of, without
from _extensions.formulas.shown import Shown
from docutils import nodes

ROW = "∂E/∂K = X ⋆ ∂E/∂Y"


def warnings_of(monkeypatch, text, exceptions, kind="line", function="conv2d_backward_kernel"):
    told = []
    monkeypatch.setattr(coverage, "warn", lambda node, message: told.append(message))
    monkeypatch.setattr(coverage, "exceptions", lambda: {"page": exceptions})
    node = nodes.paragraph()
    node.source = f"convolution.py:docstring of textbook_cnn.layers.conv2d.{function}"
    coverage.check_texts([Shown(node, text, kind)], "page", nodes.paragraph())
    return told


def test_an_exception_excuses_what_it_quotes_and_no_more(monkeypatch):
    assert warnings_of(monkeypatch, "as a + b = b + a says", {"a + b = b + a": "law"}) == []
    both = "as a + b = b + a says, and X ⋆ K = K ⋆ X is wrong"
    assert "an identity in a sentence" in warnings_of(monkeypatch, both, {"a + b = b + a": "law"})[0]


def test_an_exception_that_is_not_needed_is_a_warning(monkeypatch):
    for text in ("nothing of the sort", "as a + b = 3 says", "as a + b = b + a says, and X ⋆ K = K ⋆ X"):
        told = warnings_of(monkeypatch, text, {"a + b = 3": "law"})
        assert "an exception that is not needed: a + b = 3" in told


def test_what_the_registry_states_may_be_printed_and_said_in_docstrings(monkeypatch):
    assert warnings_of(monkeypatch, ROW, {}, "output") == warnings_of(monkeypatch, f"So {ROW}.", {}, "docstring") == []
    assert len(warnings_of(monkeypatch, ROW, {}, "line")) == len(warnings_of(monkeypatch, ROW, {}, "words")) == 1
    assert len(warnings_of(monkeypatch, ROW.replace("X", "Z"), {}, "output")) == 1


def test_a_docstring_says_what_its_own_function_computes(monkeypatch):
    assert warnings_of(monkeypatch, ROW, {}, "docstring") == []
    assert len(warnings_of(monkeypatch, ROW, {}, "docstring", "relu")) == 1
    assert warnings_of(monkeypatch, ROW, {}, "docstring", "relu.textbook_cnn.formulas") != []


@pytest.mark.parametrize(
    "text",
    [f"{ROW} + 3 X", f"3 + {ROW}", f"{ROW} ⋆ K", f"{ROW}_2", f"max({ROW})", f"-{ROW}", f"log {ROW}", f"{ROW}(1)"],
)
def test_an_equation_is_excused_as_a_whole(monkeypatch, text):
    assert without(text, (ROW,)) == text
    assert (
        len(warnings_of(monkeypatch, text, {}, "output")) == len(warnings_of(monkeypatch, text, {}, "docstring")) == 1
    )


@pytest.mark.parametrize(
    "text", [ROW, f"So {ROW}.", f"({ROW})", f"5.2: {ROW}", f"as {ROW} where it ends", f"✓ {ROW} ✓ Y"]
)
def test_an_equation_is_excused_among_words(text):
    assert " proved " in without(text, (ROW,))


def test_half_an_equation_excuses_nothing():
    assert [row for row in rows() if "⋮" in row.replace(" ", "")[:3]] == []
    assert rows_of("textbook_cnn.formulas.formula.Formula") == rows()
    assert {*rows_of("textbook_cnn.layers.relu.relu")} == {*rows_of("relu")}
    assert 0 < len(rows_of("relu")) < len(rows())

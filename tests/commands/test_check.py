"""``python -m textbook_cnn check``: what it runs, and that it notices what is wrong."""

import json
import sys

import numpy as np
import pytest

import textbook_cnn as cnn
from textbook_cnn.__main__ import main
from textbook_cnn.commands import check, samples, self_test

QUICK = {"numpy": "NumPy", "array_api_strict": "array-api-strict"}


@pytest.fixture(autouse=True)
def quick_libraries(monkeypatch):
    """PyTorch and JAX take seconds to start, and the other tests know them."""
    monkeypatch.setattr(check, "LIBRARIES", QUICK)


def test_table(capsys):
    assert main(["check"]) == 0
    printed = capsys.readouterr()
    head, *rows = printed.out.split("\n\n")[0].splitlines()
    assert head.split() == ["library", "version", "device", "what", "was", "run", "seconds"]
    assert [row.split()[0] for row in rows] == ["NumPy"] * 2 + ["array-api-strict"] * 2 + ["NumPy", "SymPy"]
    assert all(" passed " in row for row in rows)
    assert np.__version__ in rows[0]
    assert "OPENBLAS_CORETYPE: " in printed.out
    assert printed.err == ""


def test_json(capsys):
    assert main(["check", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["passed"] is True
    assert set(record["machine"]) == {"textbook_cnn", "Python", "BLAS", "OPENBLAS_CORETYPE"}
    assert {row["what"] for row in record["rows"] if row["library"] == "NumPy"} == {
        f"{len(samples.FUNCTIONS)} functions in float32 and float64",
        "network, there and back",
        "gradients of a network",
    }


def test_every_function_has_arguments_to_try_it_with():
    missing = set(samples.FUNCTIONS) - set(samples.samples())
    assert not missing, (
        f"nothing is known to try {sorted(missing)} with: a docstring says 'X : array (batch, n, height, width)', with "
        f"the names {sorted(samples.SIZES)} or 'of any shape', and of other arguments one of {sorted(samples.OTHERS)}"
    )


def test_functions_are_those_of_the_convolution_and_the_layers():
    assert list(samples.FUNCTIONS) == [*cnn.convolution.__all__, *cnn.layers.__all__]


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("conv2d", {"X": (3, 4, 12, 10), "K": (5, 4, 3, 2)}),
        ("conv2d_backward_input", {"dY": (3, 5, 10, 9), "K": (5, 4, 3, 2)}),
        ("max_pool2d_backward", {"X": (3, 4, 12, 10), "dY": (3, 4, 6, 5)}),
        ("dense_backward_weight", {"X": (3, 4), "dY": (3, 5)}),
        ("unflatten", {"X": (3, 480)}),
        ("relu_backward", {"X": (3, 4), "dY": (3, 4)}),
    ],
)
def test_shapes_are_those_of_the_docstrings(name, shapes):
    assert {key: A.shape for key, A in samples.samples()[name].arrays.items()} == shapes


def undescribed(X):
    """Do what no section describes."""


def half_described(X):
    """Do something.

    Parameters
    ----------
    X : array of a shape that only its author knows
    """


@pytest.mark.parametrize("function", [undescribed, half_described])
def test_a_function_that_is_not_described_is_not_tried(monkeypatch, function):
    monkeypatch.setitem(samples.FUNCTIONS, "new", function)
    assert samples.sample("new") is None


def test_a_library_that_computes_wrongly_is_noticed():
    wrong = self_test.functions(lambda A: A.clip(-8, 8), ["float32"])
    assert {trouble.split()[0] for trouble in wrong} >= {"conv2d", "relu", "rot180", "dense", "max_pool2d"}
    assert all("in float32: differs by " in trouble for trouble in wrong)
    assert self_test.network(lambda A: A * (1 + 1e-3))[0].startswith("Y: differs by ")


def test_what_a_library_raises_is_shown(capsys, monkeypatch):
    def refuse(X):
        if X.dtype == np.float32:
            raise RuntimeError("no kernel for this\nand many lines more")
        return X

    monkeypatch.setitem(samples.FUNCTIONS, "relu", refuse)
    monkeypatch.setattr(check, "LIBRARIES", {"numpy": "NumPy"})
    assert main(["check"]) == 1
    printed = capsys.readouterr()
    assert "FAILED" in printed.out.splitlines()[1]
    (line,) = printed.err.splitlines()
    assert line.startswith("failed: NumPy, ")
    assert "relu in float32: RuntimeError: no kernel for this" in line


def test_a_broken_installation_is_said_in_one_line(capsys, monkeypatch, tmp_path):
    (tmp_path / "broken_arrays.py").write_text("raise ImportError('libarrays.so.3 is missing\\nand much more')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(check, "LIBRARIES", {"broken_arrays": "Broken"})
    assert main(["check"]) == 1
    printed = capsys.readouterr()
    assert printed.err == "failed: Broken, import: ImportError: libarrays.so.3 is missing\n"
    assert printed.out.splitlines()[1].split()[:3] == ["Broken", "import", "FAILED"]


def test_a_library_that_is_not_there_is_left_out(capsys, monkeypatch):
    monkeypatch.setattr(check, "LIBRARIES", {"no_such_arrays": "Absent"})
    assert main(["check", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)["rows"][0]
    assert (row["library"], row["what"], row["passed"]) == ("Absent", "not installed", None)


def test_cupy_without_a_gpu_is_left_out(monkeypatch, tmp_path):
    lines = ["__version__ = '14.0'", "class cuda:", "    is_available = staticmethod(lambda: False)"]
    (tmp_path / "cupy.py").write_text("\n".join(lines))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "cupy", sys)  # so that what was loaded before comes back
    del sys.modules["cupy"]
    monkeypatch.setattr(check, "LIBRARIES", {"cupy": "CuPy"})
    (row,) = check.library_rows("cupy")
    assert (row.library, row.version, row.what, row.passed) == ("CuPy", "14.0", "no GPU found", None)


@pytest.mark.parametrize("error", [1e-3, float("nan")])
def test_a_wrong_gradient_is_noticed(monkeypatch, error):
    monkeypatch.setattr(self_test, "check_gradients", lambda *arguments: {"X": 1e-9, "dense_1.W": error})
    (trouble,) = self_test.gradients()
    assert trouble.startswith("dense_1.W: differs by ")


def test_a_formula_that_is_not_proved_is_noticed(monkeypatch):
    right = cnn.dense_backward_weight
    monkeypatch.setattr("textbook_cnn.dense_backward_weight", lambda X, dY: 2 * right(X, dY))
    assert "dense_backward_weight" in self_test.formula()[0]


@pytest.mark.parametrize(
    ("found", "right", "trouble"),
    [
        ([1.0, 2.0], [1, 2], ""),
        ([1.0, 2.0 + 1e-3], [1, 2], "differs by 5.0e-04"),
        ([1.0, np.nan], [1, 2], "differs by nan"),
        ([1.0], [1, 2], r"expected the shape (2,), got (1,)"),
        ([], [], ""),
    ],
)
def test_difference(found, right, trouble):
    said = self_test.difference(np.array(found), np.array(right), 1e-5)
    assert said.startswith(trouble)
    assert bool(said) == bool(trouble)


def test_answers_of_several_arrays_are_compared_one_by_one():
    A, B = np.ones(2), np.zeros(2)
    assert self_test.difference((A, A), (A, A), 0.0) == ""
    assert self_test.difference((A, B), (A, A), 0.0) == "differs by 1.0e+00 of the largest element"

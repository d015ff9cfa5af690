"""Rules of the house that can be counted: short functions, short files, reasons beside what is silenced."""

import ast
import io
import re
import tokenize

import pytest

from tests.support.places import ROOT

FUNCTION_LINES = 40  # of code: neither the docstring nor empty lines
FILE_LINES = 200
FOLDERS = ("textbook_cnn", "docs/_extensions", "mutation", "benchmarks", "scripts")
# What is longer, how long it may be, and why.  Whoever shortens one takes its line out.
LONG_FUNCTIONS = {
    ("benchmarks/gpu_epochs.py", "_torch_step"): (41, "one training step, as PyTorch's own examples write it"),
    ("textbook_cnn/formulas/examples/conv2d_matrices.py", "matrix_layer"): (47, "one example and its values"),
    ("textbook_cnn/training/train.py", "train"): (51, "the loop over epochs, with what ends it"),
    ("textbook_cnn/visualize/performance.py", "plot_roofline"): (49, "one figure, from its axes to its legend"),
}
DOCSTRINGS = "docstrings of public functions are most of it"
LONG_FILES = {
    "mutation/formula_rules.py": (244, "a list of rules"),
    "textbook_cnn/_arrays.py": (231, "the one module that knows array libraries differ"),
    "textbook_cnn/convolution.py": (267, DOCSTRINGS),
    "textbook_cnn/datasets.py": (288, DOCSTRINGS),
    "textbook_cnn/formulas/formula.py": (220, "the classes that all formulas are made of"),
    "textbook_cnn/formulas/formulas_for_all_sizes/meaning.py": (290, "one reading for each kind of node"),
    "textbook_cnn/formulas/notation/cases.py": (223, "nodes, each with its print and its value"),
    "textbook_cnn/formulas/slides/errata.py": (276, "a list of errata"),
    "textbook_cnn/formulas/slides/mistakes.py": (230, "a list of mistakes"),
    "textbook_cnn/formulas/statements/conv2d_backward.py": (281, "a list of formulas"),
    "textbook_cnn/formulas/statements/convolution.py": (202, "a list of formulas"),
    "textbook_cnn/formulas/symbols/scalars.py": (205, "one method for each operation of a scalar"),
    "textbook_cnn/image_statistics.py": (223, DOCSTRINGS),
    "textbook_cnn/images.py": (238, DOCSTRINGS),
    "textbook_cnn/layers/conv2d.py": (303, DOCSTRINGS),
    "textbook_cnn/layers/dense.py": (254, DOCSTRINGS),
    "textbook_cnn/layers/pooling.py": (217, DOCSTRINGS),
    "textbook_cnn/network/layers.py": (283, DOCSTRINGS),
    "textbook_cnn/network/network.py": (302, DOCSTRINGS),
    "textbook_cnn/seeing/activity.py": (232, DOCSTRINGS),
    "textbook_cnn/seeing/maximisation.py": (218, DOCSTRINGS),
    "textbook_cnn/training/evaluation.py": (237, DOCSTRINGS),
    "textbook_cnn/vgg16/pixels.py": (207, DOCSTRINGS),
    "textbook_cnn/vgg16/weights.py": (224, DOCSTRINGS),
    "textbook_cnn/visualize/attributions.py": (212, DOCSTRINGS),
    "textbook_cnn/visualize/convolutions.py": (259, DOCSTRINGS),
    "textbook_cnn/visualize/diagrams.py": (216, DOCSTRINGS),
    "textbook_cnn/visualize/images.py": (205, DOCSTRINGS),
    "textbook_cnn/visualize/lines.py": (202, DOCSTRINGS),
}
FMT_SKIPS = 3
# A silenced rule is named: "noqa: E731", "type: ignore[arg-type]".
SILENCED = re.compile(r"#\s*(?:ruff:\s*)?noqa(?!: [A-Z]+\d+)|#\s*type:\s*ignore(?!\[[a-z-]+)|#\s*mypy:\s*ignore")
# Places of one machine, and hosts from which packages are installed: neither belongs in a file.
OUTSIDE = re.compile(r"/(?:tmp|root|work|home)/\w|\bpythonhosted\.|\bpypi\.(?:org|io)|\bnpmjs\.")


def texts(*suffixes):
    """The project's own files of text with these suffixes, of all without; no environment, nothing that was built."""
    folders = [ROOT / name for name in (*FOLDERS, "docs", "tests", ".ci", ".github")]
    found = {path for folder in folders for path in folder.rglob("*")} | set(ROOT.iterdir())
    kept = [path for path in sorted(found) if path.is_file() and path.suffix not in (".gz", ".pyc")]
    kept = [path for path in kept if path.name not in (".git", ".coverage")]
    return [path for path in kept if path.suffix in suffixes or not suffixes]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def read(path):
    return path.read_text(encoding="utf-8")


def functions(text):
    """Names of the functions of a file, with their lines of code."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            docstring = set()
            if ast.get_docstring(node) is not None:
                docstring = set(range(first.lineno, first.end_lineno + 1))
            numbers = set(range(node.lineno, node.end_lineno + 1)) - docstring
            yield node.name, sum(bool(lines[number - 1].strip()) for number in numbers)


FILES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
LENGTHS = {name_of(path): len(read(path).splitlines()) for path in FILES}
CODE = {(name_of(path), name): lines for path in FILES for name, lines in functions(read(path))}


def test_functions_are_short():
    long = {
        f"{file}: {name} has {lines} lines of code"
        for (file, name), lines in CODE.items()
        if lines > LONG_FUNCTIONS.get((file, name), (FUNCTION_LINES,))[0]
    }
    assert not long, f"more than {FUNCTION_LINES}: give a part of it a name, as a function beside it"


def test_files_are_short():
    long = {
        f"{file} has {lines} lines" for file, lines in LENGTHS.items() if lines > LONG_FILES.get(file, (FILE_LINES,))[0]
    }
    assert not long, f"more than {FILE_LINES}: move what has a topic of its own into a file beside it"


def test_exceptions_are_needed():
    """What has become short, or has gone, has no line above."""
    needless = [place for place in LONG_FUNCTIONS if CODE.get(place, 0) <= FUNCTION_LINES]
    needless += [file for file in LONG_FILES if LENGTHS.get(file, 0) <= FILE_LINES]
    assert not needless, "take these out of LONG_FUNCTIONS and LONG_FILES in tests/test_limits.py"


def test_what_is_counted():
    text = 'def f(x):\n    """Two lines\n    of docstring."""\n\n    def g():\n        return x\n\n    return g\n'
    assert list(functions(text)) == [("f", 4), ("g", 2)]
    assert ("textbook_cnn/training/train.py", "train") in CODE


def comments(path):
    """The comments of a Python file, with the numbers of their lines."""
    tokens = tokenize.generate_tokens(io.StringIO(read(path)).readline)
    return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]


COMMENTS = {path: comments(path) for path in texts(".py")}


def test_what_is_silenced_is_named():
    found = [f"{name_of(path)}:{n}" for path, said in COMMENTS.items() for n, text in said if SILENCED.search(text)]
    assert not found, "name the rule: noqa: E731, type: ignore[arg-type]"


@pytest.mark.parametrize(
    ("comment", "nameless"),
    [
        ("noqa", True),
        ("noqa:", True),
        ("type: ignore", True),
        ("ruff: noqa", True),
        ("noqa: E731", False),
        ("noqa: N801, as docutils has them", False),
        ("type: ignore[arg-type]  # it asks for the id only", False),
        ("no qualms", False),
    ],
)
def test_what_counts_as_silenced(comment, nameless):
    assert bool(SILENCED.search(f"# {comment}")) == nameless


def test_layout_is_left_to_the_formatter():
    found = [f"{name_of(path)}:{n}" for path, said in COMMENTS.items() for n, text in said if "fmt: skip" in text]
    assert len(found) <= FMT_SKIPS, "ruff format lays the code out; only where columns carry meaning may it be kept out"


def test_files_name_no_place_of_one_machine_and_no_registry():
    found = []
    for path in texts():
        if path.name != "test_limits.py":
            found += [f"{name_of(path)}: {match[0]}" for match in OUTSIDE.finditer(read(path))]
    assert not found

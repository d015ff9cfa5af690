"""The lines that train the network are the lines that are proved: no branch is taken for symbols, none for numbers."""

import ast
import importlib.util
import sys
from functools import partial
from importlib import import_module
from itertools import islice

import numpy as np
import pytest

from tests.support.places import PACKAGE
from textbook_cnn import adam_init, adam_step, pool_first
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.training import gradients

FUNCTIONS = [*sorted((PACKAGE / "layers").glob("*.py")), PACKAGE / "_windows.py", PACKAGE / "convolution.py"]
AROUND = [
    PACKAGE / name
    for name in (
        "training/adam.py",
        "network/network.py",
        "network/chain.py",
        "network/conv2d.py",
        "network/pool_first.py",
        "network/layer.py",
        "network/layers.py",
        "training/gradients.py",
        "training/scores.py",
        "_arrays/libraries.py",
    )
]
# What a step runs around the functions and no proof does, and why: the file, the function, and the kind of statement,
# with those around it inside the function.
NOT_PROVED = {
    ("training/gradients.py", "loss_and_gradients", "For > Assign"): "a proof has fewer images than one part",
    ("training/gradients.py", "loss_and_gradients.run", "If > Assign"): "as the line before",
    ("network/layers.py", "Dropout.__post_init__", "Expr"): "no network with dropout is proved, but dropout itself is",
    ("network/layers.py", "Dropout.forward", "Return"): "as the line before",
    ("network/layers.py", "Dropout.backward", "Return"): "as the line before",
}
CASES = 3  # of each proof; what some cases run is a part of what all of them run


def name_of(path):
    """The file inside the package, or its name alone where it is none of the package's."""
    return path.relative_to(PACKAGE).as_posix() if PACKAGE in path.parents else path.name


def lines_run(action, files):
    """Lines of some files that are run while something is done: pairs (name of the file, number)."""
    names, run = {str(path): name_of(path) for path in files}, set()

    def note(frame, event, argument):
        if event == "line":
            run.add((names[frame.f_code.co_filename], frame.f_lineno))
        return note

    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: note if frame.f_code.co_filename in names else None)
    try:
        action()
    finally:
        sys.settrace(before)
    return run


def lecture_network():
    """The network of the chapter on training, from the script that trains it for the book."""
    script = PACKAGE.parent / "docs" / "chapters" / "train_lecture_network.py"
    spec = importlib.util.spec_from_file_location("train_lecture_network", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.NETWORK


def forget():
    """Let go of results that would be taken from a cache, so that the lines that make them are run."""
    for path in FUNCTIONS + AROUND:
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        module = import_module(name.removesuffix(".__init__"))
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def training_step():
    """One step as `train` takes it: 64 images in two parts, dropout, loss, gradients, Adam."""
    forget()
    network, rng = lecture_network(), np.random.default_rng(0)
    params, fast = network.init(rng), pool_first(network)
    X = rng.standard_normal((64, *network.input_shape), dtype="float32")
    T = np.eye(10, dtype="float32")[rng.integers(0, 10, 64)]
    step = gradients.loss_and_gradients(fast, params, X, T, (0, 0, 0))
    adam_step(params, step.grads, adam_init(params))


def some_proofs():
    """The first cases of every proof, on the code: symbols, arrays without sizes, scalars with a witness."""
    forget()
    for formula in REGISTRY.values():
        for proof in formula.proofs:
            for _ in islice(proof.cases(formula), CASES):
                pass


@pytest.fixture(scope="module")
def run():
    files = FUNCTIONS + AROUND
    return lines_run(training_step, files), lines_run(some_proofs, files)


def described(line):
    """File, function, and kind of the statement on a line, with the statements around it in the function."""
    name, number = line
    (path,) = (path for path in FUNCTIONS + AROUND if name_of(path) == name)
    names, kinds = [], []
    for statement in around(ast.parse(path.read_text(encoding="utf-8")), number):
        if isinstance(statement, ast.ClassDef | ast.FunctionDef):
            names.append(statement.name)
        else:
            kinds.append(type(statement).__name__)
    return name, ".".join(names), " > ".join(kinds)


def around(node, number):
    """The statements that a line belongs to, from the outermost to the innermost."""
    for child in ast.iter_child_nodes(node):
        if getattr(child, "lineno", number + 1) <= number <= child.end_lineno:
            inside = around(child, number)
            return [child, *inside] if isinstance(child, ast.stmt) else inside
    return []


def test_a_step_runs_nothing_in_the_functions_that_no_proof_runs(run):
    trained, proved = ({line for line in lines if line[0] in {name_of(path) for path in FUNCTIONS}} for lines in run)
    print(f"a step runs {len(trained)} lines of {len(FUNCTIONS)} files, the proofs {len(proved)}")
    assert len(trained) > 100
    assert {f"{name}:{number}" for name, number in trained - proved} == set()


def test_what_a_step_runs_around_them_is_proved_or_accounted_for(run):
    trained, proved = run
    unproved = {line: described(line) for line in trained - proved}
    assert {line: place for line, place in unproved.items() if place not in NOT_PROVED} == {}
    assert set(NOT_PROVED) <= set(unproved.values()), "what a proof runs, or no step does, is listed"


def test_a_statement_is_described_by_what_it_is():
    dropout = next(name for name in FUNCTIONS if name.name == "dropout.py")
    numbers = range(1, 1 + len(dropout.read_text(encoding="utf-8").splitlines()))
    found = {described(("layers/dropout.py", number)) for number in numbers}
    assert ("layers/dropout.py", "dropout_backward", "Return") in found
    assert described(("layers/dropout.py", 1)) == ("layers/dropout.py", "", "Expr")  # the docstring


def test_a_branch_for_numbers_would_show(run, tmp_path):
    """The tracing tells lines that one call runs and another does not."""
    source = tmp_path / "branch.py"
    source.write_text("def f(x):\n    if x.dtype == object:\n        return 1\n    return 2\n")
    scope = {}
    exec(compile(source.read_text(), str(source), "exec"), scope)
    numbers, symbols = (lines_run(partial(scope["f"], np.zeros(1, kind)), [source]) for kind in (float, object))
    assert numbers - symbols == {("branch.py", 4)}
    assert symbols - numbers == {("branch.py", 3)}

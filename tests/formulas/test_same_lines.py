"""The lines that train the network are the lines that are proved: no branch is taken for symbols, none for numbers."""

import importlib.util
import sys
from functools import partial
from itertools import islice

import numpy as np
import pytest

from tests.support.places import PACKAGE
from textbook_cnn import _arrays, _windows, adam_init, adam_step, pool_first
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.training import adam, gradients

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
        "_arrays.py",
    )
]
# Lines around the functions that a step runs and no proof does, and why; the text must stand in the file once or more.
NOT_PROVED = {
    (
        "training/gradients.py",
        "loss, right = loss + step.loss, right + step.right",
    ): "a proof has fewer images than one part",
    ("training/gradients.py", "grads = {key: grads[key] + step.grads[key] for key in grads}"): "as the line before",
    (
        "network/layers.py",
        'check.number("rate", self.rate, 0, 1)',
    ): "no network with dropout is proved, but dropout itself is",
    ("network/layers.py", "return (X, None) if rng is None else f.dropout(X, self.rate, rng)"): "as the line before",
    ("network/layers.py", "return (dY if cache is None else f.dropout_backward(dY, cache)), {}"): "as the line before",
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
    _windows._geometry.cache_clear()
    _arrays._numpy.cache_clear()
    adam._moving.cache_clear()


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


def text(line):
    name, number = line
    (path,) = (path for path in FUNCTIONS + AROUND if name_of(path) == name)
    return path.read_text(encoding="utf-8").splitlines()[number - 1].strip()


def test_a_step_runs_nothing_in_the_functions_that_no_proof_runs(run):
    trained, proved = ({line for line in lines if line[0] in {name_of(path) for path in FUNCTIONS}} for lines in run)
    print(f"a step runs {len(trained)} lines of {len(FUNCTIONS)} files, the proofs {len(proved)}")
    assert len(trained) > 100
    assert {f"{line[0]}:{line[1]}: {text(line)}" for line in trained - proved} == set()


def test_what_a_step_runs_around_them_is_proved_or_accounted_for(run):
    trained, proved = run
    unproved = {(line[0], text(line)) for line in trained - proved}
    assert unproved <= set(NOT_PROVED)
    assert set(NOT_PROVED) <= {(line[0], text(line)) for line in trained}, "a line that no step runs is listed"


def test_a_branch_for_numbers_would_show(run, tmp_path):
    """The tracing tells lines that one call runs and another does not."""
    source = tmp_path / "branch.py"
    source.write_text("def f(x):\n    if x.dtype == object:\n        return 1\n    return 2\n")
    scope = {}
    exec(compile(source.read_text(), str(source), "exec"), scope)
    numbers, symbols = (lines_run(partial(scope["f"], np.zeros(1, kind)), [source]) for kind in (float, object))
    assert numbers - symbols == {("branch.py", 4)}
    assert symbols - numbers == {("branch.py", 3)}

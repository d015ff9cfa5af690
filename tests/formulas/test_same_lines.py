"""What trains the network is what is proved, instruction by instruction: no branch is taken for symbols or for numbers.

One line can hold both: `A.reshape(shape) if type(A) is numpy.ndarray else …`.  So the instructions are compared into
which Python compiles the functions.
"""

import ast
from functools import cache, partial
from importlib import import_module
from itertools import islice

import numpy as np
import pytest

from tests.support.instructions import instructions_of, instructions_run, text_of
from tests.support.places import PACKAGE
from textbook_cnn import (
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPool2D,
    Network,
    ReLU,
    adam_init,
    adam_step,
    avg_pool2d,
    avg_pool2d_backward,
    pool_first,
)
from textbook_cnn._arrays import symbols_taken
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.code_for_all_sizes.catalogue import THEOREMS
from textbook_cnn.training import gradients
from textbook_cnn.training.threads import worker_pool

# Of these files, what a step runs is proved for all sizes; of the others, what a theorem for all sizes runs at all.
LINEAR = ("_windows.py", *(f"layers/{name}.py" for name in ("conv2d", "conv2d_backward", "_matrices", "_sizes")))
LINEAR += ("layers/dense.py", "layers/flatten.py")
AROUND = ("_checks.py", "_arrays/libraries.py", "convolution.py", "training/adam.py", "training/gradients.py")
AROUND += ("training/scores.py", *(f"network/{name}.py" for name in ("chain", "conv2d", "layer", "layers", "network")))
AROUND += ("network/pool_first.py",)
FILES = [*sorted((PACKAGE / "layers").glob("*.py")), PACKAGE / "_windows.py", *(PACKAGE / name for name in AROUND)]
# What a step runs and no proof does, and why: the file, the function, and the kind of statement, with those around it
# inside the function.
NOT_PROVED: dict[tuple[str, str, str], str] = {}
CASES = 3  # of each proof; what some cases run is a part of what all of them run
LAYERS = [
    Conv2D(8, 3, padding="same"),
    ReLU(),
    MaxPool2D(2),
    Conv2D(8, 3, stride=2, padding="same", groups=2),
    ReLU(),
    MaxPool2D(3, 2),
    Conv2D(6, (2, 3), padding=((1, 0), (2, 3)), dilation=(2, 1)),
    Conv2D(6, 2, padding="full", bias=False),
    MaxPool2D(1),
    Conv2D(4, 2, padding=(1, 0)),
    Flatten(),
    Dense(12),
    ReLU(),
    Dropout(0.4),
    Dense(10),
]


def forget():
    """Let go of results that would be taken from a cache, so that the instructions that make them are run."""
    for path in FILES:
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        module = import_module(name.removesuffix(".__init__"))
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def step(network, pool):
    """One step as `train` takes it: 64 images in two parts, dropout, loss, gradients, Adam."""
    forget()
    rng = np.random.default_rng(0)
    params = network.init(rng)
    X = rng.standard_normal((64, *network.input_shape), dtype="float32")
    T = np.eye(10, dtype="float32")[rng.integers(0, 10, 64)]
    found = gradients.loss_and_gradients(network, params, X, T, (0, 0, 0), pool)
    adam_step(params, found.grads, adam_init(params))


def training():
    """Steps with every layer of the package, with the layers in both orders, without and with workers."""
    network = Network(LAYERS, (2, 28, 28))
    with worker_pool(2) as workers:
        for pool in (None, workers):
            step(network, pool)
            step(pool_first(network), pool)
    X = np.ones((2, 3, 9, 9), dtype="float32")
    for size, stride in ((2, None), ((3, 3), 2)):
        avg_pool2d_backward(X, avg_pool2d(X, size, stride=stride), size, stride=stride)


def theorems():
    """Some theorems for all sizes, on the arrays that stand for NumPy's: kernels of 2×4 and of 1×1."""
    forget()
    for theorem in (theorem for claimed in THEOREMS.values() for theorem in claimed):
        square = theorem.words.startswith(("kernel 3×3", "kernel 5×5", "kernel 7×7", "kernel 9×9", "kernel 11×11"))
        if theorem.branch == "strided windows" and not square:
            theorem.prove()


def other_proofs():
    """The first cases of every other proof on the code: symbols, and scalars with a witness."""
    forget()
    with symbols_taken():
        for formula in REGISTRY.values():
            for proof in formula.proofs:
                if proof.kind != "code, all sizes":
                    for _ in islice(proof.cases(formula), CASES):
                        pass


@pytest.fixture(scope="module")
def run():
    with symbols_taken():
        return tuple(instructions_run(action, FILES) for action in (training, theorems, other_proofs))


def name_of(instruction):
    """The file inside the package."""
    return instruction.file.removeprefix(f"{PACKAGE}/")


def shown(instructions):
    """File, line and text of instructions, for a message."""
    return sorted({(name_of(each), each.line, text_of(each)) for each in instructions})


def described(instruction):
    """File, function, and kind of the statement of an instruction, with the statements around it in the function."""
    names, kinds = [], []
    for statement in around(parsed(instruction.file), instruction.line):
        if isinstance(statement, ast.ClassDef | ast.FunctionDef):
            names.append(statement.name)
        else:
            kinds.append(type(statement).__name__)
    return name_of(instruction), ".".join(names), " > ".join(kinds)


@cache
def parsed(file):
    """The syntax tree of a file."""
    with open(file, encoding="utf-8") as source:
        return ast.parse(source.read())


def around(node, number):
    """The statements that a line belongs to, from the outermost to the innermost."""
    for child in ast.iter_child_nodes(node):
        if getattr(child, "lineno", number + 1) <= number <= child.end_lineno:
            inside = around(child, number)
            return [child, *inside] if isinstance(child, ast.stmt) else inside
    return []


def test_what_a_step_runs_of_the_linear_layers_is_proved_for_all_sizes(run):
    trained, proved, _ = run
    functions = {each.code for each in proved}
    linear = {each for each in trained if name_of(each) in LINEAR or each.code in functions}
    assert {name_of(each) for each in linear} >= {
        *LINEAR,
        "_checks.py",
        "_arrays/libraries.py",
        "layers/average_pooling.py",
    }
    print(f"a step runs {len(linear)} instructions of {len({each.code for each in linear})} linear functions")
    assert len(linear) > 1500
    assert shown(linear - proved) == []


def test_what_a_step_runs_beside_them_is_proved_or_accounted_for(run):
    trained, proved, others = run
    print(f"a step runs {len(trained)} instructions of {len({each.code for each in trained})} functions")
    unproved = trained - proved - others
    places = {each: described(each) for each in unproved}
    assert shown(each for each, place in places.items() if place not in NOT_PROVED) == []
    assert set(places.values()) == set(NOT_PROVED), "what a proof runs, or no step does, is listed"
    print(f"{len(unproved)} of them in {len(set(places.values()))} statements are in no proof")


def test_a_step_runs_every_layer(run):
    trained, _, _ = run
    ran = {(name_of(each), each.function) for each in trained}
    for name in (
        "conv2d",
        "dense",
        "dropout",
        "flatten",
        "pooling",
        "average_pooling",
        "relu",
        "softmax_cross_entropy",
    ):
        assert {file for file, _ in ran} >= {f"layers/{name}.py"}
    assert {function for _, function in ran} >= {"max_pool2d", "avg_pool2d", "pool_first", "adam_step", "add_at"}


def test_a_statement_is_described_by_what_it_is():
    for function, kind in ((avg_pool2d, "Return"), (gradients.parts, "Return")):
        last = instructions_of(function.__code__)[-1]
        assert described(last) == (name_of(last), function.__name__, kind)


def test_a_branch_for_numbers_would_show(tmp_path):
    """The tracing tells instructions of one line that one call runs and another does not."""
    source = tmp_path / "branch.py"
    source.write_text("def f(x):\n    return 1 if x.dtype == object else -x[0]\n")
    scope = {}
    exec(compile(source.read_text(), str(source), "exec"), scope)
    numbers, symbols = (instructions_run(partial(scope["f"], np.zeros(1, kind)), [source]) for kind in (float, object))
    assert {text_of(each) for each in numbers - symbols} == {"x", "0", "x[0]", "-x[0]"}
    assert numbers & symbols
    assert symbols - numbers

"""One basename all the way: from a layer to what is stated of it, its examples, its test and its chapter."""

import re
from importlib import import_module

import pytest

from tests.support.places import PACKAGE, ROOT
from textbook_cnn.formulas.statements import STATEMENTS

FORMULAS = PACKAGE / "formulas"
LAYERS = sorted(path.stem for path in (PACKAGE / "layers").glob("[!_]*.py"))
CODE = {path.stem for path in PACKAGE.rglob("*.py") if FORMULAS not in path.parents}
EXAMPLES = {path.stem for path in (FORMULAS / "examples").glob("[!_]*.py")}
BY_NAME = {module.__name__.rpartition(".")[2]: module for module in STATEMENTS}

# What has no partner of its name: the module in which its functions stand, or why it needs none.
WITHOUT_CODE: dict[str, str] = {}
WITHOUT_EXAMPLES = {
    "conv2d_adjoint": "speaks of the examples of conv2d and of convolution",
}
WITHOUT_STATEMENT = {
    "borders": "zeros and ties, for the layers that ask and for the answers of a network",
    "epochs": "the loop of training, for the statements of a batch in parts",
    "every_layer": "a network of all kinds of layers, for the statements of several",
    "every_layer_seen": "the same, for statements of what a network sees",
    "chosen_layers": "a layer where others follow, for statements of what a network sees",
    "convolution_layer": "the layer on symbols, from which the examples of conv2d are made",
    "layers_in_a_row": "networks without anything between their parameters, for the statements of a network",
    "gradients_in_training": "the ways in which training computes gradients, for the examples of gradients",
    "left_out": "arguments left out, for the statements of several functions",
    "layer_shapes": "shapes by the thousand, for proofs that speak of the functions alone",
    "many_images": "large arrays of whole numbers, for the functions of several rooms",
    "many_numbers": "large arrays of few letters, for the layers that ask",
    "more_steps": "three steps of several images, for the statements of maximisation_steps",
    "pooling_padded": "margins under both kinds of pooling, for the statements of both",
    "scores_in_parts": "draws and scores of parts, for the statements of a batch in parts",
    "training_watched": "the ways of calling train, and what it calls, for the examples of epochs",
    "types": "numbers and arrays of NumPy's own types, for several layers",
    "mistakes": "refutes the wrong formulas of slides/mistakes.py",
}


def code_of(statement):
    """The module or room that a statement is named after, whole or up to an underscore; None if there is none."""
    names = [statement[: end.start()] for end in re.finditer(r"_|$", statement)]
    return next((name for name in reversed(names) if name in CODE or (PACKAGE / name).is_dir()), None)


def chapter(statement):
    (page,) = (ROOT / "docs" / "chapters").glob(f"{BY_NAME[statement].CHAPTER:02}_*.md")
    return page


@pytest.mark.parametrize("name", BY_NAME)
def test_statements_are_named_as_the_code(name):
    assert code_of(name) or name in WITHOUT_CODE, (
        f"formulas/statements/{name}.py: name it as the module that it speaks of, or say in WITHOUT_CODE which"
    )


@pytest.mark.parametrize("name", BY_NAME)
def test_examples_are_named_as_the_statements(name):
    assert name in EXAMPLES or name in WITHOUT_EXAMPLES, (
        f"write formulas/examples/{name}.py, or say in WITHOUT_EXAMPLES what formulas/statements/{name}.py rests on"
    )


@pytest.mark.parametrize("name", BY_NAME)
def test_the_chapter_shows_the_first_formula(name):
    first = BY_NAME[name].FORMULAS[0].id
    assert f"```{{formula}} {first}\n```" in chapter(name).read_text(encoding="utf-8"), (
        f"formulas/statements/{name}.py: CHAPTER is the chapter that shows {first}"
    )


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_examples_have_a_statement(name):
    assert name in BY_NAME or name in WITHOUT_STATEMENT, (
        f"formulas/examples/{name}.py: name it as the statements that it serves, or say in WITHOUT_STATEMENT why not"
    )


def test_exceptions_are_still_needed():
    """An exception goes when its reason does."""
    assert not [name for name in WITHOUT_CODE if name not in BY_NAME or code_of(name)], "WITHOUT_CODE"
    assert not [name for name in WITHOUT_EXAMPLES if name not in BY_NAME or name in EXAMPLES], "WITHOUT_EXAMPLES"
    assert not [name for name in WITHOUT_STATEMENT if name not in EXAMPLES or name in BY_NAME], "WITHOUT_STATEMENT"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_has_its_statement_and_its_test(layer):
    assert layer in BY_NAME, f"write formulas/statements/{layer}.py, with the formulas of layers/{layer}.py"
    assert (ROOT / "tests" / "layers" / f"test_{layer}.py").is_file(), f"write tests/layers/test_{layer}.py"


@pytest.mark.parametrize(
    ("layer", "function"),
    [(layer, name) for layer in LAYERS for name in import_module(f"textbook_cnn.layers.{layer}").__all__],
)
def test_the_chapter_shows_what_a_function_computes(layer, function):
    """One of its formulas, in a file that is named after the layer, is shown in the chapter that the file names."""
    family = [name for name in BY_NAME if layer in (name, WITHOUT_CODE.get(name)) or name.startswith(f"{layer}_")]
    places = [
        (formula.id, chapter(name))
        for name in family
        for formula in BY_NAME[name].FORMULAS
        if function in formula.functions
    ]
    assert places, f"formulas/statements/{layer}.py: no formula has {function!r} among its functions"
    shown = [f"```{{formula}} {id_}\n" in page.read_text(encoding="utf-8") for id_, page in places]
    assert any(shown), f"{function}: show {places[0][0]} in {places[0][1].name}"

"""What examples suppose of their letters, beyond what the formulas print, is said in words beside the proofs."""

import inspect

import numpy as np
import pytest
import sympy as sp

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.notation.nodes import Node
from textbook_cnn.formulas.notation.tensors import Step, Tensor

# What examples suppose of letters, beyond what their formulas ask: the words that have to stand beside the proof.
# Of the letters (rows that sum to 1, steps that begin with a number) a test finds all; the rest is listed by hand.
SUM_TO_1, FROM_0, LIKELY = "rows T that sum to 1", "averages that start at 0", "as likely as their negatives"
BY_LETTERS = {
    "scores": ({"T"}, SUM_TO_1),
    "shifted_scores": ({"T"}, SUM_TO_1),
    "target_rows_weighted": ({"T"}, SUM_TO_1),
    "trained_networks": ({"T"}, SUM_TO_1),
    "adam_steps": ({"M", "V"}, FROM_0),
    "averages_of_ones": ({"M", "V"}, FROM_0),
    "fields": ({"r", "g"}, "r₀ = g₀ = 1"),
    "searches": ({"V"}, "V₀ = 0"),
}
BY_HAND = {
    "drawn_gradients": (FROM_0, "two equally likely values"),
    "averages_of_ones": (FROM_0, "gradients that are all 1"),
    "drawn_layers": ("with the mean 0", LIKELY),
    "he_layers": ("of the mean 0 and the variance 2/n", LIKELY),
    "every_draw": ("every draw of quarters, equally likely",),
    "parabolas": ("down a parabola",),
    "every_step_on_a_parabola": ("down a parabola",),
    "bowls": ("in a bowl",),
    "every_step_of_a_bowl": ("in a bowl",),
    "micro_batches": ("images, of two kinds",),
    "shared_batches": ("images, of two kinds",),
}
# Lists with something at place 0 that no formula reads: they count from 1.
FROM_1 = {"G": "Adam has no gradient 0", "k": "there is no layer 0", "s": "nor its stride", r"\delta": "nor its holes"}
EXAMPLE = "Iterator[Example]"
LABELS = {"every_label"}  # whose formula prints the labels, not their rows
EXAMPLES = {}  # the functions by name
PROOFS = []  # formulas with a proof and the name of its examples
for each in REGISTRY.values():
    for proof in each.proofs:
        if made := inspect.getclosurevars(proof.cases).nonlocals.get("examples"):
            name = getattr(made, "func", made).__name__
            EXAMPLES[name if name != "<lambda>" else len(EXAMPLES)] = made
            PROOFS.append((each, proof, name))


def supposed(known):
    """Letters of an example whose rows sum to 1, or whose steps begin with a number."""
    for name, array in known.arrays.items():
        several = isinstance(array, np.ndarray) and array.ndim == 2 and min(array.shape) > 1
        if several and all(np.all(row.sum() == 1) for row in array):
            yield name
        if isinstance(array, list | tuple) and array and name not in FROM_1 and " " not in name:
            first = np.ravel(np.asarray(array[0], dtype=object))
            if all(isinstance(number, int | np.integer) or number == 0 for number in first):
                yield name


def test_the_proofs_have_these_examples():
    assert set(EXAMPLES) >= {*BY_LETTERS, *BY_HAND, *LABELS}


def test_all_letters_are_found_of_which_examples_suppose_an_equation():
    found = {}
    for name, examples in EXAMPLES.items():
        gives = inspect.get_annotations(getattr(examples, "func", examples)).get("return", EXAMPLE)
        if gives == EXAMPLE and (letters := set(supposed(next(iter(examples()))))):
            found[name] = letters
    assert found == {name: letters for name, (letters, _) in BY_LETTERS.items()} | {name: {"T"} for name in LABELS}


def letters_of(formula):
    """The letters that a formula prints."""
    sides = [side for row in formula.equations() for side in (row.left, row.right)]
    nodes = [node for side in sides for node in sp.preorder_traversal(side) if isinstance(node, Node)]
    return {str(node.args[0]) for node in nodes if isinstance(node, Tensor | Step)}


@pytest.mark.parametrize("name", sorted({*BY_LETTERS, *BY_HAND}))
def test_it_is_said_beside_the_proof(name):
    words = [*BY_HAND.get(name, ()), *([BY_LETTERS[name][1]] if name in BY_LETTERS else [])]
    for formula, proof, examples in PROOFS:
        if examples == name:
            assert [each for each in words if each not in proof.covers] == [], f"{formula.id}: {proof.covers}"


def test_labels_are_printed_without_their_rows():
    assert [letters_of(f) & {"T", r"\ell"} for f, _, examples in PROOFS if examples in LABELS] == [{r"\ell"}]

"""Formulas proved for all sizes: what is wrong is not, and what is shown is what is proved."""

from dataclasses import replace

import pytest

from mutation.formula_mutators import mutants
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.proofs import run

# others: by integration, by induction and the like
CHAPTERS = ("conv2d.", "convolve2d.", "dense.ba", "fast.loops", "softmax", "avg_pool2d.", "squared_error.")
PROOFS = {
    formula.id: (formula, proof)
    for formula in REGISTRY.values()
    if formula.id.startswith(CHAPTERS)
    for proof in formula.proofs
    if proof.kind == "all sizes"
}
EXPECTED = {
    "convolve2d.rot180",
    "conv2d.backward_kernel",
    "conv2d.backward_kernel_simplified",
    "conv2d.backward_bias",
    "conv2d.batch_gradients",
    "fast.loops_backward_kernel",
    "fast.loops_backward_input",
    "dense.batch_gradients",
    "conv2d.general_backward_kernel",
    "conv2d.backward_bias_simplified",
    "conv2d.backward_bias_per_pixel",
    "conv2d.backward_input",
    "conv2d.backward_input_simplified",
    "conv2d.backward_input_rot180",
    "conv2d.general_backward_input",
    "dense.backward_weight",
    "dense.backward_bias",
    "dense.backward_input",
    "softmax_cross_entropy.backward",
    "avg_pool2d.general_backward",
    "squared_error.backward",
}


def test_the_gradients_are_proved_for_all_sizes():
    assert set(PROOFS) >= EXPECTED
    gradients = {name for name in REGISTRY if name.startswith(("conv2d.", "dense.")) and "backward" in name}
    examples = {name for name in gradients if name.endswith(("_chain", "_scalar", "_matrix"))}  # of one size
    rules = {
        name for name in gradients if name.endswith(("_rule", "_shared"))
    }  # the chain rule itself, before it is used
    spread = {"conv2d.stride_backward"}  # speaks of arrays with zeros in between, made of other letters
    assert gradients - examples - rules - spread <= set(PROOFS)


@pytest.mark.parametrize("name", PROOFS)
def test_every_change_is_refuted_or_leaves_it_true(name):
    """A changed conclusion is never proved; a changed forward row may leave the gradient as it is."""
    formula, proof = PROOFS[name]
    tried = list(mutants(formula))
    assert len(tried) > 5
    for mutant in tried:
        result = run(mutant.formula, proof)
        premise = formula.layout == "implies" and mutant.formula.equations()[1] == formula.equations()[1]
        assert not result.passed or premise, mutant.change


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("conv2d.backward_bias", "E6"),
        ("conv2d.backward_input_simplified", "E8"),
        ("conv2d.backward_input", "E15"),
    ],
)
def test_errata_are_refuted_for_all_sizes(name, number):
    formula, proof = PROOFS[name]
    (claim,) = (erratum.claim for erratum in formula.errata if erratum.number == number)
    rows = (formula.rows[0], claim) if formula.layout == "implies" else (claim,)
    result = run(replace(formula, rows=rows), proof)
    assert not result.passed
    assert "the left side" in result.counterexample or "may be read outside" in result.counterexample


def test_a_change_of_the_forward_row_that_matters_is_refuted():
    """The conclusion is drawn from what is printed before the arrow."""
    formula, proof = PROOFS["conv2d.backward_input_simplified"]
    (premise, conclusion), kernel_formula = formula.rows, REGISTRY["conv2d.backward_kernel_simplified"]
    assert run(formula, proof).passed
    twice = type(premise)(premise.left, type(premise.right)(premise.right, premise.right.args[1]))
    for other in (formula, kernel_formula):
        changed = replace(other, rows=(twice, other.rows[1]))
        assert not run(changed, proof).passed
    assert run(replace(formula, rows=(premise, conclusion, kernel_formula.rows[1])), proof).cases == 2

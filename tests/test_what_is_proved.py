"""What is proved is said in the same words wherever a reader begins, and these words are true of the registry."""

import pytest

import textbook_cnn
from tests.formulas.test_same_lines import NOT_PROVED
from tests.support.places import ROOT
from textbook_cnn import formulas, layers
from textbook_cnn.formulas.code_for_all_sizes import THEOREMS

WORDS = (
    "Every displayed equation is proved, on the code itself where code computes it, or is marked as a definition, as "
    "an example in numbers, or as wrong, with a counterexample. Layers that only add and multiply are proved for every "
    "size of batch and image and for the kernels and settings that are listed, all else for the sizes and cases that "
    "are listed."
)
PLACES = {
    "docs/index.md": (ROOT / "docs" / "index.md").read_text(encoding="utf-8"),
    "docs/appendix/trust.md": (ROOT / "docs" / "appendix" / "trust.md").read_text(encoding="utf-8"),
    "README.md": (ROOT / "README.md").read_text(encoding="utf-8"),
    "textbook_cnn": textbook_cnn.__doc__,
    "textbook_cnn.formulas": formulas.__doc__,
}
COMPARE_OR_DRAW = {"dropout", "max_pool2d", "relu"}
POWERS_OF_E = {"log_softmax", "sigmoid", "softmax", "softmax_cross_entropy", "tanh"}
DIVIDE_BY_A_SIZE = {"global_avg_pool2d"}
LOSSES = {"squared_error"}


@pytest.mark.parametrize("place", PLACES)
def test_it_is_said_in_these_words(place):
    assert " ".join(PLACES[place].split()).count(WORDS) == 1, f"{place}: say what is proved as the other places do"


def test_every_equation_is_proved_on_code_or_marked():
    for formula in formulas.REGISTRY.values():
        on_code = [proof for proof in formula.proofs if proof.kind not in ("all sizes", "numbers")]
        marked = formula.status in ("definition", "data")
        assert on_code or marked or (formula.proofs and not formula.functions), formula.id


def test_every_instruction_of_a_step_is_run_by_a_proof():
    said = "Every instruction that"
    for page in ("refused.md", "trust.md"):
        text = (ROOT / "docs" / "appendix" / page).read_text(encoding="utf-8")
        assert (said in text) == (not NOT_PROVED), f"{page}: is every instruction of a step run by a proof, or not?"


def test_the_layers_without_a_theorem_for_every_size_do_more_than_add_and_multiply():
    proved = {name for names in THEOREMS for name in names.replace(", one per pixel", "").split(", ")}
    others = {name.removesuffix("_backward") for name in layers.__all__ if name not in proved}
    assert others == COMPARE_OR_DRAW | POWERS_OF_E | DIVIDE_BY_A_SIZE | LOSSES

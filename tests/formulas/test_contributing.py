"""The example in CONTRIBUTING.md: one entry, and nothing else, makes a proved formula."""

import re
from dataclasses import replace

from tests.support.places import ROOT
from textbook_cnn.formulas import Registry, prove
from textbook_cnn.formulas.examples.convolution import images
from textbook_cnn.formulas.notation import arrays
from textbook_cnn.formulas.notation.nodes import Negative
from textbook_cnn.formulas.statements import convolution

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("## Adding a formula\n")[2].partition("\n## ")[0]
(ENTRY,) = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)


def test_the_example_is_a_proved_formula():
    formula = eval(ENTRY, vars(convolution) | vars(arrays) | {"images": images})
    registry = Registry()
    registry.add([formula])
    (result,) = prove(registry["rot180.twice"])
    assert result.passed, result.counterexample
    assert result.cases > 50
    assert formula.status == "proved"
    assert formula.latex() == r"\text{rot180}(\text{rot180}(K)) = K"
    assert f"{{formula}} {formula.id}" in SECTION


def test_its_mutant_is_not():
    formula = eval(ENTRY, vars(convolution) | vars(arrays) | {"images": images})
    ((twice, kernel),) = formula.rows
    for left, right in ((twice.args[0], kernel), (twice, Negative(kernel))):
        (result,) = prove(replace(formula, rows=((left, right),)))
        assert not result.passed
        assert "the left side is" in result.counterexample

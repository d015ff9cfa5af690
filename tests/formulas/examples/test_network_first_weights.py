"""What He's start supposes of the inputs is needed: without it, half of the mean square is another number."""

from fractions import Fraction

import numpy as np
import pytest

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.examples.network_first_weights import independent, layer, two_signs
from textbook_cnn.formulas.proofs import as_printed, run
from textbook_cnn.formulas.symbols.scalars import ring_scalars


@pytest.mark.parametrize("name", ["first_weights.half", "first_weights.layer"])
@pytest.mark.parametrize("skew", [False, True])
def test_inputs_are_as_likely_as_their_negatives(name, skew):
    W, Z = ring_scalars(w=np.array([1]), z=np.array([2]))
    inputs = [(Fraction(1, 3), 2 * Z[0]), (Fraction(2, 3), -Z[0])] if skew else two_signs(Z)
    example = layer("inputs", independent(two_signs(W), 1), independent(inputs, 1))
    result = run(REGISTRY[name], as_printed(lambda: [example], "one input"))
    assert result.passed is not skew
    assert ("the right side" in result.counterexample) is skew

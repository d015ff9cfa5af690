"""Tests of the proofs hand symbols to the functions, as the proofs do."""

import pytest

from textbook_cnn._arrays import symbols_taken


@pytest.fixture(autouse=True, scope="module")
def symbols():
    with symbols_taken():
        yield

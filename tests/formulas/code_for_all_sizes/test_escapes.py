"""What says nothing for all sizes is refused, in whatever way the code asks for it, and no `except` hides it."""

import pytest

from tests.formulas.code_for_all_sizes.escapes import ANSWERED, ASKED, DONE
from tests.formulas.code_for_all_sizes.planted_bugs import BEFORE_BIAS, conv2d, doubled_if
from tests.formulas.code_for_all_sizes.test_planted_bugs import JUDGES, first_failure
from tests.support.changed_code import changed

PLANTED = {name: (doubled_if(condition), reads) for name, (condition, reads) in ASKED.items()} | DONE


@pytest.fixture
def plant(monkeypatch):
    """Put lines in the place of those that add the bias; what they leave behind is taken away."""
    function, names = conv2d.conv2d, dict(vars(conv2d))
    keywords, exported = dict(function.__kwdefaults__), list(conv2d.__all__)

    def exchange(lines):
        monkeypatch.setattr(function, "__code__", changed(function, (BEFORE_BIAS, lines)).__code__)

    yield exchange
    vars(conv2d).clear()
    vars(conv2d).update(names)
    vars(function).clear()
    function.__kwdefaults__, conv2d.__all__[:] = keywords, exported


@pytest.mark.parametrize("what", PLANTED)
def test_escape_is_found(what, plant):
    lines, reads = PLANTED[what]
    plant(lines)
    assert reads in str(first_failure(JUDGES["forward"][:1]))


@pytest.mark.parametrize("condition", ANSWERED)
def test_what_is_true_of_numbers_is_true_of_symbols(condition, plant):
    plant(doubled_if(f"not ({condition})"))
    assert first_failure(JUDGES["forward"]) is None


def test_every_escape_has_a_name_of_its_own():
    assert not ASKED.keys() & DONE.keys()

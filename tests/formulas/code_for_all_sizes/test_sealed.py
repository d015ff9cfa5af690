"""Objects of which only a closed list of things can be asked, and the record of what was refused."""

import gc
import operator

import pytest

from textbook_cnn.formulas.code_for_all_sizes import ConstantArray, StridedArray, WritableArray, shipped_functions
from textbook_cnn.formulas.code_for_all_sizes.integers import SymInt
from textbook_cnn.formulas.code_for_all_sizes.kinds import SymArray
from textbook_cnn.formulas.code_for_all_sizes.sealed import Sealed, ended_in, hidden, recorded, refuse, watched, written
from textbook_cnn.formulas.code_for_all_sizes.unknowns import Unknowns

KINDS = (WritableArray, StridedArray, ConstantArray)


class Box(Sealed, like=("__len__", "__getitem__")):
    """An object with one open and one hidden attribute."""

    __slots__ = ("_inside",)
    OPEN = frozenset(("shown", "method"))
    ABSENT = frozenset(("lid",))
    WORDS = "a box"
    shown = 3

    def __init__(self, inside):
        INSIDE.__set__(self, inside)

    def __getitem__(self, index):
        return INSIDE.__get__(self)

    def method(self):
        return INSIDE.__get__(self)


INSIDE = hidden(Box, "_inside")


def test_what_is_open_is_answered():
    with watched():
        box = Box(5)
        assert (box.shown, box[0], box.method()) == (3, 5, 5)
        assert not hasattr(box, "lid")


REFUSED = {
    "attribute": lambda box: box.size,
    "hidden attribute": lambda box: box._inside,
    "hidden attribute by the way round": lambda box: object.__getattribute__(box, "_inside"),
    "class": lambda box: box.__class__,
    "length": len,
    "hash": hash,
    "equality": lambda box: box == box,
    "text": str,
    "format": lambda box: f"{box}",
    "new attribute": lambda box: setattr(box, "size", 3),
    "attribute taken away": lambda box: delattr(box, "shown"),
    "pickle": lambda box: box.__reduce_ex__(2),
    "what a method is": lambda box: box.method.__self__,
    "name of a method": lambda box: box.method.__name__,
}


@pytest.mark.parametrize("what", REFUSED)
def test_all_else_is_refused_and_that_is_written_down(what):
    with pytest.raises((TypeError, AttributeError), match=r"here$|_inside"):
        REFUSED[what](Box(5))
    if what != "hidden attribute by the way round":  # which no object has
        with pytest.raises(TypeError, match="went on after a refusal: .*here$"), watched():
            swallowed(REFUSED[what], Box(5))


def swallowed(function, *arguments):
    """Call the function and go on, whatever it raises."""
    with pytest.raises((TypeError, AttributeError)):
        function(*arguments)


def test_a_refusal_that_ends_the_run_is_raised_itself():
    with pytest.raises(ValueError, match="^no$"), watched():
        refuse("no", ValueError)


def test_all_runs_in_progress_are_told():
    with pytest.raises(TypeError, match="went on after a refusal: no"), watched():
        swallowed(refused_inside)
    with watched():
        pass


def refused_inside():
    with watched():
        refuse("no")


def writes(message, *texts):
    """A run that writes sizes into text, and may end in an error."""
    with watched():
        for text in texts:
            written(text)
        if message is not None:
            ended_in(ValueError(message))


def test_text_may_stand_in_the_error_in_which_the_run_ends():
    writes("expected 3 rows, got H", "H")
    writes("expected 2·H rows, got H", "H", "2·H")
    for message, texts in ((None, "H"), ("got H", "W"), ("got H", "HH")):  # twice where the message has it once
        with pytest.raises(TypeError, match=f"went on after it wrote a size into text: {texts[0]}"):
            writes(message, *texts)


def test_errors_of_the_model_are_refusals():
    assert recorded(operator.add)(1, 2) == 3
    with pytest.raises(TypeError, match="went on after a refusal: unsupported operand"), watched():
        swallowed(recorded(operator.add), 1, "a")


def test_nothing_is_to_be_found_inside_of_a_size_or_an_array():
    """No attribute of its class leads to what is hidden."""
    n = Unknowns().size("n")
    for thing in (n, *(kind.unknown("X", n) for kind in KINDS)):
        for name in {name for base in type(thing).__mro__ for name in vars(base)}:
            assert type(getattr(type(thing), name, None)).__name__ != "member_descriptor", name
        assert not any(isinstance(each, dict) for each in gc.get_referents(thing))


@pytest.mark.parametrize("kind", KINDS)
def test_every_operation_of_an_array_is_open_or_refused(kind):
    """What the class has beside its special methods is open, or for the theorems and not for arrays."""
    special = {name for base in kind.__mro__[:-1] for name in vars(base) if name.startswith("__")}
    assert {"__len__", "__iter__", "__eq__", "__hash__", "__bool__", "__float__", "__index__", "__array__"} <= special
    array = kind.unknown("X", 2, 3)
    for name in dir(kind):
        if name not in kind.OPEN:
            with pytest.raises(AttributeError):
                getattr(array, name)


def test_integers_have_no_operation_that_is_not_theirs():
    """Python asks the real type too: an iterable size would be no integer any more."""
    own = {name for base in SymInt.__mro__[:-1] for name in vars(base) if name.startswith("__")}
    assert {name for name in own - set(dir(int)) if callable(getattr(SymInt, name))} == set()
    assert not isinstance(Unknowns().size("n"), SymArray)


@pytest.mark.parametrize("change", [operator.iadd, operator.imul, operator.isub])
def test_arrays_that_cannot_be_changed_give_new_ones_or_refuse(change):
    A, B = (ConstantArray.unknown(letter, 2, 3) for letter in "AB")
    with shipped_functions():
        if change is not operator.isub:
            assert type(change(A, B)) is ConstantArray
    for kind in (WritableArray, StridedArray):
        with pytest.raises(TypeError):
            change(kind.unknown("A", 2, 3), kind.unknown("B", 2, 3))  # an argument, or not known
